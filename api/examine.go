package api

import (
	"context"
	"errors"
	"fmt"
	"time"

	"fntop/api/clock"
	"fntop/model"
)

// Result is how one step of an examination came out.
type Result uint8

// The results there are.
const (
	Passed   Result = iota + 1
	Doubtful        // it works, and something is worth a word
	Failed
)

// Finding is what one step of an examination found. It holds no secret.
type Finding struct {
	Result Result
	What   string // the step: "sign-in"
	Detail string // what came back, of visible characters
	Next   string // what to do about it, whole sentences; empty where nothing is
	Took   model.Opt[time.Duration]
	Err    error // why it failed, nil where it did not
}

// Examination tries a connection step by step: names, TLS, sign-in, clock,
// lists, stream, budget. It sends reads and the request for a token, nothing
// else. A step whose failure every later one would share ends it.
type Examination struct {
	Clock clock.Clock
	// Tell hears of each finding at once: the next step may take its time.
	Tell func(Finding)
	// Used is how many requests the profile sent in the minute before a time;
	// nil where nobody counts.
	Used func(now time.Time) int
}

const (
	// skewLimit is how far clocks may differ before it is worth a word:
	// tokens are good for minutes.
	skewLimit = 2 * time.Minute
	// endsSoon is how soon a token that nothing renews must end for that.
	endsSoon = 15 * time.Minute
	// streamSilence is how long the stream may say nothing.
	streamSilence = 5 * time.Second
)

// Examine tries every step of the provider's connection that it can.
func (x Examination) Examine(ctx context.Context, p Provider) {
	prober, ok := within[Prober](p)
	if !ok || !x.reach(ctx, prober) {
		return
	}
	signed, err := prober.SignIn(ctx)
	if err != nil {
		x.Fail("sign-in", x.inTime(ctx, err))
		return
	}
	// Asked before the sign-in is told of: only an answer tells whose clock
	// the end of a token is to be read by.
	functions, took, err := timed(x.Clock, func() ([]model.Function, error) { return p.Functions(ctx) })
	x.signedIn(signed, ahead(p))
	x.clocks(p)
	if !x.step(ctx, "functions", took, err, "%d listed", len(functions)) {
		return
	}
	listed := err == nil
	triggers, took, err := timed(x.Clock, func() ([]model.Trigger, error) { return p.Triggers(ctx) })
	if listed {
		err = Alone(err)
	}
	if !x.step(ctx, "triggers", took, err, "%d listed", len(triggers)) || !x.runs(ctx, p, functions) {
		return
	}
	x.stream(ctx, p, prober)
	x.budget(p, prober)
}

// Fail notes what an error says: what came back, and what to do.
func (x Examination) Fail(what string, err error) {
	f := Finding{Result: Failed, What: what, Detail: err.Error(), Err: err}
	var e *Error
	if errors.As(err, &e) {
		f.Detail, f.Next = e.What(), e.NextStep()
	}
	x.tell(f)
}

func (x Examination) tell(f Finding) {
	f.Detail, f.Next = model.Visible(f.Detail), model.Visible(f.Next)
	x.Tell(f)
}

func (x Examination) pass(what, format string, args ...any) {
	x.tell(Finding{Result: Passed, What: what, Detail: fmt.Sprintf(format, args...)})
}

func (x Examination) doubt(what, next, format string, args ...any) {
	x.tell(Finding{Result: Doubtful, What: what, Next: next, Detail: fmt.Sprintf(format, args...)})
}

// passedIn is a step that went well and took so long.
func (x Examination) passedIn(what string, took time.Duration, format string, args ...any) {
	x.tell(Finding{Result: Passed, What: what, Detail: fmt.Sprintf(format, args...), Took: model.Some(took)})
}

// timed does something and says how long it took.
func timed[T any](clk clock.Clock, do func() (T, error)) (T, time.Duration, error) {
	began := clk.Now()
	got, err := do()
	return got, clk.Now().Sub(began), err
}

// step notes how one request went, and reports whether to go on.
func (x Examination) step(ctx context.Context, what string, took time.Duration, err error, format string, args ...any) bool {
	if err == nil {
		x.passedIn(what, took, format, args...)
		return true
	}
	x.Fail(what, x.inTime(ctx, err))
	if e := (*Error)(nil); errors.As(err, &e) && e.Alone {
		return true
	}
	switch KindOf(err) {
	case Forbidden, Unreadable, TooLarge, ServerError, Refused:
		return true // it may be this one alone
	}
	return false
}

// inTime makes the end of the time for all steps what it is, and no error of
// the backend.
func (x Examination) inTime(ctx context.Context, err error) error {
	if KindOf(err) != Canceled || ctx.Err() == nil {
		return err
	}
	return &Error{Kind: TimedOut, Op: ListFunctions, Reason: "the time for it is over", Err: err}
}
