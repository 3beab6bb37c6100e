package difference

import (
	"strings"

	"fntop/model"
	"fntop/theme"
	"fntop/ui/draw"
)

// row is one row of the screen. Where the two runs stand side by side it has
// two parts.
type row struct {
	parts  [2]part
	split  bool
	change int // the change that begins here; -1 for none
}

// part is text with a label before it.
type part struct {
	label string
	text  string
	role  role
}

// role is what a text is; the theme says how it looks.
type role uint8

const (
	read role = iota
	faint
	strong
	added
	removed
	changed
	ofStatus // + a model.Status
)

func styleOf(t *theme.Theme, r role) theme.Style {
	switch r {
	case read:
		return t.Text
	case faint:
		return t.Faint
	case strong:
		return t.Strong
	case added:
		return t.Good
	case removed:
		return t.Bad
	case changed:
		return t.Warn
	}
	return t.Status(model.Status(r - ofStatus))
}

// How the rows of a change are set out.
const (
	labelWidth = 11
	setIn      = 4 // values, under the path they are at
)

// build makes the rows for the window of the last frame, unless they are there.
func (m *Model) build() {
	s := m.space()
	b := built{width: s.width, wide: s.wide, times: m.seen.look.Times, zone: m.seen.look.Zone}
	if b.times == draw.Ages {
		b.times = draw.Local // two moments are compared by the clock
	}
	if m.rows != nil && m.built == b {
		return
	}
	m.built = b
	w := writer{built: b, rows: m.rows[:0]}
	w.summary(m.summary)
	facts := m.facts(b)
	for _, f := range facts {
		if w.wide || f.changed {
			w.fact(f)
		}
	}
	if m.result == nil {
		w.line(part{}, -1)
		w.line(part{text: "…", role: faint}, -1)
	} else {
		for i := range m.result.sections {
			w.section(&m.result.sections[i])
		}
	}
	if !w.wide {
		w.rest(facts)
	}
	m.rows, m.n = w.rows, w.n
	m.search.find(m.rows)
}

// writer makes rows.
type writer struct {
	built
	rows []row
	n    int // changes so far
	laid int // bytes of values laid out so far
}

func (w *writer) line(p part, change int) {
	w.rows = append(w.rows, row{parts: [2]part{p}, change: change})
}

// half is how wide each of two columns is.
func (w *writer) half() int { return max(1, (w.width-columnGap)/2) }

func (w *writer) summary(text string) {
	for _, line := range draw.Wrap(text, max(8, w.width)) {
		if line != "" {
			w.line(part{text: line, role: strong}, -1)
		}
	}
	if text != "" {
		w.line(part{}, -1)
	}
}

// rest lists what is no change, last and in as few rows as it takes: where the
// two runs stand below each other rows are few.
func (w *writer) rest(all []fact) {
	w.line(part{}, -1)
	var same []string
	for _, f := range all {
		switch {
		case f.changed:
		case f.was != f.is:
			w.fact(f)
		case f.label == "code hash":
			same = append(same, f.label+" "+draw.ShortID(f.is))
		default:
			same = append(same, f.label+" "+f.is)
		}
	}
	if len(same) > 0 {
		text := strings.Join(same, " · ")
		w.fact(fact{label: "same", was: text, is: text})
	}
}

func (w *writer) fact(f fact) {
	sign, change := "  ", -1
	if f.changed {
		sign, change = "~ ", w.n
		w.n++
	}
	label := sign + f.label + strings.Repeat(" ", max(1, labelWidth-len(f.label)))
	if w.wide {
		w.rows = append(w.rows, row{split: true, change: change, parts: [2]part{
			{label: label, text: orNone(f.was), role: f.role[0]}, {text: orNone(f.is), role: f.role[1]},
		}})
		return
	}
	text := orNone(f.is)
	if f.changed || f.was != f.is {
		text = orNone(f.was) + " → " + text
	}
	room := max(8, w.width-len(label))
	if f.short != "" && draw.Width(text) > room {
		text = f.was + " → " + f.short
	}
	lines := draw.Wrap(text, room)
	for i, line := range lines {
		if i > 0 {
			label, change = strings.Repeat(" ", len(label)), -1
		}
		w.line(part{label: label, text: line, role: f.role[1]}, change)
	}
}

func orNone(s string) string {
	if s == "" {
		return "–"
	}
	return s
}

func (w *writer) section(s *section) {
	w.line(part{}, -1)
	n := len(s.diff.Changes) + s.diff.More
	switch {
	case s.said != "":
		w.line(part{label: s.name + "  ", text: s.said, role: read}, -1)
		return
	case s.diff.Opaque:
		w.line(part{label: s.name + "  ", text: "one of the two is no JSON that can be taken apart", role: changed}, -1)
	default:
		w.line(part{label: s.name + "  ", text: model.Counted(n, "change"), role: strong}, -1)
	}
	for i := range s.diff.Changes {
		w.change(&s.diff.Changes[i], s.prose)
	}
	if s.diff.More > 0 {
		w.line(part{text: "… and " + draw.Count(s.diff.More) + " more, which are not listed", role: faint}, -1)
	}
}

func (w *writer) change(c *model.JSONChange, prose bool) {
	sign, r := "~ ", changed
	switch c.Kind {
	case model.WasAdded:
		sign, r = "+ ", added
	case model.WasRemoved:
		sign, r = "- ", removed
	}
	for i, line := range draw.Wrap(sign+model.Visible(draw.Clip(where(c, prose), longest)), max(8, w.width)) {
		at := w.n
		if i > 0 {
			at = -1
		}
		w.line(part{text: line, role: r}, at)
	}
	w.n++
	width := w.width - setIn - 2
	if w.wide {
		width = w.half() - setIn - 2
	}
	was, is := w.values(c, prose, max(8, width))
	put := func(sign, text string, r role) part {
		return part{text: strings.Repeat(" ", setIn) + sign + text, role: r}
	}
	if !w.wide {
		for _, line := range was {
			w.line(put("- ", line, removed), -1)
		}
		for _, line := range is {
			w.line(put("+ ", line, added), -1)
		}
		return
	}
	for i := range max(len(was), len(is)) {
		x := row{split: true, change: -1}
		if i < len(was) {
			x.parts[0] = put("- ", was[i], removed)
		}
		if i < len(is) {
			x.parts[1] = put("+ ", is[i], added)
		}
		w.rows = append(w.rows, x)
	}
}

// where says at which place a change is: a path, or a line of a text.
func where(c *model.JSONChange, prose bool) string {
	if !prose || len(c.Path) != 1 {
		return model.PathText(c.Path)
	}
	s := c.Path[0] // from 0, as lines are not
	if s.Old >= 0 {
		s.Old++
	}
	if s.New >= 0 {
		s.New++
	}
	return "line " + strings.Trim(model.PathText([]model.JSONStep{s}), ".[]")
}
