package cli

import (
	"sync"
	"time"

	"fntop/api"
)

// observed is what a provider is given to tell of its requests: own, and
// whoever else watches in this run of the program.
func (a *app) observed(own func(api.Event)) func(api.Event) {
	if len(a.observers) == 0 {
		return own
	}
	all := a.observers
	return func(e api.Event) {
		own(e)
		for _, observe := range all {
			observe(e)
		}
	}
}

// spending counts the requests of each profile in the last minute, from whatever
// goroutine they are made.
type spending struct {
	mu   sync.Mutex
	sent map[string][]time.Time
}

func (u *spending) observe(e api.Event) {
	r, ok := e.(api.Requested)
	if !ok {
		return
	}
	u.mu.Lock()
	defer u.mu.Unlock()
	if u.sent == nil {
		u.sent = make(map[string][]time.Time)
	}
	u.sent[r.Profile] = append(u.recent(r.Profile, r.At), r.At)
}

// used is how many requests a profile sent in the minute before now.
func (u *spending) used(profile string, now time.Time) int {
	u.mu.Lock()
	defer u.mu.Unlock()
	return len(u.recent(profile, now))
}

// recent drops what is older than a minute. The lock is held.
func (u *spending) recent(profile string, now time.Time) []time.Time {
	all := u.sent[profile]
	n := 0
	for n < len(all) && now.Sub(all[n]) >= time.Minute {
		n++
	}
	if n > 0 {
		all = append(all[:0], all[n:]...)
		u.sent[profile] = all
	}
	return all
}
