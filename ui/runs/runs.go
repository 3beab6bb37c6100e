// Package runs is the live table of runs: a window on rows that the root
// filtered and sorted, with a selection that is a run and not a row.
package runs

import (
	tea "github.com/charmbracelet/bubbletea"

	"fntop/keymap"
	"fntop/model"
	"fntop/ui/draw"
	"fntop/ui/pane"
)

// Model is the table. Its zero value is not usable; New makes one.
type Model struct {
	rows   []*model.Run
	find   func(model.RunID) (int, bool)
	cursor model.Cursor[model.RunID]
	title  Title
	bare   bool
	fresh  int // runs that came above the window since it was last at the top

	marked func(model.RunID) bool // nil where no run is
	from   model.RunID            // where a range of marks begins; zero while none is being marked

	longest struct{ profile, function, trigger int } // names, in cells; no profile where there is one only

	chosen []int   // columns, in their order; none where the room decides
	usual  columns // what the room decided for the last frame
	shares []int   // how wide each of them is in the frame

	cells map[*model.Run]*cells
	lines draw.Lines
	part  draw.Lines // of a row, in the making
	text  []byte     // a cell in the making
}

// Title is what the border says about the rows.
type Title struct {
	Filter string     // what is in force, as it is written; empty for nothing
	Loaded int        // runs loaded in all
	Whole  bool       // all there are within the window are loaded
	Sort   model.Sort // the order of the rows
	Empty  string     // what to say where there are no rows
	Marks  string     // for the lower border: how many are marked
	Note   string     // likewise, beside what is new
	Unread bool       // nothing has been read yet
}

// New returns an empty table that sticks to the newest run.
func New() *Model {
	m := &Model{cells: map[*model.Run]*cells{}}
	m.cursor.Stick = true
	m.SetNames(nil, nil)
	m.usual = m.layout(unseen, draw.Ages)
	return m
}

// SetNames tells which functions and triggers there are, so that a column is
// as wide as its longest name, whatever rows are in the window.
func (m *Model) SetNames(functions []model.Function, triggers []model.Trigger) {
	m.longest.function, m.longest.trigger = 12, 12
	for i := range functions {
		m.longest.function = max(m.longest.function, draw.Width(name(functions[i].Name)))
	}
	for i := range triggers {
		m.longest.trigger = max(m.longest.trigger, draw.Width(name(triggers[i].Name)))
	}
}

// SetProfiles gives each run's profile a column where there are several.
func (m *Model) SetProfiles(profiles []string) {
	m.longest.profile = 0
	if len(profiles) < 2 {
		return
	}
	for _, p := range profiles {
		m.longest.profile = max(m.longest.profile, len("PROFILE"), draw.Width(name(p)))
	}
}

// SetRows shows these rows from now on. find says where a run stands in
// them; added is how many of them are new and stand above the window. The
// selected run stays selected and keeps its screen line.
func (m *Model) SetRows(rows []*model.Run, find func(model.RunID) (int, bool), fresh int) {
	m.rows, m.find = rows, find
	m.cursor.Place(len(rows), find, m.at)
	// What came and went again, as unfinished runs do, is no news any more:
	// what is new above the window is never more than what is above it.
	m.fresh = min(m.fresh+fresh, m.Top())
}

// SetTitle sets what the border says.
func (m *Model) SetTitle(t Title) { m.title = t }

// Selected is the selected run; nil when there are no rows.
func (m *Model) Selected() *model.Run {
	if len(m.rows) == 0 {
		return nil
	}
	return m.rows[m.cursor.Index()]
}

// Held is the run that a person selected; none while the newest is, whichever
// that be.
func (m *Model) Held() model.RunID {
	if id, picked := m.cursor.Key(); picked && !m.cursor.Stick {
		return id
	}
	return model.RunID{}
}

// Pick selects a run, wherever it stands now or will stand.
func (m *Model) Pick(id model.RunID) {
	m.cursor.Pick(id)
	if m.find != nil {
		m.cursor.Place(len(m.rows), m.find, m.at)
		m.cursor.Settle()
	}
}

// Settle leaves no blank line below the rows while others are above the
// window: for a person's wish, never for data that arrives. What was new among
// other rows is no news among these.
func (m *Model) Settle() {
	m.cursor.Settle()
	m.fresh = 0
}

// Hold ends sticking to the newest: the selected run is meant.
func (m *Model) Hold() { m.cursor.Stick = false }

// Place is where a person is in the table.
type Place struct{ cursor model.Cursor[model.RunID] }

// Here is where the person is now, to come back to with Return.
func (m *Model) Here() Place { return Place{m.cursor} }

// Return goes back to where the person was, as far as the rows allow.
func (m *Model) Return(to Place) {
	height := m.cursor.Height()
	m.cursor = to.cursor
	m.cursor.Resize(height)
	if m.find != nil {
		m.cursor.Place(len(m.rows), m.find, m.at)
	}
}

// Visible are the rows on screen.
func (m *Model) Visible() []*model.Run {
	from, to := m.cursor.Window()
	return m.rows[from:to]
}

// Top is the first row on screen.
func (m *Model) Top() int {
	from, _ := m.cursor.Window()
	return from
}

// RowAt is the row drawn at that line of the table, whose first is its border
// where it has one; false where there is none.
func (m *Model) RowAt(line int) (row int, ok bool) {
	from, to := m.cursor.Window()
	row = from + line - m.above()
	return row, row >= from && row < to
}

// Click selects the row drawn at that line, and reports whether there is one.
func (m *Model) Click(line int) bool {
	row, ok := m.RowAt(line)
	if ok {
		m.cursor.Select(row, m.at)
	}
	return ok
}

// Resize tells how high the table will be drawn, borders included. On a bare
// screen, too small for columns, a row is glyph, name and age without borders.
func (m *Model) Resize(h int, bare bool) {
	m.bare = bare
	m.cursor.Resize(m.rowsIn(h))
}

// Key moves and opens. Reaching the last row asks for older runs.
func (m *Model) Key(_ tea.KeyMsg, action keymap.Action) pane.Intent {
	if action == keymap.Open {
		if r := m.Selected(); r != nil {
			return pane.OpenRun{ID: r.ID}
		}
		return pane.Say{Text: "There is no run to open."}
	}
	before := m.cursor.Index()
	if !pane.Move(&m.cursor, action, m.at) {
		return nil
	}
	m.cursor.Stick = action == keymap.Top
	m.fresh = min(m.fresh, m.Top())
	if last := len(m.rows) - 1; m.cursor.Index() == last && (before < last || action == keymap.Down || action == keymap.Bottom) {
		return pane.LoadMore{}
	}
	return nil
}

func (m *Model) at(i int) model.RunID { return m.rows[i].ID }
