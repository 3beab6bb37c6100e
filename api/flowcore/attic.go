package flowcore

import "sync"

// atticRoom is how many bytes of events of past hours are kept. Past hours do
// not change, and a list may be asked for again at any time.
const atticRoom = 32 << 20

// attic keeps the events of hours that are over, by list and hour, until there
// is no room: what was asked for longest ago goes first.
type attic struct {
	mu    sync.Mutex
	room  int
	used  int
	now   uint64
	hours map[atticKey]*atticHour
}

type atticKey struct{ list, bucket string }

type atticHour struct {
	events []event
	size   int
	asked  uint64
}

func (a *attic) get(list, bucket string) ([]event, bool) {
	a.mu.Lock()
	defer a.mu.Unlock()
	h := a.hours[atticKey{list, bucket}]
	if h == nil {
		return nil, false
	}
	a.now++
	h.asked = a.now
	return h.events, true
}

func (a *attic) put(list, bucket string, events []event) {
	h := &atticHour{events: events, size: 64}
	for _, e := range events {
		h.size += len(e.raw) + 128
	}
	a.mu.Lock()
	defer a.mu.Unlock()
	a.remove(atticKey{list, bucket})
	if h.size > a.room {
		return
	}
	for a.used+h.size > a.room {
		a.removeOldest()
	}
	a.now++
	h.asked = a.now
	a.hours[atticKey{list, bucket}] = h
	a.used += h.size
}

// forget drops an hour of every list: something was stored in it after all.
func (a *attic) forget(bucket string) {
	a.mu.Lock()
	defer a.mu.Unlock()
	for k := range a.hours {
		if k.bucket == bucket {
			a.remove(k)
		}
	}
}

func (a *attic) removeOldest() {
	var oldest atticKey
	found := false
	for k, h := range a.hours {
		if !found || h.asked < a.hours[oldest].asked {
			oldest, found = k, true
		}
	}
	a.remove(oldest)
}

func (a *attic) remove(k atticKey) {
	if h := a.hours[k]; h != nil {
		a.used -= h.size
		delete(a.hours, k)
	}
}
