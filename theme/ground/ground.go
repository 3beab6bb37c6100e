// Package ground settles the terminal's background before Bubble Tea asks.
//
// Bubble Tea v1 asks the terminal for its background colour in its own init,
// on every start, even of "fntop --version", and waits five seconds where
// nothing answers (a CI pty, a recorder, a bare pty). An answer that is
// already there keeps it from asking. Go initialises packages that are ready
// in the order of their import paths, so this works only while this package
// imports nothing but lipgloss and its path sorts before
// github.com/charmbracelet/bubbletea, which is why the module is called fntop.
// A pty test holds main to it.
//
// The value is a placeholder: the screen asks for the real background, with a
// short deadline, when the TUI starts.
package ground

import "github.com/charmbracelet/lipgloss"

func init() { lipgloss.SetHasDarkBackground(true) }
