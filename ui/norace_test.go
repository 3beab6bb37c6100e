//go:build !race

package ui_test

const racing = false
