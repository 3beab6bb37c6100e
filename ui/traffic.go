package ui

import (
	"sync"
	"time"

	"fntop/api"
)

// Traffic watches the requests of a provider, from whatever goroutine they
// are made. Give its Observe to the provider and the Traffic to Options.
type Traffic struct {
	mu   sync.Mutex
	sent []time.Time // in the last minute
}

// Observe counts a request.
func (t *Traffic) Observe(e api.Event) {
	r, ok := e.(api.Requested)
	if !ok {
		return
	}
	t.mu.Lock()
	defer t.mu.Unlock()
	t.sent = append(t.forget(r.At), r.At)
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

func (t *Traffic) forget(now time.Time) []time.Time {
	i := 0
	for i < len(t.sent) && now.Sub(t.sent[i]) >= time.Minute {
		i++
	}
	return append(t.sent[:0], t.sent[i:]...)
}
