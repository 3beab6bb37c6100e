// Package inbox is the screen of failures that nothing has made good since,
// grouped by what went wrong, and the question that is asked when one of the
// groups is acknowledged.
package inbox

import (
	"time"

	tea "github.com/charmbracelet/bubbletea"

	"fntop/keymap"
	"fntop/model"
	"fntop/ui/draw"
	"fntop/ui/pane"
)

// Row is one group.
type Row struct {
	Group *model.Group
	Marks model.Marks
	Ack   *model.GroupAck // that holds, nil where none does
}

// part is where a row stands: what needs somebody, what somebody knows of,
// what is over.
func (r *Row) part() part {
	switch {
	case r.Group.Gone():
		return good
	case r.Ack != nil:
		return known
	}
	return open
}

type part uint8

const (
	open part = iota
	known
	good
	parts
)

// Status is what is to be said of all rows.
type Status struct {
	// Known is since when all runs are known: what failed before may be missing.
	Known time.Time
	// Empty says why there are no rows where that is not because all is well.
	Empty string
}

// Trend is how far back the strips of the rows go, and Parts in how many.
const (
	Trend = 24 * time.Hour
	Parts = 24
)

// Model is the screen.
type Model struct {
	all    []Row // of every part, in their order
	rows   []Row // that are shown
	count  [parts]int
	runs   [parts]int
	whole  bool // what was made good is shown, too
	status Status
	cursor model.Cursor[model.GroupKey]
	titles map[model.GroupKey]string // to draw
	lines  draw.Lines
	text   []byte
}

// New returns an empty screen.
func New() *Model {
	m := &Model{titles: map[model.GroupKey]string{}}
	m.cursor.Resize(1)
	return m
}

// SetRows shows these groups from now on: the open ones, then those that are
// acknowledged, then those that were made good. The selected one stays
// selected.
func (m *Model) SetRows(rows []Row) {
	m.all = m.all[:0]
	m.count, m.runs = [parts]int{}, [parts]int{}
	for p := range parts {
		for _, r := range rows {
			if r.part() == p {
				m.all = append(m.all, r)
				m.count[p]++
				if m.runs[p] += len(r.Group.Open); p == good {
					m.runs[p] += len(r.Group.Resolved)
				}
			}
		}
	}
	clear(m.titles)
	m.show()
}

// SetStatus says what is to be said of all rows.
func (m *Model) SetStatus(s Status) { m.status = s }

// Open is how many groups need somebody.
func (m *Model) Open() int { return m.count[open] }

// show takes what was made good in or leaves it out.
func (m *Model) show() {
	m.rows = m.all
	if !m.whole {
		m.rows = m.all[:m.count[open]+m.count[known]]
	}
	m.cursor.Place(len(m.rows), m.find, m.at)
	if len(m.rows) <= m.cursor.Height() {
		m.cursor.Settle() // where all have room, the worst is not to be hidden above
	}
}

func (m *Model) at(i int) model.GroupKey { return m.rows[i].Group.Key }

// find says where a group stands. One that is gone passes the selection on to
// the row that took its place.
func (m *Model) find(key model.GroupKey) (int, bool) {
	for i := range m.rows {
		if m.rows[i].Group.Key == key {
			return i, true
		}
	}
	return -1, false
}

// Selected is the selected group, nil where there is none.
func (m *Model) Selected() *Row {
	if len(m.rows) == 0 {
		return nil
	}
	return &m.rows[m.cursor.Index()]
}

// Pick selects a group.
func (m *Model) Pick(key model.GroupKey) {
	if i, ok := m.find(key); ok {
		m.cursor.Select(i, m.at)
	}
}

// Click selects the row drawn at that line of a screen so large. It reports
// false where there is none.
func (m *Model) Click(line, w, h int) bool {
	f := formOf(w, h)
	i := m.top() + (line-f.above)/f.block
	if line < f.above || i >= len(m.rows) || i >= m.top()+f.rows {
		return false
	}
	m.cursor.Select(i, m.at)
	return true
}

func (m *Model) top() int {
	from, _ := m.cursor.Window()
	return from
}

// Key moves, opens, closes, and shows what was made good.
func (m *Model) Key(_ tea.KeyMsg, action keymap.Action) pane.Intent {
	switch action {
	case keymap.Open:
		if r := m.Selected(); r != nil {
			return pane.NarrowGroup{Key: r.Group.Key}
		}
		return nil
	case keymap.NextPane, keymap.PrevPane:
		m.whole = !m.whole
		m.show()
		m.cursor.Settle()
		return nil
	case keymap.Back, keymap.Quit:
		return pane.Close{}
	}
	pane.Move(&m.cursor, action, m.at)
	return nil
}
