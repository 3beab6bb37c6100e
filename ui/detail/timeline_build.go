package detail

import (
	"strconv"
	"time"

	"fntop/model"
)

// build puts moments and entries in order of time. Entries keep the order of
// their numbers, whatever times they bring.
func (t *timeline) build(r *model.Run, lineage []*model.Run) {
	t.run = r
	entries := 0
	for i := range t.tries {
		entries += len(t.tries[i].entries)
	}
	t.moments = momentsOf(r, lineage, t.noticed, entries > 0)
	t.items = append(t.items[:0], item{kind: spentItem})
	t.spent, t.phase, t.last, t.told = [phases]time.Duration{}, idle, time.Time{}, len(t.moments)
	next, headed := 0, t.headed()
	for i := range t.tries {
		y := &t.tries[i]
		if i == 0 && y.number > 1 && len(y.entries) > 0 {
			t.items = append(t.items, item{kind: noteItem, text: "Attempts before number " + strconv.FormatInt(y.number, 10) +
				" are not told: nobody here saw them, and none can be asked for without its id."})
		}
		for j := range y.entries {
			e := &y.entries[j]
			if next = t.momentsUntil(next, e); j == 0 {
				t.begin(i, headed)
			}
			before := y.first(j)
			if e.seq > before+1 {
				t.items = append(t.items, item{kind: holeItem, try: i, from: before + 1, n: int(e.seq - before - 1)})
			}
			t.add(item{kind: entryItem, try: i, n: j, at: e.at}, e.after(), true)
		}
		if len(y.entries) == 0 && headed {
			t.begin(i, headed)
		}
		t.told += len(y.entries) + y.dropped
	}
	t.momentsUntil(next, nil)
	t.scale()
	if r.Unfinished() && t.told > 0 {
		t.phase = phaseOf(r.Status)
		t.items = append(t.items, item{kind: stateItem, phase: t.phase, before: t.last})
	}
	t.notes()
	for i := range t.items {
		t.name(&t.items[i])
	}
}

// headed reports whether attempts have headings: where there is more than one.
func (t *timeline) headed() bool {
	return len(t.tries) > 1 || len(t.tries) == 1 && t.tries[0].number > 1
}

// first is the number before that of entry j: of the first one that is kept,
// that of the last one that was let go.
func (y *try) first(j int) int64 {
	switch {
	case j > 0:
		return y.entries[j-1].seq
	case y.dropped > 0:
		return y.entries[0].seq - 1
	}
	return 0
}

// begin heads the entries of an attempt. The time since the one before it was
// spent waiting for somebody to take the run up again.
func (t *timeline) begin(i int, headed bool) {
	if headed {
		t.items = append(t.items, item{kind: attemptItem, try: i})
	}
	if i > 0 && t.phase == idle {
		t.phase = queued
	}
	if n := t.tries[i].dropped; n > 0 {
		t.items = append(t.items, item{kind: droppedItem, try: i, n: n})
	}
}

// momentsUntil adds the moments that come before an entry; all there are left
// where it is nil.
func (t *timeline) momentsUntil(next int, e *entry) int {
	for ; next < len(t.moments); next++ {
		m := &t.moments[next]
		if e != nil && (e.at.IsZero() || m.at.After(e.at) || m.end && m.at.Equal(e.at)) {
			break
		}
		t.add(item{kind: momentItem, n: next, at: m.at}, m.then, m.says)
	}
	return next
}

// add adds an item that has a time, unless its time is missing, and counts
// what the time before it was spent on.
func (t *timeline) add(it item, then phase, says bool) {
	if !it.at.IsZero() {
		it.before, it.phase = t.last, t.phase
		if it.at.Before(t.last) {
			it.before = it.at
		}
		if !it.before.IsZero() {
			t.spent[t.phase] += it.at.Sub(it.before)
		}
		if it.at.After(t.last) {
			t.last = it.at
		}
	}
	if says {
		t.phase = then
	}
	t.items = append(t.items, it)
}

// scale says from when to when bars reach: the life of the run.
func (t *timeline) scale() {
	t.from, t.to = t.run.When(), t.run.Ended
	for i := range t.items {
		it := &t.items[i]
		if it.kind != entryItem || it.at.IsZero() {
			continue
		}
		if t.from.IsZero() || it.at.Before(t.from) {
			t.from = it.at
		}
		if !t.to.IsZero() && it.at.After(t.to) {
			t.to = it.at
		}
	}
	if t.run.Unfinished() {
		t.to = time.Time{}
	}
}

// notes say why there is no more than there is.
func (t *timeline) notes() {
	say := func(text string) { t.items = append(t.items, item{kind: noteItem, text: text}) }
	for i := range t.tries {
		if t.tries[i].said != "" {
			say(t.tries[i].said)
		}
	}
	if t.why != "" {
		say(t.why)
	}
}
