package detail

import (
	"bytes"
	"encoding/json"
	"slices"
	"strings"
	"time"

	"fntop/model"
	"fntop/ui/draw"
)

// Bounds of what is kept of what a run tells: it may go on for days. What was
// let go is said to be.
const (
	entriesKept = 5000
	entryBytes  = 16 << 20 // of all of them
	payloadKept = 1 << 20  // of one of them
	entryText   = 4 << 10  // of it in its row, and to be searched without unfolding it
)

// try is what one attempt of the run told.
type try struct {
	id      string
	number  int64 // 0 where that is not known
	entries []entry
	told    int64 // the number of the last entry, kept or not
	dropped int   // of the oldest, that were let go
	said    string
	bad     bool // said is why it ended before its end
}

// entry is one thing that an attempt did, visible.
type entry struct {
	seq        int64
	at         time.Time
	kind, node string
	text       string // its payload as a row
	asks       string // what it wants of a human
	class      class
	payload    json.RawMessage // nil: nothing to unfold
	large      int             // size of a payload that is not kept
	size       int
}

// Tell takes in what an attempt of the run did, in order. It reports whether
// the run may stand otherwise now.
func (m *Model) Tell(a model.Attempt, entries []model.Entry) bool {
	t, turned := &m.tl, false
	y := t.attempt(a)
	for i := range entries {
		e := entryOf(&entries[i])
		if e.seq <= y.told && y.told > 0 {
			continue // it was told before
		}
		y.told = e.seq
		y.entries = append(y.entries, e)
		t.size += e.size
		turned = turned || e.class.turns()
	}
	t.letGo()
	m.unsettle()
	if m.tab == timelineTab {
		m.refind()
	}
	return turned
}

// Silenced says why an attempt tells no more although it may not be over. An
// empty text says that it goes on.
func (m *Model) Silenced(a model.Attempt, why string) {
	y := m.tl.attempt(a)
	y.said, y.bad = model.Visible(why), why != ""
	m.unsettle()
}

// SetNoEntries says why nothing of what the run does is told; an empty text
// says that it is.
func (m *Model) SetNoEntries(why string) {
	if why = model.Visible(why); why != m.tl.why {
		m.tl.why = why
		m.unsettle()
	}
}

// attempt is what is told of an attempt; the first is the first.
func (t *timeline) attempt(a model.Attempt) *try {
	at := 0
	for i := range t.tries {
		y := &t.tries[i]
		if y.id == a.ID {
			if y.number == 0 {
				y.number = a.Number
			}
			return y
		}
		if a.Number == 0 || y.number <= a.Number {
			at = i + 1
		}
	}
	t.tries = slices.Insert(t.tries, at, try{id: a.ID, number: a.Number})
	return &t.tries[at]
}

// letGo drops the oldest entries where there are too many. A tenth more than
// need be goes, so that it is not done for each.
func (t *timeline) letGo() {
	n := 0
	for i := range t.tries {
		n += len(t.tries[i].entries)
	}
	if n <= entriesKept && t.size <= entryBytes {
		return
	}
	for i := range t.tries {
		y, gone := &t.tries[i], 0
		for gone < len(y.entries) && n > 0 && (n > entriesKept*9/10 || t.size > entryBytes*9/10) {
			t.size -= y.entries[gone].size
			gone, n = gone+1, n-1
		}
		y.entries = slices.Delete(y.entries, 0, gone)
		y.dropped += gone
	}
}

// lastAsked is the entry with which the run asked a human, unless it went on
// since.
func (t *timeline) lastAsked() *entry {
	for i := range t.tries {
		y := &t.tries[len(t.tries)-1-i]
		for j := range y.entries {
			e := &y.entries[len(y.entries)-1-j]
			switch e.class {
			case asks:
				return e
			case answered:
				return nil
			}
		}
	}
	return nil
}

// entryOf makes an entry visible, once. What it was made of is a part of an
// answer, so nothing of that is kept.
func entryOf(e *model.Entry) entry {
	out := entry{
		seq: e.Seq, at: e.At, kind: draw.Anchored(model.Visible(strings.Clone(draw.Clip(e.Kind, 200)))),
		node: draw.Anchored(model.Visible(strings.Clone(draw.Clip(e.Node, 200)))), class: classOf(e.Kind),
	}
	if p := bytes.TrimSpace(e.Payload); len(p) > 0 && string(p) != "null" {
		out.text, out.asks = asRow(p, e.Node)
		if out.class != asks {
			out.asks = ""
		}
		switch {
		case len(p) > payloadKept:
			out.large = len(p)
		case out.text != "" || string(p) != "{}":
			out.payload = slices.Clone(p)
		}
	}
	out.size = 200 + len(out.kind) + len(out.node) + len(out.text) + len(out.asks) + len(out.payload)
	return out
}

// asked are the fields of a payload in which it is likely to say what it wants
// of a human, the likeliest first. None is documented.
var asked = [...]string{"question", "prompt", "message", "reason", "title", "description", "text"}

// asRow is a payload as one row: its fields one behind the other, but for the
// step, which has a place of its own. asks is what it may want of a human.
func asRow(p json.RawMessage, node string) (text, asks string) {
	dec := json.NewDecoder(bytes.NewReader(p))
	open, err := dec.Token()
	if err != nil || open != json.Delim('{') {
		return draw.Anchored(model.Visible(draw.Clip(string(p), entryText))), ""
	}
	var b strings.Builder
	best := len(asked)
	for dec.More() && b.Len() < entryText {
		name, err := dec.Token()
		var value json.RawMessage
		if err != nil || dec.Decode(&value) != nil {
			break
		}
		key, _ := name.(string)
		var s string
		isText := len(value) > 0 && value[0] == '"' && json.Unmarshal(value, &s) == nil
		if !isText {
			s = compact(value)
		}
		if key == "node" && isText && s == node {
			continue
		}
		if i := slices.Index(asked[:], key); isText && i >= 0 && i < best {
			best, asks = i, draw.Clip(s, 500)
		}
		if b.Len() > 0 {
			b.WriteString(" · ")
		}
		b.WriteString(draw.Clip(key, 200) + " " + draw.Clip(s, entryText))
	}
	return draw.Anchored(model.Visible(draw.Clip(b.String(), entryText))), draw.Anchored(model.Visible(asks))
}

func compact(value json.RawMessage) string {
	value = value[:min(len(value), 2*entryText)]
	var b bytes.Buffer
	if json.Compact(&b, value) != nil {
		return string(value)
	}
	return b.String()
}
