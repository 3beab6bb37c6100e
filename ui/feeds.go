package ui

import (
	"context"
	"time"

	"fntop/model"
	"fntop/ui/sched"
)

// live is what the reading of all profiles has in common.
type live struct {
	open feed // the open run

	hot, shown map[source]bool // interest's, used again

	// unfinished are the runs in the store that are not over.
	unfinished map[model.RunID]*model.Run

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
	read     time.Time // as of when it is known, whatever is due since
	sent     time.Time
	failures int
	err      error
	since    time.Time // of the first of these failures
	gone     time.Time // of a single run: when it was first said not to be there
}

// waits reports whether the answer with this ticket is the one waited for.
func (f *feed) waits(t sched.Ticket) bool {
	return f != nil && t != 0 && t == f.asked && f.need.InFlight
}

// good reports whether the last answer was one.
func (f *feed) good() bool { return f.err == nil && !f.read.IsZero() }

// forget makes what is under way late, and the next reading due at once.
func (f *feed) forget() {
	f.asked = 0
	f.need.Fail()
	f.need.Doubted, f.need.RetryAt = true, time.Time{}
}

func newLive() live {
	return live{
		unfinished: map[model.RunID]*model.Run{},
		hot:        map[source]bool{},
		shown:      map[source]bool{},
	}
}

// idle reports whether nothing is under way.
func (a *App) idle() bool {
	for _, m := range a.members {
		if !m.idle() {
			return false
		}
	}
	return !a.live.open.need.InFlight && !a.contrasting() && !a.readingLineage()
}
