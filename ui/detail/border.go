package detail

import (
	"strconv"
	"strings"

	"fntop/model"
	"fntop/theme"
	"fntop/ui/draw"
	"fntop/ui/pane"
)

// title says which run this is and how it stands. What matters less goes
// where there is no room: the code, then the id.
func (m *Model) title(look pane.Look, room int) []draw.Span {
	t, r := look.Theme, m.run()
	dash := draw.Span{Style: look.Border(), Text: " ─ "}
	name := draw.Span{Style: t.Strong, Text: m.name()}
	status := draw.Span{Style: t.Status(r.Status), Text: theme.Glyph(r.Status) + " " + r.Status.String()}
	switch {
	case m.id.IsZero() && m.bad:
		name.Text = "no run seen"
	case m.id.IsZero():
		name.Text = "run to come"
	}
	if m.queued() {
		status = draw.Span{Style: t.Status(model.StatusPending), Text: theme.Glyph(model.StatusPending) + " queued"}
	}
	if room < 36 {
		status.Text, _, _ = strings.Cut(status.Text, " ")
		return []draw.Span{status, {Text: " "}, name}
	}
	spans := []draw.Span{name}
	if id := draw.ShortID(model.Visible(m.id.ID)); room >= 56 && r.Function.Label() != "" {
		spans = append(spans, draw.Span{Style: t.Faint, Text: " · " + id})
	}
	// A long name must not push out how the run stands.
	spans[0].Text = draw.Cut(spans[0].Text, room/2)
	spans = append(spans, dash, status)
	if r.ErrorCode != "" {
		spans = append(spans, dash, draw.Span{Style: t.Text, Text: draw.Cut(model.Visible(r.ErrorCode), room/4)})
	}
	if m.following {
		spans = append(spans, dash, draw.Span{Style: t.Accent, Text: "following"})
	}
	return spans
}

// note says how reading stands and which lines are in sight, where there are
// more.
func (m *Model) note(look pane.Look, s space, b body, room int) []draw.Span {
	where := m.position(b)
	if !s.tabs {
		// Where there is no room for the tabs, this says which one is open.
		switch named := m.named(m.tab) + " ─ " + where; {
		case where == "", draw.Width(named) > room:
			where = m.named(m.tab)
		default:
			where = named
		}
	}
	var spans []draw.Span
	if m.state != "" && len(s.notice) == 0 && (m.bad || !m.unseen()) { // else the body says it
		style := look.Theme.Faint
		if m.bad {
			style = look.Theme.Bad
		}
		left := room
		if where != "" {
			left -= draw.Width(where) + 3
		}
		if said := draw.Cut(m.state, left); said != "" {
			spans = append(spans, draw.Span{Style: style, Text: said})
		}
	}
	if where != "" {
		if len(spans) > 0 {
			spans = append(spans, draw.Span{Style: look.Border(), Text: " ─ "})
		}
		spans = append(spans, draw.Span{Style: look.Theme.Faint, Text: where})
	}
	return spans
}

// position is "12–40 of 312", in lines; of a line that is larger than the
// window also how far it was read. It is empty where all is in sight.
func (m *Model) position(b body) string {
	if len(m.rows) == 0 {
		return ""
	}
	first, last := m.rows[0], m.rows[len(m.rows)-1]
	if first.line == 0 && first.from == 0 && last.line == b.len()-1 && last.last {
		return ""
	}
	of := " of " + draw.Count(b.len())
	if first.line != last.line {
		return draw.Count(first.line+1) + "–" + draw.Count(last.line+1) + of
	}
	size := max(1, len(b.line(last.line).text))
	return draw.Count(first.line+1) + of + " · " + strconv.Itoa(last.to*100/size) + " %"
}

// named is a tab's name, with how much there is in it where that is counted.
func (m *Model) named(t tab) string {
	if t == timelineTab {
		if n := m.count(); n != "" {
			return tabNames[t] + " " + n
		}
	}
	return tabNames[t]
}

// tabGap sets tabs apart.
const tabGap = 3

func (m *Model) tabBar(look pane.Look, width int) {
	l, t := &m.lines, look.Theme
	whole := -tabGap
	for i := range tabs {
		whole += len(m.named(i)) + tabGap
	}
	if whole > width {
		l.Text(t.Title, m.named(m.tab))
		l.Fit(t.Faint, "  "+strconv.Itoa(int(m.tab)+1)+"/"+strconv.Itoa(int(tabs)), l.Left()-2)
		return
	}
	for i := range tabs {
		name, style := m.named(i), t.Faint
		if i == m.tab {
			style = t.Title
		}
		if l.Fit(style, name, len(name)); i < tabs-1 {
			l.Blank(tabGap) // behind the last one is the border
		}
	}
}

// rule is the line under the tabs, heavy under the open one.
func (m *Model) rule(look pane.Look, width int) {
	l := &m.lines
	before := 0
	for i := range m.tab {
		before += len(m.named(i)) + tabGap
	}
	name := len(m.named(m.tab))
	l.Repeat(look.Theme.Border, "─", before)
	l.Repeat(look.Theme.Title, "━", name)
	l.Repeat(look.Theme.Border, "─", width-before-name)
}

// searchLine is what is searched for and how often it is there.
func (m *Model) searchLine(look pane.Look, width int) {
	l, t, s := &m.lines, look.Theme, &m.search
	count := s.count()
	style := t.Faint
	if s.inForce() && s.found.Len() == 0 {
		style = t.Warn
	}
	end := l.Left() - width
	room := max(1, width-len(count)-3)
	l.Fit(t.Accent, "/", 1)
	if s.open {
		s.input.Draw(l, t, room)
	} else {
		l.Fit(t.Text, draw.Anchored(s.query.Text()), room)
	}
	l.Blank(l.Left() - end - len(count))
	l.Fit(style, count, l.Left()-end)
}
