package pane

import (
	"fntop/theme"
	"fntop/ui/draw"
)

// Memo keeps what a pane drew for as long as nothing that it shows changes.
// The pane says so with Stale, and gives what else its View depends on.
type Memo struct {
	lines []string
	on    memoKey
	fresh bool
}

type memoKey struct {
	theme   *theme.Theme
	focused bool
	times   draw.Times
	w, h    int
	also    string
}

// Stale makes the next View draw anew.
func (m *Memo) Stale() { m.fresh = false }

// Lines returns what draw returned for the same look, size and also, or what
// it returns now.
func (m *Memo) Lines(look Look, w, h int, also string, draw func() []string) []string {
	key := memoKey{look.Theme, look.Focused, look.Times, w, h, also}
	if !m.fresh || key != m.on {
		m.lines, m.on, m.fresh = draw(), key, true
	}
	return m.lines
}
