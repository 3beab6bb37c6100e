//go:build race

package demo

// racing: the race detector makes all of it ten times slower, and has nothing
// to find where nothing runs at once.
const racing = true
