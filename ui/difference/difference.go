// Package difference is the screen that holds two runs of one thing against
// each other: how they ended, how long they took, which code they ran, and
// where their errors, outputs and inputs differ, with paths.
//
// Payloads can be megabytes: Compare is for a command, and the screen shows
// what is known of the two runs while it is under way.
package difference

import (
	"time"

	tea "github.com/charmbracelet/bubbletea"

	"fntop/keymap"
	"fntop/model"
	"fntop/ui/draw"
	"fntop/ui/field"
	"fntop/ui/pane"
)

// Side is one of the two runs.
type Side struct {
	Name string // "this run", "original"
	Run  *model.Run
}

// Model is the screen.
type Model struct {
	was, is Side
	summary string
	result  *Result
	state   string
	bad     bool

	top    int // of the rows, the first in the window
	now    int // the change that the keys for changes stand on; -1 for none
	search search

	rows  []row
	n     int   // changes that the rows begin
	built built // what the rows were made for
	lines draw.Lines
	seen  struct {
		look pane.Look
		w, h int
	}
}

// built is all that rows depend on, beside the model.
type built struct {
	width int
	wide  bool
	times draw.Times
	zone  *time.Location
}

// New makes the screen of two runs, the older one first.
func New(was, is Side) *Model {
	m := &Model{was: was, is: is, now: -1, search: search{input: field.New(256)}}
	m.seen.w, m.seen.h = 120, 36
	m.seen.look.Zone = time.UTC
	return m
}

// Sides are the two runs.
func (m *Model) Sides() (was, is Side) { return m.was, m.is }

// SetRuns tells what is known of the two runs now; nil is nothing new.
func (m *Model) SetRuns(was, is *model.Run) {
	if was != nil {
		m.was.Run = was
	}
	if is != nil {
		m.is.Run = is
	}
	m.rows = nil
}

// SetSummary sets the sentence on what came of it.
func (m *Model) SetSummary(text string) { m.summary, m.rows = model.Visible(text), nil }

// SetResult shows where payloads and errors differ. Scroll and search stay.
func (m *Model) SetResult(r *Result) { m.result, m.rows = r, nil }

// SetState says how reading stands; an empty text says nothing.
func (m *Model) SetState(text string, bad bool) { m.state, m.bad = model.Visible(text), bad }

// Typing reports whether the search line is open: letters are its own then.
func (m *Model) Typing() bool { return m.search.open }

// Hints are the keys that act while the line is open.
func (m *Model) Hints() []draw.Hint { return []draw.Hint{{"enter", "keep"}, {"esc", "undo"}} }

// Back takes away a search. It reports false where there is none.
func (m *Model) Back() bool {
	if !m.search.open && m.search.text == "" {
		return false
	}
	m.search.clear()
	return true
}

// Key hears of a key. Actions that are not about reading are left to the root.
func (m *Model) Key(msg tea.KeyMsg, action keymap.Action) pane.Intent {
	if m.search.open {
		m.typed(msg)
		return nil
	}
	switch action {
	case keymap.NextTab, keymap.NextPane:
		return m.change(1)
	case keymap.PrevTab, keymap.PrevPane:
		return m.change(-1)
	case keymap.Search:
		m.search.open = true
		m.search.input.End()
	case keymap.NextMatch:
		return m.match(1)
	case keymap.PrevMatch:
		return m.match(-1)
	case keymap.Back:
		if !m.Back() {
			return pane.Close{}
		}
	default:
		m.scroll(action)
	}
	return nil
}

// change goes to another change, round and round.
func (m *Model) change(by int) pane.Intent {
	n := m.changes()
	switch {
	case m.result == nil:
		return pane.Say{Text: "The two runs are still being read."}
	case n == 0:
		return pane.Say{Text: "Nothing differs."}
	case m.now < 0 && by > 0:
		m.now = 0
	case m.now < 0:
		m.now = n - 1
	default:
		m.now = (m.now + by + n) % n
	}
	for i := range m.rows {
		if m.rows[i].change == m.now {
			m.show(i)
			break
		}
	}
	return nil
}

// changes is how many changes there are rows of.
func (m *Model) changes() int {
	m.build()
	return m.n
}

func (m *Model) scroll(action keymap.Action) {
	height := max(1, m.space().body)
	by, _ := pane.Step(action, height)
	m.top += by
	m.top = m.settled(height)
}

// settled is the row that a window of that height begins with: one with which
// it is full, where there is enough to fill it.
func (m *Model) settled(height int) int {
	m.build()
	return max(0, min(m.top, len(m.rows)-height))
}

// show scrolls so far that a row is in sight, with some of what follows it.
func (m *Model) show(at int) {
	height := max(1, m.space().body)
	if m.top = m.settled(height); at < m.top || at+min(4, height) > m.top+height {
		m.top = max(0, at-height/4)
	}
	m.top = m.settled(height)
}
