package model

import (
	"slices"
	"time"
)

// Stats are the figures over the runs of one window. They are made of single
// runs with Count, or between Begin and Done of runs and tallies in any order.
// The zero Stats is ready, and may be used anew with the same memory; it
// belongs to one goroutine.
type Stats struct {
	Runs    int // in the window
	Status  [StatusCount]int
	P50     Opt[time.Duration] // of how long runs took that are over and say so
	P95     Opt[time.Duration]
	P99     Opt[time.Duration]
	Max     Opt[time.Duration]
	Timed   int      // how many say how long they took: what the percentiles are of
	Buckets []Bucket // equal parts of the window, oldest first
	From    time.Time
	To      time.Time

	took       []time.Duration
	unfinished int
}

// StatusCount is how many statuses there are, to count by them.
const StatusCount = len(statusWords)

// Tally is what is left of runs of which only figures were kept: those that
// were created at about the same time and are over. A run that may still
// change is to be added by itself.
type Tally struct {
	At     time.Time // where they lie in the window: in one bucket
	Status [StatusCount]int
	Took   []time.Duration // exact, of each that is over and says so; in any order
}

// Bucket is one column of a sparkline.
type Bucket struct {
	Runs   int
	Failed int
}

// outOfOrder is how many runs in a row must lie before the window until no
// more are looked at. Lists are ordered by when runs were created, but clocks
// of several back ends and late corrections put some a few rows off.
const outOfOrder = 32

// Count reads the runs, newest first, that lie in w, and shares them out over
// so many buckets. It stops soon after the window's beginning. A window
// without a beginning begins with the oldest run.
func (s *Stats) Count(runs []*Run, w Window, now time.Time, buckets int) {
	from, to := w.From(now), now
	if !w.Until.IsZero() {
		to = w.Until
	}
	if from.IsZero() {
		from = oldest(runs)
	}
	s.Begin(from, to, buckets)
	for r := range within(runs, w, now) {
		s.Add(r)
	}
	s.Done()
}

// Begin empties it for the runs between from and to. Who adds them sees to it
// that they lie there.
func (s *Stats) Begin(from, to time.Time, buckets int) {
	*s = Stats{Buckets: s.Buckets, From: from, To: to, took: s.took[:0]}
	s.Buckets = slices.Grow(s.Buckets[:0], buckets)[:buckets]
	clear(s.Buckets)
}

// Add counts one run.
func (s *Stats) Add(r *Run) {
	s.Runs++
	s.Status[min(int(r.Status), StatusCount-1)]++
	if r.Unfinished() {
		s.unfinished++
	}
	if took, known := r.Took(); known && r.Status.Over() {
		s.took = append(s.took, took)
	}
	if b := s.bucket(r.When()); b != nil {
		b.Runs++
		if r.Status.Failed() {
			b.Failed++
		}
	}
}

// AddTally counts runs of which only figures were kept.
func (s *Stats) AddTally(t *Tally) {
	b := s.bucket(t.At)
	for i, n := range t.Status {
		s.Runs += n
		s.Status[i] += n
		if b != nil {
			b.Runs += n
			if Status(i).Failed() {
				b.Failed += n
			}
		}
	}
	s.took = append(s.took, t.Took...)
}

// Done works out what can be known only once all are counted.
func (s *Stats) Done() {
	if s.Timed = len(s.took); s.Timed == 0 {
		s.P50, s.P95, s.P99, s.Max = Opt[time.Duration]{}, Opt[time.Duration]{}, Opt[time.Duration]{}, Opt[time.Duration]{}
		return
	}
	var p [3]time.Duration
	percentiles(p[:], s.took, 50, 95, 99)
	s.P50, s.P95, s.P99, s.Max = Some(p[0]), Some(p[1]), Some(p[2]), Some(slices.Max(s.took))
}

// bucket is the one that a time falls into, nil where there is none.
func (s *Stats) bucket(at time.Time) *Bucket {
	width := s.To.Sub(s.From)
	if len(s.Buckets) == 0 || width <= 0 || at.IsZero() {
		return nil
	}
	i := int(float64(at.Sub(s.From)) / float64(width) * float64(len(s.Buckets)))
	return &s.Buckets[min(max(i, 0), len(s.Buckets)-1)] // a fast clock dates runs ahead of now
}

// Failed is how many runs failed, timed out or were cancelled.
func (s *Stats) Failed() int { return s.in(FailedStatuses) }

// Unfinished is how many runs may still change by themselves.
func (s *Stats) Unfinished() int { return s.unfinished }

func (s *Stats) in(set StatusSet) int {
	n := 0
	for status, count := range s.Status {
		if set.Has(Status(status)) {
			n += count
		}
	}
	return n
}

// PerMinute is how many runs there were a minute. It is unknown where the
// window has no length.
func (s *Stats) PerMinute() Opt[float64] {
	width := s.To.Sub(s.From)
	if width <= 0 {
		return Opt[float64]{}
	}
	return Some(float64(s.Runs) / width.Minutes())
}

// FailureRate is the part of the runs that are over which failed. It is
// unknown while none is over; how a run of an unknown status did nobody knows,
// and what is merely recorded could not fail.
func (s *Stats) FailureRate() Opt[float64] {
	over := s.Runs - s.in(UnfinishedStatuses) - s.Status[StatusRecorded]
	if over == 0 {
		return Opt[float64]{}
	}
	return Some(float64(s.Failed()) / float64(over))
}

// within goes through the runs, newest first, that lie in w.
func within(runs []*Run, w Window, now time.Time) func(yield func(*Run) bool) {
	return func(yield func(*Run) bool) {
		from, older := w.From(now), 0
		for _, r := range runs {
			when := r.When()
			if when.Before(from) {
				if older++; older == outOfOrder {
					return
				}
				continue
			}
			older = 0
			if w.Has(when, now) && !yield(r) {
				return
			}
		}
	}
}

// oldest is the earliest time among runs, newest first; those without a time
// come last and do not count.
func oldest(runs []*Run) time.Time {
	for i := len(runs) - 1; i >= 0; i-- {
		if when := runs[i].When(); !when.IsZero() {
			return when
		}
	}
	return time.Time{}
}
