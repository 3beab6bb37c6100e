package demo

import (
	"cmp"
	"slices"
	"sort"
)

// history keeps what was worked out of the scenario, by function and oldest
// first, and works out what is missing an hour of the scenario at a time.
// It is a cache and nothing else: dropping it changes no answer. Callers hold
// the stage's lock.
type history struct {
	w        *world
	from, to int64 // hours of the scenario that are held
	byFn     [][]record
	coming   []record // reruns that belong to hours not yet worked out
	weekly   []record
	weeklyAt int64 // the block of days that weekly was worked out for
}

// worked is the history up to now, for a world that is like this one. What is
// added to either later is not the other's.
func (s *stage) worked(w *world, now int64) history {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.history.reach(now)
	h := s.history
	h.byFn = slices.Clone(h.byFn)
	for fn, runs := range h.byFn {
		h.byFn[fn] = slices.Clip(runs) // so that appending copies
	}
	h.coming, h.w = slices.Clone(h.coming), w
	return h
}

// retention is how far back runs go. It is cut at midnight, so that totals
// do not shrink all day long.
const retention = 7 * day

// reach makes the history hold everything up to now.
func (h *history) reach(now int64) {
	if block := floorTo(now, missedBlock); h.weekly == nil || block != h.weeklyAt {
		h.weekly, h.weeklyAt = h.w.weeklyRuns(now), block
	}
	scenario := h.w.pace.scenario(now)
	from := floorTo(scenario-retention, day) / hour
	to := scenario/hour + 1
	if from < h.from || from >= h.to { // the first time, or the clock was set
		h.from, h.to, h.coming = from, from, nil
		h.byFn = make([][]record, len(h.w.functions))
		for at := from - rerunReach/hour; at < from; at++ {
			h.workOut(at)
		}
	}
	for ; h.to < to; h.to++ {
		for _, r := range h.workOut(h.to) {
			if !h.orphan(&r, h.w.pace.wall(from*hour)) {
				h.byFn[r.fn] = append(h.byFn[r.fn], r)
			}
		}
	}
	if h.from < from {
		h.drop(h.w.pace.wall(from * hour))
		h.from = from
	}
}

// workOut returns the runs created in one hour of the scenario, oldest first.
func (h *history) workOut(at int64) []record {
	w := h.w
	from, to := w.pace.wall(at*hour), w.pace.wall((at+1)*hour)
	var runs, later []record
	put := func(r record) {
		if r.created < to {
			runs = append(runs, r)
		} else {
			later = append(later, r)
		}
	}
	follow := func(r record) {
		for next, ok := w.nextRerun(r); ok; next, ok = w.nextRerun(next) {
			put(next)
		}
	}
	for _, r := range h.coming {
		put(r)
	}
	for i := range w.streams {
		if i == weeklyStream {
			continue
		}
		first, last := w.slots(&w.streams[i], from, to)
		for slot := first; slot <= last; slot++ {
			if created, d, ok := w.comes(i, slot); ok && created >= from && created < to {
				r := w.firstOf(i, slot, created, &d)
				runs = append(runs, r)
				follow(r)
			}
		}
	}
	h.coming = later
	slices.SortFunc(runs, func(a, b record) int { return w.older(&a, &b) })
	return runs
}

// older compares as lists are ordered, but oldest first: by creation, ties by
// id, which are the other way round so that they ascend in a list.
func (w *world) older(a, b *record) int {
	if a.created != b.created {
		return cmp.Compare(a.created, b.created)
	}
	return cmp.Compare(w.runID(b), w.runID(a))
}

// orphan reports whether r repeats a run that was created before a moment, and
// is forgotten with it: a rerun never leads to a run that is not there.
func (h *history) orphan(r *record, before int64) bool {
	if r.rerun == 0 || r.created >= before+h.w.pace.span(rerunReach) {
		return false
	}
	first, ok := h.w.record(r.first())
	return !ok || first.created < before
}

// drop forgets what was created before a moment, and its reruns.
func (h *history) drop(before int64) {
	for fn, runs := range h.byFn {
		n := sort.Search(len(runs), func(i int) bool { return runs[i].created >= before })
		// A copy: callers may have taken the list as it was.
		h.byFn[fn] = slices.DeleteFunc(slices.Clone(runs[n:]), func(r record) bool { return h.orphan(&r, before) })
	}
}

// each calls visit with the runs of a function that exist now, newest first,
// until it returns false.
func (h *history) each(fn int, now int64, visit func(*record) bool) {
	runs := h.byFn[fn]
	n := sort.Search(len(runs), func(i int) bool { return runs[i].created > now })
	for i := n - 1; i >= 0; i-- {
		if !visit(&runs[i]) {
			return
		}
	}
	if fn != int(functionOfWeekly) {
		return
	}
	for i := len(h.weekly) - 1; i >= 0; i-- {
		if !visit(&h.weekly[i]) {
			return
		}
	}
}

const functionOfWeekly = nightlyReport

// find returns the run with a key, if it exists now.
func (h *history) find(key uint64, now int64) (record, bool) {
	r, ok := h.w.record(key)
	if !ok || r.created > now {
		return record{}, false
	}
	if r.stream() == weeklyStream {
		for _, held := range h.weekly {
			if held.key == key {
				return r, true
			}
		}
		return record{}, false
	}
	from := h.w.pace.wall(h.from * hour)
	return r, r.created >= from && !h.orphan(&r, from)
}
