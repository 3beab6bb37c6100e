// Package triggers is the pane of what starts runs.
package triggers

import (
	"strings"

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
	pane.List[Key]
	rows    []row
	longest int // name, in cells
}

type row struct {
	trigger *model.Trigger
	name    string
	info    string // schedule, path or event
}

// New returns an empty pane.
func New() *Model { return &Model{List: pane.NewList[Key]("Triggers")} }

// SetRows shows these triggers, in this order. The selected one stays
// selected.
func (m *Model) SetRows(triggers []model.Trigger) {
	m.rows, m.longest = m.rows[:0], 0
	keys := make([]Key, len(triggers))
	for i := range triggers {
		t := &triggers[i]
		keys[i] = Key{t.Profile, t.ID}
		name := model.Visible(t.Name)
		m.longest = max(m.longest, draw.Width(name))
		m.rows = append(m.rows, row{t, name, model.Visible(info(t))})
	}
	m.SetKeys(keys, "no triggers")
}

// Selected is the selected trigger, nil when there is none.
func (m *Model) Selected() *model.Trigger {
	i, ok := m.Index()
	if !ok {
		return nil
	}
	return m.rows[i].trigger
}

// Key moves and narrows.
func (m *Model) Key(_ tea.KeyMsg, action keymap.Action) pane.Intent {
	if action == keymap.Open {
		if t := m.Selected(); t != nil {
			return pane.NarrowTrigger{Profile: t.Profile, ID: t.ID}
		}
		return pane.Say{Text: "There is no trigger to narrow to."}
	}
	m.Move(action)
	return nil
}

// View draws the pane, exactly w×h.
func (m *Model) View(look pane.Look, w, h int) []string {
	inside := w - 2
	name, about := inside-5, 0
	if inside >= 20 {
		name = max(8, min(m.longest, inside-6-7))
		about = inside - 6 - name
	}
	return m.List.View(look, w, h, func(l *draw.Lines, i int, style theme.Style) {
		r, t := m.rows[i], look.Theme
		glyph, info, faint := theme.TriggerGlyph(r.trigger.Type), r.info, t.Faint
		if !r.trigger.Enabled {
			glyph, info, faint = "‖", "paused", t.Warn
		}
		l.Cell(style, r.name, name, 1)
		l.Fit(faint, glyph, 1)
		l.Blank(1)
		l.Fit(faint, info, about)
	})
}

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
