// Package palette is a list to pick from with a line that filters it: the
// commands, go-to, the orders, the time window, what can be copied, and, with
// several to tick, the statuses.
//
// Choosing answers with the item's own intent; carrying it out takes the
// picker away, but for a pane.Say, which leaves it as it is.
package palette

import (
	"strings"
	"unicode/utf8"

	tea "github.com/charmbracelet/bubbletea"

	"fntop/keymap"
	"fntop/model"
	"fntop/theme"
	"fntop/ui/draw"
	"fntop/ui/field"
	"fntop/ui/pane"
)

// Item is one line to pick. Its texts may come from a backend as they are.
type Item struct {
	Text     string
	Right    string // at the right end: the key that does the same, a count
	Note     string // what Text means, after it
	Disabled string // why it cannot act: shown instead of Note, and said when chosen
	Style    theme.Style
	Glyph    string // one cell, in Style
	Checked  bool   // ticked from the start, in a picker of several
	Intent   pane.Intent
}

// Options are what a picker is made of. Of Intent and Apply, one is used:
// Apply where several can be ticked.
type Options struct {
	Title  string
	Items  []Item
	Filter bool // letters narrow the list
	Multi  bool // space ticks, enter applies
	Apply  func(checked []int) pane.Intent
	Empty  string // said when nothing matches
	// Free takes what was typed as a value of its own, where no item is
	// written just so: "90m" beside the usual windows. It must be quick, for
	// it hears of every letter.
	Free func(text string) (pane.Intent, error)
	Text string // typed already, to be edited
	// Proposed: the first letter takes the place of Text, which any other key
	// begins to edit.
	Proposed bool
	// Sentences makes the list wider: its items are whole sentences.
	Sentences bool
	Does      string // what enter does, where that is not to choose
	Keys      []Key  // what else can be done with the selected item
}

// Key does something with the selected item. It is none that types or moves.
type Key struct {
	Type tea.KeyType
	Hint draw.Hint
	Does func(item int) pane.Intent
}

// line is what is drawn and searched of an item, made visible once.
type line struct{ text, right, note, lowerNote string }

// free stands among the rows for what was typed.
const free = -1

// page is how far pgup and pgdn go. A pane learns its height when it is
// drawn, and drawing changes nothing.
const page = 10

// Model is a picker.
type Model struct {
	o       Options
	lines   []line
	widest  int // cells of the widest text
	checked []bool
	input   *field.Model

	proposed bool // what is typed takes the place of what stands there

	rows    []int   // indexes of items, free among them
	matched [][]int // per row, the bytes of its text that the filter hit
	at      int     // the selected row

	freeIntent pane.Intent
	freeError  string
	typed      string // what rows, matched and free stand for
}

// New makes a picker. Its first item that can act is selected.
func New(o Options) *Model {
	m := &Model{o: o, lines: make([]line, len(o.Items)), checked: make([]bool, len(o.Items)), input: field.New(0)}
	for i, item := range o.Items {
		note := item.Note
		if item.Disabled != "" {
			note = item.Disabled
		}
		m.lines[i] = line{text: model.Visible(item.Text), right: model.Visible(item.Right), note: model.Visible(note)}
		m.lines[i].lowerNote = strings.ToLower(m.lines[i].note)
		m.widest = max(m.widest, draw.Width(m.lines[i].text))
		m.checked[i] = item.Checked
	}
	m.o.Title, m.o.Empty = model.Visible(o.Title), model.Visible(o.Empty)
	if m.o.Empty == "" {
		m.o.Empty = "nothing matches"
	}
	m.input.Set(o.Text, utf8.RuneCountInString(o.Text))
	m.proposed = o.Proposed
	m.find()
	return m
}

// Typed is what was typed to narrow the list.
func (m *Model) Typed() string { return m.typed }

// typing reports whether letters go to the filter line.
func (m *Model) typing() bool { return m.o.Filter || m.o.Free != nil }

// Key moves, ticks, chooses and types.
func (m *Model) Key(msg tea.KeyMsg, action keymap.Action) pane.Intent {
	if !msg.Paste {
		switch msg.Type {
		case tea.KeyEsc:
			return pane.Close{}
		case tea.KeyEnter:
			return m.choose()
		case tea.KeyUp, tea.KeyCtrlP:
			m.move(-1)
			return nil
		case tea.KeyDown, tea.KeyCtrlN:
			m.move(1)
			return nil
		case tea.KeyPgUp:
			m.move(-page)
			return nil
		case tea.KeyPgDown:
			m.move(page)
			return nil
		case tea.KeySpace:
			if m.o.Multi {
				m.tick()
				return nil
			}
		}
	}
	for _, k := range m.o.Keys {
		if msg.Type == k.Type && !msg.Paste {
			if m.at < len(m.rows) && m.rows[m.at] != free {
				return k.Does(m.rows[m.at])
			}
			return nil
		}
	}
	if m.typing() {
		if m.proposed && (msg.Type == tea.KeyRunes || msg.Type == tea.KeySpace) {
			m.input.Clear() // what is typed takes its place
		}
		m.proposed = false
		if m.input.Key(msg) {
			m.find()
		}
		return nil
	}
	return m.act(msg, action)
}

// act hears of keys that are not letters to type.
func (m *Model) act(msg tea.KeyMsg, action keymap.Action) pane.Intent {
	if utf8.RuneCountInString(string(msg.Runes)) > 1 && !action.Repeats() {
		return nil // typed ahead or pasted: never a choice
	}
	switch action {
	case keymap.Up:
		m.move(-1)
	case keymap.Down:
		m.move(1)
	case keymap.PageUp, keymap.HalfUp:
		m.move(-page)
	case keymap.PageDown, keymap.HalfDown:
		m.move(page)
	case keymap.Top:
		m.move(-len(m.rows))
	case keymap.Bottom:
		m.move(len(m.rows))
	case keymap.Open:
		return m.choose()
	case keymap.Back, keymap.Quit:
		return pane.Close{}
	}
	return nil
}

func (m *Model) move(by int) { m.at = max(0, min(m.at+by, len(m.rows)-1)) }

func (m *Model) tick() {
	if m.at >= len(m.rows) || m.rows[m.at] == free {
		return
	}
	if i := m.rows[m.at]; m.o.Items[i].Disabled == "" {
		m.checked[i] = !m.checked[i]
	}
}

func (m *Model) choose() pane.Intent {
	if m.o.Multi && m.o.Apply != nil {
		var checked []int
		for i, yes := range m.checked {
			if yes {
				checked = append(checked, i)
			}
		}
		return m.o.Apply(checked)
	}
	if m.at >= len(m.rows) {
		if m.freeError != "" {
			return pane.Say{Text: m.freeError}
		}
		return nil
	}
	i := m.rows[m.at]
	if i == free {
		return m.freeIntent
	}
	if m.o.Items[i].Disabled != "" {
		return pane.Say{Text: m.lines[i].text + ": " + m.lines[i].note}
	}
	return m.o.Items[i].Intent
}
