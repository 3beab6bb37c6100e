package model

import (
	"math"
	"time"
)

// How old what is on screen and what is urgent may become where the budget
// does not allow the refresh interval for all; and beyond what nothing is put
// off, whatever the budget.
const (
	hotAge   = 10 * time.Second
	shownAge = 60 * time.Second
	farthest = 24 * time.Hour
	// touchedAge is how soon what was read is read again because something was
	// heard of it, while there are requests enough.
	touchedAge = 250 * time.Millisecond
)

// perMinute is how many requests a minute are planned: four fifths of the
// budget in force. The rest is for what a person does.
func (m *Means) perMinute() float64 { return float64(max(0, m.Budget)) * 4 / 5 }

// slower is the factor by which everything is put off.
func (m *Means) slower() time.Duration { return time.Duration(max(1, m.Slower)) }

// pace is how often each urgency is fetched, so that all of it together stays
// within the planned requests. Where they do not allow the refresh interval
// for all, the hot ones keep it as long as they can: they have their share,
// and what the others have no use for. Of what is left, what is on screen has
// half if it needs it. touched is how soon what was touched is read again.
func pace(needs []Need, m *Means) (every [3]time.Duration, touched time.Duration) {
	var count [3]int
	others, unread := 0.0, false // requests a minute, were they not limited
	for i := range needs {
		n := &needs[i]
		u := n.urgency()
		count[u]++
		if u != Hot {
			others += rate(1, max(m.Refresh, n.Least))
			unread = unread || n.Fetched.IsZero() && n.RetryAt.IsZero()
		}
	}
	planned := m.perMinute()
	share := planned * 3 / 4
	if unread && rate(count[Hot], max(m.Refresh, hotAge)) > share {
		// They cannot be kept fresh anyway, and what was never read may be as
		// hot, without anybody knowing.
		share = planned / 2
	}
	hot := spread(count[Hot], max(share, planned-others), m.Refresh)
	left := planned - rate(count[Hot], hot)
	shown := min(spread(count[Shown]+count[Rest], left, m.Refresh),
		spread(count[Shown], left/2, max(m.Refresh, shownAge)))
	rest := spread(count[Rest], left-rate(count[Shown], shown), m.Refresh)
	every = [3]time.Duration{Hot: hot * m.slower(), Shown: shown * m.slower(), Rest: rest * m.slower()}
	return every, m.touched(spread(count[Hot], planned*3/4, hotAge)) * m.slower()
}

// touched is touchedAge until half of the planned requests are used, and grows
// to slow, which it is when four fifths are: one event is answered at once, and
// a flood of them costs hardly more than what is hot does anyway.
func (m *Means) touched(slow time.Duration) time.Duration {
	const half, most = 0.5, 0.8
	used := float64(m.Budget-m.Left) / max(1, m.perMinute())
	share := max(0, min((used-half)/(most-half), 1))
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
	quarter := spread(1, m.perMinute()/4, 0)
	if !hotDue {
		quarter = max(quarter, hotAge)
	}
	return min(quarter, 10*time.Minute)
}
