package link

import (
	"context"
	"errors"
	"io"
	"strings"
	"testing"
	"time"

	"go.uber.org/goleak"

	"fntop/api"
	"fntop/api/clock"
)

func TestMain(m *testing.M) { goleak.VerifyTestMain(m) }

var noon = time.Date(2026, 11, 21, 12, 0, 0, 0, time.UTC)

// attempt is what one call of connect does.
type attempt func(ctx context.Context, s *Stream) error

// rig runs a loop whose attempts are handed in one by one.
type rig struct {
	t        *testing.T
	clock    *clock.Driven
	attempts chan attempt
	events   chan api.Event
	ended    chan error
	stop     context.CancelFunc
}

func start(t *testing.T, jitter float64) *rig {
	t.Helper()
	r := &rig{
		t: t, clock: clock.NewDriven(noon), attempts: make(chan attempt), events: make(chan api.Event, 100), ended: make(chan error, 1),
	}
	ctx, stop := context.WithCancel(t.Context())
	r.stop = stop
	c := Config{
		Profile: "p", Op: api.WatchRuns, Target: `workspace "acme"`, Clock: r.clock,
		Emit: func(e api.Event) { r.events <- e }, jitter: func() float64 { return jitter },
	}
	go func() {
		r.ended <- Run(ctx, c, func(ctx context.Context, s *Stream) error {
			select {
			case a := <-r.attempts:
				return a(ctx, s)
			case <-ctx.Done():
				return ctx.Err()
			}
		})
	}()
	t.Cleanup(func() {
		stop()
		<-r.ended
	})
	return r
}

func (r *rig) changed() api.LinkChanged {
	r.t.Helper()
	c, ok := (<-r.events).(api.LinkChanged)
	if !ok || c.Profile != "p" || !c.At.Equal(r.clock.Now()) {
		r.t.Fatalf("got %+v", c)
	}
	return c
}

func (r *rig) up() {
	r.t.Helper()
	if c := r.changed(); !c.Up || c.Err != nil || !c.Next.IsZero() {
		r.t.Fatalf("got %+v, want up", c)
	}
}

// down wants the next attempt after so long, and lets the time pass.
func (r *rig) down(kind api.Kind, wait time.Duration) api.LinkChanged {
	r.t.Helper()
	c := r.changed()
	if c.Up || api.KindOf(c.Err) != kind || (c.Err == nil) != (kind == 0) || c.Next.Sub(c.At) != wait {
		r.t.Fatalf("got %+v (next in %v), want %v and %v", c, c.Next.Sub(c.At), kind, wait)
	}
	r.clock.AwaitTimers(1)
	r.clock.Advance(wait)
	return c
}

func (r *rig) end() error {
	r.t.Helper()
	err := <-r.ended
	r.ended <- err // for the clean-up
	return err
}

func refused(kind api.Kind, status int) attempt {
	return func(context.Context, *Stream) error { return &api.Error{Kind: kind, Op: api.WatchRuns, Status: status} }
}

// reading is a stream that is up until its context ends or its reader returns.
func reading(read attempt) attempt {
	return func(ctx context.Context, s *Stream) error {
		s.Up()
		return read(ctx, s)
	}
}

func hold(ctx context.Context, _ *Stream) error {
	<-ctx.Done()
	return ctx.Err()
}

func TestWaitsDoubleUpToTheirCap(t *testing.T) {
	for _, c := range []struct {
		jitter float64
		want   []time.Duration // in milliseconds
	}{
		{0, []time.Duration{3000, 6000, 12000, 20000, 20000, 20000}},
		{1, []time.Duration{4500, 9000, 18000, 30000, 30000, 30000}},
	} {
		r := start(t, c.jitter)
		for _, wait := range c.want {
			r.attempts <- refused(api.ServerError, 503)
			r.down(api.ServerError, wait*time.Millisecond)
		}
	}
}

func TestTheServiceNamesTheBase(t *testing.T) {
	for asked, want := range map[time.Duration]time.Duration{
		0: time.Second, 500 * time.Millisecond: time.Second, 10 * time.Second: 10 * time.Second,
		25 * time.Second: 25 * time.Second, time.Hour: 30 * time.Second,
	} {
		r := start(t, 0)
		r.attempts <- reading(func(_ context.Context, s *Stream) error { s.Retry(asked); return io.EOF })
		r.up()
		r.down(api.Unreachable, want)
	}
}

func TestWaitsBeginAnewOnceDataFlows(t *testing.T) {
	r := start(t, 0)
	for range 3 {
		r.attempts <- refused(api.Unreachable, 0)
		r.changed()
		r.clock.AwaitTimers(1)
		r.clock.Next()
	}
	r.attempts <- reading(func(_ context.Context, s *Stream) error {
		s.Tell(api.RunEnded{JobID: "j"})
		return io.ErrUnexpectedEOF
	})
	r.up()
	if e, ok := (<-r.events).(api.RunEnded); !ok || e.JobID != "j" {
		t.Fatalf("got %+v", e)
	}
	r.down(api.Unreachable, 3*time.Second)
	// A greeting alone is no data: whoever accepts and hangs up is not asked
	// again and again.
	for _, wait := range []time.Duration{6 * time.Second, 12 * time.Second} {
		r.attempts <- reading(func(_ context.Context, s *Stream) error { s.Alive(); return nil })
		r.up()
		r.down(api.Unreachable, wait)
	}
}

func TestTheHourlyCloseIsNormal(t *testing.T) {
	for _, end := range []error{nil, io.EOF, io.ErrUnexpectedEOF} {
		r := start(t, 0.25)
		seen := make(chan struct{})
		r.attempts <- reading(func(_ context.Context, s *Stream) error {
			<-seen
			for range 120 {
				r.clock.Advance(30 * time.Second)
				s.Alive()
			}
			return end
		})
		r.up()
		close(seen)
		r.down(0, 250*time.Millisecond)
		r.attempts <- hold
	}
}

func TestSilenceEndsAStreamAndALateWatcherGivesAMoment(t *testing.T) {
	r := start(t, 0)
	r.attempts <- reading(hold)
	r.up()
	r.clock.Advance(Silence)
	if c := r.down(api.TimedOut, 3*time.Second); !strings.Contains(c.Err.Error(), "1m30s") {
		t.Errorf("%v does not say how long", c.Err)
	}

	heard := make(chan struct{})
	r.attempts <- reading(func(ctx context.Context, s *Stream) error {
		for {
			select {
			case heard <- struct{}{}:
				s.Alive()
			case <-ctx.Done():
				return ctx.Err()
			}
		}
	})
	r.up()
	for range 10 {
		r.clock.Advance(Silence - time.Second)
		<-heard
		<-heard // the first is surely taken in
	}
	r.clock.Advance(time.Hour) // the machine slept
	r.clock.AwaitTimers(1)
	<-heard
	<-heard
	r.clock.Advance(moment)
	r.clock.AwaitTimers(1)
	r.clock.Advance(Silence - moment - time.Second)
	<-heard
	if len(r.events) > 0 {
		t.Fatalf("got %+v", <-r.events)
	}
	r.clock.AwaitTimers(1)
}

func TestASlowTakerIsNoSilence(t *testing.T) {
	r := start(t, 0)
	taken := make(chan struct{})
	r.attempts <- reading(func(_ context.Context, s *Stream) error {
		s.loop.Emit = func(api.Event) {
			for range 10 {
				r.clock.Advance(Silence)
				r.clock.AwaitTimers(1)
			}
			s.loop.Emit = func(e api.Event) { r.events <- e }
		}
		s.Tell(api.RunEnded{})
		close(taken)
		return s.ctx.Err()
	})
	<-r.events
	<-taken
	if c := (<-r.events).(api.LinkChanged); c.Up || c.Err != nil {
		t.Errorf("got %+v", c)
	}
}

func TestLastingRefusalsStopAndSaySo(t *testing.T) {
	for _, c := range []struct {
		kind   api.Kind
		status int
	}{{api.Unauthorized, 401}, {api.Forbidden, 403}, {api.Refused, 400}} {
		r := start(t, 0)
		r.attempts <- refused(c.kind, c.status)
		if e := r.changed(); e.Up || !e.Next.IsZero() || api.KindOf(e.Err) != c.kind {
			t.Errorf("%v: %+v", c.kind, e)
		}
		if err := r.end(); api.KindOf(err) != c.kind {
			t.Errorf("%v: ended with %v", c.kind, err)
		}
	}
}

func TestAServiceWithoutAStreamIsLeftQuietly(t *testing.T) {
	r := start(t, 0)
	r.attempts <- refused(api.NotFound, 404)
	if err := r.end(); api.KindOf(err) != api.Unsupported || len(r.events) != 0 {
		t.Errorf("ended with %v and %d events", err, len(r.events))
	}
}

func TestAStreamThatWasThereIsLookedForAgain(t *testing.T) {
	r := start(t, 0)
	r.attempts <- reading(func(context.Context, *Stream) error { return nil })
	r.up()
	r.down(api.Unreachable, 3*time.Second)
	r.attempts <- refused(api.NotFound, 404) // while the service is replaced
	r.down(api.NotFound, 6*time.Second)
	r.attempts <- reading(hold)
	r.up()
}

func TestWhatMayPassIsTriedAgain(t *testing.T) {
	for _, kind := range []api.Kind{api.RateLimited, api.ServerError, api.Unreachable, api.TimedOut, api.Unreadable, api.TooLarge, api.Unauthorized} {
		r := start(t, 0)
		r.attempts <- refused(kind, 0)
		r.down(kind, 3*time.Second)
	}
	r := start(t, 0)
	r.attempts <- func(context.Context, *Stream) error { return errors.New("odd") }
	r.down(api.Unreachable, 3*time.Second)
}

func TestAnAnswersOwnWaitIsHeeded(t *testing.T) {
	for asked, want := range map[time.Duration]time.Duration{
		time.Second: 3 * time.Second, 2 * time.Minute: 2 * time.Minute, 24 * time.Hour: time.Hour,
	} {
		r := start(t, 0)
		r.attempts <- func(context.Context, *Stream) error {
			return &api.Error{Kind: api.RateLimited, Status: 429, Wait: asked}
		}
		r.down(api.RateLimited, want)
	}
}

func TestTheContextEndsWhateverIsUnderWay(t *testing.T) {
	for name, prepare := range map[string]func(*rig){
		"connecting": func(*rig) {},
		"up":         func(r *rig) { r.attempts <- reading(hold); r.up() },
		"waiting": func(r *rig) {
			r.attempts <- refused(api.ServerError, 500)
			r.changed()
			r.clock.AwaitTimers(1)
		},
	} {
		r := start(t, 0)
		prepare(r)
		r.stop()
		if err := r.end(); api.KindOf(err) != api.Canceled || !errors.Is(err, context.Canceled) || len(r.events) > 0 || r.clock.Timers() > 0 {
			t.Errorf("%s: %v, %d events, %d timers left", name, err, len(r.events), r.clock.Timers())
		}
	}
}
