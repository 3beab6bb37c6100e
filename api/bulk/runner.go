package bulk

import (
	"context"
	"slices"
	"sync"
	"time"

	"fntop/api"
	"fntop/api/clock"
	"fntop/model"
)

// Phase is what a runner is doing.
type Phase uint8

// The phases there are, the last four of which are ends.
const (
	Running   Phase = iota // sends
	Paused                 // sends nothing, and still looks
	Following              // has sent all, and looks
	Ended                  // has done all there is to do
	GaveUp                 // was stopped by failures
	Cancelled              // was aborted by a person
	Left                   // was interrupted; the rest can be continued
)

// Over reports whether nothing more is done.
func (p Phase) Over() bool { return p >= Ended }

// News is what a runner tells of.
type News struct {
	N      int // the run that Result is about; -1 where none changed
	Result Result
	Tally  Tally
	Phase  Phase
	Note   string    // why nothing moves at the moment, or why it ended
	Until  time.Time // when the last one is sent, as far as can be told; zero once it is
}

// Config is what a runner works with.
type Config struct {
	Clock   clock.Clock
	Journal *Journal
	// Provider is the one of a profile, nil where it is not open.
	Provider func(profile string) api.Provider
}

// Runner carries out one bulk rerun, or the rest of one.
type Runner struct {
	clk      clock.Clock
	j        *Journal
	provider func(string) api.Provider
	tell     func(News)

	mu      sync.Mutex
	paused  bool
	aborted bool
	wake    chan struct{} // somebody paused, went on or aborted

	tally   Tally
	phase   Phase
	note    string
	doubts  []int        // to be looked for before anything is sent
	passed  map[int]bool // cannot be sent by this runner
	tried   int          // those of them that were tried
	before  int          // failures before this runner: they do not stop it
	stopped bool         // nothing more is sent; what was is still looked after
	at      int          // all runs before this one have been dealt with
	begun   time.Time    // the first request since the last pause, and how many there were
	sent    int
	next    time.Time // the next request, not before this
	waits   int       // requests in a row that were asked to come back later
	look    look
}

// New makes a runner for a journal. Run is called once.
func New(c Config) *Runner {
	return &Runner{
		clk: c.Clock, j: c.Journal, provider: c.Provider, wake: make(chan struct{}, 1),
		tally: TallyOf(c.Journal.Results), passed: map[int]bool{},
	}
}

// Pause stops the sending, or goes on with it. Abort ends it: what is not sent
// stays so. Neither interrupts a request that is on its way.
func (r *Runner) Pause(on bool) { r.steer(func() { r.paused = on }) }

// Abort ends it. What is left can be continued until it is abandoned.
func (r *Runner) Abort() { r.steer(func() { r.aborted = true }) }

func (r *Runner) steer(change func()) {
	r.mu.Lock()
	change()
	r.mu.Unlock()
	select {
	case r.wake <- struct{}{}:
	default: // it is about to look
	}
}

func (r *Runner) wishes() (paused, aborted bool) {
	r.mu.Lock()
	defer r.mu.Unlock()
	return r.paused, r.aborted
}

// Run sends and looks until there is no more to do, and returns how it ended.
// It closes the journal. The end of ctx interrupts it between two requests:
// the one on its way is waited for, since its answer would be lost. An error
// is of the journal. tell hears of every change, from the caller's goroutine.
func (r *Runner) Run(ctx context.Context, tell func(News)) (Phase, error) {
	r.tell = tell
	err := r.run(ctx)
	if closing := r.j.Close(); err == nil {
		err = closing
	}
	if err != nil {
		r.phase, r.note = Left, err.Error()
	}
	r.say(-1)
	return r.phase, err
}

func (r *Runner) run(ctx context.Context) error {
	if slices.ContainsFunc(r.j.Results, func(x Result) bool { return x != Result{} }) || r.j.End != Interrupted {
		if err := r.j.note(entry{At: r.clk.Now(), What: continued, N: -1}); err != nil {
			return err
		}
		if err := r.takeUp(); err != nil {
			return err
		}
	}
	r.spare()
	r.look.moved = r.clk.Now()
	r.say(-1)
	for {
		more, err := r.step(ctx)
		if err != nil || !more {
			return err
		}
	}
}

// step does the next thing, or waits for it. It reports false at the end.
func (r *Runner) step(ctx context.Context) (more bool, err error) {
	paused, ends := r.wishes()
	i := r.nextItem()
	now := r.clk.Now()
	switch {
	case ctx.Err() != nil:
		r.phase, r.note = Left, "interrupted"
		return false, nil
	case ends:
		return false, r.end(Cancelled, aborted, "aborted")
	case len(r.doubts) > 0:
		r.turn(paused, i)
		return true, r.settle(ctx)
	case !r.stopped && i >= 0 && r.j.Plan.StopAfter > 0 && r.failures() >= r.j.Plan.StopAfter:
		r.stopped = true
		r.note = "stopped after " + model.Counted(r.failures(), "failure")
		return true, r.j.note(entry{At: now, What: stopped, N: -1, Why: r.note})
	case i < 0 && !r.looksOn() && r.stopped:
		r.phase = GaveUp
		return false, nil
	case i < 0 && !r.looksOn():
		return false, r.end(Ended, done, r.look.gaveUp)
	}
	r.turn(paused, i)
	switch {
	case r.looksOn() && !now.Before(r.look.next):
		return true, r.lookAround(ctx)
	case i >= 0 && !paused && !now.Before(r.next):
		return true, r.sendWhere(ctx, i)
	}
	r.wait(ctx, r.due(i >= 0 && !paused))
	return true, nil
}

// turn says what it is doing from now on, where that is something else.
func (r *Runner) turn(paused bool, next int) {
	phase := Running
	switch {
	case next < 0:
		phase = Following
	case paused:
		phase = Paused
	}
	if phase != r.phase {
		r.phase = phase
		if paused {
			r.begun, r.sent = time.Time{}, 0 // the pause is no measure of the pace
		}
		r.say(-1)
	}
}

// due is when the next request or look is, or zero for none.
func (r *Runner) due(sends bool) time.Time {
	switch looks := r.looksOn(); {
	case sends && (!looks || r.next.Before(r.look.next)):
		return r.next
	case looks:
		return r.look.next
	}
	return time.Time{}
}

// wait waits until then, for good where that is zero, or until somebody steers.
func (r *Runner) wait(ctx context.Context, until time.Time) {
	var due <-chan time.Time
	if !until.IsZero() {
		t := r.clk.NewTimer(until.Sub(r.clk.Now()))
		defer t.Stop()
		due = t.C()
	}
	select {
	case <-due:
	case <-r.wake:
	case <-ctx.Done():
	}
}

// nextItem is the first that can be sent, or -1.
func (r *Runner) nextItem() int {
	for ; !r.stopped && r.at < len(r.j.Results); r.at++ {
		if r.j.Results[r.at].State == Waiting && !r.passed[r.at] {
			return r.at
		}
	}
	return -1
}

// failures are those that count: this runner's.
func (r *Runner) failures() int {
	return r.tally.Failures() - r.tally.Unsent - r.before + r.tried
}

func (r *Runner) end(phase Phase, how what, why string) error {
	r.phase, r.note = phase, why
	return r.j.note(entry{At: r.clk.Now(), What: how, N: -1, Why: why})
}

// write notes an entry about a run, and tells of it.
func (r *Runner) write(e entry) error {
	e.At = r.clk.Now()
	r.look.moved = e.At
	before := r.j.Results[e.N]
	if err := r.j.note(e); err != nil {
		return err
	}
	r.tally.add(&before, -1)
	r.tally.add(&r.j.Results[e.N], 1)
	r.say(e.N)
	return nil
}

func (r *Runner) say(n int) {
	news := News{N: n, Tally: r.tally, Phase: r.phase, Note: r.note, Until: r.until()}
	if n >= 0 {
		news.Result = r.j.Results[n]
	}
	r.tell(news)
}

// until is when the last one is sent, by the rate or, where the backend keeps
// it to less, by the pace so far.
func (r *Runner) until() time.Time {
	left := r.tally.Waiting - len(r.passed)
	if left <= 0 || r.stopped || r.phase.Over() || r.phase == Paused {
		return time.Time{}
	}
	now, pace := r.clk.Now(), r.j.Plan.Every
	if r.sent > 1 {
		pace = max(pace, now.Sub(r.begun)/time.Duration(r.sent-1))
	}
	next := r.next
	if next.Before(now) {
		next = now
	}
	return next.Add(time.Duration(left-1) * pace)
}
