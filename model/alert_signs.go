package model

import (
	"fmt"
	"slices"
	"strings"
	"time"
)

const (
	// silenceRuns is how many of its last runs tell how a trigger usually
	// fires.
	silenceRuns = 30
	// leastSilence is the shortest silence that anybody is told of.
	leastSilence = 5 * time.Minute
	// leastFailed is from how many failures on there is a rate to speak of: one
	// alone is a failure, and no more.
	leastFailed = 2
	// signRuns is how many runs a sign names.
	signRuns = 10
)

// tally is what is counted of one function for a sign.
type tally struct {
	function     Ref
	profile      string
	over, failed int
	waiting      int
	oldest       time.Time // of those that wait
	runs         []RunID
}

func (t *tally) name(id RunID) {
	if len(t.runs) < signRuns {
		t.runs = append(t.runs, id)
	}
}

// tallies counts the runs by function, in the order in which they first come.
func (r *AlertRule) tallies(s *Scene, from time.Time, count func(*tally, *Run)) []*tally {
	by := make(map[Subject]*tally)
	var all []*tally
	for run := range r.matching(s, from) {
		subject, ok := SubjectOf(OfFunction, run)
		if !ok {
			continue
		}
		t := by[subject]
		if t == nil {
			t = &tally{function: run.Function, profile: run.ID.Profile}
			by[subject], all = t, append(all, t)
		}
		count(t, run)
	}
	slices.SortStableFunc(all, func(a, b *tally) int {
		return strings.Compare(a.profile+"\x00"+a.function.ID, b.profile+"\x00"+b.function.ID)
	})
	return all
}

func (t *tally) sign(rule, text string) Sign {
	return Sign{Rule: rule, Key: t.profile + "/" + t.function.ID, Profile: t.profile, Function: t.function, Text: text, Runs: t.runs}
}

// newFailures finds groups of failures that were not known.
func (r *AlertRule) newFailures(s *Scene) (signs []Sign) {
	for _, g := range s.Groups {
		at := slices.IndexFunc(g.Open, func(run *Run) bool { return r.Query.Match(run, s.Now) })
		if at < 0 || !g.Marks(s.Now, s.Known).New {
			continue
		}
		sample := g.Open[at]
		sign := Sign{Rule: r.Name, Key: g.Key.String(), Profile: sample.ID.Profile, Function: sample.Function, Trigger: sample.Trigger,
			Text: fmt.Sprintf("%s fails in a way that was not known: %s", sample.Function.Label(), g.Title)}
		for _, run := range g.Open[:min(len(g.Open), signRuns)] {
			sign.Runs = append(sign.Runs, run.ID)
		}
		signs = append(signs, sign)
	}
	return signs
}

// failing finds functions of whose runs too many failed.
func (r *AlertRule) failing(s *Scene) (signs []Sign) {
	for _, t := range r.tallies(s, s.Now.Add(-r.Window), func(t *tally, run *Run) {
		switch {
		case run.Unfinished() || run.Status == StatusRecorded:
		case run.Status.Failed():
			t.failed++
			t.over++
			t.name(run.ID)
		default:
			t.over++
		}
	}) {
		if t.over < r.Min || t.failed < leastFailed || float64(t.failed) < r.Above*float64(t.over) {
			continue
		}
		signs = append(signs, t.sign(r.Name, fmt.Sprintf("%s: %d of %d runs failed in the last %s (%s).",
			t.function.Label(), t.failed, t.over, SpanText(r.Window), Percent(float64(t.failed)/float64(t.over)))))
	}
	return signs
}

// waiting finds functions of which many runs have not begun.
func (r *AlertRule) waiting(s *Scene) (signs []Sign) {
	for _, t := range r.tallies(s, time.Time{}, func(t *tally, run *Run) {
		if run.Status == StatusPending {
			t.waiting++
			t.oldest = run.When()
			t.name(run.ID)
		}
	}) {
		if float64(t.waiting) >= r.Above {
			signs = append(signs, t.sign(r.Name, fmt.Sprintf("%s: %d runs wait, the oldest for %s.",
				t.function.Label(), t.waiting, SpanText(s.Now.Sub(t.oldest).Truncate(time.Second)))))
		}
	}
	return signs
}

// silent finds triggers that usually fire and have not for long. What is
// scheduled, paused or fired by hand says nothing by being silent.
func (r *AlertRule) silent(s *Scene) (signs []Sign) {
	fired := make(map[Subject][]time.Time)
	for run := range r.matching(s, time.Time{}) {
		if t, ok := SubjectOf(OfTrigger, run); ok && len(fired[t]) <= silenceRuns {
			fired[t] = append(fired[t], run.When())
		}
	}
	for i := range s.Triggers {
		t := &s.Triggers[i]
		times := fired[Subject{OfTrigger, t.Profile, t.ID}]
		if !t.Enabled || t.Schedule != "" || t.ByHand || t.Type == OnDemand || len(times) < max(r.Min, 2) {
			continue
		}
		longest := time.Duration(0)
		for i := 1; i < len(times); i++ {
			longest = max(longest, times[i-1].Sub(times[i]))
		}
		limit := max(time.Duration(r.Above*float64(longest)), leastSilence)
		if silence := s.asOf(t.Profile, t.Function.ID).Sub(times[0]); silence >= limit {
			signs = append(signs, Sign{Rule: r.Name, Key: t.Profile + "/" + t.ID, Profile: t.Profile, Trigger: Ref{t.ID, t.Name}, Function: t.Function,
				Text: fmt.Sprintf("%s has not fired for %s; in its last %d runs the longest pause was %s.",
					t.Name, SpanText(silence.Truncate(time.Second)), len(times), SpanText(longest.Truncate(time.Second)))})
		}
	}
	return signs
}

// Percent is a part of one as a person reads it.
func Percent(part float64) string { return fmt.Sprintf("%.0f %%", part*100) }
