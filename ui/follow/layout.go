package follow

import (
	"slices"

	"fntop/model"
)

// form is how a window is shared out.
type form struct {
	bare  bool // no border and no heads
	above int  // lines above the rows
	block int  // lines of a row
	rows  int  // that fit
}

// Under this size there is no border: the same as for the runs, which have
// the header and the footer about them, too.
const (
	bareWidth  = 60
	bareHeight = 10
)

// formOf shares a window out. How high a row is depends on the window alone:
// rows that come do not change those that are there.
func formOf(w, h int) form {
	f := form{bare: w < bareWidth || h < bareHeight, block: 1}
	room := h
	if f.bare {
		if h >= 8 {
			f.block = 2
		}
	} else {
		f.above = 2
		room = h - f.above - 1
		if room >= 12 {
			f.block = 3
		}
	}
	f.rows = max(0, room/f.block)
	return f
}

// columns are the widths of one layout; a width of zero leaves it out.
type columns struct {
	status, function, trigger, origin, profile, run, took int
}

// columnsOf shares out width cells, a mark of two among them. Where a row has
// one line, its history stands in it, and is what the screen is for.
func (m *Model) columnsOf(width int) columns {
	c := columns{status: 11, origin: 8, took: 6}
	fit := func(longest, most int) int { return max(8, min(longest, most)) }
	switch {
	case m.form.block == 1 && width >= 98:
		c.function, c.trigger = fit(m.longest.function, 16), fit(m.longest.trigger, 14)
	case m.form.block == 1:
		c.function = fit(m.longest.function, 14)
		if width < 74 {
			c.origin = 0
		}
	case width >= 98:
		c.function, c.trigger, c.run = fit(m.longest.function, 26), fit(m.longest.trigger, 22), 12
	case width >= 78:
		c.function, c.trigger, c.run = fit(m.longest.function, 16), fit(m.longest.trigger, 16), 10
	default:
		c.function, c.trigger = fit(m.longest.function, 14), fit(m.longest.trigger, 12)
	}
	if m.longest.profile > 0 && width >= 74 {
		c.profile = min(m.longest.profile, 12)
		if width < 98 {
			c.run = 0
		}
	}
	return c
}

// indent is where the function's column begins, and what is told of the run
// under its names.
func (c columns) indent() int { return markWidth + c.status + 1 }

// markWidth is for the mark of the selected row.
const markWidth = 2

// SetProfiles tells which profiles are on screen. Where there are several, or
// a row is of another, each row says its own.
func (m *Model) SetProfiles(names []string) {
	m.shown = slices.Clone(names)
	m.measureProfiles()
	m.memo.Stale()
}

func (m *Model) measureProfiles() {
	m.longest.profile = 0
	if len(m.rows) == 0 {
		return
	}
	first, longest := m.rows[0].Profile, len("PROFILE")
	several := len(m.shown) > 1 || len(m.shown) == 1 && m.shown[0] != first
	for _, r := range m.rows {
		several = several || r.Profile != first
	}
	if !several {
		return
	}
	for _, r := range m.rows {
		longest = max(longest, width(r.Profile))
	}
	m.longest.profile = longest
}

// SetNames tells which functions and triggers there are, so that a column is
// as wide as its longest name, whatever rows are in sight.
func (m *Model) SetNames(functions []model.Function, triggers []model.Trigger) {
	m.longest.function, m.longest.trigger = 12, 12
	for i := range functions {
		m.longest.function = max(m.longest.function, width(functions[i].Name))
	}
	for i := range triggers {
		m.longest.trigger = max(m.longest.trigger, width(triggers[i].Name))
	}
	m.memo.Stale()
}
