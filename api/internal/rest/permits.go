package rest

import (
	"sync"
	"time"
)

// renewEvery is how often at most a credential is renewed because something is
// forbidden. One function that is stays so for weeks, and a fresh token is of
// no use to the next request either.
const renewEvery = time.Minute

// permits remembers the last credential that was renewed for a 403.
type permits struct {
	mu   sync.Mutex
	last credential
	at   time.Time
}

func (p *permits) renewed(to credential, now time.Time) {
	p.mu.Lock()
	defer p.mu.Unlock()
	p.last, p.at = to, now
}

// fresh reports whether the credential has just been renewed for a 403, so
// that another one would be refused as well.
func (p *permits) fresh(c credential, now time.Time) bool {
	p.mu.Lock()
	defer p.mu.Unlock()
	return p.last == c && now.Sub(p.at) < renewEvery
}
