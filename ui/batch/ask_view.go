package batch

import (
	"strconv"
	"time"

	"fntop/api/bulk"
	"fntop/model"
	"fntop/theme"
	"fntop/ui/draw"
	"fntop/ui/field"
	"fntop/ui/pane"
)

const (
	askWide = 92
	first   = 10 // runs that are listed
	labels  = 10
)

// row draws the inside of one line, between a blank and the right border.
type row func(l *draw.Lines, look pane.Look)

// Size is how large the question wants to be.
func (m *Ask) Size(w, h int) (int, int) {
	rows := len(m.facts()) + len(m.listed(first)) + len(m.how()) + len(m.answer()) + 3
	if m.o.Rest == nil {
		rows += 2 // blank lines around the list
	}
	return min(w, askWide), min(h, rows)
}

// View draws the question. Where there is little room the list of runs gives
// way first; what answers stays.
func (m *Ask) View(look pane.Look, w, h int) []string {
	facts, how, answer := m.facts(), m.how(), m.answer()
	room := h - 2 - len(answer)
	var body []row
	gap := func() {
		if len(body) < room {
			body = append(body, func(*draw.Lines, pane.Look) {})
		}
	}
	airy := room >= len(facts)+len(how)+4
	body = append(body, facts...)
	if airy && m.o.Rest == nil {
		gap()
		body = append(body, m.listed(min(first, room-len(facts)-len(how)-3))...)
		gap()
	}
	body = append(body, how...)
	body = body[:max(0, min(len(body), room))]
	if airy || m.o.Rest != nil {
		gap()
	}
	var l draw.Lines
	l.Reset(w)
	box := draw.Box{Border: look.Border(), Title: []draw.Span{{Style: look.Theme.Strong, Text: m.title()}}}
	if h > 1 {
		l.Top(box)
	}
	for _, r := range append(body, answer[:max(0, min(len(answer), h-2))]...) {
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

func (m *Ask) title() string {
	if m.o.Rest != nil {
		return "Continue the bulk rerun?"
	}
	return "Rerun " + model.Counted(len(m.items), "run") + "?"
}

// facts say what it is about.
func (m *Ask) facts() []row {
	var rows []row
	for i, where := range m.o.Where {
		rows = append(rows, fact(map[bool]string{true: "profile"}[i == 0], where))
	}
	if r := m.o.Rest; r != nil {
		t := bulk.TallyOf(r.Results)
		rows = append(rows, fact("begun", r.Plan.Made.Format("2006-01-02 15:04:05 MST")),
			fact("so far", t.String()), fact("left", model.Counted(t.Waiting, "run")+" at "+bulk.RateText(r.Plan.Every)))
		if n := t.Doubt + t.Sending; n > 0 {
			rows = append(rows, warning(model.Counted(n, "run")+" may have been sent: looked for, and not sent again"))
		}
	}
	if n := len(m.o.Hidden); n > 0 && m.hidden {
		rows = append(rows, warning(model.Counted(n, "run")+" hidden by the filter taken along"))
	} else if n > 0 {
		rows = append(rows, fact("left out", model.Counted(n, "run")+" hidden by the filter; h takes them along"))
	}
	for _, text := range m.o.LeftOut {
		rows = append(rows, fact("left out", text))
	}
	for _, text := range m.o.Warnings {
		rows = append(rows, warning(text))
	}
	return rows
}

// listed are the first runs in the order in which they are sent.
func (m *Ask) listed(most int) []row {
	if m.o.Rest != nil {
		return nil
	}
	var rows []row
	if len(m.items) > most && most > 0 && most < first {
		most-- // for the line that says how many more there are
	}
	for _, it := range m.items[:max(0, min(most, len(m.items)))] {
		rows = append(rows, one(m.byID[it.Run]))
	}
	if more := len(m.items) - len(rows); more > 0 {
		rows = append(rows, func(l *draw.Lines, look pane.Look) {
			l.Fit(look.Theme.Faint, "… and "+draw.Count(more)+" more", l.Left()-2)
		})
	}
	return rows
}

func one(r *model.Run) row {
	return func(l *draw.Lines, look pane.Look) {
		t := look.Theme
		cell(l, t.Status(r.Status), theme.Glyph(r.Status), 1)
		cell(l, t.Text, model.Visible(draw.Clip(r.Function.Label(), 200)), 20)
		cell(l, t.Faint, model.Visible(draw.Clip(r.Trigger.Label(), 200)), 16)
		cell(l, t.Faint, string(look.Times.AppendWhen(nil, r.When(), look.Now, look.Zone)), 11)
		text := r.ErrorMessage
		if text == "" {
			text = r.ErrorCode
		}
		l.Fit(t.Text, model.Visible(draw.Clip(text, 200)), l.Left()-2)
	}
}

// how says how it is done.
func (m *Ask) how() []row {
	if m.o.Rest != nil {
		return nil
	}
	p := m.plan()
	order, follow, code := "as in the table", "no", "of the original run"
	if m.order == bulk.OldestFirst {
		order = "the oldest first"
	}
	if p.Follow {
		follow = "each new run to its end; one that ends badly is a failure"
	}
	if p.LatestCode {
		code = "the latest"
	}
	stop := "after " + strconv.Itoa(p.StopAfter) + " failures"
	switch p.StopAfter {
	case 0:
		stop = "never, however many fail"
	case 1:
		stop = "after the first failure"
	}
	return []row{
		fact("rate", bulk.RateText(p.Every)+", so that it takes "+draw.Took(max(p.Least(), time.Second))+" at the least"),
		fact("order", order), fact("stops", stop), fact("follows", follow), fact("code", code),
	}
}

func (m *Ask) answer() []row {
	hints := []draw.Hint{{"y", "rerun"}, {"n", "cancel, nothing is sent"}}
	if m.o.Rest != nil {
		hints[0][1] = "send the rest"
	}
	if !m.naming {
		if m.o.Rest == nil {
			hints = append(hints, draw.Hint{"+ -", "rate"}, draw.Hint{"o", "order"}, draw.Hint{"s", "stops"}, draw.Hint{"f", "follows"}, draw.Hint{"c", "code"})
		}
		if len(m.o.Hidden) > 0 {
			hints = append(hints, draw.Hint{"h", "hidden"})
		}
		return []row{func(l *draw.Lines, look pane.Look) { l.Hints(look.Theme, l.Left()-1, hints...) }}
	}
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
	if room := l.Left() - 2; room > 0 {
		width = min(width, room)
		l.Cell(s, text, width, min(1, room-width+1))
	}
}

func fact(name, value string) row {
	value = model.Visible(value)
	return func(l *draw.Lines, look pane.Look) {
		cell(l, look.Theme.Faint, name, labels)
		l.Blank(min(1, l.Left()-2))
		l.Fit(look.Theme.Text, value, l.Left()-2)
	}
}

func warning(text string) row {
	text = "! " + model.Visible(text)
	return func(l *draw.Lines, look pane.Look) { l.Fit(look.Theme.Warn, text, l.Left()-2) }
}
