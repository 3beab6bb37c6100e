package board

import (
	"bytes"
	"time"

	"fntop/model"
	"fntop/theme"
	"fntop/ui/draw"
	"fntop/ui/pane"
)

// row draws one function.
func (m *Model) row(look pane.Look, r *row, selected bool, c columns) {
	l, t := &m.lines, look.Theme
	if selected {
		l.On(look.Selected())
		l.Fit(t.Accent, "▸", 1)
		l.Blank(markWidth - 1)
	} else {
		l.Blank(markWidth)
	}
	sign, style := r.sign(t)
	l.Cell(style, sign, signWidth-1, 1)
	l.Cell(t.Text, r.name, c.name, 1)
	if c.profile > 0 {
		l.Cell(t.Faint, model.Visible(r.key.Profile), c.profile, 1)
	}
	m.strip(t, r.Recent, c.strip)
	l.Blank(1)
	partly := r.known && !r.covered
	m.figure(failing(t, r.FailureRate()), r.rate, c.fail, partly)
	m.figure(quiet(t, r.Runs == 0), r.often, c.often, partly)
	m.figure(quiet(t, !r.P50.Known), r.p50, c.p50, false)
	m.figure(quiet(t, !r.P95.Known), r.p95, c.p95, false)
	m.when(look, t.Text, r.LastFailure.At, c.failed, "–")
	m.running(look, r, c.running)
	m.next(look, r, c)
	m.age(look, r.As, c.age)
}

// sign says at a glance how a function is doing, whatever the colours.
func (r *row) sign(t *theme.Theme) (string, theme.Style) {
	rate := r.FailureRate()
	switch {
	case r.Stuck > 0:
		return "!", t.Bad
	case r.Failing() || rate.Known && rate.Value >= badRate:
		return theme.Glyph(model.StatusFailure), t.Bad
	case r.Behind > 0:
		return "!", t.Warn
	case !r.known:
		return "…", t.Faint
	case r.Runs == 0:
		return "·", t.Faint
	}
	return theme.Glyph(model.StatusCompleted), t.Good
}

// How many runs fail until that is worth a warning, and until it is bad.
const (
	warnRate = 0.05
	badRate  = 0.2
)

func failing(t *theme.Theme, rate model.Opt[float64]) theme.Style {
	switch {
	case !rate.Known || rate.Value == 0:
		return t.Faint
	case rate.Value >= badRate:
		return t.Bad
	case rate.Value >= warnRate:
		return t.Warn
	}
	return t.Text
}

func quiet(t *theme.Theme, nothing bool) theme.Style {
	if nothing {
		return t.Faint
	}
	return t.Text
}

// figure writes one number at the right of its column; ~ before it says that
// it is of a part only.
func (m *Model) figure(style theme.Style, text string, width int, partly bool) {
	if width == 0 {
		return
	}
	n := draw.Width(text)
	if partly {
		n++
	}
	m.lines.Blank(width - n)
	if partly {
		m.lines.Fit(style, "~", 1)
	}
	m.lines.Fit(style, text, width)
	m.lines.Blank(1)
}

// strip draws the last runs, the newest at the right, as time goes.
func (m *Model) strip(t *theme.Theme, recent []model.Status, width int) {
	m.lines.Blank(width - len(recent))
	for i := min(width, len(recent)) - 1; i >= 0; i-- {
		m.lines.Fit(t.Status(recent[i]), theme.Glyph(recent[i]), 1)
	}
}

// when writes a point in time at the right of its column.
func (m *Model) when(look pane.Look, style theme.Style, at time.Time, width int, none string) {
	if at.IsZero() {
		m.figure(look.Theme.Faint, none, width, false)
		return
	}
	m.text = look.Times.AppendWhen(m.text[:0], at, look.Now, look.Zone)
	m.right(style, width)
}

func (m *Model) right(style theme.Style, width int) {
	if width == 0 {
		return
	}
	n := min(width, len(m.text))
	m.lines.Blank(width - n)
	m.lines.Bytes(style, m.text, n, 1)
}

// running is how long the run has been under way that began first.
func (m *Model) running(look pane.Look, r *row, width int) {
	if r.Longest.At.IsZero() {
		m.figure(look.Theme.Faint, "–", width, false)
		return
	}
	m.text = m.text[:0]
	style := look.Theme.Status(model.StatusRunning)
	if r.Stuck > 0 {
		m.text, style = append(m.text, '!'), look.Theme.Bad
	}
	m.text = draw.AppendTook(m.text, max(0, look.Now.Sub(r.Longest.At)))
	m.right(style, width)
}

// next is when it is to run, and how often it did not. Where there is no
// column for that, a miss that still matters takes the place of the time.
func (m *Model) next(look pane.Look, r *row, c columns) {
	t := look.Theme
	if c.missed == 0 && r.Behind > 0 {
		m.figure(t.Bad, "missed", c.next, false)
		return
	}
	m.when(look, t.Text, r.Next, c.next, "–")
	switch {
	case r.Missed == 0 && len(r.Triggers) == 0:
		m.figure(t.Faint, "–", c.missed, false)
	case r.Missed == 0:
		m.figure(t.Faint, "0", c.missed, false)
	case r.Behind > 0:
		m.figure(t.Bad, "!"+draw.Count(r.Missed), c.missed, false)
	default:
		m.figure(t.Warn, draw.Count(r.Missed), c.missed, false)
	}
}

// age is how old the data of a row is.
func (m *Model) age(look pane.Look, at time.Time, width int) {
	if at.IsZero() {
		m.figure(look.Theme.Faint, "…", width, false)
		return
	}
	m.text = bytes.TrimSuffix(draw.AppendAge(m.text[:0], max(0, look.Now.Sub(at))), []byte(" ago"))
	style := look.Theme.Faint
	if look.Now.Sub(at) > stale {
		style = look.Theme.Warn
	}
	m.right(style, width)
}

// stale is how old data may be: all is read every two minutes.
const stale = 3 * time.Minute

// total draws the line under the rows: all of them together. Where the strip
// of runs is, it has how many there were in each part of the window.
func (m *Model) total(look pane.Look, c columns) {
	l, t := &m.lines, look.Theme
	if m.filter != nil {
		l.Blank(markWidth)
		m.typing(look)
		return
	}
	if m.survey == nil {
		return
	}
	s := m.survey
	l.Blank(markWidth + signWidth)
	l.Cell(t.Strong, "in all", c.name, 1)
	if c.profile > 0 {
		l.Blank(c.profile + 1)
	}
	m.spark(t, &s.Total, c.strip)
	l.Blank(1)
	rate := "–"
	if r := s.Total.FailureRate(); r.Known {
		rate = percent(r.Value)
	}
	partly := !s.Whole
	m.figure(failing(t, s.Total.FailureRate()), rate, c.fail, partly)
	m.figure(t.Text, PerMinute(s.Often), c.often, partly)
	m.figure(t.Faint, "", c.p50, false)
	m.figure(t.Faint, "", c.p95, false)
	m.figure(t.Text, counts(s.Total.Failed(), theme.Glyph(model.StatusFailure), c.failed), c.failed, false)
	style := t.Faint
	if s.Stuck > 0 {
		style = t.Bad
	}
	m.figure(style, counts(s.Stuck, "stuck", c.running), c.running, false)
	m.figure(t.Faint, "", c.next, false)
	style = t.Faint
	if s.Behind > 0 {
		style = t.Bad
	}
	m.figure(style, draw.Count(s.Missed), c.missed, false)
}

// counts is "3 stuck", or the number alone where there is no room for more.
func counts(n int, word string, width int) string {
	if text := draw.Count(n) + " " + word; draw.Width(text) <= width {
		return text
	}
	return draw.Count(n)
}

// spark draws how many runs there were in each part of the window, as many
// parts together as it takes to have room for all.
func (m *Model) spark(t *theme.Theme, s *model.Stats, width int) {
	n := len(s.Buckets)
	if n == 0 || width <= 0 {
		m.lines.Blank(width)
		return
	}
	together := (n + width - 1) / width
	var bars []model.Bucket
	for i, b := range s.Buckets {
		if i%together == 0 {
			bars = append(bars, model.Bucket{})
		}
		bars[len(bars)-1].Runs += b.Runs
		bars[len(bars)-1].Failed += b.Failed
	}
	values := make([]int, len(bars))
	for i, b := range bars {
		values[i] = b.Runs
	}
	m.lines.Spark(values, func(i int) theme.Style {
		if part := float64(bars[i].Failed) / float64(max(1, bars[i].Runs)); part >= badRate {
			return t.Bad
		} else if part >= warnRate {
			return t.Warn
		}
		return t.Good
	})
	m.lines.Blank(width - len(bars))
}

func took(d model.Opt[time.Duration]) string {
	if !d.Known {
		return "–"
	}
	return draw.Took(d.Value)
}
