package demo

import "math"

// world works out the scenario. It has no state: the same seed and pace give
// the same runs, in whatever order they are asked for.
type world struct {
	cast
	seed uint64
	pace pace
}

// newWorld returns the world of a seed, in which time goes at a pace, with a
// cast of a size.
func newWorld(seed uint64, p pace, size Size) *world {
	return &world{cast: newCast(seed, size), seed: seed, pace: p}
}

// firstRun works out the run of one slot of a stream, if it has one.
func (w *world) firstRun(i int, slot int64) (record, bool) {
	created, d, ok := w.comes(i, slot)
	if !ok {
		return record{}, false
	}
	return w.firstOf(i, slot, created, &d), true
}

// comes returns when the run of a slot is created, if the slot has one, and
// the dice as they lie then.
func (w *world) comes(i int, slot int64) (created int64, d dice, ok bool) {
	if slot < 0 || slot >= slotsOf(i) {
		return 0, dice{}, false
	}
	d = newDice(w.seed, diceSlot, uint64(i), uint64(slot))
	created, ok = w.created(&w.streams[i], slot, &d)
	return created, d, ok
}

// firstOf works out the run of a slot that comes.
func (w *world) firstOf(i int, slot, created int64, d *dice) record {
	st := &w.streams[i]
	r := record{key: keyFor(i, slot), created: created, fn: uint16(st.fn), trigger: uint16(st.trigger), source: st.source}
	if w.hasTrigger(st.trigger) {
		r.source = w.triggers[st.trigger].kind.source()
	}
	switch st.kind {
	case stuck:
		r.queued, r.took = int32(w.pace.span(700)), int32(w.pace.span(stuckFor))
		r.outcome, r.reason = timeout, reasonLost
	case exhibited:
		w.play(&r, d, true)
		r.reason = reasonExhibit + reason(slot%int64(len(exhibits)))
		r.outcome = completed
		if exhibits[r.reason-reasonExhibit].code != "" {
			r.outcome = failure
		}
	default:
		w.play(&r, d, false)
	}
	return r
}

// play decides how a run goes: how long it waits and takes, and how it ends.
// A run that is spared meets neither a cause nor a mishap.
func (w *world) play(r *record, d *dice, spared bool) {
	f := &w.functions[r.fn]
	queued := int64(float64(f.queue) * math.Exp(0.8*d.bell()))
	took := max(int64(f.middle*math.Exp(f.spread*d.bell())), 8)
	luck, which := d.unit(), d.next()
	r.outcome = completed
	start := w.pace.scenario(r.created) + queued
	if c, lasts := w.causeAt(int(r.fn), start); lasts && !spared && !r.latest {
		r.outcome, r.reason = failure, reasonCause+reason(c)
		took = causes[c].takes + d.below(causes[c].takes/10)
	} else if luck < f.flaky && !spared {
		r.outcome, r.reason = failure, reasonMishap+reason(which%uint64(len(mishaps)))
		took = took/2 + 1
	} else if took >= f.timeout || (luck > 0.997 && !spared) {
		r.outcome, r.reason, took = timeout, reasonSlow, f.timeout
	}
	r.queued, r.took = int32(w.pace.span(queued)), int32(w.pace.span(took))
}

// Reruns of the scenario come soon enough that whoever works out an hour need
// look back no further than this.
const rerunReach = 2 * hour

// nextRerun works out the rerun that follows a failed run, if somebody asked
// for one. At most two follow a first run.
func (w *world) nextRerun(r record) (record, bool) {
	if r.outcome == completed || r.reason == reasonLost || r.rerun >= 2 {
		return record{}, false
	}
	d := newDice(w.seed, diceRerun, r.key)
	wanted := 0.18
	if r.rerun == 1 {
		wanted = 0.5
	}
	if d.unit() >= wanted {
		return record{}, false
	}
	again := record{
		key: r.key + 1, rerun: r.rerun + 1, fn: r.fn, trigger: r.trigger, source: sourceRerun,
		created: r.ended() + w.pace.span(d.between(40*second, 40*minute)),
		latest:  d.unit() < 0.3,
	}
	w.play(&again, &d, false)
	return again, true
}

// record works out the run that a key names, if there is one.
func (w *world) record(key uint64) (record, bool) {
	stream, slot := placeOf(key)
	if stream >= len(w.streams) {
		return record{}, false
	}
	if stream == weeklyStream && !sunday(slot) {
		return record{}, false
	}
	r, ok := w.firstRun(stream, slot)
	for n := key & (1<<rerunBits - 1); ok && n > 0; n-- {
		r, ok = w.nextRerun(r)
	}
	return r, ok
}
