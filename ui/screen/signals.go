package screen

import (
	"context"
	"errors"
	"fmt"
	"os"
	"os/signal"
	"syscall"
	"time"
)

// Ended is the cause of a context that Signals ended.
type Ended struct{ Signal syscall.Signal }

func (e *Ended) Error() string { return fmt.Sprintf("ended by signal %d (%v)", e.Signal, e.Signal) }

// ExitCode returns what the program is to exit with after ctx: 128 and the
// number of the signal that ended it, or 0.
func ExitCode(ctx context.Context) int {
	var e *Ended
	if errors.As(context.Cause(ctx), &e) {
		return 128 + int(e.Signal)
	}
	return 0
}

// grace is how long the program has to end after a signal. Then, or at a
// second signal, the terminal is given back and Exit is called.
const grace = 2 * time.Second

// Signals returns a context that ends at SIGINT, SIGTERM and SIGHUP, and when
// the terminal hangs up: give it to tea.WithContext. Call stop when the program
// has ended and the terminal is given back. While another program has the
// terminal SIGINT is meant for that one.
func (s *Screen) Signals(parent context.Context) (ctx context.Context, stop func()) {
	ctx, cancel := context.WithCancelCause(parent)
	over := make(chan struct{})
	done := make(chan struct{})
	came := make(chan os.Signal, 4)
	signal.Notify(came, ending...)
	go func() {
		defer s.Recover()
		defer close(done)
		defer signal.Stop(came)
		s.listen(came, over, cancel)
	}()
	return ctx, func() {
		close(over)
		<-done
		cancel(context.Canceled)
	}
}

func (s *Screen) listen(came chan os.Signal, over chan struct{}, cancel context.CancelCauseFunc) {
	next := func() (syscall.Signal, bool) {
		for {
			select {
			case sig := <-came:
				if sig == os.Interrupt && s.visited() {
					continue
				}
				n, _ := sig.(syscall.Signal)
				return n, true
			case <-s.hungUp():
				return syscall.SIGHUP, true
			case <-over:
				return 0, false
			}
		}
	}
	first, ok := next()
	if !ok {
		return
	}
	cancel(&Ended{first})
	limit := s.o.Clock.NewTimer(grace)
	defer limit.Stop()
	select {
	case <-over:
		return
	case <-came:
	case <-limit.C():
	}
	s.over.Store(true)
	_ = s.Leave()
	s.o.Exit(128 + int(first))
}
