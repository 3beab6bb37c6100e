package api

import (
	"context"
	"sync"
	"time"

	"fntop/model"
)

const (
	// followHeard is how soon is looked at a run that has just done something:
	// more of it may come at once, and one look does for all of it.
	followHeard = 300 * time.Millisecond
	// followLast is how long the last entries are waited for once the run is
	// over: it may have ended without one that says so.
	followLast = 5 * time.Second
	// alongAtOnce is how many attempts of a run are listened to. One that was
	// replaced may still have something to tell.
	alongAtOnce = 2
)

// along listens to what the attempts of a followed run do, where the backend
// tells it. It makes the looks at the run come when there is something to see,
// and takes their place never: an entry says what happened and not how the run
// stands.
type along struct {
	p    Provider
	tell func(model.RunID, model.Entry) // nil: nobody wants to hear the entries themselves

	ctx     context.Context
	stop    context.CancelFunc
	running sync.WaitGroup
	heard   chan noise
	tails   []*listening // that go on, oldest first
	known   map[string]bool
}

// listening is one call of Entries.
type listening struct {
	attempt string
	stop    context.CancelFunc
}

// noise is what one call of Entries brought: an entry, or its end.
type noise struct {
	of    *listening
	entry model.Entry
	over  bool
	panic *Panic
}

func newAlong(ctx context.Context, p Provider, tell func(model.RunID, model.Entry)) *along {
	a := &along{p: p, tell: tell, heard: make(chan noise), known: map[string]bool{}}
	a.ctx, a.stop = context.WithCancel(ctx)
	return a
}

// listen begins to listen to the run's attempt, unless it has begun before.
func (a *along) listen(run *model.RunDetail) {
	attempt := run.Attempt.Value.ID
	if attempt == "" || a.known[attempt] || a.p.Info().Caps.NoEntries != "" {
		return
	}
	a.known[attempt] = true
	if len(a.tails) == alongAtOnce {
		a.tails[0].stop()
		a.tails = a.tails[1:]
	}
	l, ref := &listening{attempt: attempt}, model.RunRef{ID: run.ID, Attempt: attempt}
	var ctx context.Context
	ctx, l.stop = context.WithCancel(a.ctx)
	a.tails = append(a.tails, l)
	a.running.Go(func() {
		defer l.stop()
		say := func(n noise) {
			n.of = l
			select {
			case a.heard <- n:
			case <-ctx.Done():
			}
		}
		// Why it ends is of no importance: the looks go on, and say why they
		// fail where they do.
		p := Guarded(func() { _ = a.p.Entries(ctx, ref, 0, func(e model.Entry) { say(noise{entry: e}) }) })
		say(noise{over: true, panic: p})
	})
}

// take takes in what was heard, on the goroutine of Follow.
func (a *along) take(run model.RunID, n noise) {
	switch {
	case n.panic != nil:
		panic(n.panic)
	case !n.over && a.tell != nil:
		a.tell(run, n.entry)
	case n.over:
		for i, l := range a.tails {
			if l == n.of {
				a.tails = append(a.tails[:i:i], a.tails[i+1:]...)
				break
			}
		}
	}
}

// end stops listening and waits until all of it has ended.
func (a *along) end() {
	a.stop()
	a.running.Wait()
}

// wait lets time pass until the next look, which comes sooner where something
// was heard: soon after an entry, at once after the end of an attempt.
func (f *follower) wait(ctx context.Context, d time.Duration) error {
	timer := f.clk.NewTimer(d)
	defer func() { timer.Stop() }()
	due, soonest := f.clk.Now().Add(d), f.clk.Now().Add(min(d, followUsual))
	for {
		select {
		case <-timer.C():
			return nil
		case <-ctx.Done():
			return &Error{Kind: Canceled, Op: ReadRun, Err: context.Cause(ctx)}
		case n := <-f.along.heard:
			f.along.take(f.id, n)
			if n.over {
				return nil
			}
			at := f.clk.Now().Add(followHeard)
			if at.Before(soonest) {
				at = soonest
			}
			if at.Before(due) {
				timer.Stop()
				due, timer = at, f.clk.NewTimer(at.Sub(f.clk.Now()))
			}
		}
	}
}

// finish hears the last entries of a run that is over.
func (f *follower) finish(ctx context.Context) {
	if f.along.tell == nil {
		return
	}
	f.along.listen(f.last)
	timer := f.clk.NewTimer(followLast)
	defer timer.Stop()
	for len(f.along.tails) > 0 {
		select {
		case n := <-f.along.heard:
			f.along.take(f.id, n)
		case <-timer.C():
			return
		case <-ctx.Done():
			return
		}
	}
}
