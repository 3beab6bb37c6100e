package cli

import (
	"context"
	"time"

	"fntop/model"
)

// commandLimit is how long a command may take that does not follow a run.
const commandLimit = 30 * time.Second

// under returns a context that ends with why after d by the program's clock.
// The caller must call the function it returns.
func (a *app) under(ctx context.Context, d time.Duration, why error) (context.Context, context.CancelFunc) {
	ctx, cancel := context.WithCancelCause(ctx)
	timer := a.Clock.NewTimer(d)
	go func() {
		select {
		case <-timer.C():
			cancel(why)
		case <-ctx.Done():
			timer.Stop()
		}
	}()
	return ctx, func() { cancel(nil) }
}

// limited is the context of a command that does not follow.
func (a *app) limited(ctx context.Context) (context.Context, context.CancelFunc) {
	return a.under(ctx, commandLimit, errLimit)
}

// within is the context of a command with --timeout, which counts from the
// start of the program; zero is no time-out.
func (a *app) within(ctx context.Context, timeout time.Duration) (context.Context, context.CancelFunc) {
	if timeout == 0 {
		return context.WithCancel(ctx)
	}
	return a.under(ctx, timeout-a.Clock.Now().Sub(a.begun), errTimeout)
}

// span is a duration flag that takes days, as --since does.
type span struct{ d time.Duration }

func (s *span) String() string {
	if s.d == 0 {
		return ""
	}
	return s.d.String()
}

func (s *span) Type() string { return "D" }

// Set reads it with the one parser of durations there is, which reads times
// too: those hold a "-".
func (s *span) Set(text string) error {
	var base time.Time
	then, err := model.ParseWhen(text, base, time.UTC)
	if err != nil || !then.Before(base) || base.Sub(then) > maxSpan {
		return usage("want a duration above zero, such as 90s, 5m or 2h")
	}
	s.d = base.Sub(then)
	return nil
}

const maxSpan = 10000 * 24 * time.Hour
