package api_test

import (
	"context"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"fntop/api"
	"fntop/api/clock"
	"fntop/model"
)

// teller is a plant that tells what its runs do: each attempt tells what its
// channel brings, and is over when that is closed.
type teller struct {
	*plant
	mu       sync.Mutex
	attempts map[string]chan int64
	began    []string
	panics   bool
}

func (p *teller) Entries(ctx context.Context, run model.RunRef, after int64, emit func(model.Entry)) error {
	if p.panics {
		panic("planted")
	}
	p.mu.Lock()
	p.began = append(p.began, run.Attempt)
	told := p.attempts[run.Attempt]
	p.mu.Unlock()
	for {
		select {
		case seq, more := <-told:
			if !more {
				return nil
			}
			if seq < 0 {
				return &api.Error{Kind: api.Unauthorized, Op: api.ReadEntries}
			}
			emit(model.Entry{Seq: seq, Attempt: run.Attempt})
		case <-ctx.Done():
			return &api.Error{Kind: api.Canceled, Op: api.ReadEntries, Err: ctx.Err()}
		}
	}
}

func attempted(status model.Status, attempt string) model.RunDetail {
	r := job("1", "", status)
	r.Attempt = model.Some(model.Attempt{ID: attempt, Number: 1})
	return r
}

// followed runs Follow and hands over what it tells.
type followed struct {
	t     *testing.T
	p     *teller
	clk   *clock.Driven
	state struct {
		sync.Mutex
		run model.RunDetail
	}
	sights chan api.Sighting
	heard  chan model.Entry
	done   chan error
}

func followAttempts(t *testing.T, first model.RunDetail, listen bool) *followed {
	t.Helper()
	clk := clock.NewDriven(noon)
	f := &followed{t: t, clk: clk, sights: make(chan api.Sighting, 100), heard: make(chan model.Entry, 100), done: make(chan error, 1)}
	f.p = &teller{plant: &plant{clk: clk}, attempts: map[string]chan int64{"a": make(chan int64), "b": make(chan int64)}}
	f.state.run = first
	f.p.rows = func() []model.RunDetail {
		f.state.Lock()
		defer f.state.Unlock()
		return []model.RunDetail{f.state.run}
	}
	target := api.Target{Run: first.ID}
	if listen {
		target.Entries = func(_ model.RunID, e model.Entry) { f.heard <- e }
	}
	go func() {
		_, err := api.Follow(t.Context(), clk, f.p, target, func(s api.Sighting) { f.sights <- s })
		f.done <- err
	}()
	return f
}

func (f *followed) now(r model.RunDetail) {
	f.state.Lock()
	defer f.state.Unlock()
	f.state.run = r
}

// sees waits for the next look and checks what it saw.
func (f *followed) sees(status model.Status) {
	f.t.Helper()
	if s := <-f.sights; s.Run == nil || s.Run.Status != status {
		f.t.Fatalf("saw %+v, want %v", s.Run, status)
	}
}

func (f *followed) ends() {
	f.t.Helper()
	if err := <-f.done; err != nil {
		f.t.Error(err)
	}
	if n := f.clk.Timers(); n != 0 {
		f.t.Errorf("%d timers are left", n)
	}
}

func TestFollowLooksWhenTheRunDoesSomething(t *testing.T) {
	f := followAttempts(t, attempted(model.StatusRunning, "a"), true)
	f.sees(model.StatusRunning)
	for seq := int64(1); seq <= 2; seq++ { // by the second, the first has had its effect
		f.p.attempts["a"] <- seq
		if e := <-f.heard; e.Seq != seq || e.Attempt != "a" {
			t.Errorf("heard %+v", e)
		}
	}
	// Two seconds after the last look, and not five.
	f.now(attempted(model.StatusWaiting, "a"))
	f.clk.AwaitTimers(1)
	f.clk.Advance(2 * time.Second)
	f.sees(model.StatusWaiting)
	// The end of the attempt makes it look at once.
	f.now(attempted(model.StatusCompleted, "a"))
	close(f.p.attempts["a"])
	f.sees(model.StatusCompleted)
	f.ends()
}

func TestFollowGoesOnWithTheNextAttempt(t *testing.T) {
	f := followAttempts(t, attempted(model.StatusRunning, "a"), true)
	f.sees(model.StatusRunning)
	f.p.attempts["a"] <- 1
	<-f.heard
	f.now(attempted(model.StatusPending, "a")) // between two attempts
	close(f.p.attempts["a"])
	f.sees(model.StatusPending)
	f.now(attempted(model.StatusRunning, "b"))
	f.clk.AwaitTimers(1)
	f.clk.Advance(time.Second)
	f.sees(model.StatusRunning)
	f.p.attempts["b"] <- 1
	if e := <-f.heard; e.Attempt != "b" {
		t.Errorf("heard %+v", e)
	}
	// The run is over before its last entries were heard: they are waited for.
	f.now(attempted(model.StatusCompleted, "b"))
	f.p.attempts["b"] <- 2
	<-f.heard
	f.clk.AwaitTimers(1)
	f.clk.Advance(5 * time.Second)
	f.sees(model.StatusCompleted)
	f.p.attempts["b"] <- 3
	if e := <-f.heard; e.Seq != 3 {
		t.Errorf("heard %+v", e)
	}
	close(f.p.attempts["b"])
	f.ends()
	if !slices.Equal(f.p.began, []string{"a", "b"}) {
		t.Errorf("listened to %v", f.p.began)
	}
}

func TestFollowWaitsForLastEntriesForAWhileOnly(t *testing.T) {
	f := followAttempts(t, attempted(model.StatusCompleted, "a"), true)
	f.sees(model.StatusCompleted)
	f.p.attempts["a"] <- 1 // it was over at first sight, and is told all the same
	<-f.heard
	f.clk.AwaitTimers(1)
	f.clk.Advance(5 * time.Second)
	f.ends()

	f = followAttempts(t, attempted(model.StatusCompleted, "a"), false)
	f.sees(model.StatusCompleted)
	f.ends()
	if len(f.p.began) != 0 {
		t.Error("nobody wants to hear what a run did that is over")
	}
}

func TestFollowLooksOnWhereNothingIsTold(t *testing.T) {
	mute := attempted(model.StatusRunning, "a")
	mute.Attempt = model.Opt[model.Attempt]{}
	for _, first := range []model.RunDetail{mute, attempted(model.StatusRunning, "a")} {
		f := followAttempts(t, first, true)
		f.sees(model.StatusRunning)
		if first.Attempt.Known {
			f.p.attempts["a"] <- -1 // refused
			f.sees(model.StatusRunning)
		}
		f.now(attempted(model.StatusCompleted, "a"))
		close(f.p.attempts["a"])
		f.clk.AwaitTimers(1)
		f.clk.Advance(2 * time.Second) // as often as any run is looked at
		f.sees(model.StatusCompleted)
		f.ends()
	}
}

func TestAPanicWhileListeningIsFollows(t *testing.T) {
	p := &teller{plant: &plant{clk: clock.NewDriven(noon)}, panics: true}
	p.rows = func() []model.RunDetail { return []model.RunDetail{attempted(model.StatusRunning, "a")} }
	defer func() {
		if p, ok := recover().(*api.Panic); !ok || !strings.Contains(p.Error(), "planted") {
			t.Errorf("got %v", p)
		}
	}()
	_, _ = api.Follow(t.Context(), p.clk, p, api.Target{Run: model.RunID{Profile: "p", ID: "1"}}, nil)
}
