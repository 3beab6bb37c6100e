//go:build race

package model

// racing: the race detector makes all of it ten times slower, and has nothing
// to find where nothing runs at once.
const racing = true
