package model

import (
	"fmt"
	"math/rand/v2"
	"slices"
	"testing"
	"time"
)

func TestFiguresOfTellEachFunctionByItself(t *testing.T) {
	run := func(id, fn string, minutes int, s Status, took time.Duration) *Run {
		r := ago(time.Duration(minutes)*time.Minute, s, took)
		r.ID, r.Function.ID = RunID{"p", id}, fn
		return r
	}
	all := FiguresOf(OfFunction, []*Run{
		run("1", "a", 1, StatusRunning, 0),
		run("2", "b", 2, StatusCompleted, 4*time.Second),
		run("3", "a", 3, StatusFailure, 2*time.Second),
		run("4", "a", 4, StatusCompleted, 1*time.Second),
		run("5", "a", 5, StatusPending, 0),
		run("6", "", 6, StatusFailure, 0), // of no function that it names
		run("7", "a", 70, StatusRunning, 0),
		run("8", "b", 80, StatusTimeout, time.Minute),
		run("9", "c", 90, StatusWaiting, 0),
	}, hour, midday, 4)
	if len(all) != 3 {
		t.Fatalf("figures of %d functions", len(all))
	}
	a, b, c := all[Subject{OfFunction, "p", "a"}], all[Subject{OfFunction, "p", "b"}], all[Subject{OfFunction, "p", "c"}]
	if a.Runs != 4 || a.Failed() != 1 || a.Unfinished() != 2 || a.FailureRate() != Some(0.5) || a.P50 != Some(time.Second) || a.P99 != Some(2*time.Second) || a.Timed != 2 {
		t.Errorf("a: %+v", a.Stats)
	}
	if want := []Status{StatusRunning, StatusFailure, StatusCompleted, StatusPending, StatusRunning}; !slices.Equal(a.Recent, want) {
		t.Errorf("a's last runs are %v: those before the window belong to them", a.Recent)
	}
	if a.Longest != (RunAt{RunID{"p", "7"}, midday.Add(-70 * time.Minute)}) {
		t.Errorf("a's longest is %v, want the one that began before the window", a.Longest)
	}
	if a.LastFailure != (RunAt{RunID{"p", "3"}, midday.Add(-3*time.Minute + 2*time.Second)}) || a.Newest.ID.ID != "1" {
		t.Errorf("a's last failure %v, newest %v", a.LastFailure, a.Newest)
	}
	if b.PerMinute().Known {
		t.Errorf("b comes %v a minute in a time that nobody has seen", b.PerMinute())
	}
	b.Seen = Coverage{{midday.Add(-30 * time.Minute), midday.Add(time.Hour)}}
	if b.Runs != 1 || b.Failed() != 0 || b.LastFailure.ID.ID != "8" || b.PerMinute() != Some(1.0/30) || b.Stats.PerMinute() != Some(1.0/60) {
		t.Errorf("b: %+v", b)
	}
	if c.Runs != 0 || c.FailureRate().Known || !c.Longest.ID.IsZero() {
		t.Errorf("c waits for a person and has no run in the window: %+v", c)
	}
	for _, f := range all {
		n := 0
		for _, b := range f.Buckets {
			n += b.Runs
		}
		if n != f.Runs {
			t.Errorf("%s: the buckets hold %d of %d runs", f.Of.ID, n, f.Runs)
		}
	}
}

// What comes of single runs and of tallies must be the same, and what a
// person would count by hand.
func TestFiguresAgreeWithANaiveCount(t *testing.T) {
	for seed := range uint64(60) {
		random := rand.New(rand.NewPCG(seed, 1))
		from, to := midday.Add(-time.Hour), midday
		var runs []*Run
		for i := range random.IntN(200) {
			s := Status(random.IntN(StatusCount))
			r := ago(time.Duration(random.IntN(3600))*time.Second, s, time.Duration(random.IntN(50))*time.Second)
			r.ID = RunID{"p", fmt.Sprint(i)}
			runs = append(runs, r)
		}
		slices.SortFunc(runs, Newer)
		var single, tallied Stats
		single.Count(runs, hour, midday, 7)
		tallied.Begin(from, to, 7)
		for _, r := range runs {
			if r.Unfinished() || seed%2 == 0 && random.IntN(2) == 0 {
				tallied.Add(r)
				continue
			}
			y := Tally{At: r.When()}
			y.Status[r.Status]++
			if d, ok := r.Took(); ok {
				y.Took = []time.Duration{d}
			}
			tallied.AddTally(&y)
		}
		tallied.Done()

		var took []time.Duration
		over, failed, unfinished := 0, 0, 0
		buckets := make([]Bucket, 7)
		for _, r := range runs {
			if d, ok := r.Took(); ok && r.Status.Over() {
				took = append(took, d)
			}
			bad := r.Status == StatusFailure || r.Status == StatusTimeout || r.Status == StatusCancelled
			if bad {
				failed++
			}
			if bad || r.Status == StatusCompleted {
				over++
			}
			if r.Unfinished() {
				unfinished++
			}
			i := min(6, int(r.Created.Sub(from)*7/time.Hour))
			buckets[i].Runs++
			if bad {
				buckets[i].Failed++
			}
		}
		for i, s := range []*Stats{&single, &tallied} {
			if s.Runs != len(runs) || s.Failed() != failed || s.Unfinished() != unfinished || !slices.Equal(s.Buckets, buckets) || s.Timed != len(took) {
				t.Fatalf("seed %d, way %d: %+v of %d runs", seed, i, s, len(runs))
			}
			if rate := s.FailureRate(); rate.Known != (over > 0) || rate.Known && rate.Value != float64(failed)/float64(over) {
				t.Fatalf("seed %d, way %d: failure rate %v, want %d of %d", seed, i, rate, failed, over)
			}
			for p, got := range map[int]Opt[time.Duration]{50: s.P50, 95: s.P95, 99: s.P99} {
				if want := nearestRank(took, p); got != want {
					t.Fatalf("seed %d, way %d: p%d is %v, want %v", seed, i, p, got, want)
				}
			}
		}
	}
}

// nearestRank looks for the smallest duration with at least p in a hundred at
// or under it.
func nearestRank(took []time.Duration, p int) (best Opt[time.Duration]) {
	for _, d := range took {
		under := 0
		for _, x := range took {
			if x <= d {
				under++
			}
		}
		if under*100 >= p*len(took) && (!best.Known || d < best.Value) {
			best = Some(d)
		}
	}
	return best
}

func TestCoverageJoinsWhatTouches(t *testing.T) {
	at := func(minute int) time.Time { return midday.Add(time.Duration(minute) * time.Minute) }
	span := func(from, to int) Span { return Span{at(from), at(to)} }
	for _, c := range []struct {
		add  []Span
		want Coverage
	}{
		{nil, nil},
		{[]Span{span(5, 5), span(7, 6)}, nil},
		{[]Span{span(0, 5), span(10, 15)}, Coverage{span(0, 5), span(10, 15)}},
		{[]Span{span(10, 15), span(0, 5)}, Coverage{span(0, 5), span(10, 15)}},
		{[]Span{span(0, 5), span(10, 15), span(5, 10)}, Coverage{span(0, 15)}},
		{[]Span{span(0, 5), span(10, 15), span(20, 25), span(4, 21)}, Coverage{span(0, 25)}},
		{[]Span{span(0, 20), span(5, 6)}, Coverage{span(0, 20)}},
		{[]Span{span(5, 6), span(0, 20)}, Coverage{span(0, 20)}},
	} {
		var got Coverage
		for _, s := range c.add {
			got = got.With(s)
		}
		if !slices.Equal(got, c.want) {
			t.Errorf("of %v became %v", c.add, got)
		}
	}
	seen := Coverage{span(0, 5), span(10, 15)}
	if got := seen.Part(span(0, 20)); got != 0.5 {
		t.Errorf("covers %v of 20 minutes, want half", got)
	}
	if !seen.Holds(span(11, 15)) || seen.Holds(span(4, 11)) || !seen.Holds(span(30, 30)) || seen.Holds(span(14, 16)) {
		t.Error("holds what it does not cover, or not what it does")
	}
}
