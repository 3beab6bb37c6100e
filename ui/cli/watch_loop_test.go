package cli

import (
	"bytes"
	"context"
	"strings"
	"sync"
	"testing"
	"time"

	"fntop/api"
	"fntop/api/clock"
	"fntop/model"
)

// pushing is a backend that holds one list and pushes what a test tells it to.
type pushing struct {
	mu     sync.Mutex
	runs   []model.RunDetail
	asked  int
	events chan api.Event
}

func (p *pushing) Info() api.Info { return api.Info{Profile: "p", Budget: 300} }
func (p *pushing) Left() int      { return 300 }
func (p *pushing) CloseIdle()     {}

func (p *pushing) Entries(context.Context, model.RunRef, int64, func(model.Entry)) error {
	return &api.Error{Kind: api.Unsupported, Op: api.ReadEntries}
}

func (p *pushing) Runs(context.Context, model.Ask) (model.Page, error) {
	p.mu.Lock()
	defer p.mu.Unlock()
	p.asked++
	return model.Page{Runs: append([]model.RunDetail(nil), p.runs...)}, nil
}

func (p *pushing) Run(context.Context, model.RunID) (model.RunDetail, error) {
	return model.RunDetail{}, &api.Error{Kind: api.NotFound, Op: api.ReadRun}
}
func (p *pushing) Functions(context.Context) ([]model.Function, error) { return nil, nil }
func (p *pushing) Triggers(context.Context) ([]model.Trigger, error)   { return nil, nil }
func (p *pushing) Do(context.Context, model.Action) (model.Receipt, error) {
	panic("watch acts on nothing")
}

func (p *pushing) Watch(ctx context.Context, emit func(api.Event)) error {
	for {
		select {
		case e := <-p.events:
			emit(e)
		case <-ctx.Done():
			return &api.Error{Kind: api.Canceled, Op: api.WatchRuns}
		}
	}
}

func (p *pushing) set(runs ...model.RunDetail) {
	p.mu.Lock()
	defer p.mu.Unlock()
	p.runs = runs
}

func (p *pushing) reads() int {
	p.mu.Lock()
	defer p.mu.Unlock()
	return p.asked
}

type safe struct {
	mu sync.Mutex
	bytes.Buffer
}

func (s *safe) Write(b []byte) (int, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.Buffer.Write(b)
}

func (s *safe) has(text string) bool {
	s.mu.Lock()
	defer s.mu.Unlock()
	return strings.Contains(s.String(), text)
}

// soon waits for a state that other goroutines bring about by themselves.
func soon(t *testing.T, what string, holds func() bool) {
	t.Helper()
	for begun := time.Now(); !holds(); time.Sleep(time.Millisecond) {
		if time.Since(begun) > time.Minute {
			t.Fatalf("%s has not come about", what)
		}
	}
}

func TestWhatIsPushedIsReadAtOnceAndSoIsWhatWasMissed(t *testing.T) {
	t.Parallel()
	p := &pushing{events: make(chan api.Event)}
	p.set(told(t, "b:running@2"), told(t, "a:completed@1"))
	clk, out := clock.NewDriven(day.Add(time.Minute)), &safe{}
	a := &app{Options: Options{Clock: clk, Out: out, Err: out}, begun: clk.Now()}
	ctx, stop := context.WithCancelCause(t.Context())
	w := &watcher{
		a: a, s: &session{a: a}, m: &member{p: p, info: p.Info()}, spent: &spending{}, refresh: time.Hour, patient: true,
		out: &watchOut{a: a, stop: stop, endless: true, busy: make(map[*watcher]bool)},
	}
	w.addFeed(model.Ask{Function: "f"})
	done := make(chan error)
	go func() { done <- w.run(ctx) }()
	soon(t, "the first reading", func() bool { return p.reads() == 1 })
	clk.Advance(time.Second)
	p.events <- api.LinkChanged{Up: true}
	soon(t, "the reading after it came up", func() bool { return p.reads() == 2 })
	clk.Advance(time.Second)

	p.set(told(t, "b:completed@2"), told(t, "a:completed@1"))
	p.events <- api.RunEnded{Function: "f", RunID: "b"}
	soon(t, "the ending", func() bool { return out.has(`"change":"ended","run":{"id":"b"`) })
	clk.Advance(time.Second)
	reads := p.reads()
	p.events <- api.RunEnded{Function: "another"}
	p.events <- api.LinkChanged{Up: false}
	p.set(told(t, "c:failure@3"), told(t, "b:completed@2"))
	p.events <- api.LinkChanged{Up: true}
	soon(t, "what was missed", func() bool { return out.has(`"change":"new","run":{"id":"c"`) })
	if got := p.reads(); got != reads+1 {
		t.Errorf("read %d times, want once", got-reads)
	}
	stop(ErrInterrupted)
	if err := <-done; err != nil {
		t.Error(err)
	}
	if n := clk.Timers(); n != 0 {
		t.Errorf("%d timers are left", n)
	}
}
