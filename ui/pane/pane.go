// Package pane is what the root and its panes agree on: how a pane is drawn,
// how it hears of keys, and the intents it answers with.
package pane

import (
	"time"

	tea "github.com/charmbracelet/bubbletea"

	"fntop/keymap"
	"fntop/theme"
	"fntop/ui/draw"
)

// Look is what drawing needs beside the data. It is made anew for each frame.
type Look struct {
	Theme   *theme.Theme
	Keys    *keymap.Map
	Now     time.Time
	Times   draw.Times
	Zone    *time.Location // local times are shown in it
	Focused bool           // keys go to this pane
}

// Border is the style of the pane's border.
func (l Look) Border() theme.Style {
	if l.Focused {
		return l.Theme.Focus
	}
	return l.Theme.Border
}

// Selected is the style under the selected row.
func (l Look) Selected() theme.Style {
	if l.Focused {
		return l.Theme.Selected
	}
	return l.Theme.Idle
}

// Pane is a part of the screen. Panes hold what they show and where the
// selection is; they do no I/O, start nothing and never import one another.
type Pane interface {
	// Key hears of a key that nobody before it took: the message, and what
	// the key map says it does (keymap.None when nothing). It answers with
	// what the person wants, nil for nothing more.
	Key(msg tea.KeyMsg, action keymap.Action) Intent
	// View draws exactly h lines of exactly w cells and changes nothing that
	// anybody could see.
	View(look Look, w, h int) []string
}

// Overlay is a pane that lies over the screen and takes every key.
type Overlay interface {
	Pane
	// Size is how large it wants to be on a screen of that size; never larger.
	Size(w, h int) (int, int)
}
