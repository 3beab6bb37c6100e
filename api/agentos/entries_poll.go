package agentos

import (
	"context"
	"time"

	"fntop/api"
	"fntop/api/internal/rest"
)

// Waits between looks at pages of events, where there is no stream.
const (
	lookSoon  = time.Second
	lookLater = 5 * time.Second
	lookMost  = 30 * time.Second // after failures
	// looksAtRun is how many looks that brought nothing go before one at the
	// run itself, which may have ended without an event that says so.
	looksAtRun = 3
	// attemptTries is how often is looked for the attempt of a run that no
	// worker has taken up.
	attemptTries = 8
)

// begin finds out which attempt to tell of, where none is named: there is no
// inferring it (DIFF; CONFIRMED), and it may not have begun. It reports over
// where the run is and never had one.
func (f *tail) begin(ctx context.Context) (over bool, err error) {
	wait := lookSoon / 2
	for try := 0; f.run.Attempt == ""; try++ {
		run, err := f.c.read(ctx, api.ReadEntries, f.run.ID)
		switch {
		case err != nil:
			return false, err
		case run.Attempt.Known && run.Attempt.Value.ID != "":
			f.run.Attempt = run.Attempt.Value.ID
			return false, nil
		case !run.Unfinished():
			return true, nil
		case try == attemptTries:
			return false, &api.Error{Kind: api.NotFound, Op: api.ReadEntries, Target: f.target, Reason: "the run has no attempt yet"}
		}
		if err := f.wait(ctx, wait); err != nil {
			return false, err
		}
		wait = min(2*wait, lookMost)
	}
	return false, nil
}

// fill tells what pages of events have after the last one that was told, up
// to but without the event of that number; all there is where it is zero.
func (f *tail) fill(ctx context.Context, upTo int64) error {
	after := f.last
	for !f.over {
		r := rest.Request{
			Op: api.ReadEntries, Target: f.target, URL: f.c.routes.events(f.run.ID.ID, f.run.Attempt, after), Limit: f.c.rest.MaxBody(),
		}
		answer, err := f.c.rest.Do(ctx, r)
		if err != nil {
			return err
		}
		page, err := eventsOf(answer.Body)
		if err != nil {
			return rest.BadAnswer(&r, answer, "no page of events", err)
		}
		next := after
		for _, e := range page.events {
			next = max(next, e.Seq)
			if upTo == 0 || e.Seq < upTo {
				f.tell(e)
			}
		}
		if page.next.Known {
			next = max(next, page.next.Value)
		}
		if !page.more || next <= after || upTo > 0 && next >= upTo-1 {
			return nil // a server that names no further page but says there is one would be asked for ever
		}
		after = next
	}
	return nil
}

// ask tells of the attempt by pages of events alone.
func (f *tail) ask(ctx context.Context) error {
	f.c.rest.Observe(api.LinkChanged{At: f.c.clock.Now(), Profile: f.c.info.Profile, Run: f.run.ID, Err: f.asked()})
	wait, quiet := lookSoon, 0
	for {
		before := f.last
		err := f.fill(ctx, 0)
		switch {
		case f.over:
			return nil
		case err != nil && !passes(err):
			return err
		case err != nil:
			wait = max(min(2*wait, lookMost), api.WaitOf(err))
		case f.last > before:
			wait, quiet = lookSoon, 0
		default:
			wait = min(wait*3/2, lookLater)
			if quiet++; quiet%looksAtRun == 0 {
				if over, err := f.settled(ctx); over || err != nil && !passes(err) {
					return err
				}
			}
		}
		if err := f.wait(ctx, wait); err != nil {
			return err
		}
	}
}

// asked is why nothing is pushed.
func (f *tail) asked() *api.Error {
	return &api.Error{
		Kind: api.Unsupported, Op: api.ReadEntries, Target: f.target, Reason: "the service has no stream of a run's events",
		Next: "Nothing to do: the events are asked for instead.", Setup: f.c.setup,
	}
}

// passes reports whether a failure may go away by itself.
func passes(err error) bool {
	switch api.KindOf(err) {
	case api.Unreachable, api.ServerError, api.TimedOut, api.Unreadable, api.RateLimited:
		return true
	}
	return false
}

func (f *tail) wait(ctx context.Context, d time.Duration) error {
	timer := f.c.clock.NewTimer(d)
	defer timer.Stop()
	select {
	case <-timer.C():
		return nil
	case <-ctx.Done():
		return &api.Error{Kind: api.Canceled, Op: api.ReadEntries, Target: f.target, Err: ctx.Err()}
	}
}
