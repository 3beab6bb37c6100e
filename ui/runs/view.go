package runs

import (
	"strconv"

	"fntop/model"
	"fntop/theme"
	"fntop/ui/draw"
	"fntop/ui/pane"
)

// above is how many lines stand above the rows: the border and the heads.
func (m *Model) above() int {
	if m.bare {
		return 0
	}
	return 2
}

// rowsIn is how many rows a table of that height shows.
func (m *Model) rowsIn(h int) int {
	if m.bare {
		return max(0, h)
	}
	return max(0, h-m.above()-1)
}

// View draws the table, exactly w×h.
func (m *Model) View(look pane.Look, w, h int) []string {
	m.cursor.Resize(m.rowsIn(h))
	l := &m.lines
	l.Reset(w)
	if m.bare {
		m.bareRows(look, h)
		return l.Take(h)
	}
	box := draw.Box{Border: look.Border(), Title: m.titleSpans(look), Note: m.noteSpans(look)}
	l.Top(box)
	c := m.layout(w-2, look.Times)
	m.usual = c
	m.shares = m.widths(m.shares[:0], w-2, look.Times)
	m.heads(look, box, c)
	from, to := m.cursor.Window()
	ranged := m.ranged()
	if len(m.rows) == 0 {
		for _, line := range draw.Wrap(m.title.Empty, max(1, w-6)) {
			l.Side(box)
			l.Text(look.Theme.Faint, "  "+line)
			l.EndSide(box)
		}
	}
	for i := from; i < to; i++ {
		l.Side(box)
		m.marker(look, i == m.cursor.Index(), ranged.has(i) || m.isMarked(m.rows[i].ID))
		m.row(look, m.rows[i], i == m.cursor.Index(), c)
		l.EndSide(box)
	}
	l.FillBox(box, h-1)
	l.Bottom(box)
	return l.Take(h)
}

func (m *Model) heads(look pane.Look, box draw.Box, c columns) {
	l, faint := &m.lines, look.Theme.Faint
	l.Side(box)
	l.Blank(2)
	if len(m.chosen) > 0 {
		m.chosenHeads(faint)
		l.EndSide(box)
		return
	}
	l.Cell(faint, "STATUS", c.status, 1)
	column := func(word string, width int) {
		if width > 0 {
			l.Cell(faint, word, width, 1)
		}
	}
	column("PROFILE", c.profile)
	column("FUNCTION", c.function)
	column("TRIGGER", c.trigger)
	column("SOURCE", c.source)
	column("CREATED", c.created)
	l.Right(faint, "TOOK", c.took, 2)
	column("ERROR", c.err-1)
	l.EndSide(box)
}

func (m *Model) row(look pane.Look, r *model.Run, selected bool, c columns) {
	if len(m.chosen) > 0 {
		m.chosenRow(look, r)
		return
	}
	l, t, text := &m.lines, look.Theme, m.cellsOf(r)
	if selected {
		leftCells(l, t, r, text, c)
	} else {
		// What does not change with time is drawn once per copy of the run.
		if text.theme != t || text.columns != c {
			m.part.Reset(c.left())
			leftCells(&m.part, t, r, text, c)
			text.left, text.leftWidth = m.part.Part()
			text.theme, text.columns = t, c
		}
		l.Drawn(text.left, text.leftWidth)
	}
	m.text = look.Times.AppendWhen(m.text[:0], r.When(), look.Now, look.Zone)
	l.Bytes(t.Faint, m.text, c.created, 1)
	m.took(look, r, c.took)
	if text.err != "" {
		l.Blank(2)
		l.Fit(t.Text, text.err, c.err-1)
	}
}

// leftCells draws what stands left of the times.
func leftCells(l *draw.Lines, t *theme.Theme, r *model.Run, text *cells, c columns) {
	l.Fit(t.Status(r.Status), theme.Glyph(r.Status), 1)
	l.Blank(1)
	l.Cell(t.Status(r.Status), text.status, c.status-2, 1)
	if c.profile > 0 {
		l.Cell(t.Faint, text.profile, c.profile, 1)
	}
	l.Cell(t.Text, text.function, c.function, 1)
	if c.trigger > 0 {
		l.Cell(t.Faint, text.trigger, c.trigger, 1)
	}
	if c.source > 0 {
		l.Cell(t.Faint, text.source, c.source, 1)
	}
}

func (m *Model) took(look pane.Look, r *model.Run, width int) {
	m.text = m.text[:0]
	style := look.Theme.Text
	if d, ok := r.Elapsed(look.Now); ok {
		m.text = draw.AppendTook(m.text, d)
		if !r.Status.Over() {
			style = look.Theme.Status(r.Status)
		}
	}
	m.lines.Blank(width - len(m.text))
	m.lines.Bytes(style, m.text, min(width, len(m.text)), 0)
}

// marker begins a row: the selection, and the mark.
func (m *Model) marker(look pane.Look, selected, marked bool) {
	if !selected && !marked {
		m.lines.Blank(2)
		return
	}
	if selected {
		m.lines.On(look.Selected())
		m.lines.Fit(look.Theme.Accent, "▸", 1)
	} else {
		m.lines.Blank(1)
	}
	if marked {
		m.lines.Fit(look.Theme.Accent, markSign, 1)
		return
	}
	m.lines.Blank(1)
}

// bareRows are for screens too small for columns: glyph, name, age.
func (m *Model) bareRows(look pane.Look, h int) {
	l, t := &m.lines, look.Theme
	from, to := m.cursor.Window()
	ranged := m.ranged()
	if len(m.rows) == 0 {
		l.Text(t.Faint, m.title.Empty)
		l.End()
	}
	for i := from; i < to && i-from < h; i++ {
		r := m.rows[i]
		if i == m.cursor.Index() {
			l.On(look.Selected())
		}
		l.Fit(t.Status(r.Status), theme.Glyph(r.Status), 1)
		if ranged.has(i) || m.isMarked(r.ID) {
			l.Fit(t.Accent, markSign, 1)
		} else {
			l.Blank(1)
		}
		m.text = look.Times.AppendWhen(m.text[:0], r.When(), look.Now, look.Zone)
		l.Cell(t.Text, m.cellsOf(r).function, max(1, l.Left()-len(m.text)-1), 1)
		l.Bytes(t.Faint, m.text, l.Left(), 0)
		l.End()
	}
}

func (m *Model) titleSpans(look pane.Look) []draw.Span {
	t := look.Theme
	name := t.Faint
	if look.Focused {
		name = t.Strong
	}
	spans := append(make([]draw.Span, 0, 8), draw.Span{Style: name, Text: "Runs"})
	dash := draw.Span{Style: look.Border(), Text: " ─ "}
	if m.title.Filter != "" {
		spans = append(spans, dash, draw.Span{Style: t.Accent, Text: m.title.Filter})
	}
	if !m.title.Unread {
		spans = append(spans, dash, draw.Span{Style: t.Faint, Text: m.counts()})
	}
	arrow := " ↑"
	if m.title.Sort.Descending {
		arrow = " ↓"
	}
	return append(spans, dash, draw.Span{Style: t.Faint, Text: m.title.Sort.Column.String() + arrow})
}

// counts says how many rows there are of how many loaded, and that these are
// not all, as long as they are not.
func (m *Model) counts() string {
	b := m.text[:0]
	if m.title.Filter != "" {
		b = append(draw.AppendCount(b, len(m.rows)), " of "...)
	}
	b = draw.AppendCount(b, m.title.Loaded)
	if !m.title.Whole {
		b = append(b, " loaded"...)
	}
	m.text = b
	return string(b)
}

func (m *Model) noteSpans(look pane.Look) []draw.Span {
	var spans []draw.Span
	note := func(style theme.Style, text string) {
		if text == "" {
			return
		}
		if len(spans) > 0 {
			spans = append(spans, draw.Span{Style: look.Border(), Text: " ─ "})
		}
		spans = append(spans, draw.Span{Style: style, Text: text})
	}
	note(look.Theme.Accent, m.title.Marks)
	if m.fresh > 0 {
		note(look.Theme.Accent, "↑ "+strconv.Itoa(m.fresh)+" new")
	}
	note(look.Theme.Faint, m.title.Note)
	return spans
}
