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

// overview is the first tab: what is told of the run, written for one frame.
type overview struct {
	head, tail []line
	error      []string
	failed     bool
}

func (o *overview) len() int { return len(o.head) + len(o.error) + len(o.tail) }

func (o *overview) line(i int) line {
	if i < len(o.head) {
		return o.head[i]
	}
	if i -= len(o.head); i >= len(o.error) {
		return o.tail[i-len(o.error)]
	}
	l := line{text: o.error[i], words: true}
	l.hang = len(l.text) - len(strings.TrimLeft(l.text, " "))
	if i == 0 && o.failed {
		l.spans[0] = span{len(l.text), bad}
	}
	return l
}

// write writes what is told as a look wants it.
func (o *overview) write(t *told, failed bool, look pane.Look, width int) *overview {
	s := scribe{look: look, wide: width >= wideEnough}
	o.head = s.lines(o.head[:0], t.head)
	o.tail = s.lines(o.tail[:0], t.cut)
	for _, section := range [...]facts{t.retention, t.times, t.origin, t.cost, t.reruns, t.names} {
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
		m.told = tell(r, m.error.of(r.ErrorMessage), m.lineage)
	}
	return m.over.write(m.told, r.Status.Failed(), look, m.wraps.width)
}
