package detail

import (
	"strings"
	"time"

	"fntop/theme"
	"fntop/ui/draw"
	"fntop/ui/pane"
)

// wideEnough is from which width on times are shown in full, and labels have a
// column as wide as the longest of them.
const (
	wideEnough  = 54
	labelWidth  = 15
	narrowLabel = 11
	ageWidth    = 9
)

// abreast is from which width on times and costs stand beside the ids.
const (
	abreast   = 110
	columnGap = 4 // between them, at least
)

// overview is the first tab: what is told of the run, written for one frame.
type overview struct {
	head, tail []line
	error      []line
	failed     bool

	left, right []line // columns in the making
}

func (o *overview) len() int { return len(o.head) + len(o.error) + len(o.tail) }

func (o *overview) line(i int) line {
	if i < len(o.head) {
		return o.head[i]
	}
	if i -= len(o.head); i >= len(o.error) {
		return o.tail[i-len(o.error)]
	}
	l := o.error[i]
	if i == 0 && o.failed {
		for n := range l.spans {
			if l.spans[n].role == read {
				l.spans[n].role = bad
			}
		}
	}
	return l
}

// write writes what is told as a look wants it.
func (o *overview) write(t *told, failed bool, look pane.Look, width int) *overview {
	s := scribe{look: look, wide: width >= wideEnough}
	o.head = s.lines(o.head[:0], t.head)
	o.tail = s.lines(o.tail[:0], t.cut)
	o.tail = s.section(o.tail, t.since)
	o.tail = s.section(o.tail, t.retention)
	sections := []facts{t.times, t.origin, t.cost, t.reruns, t.names}
	if o.abreast(s, t, width) {
		sections = []facts{t.origin, t.reruns}
	}
	for _, section := range sections {
		o.tail = s.section(o.tail, section)
	}
	o.error, o.failed = t.error, failed
	return o
}

// scribe writes facts as lines.
type scribe struct {
	look pane.Look
	wide bool
}

func (s *scribe) lines(to []line, facts facts) []line {
	for _, f := range facts {
		switch f.kind {
		case gap:
			to = append(to, line{})
		case heading:
			l := joined("", f.text, f.more, f.role)
			l.spans[1].role = strong
			to = append(to, l)
		case moment:
			to = append(to, s.moment(f))
		case took:
			if d, ok := f.run.Elapsed(s.look.Now); ok {
				to = append(to, s.took(f, d))
			}
		case sibling:
			to = append(to, s.sibling(f))
		default:
			to = append(to, joined(s.label(f.label), f.text, f.more, f.role))
		}
	}
	return to
}

// abreast writes times and costs beside the ids. It reports false where one
// of them does not fit: nothing is cut here.
func (o *overview) abreast(s scribe, t *told, width int) bool {
	if width < abreast {
		return false
	}
	o.left = s.section(s.lines(o.left[:0], t.times), t.cost)
	o.right = s.lines(o.right[:0], t.names)
	from, half := len(o.tail), width/2
	o.tail = append(o.tail, line{})
	for i := range max(len(o.left), len(o.right)) {
		var a, b line
		if i < len(o.left) {
			a = o.left[i]
		}
		if i < len(o.right) {
			b = o.right[i]
		}
		if draw.Width(a.text) > half-columnGap || draw.Width(b.text) > width-half {
			o.tail = o.tail[:from]
			return false
		}
		o.tail = append(o.tail, beside(a, b, half))
	}
	return true
}

// beside is a line of two, the second of which begins at a cell.
func beside(a, b line, at int) line {
	if b.text == "" {
		return a
	}
	n := 0
	for n < len(a.spans) && a.spans[n].end > 0 {
		n++
	}
	a.text = pad(a.text, at)
	a.spans[n] = span{len(a.text), read}
	for i, s := range b.spans[:len(b.spans)-n-1] {
		if s.end > 0 {
			a.spans[n+1+i] = span{len(a.text) + s.end, s.role}
		}
	}
	a.text += b.text
	return a
}

// section writes facts with a blank line above.
func (s *scribe) section(to []line, facts facts) []line {
	from := len(to)
	if to = s.lines(append(to, line{}), facts); len(to) == from+1 {
		return to[:from]
	}
	return to
}

func (s *scribe) label(label string) string {
	width := narrowLabel
	if s.wide {
		width = labelWidth
	}
	return label + strings.Repeat(" ", max(2, width-len(label)))
}

// moment is a time in full and an age; what the look asks for comes first.
func (s *scribe) moment(f fact) line {
	whole, age := s.look.Times.Whole(f.at, s.look.Zone), draw.Age(s.look.Now.Sub(f.at))
	if !s.wide {
		clock := draw.UTC
		if s.look.Times != draw.UTC {
			clock = draw.Local
		}
		whole = string(clock.AppendWhen(nil, f.at, s.look.Now, s.look.Zone))
	}
	if s.look.Times == draw.Ages {
		return joined(s.label(f.label), pad(age, ageWidth), whole, f.role)
	}
	return joined(s.label(f.label), whole, age, f.role)
}

func (s *scribe) took(f fact, d time.Duration) line {
	if f.run.Status.Over() {
		return joined(s.label(f.label), draw.Took(d), "", read)
	}
	return joined(s.label(f.label), draw.Took(d), "so far", ofStatus+role(f.run.Status))
}

func (s *scribe) sibling(f fact) line {
	status := theme.Glyph(f.run.Status) + " " + f.run.Status.String()
	when := string(s.look.Times.AppendWhen(nil, f.run.When(), s.look.Now, s.look.Zone))
	if s.wide {
		status, when = pad(status, 12), pad(when, 12)
	}
	more := when + " " + f.text
	if f.more != "" {
		more += "  " + f.more
	}
	l := joined(s.label(f.label), status, more, ofStatus+role(f.run.Status))
	if f.more == "this run" {
		l.spans[2].role = read
	}
	return l
}

// joined is a line of a faint label, a text and what is faint behind it. Rows
// that follow begin under the text.
func joined(label, text, more string, r role) line {
	l := line{text: label + text, words: true, hang: len(label)}
	l.spans[0] = span{len(label), faint}
	l.spans[1] = span{len(l.text), r}
	if more != "" {
		l.text += "  " + more
		l.spans[2] = span{len(l.text), faint}
	}
	if label == "" {
		copy(l.spans[:], l.spans[1:])
		l.text = draw.Anchored(l.text)
	}
	return l
}

func pad(s string, width int) string {
	return s + strings.Repeat(" ", max(0, width-draw.Width(s)))
}

// overview writes the first tab for the last look.
func (m *Model) overview(look pane.Look) *overview {
	r := m.run()
	if m.told == nil {
		m.told = tell(r, m.error.of(r.ErrorMessage), m.lineage, m.compared, since(r, m.success, m.shape))
	}
	return m.over.write(m.told, r.Status.Failed(), look, m.wraps.width)
}
