//go:build race

package cli

// racing: the race detector makes all of it ten times slower.
const racing = true
