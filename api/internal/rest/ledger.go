package rest

import (
	"net/http"
	"strconv"
	"sync"
	"time"

	"fntop/api"
)

// window is the span over which requests are counted. A token bucket would
// let nearly two budgets through in its first minute.
const window = time.Minute

// ledger counts every request of a profile in a sliding window.
type ledger struct {
	mu    sync.Mutex
	limit int
	start time.Time
	sent  []time.Time // those within the window, oldest first

	// What the backend said last, until serverReset.
	serverLeft  int
	serverReset time.Time
	// No request before this, by the Retry-After of an answer of this kind.
	blocked time.Time
	by      api.Kind
}

func newLedger(limit int, now time.Time) *ledger {
	return &ledger{limit: limit, start: now}
}

// forget drops what has left the window. The lock is held.
func (l *ledger) forget(now time.Time) {
	n := 0
	for n < len(l.sent) && now.Sub(l.sent[n]) >= window {
		n++
	}
	if n > 0 {
		l.sent = append(l.sent[:0], l.sent[n:]...)
	}
}

// allowed is the budget of the window as things stand. In the first minute it
// grows from a half to the whole, so that a start, or many, is no burst.
func (l *ledger) allowed(now time.Time) int {
	allowed := l.limit
	if age := now.Sub(l.start); age >= 0 && age < window {
		half := (l.limit + 1) / 2
		allowed = half + int(float64(l.limit-half)*float64(age)/float64(window))
	}
	if now.Before(l.serverReset) {
		allowed = min(allowed, len(l.sent)+max(l.serverLeft, 0))
	}
	return allowed
}

func (l *ledger) left(now time.Time) int {
	l.mu.Lock()
	defer l.mu.Unlock()
	l.forget(now)
	if now.Before(l.blocked) {
		return 0
	}
	return max(0, l.allowed(now)-len(l.sent))
}

func (l *ledger) used(now time.Time) int {
	l.mu.Lock()
	defer l.mu.Unlock()
	l.forget(now)
	return len(l.sent)
}

func (l *ledger) budget(now time.Time) int {
	l.mu.Lock()
	defer l.mu.Unlock()
	l.forget(now)
	return l.allowed(now)
}

// take counts one request and returns zero, or counts nothing and returns
// how long to wait before asking again, and where the backend asked for it
// with what kind of answer.
func (l *ledger) take(now time.Time) (wait time.Duration, by api.Kind) {
	l.mu.Lock()
	defer l.mu.Unlock()
	l.forget(now)
	if now.Before(l.blocked) {
		return l.blocked.Sub(now), l.by
	}
	if len(l.sent) < l.allowed(now) {
		l.count(now)
		return 0, 0
	}
	wait = window
	if len(l.sent) > 0 {
		wait = l.sent[0].Add(window).Sub(now)
	}
	if now.Before(l.serverReset) {
		wait = min(wait, l.serverReset.Sub(now))
	}
	if now.Sub(l.start) < window {
		// The budget still grows: one more request every so often.
		wait = min(wait, window/time.Duration(max(1, l.limit/2)))
	}
	return max(wait, time.Millisecond), 0
}

// force counts a request that is never delayed: an action of a person.
func (l *ledger) force(now time.Time) {
	l.mu.Lock()
	defer l.mu.Unlock()
	l.forget(now)
	l.count(now)
}

func (l *ledger) count(now time.Time) {
	l.sent = append(l.sent, now)
	if now.Before(l.serverReset) {
		l.serverLeft--
	}
}

// learn lowers the budget by what an answer says of it. Header names:
// docs.centrali.dev/api-reference/limits-and-quotas (CONFIRMED): Remaining is
// a count, Reset is epoch seconds.
func (l *ledger) learn(now time.Time, h http.Header, retryAfter time.Duration, kind api.Kind) {
	l.mu.Lock()
	defer l.mu.Unlock()
	if retryAfter > 0 {
		if until := now.Add(min(retryAfter, 10*window)); until.After(l.blocked) {
			l.blocked, l.by = until, kind
		}
	}
	left, err := strconv.Atoi(h.Get("X-RateLimit-Remaining"))
	if err != nil {
		return
	}
	reset := now.Add(window)
	if epoch, err := strconv.ParseInt(h.Get("X-RateLimit-Reset"), 10, 64); err == nil {
		// Clocks differ: a reset in the past or far away is held to the window.
		reset = now.Add(min(max(time.Unix(epoch, 0).Sub(now), time.Second), window))
	}
	l.serverLeft, l.serverReset = left, reset
}
