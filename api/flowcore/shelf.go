package flowcore

import (
	"context"
	"strings"
	"sync"
	"sync/atomic"
	"time"
)

// Flowcore keeps events by the hour, and has no list of "the newest hundred".
// A list here is a walk from the newest hour back. What must hold of its pages:
// a page may be asked for again at any time, and between one page and the next
// no event is missing, however many came meanwhile.
//
// So a page begins where the one before ended when that was read last. What
// comes in new makes the first page end earlier, never later: what a reader of
// the pages may see is an event twice, and none not at all.

// walkMost is how many past hours one page reads. A list with an event a day
// would take a hundred requests for its first page; it has few rows instead,
// and more on the next.
const walkMost = 8

// shelf is one list: the events of a flow type, or of one of its event types.
type shelf struct {
	name  string   // of the list
	kinds []string // ids of event types
	turn  turn

	hours     hours
	late      uint64 // as it was when the hours were listed
	stretches []stretch
	ends      map[cut]key       // where pages ended when they were read last
	floors    map[cut]key       // pages that ended before they were full never go further
	readAt    map[cut]time.Time // when they were read last
}

// cut is a page of a size.
type cut struct{ page, limit int }

// shelves are the lists that were asked for.
type shelves struct {
	mu      sync.Mutex
	all     map[string]*shelf
	attic   *attic
	late    late
	largest atomic.Int64 // the most events that one answer had
	most    atomic.Int64 // that one answer has; zero while that is not known
}

func newShelves() *shelves {
	return &shelves{all: map[string]*shelf{}, attic: &attic{room: atticRoom, hours: map[atticKey]*atticHour{}}, late: late{hours: map[string]bool{}}}
}

// get is the list of these event types. It is begun anew where there are other
// types than before.
func (s *shelves) get(name string, kinds []string) *shelf {
	name += " " + strings.Join(kinds, " ")
	s.mu.Lock()
	defer s.mu.Unlock()
	const most = 5000 // of lists nobody asks for any more
	if s.all[name] == nil && len(s.all) >= most {
		clear(s.all)
	}
	if s.all[name] == nil {
		s.all[name] = &shelf{name: name, kinds: kinds, turn: newTurn(), ends: map[cut]key{}, floors: map[cut]key{}, readAt: map[cut]time.Time{}}
	}
	return s.all[name]
}

// gives reports whether so many events may come at a time.
func (s *shelves) gives(size int) bool {
	most := s.most.Load()
	return most == 0 || int64(size) <= most
}

// gave notes that so many came at a time, and returns the most that did before.
func (s *shelves) gave(n int) int {
	for {
		before := s.largest.Load()
		if int64(n) <= before || s.largest.CompareAndSwap(before, int64(n)) {
			return int(before)
		}
	}
}

// walked is one page.
type walked struct {
	events []event
	more   bool
	ahead  bool // the next one takes no request
}

// page reads one page. Those before it are read first where they never were.
func (s *shelf) page(ctx context.Context, rd *reading, page, limit int) (walked, error) {
	if err := s.turn.take(ctx, &rd.request); err != nil {
		return walked{}, err
	}
	defer s.turn.done()
	for p := 1; p < page; p++ {
		if _, read := s.ends[cut{p, limit}]; read {
			continue
		}
		if w, err := s.walk(ctx, rd, cut{p, limit}); err != nil || !w.more {
			return walked{}, err
		}
	}
	return s.walk(ctx, rd, cut{page, limit})
}

// walk reads one page, from where the one before ended.
func (s *shelf) walk(ctx context.Context, rd *reading, at cut) (walked, error) {
	var w walked
	now := rd.c.now()
	rd.fetched, rd.again = 0, now.Sub(s.readAt[at]).Abs() < asGood
	pos := s.ends[cut{at.page - 1, at.limit}] // zero for the first page
	hours, err := s.newest(ctx, rd)
	for more := true; more && err == nil && !w.more; hours = s.hours.all {
		if pos, err = s.through(ctx, rd, at, &w, pos, hours); err == nil && !w.more {
			more, err = s.older(ctx, rd)
		}
	}
	if err != nil {
		return walked{}, err
	}
	s.ends[at], s.readAt[at] = pos, now
	w.ahead = w.more && s.has(pos, cut{at.page + 1, at.limit}, now)
	return w, nil
}

// has reports whether a page that begins there is known, and need not be read
// again if it is asked for now.
func (s *shelf) has(start key, at cut, now time.Time) bool {
	k := s.known(start.bucket)
	return k != nil && k.asGood(start, now) && olderThan(k.events, start) > at.limit && now.Sub(s.readAt[at]).Abs() >= asGood
}

// through goes on with a page through some hours, newest first. It returns
// where the page ends now: what is older than that is not in it.
func (s *shelf) through(ctx context.Context, rd *reading, at cut, w *walked, pos key, hours []string) (key, error) {
	floor, floored := s.floors[at]
	for _, bucket := range hours {
		switch {
		case pos.done(bucket):
			continue
		case floored && bucket < floor.bucket, len(w.events) == at.limit:
			w.more = true
			return pos, nil
		}
		found, _, err := s.hour(ctx, rd, bucket, pos, at.limit-len(w.events)+1)
		if err != nil {
			return pos, err
		}
		for _, e := range found {
			if pos != (key{}) && newer(pos, e.key) >= 0 {
				continue // on a page before
			}
			if len(w.events) == at.limit {
				w.more = true
				return pos, nil
			}
			w.events = append(w.events, e)
			pos = e.key
		}
		pos = key{bucket: bucket}
		if rd.fetched >= walkMost && len(w.events) > 0 {
			s.floors[at], w.more = pos, true
			return pos, nil
		}
	}
	return pos, nil
}

// done reports whether an hour lies before what is still to be read. A key
// without an id is the end of its hour.
func (k key) done(bucket string) bool {
	return k != (key{}) && (bucket > k.bucket || bucket == k.bucket && k.id == "")
}
