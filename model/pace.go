package model

import (
	"math"
	"time"
)

// How old what is urgent, what is on screen and the rest may become where the
// budget does not allow the refresh interval for all: ten seconds, a minute and
// two minutes, of which a tenth is for requests that wait for one another. And
// beyond what nothing is put off, whatever the budget.
const (
	hotAge   = 10 * time.Second * 9 / 10
	shownAge = time.Minute * 9 / 10
	restAge  = 2 * time.Minute * 9 / 10
	farthest = 24 * time.Hour
	// touchedAge is how soon what was read is read again because something was
	// heard of it, while there are requests enough.
	touchedAge = 250 * time.Millisecond
	// doubtAge is the same for what is in doubt: the lists that are read while
	// the stream comes up at the start are not read twice in one moment.
	doubtAge = time.Second
)

// uneven is how many times the requests that ages cost on average must be there
// for the ages to be kept: nothing is read exactly when it is due, and what is
// touched is read more often.
const uneven = 1.15

// perMinute is how many requests a minute are planned: four fifths of the
// budget in force. The rest is for what a person does. aged is what the ages
// cost: where that is more, the rest may shrink to a twentieth. A person still
// never waits for long, because whatever leaves the window is theirs first.
func (m *Means) perMinute(aged float64) float64 {
	budget := float64(max(0, m.Budget))
	return max(budget*4/5, min(aged, budget*19/20))
}

// slower is the factor by which everything is put off.
func (m *Means) slower() time.Duration { return time.Duration(max(1, m.Slower)) }

// paces are how often things are fetched.
type paces struct {
	every   [3]time.Duration // by urgency
	touched time.Duration    // after it was read, what was touched since
	planned float64          // requests a minute, for all of it
	hot     float64          // of these, what the hot ones take
}

// pace is how often each urgency is fetched, so that all of it together stays
// within the planned requests. Where they do not allow the refresh interval
// for all, everything is to keep its age first, and only then do the hot ones
// come nearer to the refresh interval. Where not even the ages can be kept, the
// hot ones keep theirs as long as three quarters are enough for that; of what
// is left, what is on screen has half if it needs it.
func pace(needs []Need, m *Means) paces {
	var count [3]int
	touched := 0
	others, unread := 0.0, false // requests a minute, were they not limited
	for i := range needs {
		n := &needs[i]
		u := n.urgency()
		count[u]++
		if n.Touched {
			touched++
		}
		if u != Hot {
			others += rate(1, max(m.Refresh, n.Least))
			unread = unread || n.Fetched.IsZero() && n.RetryAt.IsZero()
		}
	}
	kept := rate(count[Hot], max(m.Refresh, hotAge))
	aged := uneven * (rate(count[Shown], max(m.Refresh, shownAge)) + rate(count[Rest], max(m.Refresh, restAge)))
	planned := m.perMinute(kept + aged)
	share := planned * 3 / 4
	if unread && kept > share {
		// They cannot be kept fresh anyway, and what was never read may be as
		// hot, without anybody knowing.
		share = planned / 2
	} else {
		share = min(share, max(kept, planned-aged))
	}
	hot := spread(count[Hot], max(share, planned-others), m.Refresh)
	again := m.touched(spread(count[Hot], planned*3/4, hotAge))
	taken := rate(count[Hot]-touched, hot) + rate(touched, min(hot, again))
	left := max(planned-taken, planned/4)
	shown := min(spread(count[Shown]+count[Rest], left, m.Refresh),
		spread(count[Shown], left/2, max(m.Refresh, shownAge)))
	rest := spread(count[Rest], left-rate(count[Shown], shown), m.Refresh)
	return paces{
		every:   [3]time.Duration{hot * m.slower(), shown * m.slower(), rest * m.slower()},
		touched: again * m.slower(), planned: planned, hot: rate(count[Hot], hot*m.slower()),
	}
}

// touched is how soon after a reading what was touched since is read again:
// touchedAge until three fifths of the planned requests are used, and more and
// more up to slow, which it is when nine tenths are. One event is answered at
// once, and a flood of them costs hardly more than what is hot does anyway.
func (m *Means) touched(slow time.Duration) time.Duration {
	const plenty, most = 0.6, 0.9
	used := float64(m.Budget-m.Left) / max(1, m.perMinute(0))
	share := max(0, min((used-plenty)/(most-plenty), 1))
	return time.Duration(float64(touchedAge) * math.Pow(float64(slow)/float64(touchedAge), share))
}

// spread is how often each of n is fetched with so many requests a minute for
// all of them, but not more often than least.
func spread(n int, perMinute float64, least time.Duration) time.Duration {
	every := float64(farthest)
	if n == 0 {
		return least
	}
	if perMinute > 0 {
		every = min(every, float64(n)/perMinute*float64(time.Minute))
	}
	return max(least, time.Duration(every))
}

// rate is how many requests a minute n of them make.
func rate(n int, every time.Duration) float64 {
	return float64(n) * float64(time.Minute) / float64(max(every, time.Millisecond))
}

// turn is for how long nothing that is not hot must have been read before one
// of them goes first, so that they have their quarter, whatever the hot ones
// would take. Where none of those is due, it is what keeps the others going
// when less is left than the reserve for good.
func (m *Means) turn(hotDue bool) time.Duration {
	quarter := spread(1, m.perMinute(0)/4, 0)
	if !hotDue {
		quarter = max(quarter, hotAge)
	}
	return min(quarter, 10*time.Minute)
}
