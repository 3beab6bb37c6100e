package model

import (
	"strconv"
	"testing"
	"time"
)

func changeOf(id string, from, to Status) Change {
	run := func(s Status) *Run { return &Run{ID: RunID{"p", id}, Status: s} }
	if from == StatusUnknown {
		return Change{New: run(to)}
	}
	return Change{Old: run(from), New: run(to)}
}

func TestWitnessKeepsWhatItSawOfARun(t *testing.T) {
	w := NewWitness()
	at := time.Date(2026, 11, 21, 14, 0, 0, 0, time.UTC)
	for i, c := range []Change{
		changeOf("a", StatusUnknown, StatusPending), changeOf("a", StatusPending, StatusRunning),
		changeOf("a", StatusRunning, StatusRunning), // its name became known, say
		changeOf("a", StatusRunning, StatusCompleted),
		changeOf("b", StatusUnknown, StatusFailure), changeOf("b", StatusFailure, StatusFailure),
	} {
		news := w.Saw(c, at.Add(time.Duration(i)*time.Second))
		if want := i != 2 && i < 4; news != want {
			t.Errorf("change %d was news: %v", i, news)
		}
	}
	got := w.Of(RunID{"p", "a"}).All
	if len(got) != 3 || got[1].Status != StatusRunning || !got[1].At.Equal(at.Add(time.Second)) || got[2].Status != StatusCompleted {
		t.Errorf("of a it saw %v", got)
	}
	if got := w.Of(RunID{"p", "b"}).All; len(got) != 0 {
		t.Errorf("of a run that was over when it was first seen it saw %v", got)
	}
}

func TestWitnessTellsAttemptsApart(t *testing.T) {
	w := NewWitness()
	try := func(n int64) *Run {
		return &Run{ID: RunID{"p", "a"}, Status: StatusRunning, Attempt: Some(Attempt{ID: "try-" + strconv.Itoa(int(n)), Number: n})}
	}
	w.Saw(Change{New: try(1)}, time.Time{})
	w.Saw(Change{Old: try(1), New: try(2)}, time.Time{})
	if got := w.Of(RunID{"p", "a"}).All; len(got) != 2 || got[0].Attempt.Value.ID != "try-1" || got[1].Attempt.Value.ID != "try-2" {
		t.Errorf("it saw %v", got)
	}
}

func TestWitnessIsBounded(t *testing.T) {
	w := NewWitness()
	for i := range witnessRuns + 10 {
		w.Saw(changeOf(strconv.Itoa(i), StatusUnknown, StatusRunning), time.Time{})
	}
	if len(w.of) != witnessRuns || len(w.Of(RunID{"p", "0"}).All) != 0 || len(w.Of(RunID{"p", strconv.Itoa(witnessRuns + 9)}).All) != 1 {
		t.Errorf("%d runs are remembered", len(w.of))
	}
	last := strconv.Itoa(witnessRuns)
	for range witnessTimes {
		w.Saw(changeOf(last, StatusRunning, StatusWaiting), time.Time{})
		w.Saw(changeOf(last, StatusWaiting, StatusRunning), time.Time{})
	}
	if s := w.Of(RunID{"p", last}); len(s.All) != witnessTimes || s.Cut != witnessTimes+1 {
		t.Errorf("%d sightings of a run are kept, %d were let go", len(s.All), s.Cut)
	}
}
