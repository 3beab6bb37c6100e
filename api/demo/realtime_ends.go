package demo

import (
	"cmp"
	"slices"
)

// agenda tells the endings of runs as they come. Those of the scenario are
// worked out up to the end of an hour of it; the history holds that hour in
// full, and no run of a later one can end before.
type agenda struct {
	stage *stage
	told  int64    // what ended up to here was told
	upTo  int64    // due reaches to here
	due   []record // of the scenario, by their ends
}

func (s *stage) newAgenda(now int64) *agenda { return &agenda{stage: s, told: now, upTo: now} }

// take returns what ended since it was last asked, oldest first.
func (a *agenda) take(now int64) []run {
	s := a.stage
	s.mu.Lock()
	defer s.mu.Unlock()
	a.fill(now)
	var ended []run
	for len(a.due) > 0 && a.due[0].ended() <= now {
		if r := a.due[0]; s.through(&r) {
			ended = append(ended, run{record: r})
		}
		a.due = a.due[1:]
	}
	for _, l := range s.live {
		if end := l.ended(); end > a.told && end <= now {
			ended = append(ended, run{record: l.record, live: l})
		}
	}
	slices.SortStableFunc(ended, func(x, y run) int { return cmp.Compare(x.ended(), y.ended()) })
	a.told = max(a.told, now)
	return ended
}

// fill works out what is due when that is used up.
func (a *agenda) fill(now int64) {
	if now <= a.upTo {
		return
	}
	a.stage.history.reach(now)
	pace := a.stage.w.pace
	a.upTo = pace.wall((pace.scenario(now)/hour+1)*hour) - 1
	a.due = a.stage.history.ends(a.told, a.upTo)
}

// next returns when to ask again at the latest, as things stand.
func (a *agenda) next() int64 {
	s := a.stage
	s.mu.Lock()
	defer s.mu.Unlock()
	next := a.upTo + 1
	if len(a.due) > 0 {
		next = min(next, a.due[0].ended())
	}
	for _, l := range s.live {
		if end := l.ended(); end > a.told {
			next = min(next, end)
		}
	}
	return next
}

// ends returns the runs of the scenario that end after one moment and no later
// than another, by their ends.
func (h *history) ends(after, upTo int64) []record {
	var all []record
	for _, runs := range h.byFn {
		for i := range runs {
			if end := runs[i].ended(); end > after && end <= upTo {
				all = append(all, runs[i])
			}
		}
	}
	slices.SortStableFunc(all, func(x, y record) int { return cmp.Compare(x.ended(), y.ended()) })
	return all
}

// changes returns a channel that closes when a caller's run is added.
func (s *stage) changes() <-chan struct{} {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.changed == nil {
		s.changed = make(chan struct{})
	}
	return s.changed
}

// announce wakes whoever waits for a change. The lock is held.
func (s *stage) announce() {
	if s.changed != nil {
		close(s.changed)
		s.changed = nil
	}
}
