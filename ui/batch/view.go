package batch

import (
	"time"

	"fntop/api/bulk"
	"fntop/model"
	"fntop/theme"
	"fntop/ui/draw"
	"fntop/ui/pane"
)

// head is how many lines stand above the rows of a screen with borders: the
// border, how it goes, what it does, and the heads.
const head = 5

// View draws the screen, exactly w×h.
func (m *Model) View(look pane.Look, w, h int) []string {
	l := &m.lines
	l.Reset(w)
	if w < 60 || h < head+2 {
		m.bare(look, h)
		return l.Take(h)
	}
	m.cursor.Resize(h - head - 1)
	t := look.Theme
	box := draw.Box{Border: look.Border(), Title: m.title(look)}
	l.Top(box)
	m.inside(box, func() { m.progress(look) })
	m.inside(box, func() { l.Fit(t.Faint, m.does(), l.Left()-2) })
	m.inside(box, func() {})
	c := m.columnsOf(w - 4)
	m.inside(box, func() {
		cell(l, t.Faint, "RESULT", c.result)
		cell(l, t.Faint, "FUNCTION", c.function)
		cell(l, t.Faint, "TRIGGER", c.trigger)
		cell(l, t.Faint, "SENT", c.sent)
		m.lines.Fit(t.Faint, "CAME OF IT", l.Left()-2)
	})
	from, to := m.cursor.Window()
	for i := from; i < to; i++ {
		m.row(look, box, i, c)
	}
	l.FillBox(box, h-1)
	l.Bottom(box)
	return l.Take(h)
}

// inside draws a line between the borders.
func (m *Model) inside(box draw.Box, line func()) {
	m.lines.Side(box)
	m.lines.Blank(2)
	line()
	m.lines.EndSide(box)
}

func (m *Model) title(look pane.Look) []draw.Span {
	t := look.Theme
	dash := draw.Span{Style: look.Border(), Text: " ─ "}
	made := m.plan.Made.In(look.Times.Zone(look.Zone))
	style, word := m.phase(t)
	return []draw.Span{
		{Style: t.Strong, Text: "Bulk rerun"}, dash, {Style: t.Faint, Text: "of " + made.Format("15:04:05")},
		dash, {Style: style, Text: word}, dash, {Style: t.Faint, Text: draw.Count(m.status.Tally.Sent) + " of " + draw.Count(len(m.results))},
	}
}

// phase is what it is doing, in a word.
func (m *Model) phase(t *theme.Theme) (theme.Style, string) {
	s := &m.status
	switch {
	case s.Idle && s.Phase == bulk.Left:
		return t.Warn, "interrupted"
	case s.Phase == bulk.Running:
		return t.Good, "running"
	case s.Phase == bulk.Paused:
		return t.Warn, "‖ paused"
	case s.Phase == bulk.Following:
		return t.Good, "sent; following"
	case s.Phase == bulk.GaveUp:
		return t.Bad, "stopped"
	case s.Phase == bulk.Cancelled:
		return t.Warn, "aborted"
	case s.Phase == bulk.Left:
		return t.Warn, "interrupted"
	}
	return t.Faint, "done"
}

// progress draws how far it is: a bar, the numbers, and when it ends.
func (m *Model) progress(look pane.Look) {
	l, t, s := &m.lines, look.Theme, &m.status
	const bar = 24
	if dealt := s.Tally.All - s.Tally.Waiting; l.Left() > 70 && s.Tally.All > 0 {
		n := dealt * bar / s.Tally.All
		l.Repeat(t.Accent, "█", n)
		l.Repeat(t.Border, "░", bar-n)
		l.Blank(2)
	}
	text := s.Tally.String()
	if !s.Until.IsZero() {
		text += "; the last one leaves at " + s.Until.In(look.Times.Zone(look.Zone)).Format("15:04:05")
	}
	l.Fit(t.Text, text, l.Left()-2)
	if s.Note != "" {
		l.Fit(t.Warn, " · "+model.Visible(s.Note), l.Left()-2)
	}
}

// does is what was asked for.
func (m *Model) does() string {
	p := m.plan
	text := bulk.RateText(p.Every)
	if p.StopAfter > 0 {
		text += " · stops after " + draw.Count(p.StopAfter) + " failures"
	}
	if p.Follow {
		text += " · each is followed"
	}
	if p.LatestCode {
		text += " · the latest code"
	}
	if p.Reason != "" {
		text += " · " + model.Visible(draw.Clip(p.Reason, 200))
	}
	return text
}

// roomForAll is how wide the rows are where there is room for every column.
const roomForAll = 76

type columns struct{ result, function, trigger, sent int }

func (m *Model) columnsOf(width int) columns {
	c := columns{result: 19, sent: 8}
	if width < roomForAll {
		// What came of a run says more than what was known of it before.
		c.sent = 0
		c.function = min(m.longest.function, max(8, (width-c.result-2)/3))
		return c
	}
	rest := width - c.result - c.sent - 3
	c.function = min(m.longest.function, max(8, rest*2/5))
	c.trigger = min(m.longest.trigger, max(0, rest/4))
	return c
}

func (m *Model) row(look pane.Look, box draw.Box, i int, c columns) {
	l, t, r, item := &m.lines, look.Theme, &m.results[i], &m.plan.Items[i]
	l.Side(box)
	m.mark(look, i)
	style, glyph, word := shown(t, r, m.sends())
	l.Fit(style, glyph, 1)
	l.Blank(1)
	cell(l, style, word, c.result-2)
	cell(l, t.Text, label(item.Function), c.function)
	cell(l, t.Faint, label(item.Trigger), c.trigger)
	sent := ""
	if !r.At.IsZero() {
		sent = r.At.In(look.Times.Zone(look.Zone)).Format(time.TimeOnly)
	}
	cell(l, t.Faint, sent, c.sent)
	l.Fit(t.Text, came(item, r), l.Left()-2)
	l.EndSide(box)
}

func (m *Model) mark(look pane.Look, i int) {
	if i != m.cursor.Index() {
		m.lines.Blank(2)
		return
	}
	m.lines.On(look.Selected())
	m.lines.Fit(look.Theme.Accent, "▸", 1)
	m.lines.Blank(1)
}

// shown is how a result looks: its colour, its sign, a word or two.
// Once nobody sends any more, what was not sent does not wait.
func shown(t *theme.Theme, r *bulk.Result, sends bool) (theme.Style, string, string) {
	switch r.State {
	case bulk.Over:
		return t.Status(r.Status), theme.Glyph(r.Status), r.Status.String()
	case bulk.Sent:
		return t.Status(model.StatusRunning), "◌", "sent"
	case bulk.Sending:
		return t.Accent, "→", "sending"
	case bulk.Refused:
		return t.Bad, "✗", r.State.String()
	case bulk.Doubt:
		return t.Warn, "?", r.State.String()
	}
	if r.Why != "" {
		return t.Warn, "!", "not sent"
	}
	if !sends {
		return t.Faint, "○", "not sent"
	}
	return t.Faint, "○", "waits"
}

// sends reports whether what was not sent may still be, with nobody doing
// anything.
func (m *Model) sends() bool { return !m.status.Idle && !m.status.Phase.Over() }

// came is what came of a run, and why nothing did.
func came(item *bulk.Item, r *bulk.Result) string {
	text := "of run " + draw.ShortID(model.Visible(item.Run.ID))
	switch {
	case r.Why != "":
		return model.Visible(draw.Clip(r.Why, 400))
	case !r.Run.IsZero():
		text = "run " + draw.ShortID(model.Visible(r.Run.ID)) + " " + text
	case r.Job != "":
		text = "job " + model.Visible(r.Job) + " " + text
	}
	if r.Maybe {
		text += "; found after its answer was lost"
	}
	return text
}

// bare is for screens too small for columns.
func (m *Model) bare(look pane.Look, h int) {
	l, t := &m.lines, look.Theme
	m.cursor.Resize(h - 1)
	style, word := m.phase(t)
	l.Fit(style, word, l.Left())
	l.Blank(1)
	l.Fit(t.Text, m.status.Tally.String(), l.Left())
	l.End()
	from, to := m.cursor.Window()
	for i := from; i < to; i++ {
		if i == m.cursor.Index() {
			l.On(look.Selected())
		}
		style, glyph, word := shown(t, &m.results[i], m.sends())
		l.Fit(style, glyph, 1)
		l.Blank(1)
		l.Cell(t.Text, label(m.plan.Items[i].Function), max(1, l.Left()-len(word)-1), 1)
		l.Fit(style, word, l.Left())
		l.End()
	}
}
