//go:build !race

package demo

const racing = false
