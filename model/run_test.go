package model

import (
	"testing"
	"time"
)

func TestARunIsUnfinishedUntilItsStatusOrItsEndSaysOtherwise(t *testing.T) {
	for _, s := range Statuses {
		r := run("a", s, time.Minute)
		if r.Unfinished() == s.Over() {
			t.Errorf("%v without an end: unfinished is %v", s, r.Unfinished())
		}
		r.Ended = noon
		// A run that is under way again may carry the end it had before.
		if want := !s.Over() && s != StatusUnknown; r.Unfinished() != want {
			t.Errorf("%v with an end: unfinished is %v, want %v", s, r.Unfinished(), want)
		}
	}
}

func TestStatsDoNotCountAnEndedRunAsUnfinished(t *testing.T) {
	ended, failed := run("a", StatusUnknown, time.Minute), run("b", StatusFailure, time.Minute)
	ended.Ended = noon
	var s Stats
	s.Count([]*Run{run("c", StatusUnknown, 0), ended, failed}, Window{}, noon, 1)
	if s.Unfinished() != 1 {
		t.Errorf("%d unfinished, want the one without an end", s.Unfinished())
	}
	if rate := s.FailureRate(); rate != Some(1.0) {
		t.Errorf("failure rate %v; nobody knows how the ended one did", rate)
	}
}
