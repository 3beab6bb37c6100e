package model

import (
	"fmt"
	"math/rand/v2"
	"slices"
	"testing"
	"time"
)

var noon = time.Date(2026, 11, 21, 12, 0, 0, 0, time.UTC)

func run(id string, status Status, age time.Duration) *Run {
	return &Run{
		ID: RunID{Profile: "p", ID: id}, Status: status, StatusText: status.String(),
		Created: noon.Add(-age), Started: noon.Add(-age),
		Function: Ref{ID: "f" + id[:1]}, Trigger: Ref{ID: "t" + id[:1]},
	}
}

func ids(rows []*Run) string {
	var s string
	for _, r := range rows {
		s += r.ID.ID + " "
	}
	return s
}

func TestStoreKeepsRunsNewestFirstAndEachOnce(t *testing.T) {
	s := NewStore(0)
	s.Merge([]*Run{run("b", StatusCompleted, 2*time.Second), run("a", StatusRunning, time.Second)})
	s.Merge([]*Run{run("c", StatusPending, 0), run("a", StatusCompleted, time.Second)})
	if got := ids(s.Newest()); got != "c a b " {
		t.Errorf("order %q", got)
	}
	if got := s.Run(RunID{"p", "a"}).Status; got != StatusCompleted {
		t.Errorf("a is %v, want the later copy", got)
	}
}

func TestMergeTakesTheLaterCopy(t *testing.T) {
	at := func(r *Run, d time.Duration) *Run { r.Updated = noon.Add(d); return r }
	try := func(r *Run, n int64) *Run { r.Attempt = Some(Attempt{Number: n}); return r }
	for _, c := range []struct {
		name       string
		old, fresh *Run
		want       Status
	}{
		{"the later update wins", at(run("a", StatusRunning, 0), 2), at(run("a", StatusPending, 0), 1), StatusRunning},
		{"a later update may go back", at(run("a", StatusCompleted, 0), 1), at(run("a", StatusRunning, 0), 2), StatusRunning},
		{"without a time an end beats running", run("a", StatusFailure, 0), run("a", StatusRunning, 0), StatusFailure},
		{"without a time running beats pending", run("a", StatusPending, 0), run("a", StatusRunning, 0), StatusRunning},
		{"equal rank: the copy read last", run("a", StatusFailure, 0), run("a", StatusCompleted, 0), StatusCompleted},
		{"an unreadable copy never wins", run("a", StatusPending, 0), run("a", StatusUnknown, 0), StatusPending},
		{"a newer attempt reopens", try(run("a", StatusFailure, 0), 1), try(run("a", StatusRunning, 0), 2), StatusRunning},
	} {
		t.Run(c.name, func(t *testing.T) {
			if got := Merge(c.old, c.fresh).Status; got != c.want {
				t.Errorf("got %v, want %v", got, c.want)
			}
		})
	}
}

func TestMergeNeverEmptiesAFilledField(t *testing.T) {
	full := run("a", StatusFailure, 0)
	full.ErrorMessage, full.JobID, full.FunctionVersion = "boom", "job_1", "7"
	full.MemoryBytes = Some[int64](42)
	bare := run("a", StatusFailure, 0)
	bare.Updated = noon
	m := Merge(full, bare)
	if m.ErrorMessage != "boom" || m.JobID != "job_1" || m.FunctionVersion != "7" || m.MemoryBytes != Some[int64](42) {
		t.Errorf("a field was emptied: %+v", m)
	}
	stripped := run("a", StatusFailure, 0)
	stripped.Stripped, stripped.Updated = noon, noon
	if m := Merge(full, stripped); m.ErrorMessage != "" {
		t.Errorf("stripping left the message %q", m.ErrorMessage)
	}
}

func TestMergeOfTheSameCopyIsNoChange(t *testing.T) {
	s := NewStore(0)
	s.Merge([]*Run{run("a", StatusRunning, 0)})
	if changes := s.Merge([]*Run{run("a", StatusRunning, 0)}); len(changes) != 0 {
		t.Errorf("%d changes, want none", len(changes))
	}
}

func TestStoreLetsTheOldestGo(t *testing.T) {
	s := NewStore(2)
	s.Merge([]*Run{run("a", StatusCompleted, 3), run("b", StatusCompleted, 2)})
	changes := s.Merge([]*Run{run("c", StatusCompleted, 1)})
	if got := ids(s.Newest()); got != "c b " {
		t.Errorf("kept %q, want the two newest", got)
	}
	if len(changes) != 2 || changes[1].Old == nil || changes[1].Old.ID.ID != "a" || changes[1].New != nil {
		t.Errorf("changes %+v should say that a was let go", changes)
	}
}

func TestBookNamesRunsThatAreThereAndThoseThatCome(t *testing.T) {
	s := NewStore(0)
	s.Merge([]*Run{run("a", StatusRunning, 0)})
	book := NewBook([]Function{{Profile: "p", ID: "fa", Name: "process-order"}}, []Trigger{{Profile: "p", ID: "ta", Name: "order-hook", Type: HTTPTrigger}})
	s.SetBook(book)
	got := s.Run(RunID{"p", "a"})
	if got.Function.Name != "process-order" || got.Trigger.Name != "order-hook" || got.TriggerType != "http-trigger" {
		t.Errorf("named %+v %+v %q", got.Function, got.Trigger, got.TriggerType)
	}
	s.Merge([]*Run{run("a2", StatusRunning, 0)})
	if got := s.Run(RunID{"p", "a2"}); got.Function.Name != "process-order" {
		t.Errorf("a run that came later is called %q", got.Function.Label())
	}
}

// TestViewFollowsTheStore holds the incremental view against one made anew,
// through random merges, under every order.
func TestViewFollowsTheStore(t *testing.T) {
	rnd := rand.New(rand.NewPCG(1, 2))
	failed := func(r *Run) bool { return r.Status.Failed() || r.Status == StatusRunning }
	for _, column := range Columns {
		for _, down := range []bool{false, true} {
			s, v := NewStore(150), &View{}
			order := Sort{Column: column, Descending: down}
			v.Reset(nil, failed, order)
			for range 200 {
				var batch []*Run
				for range rnd.IntN(8) {
					r := run(fmt.Sprintf("%c%d", 'a'+rnd.IntN(4), rnd.IntN(100)), Statuses[rnd.IntN(len(Statuses))], time.Duration(rnd.IntN(1000))*time.Second)
					r.Source = fmt.Sprint(rnd.IntN(3))
					if rnd.IntN(2) == 0 {
						r.Ended = r.Started.Add(time.Duration(rnd.IntN(5)) * time.Second)
					}
					if rnd.IntN(2) == 0 {
						r.Updated = noon.Add(time.Duration(rnd.IntN(1000)))
					}
					batch = append(batch, r)
				}
				v.Apply(s.Merge(batch), failed)
				var anew View
				anew.Reset(s.Newest(), failed, order)
				if !slices.Equal(v.Rows(), anew.Rows()) {
					t.Fatalf("%v: view has %s, made anew it has %s", order, ids(v.Rows()), ids(anew.Rows()))
				}
			}
		}
	}
}

func BenchmarkMergePageInto100k(b *testing.B) {
	s, v := NewStore(StoreLimit), &View{}
	all := func(*Run) bool { return true }
	v.Reset(nil, all, NewestFirst)
	first := make([]*Run, 100_000)
	for i := range first {
		first[i] = run(fmt.Sprintf("a%07d", i), StatusCompleted, time.Duration(100_000-i)*time.Second)
	}
	v.Apply(s.Merge(first), all)
	next := 100_000
	b.ResetTimer()
	for b.Loop() {
		b.StopTimer()
		page := make([]*Run, 100)
		for i := range page {
			page[i] = run(fmt.Sprintf("a%07d", next-50+i), StatusFailure, time.Duration(50-i)*time.Second)
		}
		next += 50
		b.StartTimer()
		v.Apply(s.Merge(page), all)
	}
}

// heaped is a store of n runs of a few functions, named by book.
func heaped(n int, book *Book) *Store {
	s := NewStore(0)
	runs := make([]*Run, n)
	for i := range runs {
		runs[i] = run(fmt.Sprintf("%c%07d", 'a'+i%20, i), StatusCompleted, time.Duration(n-i)*time.Second)
	}
	s.Merge(runs)
	s.SetBook(book)
	return s
}

// names is a book of those functions and one more.
func names(more string) *Book {
	functions, triggers := []Function{{Profile: "p", ID: more, Name: more}}, []Trigger(nil)
	for c := 'a'; c < 'a'+20; c++ {
		functions = append(functions, Function{Profile: "p", ID: "f" + string(c), Name: "function " + string(c)})
		triggers = append(triggers, Trigger{Profile: "p", ID: "t" + string(c), Name: "trigger " + string(c), Type: HTTPTrigger})
	}
	return NewBook(functions, triggers)
}

func TestSetBookAllocatesNothingWhereNoNameChanges(t *testing.T) {
	s := heaped(1000, names("one"))
	same, other := names("one"), names("another")
	for name, next := range map[string]func() *Book{
		"the same names": func() *Book { return same },
		"a new function": func() *Book { same, other = other, same; return other },
	} {
		if n := testing.AllocsPerRun(10, func() {
			if changes := s.SetBook(next()); len(changes) != 0 {
				t.Fatalf("%s: %d changes", name, len(changes))
			}
		}); n != 0 {
			t.Errorf("%s: %v allocations", name, n)
		}
	}
}

func TestSetBookChangesOnlyTheRunsOfWhatWasRenamed(t *testing.T) {
	s := heaped(100, names("one"))
	renamed := names("one")
	renamed.functions[bookKey{"p", "fc"}].Name = "another"
	renamed.triggers[bookKey{"p", "td"}].Type = OnDemand // the runs' own type stays
	before := s.Run(RunID{"p", "c0000002"})
	changes := s.SetBook(renamed)
	if len(changes) != 5 || s.Run(RunID{"p", "c0000002"}).Function.Name != "another" || before.Function.Name != "function c" {
		t.Errorf("%d changes, want the 5 of one function, and the old copies as they were", len(changes))
	}
	if s.Book() != renamed {
		t.Error("the new book was not kept")
	}
	if s.SetBook(nil); s.Run(RunID{"p", "c0000002"}).Function.Name != "another" {
		t.Error("no book took a name away")
	}
}

func BenchmarkSetBookOver100k(b *testing.B) {
	for name, of := range map[string][2]*Book{
		"same":        {names("one"), names("one")},
		"newFunction": {names("one"), names("two")},
	} {
		b.Run(name, func(b *testing.B) {
			s := heaped(100_000, of[0])
			b.ReportAllocs()
			for i := 1; b.Loop(); i++ {
				s.SetBook(of[i%2])
			}
		})
	}
}
