package detail

import (
	"strconv"
	"strings"
	"time"

	"fntop/model"
	"fntop/theme"
	"fntop/ui/draw"
)

// columns is how the room of a row is shared out.
type columns struct {
	layout string // of times
	bar    int
}

func (t *timeline) columns() columns {
	c := columns{layout: "15:04:05.000"}
	switch w := t.width; {
	case w >= 110:
		c.bar = 24
	case w >= 90:
		c.bar = 16
	case w >= 70:
		c.bar = 10
	default:
		c.layout = "15:04:05"
	}
	if now := t.look.Now; !now.IsZero() && !t.from.IsZero() && t.clock(t.from, "06-01-02") != t.clock(now, "06-01-02") {
		c.layout = "01-02 " + strings.TrimSuffix(c.layout, ".000")
	}
	return c
}

func (t *timeline) clock(at time.Time, layout string) string {
	return at.In(t.look.Times.Zone(t.look.Zone)).Format(layout)
}

// scribble is a line in the making.
type scribble struct {
	b []byte
	l line
	n int
}

func (s *scribble) add(r role, text ...string) {
	for _, part := range text {
		s.b = append(s.b, part...)
	}
	if len(s.b) > 0 && s.n < len(s.l.spans) {
		s.l.spans[s.n] = span{len(s.b), r}
		s.n++
	}
}

func (s *scribble) line() line {
	s.l.text, s.l.oneRow = string(s.b), true
	return s.l
}

// unfoldedBy is how far the lines of what was unfolded are set in.
const unfoldedBy = 6

func (t *timeline) line(n int) line {
	i, sub := t.at(n)
	it := &t.items[i]
	if sub > 0 {
		l := t.open[it.key].body.line(sub - 1)
		l.parts = nil // they are searched as they stand
		l.indent += unfoldedBy
		l.hang += unfoldedBy
		return l
	}
	switch it.kind {
	case spentItem:
		return t.spentLine()
	case momentItem:
		m := &t.moments[it.n]
		s := t.timed(it, it.at)
		s.add(m.role, "   ", m.glyph, " ", m.text)
		if m.more != "" {
			s.add(faint, "  ", m.more)
		}
		return s.line()
	case entryItem:
		return t.entryLine(it)
	case stateItem:
		return t.stateLine(it)
	case attemptItem:
		return t.attemptLine(&t.tries[it.try])
	case droppedItem:
		return note(warn, "┊ "+draw.Count(it.n)+" earlier entries were let go: "+draw.Count(entriesKept)+" are kept at the most.")
	case holeItem:
		return t.holeLine(it)
	}
	return note(faint, it.text)
}

// note is a sentence, wrapped.
func note(r role, text string) line {
	return line{text: text, words: true, spans: [8]span{{len(text), r}}}
}

// timed begins a row: when it was, how long after the one before, and that
// time as a bar in the life of the run.
func (t *timeline) timed(it *item, at time.Time) *scribble {
	s, c := &scribble{b: make([]byte, 0, 160)}, t.columns()
	if at.IsZero() {
		s.add(faint, strings.Repeat(" ", len(c.layout)))
	} else {
		s.add(faint, t.clock(at, c.layout))
	}
	after := ""
	if !it.before.IsZero() && !at.IsZero() {
		after = "+" + draw.Took(draw.Rounded(max(0, at.Sub(it.before))))
	}
	s.add(read, strings.Repeat(" ", max(0, 8-len(after))), after)
	if c.bar > 0 {
		s.add(it.phase.role(), "  ", t.bar(it, at, c.bar))
	}
	return s
}

// bar is where the time before an item lies in the life of the run.
func (t *timeline) bar(it *item, at time.Time, width int) string {
	to := t.to
	if to.IsZero() {
		to = t.look.Now
	}
	life := to.Sub(t.from)
	if it.before.IsZero() || at.IsZero() || it.phase == idle || life <= 0 || t.from.IsZero() || !it.before.Before(to) {
		return strings.Repeat(" ", width)
	}
	cell := func(of time.Duration) int { return int(float64(of) / float64(life) * float64(width)) }
	begin := max(0, min(width-1, cell(it.before.Sub(t.from))))
	end := max(begin+1, min(width, cell(at.Sub(t.from)+life/time.Duration(2*width))))
	return strings.Repeat(" ", begin) + strings.Repeat(phaseSigns[it.phase], end-begin) + strings.Repeat(" ", width-end)
}

func (t *timeline) entryLine(it *item) line {
	e := &t.tries[it.try].entries[it.n]
	s := t.timed(it, it.at)
	sign := " "
	switch {
	case t.open[it.key] != nil:
		sign = "▾"
	case e.payload != nil:
		sign = "▸"
	}
	s.add(faint, " ", sign)
	look := classes[e.class]
	indent := ""
	if e.node != "" {
		indent = "  "
	}
	s.add(look.role, " ", indent, look.glyph, " ", e.kind)
	if e.node != "" {
		s.add(accent, "  ", e.node)
	}
	if e.text != "" {
		s.add(faint, "  ", e.text)
	}
	if e.large > 0 {
		s.add(warn, "  payload of ", draw.Bytes(int64(e.large)), ", not kept")
	}
	return s.line()
}

// stateLine is how it stands now, and since when.
func (t *timeline) stateLine(it *item) line {
	s := t.timed(it, t.look.Now)
	r := t.run
	word := r.Status.String() + " so far"
	e := t.lastAsked()
	if r.Status == model.StatusWaiting {
		word = "waits for a human"
	}
	s.add(ofStatus+role(r.Status), "   ", theme.Glyph(r.Status), " ", word)
	if r.Status == model.StatusWaiting && e != nil {
		if e.node != "" {
			s.add(accent, "  ", e.node)
		}
		s.add(strong, "  ", e.asks)
	}
	return s.line()
}

func (t *timeline) attemptLine(y *try) line {
	s := &scribble{}
	number := ""
	if y.number > 0 {
		number = " " + strconv.FormatInt(y.number, 10)
	}
	s.add(strong, "── attempt", number, " ")
	s.add(faint, draw.Anchored(model.Visible(y.id)), " ")
	s.add(faint, strings.Repeat("─", max(0, t.width-draw.Width(string(s.b)))))
	return s.line()
}

func (t *timeline) holeLine(it *item) line {
	last := it.from + int64(it.n) - 1
	text := "entry " + strconv.FormatInt(it.from, 10) + " is missing here: the backend did not tell it."
	if it.n > 1 {
		text = "entries " + strconv.FormatInt(it.from, 10) + "–" + strconv.FormatInt(last, 10) + " are missing here: the backend did not tell them."
	}
	return note(warn, "┊ "+text)
}

// spentLine is where the time went.
func (t *timeline) spentLine() line {
	s := &scribble{}
	spent := t.spent
	if t.run.Unfinished() && !t.last.IsZero() && t.look.Now.After(t.last) {
		spent[t.phase] += t.look.Now.Sub(t.last)
	}
	for p, word := range spentWords(spent) {
		if word == "" {
			continue
		}
		if len(s.b) > 0 {
			s.add(faint, "   ")
		}
		s.add(phase(p).role(), phaseSigns[p], " ")
		s.add(read, word)
	}
	if len(s.b) == 0 {
		s.add(faint, "nothing has been observed yet")
	}
	return s.line()
}

// spentWords says of each phase how long it was.
func spentWords(spent [phases]time.Duration) (words [phases]string) {
	for p, word := range [phases]string{queued: "queued", working: "ran", asking: "waited for a human"} {
		if word != "" && spent[p] > 0 {
			words[p] = word + " " + draw.Took(draw.Rounded(spent[p]))
		}
	}
	return words
}
