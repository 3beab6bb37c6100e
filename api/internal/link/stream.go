package link

import (
	"context"
	"errors"
	"sync"
	"time"

	"fntop/api"
	"fntop/api/clock"
)

// Stream is one connection as its reader tells of it. Its methods are for the
// goroutine that connect was called from.
type Stream struct {
	loop    *loop
	cancel  context.CancelCauseFunc
	ctx     context.Context
	watcher sync.WaitGroup
	began   time.Time // up since; zero while it is not
	told    bool      // it had something to tell

	mu   sync.Mutex
	last time.Time // when anything came
	busy bool      // what came is being taken in
}

var errSilent = errors.New("silent")

func newStream(l *loop) *Stream { return &Stream{loop: l} }

// run makes one attempt and waits until all of it has ended.
func (s *Stream) run(ctx context.Context, connect func(context.Context, *Stream) error) error {
	s.ctx, s.cancel = context.WithCancelCause(ctx)
	defer s.watcher.Wait()
	defer s.cancel(nil)
	if ctx.Err() != nil {
		return ctx.Err()
	}
	return connect(s.ctx, s)
}

// Up says that the stream is open. From now on silence ends it.
func (s *Stream) Up() {
	now := s.loop.Clock.Now()
	s.began = now
	s.Alive()
	s.loop.wasUp = true
	timer := s.loop.Clock.NewTimer(s.loop.Silence)
	s.watcher.Go(func() { s.watch(timer, now.Add(s.loop.Silence)) })
	s.emit(api.LinkChanged{At: now, Profile: s.loop.Profile, Up: true})
}

// Alive says that something came, be it a single byte.
func (s *Stream) Alive() {
	now := s.loop.Clock.Now()
	s.mu.Lock()
	defer s.mu.Unlock()
	s.last = now
}

// Retry says that the service asks for this reconnection time.
func (s *Stream) Retry(d time.Duration) { s.loop.retry = d }

// Tell hands on an event. Until it is taken in the stream is not read, which
// is no silence.
func (s *Stream) Tell(e api.Event) { s.Hand(func() { s.loop.Emit(e) }) }

// Hand hands on something that is no event, which give does, with all that has
// to be asked first. The stream had something to tell.
func (s *Stream) Hand(give func()) {
	s.told = true
	s.while(give)
}

func (s *Stream) emit(e api.Event) { s.while(func() { s.loop.Emit(e) }) }

// while does something during which nothing is read.
func (s *Stream) while(do func()) {
	s.taking(true)
	do()
	s.taking(false)
}

func (s *Stream) taking(busy bool) {
	now := s.loop.Clock.Now()
	s.mu.Lock()
	defer s.mu.Unlock()
	s.busy, s.last = busy, now
}

// lasted is how long the stream was up.
func (s *Stream) lasted() time.Duration {
	if s.began.IsZero() {
		return 0
	}
	return s.loop.Clock.Now().Sub(s.began)
}

func (s *Stream) silent() bool { return errors.Is(context.Cause(s.ctx), errSilent) }

// A watcher that wakes this much too late was stopped itself, as by ctrl+z or
// with the whole machine. What came meanwhile is given a moment to be read.
const (
	overslept = 5 * time.Second
	moment    = 5 * time.Second
)

// watch ends the stream when nothing comes. The timer fires at due.
func (s *Stream) watch(timer clock.Timer, due time.Time) {
	for {
		select {
		case <-timer.C():
		case <-s.ctx.Done():
			timer.Stop()
			return
		}
		now := s.loop.Clock.Now()
		wait := s.loop.Silence - s.quiet(now)
		if wait <= 0 {
			if now.Sub(due) < overslept {
				s.cancel(errSilent)
				return
			}
			wait = moment
		}
		timer, due = s.loop.Clock.NewTimer(wait), now.Add(wait)
	}
}

// quiet is how long nothing has come.
func (s *Stream) quiet(now time.Time) time.Duration {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.busy {
		return 0
	}
	return now.Sub(s.last)
}
