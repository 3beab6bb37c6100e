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

// How old data of each urgency may become before the next fetch, where the
// budget does not allow the refresh interval for all.
const (
	hotAge   = 10 * time.Second
	shownAge = 60 * time.Second
	restAge  = 2 * time.Minute
)

// Need is something that is fetched again and again.
type Need struct {
	Urgency  Urgency
	Fetched  time.Time // when it was last read; zero when never
	RetryAt  time.Time // after a failure: not before
	InFlight bool
	Least    time.Duration // not more often than this, whatever the refresh
}

// Means is what there is to fetch with.
type Means struct {
	Refresh    time.Duration // how often, where the budget allows
	Budget     int           // requests in 60 s
	Left       int           // of these, now
	UnderWay   int           // requests not answered yet
	MostAtOnce int           // requests that may be under way
	Slower     int           // a factor, 1 or more: six while nobody looks
}

// Plan says which needs to fetch now, most urgent first, and when to look
// again. A zero wake means: not before something changes.
func Plan(needs []Need, m Means, now time.Time) (fetch []int, wake time.Time) {
	every := intervals(needs, m)
	room := min(m.MostAtOnce-m.UnderWay, m.Left)
	var due []int
	for i, n := range needs {
		if n.InFlight {
			continue
		}
		at := n.RetryAt
		if !n.Fetched.IsZero() {
			at = later(at, n.Fetched.Add(max(n.Least, every[n.Urgency])))
		}
		if at.After(now) {
			wake = sooner(wake, at)
			continue
		}
		due = append(due, i)
	}
	slices.SortStableFunc(due, func(a, b int) int {
		if c := int(needs[a].Urgency) - int(needs[b].Urgency); c != 0 {
			return c
		}
		return needs[a].Fetched.Compare(needs[b].Fetched)
	})
	// What is not hot leaves a fifth of the budget alone, so that a large
	// account being read for the first time never starves what is looked at.
	spare := min(room, m.Left-m.Budget/5)
	fetch = due[:0]
	for _, i := range due {
		allowed := spare
		if needs[i].Urgency == Hot {
			allowed = room
		}
		if len(fetch) < allowed {
			fetch = append(fetch, i)
		}
	}
	if len(fetch) == 0 && len(due) > 0 && m.UnderWay == 0 {
		// No answer will wake us: look again when the window of the budget
		// has moved on a little.
		wake = sooner(wake, now.Add(time.Second))
	}
	return fetch, wake
}

// intervals is how often each urgency is fetched. Where all at the refresh
// interval would take more than four fifths of the budget (the rest is for
// what a person does), the hot ones keep it as long as they can and the
// others share what is left.
func intervals(needs []Need, m Means) [3]time.Duration {
	var count [3]int
	for _, n := range needs {
		count[n.Urgency]++
	}
	slower := time.Duration(max(1, m.Slower))
	perMinute := m.Budget * 4 / 5
	share := func(n int, allowed int, least, most time.Duration) time.Duration {
		if n == 0 {
			return least
		}
		return max(least, min(most, time.Duration(n)*time.Minute/time.Duration(max(1, allowed))))
	}
	hot := share(count[Hot], perMinute*3/4, m.Refresh, max(m.Refresh, hotAge))
	left := perMinute - int(time.Duration(count[Hot])*time.Minute/max(hot, time.Millisecond))
	rest := share(count[Shown]+count[Rest], left, m.Refresh, max(m.Refresh, restAge))
	shown := min(rest, max(m.Refresh, shownAge))
	return [3]time.Duration{Hot: hot * slower, Shown: shown * slower, Rest: rest * slower}
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
