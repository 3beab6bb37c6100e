package rest

import (
	"context"
	"fmt"
	"math"
	"math/rand/v2"
	"net/http"
	"strconv"
	"time"

	"fntop/api"
)

// Retry is how a GET is tried again. Without a Wait of its own it waits longer
// each time; with one it waits as long each time, and takes any network failure
// and a 408 for one that may pass.
type Retry struct {
	Times int
	Wait  time.Duration
}

const (
	retries   = 3               // further tries of one GET
	firstWait = time.Second / 2 // doubled each time, with jitter
	// longWait is how long a read waits where the backend asks it to, unless
	// the configuration says otherwise. Who waits longer must decide so itself.
	longWait = 20 * time.Second
)

// retry waits before the next try and reports true, or reports false at once:
// nothing is gained by waiting, or the wait would pass ctx's deadline.
func (c *Client) retry(ctx context.Context, r *Request, try int, e *api.Error) bool {
	if acts(r.Method) || r.Within > 0 || try >= c.again.Times || e.Op != r.Op {
		return false // signing in is a POST, too: it is not repeated either
	}
	switch e.Kind {
	case api.RateLimited:
	case api.ServerError:
		if e.Status == http.StatusNotImplemented {
			return false
		}
	case api.Unreachable:
		if !dropped(e.Err) && c.again.Wait == 0 {
			return false
		}
	default:
		if c.again.Wait == 0 || e.Status != http.StatusRequestTimeout {
			return false
		}
	}
	wait := c.again.Wait
	if wait == 0 {
		wait = time.Duration(float64(firstWait<<try) * (0.5 + rand.Float64()))
	}
	wait = max(wait, e.Wait)
	if e.Wait > c.patience || !c.inTime(ctx, wait) {
		return false
	}
	return c.sleep(ctx, wait) == nil
}

// inTime reports whether a wait would end before ctx's deadline.
func (c *Client) inTime(ctx context.Context, wait time.Duration) bool {
	deadline, ok := ctx.Deadline()
	return !ok || c.clock.Now().Add(wait).Before(deadline)
}

func (c *Client) sleep(ctx context.Context, wait time.Duration) error {
	timer := c.clock.NewTimer(wait)
	defer timer.Stop()
	select {
	case <-timer.C():
		return nil
	case <-ctx.Done():
		return ctx.Err()
	}
}

// budgeted counts the request in the ledger. A read waits until the budget
// allows it; an action of a person never waits.
func (c *Client) budgeted(ctx context.Context, r *Request) *api.Error {
	if acts(r.Method) {
		c.ledger.force(c.clock.Now())
		return nil
	}
	for {
		wait, by := c.ledger.take(c.clock.Now())
		if wait == 0 {
			return nil
		}
		if by != 0 && wait > c.patience || !c.inTime(ctx, wait) {
			return overBudget(r, wait, by)
		}
		if err := c.sleep(ctx, wait); err != nil {
			e := c.contextError(r, err)
			if by == 0 {
				e.Err = fmt.Errorf("%w: %w", api.ErrBudget, err)
			}
			return e
		}
	}
}

// overBudget is the error of a read that was not sent, because the wait would
// be too long.
func overBudget(r *Request, wait time.Duration, by api.Kind) *api.Error {
	if by != 0 {
		e := fail(r, by, "not sent: an earlier answer asked to wait", nil)
		e.Wait = wait
		return e
	}
	e := fail(r, api.RateLimited, "not sent: fntop's own budget of requests a minute is used up", api.ErrBudget)
	e.Next = "The budget frees itself within a minute; raise requests_per_minute in the profile if the workspace allows more."
	return e
}

// askedWait is how long an answer asks to wait. What lies between may change
// the header and knows nothing of the body, so the header holds where it can
// be read.
func askedWait(h http.Header, body []byte, now time.Time) time.Duration {
	if wait, ok := retryAfter(h, now); ok {
		return wait
	}
	return bodyRetryAfter(body)
}

// retryAfter reads the header in both of its forms: seconds, or a date
// (RFC 9110, 10.2.3). It reports false where there is none to be read.
func retryAfter(h http.Header, now time.Time) (time.Duration, bool) {
	v := h.Get("Retry-After")
	if v == "" {
		return 0, false
	}
	if s, err := strconv.ParseFloat(v, 64); err == nil && !math.IsNaN(s) {
		return seconds(s), true
	}
	if at, err := http.ParseTime(v); err == nil {
		if date, err := http.ParseTime(h.Get("Date")); err == nil {
			now = date // by the clock that it was worked out with
		}
		return max(0, at.Sub(now)), true
	}
	return 0, false
}

// seconds is s as a duration, zero where s makes no sense as a wait.
func seconds(s float64) time.Duration {
	const day = 24 * 60 * 60
	if !(s > 0) {
		return 0
	}
	return time.Duration(min(s, day) * float64(time.Second))
}
