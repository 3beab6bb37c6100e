package model

import (
	"slices"
	"time"
)

// Stats are the figures over the runs of one window. The zero Stats is ready
// for Count and may be counted anew with the same memory; it belongs to one
// goroutine.
type Stats struct {
	Runs    int // in the window
	Status  [len(statusWords)]int
	P50     Opt[time.Duration] // of how long runs took that are over and say so
	P95     Opt[time.Duration]
	Buckets []Bucket // equal parts of the window, oldest first
	From    time.Time
	To      time.Time

	took       []time.Duration
	unfinished int
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
	*s = Stats{Buckets: s.Buckets, From: w.From(now), To: now, took: s.took[:0]}
	s.Buckets = slices.Grow(s.Buckets[:0], buckets)[:buckets]
	clear(s.Buckets)
	if !w.Until.IsZero() {
		s.To = w.Until
	}
	if s.From.IsZero() {
		s.From = oldest(runs)
	}
	for r := range within(runs, w, now) {
		s.add(r)
	}
	slices.Sort(s.took)
	s.P50, s.P95 = quantile(s.took, 50), quantile(s.took, 95)
}

func (s *Stats) add(r *Run) {
	s.Runs++
	s.Status[min(int(r.Status), len(s.Status)-1)]++
	if r.Unfinished() {
		s.unfinished++
	}
	if took, known := r.Took(); known && r.Status.Over() {
		s.took = append(s.took, took)
	}
	width := s.To.Sub(s.From)
	when := r.When()
	if len(s.Buckets) == 0 || width <= 0 || when.IsZero() {
		return
	}
	at := int(float64(when.Sub(s.From)) / float64(width) * float64(len(s.Buckets)))
	b := &s.Buckets[min(max(at, 0), len(s.Buckets)-1)] // a fast clock dates runs ahead of now
	b.Runs++
	if r.Status.Failed() {
		b.Failed++
	}
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

// quantile is the smallest of the sorted durations that p in a hundred do not
// exceed: always one that was measured.
func quantile(sorted []time.Duration, p int) Opt[time.Duration] {
	if len(sorted) == 0 {
		return Opt[time.Duration]{}
	}
	return Some(sorted[(len(sorted)*p+99)/100-1])
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
