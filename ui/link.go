package ui

import (
	"time"

	"fntop/api"
	"fntop/model"
	"fntop/ui/draw"
	"fntop/ui/log"
)

// link is whether the backend can be talked to at all.
type link struct {
	down     bool
	since    time.Time // when it stopped answering
	failed   time.Time // the last failure
	next     time.Time // when it is tried again
	failures int
	err      error
}

// answered keeps the books of one feed: when it was read, or when it is tried
// again, and whether that concerns the backend as a whole.
func (a *App) answered(f *feed, err error) {
	f.need.InFlight = false
	now := a.now()
	if err == nil {
		f.read, f.need.Fetched, f.need.RetryAt = now, now, time.Time{}
		f.failures, f.err = 0, nil
		if a.live.link.down {
			a.o.Traffic.Note(log.Line{At: now, Kind: log.Link, Text: "answers again after " + draw.Took(now.Sub(a.live.link.since))})
		}
		a.live.link = link{}
		return
	}
	if api.KindOf(err) == api.Canceled {
		return
	}
	if f.err == nil {
		f.since = now
	}
	f.err = err
	f.failures++
	wait := max(model.Backoff(a.o.Refresh, f.failures), api.WaitOf(err))
	f.need.RetryAt = now.Add(wait)
	if api.ConcernsAll(err) {
		// It is the link that is tried again, and when it is back all are.
		f.need.RetryAt = time.Time{}
		was := a.live.link
		a.live.link.fail(f.sent, now, a.o.Refresh, err)
		if l := a.live.link; l.failures != was.failures {
			a.o.Traffic.Note(log.Line{At: now, Kind: log.Link, Bad: true,
				Text: brokenWord(err) + "; next try at " + l.next.In(a.times.Zone(a.o.Zone)).Format("15:04:05")})
		}
	}
}

// fail counts a failure of a request sent at sent. Requests that were under
// way when the link broke tell nothing new.
func (l *link) fail(sent, now time.Time, refresh time.Duration, err error) {
	if l.down && !sent.After(l.failed) {
		return
	}
	if !l.down {
		l.down, l.since = true, now
	}
	l.failures++
	l.failed, l.err = now, err
	l.next = now.Add(max(model.Backoff(refresh, l.failures), api.WaitOf(err)))
}

// truth is what the header says of the data on screen.
type truth struct {
	state truthState
	data  time.Time // as of when all that is on screen was read
	since time.Time // stale since
	next  time.Time // tried again at
	err   error
}

type truthState uint8

const (
	asking truthState = iota // nothing has been read yet
	fine
	paused
	partly // some of it cannot be read
	broken // nothing can be read
)

// lookAround finds the truth for the frame to be drawn. It looks at every
// feed: the data is as old as the oldest part of it that is on screen.
func (a *App) lookAround() truth {
	t := truth{state: asking}
	l := &a.live
	hot, shown := a.interest()
	failing, all := 0, 0
	look := func(f *feed, counts bool) {
		all++
		if f.err != nil {
			failing++
			if t.since.IsZero() || f.since.Before(t.since) {
				t.since, t.err = f.since, f.err
			}
			if !f.need.RetryAt.IsZero() && (t.next.IsZero() || f.need.RetryAt.Before(t.next)) {
				t.next = f.need.RetryAt
			}
		}
		if at := f.read; counts && !at.IsZero() && (t.data.IsZero() || at.Before(t.data)) {
			t.data = at
		}
	}
	look(&l.functions, false)
	look(&l.triggers, false)
	for _, s := range l.sources {
		look(l.runs[s], hot[s] || shown[s])
	}
	switch {
	case l.link.down:
		t.state, t.since, t.next, t.err = broken, l.link.since, l.link.next, l.link.err
	case failing > 0 && failing == all:
		t.state = broken
	case failing > 0:
		t.state = partly
	case !t.data.IsZero(), !l.functions.read.IsZero() && len(a.functions) == 0:
		t.state = fine
	}
	if l.paused {
		t.state = paused
	}
	return t
}
