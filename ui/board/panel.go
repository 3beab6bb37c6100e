package board

import (
	"time"

	"fntop/model"
	"fntop/theme"
	"fntop/ui/draw"
	"fntop/ui/pane"
)

// panel draws what there is to know about the selected function, what matters
// most first, in so many lines.
func (m *Model) panel(look pane.Look, box draw.Box, height int) {
	r := m.selected()
	if r == nil {
		return
	}
	lines := []func(){func() { m.counts(look, r) }}
	if r.Stuck > 0 {
		lines = append(lines, func() { m.stuck(look, r) })
	}
	if !r.LastFailure.ID.IsZero() {
		lines = append(lines, func() { m.failure(look, r) })
	}
	for i := range r.Triggers {
		if r.Triggers[i].Behind() {
			lines = append(lines, func() { m.due(look, &r.Triggers[i]) })
		}
	}
	lines = append(lines, func() { m.flow(look, r) })
	for i := range r.Triggers {
		if !r.Triggers[i].Behind() {
			lines = append(lines, func() { m.due(look, &r.Triggers[i]) })
		}
	}
	for _, line := range lines[:min(height, len(lines))] {
		m.lines.Side(box)
		m.lines.Blank(markWidth)
		line()
		m.lines.EndSide(box)
	}
}

// say writes what there is room for, within the border.
func (m *Model) say(style theme.Style, text string) { m.lines.Fit(style, text, m.lines.Left()-2) }

func (m *Model) counts(look pane.Look, r *row) {
	t := look.Theme
	m.say(t.Strong, r.name)
	m.say(t.Faint, "  "+model.Counted(r.Runs, "run")+" in "+model.SpanText(r.To.Sub(r.From)))
	for _, s := range model.Statuses {
		if n := r.Status[s]; n > 0 {
			m.say(t.Status(s), "  "+theme.Glyph(s)+" "+draw.Count(n)+" "+s.String())
		}
	}
	if r.P50.Known {
		m.say(t.Faint, "  p50 "+r.p50+"  p95 "+r.p95+"  p99 "+draw.Took(r.P99.Value))
	}
}

func (m *Model) stuck(look pane.Look, r *row) {
	t := look.Theme
	what := "  its time-out is " + draw.Took(r.Limit.Value)
	if !r.Function.Timeout.Known || r.Limit.Value < r.Function.Timeout.Value {
		what = "  three times its p95 is " + draw.Took(r.Limit.Value)
	}
	m.say(t.Bad, "! "+draw.Count(r.Stuck)+" stuck")
	m.say(t.Text, "  "+draw.ShortID(model.Visible(r.Longest.ID.ID))+" has run for "+draw.Took(max(0, look.Now.Sub(r.Longest.At))))
	m.say(t.Faint, what)
}

func (m *Model) failure(look pane.Look, r *row) {
	t := look.Theme
	m.say(t.Status(r.failure), theme.Glyph(r.failure)+" "+r.failure.String()+" "+m.at(look, r.LastFailure.At))
	m.say(t.Faint, "  "+draw.ShortID(model.Visible(r.LastFailure.ID.ID)))
	m.say(t.Text, "  "+r.failed)
}

// flow draws how many runs there were in each part of the window.
func (m *Model) flow(look pane.Look, r *row) {
	t := look.Theme
	if !r.known {
		m.say(t.Faint, "not read yet")
		return
	}
	m.spark(t, &r.Stats, min(len(r.Buckets), m.lines.Left()-40))
	m.say(t.Faint, "  "+r.often+" a minute")
	if !r.covered {
		m.say(t.Warn, "  "+percent(r.Seen.Part(model.Span{From: r.From, To: r.To}))+" of the window was seen")
	}
}

// due says how a trigger keeps its times.
func (m *Model) due(look pane.Look, d *model.TriggerDue) {
	t := look.Theme
	style := t.Text
	if d.Behind() {
		style = t.Bad
	}
	m.say(style, theme.TriggerGlyph(d.Trigger.Type)+" "+model.Visible(d.Trigger.Name))
	m.say(t.Faint, "  "+model.Visible(d.Trigger.Schedule))
	switch {
	case !d.Trigger.Enabled:
		m.say(t.Warn, "  paused")
		return
	case d.Why != "":
		m.say(t.Warn, "  "+model.Visible(d.Why))
		return
	case !d.Next.IsZero():
		m.say(t.Text, "  next "+m.at(look, d.Next))
	}
	if n := len(d.Missed); n > 0 {
		m.say(style, "  missed "+draw.Count(n)+", last "+m.at(look, d.Missed[n-1]))
	}
}

// at is a point in time where there is room: as a time and as an age.
func (m *Model) at(look pane.Look, at time.Time) string {
	zone := look.Times.Zone(look.Zone)
	at, now, layout := at.In(zone), look.Now.In(zone), "15:04"
	if at.YearDay() != now.YearDay() || at.Year() != now.Year() {
		layout = "Mon 01-02 15:04"
	}
	return at.Format(layout) + " (" + draw.Age(now.Sub(at)) + ")"
}
