package inbox

import (
	"slices"
	"time"

	"fntop/model"
	"fntop/theme"
	"fntop/ui/draw"
	"fntop/ui/pane"
)

// mark says what is worth knowing at first sight, in words: colours alone
// would not do.
func (m *Model) mark(look pane.Look, r *Row) (theme.Style, string) {
	t := look.Theme
	rises := ""
	if r.Marks.Growing {
		rises = " ↑"
	}
	switch {
	case r.part() == good:
		return t.Good, "✓ made good"
	case r.part() == known:
		return t.Warn, "◆ known"
	case r.Marks.New:
		return t.Bad, "✗ NEW" + rises
	case r.Marks.Regressed:
		return t.Bad, "✗ REGRESSED" + rises
	case r.Marks.Growing:
		return t.Bad, "✗ GROWING"
	}
	return t.Text, "✗ open"
}

// told is what went wrong on one line: the code, then the words.
func (m *Model) told(text, strong theme.Style, g *model.Group, room int) {
	l := &m.lines
	end := l.Left() - room
	l.Fit(strong, m.head(g), room)
	if title := m.titleOf(g); title != m.head(g) && l.Left()-end > 4 {
		l.Blank(2)
		l.Fit(text, title, max(0, l.Left()-end))
	}
}

// head is what a group is called: its code, where it has one.
func (m *Model) head(g *model.Group) string {
	if g.Code != "" {
		return model.Visible(draw.Clip(g.Code, 80))
	}
	return "no code"
}

// titleOf is the group's title, made visible once.
func (m *Model) titleOf(g *model.Group) string {
	if text, ok := m.titles[g.Key]; ok {
		return text
	}
	text := model.Visible(draw.Clip(g.Title, 400))
	m.titles[g.Key] = text
	return text
}

// where is the one that most failures are of, and how many others there are.
func where(all []model.Share) string {
	if len(all) == 0 {
		return "–"
	}
	text := model.Visible(all[0].Ref.Label())
	if n := len(all) - 1; n > 0 {
		text += " +" + draw.Count(n)
	}
	return text
}

func (m *Model) trend(look pane.Look, g *model.Group, width int) {
	counts := g.Trend(look.Now, Trend, width)
	style := look.Theme.Bad
	if g.Gone() {
		style = look.Theme.Faint
	}
	from, most := look.Now.Add(-Trend), slices.Max(counts)
	for i, n := range counts {
		// What nobody has seen is not as good as nothing.
		if end := from.Add(Trend * time.Duration(i+1) / Parts); n == 0 && end.Before(m.status.Known) {
			m.lines.Fit(look.Theme.Faint, "·", 1)
			continue
		}
		m.lines.Fit(style, draw.Bar(n, most), 1)
	}
}
