package demo

import (
	"sort"
	"sync"
)

// stage is the scenario with what callers did on top: their runs, in the
// order they were asked for, and which triggers were paused when.
type stage struct {
	w *world

	mu      sync.Mutex
	history history
	live    []*liveRun
	held    int // bytes of payload in live
	byID    map[string]*liveRun
	jobs    uint64
	doors   []door        // of the triggers
	changed chan struct{} // closes when a caller's run is added; nil: nobody waits
}

func newStage(w *world, now int64) *stage {
	s := &stage{w: w, history: history{w: w}, byID: map[string]*liveRun{}, doors: make([]door, len(w.triggers))}
	for i, t := range w.triggers {
		if t.paused {
			since := w.pausedSince(now)
			s.doors[i] = door{shut: []span{{since, forever}}, changed: since}
		}
	}
	return s
}

// run is one run of either sort, as it is handed to the wire.
type run struct {
	record
	live   *liveRun // nil for runs of the scenario
	reruns int      // how many reruns of it exist
}

// ask is what a list of runs is narrowed to.
type ask struct {
	fn         int
	trigger    int // noTrigger for all
	status     status
	anyStatus  bool
	skip, upTo int
}

// list returns one page and how many runs there are in all.
func (s *stage) list(a ask, now int64) (page []run, total int) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.history.reach(now)
	take := func(r *record, live *liveRun) {
		if a.trigger != noTrigger && int(r.trigger) != a.trigger || !a.anyStatus && r.at(now) != a.status {
			return
		}
		if total >= a.skip && len(page) < a.upTo {
			page = append(page, run{record: *r, live: live})
		}
		total++
	}
	mine := s.liveOf(a.fn, now)
	s.history.each(a.fn, now, func(r *record) bool {
		for len(mine) > 0 && mine[0].created >= r.created {
			take(&mine[0].record, mine[0])
			mine = mine[1:]
		}
		if s.through(r) {
			take(r, nil)
		}
		return true
	})
	for _, l := range mine {
		take(&l.record, l)
	}
	for i := range page {
		page[i].reruns = len(s.rerunsOf(page[i], now))
	}
	return page, total
}

// liveOf returns the callers' runs of a function that exist now, newest first.
func (s *stage) liveOf(fn int, now int64) []*liveRun {
	var mine []*liveRun
	for _, l := range s.live {
		if int(l.fn) == fn && l.created <= now {
			mine = append(mine, l)
		}
	}
	sort.SliceStable(mine, func(i, j int) bool {
		if mine[i].created != mine[j].created {
			return mine[i].created > mine[j].created
		}
		return mine[i].id < mine[j].id
	})
	return mine
}

// find returns the run with an id.
func (s *stage) find(id string, now int64) (run, bool) {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.lookUp(id, now)
}

func (s *stage) lookUp(id string, now int64) (run, bool) {
	if l := s.byID[id]; l != nil && l.created <= now {
		found := run{record: l.record, live: l}
		found.reruns = len(s.rerunsOf(found, now))
		return found, true
	}
	kind, key, ok := keyOf(s.w.seed, id)
	if !ok || kind != idRun {
		return run{}, false
	}
	s.history.reach(now)
	r, ok := s.history.find(key, now)
	if !ok || !s.through(&r) {
		return run{}, false
	}
	found := run{record: r}
	found.reruns = len(s.rerunsOf(found, now))
	return found, true
}

// lineage returns the reruns of the run with an id, oldest first.
func (s *stage) lineage(original string, now int64) []run {
	s.mu.Lock()
	defer s.mu.Unlock()
	first, ok := s.lookUp(original, now)
	if !ok {
		return nil
	}
	return s.rerunsOf(first, now)
}

// rerunsOf returns the reruns of a first run that exist now, oldest first.
func (s *stage) rerunsOf(first run, now int64) []run {
	var all []run
	if first.live == nil && first.rerun == 0 {
		next, ok := s.w.nextRerun(first.record)
		for ; ok && next.created <= now; next, ok = s.w.nextRerun(next) {
			all = append(all, run{record: next})
		}
	}
	if len(s.live) == 0 {
		return all
	}
	id := s.w.idOf(first)
	for _, l := range s.live {
		if l.original == id && l.created <= now {
			all = append(all, run{record: l.record, live: l})
		}
	}
	sort.SliceStable(all, func(i, j int) bool { return all[i].created < all[j].created })
	return all
}

func (w *world) runID(r *record) string { return uuid(w.seed, idRun, r.key) }

func (w *world) idOf(r run) string {
	if r.live != nil {
		return r.live.id
	}
	return w.runID(&r.record)
}

// originalOf returns the id of the run that started a line of reruns.
func (w *world) originalOf(r run) string {
	if r.live != nil {
		if r.live.original != "" {
			return r.live.original
		}
		return r.live.id
	}
	return uuid(w.seed, idRun, r.first())
}
