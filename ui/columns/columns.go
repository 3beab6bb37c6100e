// Package columns is where the columns of the table are chosen and put in
// order.
package columns

import (
	"slices"

	tea "github.com/charmbracelet/bubbletea"

	"fntop/keymap"
	"fntop/ui/draw"
	"fntop/ui/pane"
)

// Item is a column that can be chosen.
type Item struct {
	Name, Help string
	On         bool
}

// Options are what is chosen from.
type Options struct {
	Items []Item   // those that are on first, in their order
	Usual []string // what it goes back to
}

// Model is the choice.
type Model struct {
	o     Options
	items []Item
	at    int
	h     int // rows that the last frame had
	lines draw.Lines
}

// New begins with the columns as they are.
func New(o Options) *Model { return &Model{o: o, items: slices.Clone(o.Items), h: 20} }

// Key switches columns on and off, moves them, and answers with those that
// are on.
func (m *Model) Key(msg tea.KeyMsg, action keymap.Action) pane.Intent {
	if msg.Paste || len(msg.Runes) > 1 {
		return nil
	}
	switch {
	case msg.Type == tea.KeyEsc:
		return pane.Close{}
	case msg.Type == tea.KeyEnter:
		names := m.on()
		if len(names) == 0 {
			return pane.Say{Text: "A table needs one column at least."}
		}
		return pane.SetColumns{Names: names}
	case msg.Type == tea.KeySpace:
		m.items[m.at].On = !m.items[m.at].On
		return nil
	case msg.Type == tea.KeyShiftUp, msg.String() == "K":
		m.move(-1)
		return nil
	case msg.Type == tea.KeyShiftDown, msg.String() == "J":
		m.move(1)
		return nil
	case msg.Type == tea.KeyBackspace:
		m.usual()
		return nil
	}
	switch by := m.h - 1; action {
	case keymap.Up:
		m.at--
	case keymap.Down:
		m.at++
	case keymap.PageUp, keymap.HalfUp:
		m.at -= by
	case keymap.PageDown, keymap.HalfDown:
		m.at += by
	case keymap.Top:
		m.at = 0
	case keymap.Bottom:
		m.at = len(m.items)
	}
	m.at = max(0, min(m.at, len(m.items)-1))
	return nil
}

// move moves the selected column, which stays selected.
func (m *Model) move(by int) {
	if to := m.at + by; to >= 0 && to < len(m.items) {
		m.items[m.at], m.items[to] = m.items[to], m.items[m.at]
		m.at = to
	}
}

// usual goes back to the columns that a table begins with.
func (m *Model) usual() {
	place := func(i Item) int {
		if at := slices.Index(m.o.Usual, i.Name); at >= 0 {
			return at
		}
		return len(m.o.Usual)
	}
	for i := range m.items {
		m.items[i].On = slices.Contains(m.o.Usual, m.items[i].Name)
	}
	slices.SortStableFunc(m.items, func(a, b Item) int { return place(a) - place(b) })
}

func (m *Model) on() (names []string) {
	for _, i := range m.items {
		if i.On {
			names = append(names, i.Name)
		}
	}
	return names
}

const wide = 64

// Size is how large the choice wants to be.
func (m *Model) Size(w, h int) (int, int) { return min(w, wide), min(h, len(m.items)+4) }

// View draws the choice.
func (m *Model) View(look pane.Look, w, h int) []string {
	l, t := &m.lines, look.Theme
	l.Reset(w)
	box := draw.Box{Border: look.Border(), Title: []draw.Span{{Style: t.Strong, Text: "Columns"}}}
	hints := h >= 6
	m.h = max(1, h-2)
	if hints {
		m.h -= 2
	}
	from := max(0, min(m.at-m.h/2, len(m.items)-m.h))
	if last := from + m.h; last < len(m.items) || from > 0 {
		box.Note = []draw.Span{{Style: t.Faint, Text: draw.Count(from+1) + "–" + draw.Count(min(last, len(m.items))) + " of " + draw.Count(len(m.items))}}
	}
	if h > 1 {
		l.Top(box)
	}
	for i := from; i < min(from+m.h, len(m.items)); i++ {
		l.Side(box)
		if i == m.at {
			l.On(look.Selected())
			l.Fit(t.Accent, "▸", l.Left()-1)
		} else {
			l.Blank(min(1, l.Left()-1))
		}
		item := m.items[i]
		mark, style := "[ ] ", t.Faint
		if item.On {
			mark, style = "[x] ", t.Text
		}
		l.Fit(style, mark, l.Left()-1)
		l.Cell(style, item.Name, min(10, l.Left()-1), 0)
		l.Fit(t.Faint, item.Help, l.Left()-2)
		l.EndSide(box)
	}
	if h > 2 {
		bottom := h - 1
		if hints {
			l.FillBox(box, h-2)
			l.Side(box)
			l.Blank(min(1, l.Left()-1))
			l.Hints(t, l.Left()-2, draw.Hint{"enter", "keep"}, draw.Hint{"esc", "leave"}, draw.Hint{"space", "show"}, draw.Hint{"K J", "move"},
				draw.Hint{"backspace", "as at first"})
			l.EndSide(box)
		}
		l.FillBox(box, bottom)
	}
	l.Bottom(box)
	return l.Take(h)
}
