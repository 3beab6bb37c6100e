package model

import (
	"math/rand/v2"
	"slices"
	"testing"
	"time"
)

// ago is a run that was created so long before midday and took so long.
func ago(d time.Duration, s Status, took time.Duration) *Run {
	at := midday.Add(-d)
	r := &Run{Status: s, Created: at, Started: at}
	if s.Over() {
		r.Ended = at.Add(took)
	}
	return r
}

var hour = Window{Last: time.Hour}

func TestStatsCountByStatus(t *testing.T) {
	var s Stats
	s.Count([]*Run{
		ago(0, StatusPending, 0), ago(1*time.Minute, StatusRunning, 0), ago(2*time.Minute, StatusCompleted, 1),
		ago(3*time.Minute, StatusFailure, 1), ago(4*time.Minute, StatusTimeout, 1), ago(5*time.Minute, StatusCompleted, 1),
		ago(61*time.Minute, StatusFailure, 1), ago(6*time.Minute, StatusRecorded, 0),
	}, hour, midday, 0)
	if s.Runs != 7 || s.Status[StatusCompleted] != 2 || s.Failed() != 2 || s.Unfinished() != 2 {
		t.Errorf("got %+v", s)
	}
	if rate := s.FailureRate(); rate != Some(0.5) {
		t.Errorf("failure rate %v: unfinished runs and recorded events count neither way", rate)
	}
}

func TestStatsOfNothingAreUnknown(t *testing.T) {
	var s Stats
	s.Count(nil, Window{}, midday, 4)
	if s.FailureRate().Known || s.P50.Known || s.P95.Known || s.Runs != 0 || len(s.Buckets) != 4 {
		t.Errorf("got %+v", s)
	}
}

func TestStatsQuantilesAreMeasuredDurations(t *testing.T) {
	for _, c := range []struct{ n, p50, p95 int }{{1, 1, 1}, {2, 1, 2}, {3, 2, 3}, {20, 10, 19}, {21, 11, 20}, {100, 50, 95}} {
		var runs []*Run
		for i := range c.n {
			runs = append(runs, ago(time.Minute, StatusCompleted, time.Duration(i+1)*time.Second))
		}
		rand.Shuffle(len(runs), func(i, j int) { runs[i], runs[j] = runs[j], runs[i] })
		var s Stats
		s.Count(runs, hour, midday, 0)
		if s.P50 != Some(time.Duration(c.p50)*time.Second) || s.P95 != Some(time.Duration(c.p95)*time.Second) {
			t.Errorf("%d runs: p50 %v, p95 %v", c.n, s.P50, s.P95)
		}
	}
}

func TestStatsBuckets(t *testing.T) {
	var s Stats
	s.Count([]*Run{
		ago(-time.Minute, StatusRunning, 0), ago(0, StatusCompleted, 1), ago(14*time.Minute, StatusFailure, 1),
		ago(16*time.Minute, StatusCompleted, 1), ago(60*time.Minute, StatusFailure, 1),
	}, hour, midday, 4)
	if want := []Bucket{{1, 1}, {0, 0}, {1, 0}, {3, 1}}; !slices.Equal(s.Buckets, want) {
		t.Errorf("got %v, want %v", s.Buckets, want)
	}
}

func TestStatsBucketsWithoutABeginningBeginWithTheOldestRun(t *testing.T) {
	var s Stats
	s.Count([]*Run{ago(0, StatusCompleted, 1), ago(10*time.Minute, StatusCompleted, 1), {}}, Window{}, midday, 2)
	if want := []Bucket{{1, 0}, {1, 0}}; !slices.Equal(s.Buckets, want) || s.Runs != 3 {
		t.Errorf("got %v of %d, want %v of 3", s.Buckets, s.Runs, want)
	}
}

func TestStatsTolerateRunsSlightlyOutOfOrder(t *testing.T) {
	var s Stats
	s.Count([]*Run{ago(61*time.Minute, StatusCompleted, 1), ago(59*time.Minute, StatusCompleted, 1)}, hour, midday, 0)
	if s.Runs != 1 {
		t.Errorf("counted %d", s.Runs)
	}
}

func TestStatsStopSoonAfterTheWindow(t *testing.T) {
	runs := []*Run{ago(time.Minute, StatusCompleted, 1)}
	for range outOfOrder {
		runs = append(runs, ago(2*time.Hour, StatusCompleted, 1))
	}
	var s Stats
	s.Count(append(runs, nil), hour, midday, 0) // looking at nil would panic
	if s.Runs != 1 {
		t.Errorf("counted %d", s.Runs)
	}
}

func TestStatsCountedAnewForgetTheLastCount(t *testing.T) {
	runs := []*Run{ago(time.Minute, StatusFailure, time.Second)}
	var s Stats
	s.Count(runs, hour, midday, 8)
	s.Count(nil, hour, midday, 2)
	if s.Runs != 0 || s.Failed() != 0 || s.P50.Known || !slices.Equal(s.Buckets, make([]Bucket, 2)) {
		t.Errorf("got %+v", s)
	}
	if n := testing.AllocsPerRun(10, func() { s.Count(runs, hour, midday, 8) }); n != 0 {
		t.Errorf("allocates %v times", n)
	}
}

func BenchmarkStats(b *testing.B) {
	runs := manyRuns(10_000)
	var s Stats
	b.ReportAllocs()
	for b.Loop() {
		s.Count(runs, Window{Last: 24 * time.Hour}, midday, 60)
	}
}
