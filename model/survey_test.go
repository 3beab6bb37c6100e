package model

import (
	"fmt"
	"slices"
	"testing"
	"time"
)

// surveyed are functions that go badly in several ways, one that goes well and
// one of which nothing is known.
func surveyed() *Surveyed {
	q := &Surveyed{
		Window: hour, Now: midday, Buckets: 4,
		Seen: map[Subject]Coverage{}, As: map[Subject]time.Time{},
	}
	for _, name := range []string{"fine", "unlucky", "broken", "stuck", "behind", "unread"} {
		q.Functions = append(q.Functions, Function{Profile: "p", ID: name, Name: name, Timeout: Some(5 * time.Minute)})
		if name != "unread" {
			of := Subject{OfFunction, "p", name}
			q.Seen[of] = Coverage{{midday.Add(-48 * time.Hour), midday.Add(-10 * time.Second)}}
			q.As[of] = midday.Add(-10 * time.Second)
		}
	}
	q.Triggers = []Trigger{
		{Profile: "p", ID: "hourly", Name: "hourly", Type: Scheduled, Enabled: true, Function: Ref{ID: "behind"}, Schedule: "30 * * * *"},
		{Profile: "p", ID: "daily", Name: "daily", Type: Scheduled, Enabled: true, Function: Ref{ID: "behind"}, Schedule: "0 3 * * *"},
		{Profile: "p", ID: "hook", Name: "hook", Type: HTTPTrigger, Enabled: true, Function: Ref{ID: "fine"}},
	}
	n := 0
	add := func(fn string, d time.Duration, s Status, took time.Duration) *Run {
		r := ago(d, s, took)
		n++
		r.ID, r.Function.ID = RunID{"p", fmt.Sprintf("%s-%d", fn, n)}, fn
		q.Runs = append(q.Runs, r)
		return r
	}
	for i := range 20 {
		add("fine", time.Duration(i)*time.Minute, StatusCompleted, 20*time.Second)
	}
	add("unlucky", time.Minute, StatusFailure, time.Second)
	for i := range 6 {
		s := StatusFailure
		if i == 3 {
			s = StatusCompleted
		}
		add("broken", time.Duration(i+1)*time.Minute, s, time.Second)
	}
	add("stuck", 3*time.Minute, StatusRunning, 0)
	add("stuck", 6*time.Minute, StatusRunning, 0)
	add("stuck", 3*time.Hour, StatusWaiting, 0)
	for d := 2*time.Hour + 30*time.Minute; d < 12*time.Hour; d += time.Hour {
		r := add("behind", d, StatusCompleted, time.Second)
		r.Source, r.Trigger.ID, r.TriggerType = "scheduled", "hourly", "scheduled"
	}
	slices.SortFunc(q.Runs, Newer)
	return q
}

func TestSurveyPutsTheWorstFirst(t *testing.T) {
	s := surveyed().Survey()
	var order []string
	rows := map[string]*Standing{}
	for i := range s.Rows {
		r := &s.Rows[i]
		order = append(order, fmt.Sprintf("%s %d", r.Function.Name, r.Severity()))
		rows[r.Function.Name] = r
	}
	// broken: 5 of 6 failed: 500/8, and its last three failed.
	if want := []string{"broken 82", "unlucky 33", "stuck 30", "behind 20", "fine 0", "unread 0"}; !slices.Equal(order, want) {
		t.Errorf("the order is %q, want %q", order, want)
	}
	if s.Total.Runs != 29 || s.Total.Failed() != 6 || s.Total.Unfinished() != 2 || s.Total.FailureRate() != Some(6.0/27) {
		t.Errorf("in all: %+v", s.Total)
	}
	if r := rows["stuck"]; r.Stuck != 1 || s.Stuck != 1 || r.Limit != Some(5*time.Minute) || !r.Longest.At.Equal(midday.Add(-6*time.Minute)) {
		t.Errorf("stuck: %d after %v, longest %v", r.Stuck, r.Limit, r.Longest)
	}
	if r := rows["fine"]; r.Limit != Some(time.Minute) || !r.Covered() || r.Failing() || r.Triggers != nil {
		t.Errorf("fine: %+v", r)
	}
	if r := rows["unread"]; r.Covered() || s.Whole || !r.As.IsZero() || r.To != midday || len(r.Buckets) != 4 {
		t.Errorf("unread: %+v", r)
	}
	r := rows["behind"]
	if len(r.Triggers) != 2 || r.Triggers[0].Trigger.ID != "hourly" || !r.Next.Equal(clock(t, "12:30")) || r.Behind != 2 || s.Behind != 2 {
		t.Fatalf("behind: %+v", r)
	}
	// Two days were seen, of which the backend may have forgotten what was
	// before 00:30, when the hourly one came first. The daily one never came.
	if got := len(r.Triggers[1].Missed); got != 1 {
		t.Errorf("the daily one missed %d times", got)
	}
	if missed := r.Triggers[0].Missed; !missed[len(missed)-1].Equal(clock(t, "11:30")) || !missed[len(missed)-2].Equal(clock(t, "10:30")) || len(missed) != 2 {
		t.Errorf("the hourly one missed %d times: %v", len(missed), missed)
	}
	if s.Missed != 3 {
		t.Errorf("missed in all %d", s.Missed)
	}
}

func TestSurveyPrefersTheHistoryThatHasSeenMore(t *testing.T) {
	q := surveyed()
	of := func(name string) Subject { return Subject{OfFunction, "p", name} }
	kept := func(name string, runs int, from time.Duration) *Figures {
		f := &Figures{Of: of(name), Seen: Coverage{{midday.Add(-from), midday}}, Newest: RunAt{RunID{"p", "old"}, midday.Add(-50 * time.Minute)}, Recent: []Status{StatusTimeout}}
		f.Begin(midday.Add(-time.Hour), midday, 4)
		for range runs {
			f.Add(ago(10*time.Minute, StatusCompleted, time.Second))
		}
		f.Done()
		return f
	}
	q.Seen[of("broken")] = Coverage{{midday.Add(-5 * time.Minute), midday}}
	q.History = map[Subject]*Figures{
		of("fine"):   kept("fine", 3, 30*time.Minute),   // has seen less
		of("broken"): kept("broken", 400, time.Hour),    // has seen more
		of("unread"): kept("unread", 7, 40*time.Minute), // is all there is
		of("gone"):   kept("gone", 7, 40*time.Minute),   // of a function that is no more
	}
	s := q.Survey()
	rows := map[string]*Standing{}
	for i := range s.Rows {
		rows[s.Rows[i].Function.Name] = &s.Rows[i]
	}
	if r := rows["fine"]; r.Runs != 20 || len(r.Recent) != 20 {
		t.Errorf("fine: %d runs", r.Runs)
	}
	if r := rows["broken"]; r.Runs != 400 || r.Recent[0] != StatusFailure || r.LastFailure.ID.IsZero() || !r.Covered() {
		t.Errorf("broken: %d runs, recent %v: what came last is known best by who has just asked", r.Runs, r.Recent)
	}
	if r := rows["unread"]; r.Runs != 7 || r.Recent[0] != StatusTimeout || r.Covered() {
		t.Errorf("unread: %+v", r)
	}
	if len(s.Rows) != 6 {
		t.Errorf("%d rows", len(s.Rows))
	}
}

func BenchmarkSurvey(b *testing.B) {
	q := surveyed()
	q.Runs, q.Window, q.Buckets = manyRuns(100_000), Window{Last: 7 * 24 * time.Hour}, 60
	b.ReportAllocs()
	for b.Loop() {
		q.Survey()
	}
}

// A list that was read to its end says nothing of what its backend let go of.
func TestNothingWasMissedBeforeTheFirstRunThatIsKnown(t *testing.T) {
	for name, c := range map[string]struct {
		oldest time.Duration // of the function's runs
		came   []time.Duration
		missed int
	}{
		"never came, the function since two hours":  {2 * time.Hour, nil, 0},
		"never came, the function since ten hours":  {10 * time.Hour, nil, 1},
		"never came, the function since three days": {72 * time.Hour, nil, 3},
		"came this morning":                         {72 * time.Hour, []time.Duration{9 * time.Hour}, 0},
		"came two days ago":                         {200 * time.Hour, []time.Duration{57 * time.Hour}, 2},
		"nothing ever came":                         {0, nil, 0},
	} {
		q := &Surveyed{
			Window: hour, Now: midday, Functions: []Function{{Profile: "p", ID: "f"}},
			Triggers: []Trigger{{Profile: "p", ID: "t", Type: Scheduled, Enabled: true, Function: Ref{ID: "f"}, Schedule: "0 3 * * *"}},
			Seen:     map[Subject]Coverage{{OfFunction, "p", "f"}: {{time.Time{}, midday}}},
		}
		add := func(d time.Duration, trigger string) {
			r := ago(d, StatusCompleted, time.Second)
			r.ID, r.Function.ID, r.Trigger.ID = RunID{"p", d.String()}, "f", trigger
			q.Runs = append(q.Runs, r)
		}
		for _, d := range c.came {
			add(d, "t")
		}
		if c.oldest > 0 {
			add(c.oldest, "other")
		}
		slices.SortFunc(q.Runs, Newer)
		if s := q.Survey(); s.Missed != c.missed {
			t.Errorf("%s: %d missed, want %d: %v", name, s.Missed, c.missed, s.Rows[0].Triggers[0].Missed)
		}
	}
}
