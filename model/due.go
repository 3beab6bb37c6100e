package model

import (
	"slices"
	"time"
)

// Due is how a scheduled trigger keeps its times.
type Due struct {
	Next   time.Time   // when it is to run next; zero where that is not known
	Missed []time.Time // when it was to run and did not, oldest first
	Came   time.Time   // when it ran last
	Since  time.Time   // misses were looked for from then on; zero: not at all
	Why    string      // half a sentence: why nothing can be said
}

// How punctual a trigger is to be.
const (
	// latest is how late a run may come and still count as on time, where the
	// next time is not closer than twice that.
	latest = 5 * time.Minute
	// early is how far a backend's clocks may be apart.
	early = 15 * time.Second
	// often is under how much time between two runs single times are not told
	// apart any more: only a longer silence is a miss.
	often = time.Minute
	// mostDue is how many times are gone through for one trigger. Of one that
	// comes more often, misses are looked for in less time.
	mostDue = 2000
)

// came reports whether the schedule itself can have started the run.
func (r *Run) came() bool {
	return !r.IsRerun.Value && r.Source != "rerun" && r.Source != "manual" && !r.Created.IsZero()
}

// Comings are when schedules started runs, by trigger, the oldest first. The
// runs are to come newest first.
func Comings(runs []*Run) map[Subject][]time.Time {
	all := make(map[Subject][]time.Time)
	for _, r := range slices.Backward(runs) {
		if s, ok := SubjectOf(OfTrigger, r); ok && r.came() && (r.TriggerType == "" || TriggerType(r.TriggerType) == Scheduled) {
			all[s] = append(all[s], r.Created)
		}
	}
	return all
}

// DueOf says when a trigger is to run next, and when since a moment it was to
// run and did not. came is what Comings says of it; seen is the time of which
// all its runs are known: what else may have come is no miss.
func DueOf(t *Trigger, came []time.Time, since time.Time, seen Coverage, now time.Time) Due {
	if t.Type != Scheduled || !t.Enabled {
		return Due{}
	}
	s, err := ParseSchedule(t.Schedule)
	if err != nil {
		return Due{Why: err.Error()}
	}
	if t.Since.After(since) {
		since = t.Since // its schedule may have been another
	}
	d := Due{Since: since}
	if n := len(came); n > 0 {
		d.Came = came[n-1]
	}
	if s.every > 0 {
		d.interval(s.every, t.Since, came, seen, now)
		return d
	}
	d.Next = s.Next(now)
	switch {
	case s.spec == nil:
		if s.once.After(since) && !s.once.Add(latest).After(now) {
			d.hold(s.once, latest, came, seen)
		}
	case d.Next.IsZero():
		return Due{Why: "its schedule names no day that there is"}
	default:
		d.times(s, came, seen, now)
	}
	return d
}

// Behind reports whether it has not run since a time that it missed.
func (d *Due) Behind() bool {
	n := len(d.Missed)
	return n > 0 && d.Missed[n-1].After(d.Came)
}

// times holds each time of a cron expression against what came.
func (d *Due) times(s *Schedule, came []time.Time, seen Coverage, now time.Time) {
	gap := s.Next(d.Next).Sub(d.Next)
	if first := now.Add(-mostDue * gap); gap > 0 && d.Since.Before(first) {
		d.Since = first
	}
	for at := s.Next(d.Since.Add(-time.Second)); !at.IsZero() && !at.After(now); {
		next := s.Next(at)
		for !next.IsZero() && next.Sub(at) < often {
			next = s.Next(next)
		}
		grace := latest
		if !next.IsZero() {
			grace = min(grace, next.Sub(at)/2)
		}
		if at.Add(grace).After(now) {
			return
		}
		d.hold(at, grace, came, seen)
		at = next
	}
}

// hold notes a miss unless something came at that time or nobody looked.
func (d *Due) hold(at time.Time, grace time.Duration, came []time.Time, seen Coverage) {
	window := Span{at.Add(-early), at.Add(grace)}
	i, _ := slices.BinarySearchFunc(came, window.From, time.Time.Compare)
	if (i == len(came) || came[i].After(window.To)) && seen.Holds(window) {
		d.Missed = append(d.Missed, at)
	}
}

// interval looks for silences. It counts from each run to the next, and anew
// from when the trigger was changed: when its first run is due nobody says.
func (d *Due) interval(every time.Duration, changed time.Time, came []time.Time, seen Coverage, now time.Time) {
	grace := min(latest, max(every/2, often/2))
	if every < often {
		grace = often
	}
	last := changed
	if n := len(came); n > 0 && came[n-1].After(last) {
		last = came[n-1]
	}
	if !last.IsZero() {
		d.Next = last.Add((max(0, now.Sub(last))/every + 1) * every) // one before now is late or missed
	}
	if first := now.Add(-mostDue * every); d.Since.Before(first) {
		d.Since = first
	}
	until := now
	if n := len(seen); n > 0 && seen[n-1].To.Before(until) {
		until = seen[n-1].To
	}
	i, _ := slices.BinarySearchFunc(came, d.Since, time.Time.Compare)
	from := seen.since(d.Since)
	if i > 0 && came[i-1].After(changed) {
		from = came[i-1]
	}
	for ; i <= len(came); i++ {
		to, comes := until, i < len(came)
		if comes {
			to = came[i]
		}
		if to.Sub(from) > every+grace && seen.Holds(Span{from, to}) {
			for at := from.Add(every); !at.Add(grace).After(to) && len(d.Missed) < mostDue; at = at.Add(every) {
				if comes && to.Sub(at) <= every/2 {
					break // it came, late
				}
				if !at.Before(d.Since) {
					d.Missed = append(d.Missed, at)
				}
			}
		}
		from = to
	}
}

// since is the first moment from that one on that is covered.
func (c Coverage) since(at time.Time) time.Time {
	for _, s := range c {
		if s.To.After(at) {
			if s.From.After(at) {
				return s.From
			}
			break
		}
	}
	return at
}
