package detail

import (
	"sort"
	"time"

	"fntop/model"
	"fntop/theme"
	"fntop/ui/draw"
	"fntop/ui/pane"
)

// timeline is the tab of what was observed when: what the run says of itself,
// what was seen and done here, and what its attempts told on their way, in
// order of time. It is a body of items, each of one row, and of what was
// unfolded of them.
type timeline struct {
	tries   []try
	size    int // of what is kept of their entries, in bytes
	noticed []Noticed
	why     string // why there are no entries, or no more of them; visible

	// Where the person is: at the end, or held at a line.
	held     bool
	selected spot
	open     map[itemKey]*payload

	// What follows is made of the above when it is needed.
	built   bool
	moments []instant
	items   []item
	folds   []fold
	told    int // things that were observed
	spent   [phases]time.Duration
	phase   phase     // of the time after the last item
	last    time.Time // of the last item
	from    time.Time // where the bars begin
	to      time.Time // where they end; zero: now

	run   *model.Run
	look  pane.Look
	width int
}

// phase is what a time was spent on.
type phase uint8

const (
	idle    phase = iota // before the run, and after it
	queued               // it had been asked for and nobody worked on it
	working              // it ran
	asking               // it waited for a human
	phases
)

var phaseSigns = [phases]string{idle: " ", queued: "┄", working: "━", asking: "░"}

func (p phase) role() role {
	return ofStatus + role([phases]model.Status{queued: model.StatusPending, working: model.StatusRunning, asking: model.StatusWaiting}[p])
}

// phaseOf is what the time of a run that has this status is spent on.
func phaseOf(s model.Status) phase {
	switch {
	case s == model.StatusPending:
		return queued
	case s == model.StatusWaiting:
		return asking
	case s.Over():
		return idle
	}
	return working
}

// itemKind is what an item of the timeline is.
type itemKind uint8

const (
	spentItem   itemKind = iota // where the time went
	momentItem                  // what the run says of itself, and what was noticed
	attemptItem                 // heads the entries of an attempt
	droppedItem                 // entries that were told and let go again
	holeItem                    // entries that were never told
	entryItem
	stateItem // how it stands now
	noteItem  // why there is no more
)

// item is one thing on the timeline. Those without a time stand where they
// belong.
type item struct {
	kind   itemKind
	phase  phase
	try    int // whose it is
	n      int // the moment, the entry, or how many there are
	from   int64
	at     time.Time
	before time.Time // when the item before it was
	text   string
	key    itemKey
}

// itemKey is what an item is called while others come and go around it.
type itemKey struct {
	kind itemKind
	id   string
	n    int64
}

// spot is a line by what it belongs to, and where it stood last.
type spot struct {
	key  itemKey
	sub  int
	line int
}

// fold is an item that is unfolded, and how many lines it has then.
type fold struct{ item, lines int }

// name gives an item its key. That is done when it is made: what it stands for
// may have another place by the time that it is made anew.
func (t *timeline) name(it *item) {
	k := &it.key
	k.kind = it.kind
	switch it.kind {
	case momentItem:
		k.id, k.n = t.moments[it.n].text, it.at.UnixNano()
	case entryItem:
		k.id, k.n = t.tries[it.try].id, t.tries[it.try].entries[it.n].seq
	case attemptItem, droppedItem:
		k.id = t.tries[it.try].id
	case holeItem:
		k.id, k.n = t.tries[it.try].id, it.from
	case noteItem:
		k.id = it.text
	}
}

func (t *timeline) len() int {
	n := len(t.items)
	for _, f := range t.folds {
		n += f.lines
	}
	return n
}

// at is which item a line belongs to, and the how many-th of its lines it is.
func (t *timeline) at(line int) (i, sub int) {
	for _, f := range t.folds {
		if line <= f.item {
			break
		}
		if line <= f.item+f.lines {
			return f.item, line - f.item
		}
		line -= f.lines
	}
	return line, 0
}

// lineOf is the first line of an item.
func (t *timeline) lineOf(item int) int {
	line := item
	for _, f := range t.folds {
		if f.item >= item {
			break
		}
		line += f.lines
	}
	return line
}

// spot is what a line is called.
func (t *timeline) spot(line int) spot {
	if len(t.items) == 0 {
		return spot{}
	}
	i, sub := t.at(max(0, min(line, t.len()-1)))
	return spot{t.items[i].key, sub, line}
}

// find is where the line of a spot is now. An entry that was let go is where
// that is said, and what else is gone is where it was.
func (t *timeline) find(s spot) int {
	for i := range t.items {
		if k := t.items[i].key; k != s.key {
			if k.kind == droppedItem && s.key.kind == entryItem && k.id == s.key.id {
				s.line = t.lineOf(i)
			}
			continue
		}
		lines := 0
		if at := sort.Search(len(t.folds), func(f int) bool { return t.folds[f].item >= i }); at < len(t.folds) && t.folds[at].item == i {
			lines = t.folds[at].lines
		}
		return t.lineOf(i) + min(s.sub, lines)
	}
	return max(0, min(s.line, t.len()-1))
}

// refold finds out which items are unfolded; of those that are gone nothing is
// kept.
func (t *timeline) refold() {
	t.folds = t.folds[:0]
	if len(t.open) == 0 {
		return
	}
	there := make(map[itemKey]*payload, len(t.open))
	for i := range t.items {
		if t.items[i].kind != entryItem {
			continue
		}
		if doc := t.open[t.items[i].key]; doc != nil {
			there[t.items[i].key] = doc
			t.folds = append(t.folds, fold{i, doc.body.len()})
		}
	}
	t.open = there
}

// timeline is the tab's body, for the last look.
func (m *Model) timeline() *timeline {
	t := &m.tl
	if !t.built {
		top := t.spot(m.at[timelineTab].line)
		t.build(m.run(), m.lineage)
		t.refold()
		t.built = true
		m.at[timelineTab].line = t.find(top)
		m.cursor[timelineTab].line = t.find(t.selected)
		if !t.held {
			m.toEnd()
		}
	}
	t.look, t.width = m.seen.look, m.wraps.width
	return t
}

// unsettle makes the timeline be made anew.
func (m *Model) unsettle() { m.tl.built = false }

// toEnd goes to the end, and stays there whatever comes.
func (m *Model) toEnd() {
	m.tl.held = false
	m.cursor[timelineTab] = place{line: max(0, m.tl.len()-1)}
	m.at[timelineTab] = place{line: endOfAll}
	m.keepCursor()
}

// hold keeps the place where the cursor is now: at the end for good, at a line
// until one leaves it.
func (m *Model) hold() {
	if m.tl.held = m.cursor[timelineTab].line < m.tl.len()-1; !m.tl.held {
		m.toEnd()
	}
	m.keepCursor()
}

// keepCursor notes what the line is called that the cursor is on.
func (m *Model) keepCursor() { m.tl.selected = m.tl.spot(m.cursor[timelineTab].line) }

// endOfAll is behind the last line of every body.
const endOfAll = 1 << 40

// waitsFor is what a run that waits for a human waits for, as far as it told.
func (m *Model) waitsFor() string {
	r := m.run()
	if r.Status != model.StatusWaiting {
		return ""
	}
	text := theme.Glyph(r.Status) + " waits for a human"
	e := m.tl.lastAsked()
	if e == nil {
		return text
	}
	if !e.at.IsZero() {
		text += " since " + e.at.In(m.seen.look.Times.Zone(m.seen.look.Zone)).Format("15:04:05")
	}
	if e.node != "" {
		text += " in " + e.node
	}
	if e.asks != "" {
		text += ": " + e.asks
	}
	return text
}

// count is what the tab's name is followed by.
func (m *Model) count() string {
	if n := m.timeline().told; n > 0 {
		return draw.Count(n)
	}
	return ""
}
