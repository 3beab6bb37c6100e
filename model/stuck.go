package model

import "time"

// When a run counts as stuck.
const (
	// stuckTimes is how many times as long as nearly all runs of its function
	// take it is under way.
	stuckTimes = 3
	// stuckSamples is of how many runs that has to be known.
	stuckSamples = 20
	// stuckLeast is for functions that take no time: what began a few seconds
	// ago is not stuck, and its end may not have been heard of.
	stuckLeast = 30 * time.Second
)

// StuckAfter is how long a run of a function may be under way until it counts
// as stuck: its time-out, or three times what 95 in a hundred of its runs take
// at the most. It is unknown where neither is known.
func StuckAfter(timeout Opt[time.Duration], usual *Stats) Opt[time.Duration] {
	limit := timeout
	if usual != nil && usual.P95.Known && usual.Timed >= stuckSamples {
		if slow := max(stuckTimes*usual.P95.Value, stuckLeast); !limit.Known || slow < limit.Value {
			limit = Some(slow)
		}
	}
	return limit
}

// Stuck reports whether the run is under way longer than that. One that waits
// for a person, or in a queue, is not.
func (r *Run) Stuck(after Opt[time.Duration], now time.Time) bool {
	return after.Known && r.underWay() && now.Sub(r.Started) > after.Value
}
