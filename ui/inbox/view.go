package inbox

import (
	"strconv"
	"strings"

	"fntop/keymap"
	"fntop/model"
	"fntop/ui/draw"
	"fntop/ui/pane"
)

// View draws the screen, exactly w×h.
func (m *Model) View(look pane.Look, w, h int) []string {
	l, f := &m.lines, formOf(w, h)
	l.Reset(w)
	if len(m.rows) == 0 {
		f.below = 0
	}
	m.cursor.Resize(f.rows)
	if f.bare {
		m.bare(look, f, h)
		return l.Take(h)
	}
	box := draw.Box{Border: look.Border(), Title: m.title(look), Note: m.note(look)}
	l.Top(box)
	m.heads(look, box, f)
	from, to := m.cursor.Window()
	for i := from; i < to; i++ {
		m.row(look, box, f, i)
	}
	bottom := h - 1
	if f.below > 0 {
		bottom -= f.below + 1
	}
	if len(m.rows) == 0 {
		m.empty(look, box, w, bottom)
	}
	l.FillBox(box, bottom)
	if f.below > 0 {
		m.selected(look, box, h-1)
	}
	l.Bottom(box)
	return l.Take(h)
}

// title says how much needs somebody.
func (m *Model) title(look pane.Look) []draw.Span {
	t := look.Theme
	dash := draw.Span{Style: look.Border(), Text: " ─ "}
	spans := []draw.Span{{Style: t.Strong, Text: "Inbox"}, dash}
	if m.count[open] == 0 {
		spans = append(spans, draw.Span{Style: t.Good, Text: "nothing open"})
	} else {
		spans = append(spans, draw.Span{Style: t.Bad, Text: model.Counted(m.count[open], "open group") + ", " + model.Counted(m.runs[open], "failure")})
	}
	if n := m.count[known]; n > 0 {
		spans = append(spans, dash, draw.Span{Style: t.Warn, Text: draw.Count(n) + " acknowledged"})
	}
	if n := m.count[good]; n > 0 && m.whole {
		spans = append(spans, dash, draw.Span{Style: t.Faint, Text: draw.Count(n) + " made good"})
	}
	return spans
}

// note says of which time all runs are known, and what is not shown.
func (m *Model) note(look pane.Look) []draw.Span {
	t := look.Theme
	text := ""
	if n := m.count[good]; n > 0 {
		key := look.Keys.Key(keymap.NextPane)
		if m.whole {
			text = key + " hides what was made good · "
		} else {
			text = key + " shows " + draw.Count(n) + " made good · "
		}
	}
	switch {
	case m.status.Known.IsZero():
		text += "of the runs that are loaded"
	default:
		text += "all runs since " + m.clock(look, m.status.Known) + " are read"
	}
	return []draw.Span{{Style: t.Faint, Text: text}}
}

func (m *Model) heads(look pane.Look, box draw.Box, f form) {
	l, faint := &m.lines, look.Theme.Faint
	l.Side(box)
	l.Blank(2)
	l.Right(faint, "FAILED", f.c.count, 2)
	if f.c.mark == glyph {
		l.Blank(glyph + 1)
	} else {
		l.Cell(faint, "STATE", f.c.mark, 1)
	}
	l.Cell(faint, "WHAT WENT WRONG", m.what(f), 1)
	if f.c.where > 0 {
		l.Cell(faint, "WHERE", f.c.where, 1)
	}
	if f.c.first > 0 {
		l.Right(faint, "FIRST", f.c.first, 1)
	}
	l.Right(faint, "LAST", f.c.last, 1)
	if f.c.trend > 0 {
		l.Cell(faint, "LAST "+strconv.Itoa(int(Trend.Hours()))+" HOURS", f.c.trend, 0)
	}
	l.EndSide(box)
}

// what is how wide the cell is that says what went wrong, in the line begun.
func (m *Model) what(f form) int {
	rest := f.c.last + 3
	for _, w := range [...]int{f.c.where, f.c.first, f.c.trend} {
		if w > 0 {
			rest += w + 1
		}
	}
	return max(4, m.lines.Left()-rest)
}

func (m *Model) row(look pane.Look, box draw.Box, f form, i int) {
	l, t, r := &m.lines, look.Theme, &m.rows[i]
	g := r.Group
	m.begin(look, box, i, true)
	strong, text := t.Strong, t.Text
	if r.part() != open {
		strong, text = t.Faint, t.Faint
	}
	runs, style := g.Open, t.Bad
	if r.part() == good {
		runs, style = g.Resolved, t.Good
	} else if r.part() == known {
		style = t.Warn
	}
	l.Right(style, draw.Count(len(runs)), f.c.count, 2)
	style, word := m.mark(look, r)
	if f.c.mark == glyph {
		l.Fit(style, word[:strings.IndexByte(word, ' ')], glyph)
		l.Blank(1)
	} else {
		l.Cell(style, word, f.c.mark, 1)
	}
	end := l.Left() - m.what(f)
	if f.block == 2 {
		l.Fit(strong, m.head(g), l.Left()-end)
	} else {
		m.told(text, strong, g, l.Left()-end)
	}
	l.Blank(l.Left() - end + 1)
	if f.c.where > 0 {
		l.Cell(text, where(g.Functions), f.c.where, 1)
	}
	if f.c.first > 0 {
		l.Right(t.Faint, m.when(look, g.First), f.c.first, 1)
	}
	l.Right(text, m.when(look, g.Last), f.c.last, 1)
	if f.c.trend > 0 {
		m.trend(look, g, f.c.trend)
	}
	l.EndSide(box)
	if f.block < 2 {
		return
	}
	m.begin(look, box, i, false)
	l.Blank(f.c.count + 2 + f.c.mark + 1)
	if title := m.titleOf(g); title != m.head(g) {
		l.Fit(text, title, l.Left()-2)
	}
	l.EndSide(box)
}

// begin begins a line of a row.
func (m *Model) begin(look pane.Look, box draw.Box, i int, first bool) {
	l := &m.lines
	l.Side(box)
	if i != m.cursor.Index() {
		l.Blank(2)
		return
	}
	l.On(look.Selected())
	if first {
		l.Fit(look.Theme.Accent, "▸", 1)
		l.Blank(1)
		return
	}
	l.Blank(2)
}

func (m *Model) bare(look pane.Look, f form, h int) {
	l, t := &m.lines, look.Theme
	if len(m.rows) == 0 {
		l.Text(t.Good, m.nothing())
		l.End()
	}
	from, to := m.cursor.Window()
	for i := from; i < min(to, from+h); i++ {
		r := &m.rows[i]
		if i == m.cursor.Index() {
			l.On(look.Selected())
		}
		style, n := t.Bad, len(r.Group.Open)
		if r.part() == good {
			style, n = t.Good, len(r.Group.Resolved)
		} else if r.part() == known {
			style = t.Warn
		}
		l.Right(style, draw.Count(n), min(f.c.count, l.Left()), 1)
		_, word := m.mark(look, r)
		l.Fit(style, word[:strings.IndexByte(word, ' ')], glyph)
		l.Blank(1)
		age := draw.Age(look.Now.Sub(r.Group.Last))
		room := max(0, l.Left()-len(age)-1)
		end := l.Left() - room
		m.told(t.Text, t.Strong, r.Group, max(0, l.Left()-end))
		l.Blank(l.Left() - len(age))
		l.Fit(t.Faint, age, l.Left())
		l.End()
	}
}
