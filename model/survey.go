package model

import (
	"cmp"
	"slices"
	"strings"
	"time"
)

// Standing is how one function is doing: a row of the board.
type Standing struct {
	Figures
	Function Function
	As       time.Time          // as of when its runs are known; zero before they are
	Limit    Opt[time.Duration] // a run under way for longer is stuck
	Stuck    int                // runs that are
	Triggers []TriggerDue       // its scheduled triggers, those that are behind first
	Next     time.Time          // the first time at which one of them is to run
	Missed   int                // times that they did not run
	Behind   int                // of them, how many have not run since
}

// TriggerDue is how a scheduled trigger keeps its times.
type TriggerDue struct {
	Trigger Trigger
	Due
}

// Survey is how all functions are doing, the worst first.
type Survey struct {
	At     time.Time
	Window Window
	Rows   []Standing
	Total  Stats   // without percentiles
	Often  float64 // runs a minute, each function's where it was seen
	Stuck  int
	Missed int
	Behind int
	Whole  bool // all of the window was seen, of every function
}

// Surveyed is what a survey is made of. Nothing in it is changed, so that it
// can be gone through while the store goes on: its runs are never written to.
type Surveyed struct {
	Functions []Function
	Triggers  []Trigger
	Runs      []*Run // newest first
	Window    Window
	Now       time.Time
	Buckets   int
	Seen      map[Subject]Coverage  // of functions, and of triggers whose runs were read by themselves
	As        map[Subject]time.Time // of functions
	History   map[Subject]*Figures  // the same figures as history has them; nil without one
}

const (
	// usual is over what time it is measured how long runs take.
	usual = 24 * time.Hour
)

// MissedFor is how far back it is looked for times that were missed.
const MissedFor = 7 * 24 * time.Hour

// Survey goes through everything once or twice, which takes a tenth of a
// second for as much as a store can hold.
func (q *Surveyed) Survey() *Survey {
	figures := FiguresOf(OfFunction, q.Runs, q.Window, q.Now, q.Buckets)
	most := figures
	if q.Window.Last != usual {
		most = FiguresOf(OfFunction, q.Runs, Window{Last: usual}, q.Now, 0)
	}
	s := &Survey{At: q.Now, Window: q.Window, Rows: make([]Standing, len(q.Functions)), Whole: len(q.Functions) > 0}
	at := make(map[Subject]*Standing, len(q.Functions))
	for i := range q.Functions {
		f := &q.Functions[i]
		of := Subject{OfFunction, f.Profile, f.ID}
		r := &s.Rows[i]
		at[of] = r
		r.Function, r.As = *f, q.As[of]
		if have := figures[of]; have != nil {
			r.Figures = *have
		} else {
			r.Of = of
			r.Begin(q.Window.From(q.Now), q.Now, q.Buckets)
		}
		r.Seen = q.Seen[of]
		r.prefer(q.History[of])
		var usually *Stats
		if m := most[of]; m != nil {
			usually = &m.Stats
		}
		r.Limit = StuckAfter(f.Timeout, usually)
	}
	for _, r := range q.Runs {
		if !r.underWay() {
			continue
		}
		if of, ok := SubjectOf(OfFunction, r); ok && at[of] != nil && r.Stuck(at[of].Limit, q.Now) {
			at[of].Stuck++
		}
	}
	q.keep(at)
	for i := range s.Rows {
		s.add(&s.Rows[i])
	}
	slices.SortStableFunc(s.Rows, func(a, b Standing) int {
		return cmp.Or(cmp.Compare(b.Severity(), a.Severity()), strings.Compare(a.Function.Name, b.Function.Name), strings.Compare(a.Function.ID, b.Function.ID))
	})
	return s
}

// SeenWhole reports whether the runs that are here are all of the window's.
func (q *Surveyed) SeenWhole() bool {
	for i := range q.Functions {
		f := &q.Functions[i]
		if !covered(q.Seen[Subject{OfFunction, f.Profile, f.ID}], Span{q.Window.From(q.Now), q.Now}) {
			return false
		}
	}
	return true
}

// prefer takes the figures of history where it has seen more of the window.
// What runs now and what came last is known best by who has just asked.
func (r *Standing) prefer(kept *Figures) {
	window := Span{r.From, r.To}
	if kept == nil || kept.Seen.Within(window) <= r.Seen.Within(window) {
		return
	}
	r.Stats, r.Seen = kept.Stats, kept.Seen
	if r.Newest.ID.IsZero() {
		r.Recent, r.Newest, r.Longest = kept.Recent, kept.Newest, kept.Longest
	}
	if r.LastFailure.ID.IsZero() {
		r.LastFailure = kept.LastFailure
	}
}

// Schedules are when all runs of each scheduled trigger are known: while those
// of its function were, or its own. Nothing is known of the time before the
// first run of it, or of its function where it never came: a backend lets go of
// old runs, and does not say since when.
func (q *Surveyed) Schedules() map[Subject]Coverage {
	first := map[Subject]time.Time{}
	for _, r := range slices.Backward(q.Runs) {
		for _, kind := range [...]SubjectKind{OfFunction, OfTrigger} {
			if of, ok := SubjectOf(kind, r); ok && first[of].IsZero() {
				first[of] = r.When()
			}
		}
	}
	all := map[Subject]Coverage{}
	for i := range q.Triggers {
		t := &q.Triggers[i]
		if t.Type != Scheduled {
			continue
		}
		of, function := Subject{OfTrigger, t.Profile, t.ID}, Subject{OfFunction, t.Profile, t.Function.ID}
		since := first[of]
		if since.IsZero() {
			since = first[function]
		}
		seen := q.Seen[function]
		for _, s := range q.Seen[of] {
			seen = seen.With(s)
		}
		if !since.IsZero() {
			all[of] = seen.after(since.Add(-early))
		}
	}
	return all
}

// keep tells the functions how their scheduled triggers keep their times.
func (q *Surveyed) keep(at map[Subject]*Standing) {
	came, seen := Comings(q.Runs), q.Schedules()
	for i := range q.Triggers {
		t := &q.Triggers[i]
		r := at[Subject{OfFunction, t.Profile, t.Function.ID}]
		if r == nil || t.Type != Scheduled {
			continue
		}
		of := Subject{OfTrigger, t.Profile, t.ID}
		k := TriggerDue{*t, DueOf(t, came[of], q.Now.Add(-MissedFor), seen[of], q.Now)}
		r.Triggers = append(r.Triggers, k)
		r.Missed += len(k.Missed)
		if k.Behind() {
			r.Behind++
		}
		if !k.Next.IsZero() && (r.Next.IsZero() || k.Next.Before(r.Next)) {
			r.Next = k.Next
		}
	}
	for _, r := range at {
		slices.SortStableFunc(r.Triggers, func(a, b TriggerDue) int {
			if x, y := a.Behind(), b.Behind(); x != y {
				return map[bool]int{true: -1, false: 1}[x]
			}
			return cmp.Or(cmp.Compare(zeroLast(a.Next), zeroLast(b.Next)), strings.Compare(a.Trigger.Name, b.Trigger.Name))
		})
	}
}

// zeroLast is a time as a number that sorts, what is not known last.
func zeroLast(t time.Time) int64 {
	if t.IsZero() {
		return 1<<63 - 1
	}
	return t.UnixNano()
}

// add counts a row into the totals.
func (s *Survey) add(r *Standing) {
	t := &s.Total
	if t.To.IsZero() {
		t.Begin(r.From, r.To, len(r.Buckets))
	}
	t.Runs += r.Runs
	t.unfinished += r.unfinished
	for i, n := range r.Status {
		t.Status[i] += n
	}
	for i := range min(len(t.Buckets), len(r.Buckets)) {
		t.Buckets[i].Runs += r.Buckets[i].Runs
		t.Buckets[i].Failed += r.Buckets[i].Failed
	}
	s.Often += r.PerMinute().Value
	s.Stuck, s.Missed, s.Behind = s.Stuck+r.Stuck, s.Missed+r.Missed, s.Behind+r.Behind
	s.Whole = s.Whole && r.Covered()
}

// Severity is how bad a function is, for putting the worst first, in whole
// hundredths so that rows do not change places for nothing: its failure rate
// in the window, as if two more runs had gone well, for one failure of one run
// says little; and on top of that 30 where a run is stuck, 20 where a schedule
// is behind, and 20 where its last three runs that are over failed.
func (r *Standing) Severity() int {
	score := 0
	if failed := r.Failed(); failed > 0 {
		over := r.Runs - r.in(UnfinishedStatuses) - r.Status[StatusRecorded]
		score = 100 * failed / (over + 2)
	}
	if r.Stuck > 0 {
		score += 30
	}
	if r.Behind > 0 {
		score += 20
	}
	if r.Failing() {
		score += 20
	}
	return score
}

// Failing reports whether the last three runs that are over failed.
func (r *Standing) Failing() bool {
	over := 0
	for _, s := range r.Recent {
		switch {
		case s.Failed():
			if over++; over == 3 {
				return true
			}
		case s.Over():
			return false
		}
	}
	return false
}
