// Package follow is the screen of the runs that are followed to their end: a
// block for each, the newest on top, with the history of its status.
package follow

import (
	"cmp"
	"slices"
	"time"

	tea "github.com/charmbracelet/bubbletea"

	"fntop/keymap"
	"fntop/model"
	"fntop/ui/draw"
	"fntop/ui/pane"
)

// State is how following stands.
type State uint8

// The states. From Over on nobody looks any more.
const (
	Sending State = iota // the action is on its way
	Queued               // accepted; no run carries its job yet
	Looking              // at the run, again and again
	Over                 // the run is
	Stopped              // the person did not want to go on
	Paused               // until fntop goes on asking for news
	Aside                // until its profile is on screen again
	GaveUp               // looking failed for too long
	Refused              // the action was not done
	Lost                 // the answer was, so that the action may have been done
)

// Follows reports whether somebody looks all the time.
func (s State) Follows() bool { return s == Queued || s == Looking }

// Row is one run that is followed or was, or the action that it will come of.
// It is never changed: what has changed is another Row.
type Row struct {
	Number   int // its name; the higher, the newer
	State    State
	Action   model.ActionKind // what it came of; zero where it is only followed
	Profile  string
	Job      string
	Function string     // while no run is known
	Trigger  string     // likewise
	Run      *model.Run // as seen last; nil before
	Maybe    bool       // the run may have come of something else: the answer was lost
	Since    time.Time  // when it was sent, or begun to be followed
	Left     time.Time  // when looking ended before the run did
	History  History
	Said     string    // why the last look failed, or why nothing came of it
	Again    time.Time // when it is looked at again
}

// Model is the screen. Its zero value is not usable; New makes one.
type Model struct {
	rows   []*Row
	cursor model.Cursor[int]
	form   form

	cells   map[*Row]*cells
	longest struct{ function, trigger, profile int } // names, in cells; no profile where there is one only
	shown   []string                                 // profiles on screen
	lines   draw.Lines
	memo    pane.Memo
	text    []byte
	here    bool // a time that fntop saw is on the screen
}

// New returns an empty screen.
func New() *Model {
	m := &Model{cells: map[*Row]*cells{}}
	m.cursor.Resize(1)
	m.SetNames(nil, nil)
	return m
}

// SetRows shows these rows, the newest first. The selected one stays selected
// and keeps its place on the screen.
func (m *Model) SetRows(rows []*Row) {
	m.rows = append(m.rows[:0], rows...)
	m.measureProfiles()
	m.place()
	m.cursor.Settle() // where all fit, all are in sight
}

// Pick selects a row, wherever it stands now or will stand.
func (m *Model) Pick(number int) {
	m.cursor.Pick(number)
	if _, there := m.find(number); there {
		m.place()
		m.cursor.Settle()
	}
}

// Selected is the selected row, nil when there is none.
func (m *Model) Selected() *Row {
	if len(m.rows) == 0 {
		return nil
	}
	return m.rows[m.cursor.Index()]
}

// Click selects the row drawn at that line of the screen. It reports false
// where there is none.
func (m *Model) Click(line int) bool {
	from, to := m.cursor.Window()
	i := from + (line-m.form.above)/max(1, m.form.block)
	if line < m.form.above || i >= to {
		return false
	}
	m.cursor.Select(i, m.at)
	m.memo.Stale()
	return true
}

// Key moves, opens and closes.
func (m *Model) Key(_ tea.KeyMsg, action keymap.Action) pane.Intent {
	switch action {
	case keymap.Open:
		if r := m.Selected(); r != nil {
			return pane.OpenFollowed{Number: r.Number}
		}
		return pane.Say{Text: "There is no run to open."}
	case keymap.Back, keymap.Quit:
		return pane.Close{}
	}
	if pane.Move(&m.cursor, action, m.at) {
		m.memo.Stale()
	}
	return nil
}

// Ticks reports whether time alone changes what is on the screen.
func (m *Model) Ticks() bool {
	from, to := m.cursor.Window()
	return slices.ContainsFunc(m.rows[from:to], (*Row).ticks)
}

func (m *Model) place() {
	m.cursor.Place(len(m.rows), m.find, m.at)
	m.memo.Stale()
}

func (m *Model) at(i int) int { return m.rows[i].Number }

func (m *Model) find(number int) (int, bool) {
	return slices.BinarySearchFunc(m.rows, number, func(r *Row, n int) int { return cmp.Compare(n, r.Number) })
}

// ticks reports whether the row's elapsed time grows.
func (r *Row) ticks() bool {
	switch {
	case r.State > Looking:
		return false
	case r.Run == nil:
		return true
	}
	return r.Run.Unfinished()
}

// elapsed is how long the run has taken; before it has begun, how long it
// has been waited for. It reports false where nothing says.
func (r *Row) elapsed(now time.Time) (d time.Duration, waits, ok bool) {
	if !r.Left.IsZero() {
		now = r.Left // nobody has looked since
	}
	switch {
	case r.State == Refused || r.State == Lost:
		return 0, false, false
	case r.Run == nil:
		return now.Sub(r.Since), true, true
	case r.Run.Status == model.StatusPending:
		d = now.Sub(r.Run.Created)
		return d, true, !r.Run.Created.IsZero() && d >= 0
	}
	d, ok = r.Run.Elapsed(now)
	return d, false, ok
}
