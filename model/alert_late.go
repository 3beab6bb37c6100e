package model

import (
	"fmt"
	"time"
)

// stuck finds runs that are under way far too long, one sign for each
// function.
func (r *AlertRule) stuck(s *Scene) (signs []Sign) {
	running := make(map[Subject][]*Run)
	var order []Subject
	for run := range r.matching(s, time.Time{}) {
		subject, ok := SubjectOf(OfFunction, run)
		if !ok || !run.underWay() {
			continue
		}
		if running[subject] == nil {
			order = append(order, subject)
		}
		running[subject] = append(running[subject], run)
	}
	if len(order) == 0 {
		return nil
	}
	others := make(map[Subject]*Stats, len(order))
	for run := range within(s.Runs, Window{Last: usual}, s.Now) {
		subject, _ := SubjectOf(OfFunction, run)
		if running[subject] == nil {
			continue
		}
		if others[subject] == nil {
			others[subject] = &Stats{}
		}
		others[subject].Add(run)
	}
	limits := make(map[Subject]Opt[time.Duration])
	for i := range s.Functions {
		f := &s.Functions[i]
		limits[Subject{OfFunction, f.Profile, f.ID}] = f.Timeout
	}
	for _, subject := range order {
		if u := others[subject]; u != nil {
			u.Done()
		}
		after := StuckAfter(limits[subject], others[subject])
		sign := Sign{Rule: r.Name, Key: subject.Profile + "/" + subject.ID, Profile: subject.Profile}
		longest := time.Duration(0)
		for _, run := range running[subject] {
			if !run.Stuck(after, s.asOf(subject.Profile, subject.ID)) {
				continue
			}
			sign.Function, longest = run.Function, max(longest, s.Now.Sub(run.Started))
			sign.Runs = append(sign.Runs, run.ID)
		}
		if n := len(sign.Runs); n > 0 {
			sign.Runs = sign.Runs[:min(n, signRuns)]
			sign.Text = fmt.Sprintf("%s: %s under way for up to %s; it should be over within %s.",
				sign.Function.Label(), Are(n, "run"), SpanText(longest.Truncate(time.Second)), SpanText(after.Value.Round(time.Second)))
			signs = append(signs, sign)
		}
	}
	return signs
}

// missed finds scheduled triggers that were due and have not run since.
func (r *AlertRule) missed(s *Scene) (signs []Sign, unknown string) {
	came, odd := Comings(s.Runs), 0
	for i := range s.Triggers {
		t := &s.Triggers[i]
		subject := Subject{OfTrigger, t.Profile, t.ID}
		if _, reached := s.watches(t.Profile); !reached || !r.Query.Match(&Run{ID: RunID{Profile: t.Profile}, Function: t.Function, Trigger: Ref{t.ID, t.Name}}, s.Now) {
			continue
		}
		due := DueOf(t, came[subject], s.Now.Add(-MissedFor), s.Seen(subject), s.Now)
		if due.Why != "" {
			odd++
			unknown = fmt.Sprintf("the schedule of %s cannot be understood: %s", t.Name, due.Why)
			continue
		}
		if n := len(due.Missed); due.Behind() {
			signs = append(signs, Sign{Rule: r.Name, Key: t.Profile + "/" + t.ID, Profile: t.Profile, Trigger: Ref{t.ID, t.Name}, Function: t.Function,
				Text: fmt.Sprintf("%s was due at %s and nothing ran%s.", t.Name, due.Missed[n-1].UTC().Format("15:04 MST, 2 Jan"), moreMissed(n-1))})
		}
	}
	if odd > 1 {
		unknown = fmt.Sprintf("%d schedules cannot be understood, the last one: %s", odd, unknown)
	}
	return signs, unknown
}

func moreMissed(n int) string {
	if n == 0 {
		return ""
	}
	return fmt.Sprintf("; it missed %s before", Counted(n, "time"))
}
