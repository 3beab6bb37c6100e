package difference

import (
	"time"

	"fntop/model"
	"fntop/theme"
	"fntop/ui/draw"
	"fntop/ui/pane"
)

// From this width on the two runs stand side by side.
const (
	sideBySide = 120
	columnGap  = 3
	bareWidth  = 14 // under it there is no border: every cell is needed
	bareHeight = 5
	roomy      = 16 // rows under which a rule is one too many
)

// space is how a window is shared out.
type space struct {
	boxed, wide bool
	width       int // cells of a row
	heads       int // rows that name the two runs
	search      bool
	body        int
}

func (m *Model) space() space {
	w, h := m.seen.w, m.seen.h
	s := space{boxed: w >= bareWidth && h >= bareHeight, wide: w >= sideBySide, search: m.search.open || m.search.text != ""}
	s.width, s.body = max(1, w), max(0, h)
	if s.boxed {
		s.width, s.body = w-4, h-2
	}
	switch {
	case s.body < 6:
	case s.wide, s.body < roomy:
		s.heads = 2 // side by side with a rule under it
	default:
		s.heads = 3
	}
	s.body -= s.heads
	if s.search && s.body > 0 {
		s.body--
	}
	return s
}

// View draws the difference, exactly w×h.
func (m *Model) View(look pane.Look, w, h int) []string {
	if look.Zone == nil {
		look.Zone = time.UTC
	}
	m.seen.look, m.seen.w, m.seen.h = look, w, h
	s, l := m.space(), &m.lines
	m.build()
	l.Reset(w)
	box := draw.Box{Border: look.Border(), Title: m.title(look, w-4), Note: m.note(look, s, w-6)}
	inside := func(write func()) {
		if s.boxed {
			l.Side(box)
			l.Blank(1)
		}
		write()
		if s.boxed {
			l.EndSide(box)
		} else {
			l.End()
		}
	}
	if s.boxed {
		l.Top(box)
	}
	if s.heads > 0 {
		m.heads(look, s, inside)
	}
	top := max(0, min(m.top, len(m.rows)-s.body))
	for i := top; i < min(len(m.rows), top+s.body); i++ {
		inside(func() { m.row(look, s, i) })
	}
	bottom := h
	if s.boxed {
		bottom--
	}
	if s.search {
		bottom--
	}
	for l.Height() < bottom {
		inside(func() {})
	}
	if s.search && h > l.Height() {
		inside(func() { m.searchLine(look, s.width) })
	}
	if s.boxed {
		l.Bottom(box)
	}
	return l.Take(h)
}

func (m *Model) title(look pane.Look, room int) []draw.Span {
	t := look.Theme
	spans := []draw.Span{{Style: t.Strong, Text: "Difference"}}
	if room < 40 {
		return spans
	}
	return append(spans, draw.Span{Style: look.Border(), Text: " ─ "},
		draw.Span{Style: t.Text, Text: m.was.Name}, draw.Span{Style: t.Faint, Text: " → "}, draw.Span{Style: t.Text, Text: m.is.Name})
}

// note says how reading stands, and on which change one stands.
func (m *Model) note(look pane.Look, s space, room int) []draw.Span {
	text, style := m.state, look.Theme.Faint
	switch n := m.changes(); {
	case m.state != "":
		if m.bad {
			style = look.Theme.Bad
		}
	case m.result == nil:
	case m.now >= 0 && m.now < n:
		text = "change " + draw.Count(m.now+1) + " of " + draw.Count(n)
	default:
		text = model.Counted(n, "change")
	}
	top := m.settled(s.body)
	if last := min(len(m.rows), top+s.body); last < len(m.rows) || top > 0 {
		text += " ─ " + draw.Count(min(top+1, last)) + "–" + draw.Count(last) + " of " + draw.Count(len(m.rows))
	}
	if text = draw.Cut(text, room); text == "" {
		return nil
	}
	return []draw.Span{{Style: style, Text: text}}
}

// heads name the two runs, whatever is scrolled.
func (m *Model) heads(look pane.Look, s space, inside func(func())) {
	l, t := &m.lines, look.Theme
	if s.wide {
		inside(func() {
			end := l.Left() - m.half(s)
			m.head(look, m.was, end)
			l.Blank(l.Left() - end)
			l.Fit(look.Border(), " │ ", columnGap)
			m.head(look, m.is, l.Left()-m.half(s))
		})
		inside(func() {
			l.Repeat(look.Border(), "─", m.half(s)+1)
			l.Repeat(look.Border(), "┼", 1)
			l.Repeat(look.Border(), "─", l.Left()-m.edge(s))
		})
		return
	}
	for i, side := range []Side{m.was, m.is} {
		inside(func() {
			if i == 0 {
				l.Fit(t.Bad, "- ", 2)
			} else {
				l.Fit(t.Good, "+ ", 2)
			}
			m.head(look, side, 0)
		})
	}
	if s.heads > 2 {
		inside(func() { l.Repeat(look.Border(), "─", s.width) })
	}
}

func (m *Model) half(s space) int { return max(1, (s.width-columnGap)/2) }

// head names one of the runs in what is left of the line, but for the last
// cells.
func (m *Model) head(look pane.Look, side Side, but int) {
	l, t := &m.lines, look.Theme
	fit := func(style theme.Style, text string) { l.Fit(style, text, l.Left()-max(but, 2)) }
	fit(t.Title, side.Name)
	if side.Run == nil {
		fit(t.Faint, "  …")
		return
	}
	fit(t.Faint, "  "+draw.ShortID(model.Visible(side.Run.ID.ID))+"  ")
	fit(t.Status(side.Run.Status), theme.Glyph(side.Run.Status)+" "+side.Run.Status.String())
	fit(t.Faint, "  "+model.Visible(draw.Clip(side.Run.Function.Label(), longest)))
}

func (m *Model) row(look pane.Look, s space, i int) {
	l, t, x := &m.lines, look.Theme, &m.rows[i]
	if x.change >= 0 && x.change == m.now {
		l.On(look.Selected())
	}
	if !x.split {
		m.part(t, i, x.parts[0], l.Left()-m.edge(s))
		return
	}
	end := l.Left() - m.half(s)
	m.part(t, i, x.parts[0], m.half(s))
	l.Blank(l.Left() - end)
	l.Fit(look.Border(), " │ ", columnGap)
	m.part(t, i, x.parts[1], m.half(s))
}

// edge is how many cells at the end of a line are no row's.
func (m *Model) edge(s space) int {
	if s.boxed {
		return 2
	}
	return 0
}

// part draws one part of a row in so many cells, with what is looked for in
// it.
func (m *Model) part(t *theme.Theme, at int, p part, room int) {
	l := &m.lines
	end := l.Left() - room
	fit := func(style theme.Style, text string) { l.Fit(style, text, l.Left()-end) }
	label := t.Faint
	if p.role == strong {
		label = t.Title
	}
	fit(label, p.label)
	text, style := p.text, styleOf(t, p.role)
	if m.search.text != "" {
		found := t.Match
		if len(m.search.hits) > 0 && m.search.hits[m.search.now] == at {
			found = t.Current
		}
		for from, to := m.search.query.Next(text, 0); from >= 0 && l.Left() > end; from, to = m.search.query.Next(text, 0) {
			if after := text[to:]; draw.Anchored(after) != after {
				break // what sits on the sign before it is not taken from it
			}
			fit(style, text[:from])
			fit(found, text[from:to])
			text = text[to:]
		}
	}
	fit(style, text)
}

// searchLine is what is searched for and how often it is there.
func (m *Model) searchLine(look pane.Look, width int) {
	l, t, s := &m.lines, look.Theme, &m.search
	count, style := s.count(), t.Faint
	if s.text != "" && len(s.hits) == 0 {
		style = t.Warn
	}
	end := l.Left() - width
	room := max(1, width-len(count)-3)
	l.Fit(t.Accent, "/", 1)
	if s.open {
		s.input.Draw(l, t, room)
	} else {
		l.Fit(t.Text, draw.Anchored(s.text), room)
	}
	l.Blank(l.Left() - end - len(count))
	l.Fit(style, count, l.Left()-end)
}
