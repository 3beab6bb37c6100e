//go:build race

package cli_test

// racing: the race detector makes all of it ten times slower.
const racing = true
