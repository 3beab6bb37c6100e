package bulk

import (
	"context"
	"fmt"
	"slices"
	"strconv"
	"sync"
	"testing"
	"time"

	"fntop/api"
	"fntop/api/clock"
	"fntop/model"
)

var noon = time.Date(2026, 11, 20, 12, 0, 0, 0, time.UTC)

// leaping is a clock on which every wait is over at once.
type leaping struct {
	mu  sync.Mutex
	now time.Time
}

func (l *leaping) Now() time.Time {
	l.mu.Lock()
	defer l.mu.Unlock()
	return l.now
}

func (l *leaping) NewTimer(d time.Duration) clock.Timer {
	l.mu.Lock()
	defer l.mu.Unlock()
	l.now = l.now.Add(max(d, 0))
	c := make(chan time.Time, 1)
	c <- l.now
	return fired(c)
}

type fired chan time.Time

func (f fired) C() <-chan time.Time { return f }
func (f fired) Stop() bool          { return false }

// stand is a backend that counts what is sent to it.
type stand struct {
	api.Provider
	clk  clock.Clock
	info api.Info
	left int

	mu    sync.Mutex
	sent  map[string]int // by run
	order []string
	acted []model.Action
	runs  []model.RunDetail // that came of it, newest first
	lists int
	// fails says how the answer to a run fails; happened: although it ran.
	fails func(run string, nth int) (err error, happened bool)
	ends  model.Status // of the runs that come of it
	did   func(run string)
	// listed is called with each list that is read.
	listed func()
}

func newStand(clk clock.Clock) *stand {
	return &stand{clk: clk, info: api.Info{Profile: "prod", Backend: "centrali", Host: "h", Workspace: "acme"}, left: 100,
		sent: map[string]int{}, ends: model.StatusCompleted}
}

func (s *stand) Info() api.Info { return s.info }
func (s *stand) Left() int      { return s.left }

func (s *stand) Do(_ context.Context, a model.Action) (model.Receipt, error) {
	s.mu.Lock()
	s.sent[a.Run.ID]++
	s.order = append(s.order, a.Run.ID)
	s.acted = append(s.acted, a)
	nth := s.sent[a.Run.ID]
	var err error
	happened := true
	if s.fails != nil {
		err, happened = s.fails(a.Run.ID, nth)
	}
	job := "job_" + a.Run.ID
	if err == nil || happened {
		r := model.Run{ID: model.RunID{Profile: "prod", ID: "new-" + a.Run.ID}, Function: model.Ref{ID: "f"}, JobID: job,
			OriginalRunID: a.Run.ID, Status: s.ends, Created: s.clk.Now(), Ended: s.clk.Now()}
		s.runs = slices.Insert(s.runs, 0, model.RunDetail{Run: r})
	}
	did := s.did
	s.mu.Unlock()
	if did != nil {
		did(a.Run.ID)
	}
	if err != nil {
		return model.Receipt{}, err
	}
	return model.Receipt{JobID: job}, nil
}

func (s *stand) Run(_ context.Context, id model.RunID) (model.RunDetail, error) {
	return model.RunDetail{Run: model.Run{ID: id, Function: model.Ref{ID: "f"}, Status: model.StatusFailure}}, nil
}

func (s *stand) Runs(_ context.Context, ask model.Ask) (model.Page, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.lists++
	if s.listed != nil {
		s.listed()
	}
	from := min((ask.Page-1)*ask.Limit, len(s.runs))
	to := min(from+ask.Limit, len(s.runs))
	return model.Page{Runs: slices.Clone(s.runs[from:to]), More: to < len(s.runs)}, nil
}

func (s *stand) provider(profile string) api.Provider {
	if profile != "prod" {
		return nil
	}
	return s
}

func (s *stand) count(run string) int {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.sent[run]
}

// planned is a plan for n runs of the stand.
func planned(s *stand, n int) Plan {
	p := Plan{Made: noon, Every: Usual, StopAfter: StopAfter, Places: []Place{PlaceOf(s.info)}}
	for i := range n {
		p.Items = append(p.Items, Item{Run: model.RunID{Profile: "prod", ID: "r" + strconv.Itoa(i)}, Function: model.Ref{ID: "f"}})
	}
	return p
}

func create(t *testing.T, dir string, p Plan) *Journal {
	t.Helper()
	j, err := Create(dir, p)
	if err != nil {
		t.Fatal(err)
	}
	return j
}

// carryOut runs a journal to its end.
func carryOut(t *testing.T, s *stand, j *Journal) (Phase, []News) {
	t.Helper()
	var all []News
	phase, err := New(Config{Clock: s.clk, Journal: j, Provider: s.provider}).Run(t.Context(), func(n News) { all = append(all, n) })
	if err != nil {
		t.Fatal(err)
	}
	return phase, all
}

func reopen(t *testing.T, path string) *Journal {
	t.Helper()
	j, err := Open(path)
	if err != nil {
		t.Fatal(err)
	}
	return j
}

// each fails the test unless each of n runs was sent so often.
func (s *stand) each(t *testing.T, n, times int) {
	t.Helper()
	for i := range n {
		if got := s.count(fmt.Sprintf("r%d", i)); got != times {
			t.Errorf("run %d was sent %d times, want %d", i, got, times)
		}
	}
}
