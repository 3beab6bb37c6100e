package demo

import (
	"cmp"
	"encoding/json"
	"fmt"
	"slices"
	"strings"
	"sync"
	"time"
)

// flowEvent is one stored event.
type flowEvent struct {
	id       string
	at       int64  // wall milliseconds: the time in its id
	seen     int64  // when it is in the store, and told of
	bucket   string // the hour it is kept in
	kind     int
	slot     int64 // of the story; -1: a caller's own
	payload  json.RawMessage
	metadata map[string]string
	valid    string // what a caller gave; else its own time
}

// flowStage is the story of the data core with what callers ingested on top.
type flowStage struct {
	seed uint64
	pace pace

	mu      sync.Mutex
	live    []flowEvent
	held    int
	serial  uint64
	changed chan struct{} // closes when a caller's event is taken; nil: nobody waits
}

// What callers ingest is kept so far; the oldest go first.
const (
	flowRoom = 20_000
	flowHeld = 32 << 20
	// storing is how long an event is accepted and not yet stored. The service
	// answers from a queue (github.com/flowcore-io/bun-webhook-service;
	// CONFIRMED); how long that takes is UNKNOWN.
	storing = 400
)

// timeUUID is a UUID of version 1 for a moment, told apart from others of the
// same moment by a number (RFC 9562, 5.1).
func timeUUID(wall int64, ticks, sort uint64) string {
	const beforeUnix = 0x01b21dd213814000
	t := uint64(wall)*10_000 + ticks%10_000 + beforeUnix
	node := mix(sort)&0xffffffffffff | 0x010000000000 // no machine's own number
	return fmt.Sprintf("%08x-%04x-1%03x-%04x-%012x", uint32(t), uint16(t>>32), t>>48&0xfff, 0x8000|mix(sort+1)&0x3fff, node)
}

func bucketFor(wall int64) string {
	return time.UnixMilli(wall).UTC().Format("2006010215") + "0000"
}

// between returns the story's events of a kind from one wall time up to, but
// without, another, oldest first.
func (s *flowStage) between(kind int, from, to int64) []flowEvent {
	k := &eventKinds[kind]
	var all []flowEvent
	a, b := s.pace.scenario(from), s.pace.scenario(to)
	for slot := floorTo(a, k.every)/k.every - 1; slot*k.every <= b; slot++ {
		if slot < 0 {
			continue
		}
		at, d, ok := k.comesAt(s.seed, kind, slot)
		wall := s.pace.wall(at)
		if !ok || wall < from || wall >= to {
			continue
		}
		sort := mix(uint64(kind)<<50^uint64(slot)) ^ mix(s.seed)
		all = append(all, flowEvent{
			id: timeUUID(wall, d.next(), sort), at: wall, seen: wall, bucket: bucketFor(wall), kind: kind, slot: slot,
		})
	}
	return all
}

// retained is since when the story's events are there.
func (s *flowStage) retained(now int64) int64 {
	return s.pace.wall(floorTo(s.pace.scenario(now)-retention, day))
}

// hour returns the events of some kinds that are kept in an hour and can be
// seen, oldest first.
func (s *flowStage) hour(kinds []int, bucket string, now int64) []flowEvent {
	begins, err := time.Parse("20060102150405", bucket)
	if err != nil {
		return nil
	}
	from := max(begins.UnixMilli(), s.retained(now))
	var all []flowEvent
	for _, kind := range kinds {
		all = append(all, s.between(kind, from, min(begins.UnixMilli()+hour, now+1))...)
	}
	s.mu.Lock()
	for _, e := range s.live {
		if e.bucket == bucket && e.seen <= now && slices.Contains(kinds, e.kind) {
			all = append(all, e)
		}
	}
	s.mu.Unlock()
	slices.SortFunc(all, olderEvent)
	return all
}

func olderEvent(a, b flowEvent) int {
	if c := cmp.Compare(a.at, b.at); c != 0 {
		return c
	}
	if c := strings.Compare(a.id[:8], b.id[:8]); c != 0 { // the ticks within a millisecond
		return c
	}
	return strings.Compare(a.id, b.id)
}

// buckets returns the hours in which there are events of some kinds, oldest
// first.
func (s *flowStage) buckets(kinds []int, now int64) []string {
	has := map[string]bool{}
	for at := floorTo(s.retained(now), hour); at <= now; at += hour {
		for _, kind := range kinds {
			if from := max(at, s.retained(now)); s.any(kind, from, min(at+hour, now+1)) {
				has[bucketFor(at)] = true
				break
			}
		}
	}
	s.mu.Lock()
	for _, e := range s.live {
		if e.seen <= now && slices.Contains(kinds, e.kind) {
			has[e.bucket] = true
		}
	}
	s.mu.Unlock()
	all := make([]string, 0, len(has))
	for bucket := range has {
		all = append(all, bucket)
	}
	slices.Sort(all)
	return all
}

// any reports whether the story has an event of a kind in a span of time.
func (s *flowStage) any(kind int, from, to int64) bool {
	k := &eventKinds[kind]
	a, b := s.pace.scenario(from), s.pace.scenario(to)
	for slot := floorTo(a, k.every)/k.every - 1; slot*k.every <= b; slot++ {
		if slot < 0 {
			continue
		}
		if at, _, ok := k.comesAt(s.seed, kind, slot); ok && s.pace.wall(at) >= from && s.pace.wall(at) < to {
			return true
		}
	}
	return false
}

// take keeps an event that a caller ingested.
func (s *flowStage) take(e flowEvent) flowEvent {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.serial++
	e.slot = -1
	e.id = timeUUID(e.at, s.serial, s.serial^mix(s.seed))
	s.live = append(s.live, e)
	s.held += len(e.payload)
	for len(s.live) > flowRoom || s.held > flowHeld && len(s.live) > 1 {
		s.held -= len(s.live[0].payload)
		s.live = s.live[1:]
	}
	if s.changed != nil {
		close(s.changed)
		s.changed = nil
	}
	return e
}

// since returns the callers' events that were stored after one moment and no
// later than another, and when the next one is.
func (s *flowStage) since(after, now int64) (stored []flowEvent, next int64) {
	s.mu.Lock()
	defer s.mu.Unlock()
	next = forever
	for _, e := range s.live {
		switch {
		case e.seen > after && e.seen <= now:
			stored = append(stored, e)
		case e.seen > now:
			next = min(next, e.seen)
		}
	}
	return stored, next
}

// changes returns a channel that closes when a caller's event is taken.
func (s *flowStage) changes() <-chan struct{} {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.changed == nil {
		s.changed = make(chan struct{})
	}
	return s.changed
}
