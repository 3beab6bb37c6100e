package ui

import (
	"sync"
	"time"

	"fntop/api"
)

// Traffic watches the requests of a provider, from whatever goroutine they
// are made. Give its Observe to the provider and the Traffic to Options.
type Traffic struct {
	mu    sync.Mutex
	first time.Time
	sent  []time.Time // in the last minute
	last  api.Requested
}

// Observe counts a request.
func (t *Traffic) Observe(e api.Event) {
	r, ok := e.(api.Requested)
	if !ok {
		return
	}
	t.mu.Lock()
	defer t.mu.Unlock()
	if t.first.IsZero() {
		t.first = r.At
	}
	t.sent = append(t.forget(r.At), r.At)
	t.last = r
}

// Used is how many requests were sent in the minute before now.
func (t *Traffic) Used(now time.Time) int {
	if t == nil {
		return 0
	}
	t.mu.Lock()
	defer t.mu.Unlock()
	t.sent = t.forget(now)
	return len(t.sent)
}

// Left is how many of budget requests may still be sent in this minute: of
// the budget as the provider told it last, if it has. Where it has not, the
// first minute has half of it, so that starting several times in a row does
// not eat up what the service allows.
func (t *Traffic) Left(budget int, now time.Time) int {
	used := t.Used(now)
	if t == nil {
		return budget
	}
	t.mu.Lock()
	defer t.mu.Unlock()
	switch b := t.last.Budget; {
	case b > 0:
		budget = min(budget, b) // the provider knows of the first minute too
	case t.first.IsZero() || now.Sub(t.first) < time.Minute:
		budget /= 2
	}
	return max(0, budget-used)
}

func (t *Traffic) forget(now time.Time) []time.Time {
	i := 0
	for i < len(t.sent) && now.Sub(t.sent[i]) >= time.Minute {
		i++
	}
	return append(t.sent[:0], t.sent[i:]...)
}
