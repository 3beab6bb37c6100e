package demo

import (
	"encoding/json"
	"sort"
	"sync"
	"time"
)

// stage is the scenario with what callers did on top: their runs, newest
// first, and which triggers were paused when.
type stage struct {
	w *world

	mu      sync.Mutex
	history history
	live    []*liveRun
	held    int // bytes of payload in live
	byID    map[string]*liveRun
	jobs    uint64
	doors   [len(triggers)]door
}

// door says when a trigger let runs through.
type door struct {
	shut    []span // while it was paused; the last may be open-ended
	changed int64  // when it was last paused, resumed or edited by a caller
}

type span struct{ from, to int64 }

const forever = int64(1) << 62

func newStage(w *world, now int64) *stage {
	s := &stage{w: w, history: history{w: w}, byID: map[string]*liveRun{}}
	for i, t := range triggers {
		if t.paused {
			since := w.pausedSince(now)
			s.doors[i] = door{shut: []span{{since, forever}}, changed: since}
		}
	}
	return s
}

func (d *door) enabled() bool { return len(d.shut) == 0 || d.shut[len(d.shut)-1].to != forever }

// through reports whether a run of the scenario that is created at a moment
// comes about. Reruns do not go through a trigger.
func (s *stage) through(r *record) bool {
	if int(r.trigger) >= len(triggers) || r.rerun > 0 {
		return true
	}
	for _, shut := range s.doors[r.trigger].shut {
		if r.created >= shut.from && r.created < shut.to {
			return false
		}
	}
	return true
}

// setEnabled pauses or resumes a trigger.
func (s *stage) setEnabled(trigger int, enabled bool, now int64) {
	s.mu.Lock()
	defer s.mu.Unlock()
	d := &s.doors[trigger]
	d.changed = now
	if enabled == d.enabled() {
		return
	}
	if enabled {
		d.shut[len(d.shut)-1].to = now
	} else {
		d.shut = append(d.shut, span{now, forever})
	}
}

// door returns whether a trigger lets runs through, and when that was changed.
func (s *stage) door(trigger int) (enabled bool, changed int64) {
	s.mu.Lock()
	defer s.mu.Unlock()
	d := &s.doors[trigger]
	return d.enabled(), d.changed
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

// invoke makes a run of a trigger and returns its job's id. The run shows a
// moment later, or after a further delay.
func (s *stage) invoke(trigger int, payload json.RawMessage, now int64, delay time.Duration) string {
	s.mu.Lock()
	defer s.mu.Unlock()
	t := triggers[trigger]
	l := &liveRun{input: payload}
	l.fn, l.trigger, l.source = uint8(t.fn), uint8(trigger), t.kind.source()
	var asked steer
	asked.read(payload)
	return s.add(l, asked, now+delay.Milliseconds())
}

// rerun makes a run that repeats another one.
func (s *stage) rerun(of run, latest bool, why string, override json.RawMessage, now int64) string {
	s.mu.Lock()
	defer s.mu.Unlock()
	l := &liveRun{original: s.w.originalOf(of), by: uuid(s.w.seed, idUser, 1), why: why}
	l.fn, l.trigger, l.source, l.rerun, l.latest = of.fn, of.trigger, sourceRerun, 1, latest
	var asked steer
	if of.live != nil {
		l.input = of.live.input
		asked.read(l.input)
		asked.SleepMS = nil // what made it slow is not repeated
		if of.outcome == timeout && !latest {
			asked.SleepMS = float64(functions[l.fn].timeout) + 1
		}
	}
	if len(override) > 0 {
		l.input = override // "replaces only the named params"; the run shows what was named
		asked.read(override)
	}
	return s.add(l, asked, now)
}

// add lets a caller's run begin, and forgets the oldest ones when there are
// too many or they hold too much.
func (s *stage) add(l *liveRun, asked steer, now int64) string {
	s.jobs++
	l.key = uint64(now)<<12 | s.jobs&0xfff
	l.id = uuid(s.w.seed, idLive, l.key&(1<<keyBits-1))
	d := newDice(s.w.seed, diceLive, l.key)
	l.jobID = "job_" + d.word(20)
	l.created = now + s.w.pace.span(jobHidden)
	s.w.goes(l, &d, asked)
	s.live = append(s.live, l)
	s.byID[l.id] = l
	s.held += len(l.input)
	for len(s.live) > liveRoom || s.held > payloadRoom && len(s.live) > 1 {
		s.held -= len(s.live[0].input)
		delete(s.byID, s.live[0].id)
		s.live = s.live[1:]
	}
	return l.jobID
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
