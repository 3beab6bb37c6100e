package filterbar

import (
	"fntop/model"
	"fntop/theme"
	"fntop/ui/draw"
	"fntop/ui/field"
	"fntop/ui/pane"
)

// View draws the line and what there is to say of it.
func (m *Model) View(look pane.Look, w, h int) []string {
	var l draw.Lines
	l.Reset(w)
	m.viewText(&l, look.Theme)
	l.End()
	if h > 1 {
		m.viewBelow(&l, look.Theme)
		l.End()
	}
	return l.Take(h)
}

func (m *Model) viewText(l *draw.Lines, t *theme.Theme) {
	if l.Left() > 3 {
		l.Fit(t.Accent, " / ", 3)
	}
	room := l.Left()
	if room > 3 {
		room-- // a margin at the right, as at the left
	}
	text := field.Text{Value: m.input.Value(), Cursor: m.input.Cursor()}
	if m.wrong != nil {
		text.WrongFrom, text.WrongTo = m.wrong.From, max(m.wrong.To, m.wrong.From+1)
	}
	text.Draw(l, t, room)
	if text.Value == "" {
		l.Fit(t.Faint, " status:failure  fn:order  dur>5s  ended<1h  word", l.Left()-1)
	}
}

// viewBelow says what is wrong, then how the text can go on.
func (m *Model) viewBelow(l *draw.Lines, t *theme.Theme) {
	l.Blank(min(3, l.Left()-1))
	if m.wrong != nil {
		l.Fit(t.Warn, model.Visible(m.wrong.Reason), l.Left()-1)
		l.Blank(min(3, l.Left()-1))
	}
	if len(m.offer.options) == 0 {
		if m.wrong == nil {
			l.Hints(t, l.Left()-1, draw.Hint{"enter", "keep"}, draw.Hint{"esc", "as before"})
		}
		return
	}
	first := 0
	if m.cycling {
		// The one put in is in sight, with the one before it.
		first = max(0, m.offer.at-1)
	}
	l.Fit(t.Accent, "tab ", l.Left()-1)
	for i := first; i < len(m.offer.options) && l.Left() > 4; i++ {
		style := t.Faint
		if m.cycling && i == m.offer.at {
			style = t.Strong
		}
		l.Fit(style, model.Visible(m.offer.options[i]), l.Left()-1)
		l.Blank(min(2, l.Left()-1))
	}
}
