package detail

import (
	"time"

	"fntop/keymap"
	"fntop/ui/draw"
	"fntop/ui/jsonview"
	"fntop/ui/pane"
)

// Lines of a document are set in so far a level, and from the deepest level on
// no further: nobody counts a hundred levels.
const (
	indentStep = 2
	deepest    = 0x7f
)

// document is a body that folds.
type document struct{ *jsonview.View }

func (d document) len() int { return d.Len() }

func (d document) line(i int) line {
	from := d.Line(i)
	indent := min(from.Depth, deepest) * indentStep
	l := line{text: from.Text, indent: indent, hang: indent + 2*indentStep, parts: from.Parts[:], note: from.Note}
	for n, s := range from.Spans {
		l.spans[n] = span{s.End, jsonRoles[s.Kind]}
	}
	return l
}

var jsonRoles = [...]role{
	jsonview.Sign: faint, jsonview.Key: jsonKey, jsonview.String: jsonString,
	jsonview.Number: jsonNumber, jsonview.Word: jsonWord, jsonview.Said: faint,
}

// document is the open tab's, where it has one and shows it as a tree.
func (m *Model) document() *jsonview.View {
	if d := m.doc(m.tab); d != nil && !m.flat[m.tab] {
		return d.view
	}
	return nil
}

// selects reports whether the open tab has a selected row.
func (m *Model) selects() bool { return m.tab == timelineTab || m.document() != nil }

// stands is from where the open tab is read on: the line that is selected in
// it, or what is on its first row.
func (m *Model) stands() place {
	if m.selects() {
		return m.cursor[m.tab]
	}
	return m.at[m.tab]
}

// selectRow selects a row and scrolls so far that it is in sight.
func (m *Model) selectRow(p place) {
	b, height := m.body(), m.measure()
	p, _ = m.wraps.move(b, p, 0)
	m.cursor[m.tab] = p
	m.at[m.tab] = m.wraps.around(b, m.at[m.tab], p, height)
	if m.tab == timelineTab {
		m.hold()
	}
}

// around is the place nearest to top with which a window begins that p is in.
func (w *wraps) around(b body, top, p place, height int) place {
	top = w.settle(b, top, height)
	end, missing := w.move(b, top, height-1)
	switch {
	case p.before(top):
		return w.settle(b, p, height)
	case missing == 0 && end.before(p):
		top, _ = w.move(b, p, 1-height)
	}
	return top
}

// walk moves the selected row as a key says.
func (m *Model) walk(action keymap.Action, by, height int) {
	b, at := m.body(), m.cursor[m.tab]
	switch action {
	case keymap.Top:
		at = place{}
	case keymap.Bottom:
		at = place{line: b.len()}
	case keymap.Up, keymap.Down:
		at, _ = m.wraps.move(b, at, by)
	default:
		// A page moves what is in sight, and the selected row with it.
		top, _ := m.wraps.move(b, m.wraps.settle(b, m.at[m.tab], height), by)
		m.at[m.tab] = m.wraps.settle(b, top, height)
		at, _ = m.wraps.move(b, at, by)
	}
	m.selectRow(at)
}

// fold folds or opens what is selected.
func (m *Model) fold(action keymap.Action) pane.Intent {
	if m.tab == timelineTab {
		return m.unfold(action)
	}
	d := m.document()
	at, ok := m.cursor[m.tab].line, true
	at = min(at, d.Len()-1)
	switch action {
	case keymap.FoldAll:
		at = d.FoldAll(at)
	case keymap.UnfoldAll:
		at = d.UnfoldAll(at)
	default:
		at, ok = d.Toggle(at)
	}
	if !ok {
		return pane.Say{Text: "There is nothing to fold here: it is one value."}
	}
	m.refold()
	m.selectRow(place{line: at})
	return nil
}

// SelectedPath is where the selected value stands in its tab, as jq writes it;
// empty where nothing is selected.
func (m *Model) SelectedPath() string {
	d := m.document()
	if d == nil {
		return ""
	}
	path := d.Path(min(m.cursor[m.tab].line, d.Len()-1))
	if a := m.answers[m.tab]; a != nil {
		return a.path(path)
	}
	return path
}

// SelectedValue is the selected value as it was sent, the whole of a
// container.
func (m *Model) SelectedValue() (raw []byte, ok bool) {
	d := m.document()
	if d == nil {
		return nil, false
	}
	raw = d.Value(min(m.cursor[m.tab].line, d.Len()-1))
	return raw, raw != nil
}

// noteText says what a value means in at most so many cells: a time in the
// zone of the look and how long ago that is, the latter alone where there is
// no room for both, or a duration. It is empty where nothing fits.
func noteText(look pane.Look, n jsonview.Note, room int) string {
	said, short := "", ""
	switch {
	case n.Took > 0:
		said = draw.Took(n.Took)
	case !n.At.IsZero():
		said = n.At.In(look.Times.Zone(look.Zone)).Format(time.DateTime + " MST")
		if !look.Now.IsZero() {
			short = draw.Age(look.Now.Sub(n.At))
			said += ", " + short
		}
	}
	if draw.Width(said) > room {
		said = short
	}
	if draw.Width(said) > room {
		return ""
	}
	return said
}
