// Package triggers is the pane of what starts runs.
package triggers

import (
	"strings"
	"time"

	tea "github.com/charmbracelet/bubbletea"

	"fntop/keymap"
	"fntop/model"
	"fntop/theme"
	"fntop/ui/draw"
	"fntop/ui/pane"
)

// Key names a trigger across profiles.
type Key struct{ Profile, ID string }

// Model is the pane.
type Model struct {
	rows     []row
	at       map[Key]int
	cursor   model.Cursor[Key]
	narrowed Key
	longest  int // name, in cells
	age      func(Key) time.Time
	empty    string
	lines    draw.Lines
	memo     pane.Memo
}

type row struct {
	trigger *model.Trigger
	name    string
	info    string // schedule, path or event
}

// New returns an empty pane.
func New() *Model { return &Model{at: map[Key]int{}, empty: "…"} }

// SetRows shows these triggers, in this order. The selected one stays
// selected.
func (m *Model) SetRows(triggers []model.Trigger) {
	m.memo.Stale()
	m.rows, m.empty = m.rows[:0], "no triggers"
	clear(m.at)
	m.longest = 0
	for i := range triggers {
		t := &triggers[i]
		m.at[Key{t.Profile, t.ID}] = i
		name := model.Visible(t.Name)
		m.longest = max(m.longest, draw.Width(name))
		m.rows = append(m.rows, row{t, name, model.Visible(info(t))})
	}
	m.cursor.Place(len(m.rows), m.find, m.key)
}

// SetNarrowed marks the trigger that the runs are narrowed to.
func (m *Model) SetNarrowed(k Key) {
	m.narrowed = k
	m.memo.Stale()
}

// SetAges gives the pane a way to say how old a trigger's runs are.
func (m *Model) SetAges(age func(Key) time.Time) { m.age = age }

// SetEmpty is what to say while there are no rows.
func (m *Model) SetEmpty(text string) {
	m.empty = text
	m.memo.Stale()
}

// Selected is the selected trigger, nil when there is none.
func (m *Model) Selected() *model.Trigger {
	if len(m.rows) == 0 {
		return nil
	}
	return m.rows[m.cursor.Index()].trigger
}

// Pick selects a trigger.
func (m *Model) Pick(k Key) {
	m.memo.Stale()
	m.cursor.Pick(k)
	m.cursor.Place(len(m.rows), m.find, m.key)
}

// Key moves and narrows.
func (m *Model) Key(_ tea.KeyMsg, action keymap.Action) pane.Intent {
	if action == keymap.Open {
		if t := m.Selected(); t != nil {
			return pane.NarrowTrigger{Profile: t.Profile, ID: t.ID}
		}
		return pane.Say{Text: "There is no trigger to narrow to."}
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
	title := pane.ListTitle(look, "Triggers", len(m.rows))
	box := draw.Box{Border: look.Border(), Title: title, Note: pane.Note(look, m.asOf(look))}
	l.Top(box)
	inside := w - 2
	nameWidth, infoWidth := inside-5, 0
	if inside >= 20 {
		nameWidth = max(8, min(m.longest, inside-6-7))
		infoWidth = inside - 6 - nameWidth
	}
	if len(m.rows) == 0 {
		l.Side(box)
		l.Text(t.Faint, "  "+m.empty)
		l.EndSide(box)
	}
	from, to := m.cursor.Window()
	for i := from; i < to; i++ {
		r := m.rows[i]
		l.Side(box)
		narrowed := m.narrowed == Key{r.trigger.Profile, r.trigger.ID}
		style := pane.ListMark(l, look, i == m.cursor.Index(), narrowed)
		glyph, info, infoStyle := theme.TriggerGlyph(r.trigger.Type), r.info, t.Faint
		if !r.trigger.Enabled {
			glyph, info, infoStyle = "‖", "paused", t.Warn
		}
		l.Cell(style, r.name, nameWidth, 1)
		l.Fit(infoStyle, glyph, 1)
		l.Blank(1)
		l.Fit(infoStyle, info, infoWidth)
		l.EndSide(box)
	}
	l.FillBox(box, h-1)
	l.Bottom(box)
	return l.Take(h)
}

// asOf says when the runs of the selected trigger were read, while the pane
// has the focus.
func (m *Model) asOf(look pane.Look) string {
	if t := m.Selected(); t != nil && m.age != nil && look.Focused {
		return pane.AsOf(look, m.age(Key{t.Profile, t.ID}))
	}
	return ""
}

func (m *Model) find(k Key) (int, bool) { i, ok := m.at[k]; return i, ok }

func (m *Model) key(i int) Key { return Key{m.rows[i].trigger.Profile, m.rows[i].trigger.ID} }

// info is what a trigger waits for, short: "02:00" for a daily schedule.
func info(t *model.Trigger) string {
	switch {
	case t.Schedule != "":
		return shortSchedule(t.Schedule)
	case t.Path != "":
		return t.Path
	case t.Event != "":
		return strings.TrimPrefix(t.Event, "record_")
	case t.Type == model.OnDemand:
		return "demand"
	}
	return string(t.Type)
}

// shortSchedule reads a daily cron expression as a time of day; everything
// else stays as it is written.
func shortSchedule(s string) string {
	f := strings.Fields(s)
	if len(f) >= 5 && f[2] == "*" && f[3] == "*" && f[4] == "*" && digits(f[0]) && digits(f[1]) {
		return pad2(f[1]) + ":" + pad2(f[0])
	}
	return strings.TrimPrefix(strings.TrimSuffix(s, " UTC"), "every ")
}

func digits(s string) bool {
	return s != "" && len(s) <= 2 && strings.Trim(s, "0123456789") == ""
}

func pad2(s string) string {
	if len(s) == 1 {
		return "0" + s
	}
	return s
}
