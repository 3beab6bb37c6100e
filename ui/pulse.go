package ui

import (
	"strconv"
	"time"

	"fntop/model"
	"fntop/theme"
	"fntop/ui/board"
	"fntop/ui/draw"
	"fntop/ui/pane"
)

// pulse is the second line: the last hour at a glance.
type pulse struct {
	stats model.Stats
	bars  []int
	stale bool      // the runs changed since it was counted
	at    time.Time // when it was counted
}

const (
	pulseWindow  = time.Hour
	pulseBuckets = 24
	pulseWord    = " 1h"
	// pulseAge is how old the figures may become while no run changes: one
	// bucket's worth of time.
	pulseAge = pulseWindow / pulseBuckets
)

// count brings the figures up to date where they are not.
func (p *pulse) count(newest []*model.Run, now time.Time) {
	if !p.stale && now.Sub(p.at) < pulseAge {
		return
	}
	p.stats.Count(newest, model.Window{Last: pulseWindow}, now, pulseBuckets)
	p.stale, p.at = false, now
	p.bars = p.bars[:0]
	for _, b := range p.stats.Buckets {
		p.bars = append(p.bars, b.Runs)
	}
}

func (a *App) drawPulse(f *draw.Lines, look pane.Look) {
	if len(a.members) == 0 {
		f.End()
		return
	}
	a.pulse.count(a.store.Newest(), look.Now)
	t, s := look.Theme, &a.pulse.stats
	f.Blank(1)
	bars := a.pulse.bars
	if a.w < middle {
		bars = bars[len(bars)/2:]
	}
	first := len(s.Buckets) - len(bars)
	f.Spark(bars, func(i int) theme.Style {
		return failing(t, s.Buckets[first+i])
	})
	f.Fit(t.Faint, pulseWord, f.Left())
	if !a.hourIsLoaded() && s.Runs > 0 {
		f.Fit(t.Warn, " so far", f.Left()) // older runs of the hour are being read
	}
	if n := a.openAlerts(); n > 0 {
		if text := "⚑ " + model.Counted(n, "alert"); f.Left() >= draw.Width(text)+2 {
			f.Blank(2)
			f.Fit(t.Bad, text, f.Left())
		}
	}
	if s.Runs == 0 {
		text := "  no runs in the last hour"
		if !a.anyRead() {
			text = "  …" // nothing has been read: nothing is known
		}
		f.Fit(t.Faint, text, f.Left())
		f.End()
		return
	}
	count := func(status model.Status) {
		n := s.Status[status]
		if !status.Over() {
			n = a.unfinishedOf(status) // however long ago they began
		}
		style := t.Status(status)
		if n == 0 {
			style = t.Faint
		}
		b := append(draw.AppendCount(make([]byte, 0, 24), n), ' ')
		b = append(b, status.String()...)
		if f.Left() < len(b)+2 {
			return // half a word says nothing
		}
		f.Blank(2)
		f.Fit(style, string(b), f.Left())
	}
	countAny := func(status model.Status) {
		if s.Status[status] > 0 {
			count(status)
		}
	}
	count(model.StatusRunning)
	count(model.StatusPending)
	countAny(model.StatusWaiting)
	count(model.StatusFailure)
	countAny(model.StatusTimeout)
	countAny(model.StatusCancelled)
	a.drawAmiss(f, t)
	a.drawFailureRate(f, t)
	count(model.StatusCompleted)
	countAny(model.StatusRecorded)
	a.drawRates(f, look)
	f.End()
}

// drawAmiss tells what is not as it should be though no run failed.
func (a *App) drawAmiss(f *draw.Lines, t *theme.Theme) {
	last := a.surveys.last
	if last == nil {
		return
	}
	for _, c := range [...]struct {
		n    int
		word string
	}{{last.Stuck, "stuck"}, {last.Behind, "missed"}} {
		if text := draw.Count(c.n) + " " + c.word; c.n > 0 && f.Left() >= len(text)+2 {
			f.Blank(2)
			f.Fit(t.Bad, text, f.Left())
		}
	}
}

// failing is the colour of a bar: a failure now and then is no alarm.
func failing(t *theme.Theme, b model.Bucket) theme.Style {
	switch {
	case b.Failed*5 >= b.Runs && b.Failed > 0:
		return t.Bad
	case b.Failed*20 >= b.Runs && b.Failed > 0:
		return t.Warn
	}
	return t.Good
}

// drawFailureRate stands before what went well: where not all has room, it is
// what a person looks for.
func (a *App) drawFailureRate(f *draw.Lines, t *theme.Theme) {
	rate := a.pulse.stats.FailureRate()
	if !rate.Known {
		return
	}
	style := t.Text
	if rate.Value > 0.05 {
		style = t.Bad
	}
	text := strconv.FormatFloat(100*rate.Value, 'f', 1, 64) + "%"
	if f.Left() < len("  fail ")+len(text) {
		return
	}
	f.Blank(2)
	f.Fit(t.Faint, "fail ", f.Left())
	f.Fit(style, text, f.Left())
}

func (a *App) drawRates(f *draw.Lines, look pane.Look) {
	t, s := look.Theme, &a.pulse.stats
	figure := func(label, value string) {
		if f.Left() < len(label)+len(value)+3 {
			return
		}
		f.Blank(2)
		f.Fit(t.Faint, label+" ", f.Left())
		f.Fit(t.Text, value, f.Left())
	}
	if s.P50.Known {
		figure("p50", draw.Took(s.P50.Value))
		figure("p95", draw.Took(s.P95.Value))
	}
	if often := s.PerMinute(); often.Known {
		figure("/min", board.PerMinute(often.Value))
	}
}

// hourIsLoaded reports whether every run of the pulse's window is loaded.
func (a *App) hourIsLoaded() bool { return a.isLoaded(a.theirNow().Add(-pulseWindow)) }

// isLoaded reports whether every run since then is loaded.
func (a *App) isLoaded(from time.Time) bool {
	for _, m := range a.members {
		for _, s := range m.sources {
			if s.by == byFunction && !a.reaches(list{source: s}, from) {
				return false
			}
		}
	}
	return true
}

func (a *App) unfinishedOf(status model.Status) int {
	n := 0
	for _, r := range a.live.unfinished {
		if r.Status == status {
			n++
		}
	}
	return n
}
