package runs

import (
	"fntop/model"
	"fntop/theme"
	"fntop/ui/draw"
)

// cells is a run's text, made visible once and used for every frame in which
// that copy of the run is shown.
type cells struct {
	status   string
	profile  string
	function string
	trigger  string
	source   string
	err      string

	// The left part as it was drawn last, and what it was drawn for.
	left      string
	leftWidth int
	theme     *theme.Theme
	columns   columns

	others map[int]string // of columns that were chosen
}

// errorSeen is how much of an error message a row can show at the most: the
// widest screens are some 500 cells.
const errorSeen = 1024

// mostCells is for how many runs text is kept: several screens full. Runs that
// are not what they were go with the others.
const mostCells = 1024

func (m *Model) cellsOf(r *model.Run) *cells {
	if c, ok := m.cells[r]; ok {
		return c
	}
	c := &cells{
		status:   r.Status.String(),
		profile:  name(r.ID.Profile),
		function: name(r.Function.Label()),
		trigger:  name(r.Trigger.Label()),
		source:   source(r.Source),
		err:      errorLine(r),
	}
	if r.Status == model.StatusUnknown && r.StatusText != "" {
		c.status = model.Visible(draw.Clip(r.StatusText, 40))
	}
	if len(m.cells) >= mostCells {
		clear(m.cells)
	}
	m.cells[r] = c
	return c
}

// source is what started the run, in a word that fits its column.
func source(s string) string {
	switch s {
	case "http-trigger":
		return "http"
	case "orchestration":
		return "orch"
	}
	return name(s)
}

func errorLine(r *model.Run) string {
	text := r.ErrorMessage
	if text == "" {
		text = r.ErrorCode
	}
	return model.Visible(draw.Clip(text, errorSeen))
}

func name(s string) string {
	if s == "" {
		return "–"
	}
	return model.Visible(draw.Clip(s, errorSeen))
}

// columns are the widths of one layout; a width of zero leaves it out.
type columns struct {
	status, profile, function, trigger, source, created, took, err int
}

// left is how wide the cells left of the times are, gaps included.
func (c columns) left() int {
	w := c.status + 1 + c.function + 1
	if c.profile > 0 {
		w += c.profile + 1
	}
	if c.trigger > 0 {
		w += c.trigger + 1
	}
	if c.source > 0 {
		w += c.source + 1
	}
	return w
}

// layout shares out width cells: what tells one run from another comes first.
// Names get no more than the longest one needs.
func (m *Model) layout(width int, times draw.Times) columns {
	c := columns{status: 11, created: 8, took: 6}
	if times != draw.Ages {
		c.created = 11
	}
	rest := width - 2 - (c.status + 1) - (c.created + 1) - (c.took + 2)
	if m.longest.profile > 0 && rest >= 28 {
		c.profile = min(m.longest.profile, max(8, rest/6))
		rest -= c.profile + 1
	}
	fit := func(longest, most int) int { return max(8, min(longest, most)) }
	switch {
	case rest >= 90:
		c.function, c.trigger, c.source = fit(m.longest.function, 28), fit(m.longest.trigger, 26), 9
	case rest >= 54:
		c.function, c.trigger, c.source = fit(m.longest.function, 16), fit(m.longest.trigger, 14), 9
	case rest >= 34:
		c.function, c.trigger = fit(m.longest.function, 14), fit(m.longest.trigger, rest/4)
	case rest >= 16:
		c.function = min(m.longest.function, rest*60/100)
	default:
		c.function = max(4, rest-1)
	}
	for _, w := range []int{c.function, c.trigger, c.source} {
		if w > 0 {
			rest -= w + 1
		}
	}
	c.err = max(0, rest)
	return c
}
