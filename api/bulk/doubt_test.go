package bulk

import (
	"errors"
	"testing"

	"fntop/api"
)

// inDoubt is a journal of n runs whose answers were all lost; nothing came of
// them.
func inDoubt(t *testing.T, s *stand, n int) *Journal {
	t.Helper()
	s.fails = func(string, int) (error, bool) {
		return &api.Error{Kind: api.TimedOut, Op: api.RerunRun, Lost: true}, false
	}
	p := planned(s, n)
	p.StopAfter = 0
	j := create(t, t.TempDir(), p)
	carryOut(t, s, j)
	s.lists = 0
	return reopen(t, j.Path)
}

func TestAbortIsHeardBetweenTwoRunsThatAreLookedFor(t *testing.T) {
	s := newStand(&leaping{now: noon})
	carryOut(t, s, inDoubt(t, s, 1))
	perRun := s.lists // looks for one

	j := inDoubt(t, s, 5)
	r := New(Config{Clock: s.clk, Journal: j, Provider: s.provider})
	s.listed = r.Abort
	phase, err := r.Run(t.Context(), func(News) {})
	if phase != Cancelled || err != nil || s.lists != perRun {
		t.Errorf("phase %d, %v, after %d lists, want %d", phase, err, s.lists, perRun)
	}
}

func TestLookingForRunsInDoubtLeavesRequestsToOthers(t *testing.T) {
	s := newStand(&leaping{now: noon})
	j := inDoubt(t, s, 2)
	s.left = lookReserve - 1
	waited := false
	phase, err := New(Config{Clock: s.clk, Journal: j, Provider: s.provider}).Run(t.Context(), func(n News) {
		if n.Note == noBudget {
			if s.lists > 0 {
				t.Error("it looked, and then said that it may not")
			}
			waited, s.left = true, 100
		}
	})
	if phase != Ended || err != nil || !waited || s.lists == 0 {
		t.Errorf("phase %d, %v, waited %t, %d lists", phase, err, waited, s.lists)
	}
	s.each(t, 2, 1)
}

func TestAbortedIsContinuedAndAbandonedIsNot(t *testing.T) {
	s := newStand(&leaping{now: noon})
	j := create(t, t.TempDir(), planned(s, 4))
	r := New(Config{Clock: s.clk, Journal: j, Provider: s.provider})
	s.did = func(string) { r.Abort() }
	if phase, err := r.Run(t.Context(), func(News) {}); phase != Cancelled || err != nil {
		t.Fatalf("phase %d, %v", phase, err)
	}
	if got, _ := Read(j.Path); got.End != Aborted || !got.Unfinished() || got.Offered() || got.Left() != 3 {
		t.Errorf("aborted: %+v", got)
	}
	again := reopen(t, j.Path)
	r = New(Config{Clock: s.clk, Journal: again, Provider: s.provider})
	if phase, err := r.Run(t.Context(), func(News) {}); phase != Cancelled || err != nil {
		t.Fatalf("continued: phase %d, %v", phase, err)
	}
	if err := reopen(t, j.Path).Abandon(noon); err != nil {
		t.Fatal(err)
	}
	if got, _ := Read(j.Path); got.End != Abandoned || got.Unfinished() || got.Left() != 2 {
		t.Errorf("abandoned: %+v", got)
	}
	if _, err := Open(j.Path); !errors.Is(err, ErrAbandoned) {
		t.Errorf("it was opened: %v", err)
	}
	s.each(t, 2, 1)
}
