package filterbar

import (
	"github.com/charmbracelet/x/ansi"

	"fntop/model"
	"fntop/theme"
	"fntop/ui/draw"
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

// part is a stretch of the text in one style.
type part struct {
	style theme.Style
	text  string
}

func (m *Model) viewText(l *draw.Lines, t *theme.Theme) {
	if l.Left() > 3 {
		l.Fit(t.Accent, " / ", 3)
	}
	parts, cursor := m.parts(t)
	room := l.Left()
	if room > 3 {
		room-- // a margin at the right, as at the left
	}
	before := 0
	for _, p := range parts[:cursor] {
		before += draw.Width(p.text)
	}
	shift := max(0, before+draw.Width(parts[cursor].text)-room)
	for _, p := range parts {
		width := draw.Width(p.text)
		if shift >= width {
			shift -= width
			continue
		}
		text := ansi.TruncateLeft(p.text, shift, "")
		shift = 0
		end := l.Left() - room
		l.Fit(p.style, text, room)
		room = l.Left() - end
	}
	if m.input.Value() == "" {
		l.Fit(t.Faint, " status:failure  fn:order  dur>5s  ended<1h  word", l.Left()-1)
	}
}

// parts cuts the text where its style changes; one of them, or the blank
// behind them all, is under the cursor.
func (m *Model) parts(t *theme.Theme) (parts []part, cursor int) {
	text, at := m.input.Value(), m.cursor()
	from, to := len(text)+1, len(text)+1
	if m.wrong != nil {
		from, to = m.wrong.From, max(m.wrong.To, m.wrong.From+1)
	}
	start := 0
	for i, r := range text + " " {
		next := i + len(string(r))
		if i == len(text) && i != at && (i < from || i >= to) {
			break // nothing to see on the blank at the end
		}
		if next < len(text) && next != at && i != at && next != from && next != to {
			continue // the style goes on
		}
		style := t.Text
		if i >= from && i < to {
			style = t.Wrong
		}
		if i == at {
			style += t.Cursor
			cursor = len(parts)
		}
		parts = append(parts, part{style, model.Visible((text + " ")[start:next])})
		start = next
	}
	return parts, cursor
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
			l.Fit(t.Accent, "enter", l.Left()-1)
			l.Fit(t.Faint, " keep   ", l.Left()-1)
			l.Fit(t.Accent, "esc", l.Left()-1)
			l.Fit(t.Faint, " as before", l.Left()-1)
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
