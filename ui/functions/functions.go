// Package functions is the pane of the code that runs, with a strip of the
// last runs of each.
package functions

import (
	"maps"
	"strconv"
	"time"

	tea "github.com/charmbracelet/bubbletea"

	"fntop/keymap"
	"fntop/model"
	"fntop/theme"
	"fntop/ui/draw"
	"fntop/ui/pane"
)

// Key names a function across profiles.
type Key struct{ Profile, ID string }

// Strip is how many runs of a function a strip shows at the most.
const Strip = 12

// Recent is what is known of a function's last runs.
type Recent struct {
	Statuses []model.Status // newest first, at most Strip
	Failures int            // among the newest page
	As       time.Time      // when it was read
}

// Model is the pane.
type Model struct {
	rows     []row
	at       map[Key]int
	recent   map[Key]Recent
	cursor   model.Cursor[Key]
	narrowed Key
	empty    string
	lines    draw.Lines
	memo     pane.Memo
}

type row struct {
	function *model.Function
	name     string
}

// New returns an empty pane.
func New() *Model {
	return &Model{at: map[Key]int{}, recent: map[Key]Recent{}, empty: "…"}
}

// SetRows shows these functions, in this order. The selected one stays
// selected.
func (m *Model) SetRows(functions []model.Function) {
	m.memo.Stale()
	m.rows, m.empty = m.rows[:0], "no functions"
	clear(m.at)
	for i := range functions {
		f := &functions[i]
		m.at[Key{f.Profile, f.ID}] = i
		m.rows = append(m.rows, row{f, model.Visible(f.Name)})
	}
	maps.DeleteFunc(m.recent, func(k Key, _ Recent) bool { _, there := m.at[k]; return !there })
	m.cursor.Place(len(m.rows), m.find, m.key)
}

// SetRecent says what a function's last runs were.
func (m *Model) SetRecent(k Key, r Recent) {
	m.recent[k] = r
	m.memo.Stale()
}

// SetNarrowed marks the function that the runs are narrowed to.
func (m *Model) SetNarrowed(k Key) {
	m.narrowed = k
	m.memo.Stale()
}

// SetEmpty is what to say while there are no rows.
func (m *Model) SetEmpty(text string) {
	m.empty = text
	m.memo.Stale()
}

// Selected is the selected function, nil when there is none.
func (m *Model) Selected() *model.Function {
	if len(m.rows) == 0 {
		return nil
	}
	return m.rows[m.cursor.Index()].function
}

// Visible are the functions on screen.
func (m *Model) Visible() []Key {
	from, to := m.cursor.Window()
	keys := make([]Key, 0, to-from)
	for i := from; i < to; i++ {
		keys = append(keys, m.key(i))
	}
	return keys
}

// Pick selects a function.
func (m *Model) Pick(k Key) {
	m.memo.Stale()
	m.cursor.Pick(k)
	m.cursor.Place(len(m.rows), m.find, m.key)
}

// Key moves and narrows.
func (m *Model) Key(_ tea.KeyMsg, action keymap.Action) pane.Intent {
	if action == keymap.Open {
		if f := m.Selected(); f != nil {
			return pane.NarrowFunction{Profile: f.Profile, ID: f.ID}
		}
		return pane.Say{Text: "There is no function to narrow to."}
	}
	if pane.Move(&m.cursor, action, m.key) {
		m.memo.Stale()
	}
	return nil
}

// View draws the pane, exactly w×h.
func (m *Model) View(look pane.Look, w, h int) []string {
	return m.memo.Lines(look, w, h, m.asOf(look), func() []string { return m.draw(look, w, h) })
}

func (m *Model) draw(look pane.Look, w, h int) []string {
	m.cursor.Resize(h - 2)
	l, t := &m.lines, look.Theme
	l.Reset(w)
	box := draw.Box{Border: look.Border(), Title: pane.ListTitle(look, "Functions", len(m.rows)), Note: pane.Note(look, m.asOf(look))}
	l.Top(box)
	inside := w - 2
	strip := min(Strip, max(0, (inside-14)*2/3))
	count := 0
	if inside >= 30 {
		count = 4
	}
	if len(m.rows) == 0 {
		l.Side(box)
		l.Text(t.Faint, "  "+m.empty)
		l.EndSide(box)
	}
	from, to := m.cursor.Window()
	for i := from; i < to; i++ {
		r, k := m.rows[i], m.key(i)
		l.Side(box)
		style := pane.ListMark(l, look, i == m.cursor.Index(), m.narrowed == k)
		l.Cell(style, r.name, inside-2-strip-2-count, 1)
		m.strip(look, k, strip)
		if count > 0 {
			failures := ""
			if n := m.recent[k].Failures; n > 0 {
				failures = strconv.Itoa(n)
			}
			l.Right(t.Bad, failures, count, 0)
		}
		l.EndSide(box)
	}
	l.FillBox(box, h-1)
	l.Bottom(box)
	return l.Take(h)
}

// strip draws the last runs, the newest at the right, as time goes.
func (m *Model) strip(look pane.Look, k Key, width int) {
	s := m.recent[k].Statuses
	m.lines.Blank(width - len(s))
	for i := min(width, len(s)) - 1; i >= 0; i-- {
		m.lines.Fit(look.Theme.Status(s[i]), theme.Glyph(s[i]), 1)
	}
}

// asOf says when the runs of the selected function were read, while the pane
// has the focus.
func (m *Model) asOf(look pane.Look) string {
	if len(m.rows) == 0 || !look.Focused {
		return ""
	}
	return pane.AsOf(look, m.recent[m.key(m.cursor.Index())].As)
}

func (m *Model) find(k Key) (int, bool) { i, ok := m.at[k]; return i, ok }

func (m *Model) key(i int) Key { return Key{m.rows[i].function.Profile, m.rows[i].function.ID} }
