package api_test

import (
	"context"
	"errors"
	"fmt"
	"math/rand/v2"
	"slices"
	"sync"
	"testing"
	"time"

	"fntop/api"
	"fntop/model"
)

var noon = time.Date(2026, 11, 21, 12, 0, 0, 0, time.UTC)

// shelf is a provider whose lists are slices in memory.
type shelf struct {
	api.Provider

	mu       sync.Mutex
	lists    map[string][]model.RunDetail // by function, newest first
	broken   map[string]error
	asked    []model.Ask
	now, top int // requests under way, and the most there ever were
	arrive   func(*shelf, model.Ask)
	deaf     bool // ignores the status asked for
	sieve    bool // leaves out other statuses after paging, as a client of a deaf server does
	gate     chan struct{}
}

func (s *shelf) Runs(ctx context.Context, ask model.Ask) (model.Page, error) {
	s.mu.Lock()
	s.asked = append(s.asked, ask)
	s.now++
	s.top = max(s.top, s.now)
	s.mu.Unlock()
	if s.gate != nil {
		<-s.gate
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	s.now--
	if err := ctx.Err(); err != nil {
		return model.Page{}, &api.Error{Kind: api.Canceled, Op: api.ListRuns, Err: err}
	}
	if err := s.broken[ask.Function]; err != nil {
		return model.Page{}, err
	}
	if s.arrive != nil {
		s.arrive(s, ask)
	}
	rows := s.lists[ask.Function]
	if ask.Status.Known && !s.deaf {
		rows = slices.DeleteFunc(slices.Clone(rows), func(r model.RunDetail) bool { return r.Status != ask.Status.Value })
	}
	from := min((ask.Page-1)*ask.Limit, len(rows))
	to := min(from+ask.Limit, len(rows))
	page := model.Page{Runs: slices.Clone(rows[from:to]), More: to < len(rows)}
	if ask.Status.Known && s.sieve {
		page.Runs = slices.DeleteFunc(page.Runs, func(r model.RunDetail) bool { return r.Status != ask.Status.Value })
	}
	return page, nil
}

func (s *shelf) requests() int {
	s.mu.Lock()
	defer s.mu.Unlock()
	return len(s.asked)
}

func aRun(id string, age time.Duration, status model.Status) model.RunDetail {
	at := noon.Add(-age)
	return model.RunDetail{Run: model.Run{ID: model.RunID{Profile: "p", ID: id}, Status: status, Created: at, Started: at}}
}

func ids(runs []model.RunDetail) string {
	var all []string
	for _, r := range runs {
		all = append(all, r.ID.ID)
	}
	return fmt.Sprint(all)
}

func TestNewestMergesAsBruteForceDoes(t *testing.T) {
	for seed := range uint64(120) {
		dice := rand.New(rand.NewPCG(seed, 7))
		var sources []api.Source
		var all []model.RunDetail
		pageSize := 1 + dice.IntN(9)
		for p := range 1 + dice.IntN(2) {
			s := &shelf{lists: map[string][]model.RunDetail{}, deaf: dice.IntN(2) == 0, sieve: dice.IntN(2) == 0}
			for f := range 1 + dice.IntN(6) {
				function := fmt.Sprint("f", f)
				for n := range dice.IntN(60) {
					r := aRun(fmt.Sprintf("%d-%d-%d", p, f, n), time.Duration(dice.IntN(200))*time.Second, model.Status(dice.IntN(9)))
					r.Function.ID = function
					s.lists[function] = append(s.lists[function], r)
				}
				all = append(all, s.lists[function]...)
				slices.SortFunc(s.lists[function], func(a, b model.RunDetail) int { return b.Created.Compare(a.Created) })
				ask := model.Ask{Function: function, Limit: pageSize}
				if dice.IntN(3) == 0 {
					sources = append(sources, api.Source{Provider: s, Ask: ask}, api.Source{Provider: s, Ask: ask})
					continue
				}
				for _, status := range model.Statuses {
					ask.Status = model.Some(status)
					sources = append(sources, api.Source{Provider: s, Ask: ask})
				}
			}
		}
		keep := func(r *model.Run) bool { return r.Created.Second()%3 != 0 }
		limit := 1 + dice.IntN(40)

		slices.SortFunc(all, func(a, b model.RunDetail) int { return model.Newer(&a.Run, &b.Run) })
		want := slices.DeleteFunc(all, func(r model.RunDetail) bool { return !keep(&r.Run) })
		want = want[:min(limit, len(want))]
		got, err := api.Newest(t.Context(), sources, keep, limit)
		if err != nil {
			t.Fatalf("seed %d: %v", seed, err)
		}
		if ids(got) != ids(want) {
			t.Fatalf("seed %d, limit %d, page %d:\n got %v\nwant %v", seed, limit, pageSize, ids(got), ids(want))
		}
	}
}

func TestNewestReadsOnWhereAllThatIsWantedIsOnPageThree(t *testing.T) {
	s := &shelf{deaf: true, lists: map[string][]model.RunDetail{}}
	for i := range 300 {
		status := model.StatusCompleted
		if i >= 200 && i < 220 {
			status = model.StatusFailure
		}
		s.lists["f"] = append(s.lists["f"], aRun(fmt.Sprintf("%03d", i), time.Duration(i)*time.Second, status))
		s.lists["g"] = append(s.lists["g"], aRun(fmt.Sprintf("g%03d", i), time.Duration(i)*time.Second, model.StatusCompleted))
	}
	failed := model.Some(model.StatusFailure)
	got, err := api.Newest(t.Context(), []api.Source{
		{Provider: s, Ask: model.Ask{Function: "f", Status: failed}},
		{Provider: s, Ask: model.Ask{Function: "g", Status: failed}},
	}, func(*model.Run) bool { return true }, 20)
	if err != nil || len(got) != 20 || got[0].ID.ID != "200" || got[19].ID.ID != "219" {
		t.Errorf("got %v, %v", ids(got), err)
	}
}

func TestNewestStopsAtSinceWhereTheServerIgnoresTheStatus(t *testing.T) {
	s := &shelf{deaf: true, sieve: true, lists: map[string][]model.RunDetail{}}
	for i := range 3000 {
		s.lists["f"] = append(s.lists["f"], aRun(fmt.Sprint(i), time.Duration(i)*time.Minute, model.StatusCompleted))
	}
	got, err := api.Newest(t.Context(), []api.Source{{
		Provider: s, Since: noon.Add(-time.Hour),
		Ask: model.Ask{Function: "f", Status: model.Some(model.StatusFailure)},
	}}, nil, 20)
	if err != nil || len(got) != 0 || s.requests() > 5 {
		t.Errorf("%d requests, %v, %v", s.requests(), ids(got), err)
	}
}

func TestNewestAsksOnceWhereTheFirstPageIsEnough(t *testing.T) {
	s := &shelf{lists: map[string][]model.RunDetail{}}
	for f := range 8 {
		for i := range 100 {
			function := fmt.Sprint("f", f)
			age := time.Duration(i*8+f) * time.Minute
			s.lists[function] = append(s.lists[function], aRun(fmt.Sprintf("%d-%d", f, i), age, model.StatusCompleted))
		}
	}
	var sources []api.Source
	for f := range s.lists {
		sources = append(sources, api.Source{Provider: s, Ask: model.Ask{Function: f}})
	}
	got, err := api.Newest(t.Context(), sources, nil, 20)
	if err != nil || len(got) != 20 || s.requests() != 8 {
		t.Errorf("%d runs with %d requests (%v), want 20 with 8", len(got), s.requests(), err)
	}
}

func TestNewestKeepsFourRequestsUnderWay(t *testing.T) {
	s := &shelf{lists: map[string][]model.RunDetail{}, gate: make(chan struct{})}
	var sources []api.Source
	for f := range 12 {
		sources = append(sources, api.Source{Provider: s, Ask: model.Ask{Function: fmt.Sprint("f", f)}})
	}
	done := make(chan struct{})
	go func() {
		defer close(done)
		_, _ = api.Newest(t.Context(), sources, nil, 20)
	}()
	for range sources {
		s.gate <- struct{}{}
	}
	<-done
	if s.top > 4 || s.requests() != 12 {
		t.Errorf("%d requests under way at once, %d in all; want at most 4, and 12", s.top, s.requests())
	}
}

func TestNewestSurvivesRowsThatShiftBetweenPages(t *testing.T) {
	s := &shelf{lists: map[string][]model.RunDetail{}}
	for i := range 30 {
		s.lists["f"] = append(s.lists["f"], aRun(fmt.Sprintf("%02d", i), time.Duration(i)*time.Second, model.StatusCompleted))
	}
	s.arrive = func(s *shelf, ask model.Ask) {
		if ask.Page != 2 {
			return
		}
		// As many as a whole page arrive: page 2 repeats page 1.
		for i := range 10 {
			s.lists["f"] = slices.Insert(s.lists["f"], 0, aRun(fmt.Sprintf("new%d", i), -time.Duration(i+1)*time.Second, model.StatusPending))
		}
	}
	got, err := api.Newest(t.Context(), []api.Source{{Provider: s, Ask: model.Ask{Function: "f", Limit: 10}}}, nil, 30)
	if err != nil || len(got) != 30 || got[0].ID.ID != "00" || got[29].ID.ID != "29" {
		t.Errorf("got %v, %v", ids(got), err)
	}
}

func TestNewestStopsAtSinceButNotAtTheFirstOlderRun(t *testing.T) {
	s := &shelf{lists: map[string][]model.RunDetail{}}
	for i := range 1000 {
		s.lists["f"] = append(s.lists["f"], aRun(fmt.Sprintf("%03d", i), time.Duration(i)*time.Minute, model.StatusCompleted))
	}
	// Two rows stand on the other side of a page's edge than they should.
	rows := s.lists["f"]
	rows[8], rows[11] = rows[11], rows[8]
	since := noon.Add(-10 * time.Minute)
	keep := func(r *model.Run) bool { return !r.Created.Before(since) }
	got, err := api.Newest(t.Context(), []api.Source{{Provider: s, Since: since, Ask: model.Ask{Function: "f", Limit: 10}}}, keep, 500)
	if err != nil || len(got) != 11 || got[8].ID.ID != "008" {
		t.Errorf("got %v, %v", ids(got), err)
	}
	if s.requests() > 3 {
		t.Errorf("%d requests for two pages' worth of runs", s.requests())
	}
}

func TestNewestGivesWhatItHasWhenASourceFails(t *testing.T) {
	gone := &api.Error{Kind: api.NotFound, Op: api.ListRuns}
	s := &shelf{lists: map[string][]model.RunDetail{"f": {aRun("1", 0, model.StatusCompleted)}}, broken: map[string]error{"g": gone}}
	got, err := api.Newest(t.Context(), []api.Source{
		{Provider: s, Ask: model.Ask{Function: "g"}}, {Provider: s, Ask: model.Ask{Function: "f"}},
	}, nil, 20)
	var failed api.SourceErrors
	if ids(got) != "[1]" || !errors.As(err, &failed) || len(failed) != 1 || failed[0].Source.Ask.Function != "g" || api.KindOf(err) != api.NotFound {
		t.Errorf("got %v, %v", ids(got), err)
	}
}

func TestNewestAsksADeadBackendOnlyAsOftenAsItIsUnderWay(t *testing.T) {
	s := &shelf{broken: map[string]error{}}
	down := &api.Error{Kind: api.Unreachable, Op: api.ListRuns}
	var sources []api.Source
	for f := range 50 {
		function := fmt.Sprint("f", f)
		s.broken[function] = down
		sources = append(sources, api.Source{Provider: s, Ask: model.Ask{Function: function}})
	}
	_, err := api.Newest(t.Context(), sources, nil, 20)
	var failed api.SourceErrors
	if !errors.As(err, &failed) || len(failed) != 1 || s.requests() > 8 {
		t.Errorf("%d requests, %d failures", s.requests(), len(failed))
	}
}

func TestNewestEndsOnAServerThatDoesNotPage(t *testing.T) {
	rows := []model.RunDetail{aRun("2", 0, model.StatusCompleted), aRun("1", time.Second, model.StatusCompleted)}
	got, err := api.Newest(t.Context(), []api.Source{{Provider: samePage(rows), Ask: model.Ask{Function: "f"}}}, nil, 20)
	if err != nil || ids(got) != "[2 1]" {
		t.Errorf("got %v, %v", ids(got), err)
	}
}

type samePage []model.RunDetail

func (s samePage) Info() api.Info { return api.Info{} }
func (s samePage) Runs(context.Context, model.Ask) (model.Page, error) {
	return model.Page{Runs: s, More: true}, nil
}
func (s samePage) Run(context.Context, model.RunID) (model.RunDetail, error) {
	return model.RunDetail{}, nil
}
func (s samePage) Functions(context.Context) ([]model.Function, error) { return nil, nil }
func (s samePage) Triggers(context.Context) ([]model.Trigger, error)   { return nil, nil }
func (s samePage) Left() int                                           { return 1 }
func (s samePage) CloseIdle()                                          {}
func (s samePage) Watch(context.Context, func(api.Event)) error {
	return &api.Error{Kind: api.Unsupported, Op: api.WatchRuns}
}
func (s samePage) Entries(context.Context, model.RunRef, int64, func(model.Entry)) error {
	return &api.Error{Kind: api.Unsupported, Op: api.ReadEntries}
}
func (s samePage) Do(context.Context, model.Action) (model.Receipt, error) {
	return model.Receipt{}, nil
}
