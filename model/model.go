// Package model is fntop's domain: runs, functions and triggers, the store
// that holds them and the ways to narrow it. It does no I/O, reads no clock
// and knows no colours.
package model
