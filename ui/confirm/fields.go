package confirm

import (
	"fntop/model"
	"fntop/theme"
	"fntop/ui/draw"
)

// What a rerun's fields are called, as where its input is edited.
const (
	reasonLabel = "reason"
	latestLabel = "latest code"
)

// fields are what can be given beside the answer: neither has to be.
func (m *Model) fields(width int) []row {
	if !m.o.WithRerunFields {
		return nil
	}
	label := m.label(width)
	// The border's cell is never a label's, however little room there is.
	name := func(l *draw.Lines, style theme.Style, text string) {
		l.Cell(style, text, min(max(label, len(text)), l.Left()-1), 0)
		l.Blank(min(2, l.Left()-1))
	}
	reason := func(l *draw.Lines, t *theme.Theme) {
		style := t.Faint
		if m.inReason {
			style = t.Accent
		}
		name(l, style, reasonLabel)
		switch value := m.reason.Value(); {
		case m.inReason:
			m.reason.Draw(l, t, l.Left()-2)
		case value == "":
			l.Fit(t.Faint, "none", l.Left()-2)
		default:
			l.Fit(t.Text, model.Visible(value), l.Left()-2)
		}
	}
	latest := func(l *draw.Lines, t *theme.Theme) {
		name(l, t.Faint, latestLabel)
		if m.latest {
			l.Fit(t.Accent, "[x] ", l.Left()-2)
			l.Fit(t.Text, "runs the function as it is now", l.Left()-2)
			return
		}
		l.Fit(t.Text, "[ ] ", l.Left()-2)
		l.Fit(t.Faint, "runs the code of the original", l.Left()-2)
	}
	return []row{reason, latest}
}
