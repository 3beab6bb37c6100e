package api

import (
	"context"
	"time"

	"fntop/api/clock"
	"fntop/model"
)

// Target is what to follow: a known run, or the job that a run will carry.
type Target struct {
	Run   model.RunID
	JobID string
	// Where runs with that job turn up: the runs of this trigger, else of
	// this function, else of all functions. A rerun is looked for in the
	// function of the run it repeats.
	Function string
	Trigger  string
	// Beside says how many other runs are followed at the time, so that all
	// of them together leave room in the request budget. It is called from
	// Follow's goroutine; nil is none.
	Beside func() int
	// Entries hears what the run does on its way, where the backend tells it,
	// each entry once. It is called from Follow's goroutine; nil hears nothing.
	Entries func(model.RunID, model.Entry)
}

// Sighting is what one look at a followed run saw.
type Sighting struct {
	At    time.Time
	Run   *model.RunDetail // as last seen; nil while the job is queued
	Err   error            // why this look failed; nil when it did not
	Again time.Duration    // until the next look; zero when this was the last
}

const (
	followFirst   = 300 * time.Millisecond // between looks while things move
	followUsual   = 2 * time.Second
	followSlow    = 5 * time.Second // once nothing has moved for followCalm
	followCalm    = time.Minute
	followPatient = 30 * time.Second // of failure without a break
	// followWait is the longest wait a backend may ask for. It does not
	// count as failure: fntop was told when to come back.
	followWait = 2 * time.Minute
	// followPlace is the time between looks that one list more to look
	// through costs, so that many functions do not eat the request budget.
	followPlace = 250 * time.Millisecond
	// followShare is the time between the looks of all that are followed at
	// once: 200 of them a minute.
	followShare = 300 * time.Millisecond
)

// Follow looks at a run until it is over and returns it as last seen, also
// beside an error: no run has a zero id. A job counts as queued until a run
// carries it; the newest run is never taken in its place. Where the backend
// tells what a run does, it is listened to, attempt after attempt, and looked
// at when there is something to see.
//
// Failures that pass are reported to emit and outlived for half a minute.
// Every look is reported, from the goroutine of the caller; emit may be nil.
func Follow(ctx context.Context, clk clock.Clock, p Provider, t Target, emit func(Sighting)) (model.RunDetail, error) {
	if t.Run.IsZero() && t.JobID == "" {
		return model.RunDetail{}, &Error{Kind: Unreadable, Op: ReadRun, Reason: "the answer named neither a job nor a run",
			Next: "Look for the run in the list of runs."}
	}
	f := &follower{clk: clk, p: p, target: t, id: t.Run, emit: emit, along: newAlong(ctx, p, t.Entries)}
	defer f.along.end()
	if emit == nil {
		f.emit = func(Sighting) {}
	}
	err := f.follow(ctx)
	if f.last == nil {
		return model.RunDetail{}, err
	}
	return *f.last, err
}

// follower is one call of Follow.
type follower struct {
	clk    clock.Clock
	p      Provider
	target Target
	emit   func(Sighting)

	id     model.RunID // zero while the job is queued
	last   *model.RunDetail
	search search
	along  *along

	delay   time.Duration
	moved   time.Time // when the run was last seen to change
	failing time.Time // since when every look failed; zero when the last did not
}

func (f *follower) follow(ctx context.Context) error {
	f.moved = f.clk.Now()
	for {
		run, err := f.look(ctx)
		if ctx.Err() != nil {
			return &Error{Kind: Canceled, Op: ReadRun, Err: context.Cause(ctx)}
		}
		f.saw(run)
		s := Sighting{At: f.clk.Now(), Run: f.last, Err: err}
		if f.last != nil && err == nil && !f.last.Unfinished() {
			f.emit(s)
			f.finish(ctx)
			return nil
		}
		if run != nil {
			f.along.listen(run)
		}
		s.Again = f.next(s.At, err, run != nil || f.search.worked)
		f.emit(s)
		if s.Again == 0 {
			return err
		}
		if err := f.wait(ctx, s.Again); err != nil {
			return err
		}
	}
}

// look reads the run, or looks for the job.
func (f *follower) look(ctx context.Context) (*model.RunDetail, error) {
	f.search.worked = false
	if f.id.IsZero() {
		run, err := f.search.look(ctx, f.p, f.target)
		if run == nil || run.Unfinished() {
			return run, err
		}
		// Over at first sight: lists may leave payloads out, so the run is
		// read once in full. The list's word that it is over is enough.
		if full, err := f.p.Run(ctx, run.ID); err == nil && !full.Unfinished() {
			run = &full
		}
		return run, nil
	}
	f.search.requests = 1
	run, err := f.p.Run(ctx, f.id)
	if err != nil {
		return nil, err
	}
	return &run, nil
}

func (f *follower) saw(run *model.RunDetail) {
	if run == nil {
		return
	}
	if f.last == nil || f.last.Status != run.Status || f.last.StatusText != run.StatusText {
		f.moved, f.delay = f.clk.Now(), 0
	}
	f.last, f.id = run, run.ID
}

// next is how long to wait before the next look, zero for none.
func (f *follower) next(now time.Time, err error, worked bool) time.Duration {
	f.delay = min(max(f.delay*3/2, followFirst), followUsual)
	wait := f.delay
	if now.Sub(f.moved) >= followCalm || len(f.along.tails) > 0 && err == nil {
		wait = followSlow // while it is listened to, it says itself when to look
	}
	wait = max(wait, time.Duration(f.search.requests)*followPlace)
	if f.target.Beside != nil {
		wait = max(wait, time.Duration(f.search.requests*(f.target.Beside()+1))*followShare)
	}
	if err == nil || worked {
		f.failing = time.Time{}
		return wait
	}
	told, passes := f.passes(err)
	if f.failing.IsZero() {
		f.failing = now
	}
	if !passes || now.Sub(f.failing) >= followPatient {
		return 0
	}
	f.failing = f.failing.Add(told)
	return max(wait, told)
}

// passes reports whether the failure may go away by itself, and how long the
// backend asked to wait.
func (f *follower) passes(err error) (told time.Duration, ok bool) {
	switch KindOf(err) {
	case Unreachable, ServerError, TimedOut, Unreadable:
		return 0, true
	case RateLimited:
		told = WaitOf(err)
		return told, told <= followWait
	case NotFound:
		// A run that a list has just named may take a moment to be readable.
		return 0, f.last != nil && f.target.Run.IsZero()
	}
	return 0, false
}
