package model

import (
	"slices"
	"time"
)

// Urgency is how fresh a person needs something to be.
type Urgency uint8

// From the most urgent to the least.
const (
	Hot   Urgency = iota // selected, or with unfinished runs
	Shown                // on screen
	Rest                 // everything else
)

// Need is something that is fetched again and again.
type Need struct {
	Urgency  Urgency
	Fetched  time.Time // when it was last read; zero when never
	RetryAt  time.Time // after a failure: not before
	InFlight bool
	// Least is a pace of its own: not more often than this, whatever the
	// refresh. What has one is a list that tells what else there is to read,
	// so it never waits longer than what is on screen.
	Least time.Duration
}

func (n *Need) urgency() Urgency {
	if n.Least > 0 {
		return min(n.Urgency, Shown)
	}
	return n.Urgency
}

// Means is what there is to fetch with.
type Means struct {
	Refresh    time.Duration // how often, where the budget allows
	Budget     int           // requests in 60 s, as the backend allows them now
	Left       int           // of these, now
	UnderWay   int           // requests not answered yet
	MostAtOnce int           // requests that may be under way
	Slower     int           // a factor, 1 or more: six while nobody looks
}

// Plan says which needs to fetch now, most urgent first, and when to look
// again. A zero wake means: not before something changes.
func Plan(needs []Need, m Means, now time.Time) (fetch []int, wake time.Time) {
	due, wake := dueOf(needs, &m, now)
	slices.SortStableFunc(due, func(a, b int) int {
		if c := int(needs[a].urgency()) - int(needs[b].urgency()); c != 0 {
			return c
		}
		return needs[a].Fetched.Compare(needs[b].Fetched)
	})
	hot := 0
	for hot < len(due) && needs[due[hot]].Urgency == Hot {
		hot++
	}
	room := max(0, min(m.MostAtOnce-m.UnderWay, m.Left))
	owed := 0
	if room > 0 && hot < len(due) && m.owes(needs, min(hot, room), now) {
		owed = 1
	}
	// What is not hot leaves a fifth of the budget alone, so that a large
	// account being read for the first time never starves what is looked at.
	spare := min(room, m.Left-m.Budget/5)
	first := min(hot, room-owed)
	others := min(len(due)-hot, max(owed, spare-first))
	fetch = append(due[:first], due[hot:hot+others]...)

	if len(fetch) == 0 && len(due) > 0 && m.UnderWay == 0 {
		// No answer will wake us: look again when the window of the budget
		// has moved on a little.
		wake = sooner(wake, now.Add(time.Second))
	}
	return fetch, wake
}

// dueOf are the needs that are due, and when the first of the others will be.
func dueOf(needs []Need, m *Means, now time.Time) (due []int, wake time.Time) {
	every := pace(needs, m)
	for i := range needs {
		n := &needs[i]
		if n.InFlight {
			continue
		}
		at := n.RetryAt
		if !n.Fetched.IsZero() {
			at = later(at, n.Fetched.Add(max(n.Least, every[n.urgency()])))
		}
		if !at.After(now) {
			due = append(due, i)
			continue
		}
		if every[n.urgency()] > m.Refresh*m.slower() && at.After(n.RetryAt) {
			// It waits for the budget, which may be another soon.
			at = sooner(at, now.Add(hotAge*m.slower()))
		}
		wake = sooner(wake, at)
	}
	return due, wake
}

// owes reports whether one of what is not hot goes before the last of so many
// hot ones that are about to go. While requests wait for one another, one in
// so many as may be under way is theirs; while they wait for the budget, the
// time since one was read tells whose turn it is.
func (m *Means) owes(needs []Need, hot int, now time.Time) bool {
	var last time.Time
	for i := range needs {
		n := &needs[i]
		switch {
		case n.Urgency != Hot && n.InFlight:
			return false // it has the turn
		case n.Urgency != Hot:
			last = later(last, n.Fetched)
		case n.InFlight:
			hot++
		}
	}
	return m.MostAtOnce > 1 && hot >= m.MostAtOnce || now.Sub(last) >= m.turn(hot > 0)
}

// Backoff is how long to wait after so many failures in a row: doubling from
// the refresh interval up to a minute.
func Backoff(refresh time.Duration, failures int) time.Duration {
	const most = time.Minute
	wait := refresh
	for range min(failures-1, 8) {
		wait *= 2
	}
	return max(time.Second, min(wait, most))
}

func sooner(a, b time.Time) time.Time {
	if a.IsZero() || b.Before(a) {
		return b
	}
	return a
}

func later(a, b time.Time) time.Time {
	if a.After(b) {
		return a
	}
	return b
}
