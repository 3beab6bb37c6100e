package ui

import (
	"context"
	"time"

	"fntop/model"
	"fntop/ui/sched"
)

// live is what is read again and again, and how that goes.
type live struct {
	functions feed
	triggers  feed
	sources   []source // whose newest runs are read, in the order of the panes
	runs      map[source]*feed
	strays    map[model.RunID]*feed // unfinished runs that no newest page holds
	open      feed                  // the open run
	lists     map[list]*pages

	hot, shown map[source]bool // interest's, used again

	// unfinished are the runs in the store that are not over.
	unfinished map[model.RunID]*model.Run

	watch   watch
	link    link
	paused  bool
	once    bool // one round of reading was asked for, paused or not
	blurred bool

	wake     sched.Ticket // of the timer that is set
	wakeAt   time.Time    // when it goes off; zero when none is set
	stopWake context.CancelFunc
}

// feed is one thing that is read again and again.
type feed struct {
	asked    sched.Ticket // of the last request
	need     model.Need
	read     time.Time // when it was read last, whatever is due since
	sent     time.Time
	touched  bool // it was, when it was asked for last
	failures int
	err      error
	since    time.Time // of the first of these failures
}

// waits reports whether the answer with this ticket is the one waited for.
func (f *feed) waits(t sched.Ticket) bool {
	return f != nil && t != 0 && t == f.asked && f.need.InFlight
}

// forget makes what is under way late, and the next reading due at once.
func (f *feed) forget() {
	f.asked, f.need.InFlight = 0, false
	f.need.Touched = f.need.Touched || f.touched
	f.need.Fetched, f.need.RetryAt = time.Time{}, time.Time{}
}

// listsEvery is how often functions and triggers are read: they change when
// somebody deploys.
const listsEvery = 30 * time.Second

func newLive() live {
	l := live{
		runs:       map[source]*feed{},
		strays:     map[model.RunID]*feed{},
		lists:      map[list]*pages{},
		unfinished: map[model.RunID]*model.Run{},
		hot:        map[source]bool{},
		shown:      map[source]bool{},
	}
	l.functions.need.Least, l.triggers.need.Least = listsEvery, listsEvery
	return l
}

// idle reports whether nothing is under way.
func (l *live) idle() bool {
	for _, p := range l.lists {
		if p.reading != 0 {
			return false
		}
	}
	return !l.busySince(time.Time{})
}

// busySince reports whether anything that was asked for after that time is
// under way.
func (l *live) busySince(at time.Time) bool {
	busy := func(f *feed) bool { return f.need.InFlight && f.sent.After(at) }
	if busy(&l.functions) || busy(&l.triggers) || busy(&l.open) {
		return true
	}
	for _, f := range l.runs {
		if busy(f) {
			return true
		}
	}
	for _, f := range l.strays {
		if busy(f) {
			return true
		}
	}
	return false
}
