package ui

import (
	"slices"
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
	doubts   []*feed // that failed since anything was read, as all would if the backend were down
}

// answered keeps the books of one feed: when it was read, or when it is tried
// again, and whether that concerns the backend as a whole.
func (a *App) answered(f *feed, err error) {
	f.need.InFlight = false
	now := a.now()
	if err == nil {
		f.read, f.need.Fetched, f.need.RetryAt = now, now, time.Time{}
		f.failures, f.err = 0, nil
		a.linkAnswers(now)
		return
	}
	f.need.Touched = f.need.Touched || f.touched
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
	switch {
	case api.ConcernsAll(err):
		// It is the link that is tried again, and when it is back all are.
		f.need.RetryAt = time.Time{}
		a.linkFails(f, err)
	case !mayConcernAll(err):
		a.linkAnswers(now) // with a refusal, but it does
	case a.live.doubt(f):
		a.linkFails(f, err)
	}
}

// mayConcernAll reports whether a failure may be met by every request, or by
// this one alone: it does not say which.
func mayConcernAll(err error) bool {
	switch api.KindOf(err) {
	case api.TimedOut, api.ServerError, api.Unreadable:
		return true
	}
	return false
}

func (a *App) linkAnswers(now time.Time) {
	if l := a.live.link; l.down {
		a.o.Traffic.Note(log.Line{At: now, Kind: log.Link, Text: "answers again after " + draw.Took(now.Sub(l.since))})
	}
	a.live.link = link{}
}

func (a *App) linkFails(f *feed, err error) {
	now, was := a.now(), a.live.link.failures
	a.live.link.fail(f.sent, now, a.o.Refresh, err)
	if l := a.live.link; l.failures != was {
		a.o.Traffic.Note(log.Line{At: now, Kind: log.Link, Bad: true,
			Text: brokenWord(err) + "; next try at " + l.next.In(a.times.Zone(a.o.Zone)).Format("15:04:05")})
	}
}

// manyDoubts is how many feeds in a row must fail for it to be the backend
// that does.
const manyDoubts = 3

// doubt reports whether a failure that one feed alone may meet is taken for
// the backend's: others failed like it and nothing has been read since. To
// find out soon, the lists of functions and triggers are asked.
func (l *live) doubt(f *feed) bool {
	if !slices.Contains(l.link.doubts, f) {
		l.link.doubts = append(l.link.doubts, f)
	}
	if l.link.down || len(l.link.doubts) >= manyDoubts {
		return true
	}
	for _, witness := range []*feed{&l.functions, &l.triggers} {
		if witness.sent.Before(f.sent) {
			witness.need.Fetched = time.Time{}
		}
	}
	return false
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

// probe leaves one of the needs to be asked at the appointed time, the rest
// waits for its answer. They take turns: the one that is asked may be the one
// that fails for reasons of its own.
func (l *live) probe(needs []model.Need, wants []wanted) {
	turn := -1
	for i := range needs {
		if needs[i].InFlight {
			continue
		}
		if turn < 0 || wants[i].feed.sent.Before(wants[turn].feed.sent) {
			turn = i
		}
	}
	for i := range needs {
		needs[i].InFlight = needs[i].InFlight || i != turn
	}
	if turn < 0 {
		return
	}
	needs[turn].Fetched, needs[turn].RetryAt = time.Time{}, l.link.next
}

// truth is what the header says of the data on screen.
type truth struct {
	state truthState
	data  time.Time // as of when all that is on screen was read
	since time.Time // stale since
	next  time.Time // tried again at
	err   error
	// trying is that an answer is being waited for by something that failed.
	trying bool
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
			if at := f.need.RetryAt; !f.need.InFlight && !at.IsZero() && (t.next.IsZero() || at.Before(t.next)) {
				t.next = at
			}
			t.trying = t.trying || f.need.InFlight
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
		t.trying = l.busySince(l.link.failed)
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
