// Package clock is the only place that reads the time: a real clock, and a
// driven one that tests move by hand.
package clock

import "time"

// Clock tells the time and makes timers. Its methods may be called from
// several goroutines.
type Clock interface {
	Now() time.Time
	// NewTimer returns a timer that fires once, d from now. A d of zero or
	// less fires at once.
	NewTimer(d time.Duration) Timer
}

// Timer fires once on C. Stop reports whether it stopped the timer before it
// fired; after Stop nothing is sent.
type Timer interface {
	C() <-chan time.Time
	Stop() bool
}

// Real returns the clock of the machine.
func Real() Clock { return machine{} }

type machine struct{}

func (machine) Now() time.Time { return time.Now() }

func (machine) NewTimer(d time.Duration) Timer { return machineTimer{time.NewTimer(d)} }

type machineTimer struct{ t *time.Timer }

func (t machineTimer) C() <-chan time.Time { return t.t.C }
func (t machineTimer) Stop() bool          { return t.t.Stop() }
