package batch

import (
	"fntop/model"
	"fntop/theme"
	"fntop/ui/draw"
	"fntop/ui/field"
	"fntop/ui/pane"
)

const (
	askWide = 92
	labels  = 10
	frame   = 5 // cells of a line that the border and the blanks beside it take
)

// row draws the inside of one line, between a blank and the right border.
type row func(l *draw.Lines, look pane.Look)

// Size is how large the question wants to be.
func (m *Ask) Size(w, h int) (int, int) {
	w = min(w, askWide)
	room := w - frame
	rows := len(m.facts(room)) + len(m.how(room)) + len(m.answer(room)) + 3
	if m.o.Rest == nil {
		rows += min(len(m.items), first+1) + 2 // blank lines around the list
	}
	return w, min(h, rows)
}

// View draws the question. Where there is little room how it is done is told
// in short, then the list of runs gives way; what answers stays, and of the
// list some.
func (m *Ask) View(look pane.Look, w, h int) []string {
	answer := m.answer(w - frame)
	answer = answer[:max(0, min(len(answer), h-2))]
	var l draw.Lines
	l.Reset(w)
	box := draw.Box{Border: look.Border(), Title: []draw.Span{{Style: look.Theme.Strong, Text: m.title()}}}
	if h > 1 {
		l.Top(box)
	}
	for _, r := range append(m.body(w-frame, max(0, h-2-len(answer))), answer...) {
		l.Side(box)
		l.Blank(min(2, l.Left()-1))
		r(&l, look)
		l.EndSide(box)
	}
	if h > 2 {
		l.FillBox(box, h-1)
	}
	l.Bottom(box)
	return l.Take(h)
}

// body is what stands above the answers, at most room lines.
func (m *Ask) body(width, room int) []row {
	facts, how := m.facts(width), m.how(width)
	blank := row(func(*draw.Lines, pane.Look) {})
	if m.o.Rest != nil {
		return append(facts[:min(len(facts), max(0, room-1))], blank)[:min(room, len(facts)+1)]
	}
	list := min(len(m.items), enough)
	if room >= len(facts)+list+len(how)+3 {
		list = min(room-len(facts)-len(how)-3, first+1)
		body := append(append(facts, blank), m.listed(list)...)
		return append(append(append(body, blank), how...), blank)
	}
	if room < len(facts)+list+len(how) {
		how = m.brief(width)
	}
	// Of what it is about the first lines matter most, and one run at the least
	// says what is meant.
	least := min(list, 2)
	if over := len(facts) + least + len(how) - room; over > 0 {
		facts = facts[:max(min(1, len(facts)), len(facts)-over)]
	}
	if over := len(facts) + least + len(how) - room; over > 0 {
		how = how[:max(0, len(how)-over)]
	}
	body := append(facts, m.listed(min(room-len(facts)-len(how), first+1))...)
	body = append(body, how...)
	return body[:min(len(body), room)]
}

func (m *Ask) title() string {
	if m.o.Rest != nil {
		return "Continue the bulk rerun?"
	}
	return "Rerun " + model.Counted(len(m.items), "run") + "?"
}

// answer are the keys, in as many lines as they take.
func (m *Ask) answer(width int) []row {
	if m.naming {
		return m.nameRows()
	}
	if m.inReason {
		return keys(width, draw.Hint{"enter", "done"}, draw.Hint{"esc", "done"})
	}
	hints := []draw.Hint{{"y", "rerun"}, {"n", "cancel, nothing is sent"}}
	if m.o.Rest != nil {
		hints[0][1] = "send the rest"
		return keys(width, hints...)
	}
	hints = append(hints, draw.Hint{"+ -", "rate"}, draw.Hint{"o", "order"}, draw.Hint{"s", "stops"}, draw.Hint{"f", "follows"})
	if !m.o.Plain {
		hints = append(hints, draw.Hint{"c", "code"}, draw.Hint{"tab", "reason"})
	}
	if len(m.o.Hidden) > 0 {
		hints = append(hints, draw.Hint{"h", "hidden"})
	}
	return keys(width, hints...)
}

// keys writes hints in as many lines as they take.
func keys(width int, hints ...draw.Hint) []row {
	var rows []row
	for len(hints) > 0 {
		n := 1
		for used := hintWide(hints[0]); n < len(hints); n++ {
			if used += 2 + hintWide(hints[n]); used > width {
				break
			}
		}
		line := hints[:n]
		rows = append(rows, func(l *draw.Lines, look pane.Look) { l.Hints(look.Theme, l.Left()-1, line...) })
		hints = hints[n:]
	}
	return rows
}

func hintWide(h draw.Hint) int { return draw.Width(h[0]) + 1 + draw.Width(h[1]) }

func (m *Ask) nameRows() []row {
	return []row{
		func(l *draw.Lines, look pane.Look) {
			text, style := "type the name to send them: ", look.Theme.Faint
			if m.wrong {
				text, style = "that is not the name: ", look.Theme.Bad
			}
			l.Fit(style, text, l.Left()-1)
			l.Fit(look.Theme.Strong, model.Visible(m.o.TypeName), l.Left()-2)
		},
		func(l *draw.Lines, look pane.Look) {
			l.Fit(look.Theme.Accent, "› ", l.Left()-1)
			value := m.name.Value()
			field.Text{Value: value, Cursor: len(value)}.Draw(l, look.Theme, l.Left()-1)
		},
		func(l *draw.Lines, look pane.Look) {
			l.Hints(look.Theme, l.Left()-1, draw.Hint{"enter", "rerun"}, draw.Hint{"esc", "cancel"})
		},
	}
}

// cell writes text padded to width cells and a blank behind it, as far as the
// right border leaves room.
func cell(l *draw.Lines, s theme.Style, text string, width int) {
	if room := l.Left() - 2; room > 0 && width > 0 {
		width = min(width, room)
		l.Cell(s, text, width, min(1, room-width+1))
	}
}
