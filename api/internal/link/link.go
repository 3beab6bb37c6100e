// Package link keeps a stream of a backend's events up: the one reconnect
// loop, whatever carries the stream.
package link

import (
	"context"
	"errors"
	"io"
	"math/rand/v2"
	"time"

	"fntop/api"
	"fntop/api/clock"
)

// Times of the loop.
const (
	// base is the reconnection time until the service names another
	// (docs.centrali.dev/api-reference/realtime shows retry: 3000; CONFIRMED).
	base    = 3 * time.Second
	least   = time.Second      // nobody is asked more often
	most    = 30 * time.Second // nor seldom, unless an answer asks for it
	settled = time.Minute      // a stream that was up this long was a good one
	goodbye = time.Second      // what follows the end of a good one, at most
	longest = time.Hour        // that an answer's Retry-After is heeded

	// Silence is how long a stream may say nothing at all, comments included.
	Silence = 90 * time.Second
)

// Config says whose stream it is. Everything that has no default must be set.
type Config struct {
	Profile string
	Op      api.Op
	Target  string // for errors, made visible already
	Clock   clock.Clock
	Emit    func(api.Event)
	Silence time.Duration // 0: Silence
	Base    time.Duration // between attempts, until the service asks for another; 0: three seconds

	jitter func() float64 // from 0 up to 1; nil: chance
}

// Run opens a stream with connect again and again, until ctx ends or the
// backend refuses for good, and returns which of the two. Its error is never
// nil and always an *api.Error.
//
// connect makes one attempt, signing in anew: it opens the stream, calls Up,
// and reads until the stream ends or its context does. It returns nil or
// io.EOF where the other side ended the stream, else why it failed, as an
// *api.Error where that is known. It is called from this goroutine, and so is
// Emit.
func Run(ctx context.Context, c Config, connect func(context.Context, *Stream) error) error {
	if c.Silence <= 0 {
		c.Silence = Silence
	}
	if c.Base <= 0 {
		c.Base = base
	}
	if c.jitter == nil {
		c.jitter = rand.Float64
	}
	l := &loop{Config: c, retry: c.Base}
	for {
		s := newStream(l)
		err := s.run(ctx, connect)
		if ctx.Err() != nil {
			return &api.Error{Kind: api.Canceled, Op: c.Op, Target: c.Target, Err: ctx.Err()}
		}
		fault, wait, last := l.judge(s, err)
		if last {
			if fault.Kind != api.Unsupported {
				l.down(fault, 0)
			}
			return fault
		}
		timer := c.Clock.NewTimer(wait)
		l.down(fault, wait)
		select {
		case <-timer.C():
		case <-ctx.Done(): // the next attempt ends at once
		}
		timer.Stop()
	}
}

type loop struct {
	Config
	retry  time.Duration // as the service asked
	wasUp  bool          // it was up at least once
	failed int           // attempts in a row that came to nothing
}

// down says that the stream is down, and when it is tried next if it is.
func (l *loop) down(fault *api.Error, wait time.Duration) {
	e := api.LinkChanged{At: l.Clock.Now(), Profile: l.Profile}
	if fault != nil { // an error that is nil must not become one that is not
		e.Err = fault
	}
	if wait > 0 {
		e.Next = e.At.Add(wait)
	}
	l.Emit(e)
}

// judge says what ended a stream, nil where that is as it should be, how long
// to wait before the next, and whether there is to be none.
func (l *loop) judge(s *Stream, err error) (fault *api.Error, wait time.Duration, last bool) {
	closed := err == nil || errors.Is(err, io.EOF) || errors.Is(err, io.ErrUnexpectedEOF)
	silent := s.silent()
	long := s.lasted() >= settled && !silent
	if s.told || long {
		l.failed = 0
	}
	if closed && long {
		// Services close a stream after its hour. They close many at once, so
		// not all come back at once.
		return nil, max(time.Duration(l.jitter()*float64(goodbye)), time.Millisecond), false
	}
	switch {
	case silent:
		fault = l.fault(api.TimedOut, "nothing for "+l.Silence.String(), context.DeadlineExceeded)
	case errors.As(err, &fault):
	case closed:
		fault = l.fault(api.Unreachable, "the service closed the stream", io.EOF)
	default:
		fault = l.fault(api.Unreachable, "the connection was dropped", err)
	}
	if fault.Kind == api.NotFound && !l.wasUp {
		none := *fault
		none.Kind, none.Reason, none.Next = api.Unsupported, "the service has no event stream", ""
		return &none, 0, true
	}
	if lasting(fault) {
		return fault, 0, true
	}
	wait = l.backoff()
	l.failed++
	return fault, max(wait, min(fault.Wait, longest)), false
}

func (l *loop) fault(kind api.Kind, reason string, beneath error) *api.Error {
	return &api.Error{Kind: kind, Op: l.Op, Target: l.Target, Reason: reason, Err: beneath}
}

// backoff is how long to wait after so many failures: twice as long each
// time and up to half as much again by chance, but never less than the service
// asked for.
func (l *loop) backoff() time.Duration {
	asked := min(max(l.retry, least), most)
	d := asked
	for n := 0; n < l.failed && d < most; n++ {
		d *= 2
	}
	d = max(asked, min(d, most*2/3))
	return min(d+time.Duration(l.jitter()*float64(d)/2), most)
}

// lasting reports whether nothing is gained by trying again. What the service
// itself refused stays refused; that nothing was there to sign in with, or
// nobody to sign in to, may pass.
func lasting(e *api.Error) bool {
	if errors.Is(e, api.ErrEnded) {
		return true
	}
	switch e.Kind {
	case api.Unauthorized:
		return e.Status != 0 // else a command that prints tokens failed
	case api.Forbidden, api.Refused, api.ReadOnly, api.Unsupported:
		return true
	}
	return false
}
