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
	pane.List[Key]
	rows   []row
	recent map[Key]Recent
}

type row struct {
	key      Key
	function *model.Function
	name     string
}

// New returns an empty pane.
func New() *Model {
	m := &Model{List: pane.NewList[Key]("Functions"), recent: map[Key]Recent{}}
	m.SetAges(func(k Key) time.Time { return m.recent[k].As })
	return m
}

// SetRows shows these functions, in this order. The selected one stays
// selected.
func (m *Model) SetRows(functions []model.Function) {
	m.rows = m.rows[:0]
	keys := make([]Key, len(functions))
	for i := range functions {
		f := &functions[i]
		keys[i] = Key{f.Profile, f.ID}
		m.rows = append(m.rows, row{keys[i], f, sign(f) + model.Visible(f.Name)})
	}
	m.SetKeys(keys, "no functions")
	maps.DeleteFunc(m.recent, func(k Key, _ Recent) bool { return !m.Has(k) })
}

// Add takes in the run before those that are known.
func (r *Recent) Add(s model.Status) {
	if len(r.Statuses) < Strip {
		r.Statuses = append(r.Statuses, s)
	}
	if s.Failed() {
		r.Failures++
	}
}

// sign goes before the name of what hands on rather than runs.
func sign(f *model.Function) string {
	if f.Delivers {
		return "→ "
	}
	return ""
}

// SetRecent says what a function's last runs were.
func (m *Model) SetRecent(k Key, r Recent) {
	m.recent[k] = r
	m.Stale()
}

// Selected is the selected function, nil when there is none.
func (m *Model) Selected() *model.Function {
	i, ok := m.Index()
	if !ok {
		return nil
	}
	return m.rows[i].function
}

// Key moves and narrows.
func (m *Model) Key(_ tea.KeyMsg, action keymap.Action) pane.Intent {
	if action == keymap.Open {
		if f := m.Selected(); f != nil {
			return pane.NarrowFunction{Profile: f.Profile, ID: f.ID}
		}
		return pane.Say{Text: "There is no function to narrow to."}
	}
	m.Move(action)
	return nil
}

// View draws the pane, exactly w×h.
func (m *Model) View(look pane.Look, w, h int) []string {
	inside := w - 2
	width := min(Strip, max(0, (inside-14)*2/3))
	count := 0
	if inside >= 30 {
		count = 4
	}
	return m.List.View(look, w, h, func(l *draw.Lines, i int, style theme.Style) {
		r := m.rows[i]
		recent := m.recent[r.key]
		l.Cell(style, r.name, inside-2-width-2-count, 1)
		strip(l, look.Theme, recent.Statuses, width)
		if count > 0 {
			failures := ""
			if recent.Failures > 0 {
				failures = strconv.Itoa(recent.Failures)
			}
			l.Right(look.Theme.Bad, failures, count, 0)
		}
	})
}

// strip draws the last runs, the newest at the right, as time goes.
func strip(l *draw.Lines, t *theme.Theme, statuses []model.Status, width int) {
	l.Blank(width - len(statuses))
	for i := min(width, len(statuses)) - 1; i >= 0; i-- {
		l.Fit(t.Status(statuses[i]), theme.Glyph(statuses[i]), 1)
	}
}
