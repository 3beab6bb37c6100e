package runs

import (
	"time"

	"fntop/model"
	"fntop/theme"
	"fntop/ui/draw"
	"fntop/ui/pane"
)

// chosenRow draws the columns that were chosen.
func (m *Model) chosenRow(look pane.Look, r *model.Run) {
	l, t, text := &m.lines, look.Theme, m.cellsOf(r)
	for i, w := range m.shares {
		switch c := &Columns[m.chosen[i]]; c.Name {
		case "status":
			l.Fit(t.Status(r.Status), theme.Glyph(r.Status), 1)
			l.Blank(min(1, w-1))
			l.Cell(t.Status(r.Status), text.status, max(0, w-2), 0)
			l.Blank(1)
		case "function":
			l.Cell(t.Text, text.function, w, 1)
		case "trigger":
			l.Cell(t.Faint, text.trigger, w, 1)
		case "profile":
			l.Cell(t.Faint, text.profile, w, 1)
		case "source":
			l.Cell(t.Faint, text.source, w, 1)
		case "created":
			m.when(look, r.When(), w)
		case "started":
			m.when(look, r.Started, w)
		case "ended":
			m.when(look, r.Ended, w)
		case "updated":
			m.when(look, r.Updated, w)
		case "took":
			m.took(look, r, w)
			l.Blank(1)
		case "error":
			l.Cell(t.Text, text.err, w, 1)
		default:
			l.Cell(t.Faint, text.other(m.chosen[i], r), w, 1)
		}
	}
}

func (m *Model) when(look pane.Look, at time.Time, width int) {
	m.text = m.text[:0]
	if !at.IsZero() {
		m.text = look.Times.AppendWhen(m.text, at, look.Now, look.Zone)
	}
	m.lines.Bytes(look.Theme.Faint, m.text, width, 1)
}

// other is the text of a column that most tables do not have, made when it is
// first drawn.
func (c *cells) other(column int, r *model.Run) string {
	if s, ok := c.others[column]; ok {
		return s
	}
	if c.others == nil {
		c.others = map[int]string{}
	}
	s := model.Visible(draw.Clip(Columns[column].text(r), errorSeen))
	switch Columns[column].Name {
	case "id", "hash", "by":
		s = draw.ShortID(s)
	}
	if s == "" {
		s = "–"
	}
	c.others[column] = s
	return s
}
