package ui

import "time"

// truth is what the header says of the data on screen.
type truth struct {
	state truthState
	data  time.Time // as of when all that is on screen was read
	since time.Time // stale since
	next  time.Time // tried again at
	err   error
	whose string // the profile that err is of
	// trying is that an answer is being waited for by something that failed.
	trying bool
	old    bool // some of what is on screen is from before fntop was started
}

type truthState uint8

// From what worries least to what does most.
const (
	fine   truthState = iota
	asking            // nothing has been read yet
	paused
	catching // the backend answers again; not all on screen has been read since
	partly   // some of it cannot be read
	broken   // nothing can be read
)

// truthWords are the states in words, but for what is broken: that is told by
// what broke it.
var truthWords = [...]string{fine: "live", asking: "asking …", paused: "paused", catching: "catching up", partly: "partly stale", broken: ""}

// lookAround finds the truth of every profile, and of all of them, for the
// frame to be drawn.
func (a *App) lookAround() {
	hot, shown := a.interest()
	a.truth = truth{state: asking}
	for i, m := range a.members {
		m.truth = a.truthOf(m, hot, shown)
		if i == 0 {
			a.truth = m.truth
			continue
		}
		a.truth = a.truth.with(m.truth)
	}
}

// truthOf looks at every feed of a profile: its data is as old as the oldest
// part of it that is on screen.
func (a *App) truthOf(m *member, hot, shown map[source]bool) truth {
	t := truth{state: asking, whose: m.info.Profile}
	failing, all, read := 0, 0, false
	look := func(f *feed, counts bool) {
		all++
		if f.err != nil {
			failing++
			if t.since.IsZero() || f.since.Before(t.since) {
				t.since, t.err = f.since, f.err
			}
			// What is due waits for its turn.
			if at := f.need.RetryAt; !f.need.InFlight && at.After(a.now()) {
				t.next = earlier(t.next, at)
			} else {
				t.trying = true
			}
		}
		if counts {
			t.data = earlier(t.data, f.read)
		}
	}
	look(&m.functions, false)
	look(&m.triggers, false)
	for _, s := range m.sources {
		look(m.runs[s], hot[s] || shown[s])
		read = read || !m.runs[s].read.IsZero()
	}
	switch {
	case m.link.down:
		t.state, t.since, t.next, t.err = broken, m.link.since, m.link.next, m.link.err
		t.trying = m.busySince(m.link.failed)
	case failing > 0 && failing == all:
		t.state = broken
	case failing > 0:
		t.state = partly
	case !t.data.IsZero() && t.data.Before(m.link.back):
		t.state, t.since = catching, m.link.since
	case m.old != nil:
		t.old = true // and still asking
	case read, !m.functions.read.IsZero() && len(m.functionList) == 0:
		t.state = fine
	}
	if m.old != nil {
		t.data = earlier(t.data, m.old.as)
		if t.state == broken || t.state == partly {
			t.since = earlier(t.since, m.old.as)
		}
	}
	if a.live.paused {
		t.state = paused
	}
	return t
}

// with is the truth of two profiles: what is broken in one is partly so in
// both.
func (t truth) with(o truth) truth {
	both := truth{state: max(t.state, o.state), data: earlier(t.data, o.data), since: earlier(t.since, o.since), next: earlier(t.next, o.next),
		err: t.err, whose: t.whose, trying: t.trying || o.trying, old: t.old || o.old}
	if both.err == nil || (o.state == broken && t.state != broken) {
		both.err, both.whose = o.err, o.whose
	}
	if both.state == broken && t.state != o.state {
		both.state = partly
	}
	return both
}

// later is the second of two times.
func later(x, y time.Time) time.Time {
	if x.After(y) {
		return x
	}
	return y
}

// earlier is the first of two times, of which zero is none.
func earlier(x, y time.Time) time.Time {
	if x.IsZero() || (!y.IsZero() && y.Before(x)) {
		return y
	}
	return x
}
