package model

import "time"

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
	// Touched: something was heard of it that no reading asked for since has
	// shown. It is as urgent as what is hot.
	Touched bool
	// Doubted: changes may have come that nobody told of. It is due in its turn,
	// but for what was read a moment ago.
	Doubted bool

	asked struct{ touched, doubted bool } // when it was asked for
	// Least is a pace of its own: not more often than this, whatever the
	// refresh. What has one is a list that tells what else there is to read,
	// so it never waits longer than what is on screen.
	Least time.Duration
}

// Ask notes that it is asked for. The marks are taken away by the asking and
// not by the answer: what is heard while an answer is under way may not be in
// it.
func (n *Need) Ask() {
	n.asked.touched, n.asked.doubted = n.Touched, n.Doubted
	n.InFlight, n.Touched, n.Doubted = true, false, false
}

// Answer notes that the answer came.
func (n *Need) Answer(now time.Time) {
	n.InFlight, n.Fetched, n.RetryAt = false, now, time.Time{}
}

// Assured reports whether it has been read since it was doubted, or a moment
// before.
func (n *Need) Assured(now time.Time) bool { return !n.Doubted || now.Before(n.Fetched.Add(doubtAge)) }

// Fail notes that no answer came. Whoever knows more sets RetryAt.
func (n *Need) Fail() {
	n.InFlight = false
	n.Touched, n.Doubted = n.Touched || n.asked.touched, n.Doubted || n.asked.doubted
}

func (n *Need) urgency() Urgency {
	if n.Touched {
		return Hot
	}
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
	Calm       time.Duration // what is not hot is fresh for so long: the backend pushes changes
	Slower     int           // a factor, 1 or more: six while nobody looks
}

// Plan says which needs to fetch now, most urgent first, and when to look
// again. A zero wake means: not before something changes.
func Plan(needs []Need, m Means, now time.Time) (fetch []int, wake time.Time) {
	p := pace(needs, &m)
	hot, others, wake := dueOf(needs, &m, &p, now)
	room := max(0, min(m.MostAtOnce-m.UnderWay, m.Left))
	owed := 0
	if room > 0 && len(others) > 0 && m.owes(needs, min(len(hot), room), now) {
		owed = 1
	}
	spare := min(room, p.spare(needs, &m, now))
	fetch = mostUrgent(needs, hot, room-owed)
	fetch = append(fetch, mostUrgent(needs, others, max(owed, spare-len(fetch)))...)

	if len(fetch) == 0 && len(hot)+len(others) > 0 && m.UnderWay == 0 {
		// No answer will wake us: look again when the window of the budget
		// has moved on a little.
		wake = sooner(wake, now.Add(time.Second))
	}
	return fetch, wake
}

// dueOf are the needs that are due, hot and not, and when the first of those
// that are not will be.
func dueOf(needs []Need, m *Means, p *paces, now time.Time) (hot, others []int, wake time.Time) {
	every := p.every
	// What is pushed when it changes need not be asked for as often.
	every[Shown] = max(every[Shown], m.Calm)
	every[Rest] = max(every[Rest], m.Calm)
	for i := range needs {
		n := &needs[i]
		if n.InFlight {
			continue
		}
		at := n.RetryAt
		if !n.Fetched.IsZero() {
			age := max(n.Least, every[n.urgency()])
			if n.Touched {
				age = min(age, p.touched)
			}
			if n.Doubted {
				age = min(age, doubtAge)
			}
			at = later(at, n.Fetched.Add(age))
		}
		switch {
		case at.After(now):
			if every[n.urgency()] > m.Refresh*m.slower() && at.After(n.RetryAt) {
				// It waits for the budget, which may be another soon.
				at = sooner(at, now.Add(hotAge*m.slower()))
			}
			wake = sooner(wake, at)
		case n.urgency() == Hot:
			hot = append(hot, i)
		default:
			others = append(others, i)
		}
	}
	return hot, others, wake
}

// mostUrgent are the first k of due, the oldest of one urgency first. There
// may be thousands, of which a handful is wanted: they are not sorted.
func mostUrgent(needs []Need, due []int, k int) []int {
	k = max(0, min(k, len(due)))
	for at := range k {
		first := at
		for i := at + 1; i < len(due); i++ {
			if c := order(&needs[due[i]], &needs[due[first]]); c < 0 || c == 0 && due[i] < due[first] {
				first = i
			}
		}
		due[at], due[first] = due[first], due[at]
	}
	return due[:k:k]
}

func order(a, b *Need) int {
	if c := int(a.urgency()) - int(b.urgency()); c != 0 {
		return c
	}
	return a.Fetched.Compare(b.Fetched)
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
		case n.urgency() != Hot && n.InFlight:
			return false // it has the turn
		case n.urgency() != Hot:
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
