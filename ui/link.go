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
	held     time.Time // by what it asked: not before
	failures int
	err      error
	doubts   []*feed // that failed since anything was read, as all would if the backend were down
	// back is when it answered again; since then tells since when it had not.
	back time.Time
}

// answered keeps the books of one feed: when it was read, or when it is tried
// again, and whether that concerns the backend as a whole.
func (a *App) answered(m *member, f *feed, err error) {
	now := a.now()
	if err == nil {
		f.need.Answer(now)
		f.read = f.sent // slow as the answer may have been, it is no newer than the question
		f.failures, f.err = 0, nil
		a.heedClock()
		a.linkAnswers(m, now)
		return
	}
	f.need.Fail()
	if api.KindOf(err) == api.Canceled {
		return
	}
	if f.err == nil {
		f.since = f.sent // nothing is known of it from then on
	}
	f.err = err
	f.failures++
	wait := max(model.Backoff(a.o.Refresh, f.failures), api.WaitOf(err))
	if api.KindOf(err) == api.TooLarge {
		wait = time.Minute // megabytes were read for nothing
	}
	f.need.RetryAt = now.Add(wait)
	switch {
	case api.ConcernsAll(err):
		// It is the link that is tried again, and when it is back all are.
		f.need.RetryAt = time.Time{}
		a.linkFails(m, f.sent, err)
	case !mayConcernAll(err):
		a.linkAnswers(m, now) // with a refusal, but it does
	case m.doubt(f):
		a.linkFails(m, f.sent, err)
	}
}

// mayConcernAll reports whether a failure may be met by every request, or by
// this one alone: it does not say which.
func mayConcernAll(err error) bool {
	switch api.KindOf(err) {
	case api.TimedOut, api.ServerError, api.Unreadable, api.Unreachable:
		return true
	}
	return false
}

func (a *App) linkAnswers(m *member, now time.Time) {
	l := &m.link
	l.doubts = nil
	if !l.down {
		return
	}
	a.o.Traffic.Note(log.Line{At: now, Kind: log.Link, Text: a.inProfile(m) + "answers again after " + draw.Took(now.Sub(l.since))})
	m.feeds(func(f *feed) {
		if f.err != nil && !f.since.Before(l.since) {
			f.need.RetryAt = time.Time{} // it failed with the backend, not by itself
		}
	})
	m.link = link{back: now, since: l.since}
	a.hush() // what was said of the failure is no more
	m.watch.again = true
	a.hasten(m)
}

// linkFails counts a failure, of what was sent at sent, as the backend's.
func (a *App) linkFails(m *member, sent time.Time, err error) {
	now, was := a.now(), m.link.failures
	if !m.link.down {
		a.hush() // what is wrong now matters more
	}
	m.link.fail(sent, now, a.o.Refresh, err)
	if l := m.link; l.failures != was {
		a.o.Traffic.Note(log.Line{At: now, Kind: log.Link, Bad: true, Text: a.inProfile(m) + brokenWord(err) +
			"; next try at " + l.next.In(a.times.Zone(a.o.Zone)).Format("15:04:05")})
	}
}

// inProfile begins a line of the log where it would not be clear whose it is.
func (a *App) inProfile(m *member) string {
	if len(a.members) < 2 {
		return ""
	}
	return model.Visible(m.info.Profile) + ": "
}

// manyDoubts is how many feeds in a row must fail for it to be the backend
// that does.
const manyDoubts = 3

// doubt reports whether a failure that one feed alone may meet is taken for
// the backend's: others failed like it and nothing has been read since. To
// find out soon, the lists of functions and triggers are asked.
func (m *member) doubt(f *feed) bool {
	if !slices.Contains(m.link.doubts, f) {
		m.link.doubts = append(m.link.doubts, f)
	}
	if m.link.down || len(m.link.doubts) >= manyDoubts {
		return true
	}
	for _, witness := range []*feed{&m.functions, &m.triggers} {
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
		l.down, l.since, l.back = true, sent, time.Time{}
	}
	l.failures++
	l.failed, l.err = now, err
	l.held = later(l.held, now.Add(api.WaitOf(err)))
	l.next = later(l.held, now.Add(model.Backoff(refresh, l.failures)))
}

// retry has the backend asked at once whether it is back: something else, the
// stream or an action, was answered.
func (l *link) retry(now time.Time) {
	if l.down {
		l.next = later(l.held, now)
	}
}

// probe leaves one of the needs to be asked at the appointed time, the rest
// waits for its answer. They take turns: the one that is asked may be the one
// that fails for reasons of its own.
func (m *member) probe(needs []model.Need, wants []wanted) {
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
	needs[turn].Fetched, needs[turn].RetryAt = time.Time{}, m.link.next
}
