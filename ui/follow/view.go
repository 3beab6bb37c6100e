package follow

import (
	"strconv"
	"time"

	"fntop/keymap"
	"fntop/model"
	"fntop/theme"
	"fntop/ui/draw"
	"fntop/ui/pane"
)

// View draws the screen, exactly w×h.
func (m *Model) View(look pane.Look, w, h int) []string {
	if f := formOf(w, h); f != m.form {
		m.form = f
		m.cursor.Resize(f.rows)
		m.memo.Stale()
	}
	// Elapsed times grow by the second, and at midnight a time of today is
	// one of yesterday.
	also := look.Now.In(look.Times.Zone(look.Zone)).Format("2006-01-02")
	if m.Ticks() {
		also = strconv.FormatInt(look.Now.Unix(), 10)
	}
	return m.memo.Lines(look, w, h, also, func() []string { return m.draw(look, w, h) })
}

func (m *Model) draw(look pane.Look, w, h int) []string {
	m.lines.Reset(w)
	if m.form.bare {
		m.bare(look)
	} else {
		m.boxed(look, w, h)
	}
	return m.lines.Take(h)
}

func (m *Model) boxed(look pane.Look, w, h int) {
	l, t := &m.lines, look.Theme
	box := draw.Box{Border: look.Border(), Title: m.title(t, look.Border())}
	l.Top(box)
	c := m.columnsOf(w - 2)
	m.heads(t, box, c)
	if len(m.rows) == 0 {
		for _, line := range draw.Wrap(empty(look), max(1, w-6)) {
			l.Side(box)
			l.Text(t.Faint, "  "+line)
			l.EndSide(box)
		}
	}
	from, to := m.cursor.Window()
	m.here = false
	for i := from; i < to; i++ {
		r := m.rows[i]
		l.Side(box)
		m.head(look, r, i == m.cursor.Index(), c)
		l.EndSide(box)
		if m.form.block < 3 {
			continue
		}
		l.Side(box)
		l.Blank(c.indent())
		m.history(look, r, l.Left()-2)
		l.EndSide(box)
		l.Side(box)
		l.Blank(c.indent())
		text, style := m.why(look, r)
		l.Fit(style, text, l.Left()-2)
		l.EndSide(box)
	}
	l.FillBox(box, h-1)
	box.Note = m.note(t, w-6)
	l.Bottom(box)
}

func (m *Model) title(t *theme.Theme, border theme.Style) []draw.Span {
	followed := 0
	for _, r := range m.rows {
		if r.State.Follows() {
			followed++
		}
	}
	spans := append(make([]draw.Span, 0, 5), draw.Span{Style: t.Strong, Text: "Follow"})
	if len(m.rows) > 0 {
		dash := draw.Span{Style: border, Text: " ─ "}
		spans = append(spans, dash, draw.Span{Style: t.Faint, Text: draw.Count(followed) + " followed"},
			dash, draw.Span{Style: t.Faint, Text: draw.Count(len(m.rows)) + " in all"})
	}
	return spans
}

// note says what a mark means that is on the screen, and which rows are.
func (m *Model) note(t *theme.Theme, room int) []draw.Span {
	where := ""
	if from, to := m.cursor.Window(); to-from < len(m.rows) && to > from {
		where = draw.Count(from+1) + "–" + draw.Count(to) + " of " + draw.Count(len(m.rows))
	}
	if m.here && draw.Width(ownTimes)+draw.Width(where)+3 <= room {
		if where != "" {
			where = " ─ " + where
		}
		where = ownTimes + where
	}
	if where == "" {
		return nil
	}
	return []draw.Span{{Style: t.Faint, Text: where}}
}

const ownTimes = "~ when fntop saw it; all other times are the backend's"

func empty(look pane.Look) string {
	return "nothing is followed. " + look.Keys.Key(keymap.Follow) + " on an unfinished run follows it to its end; " +
		"what you invoke or run again is followed by itself"
}

func (m *Model) heads(t *theme.Theme, box draw.Box, c columns) {
	l := &m.lines
	l.Side(box)
	l.Blank(markWidth)
	for _, column := range []struct {
		word  string
		width int
	}{{"STATUS", c.status}, {"FUNCTION", c.function}, {"TRIGGER", c.trigger}, {"ORIGIN", c.origin}, {"PROFILE", c.profile}, {"RUN", c.run}} {
		if column.width > 0 {
			l.Cell(t.Faint, column.word, column.width, 1)
		}
	}
	l.Right(t.Faint, "TOOK", c.took, 0)
	l.EndSide(box)
}

// head draws the first line of a row. Where that is its only one, what else
// there is to tell stands behind it.
func (m *Model) head(look pane.Look, r *Row, selected bool, c columns) {
	l, t, text := &m.lines, look.Theme, m.cellsOf(r)
	if selected {
		l.On(look.Selected())
		l.Fit(t.Accent, "▸", 1)
		l.Blank(markWidth - 1)
	} else {
		l.Blank(markWidth)
	}
	l.Cell(r.style(t), text.status, c.status, 1)
	l.Cell(t.Text, text.function, c.function, 1)
	more := func(text string, width int) {
		if width > 0 {
			l.Cell(t.Faint, text, width, 1)
		}
	}
	more(text.trigger, c.trigger)
	more(text.origin, c.origin)
	more(text.profile, c.profile)
	more(text.run, c.run)
	m.took(look, r, c.took)
	if m.form.block == 1 && l.Left() > leastTold {
		l.Blank(2)
		m.told(look, r, l.Left()-2)
	}
}

// leastTold is from how many cells on something is told behind a row.
const leastTold = 16

// told is the history, or what matters more, in one line.
func (m *Model) told(look pane.Look, r *Row, room int) {
	if text, style := m.why(look, r); text != "" && r.State != Queued && r.State != Sending {
		m.lines.Fit(style, text, room)
		return
	}
	m.history(look, r, room)
}

func (m *Model) took(look pane.Look, r *Row, width int) {
	m.text = m.text[:0]
	style := look.Theme.Text
	if d, waits, ok := r.elapsed(look.Now); ok {
		m.text = draw.AppendTook(m.text, d)
		switch {
		case waits || r.State > Over:
			style = look.Theme.Faint
		case r.Run.Unfinished():
			style = look.Theme.Status(r.Run.Status)
		}
	}
	n := min(width, len(m.text))
	m.lines.Blank(width - n)
	m.lines.Bytes(style, m.text, n, 0)
}

// bare is for screens too small for columns: sign, name and time, and where
// there is room a line of what there is to tell.
func (m *Model) bare(look pane.Look) {
	l, t := &m.lines, look.Theme
	if len(m.rows) == 0 {
		for _, line := range draw.Wrap(empty(look), l.Left()) {
			l.Text(t.Faint, line)
			l.End()
		}
	}
	from, to := m.cursor.Window()
	for i := from; i < to; i++ {
		r := m.rows[i]
		if i == m.cursor.Index() {
			l.On(look.Selected())
		}
		glyph, _ := r.standing()
		l.Fit(r.style(t), glyph, 1)
		l.Blank(1)
		l.Cell(t.Text, m.cellsOf(r).function, max(1, l.Left()-tookWidth-1), 1)
		m.took(look, r, min(tookWidth, l.Left()))
		l.End()
		if m.form.block > 1 {
			l.Blank(2)
			m.told(look, r, l.Left())
			l.End()
		}
	}
}

const tookWidth = 6

func (r *Row) style(t *theme.Theme) theme.Style {
	switch {
	case r.State == Refused:
		return t.Bad
	case r.State == Lost:
		return t.Warn
	case r.State > Over:
		return t.Faint // it is what was seen last
	case r.Run != nil:
		return t.Status(r.Run.Status)
	}
	return t.Status(model.StatusPending)
}

func width(name string) int { return draw.Width(visible(name)) }

// clock is how points in time are shown: the day, too, where it is not today.
func appendClock(to []byte, look pane.Look, at time.Time) []byte {
	times := look.Times
	if times == draw.Ages {
		times = draw.Local // what happened when; nothing here grows old by itself
	}
	return times.AppendWhen(to, at, look.Now, look.Zone)
}
