package clock

import (
	"sort"
	"sync"
	"time"
)

// Driven is a clock that stands still until Advance or Set moves it.
type Driven struct {
	mu      sync.Mutex
	changed *sync.Cond // timers were made, fired or stopped
	now     time.Time
	timers  []*drivenTimer // those still to fire
}

// NewDriven returns a clock that stands at start.
func NewDriven(start time.Time) *Driven {
	d := &Driven{now: start}
	d.changed = sync.NewCond(&d.mu)
	return d
}

// Now returns the time the clock was last moved to.
func (d *Driven) Now() time.Time {
	d.mu.Lock()
	defer d.mu.Unlock()
	return d.now
}

// NewTimer returns a timer that fires when the clock is moved past it.
func (d *Driven) NewTimer(after time.Duration) Timer {
	d.mu.Lock()
	defer d.mu.Unlock()
	t := &drivenTimer{clock: d, at: d.now.Add(after), c: make(chan time.Time, 1)}
	if after <= 0 {
		t.c <- d.now
		return t
	}
	d.timers = append(d.timers, t)
	d.changed.Broadcast()
	return t
}

// Advance moves the clock by step, firing what falls due in order of time.
func (d *Driven) Advance(step time.Duration) {
	d.mu.Lock()
	defer d.mu.Unlock()
	d.moveTo(d.now.Add(step))
}

// Next moves the clock to the next timer and fires it. It reports false, and
// moves nothing, when no timer waits.
func (d *Driven) Next() bool {
	d.mu.Lock()
	defer d.mu.Unlock()
	if len(d.timers) == 0 {
		return false
	}
	next := d.timers[0].at
	for _, t := range d.timers {
		if t.at.Before(next) {
			next = t.at
		}
	}
	d.moveTo(next)
	return true
}

// Timers returns how many timers wait to fire.
func (d *Driven) Timers() int {
	d.mu.Lock()
	defer d.mu.Unlock()
	return len(d.timers)
}

// AwaitTimers blocks until at least n timers wait to fire: the state in which
// the code under test has gone to sleep and the clock may be moved.
func (d *Driven) AwaitTimers(n int) {
	d.mu.Lock()
	defer d.mu.Unlock()
	for len(d.timers) < n {
		d.changed.Wait()
	}
}

func (d *Driven) moveTo(to time.Time) {
	sort.SliceStable(d.timers, func(i, j int) bool { return d.timers[i].at.Before(d.timers[j].at) })
	due := 0
	for due < len(d.timers) && !d.timers[due].at.After(to) {
		t := d.timers[due]
		t.c <- t.at
		due++
	}
	d.timers = append([]*drivenTimer(nil), d.timers[due:]...)
	d.now = to
	d.changed.Broadcast()
}

type drivenTimer struct {
	clock *Driven
	at    time.Time
	c     chan time.Time
}

func (t *drivenTimer) C() <-chan time.Time { return t.c }

func (t *drivenTimer) Stop() bool {
	t.clock.mu.Lock()
	defer t.clock.mu.Unlock()
	for i, w := range t.clock.timers {
		if w == t {
			t.clock.timers = append(t.clock.timers[:i:i], t.clock.timers[i+1:]...)
			t.clock.changed.Broadcast()
			return true
		}
	}
	return false
}
