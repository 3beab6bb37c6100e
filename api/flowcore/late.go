package flowcore

import (
	"sync"
	"time"
)

// lateEvery is how often hours that are over are read again at most. A service
// may tell of the same old events again and again.
const lateEvery = 30 * time.Second

// late are the hours that are over and in which something was stored all the
// same: what is known of them no longer holds.
type late struct {
	mu    sync.Mutex
	hours map[string]bool
	taken time.Time // when they were last forgotten
	times uint64    // how often
}

// stored notes that an event was stored just now.
func (s *shelves) stored(id string, now time.Time) {
	made, ok := uuidTime(id)
	bucket := bucketOf(made)
	if !ok || !over(bucket, now) {
		return
	}
	s.late.mu.Lock()
	defer s.late.mu.Unlock()
	const most = 10_000 // hours, which is more than a year
	if len(s.late.hours) < most {
		s.late.hours[bucket] = true
	}
}

// forget drops what is known of such hours, where that is not too soon, and
// returns a number that changes each time it does.
func (s *shelves) forget(now time.Time) uint64 {
	s.late.mu.Lock()
	defer s.late.mu.Unlock()
	if len(s.late.hours) > 0 && now.Sub(s.late.taken).Abs() >= lateEvery {
		for bucket := range s.late.hours {
			s.attic.forget(bucket)
		}
		clear(s.late.hours)
		s.late.taken = now
		s.late.times++
	}
	return s.late.times
}
