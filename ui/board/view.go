package board

import (
	"strconv"

	"fntop/model"
	"fntop/theme"
	"fntop/ui/draw"
	"fntop/ui/pane"
)

// mostStrip is how many of its last runs a row shows at the most.
const mostStrip = model.RecentRuns

// View draws the screen, exactly w×h.
func (m *Model) View(look pane.Look, w, h int) []string {
	if f := formOf(w, h); f != m.form {
		m.form = f
		m.cursor.Resize(f.rows)
		m.memo.Stale()
	}
	// Everything with an age in it is another every second that is drawn.
	return m.memo.Lines(look, w, h, strconv.FormatInt(look.Now.Unix(), 10), func() []string { return m.draw(look, w, h) })
}

func (m *Model) draw(look pane.Look, w, h int) []string {
	m.lines.Reset(w)
	if m.form.bare {
		m.bare(look, h)
	} else {
		m.boxed(look, w, h)
	}
	return m.lines.Take(h)
}

func (m *Model) boxed(look pane.Look, w, h int) {
	l, t := &m.lines, look.Theme
	box := draw.Box{Border: look.Border(), Title: m.title(look)}
	l.Top(box)
	c := m.columnsOf(w-3, look.Times)
	l.Side(box)
	m.heads(t, c)
	l.EndSide(box)
	if len(m.rows) == 0 {
		l.Side(box)
		l.Text(t.Faint, "  "+m.empty())
		l.EndSide(box)
	}
	from, to := m.cursor.Window()
	for i := from; i < to; i++ {
		l.Side(box)
		m.row(look, m.rows[i], i == m.cursor.Index(), c)
		l.EndSide(box)
	}
	l.FillBox(box, m.form.above+m.form.rows)
	m.rule(box)
	l.Side(box)
	m.total(look, c)
	l.EndSide(box)
	if m.form.panel > 0 {
		m.rule(box)
		m.panel(look, box, m.form.panel)
	}
	l.FillBox(box, h-1)
	box.Note = m.note(t, w-6)
	l.Bottom(box)
}

func (m *Model) rule(box draw.Box) {
	m.lines.Side(box)
	m.lines.Repeat(box.Border, "─", m.lines.Left()-1)
	m.lines.EndSide(box)
}

func (m *Model) title(look pane.Look) []draw.Span {
	t := look.Theme
	dash := draw.Span{Style: look.Border(), Text: " ─ "}
	spans := append(make([]draw.Span, 0, 9), draw.Span{Style: t.Strong, Text: "Board"}, dash,
		draw.Span{Style: t.Accent, Text: "last " + model.SpanText(m.window)})
	if m.survey == nil {
		return spans
	}
	spans = append(spans, dash, draw.Span{Style: t.Faint, Text: m.counted()}, dash, draw.Span{Style: t.Faint, Text: Orders[m.order]})
	if text := m.query.Text(); text != "" {
		spans = append(spans, dash, draw.Span{Style: t.Accent, Text: "named " + text})
	}
	return spans
}

// counted is how many functions there are: "12 functions", "3 of 12".
func (m *Model) counted() string {
	all := draw.Count(len(m.all)) + " functions"
	if len(m.all) == 1 {
		all = "1 function"
	}
	if len(m.rows) < len(m.all) {
		return draw.Count(len(m.rows)) + " of " + all
	}
	return all
}

// note says what the marks mean that are on the screen, and which rows are.
func (m *Model) note(t *theme.Theme, room int) []draw.Span {
	from, to := m.cursor.Window()
	var notes []string
	if m.filter == nil {
		partly, amiss := false, false
		for _, r := range m.rows[from:to] {
			partly, amiss = partly || r.known && !r.covered, amiss || r.Stuck+r.Behind > 0
		}
		if partly {
			notes = append(notes, "~ of the part of the window that was seen")
		}
		if amiss {
			notes = append(notes, "! stuck or missed")
		}
	}
	if to-from < len(m.rows) && to > from {
		notes = append(notes, draw.Count(from+1)+"–"+draw.Count(to)+" of "+draw.Count(len(m.rows)))
	}
	text := ""
	for _, n := range notes {
		if text != "" {
			n = text + " ─ " + n
		}
		if draw.Width(n) <= room {
			text = n
		}
	}
	if text == "" {
		return nil
	}
	return []draw.Span{{Style: t.Faint, Text: text}}
}

func (m *Model) empty() string {
	switch {
	case m.survey == nil:
		return "…"
	case len(m.all) == 0:
		return "no functions"
	}
	return "no function has that in its name"
}

func (m *Model) heads(t *theme.Theme, c columns) {
	l := &m.lines
	l.Blank(markWidth + signWidth)
	l.Cell(t.Faint, "FUNCTION", c.name, 1)
	if c.profile > 0 {
		l.Cell(t.Faint, "PROFILE", c.profile, 1)
	}
	word := "LAST RUNS"
	if c.strip < len(word) {
		word = "RUNS"
	}
	l.Cell(t.Faint, word, c.strip, 1)
	for _, column := range []struct {
		word  string
		width int
	}{{"FAIL", c.fail}, {"/MIN", c.often}, {"P50", c.p50}, {"P95", c.p95}, {"FAILED", c.failed}, {"RUNNING", c.running}, {"NEXT", c.next}, {"MISSED", c.missed}, {"DATA", c.age}} {
		if column.width > 0 {
			l.Right(t.Faint, column.word, column.width, 1)
		}
	}
}

// bare is for screens too small for a border: what is worst, its last runs
// and how many of them fail. The last line has the totals.
func (m *Model) bare(look pane.Look, h int) {
	l := &m.lines
	if len(m.rows) == 0 && h > 1 {
		l.Text(look.Theme.Faint, m.empty())
		l.End()
	}
	c := m.columnsOf(l.Left(), look.Times)
	from, to := m.cursor.Window()
	for i := from; i < to && l.Height() < h-1; i++ {
		m.row(look, m.rows[i], i == m.cursor.Index(), c)
		l.End()
	}
	l.Fill(h - 1)
	if m.filter != nil {
		m.typing(look)
		return
	}
	m.total(look, c)
}

// typing draws the line that the filter is typed into.
func (m *Model) typing(look pane.Look) {
	l := &m.lines
	l.Fit(look.Theme.Accent, "/ ", l.Left())
	m.filter.Draw(l, look.Theme, max(1, l.Left()-1))
}
