package rest

import (
	"net/http"
	"sync"
	"time"
)

// offset is how far the backend's clock is ahead of ours, as its last answer
// told.
type offset struct {
	mu    sync.Mutex
	ahead time.Duration
	known bool
}

// learn reads the Date of an answer that came now (RFC 9110, 6.6.1). An
// answer out of a cache has an Age, and the Date of when it was new.
func (o *offset) learn(now time.Time, h http.Header) {
	date, err := http.ParseTime(h.Get("Date"))
	if err != nil || h.Get("Age") != "" {
		return
	}
	const half = time.Second / 2 // of what a Date leaves out
	o.mu.Lock()
	defer o.mu.Unlock()
	o.ahead, o.known = date.Add(half).Sub(now), true
}

// Offset is how far the backend's clock is ahead of ours, give or take a
// second and the time that an answer takes; false before the first answer.
func (c *Client) Offset() (ahead time.Duration, known bool) {
	c.offset.mu.Lock()
	defer c.offset.mu.Unlock()
	return c.offset.ahead, c.offset.known
}
