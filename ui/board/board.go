// Package board is the screen of how all functions are doing: a row for each,
// the worst on top, and beneath them more about the selected one.
package board

import (
	"slices"
	"strings"
	"time"

	tea "github.com/charmbracelet/bubbletea"

	"fntop/keymap"
	"fntop/model"
	"fntop/ui/draw"
	"fntop/ui/field"
	"fntop/ui/find"
	"fntop/ui/pane"
)

// Key names a function across profiles.
type Key struct{ Profile, ID string }

// Windows are the spans of time that a board can be of, the shortest first.
var Windows = [...]time.Duration{15 * time.Minute, time.Hour, 24 * time.Hour, 7 * 24 * time.Hour}

// Model is the screen. Its zero value is not usable; New makes one.
type Model struct {
	window time.Duration // that is wished for
	survey *model.Survey // nil before the first
	find   func(model.RunID) *model.Run
	all    []*row // in the survey's order
	rows   []*row // that are shown, in the order wished for
	index  map[Key]int
	order  Order
	cursor model.Cursor[Key]
	moved  bool // a person has selected something

	filter  *field.Model // nil while nobody types
	before  string       // the filter in force when typing began
	query   find.Query
	several bool // the functions are of several profiles
	longest int  // name, in cells

	form  form
	lines draw.Lines
	memo  pane.Memo
	text  []byte
}

// New returns a board of the last hour with nothing on it yet.
func New(run func(model.RunID) *model.Run) *Model {
	m := &Model{window: Windows[1], find: run, index: map[Key]int{}}
	m.cursor.Resize(1)
	return m
}

// Window is the span of time that the board is to be of.
func (m *Model) Window() time.Duration { return m.window }

// SetWindow wishes for another.
func (m *Model) SetWindow(d time.Duration) {
	m.window = d
	m.memo.Stale()
}

// Longer is the window that comes after the present one, where by is 1, or
// before it, where by is -1. It is the present one where there is none.
func (m *Model) Longer(by int) time.Duration {
	at, _ := slices.BinarySearch(Windows[:], m.window)
	return Windows[max(0, min(len(Windows)-1, at+by))]
}

// SetSurvey shows how the functions are doing. The selected one stays
// selected, wherever its row goes; until a person has selected one, it is the
// worst.
func (m *Model) SetSurvey(s *model.Survey) {
	m.survey, m.all, m.longest, m.several = s, m.all[:0], 0, false
	for i := range s.Rows {
		r := m.rowOf(&s.Rows[i])
		m.all = append(m.all, r)
		m.longest = max(m.longest, draw.Width(r.name))
		m.several = m.several || r.key.Profile != m.all[0].key.Profile
	}
	m.arrange()
}

// Order is what the rows are ordered by.
type Order uint8

// The orders there are. Worst is the survey's own.
const (
	Worst Order = iota
	ByName
	ByFailures
	ByRate
	ByP95
	ByLastFailure
	ByRunning
	ByNext
	ByAge
)

// Orders are all of them, with what they are called.
var Orders = [...]string{
	Worst: "worst first", ByName: "name", ByFailures: "failure rate", ByRate: "runs a minute", ByP95: "p95",
	ByLastFailure: "last failure", ByRunning: "running longest", ByNext: "next scheduled", ByAge: "age of data",
}

// Order is the one in force.
func (m *Model) Order() Order { return m.order }

// SetOrder puts one in force.
func (m *Model) SetOrder(o Order) {
	m.order = o
	m.arrange()
	m.cursor.Settle()
}

// arrange makes the rows that are shown anew: the survey, the filter or the
// order is another.
func (m *Model) arrange() {
	m.rows = m.rows[:0]
	for _, r := range m.all {
		if from, _ := m.query.Next(r.name, 0); m.query.Text() == "" || from >= 0 {
			m.rows = append(m.rows, r)
		}
	}
	if less := orders[m.order]; less != nil {
		slices.SortStableFunc(m.rows, less)
	}
	clear(m.index)
	for i, r := range m.rows {
		m.index[r.key] = i
	}
	if !m.moved && len(m.rows) > 0 {
		m.cursor.Pick(m.rows[0].key) // nobody has chosen the row that came first
	}
	m.cursor.Place(len(m.rows), m.place, m.key)
	m.memo.Stale()
}

func (m *Model) place(k Key) (int, bool) {
	i, ok := m.index[k]
	if !ok {
		return -1, false
	}
	return i, true
}

func (m *Model) key(i int) Key { return m.rows[i].key }

// Selected is the selected function; nil where there is none.
func (m *Model) Selected() *model.Function {
	if r := m.selected(); r != nil {
		return &r.Function
	}
	return nil
}

func (m *Model) selected() *row {
	if len(m.rows) == 0 {
		return nil
	}
	return m.rows[m.cursor.Index()]
}

// Visible are the functions on screen.
func (m *Model) Visible() []Key {
	from, to := m.cursor.Window()
	keys := make([]Key, 0, to-from)
	for _, r := range m.rows[from:to] {
		keys = append(keys, r.key)
	}
	return keys
}

// Ticks reports whether time alone changes what is on the screen: how long a
// run has been under way.
func (m *Model) Ticks() bool {
	from, to := m.cursor.Window()
	return slices.ContainsFunc(m.rows[from:to], func(r *row) bool { return !r.Longest.At.IsZero() })
}

// Click selects the function drawn at that line of the screen. It reports
// false where there is none.
func (m *Model) Click(line int) bool {
	from, to := m.cursor.Window()
	i := from + line - m.form.above
	if line < m.form.above || i >= to {
		return false
	}
	m.choose(func() { m.cursor.Select(i, m.key) })
	return true
}

func (m *Model) choose(move func()) {
	m.moved = true
	move()
	m.memo.Stale()
}

// Typing reports whether keys are text.
func (m *Model) Typing() bool { return m.filter != nil }

// Back clears the filter. It reports false where there is none.
func (m *Model) Back() bool {
	if m.query.Text() == "" {
		return false
	}
	m.narrow("")
	return true
}

func (m *Model) narrow(text string) {
	m.query = find.New(strings.TrimSpace(model.Visible(text)))
	m.arrange()
	m.cursor.Settle()
}

// Key moves, filters, opens and closes.
func (m *Model) Key(msg tea.KeyMsg, action keymap.Action) pane.Intent {
	if m.Typing() {
		m.typed(msg)
		return nil
	}
	switch action {
	case keymap.Open:
		if f := m.Selected(); f != nil {
			return pane.ShowFunction{Profile: f.Profile, ID: f.ID}
		}
		return pane.Say{Text: "There is no function to show the runs of."}
	case keymap.Filter:
		m.filter, m.before = field.New(80), m.query.Text()
		m.filter.Set(m.before, len([]rune(m.before)))
		m.memo.Stale()
		return nil
	case keymap.Longer:
		return m.turn(1)
	case keymap.Shorter:
		return m.turn(-1)
	case keymap.Back, keymap.Quit:
		return pane.Close{}
	}
	m.choose(func() { pane.Move(&m.cursor, action, m.key) })
	return nil
}

func (m *Model) turn(by int) pane.Intent {
	to := m.Longer(by)
	if to == m.window {
		return pane.Say{Text: map[int]string{1: "There is no longer window.", -1: "There is no shorter window."}[by]}
	}
	return pane.SetBoardWindow{Last: to}
}

// typed takes a key while the filter is typed: the rows follow each letter.
func (m *Model) typed(msg tea.KeyMsg) {
	switch {
	case msg.Type == tea.KeyEnter:
		m.filter = nil
	case msg.Type == tea.KeyEsc:
		m.filter = nil
		m.narrow(m.before)
	case m.filter.Key(msg):
		m.narrow(m.filter.Value())
	}
	m.memo.Stale()
}
