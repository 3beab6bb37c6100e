package api_test

import (
	"context"
	"errors"
	"fmt"
	"sync"
	"testing"
	"time"

	"fntop/api"
	"fntop/api/clock"
	"fntop/model"
)

// plant is a provider whose runs change as its script says.
type plant struct {
	api.Provider
	clk    *clock.Driven
	mu     sync.Mutex
	rows   func() []model.RunDetail // all runs, newest first
	runErr func() error
	asked  []model.Ask
	reads  int
	caps   api.Caps

	triggers []model.Trigger
}

func (p *plant) Triggers(context.Context) ([]model.Trigger, error) { return p.triggers, nil }

func (p *plant) Info() api.Info { return api.Info{Caps: p.caps} }

func (p *plant) Functions(context.Context) ([]model.Function, error) {
	return []model.Function{{ID: "f"}, {ID: "g"}}, nil
}

func (p *plant) Runs(_ context.Context, ask model.Ask) (model.Page, error) {
	p.mu.Lock()
	defer p.mu.Unlock()
	p.asked = append(p.asked, ask)
	var rows []model.RunDetail
	for _, r := range p.rows() {
		if (ask.Function == "" || r.Function.ID == ask.Function) && (ask.Trigger == "" || r.Trigger.ID == ask.Trigger) {
			rows = append(rows, r)
		}
	}
	from := min((ask.Page-1)*ask.Limit, len(rows))
	to := min(from+ask.Limit, len(rows))
	return model.Page{Runs: rows[from:to], More: to < len(rows)}, nil
}

func (p *plant) Run(_ context.Context, id model.RunID) (model.RunDetail, error) {
	p.mu.Lock()
	defer p.mu.Unlock()
	p.reads++
	if p.runErr != nil {
		if err := p.runErr(); err != nil {
			return model.RunDetail{}, err
		}
	}
	for _, r := range p.rows() {
		if r.ID == id {
			return r, nil
		}
	}
	return model.RunDetail{}, &api.Error{Kind: api.NotFound, Op: api.ReadRun}
}

func job(id, job string, status model.Status) model.RunDetail {
	r := aRun(id, 0, status)
	r.JobID, r.Function.ID, r.Trigger.ID = job, "f", "t"
	return r
}

type outcome struct {
	run   model.RunDetail
	err   error
	sight []api.Sighting
}

// follow drives the clock until Follow returns.
func follow(t *testing.T, p *plant, target api.Target) outcome {
	t.Helper()
	var o outcome
	done := make(chan struct{})
	go func() {
		o.run, o.err = api.Follow(t.Context(), p.clk, p, target, func(s api.Sighting) { o.sight = append(o.sight, s) })
		close(done)
		p.clk.NewTimer(time.Hour) // wakes the driver for the last time
	}()
	for {
		p.clk.AwaitTimers(1)
		select {
		case <-done:
			return o
		default:
		}
		p.clk.Next()
	}
}

func since(clk *clock.Driven) time.Duration { return clk.Now().Sub(noon) }

func TestFollowTakesTheRunOfItsJobAndNoOther(t *testing.T) {
	// Three identical invokes; the run of the second turns up last.
	clk := clock.NewDriven(noon)
	p := &plant{clk: clk}
	p.rows = func() []model.RunDetail {
		rows := []model.RunDetail{job("3", "job-3", model.StatusFailure), job("1", "job-1", model.StatusCompleted)}
		switch at := since(clk); {
		case at > 20*time.Second:
			rows = append(rows, job("2", "job-2", model.StatusCompleted))
		case at > 10*time.Second:
			rows = append(rows, job("2", "job-2", model.StatusRunning))
		}
		return rows
	}
	o := follow(t, p, api.Target{JobID: "job-2", Trigger: "t"})
	if o.err != nil || o.run.ID.ID != "2" || o.run.Status != model.StatusCompleted {
		t.Fatalf("followed run %q to %v, %v", o.run.ID.ID, o.run.Status, o.err)
	}
	for _, s := range o.sight {
		if queued := s.Run == nil; queued != (s.At.Sub(noon) <= 10*time.Second) {
			t.Errorf("at %v: queued is %v", s.At.Sub(noon), queued)
		}
	}
	for _, ask := range p.asked {
		if ask.Trigger != "t" || ask.Function != "" {
			t.Fatalf("asked %+v", ask)
		}
	}
}

func TestFollowLooksGentlyAndMoreGentlyWithAge(t *testing.T) {
	clk := clock.NewDriven(noon)
	p := &plant{clk: clk}
	p.rows = func() []model.RunDetail {
		if since(clk) > 3*time.Minute {
			return []model.RunDetail{job("1", "j", model.StatusCompleted)}
		}
		return []model.RunDetail{job("1", "j", model.StatusRunning)}
	}
	o := follow(t, p, api.Target{Run: model.RunID{Profile: "p", ID: "1"}})
	if o.err != nil {
		t.Fatal(o.err)
	}
	if first := o.sight[0].Again; first != 300*time.Millisecond {
		t.Errorf("the second look came after %v", first)
	}
	if last := o.sight[len(o.sight)-2].Again; last != 5*time.Second {
		t.Errorf("after three minutes it looks every %v", last)
	}
	if len(o.sight) > 65 {
		t.Errorf("%d looks in three minutes", len(o.sight))
	}
}

func TestFollowOutlivesPassingFailures(t *testing.T) {
	for _, failure := range []*api.Error{
		{Kind: api.Unreachable}, {Kind: api.ServerError}, {Kind: api.TimedOut}, {Kind: api.Unreadable},
		{Kind: api.RateLimited, Wait: time.Minute},
	} {
		clk := clock.NewDriven(noon)
		p := &plant{clk: clk, rows: func() []model.RunDetail { return []model.RunDetail{job("1", "j", model.StatusCompleted)} }}
		p.runErr = func() error {
			if since(clk) < 25*time.Second {
				return failure
			}
			return nil
		}
		o := follow(t, p, api.Target{Run: model.RunID{Profile: "p", ID: "1"}})
		if o.err != nil || o.run.Status != model.StatusCompleted {
			t.Errorf("%v: %v", failure.Kind, o.err)
		}
		if o.sight[0].Err != error(failure) {
			t.Errorf("%v: the failure was not reported", failure.Kind)
		}
		if o.sight[0].Again < failure.Wait {
			t.Errorf("asked again after %v, told %v", o.sight[0].Again, failure.Wait)
		}
	}
}

func TestFollowGivesUpAfterHalfAMinuteOfFailure(t *testing.T) {
	clk := clock.NewDriven(noon)
	down := &api.Error{Kind: api.ServerError}
	p := &plant{clk: clk, rows: func() []model.RunDetail { return []model.RunDetail{job("1", "j", model.StatusRunning)} }}
	p.runErr = func() error {
		if since(clk) > 10*time.Second {
			return down
		}
		return nil
	}
	o := follow(t, p, api.Target{Run: model.RunID{Profile: "p", ID: "1"}})
	if !errors.Is(o.err, down) || o.run.Status != model.StatusRunning {
		t.Errorf("got %v with %v; the run as last seen belongs to the answer", o.err, o.run.Status)
	}
	if took := since(clk); took < 40*time.Second || took > 45*time.Second {
		t.Errorf("gave up after %v", took)
	}
}

func TestFollowEndsAtOnceWhereWaitingCannotHelp(t *testing.T) {
	for _, kind := range []api.Kind{api.Unauthorized, api.Forbidden, api.NotFound, api.Refused, api.TooLarge} {
		p := &plant{clk: clock.NewDriven(noon), rows: func() []model.RunDetail { return nil }}
		p.runErr = func() error { return &api.Error{Kind: kind} }
		o := follow(t, p, api.Target{Run: model.RunID{Profile: "p", ID: "1"}})
		if api.KindOf(o.err) != kind || p.reads != 1 {
			t.Errorf("%v: %d looks, %v", kind, p.reads, o.err)
		}
	}
}

func TestFollowDoesNotTakeAnUnknownWordForAnEnd(t *testing.T) {
	clk := clock.NewDriven(noon)
	p := &plant{clk: clk}
	p.rows = func() []model.RunDetail {
		if since(clk) > 5*time.Second {
			return []model.RunDetail{job("1", "j", model.StatusTimeout)}
		}
		return []model.RunDetail{job("1", "j", model.StatusUnknown)}
	}
	if o := follow(t, p, api.Target{JobID: "j", Function: "f"}); o.run.Status != model.StatusTimeout {
		t.Errorf("ended as %v, %v", o.run.Status, o.err)
	}
}

func TestFollowFindsAnOldJobAnywhere(t *testing.T) {
	var rows []model.RunDetail
	for i := range 400 {
		r := job(fmt.Sprint("run-", i), fmt.Sprint("job-", i), model.StatusCompleted)
		r.Function.ID = []string{"f", "g"}[i%2]
		rows = append(rows, r)
	}
	p := &plant{clk: clock.NewDriven(noon), rows: func() []model.RunDetail { return rows }}
	if o := follow(t, p, api.Target{JobID: "job-397"}); o.err != nil || o.run.ID.ID != "run-397" {
		t.Errorf("found %q, %v", o.run.ID.ID, o.err)
	}
}

func TestFollowWaitsForAJustListedRunToBecomeReadable(t *testing.T) {
	clk := clock.NewDriven(noon)
	p := &plant{clk: clk}
	p.rows = func() []model.RunDetail {
		if since(clk) > 5*time.Second {
			return []model.RunDetail{job("1", "j", model.StatusCompleted)}
		}
		return []model.RunDetail{job("1", "j", model.StatusPending)}
	}
	p.runErr = func() error {
		if since(clk) < 3*time.Second {
			return &api.Error{Kind: api.NotFound}
		}
		return nil
	}
	if o := follow(t, p, api.Target{JobID: "j", Trigger: "t"}); o.err != nil || o.run.Status != model.StatusCompleted {
		t.Errorf("got %v, %v", o.run.Status, o.err)
	}
}

func TestFollowReturnsTheLastSightWhenItsContextEnds(t *testing.T) {
	clk := clock.NewDriven(noon)
	p := &plant{clk: clk, rows: func() []model.RunDetail { return []model.RunDetail{job("1", "j", model.StatusRunning)} }}
	why := errors.New("interrupted")
	ctx, cancel := context.WithCancelCause(t.Context())
	go func() {
		clk.AwaitTimers(1)
		cancel(why)
	}()
	run, err := api.Follow(ctx, clk, p, api.Target{Run: model.RunID{Profile: "p", ID: "1"}}, nil)
	if !errors.Is(err, why) || api.KindOf(err) != api.Canceled || run.Status != model.StatusRunning || clk.Timers() != 0 {
		t.Errorf("got %v, %v, %d timers left", run.Status, err, clk.Timers())
	}
}

func TestFollowRefusesToFollowNothing(t *testing.T) {
	p := &plant{clk: clock.NewDriven(noon), rows: func() []model.RunDetail { return []model.RunDetail{job("1", "", model.StatusCompleted)} }}
	run, err := api.Follow(t.Context(), p.clk, p, api.Target{Trigger: "t"}, nil)
	if err == nil || !run.ID.IsZero() {
		t.Errorf("took run %q", run.ID.ID)
	}
}

func TestLookForNamesCandidatesOnly(t *testing.T) {
	clk := clock.NewDriven(noon)
	old, rerun, other, late := job("old", "a", model.StatusFailure), job("again", "b", model.StatusPending), job("other", "c", model.StatusPending), job("late", "d", model.StatusPending)
	rerun.OriginalRunID, late.OriginalRunID = "old", "old"
	old.Created = noon.Add(-time.Hour)
	late.Created = noon.Add(-time.Hour)
	p := &plant{clk: clk, rows: func() []model.RunDetail { return []model.RunDetail{rerun, other, late, old} }}

	found, err := api.LookFor(t.Context(), clk, p, model.Action{Kind: model.Rerun, Run: old.ID}, noon, nil)
	if err != nil || ids(found) != "[again]" {
		t.Errorf("rerun: %v, %v", ids(found), err)
	}
	if got := lookFor(t, p, clk, nil); got != "[other again]" {
		t.Errorf("invoke: %v", got)
	}
}

func TestLookForLooksAgainAndThenStops(t *testing.T) {
	clk := clock.NewDriven(noon)
	p := &plant{clk: clk, rows: func() []model.RunDetail { return nil }}
	done := make(chan struct{})
	go func() {
		defer close(done)
		if found, err := api.LookFor(t.Context(), clk, p, model.Action{Kind: model.Invoke, Trigger: model.Ref{ID: "t"}}, noon, nil); err != nil || found != nil {
			t.Errorf("found %v, %v", ids(found), err)
		}
	}()
	for range 2 {
		clk.AwaitTimers(1)
		clk.Next()
	}
	<-done
	if len(p.asked) != 3 {
		t.Errorf("%d looks", len(p.asked))
	}
}

func TestManyRunsFollowedAtOnceShareTheLooks(t *testing.T) {
	for others, most := range map[int]int{0: 34, 19: 10} {
		clk := clock.NewDriven(noon)
		p := &plant{clk: clk}
		p.rows = func() []model.RunDetail {
			status := model.StatusRunning
			if since(clk) > time.Minute {
				status = model.StatusCompleted
			}
			return []model.RunDetail{job("1", "job-1", status)}
		}
		o := follow(t, p, api.Target{Run: aRun("1", 0, 0).ID, Beside: func() int { return others }})
		if o.err != nil || p.reads > most+3 || p.reads < most/2 {
			t.Errorf("beside %d others it was read %d times in a minute, want about %d; %v", others, p.reads, most, o.err)
		}
	}
}
