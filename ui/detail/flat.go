package detail

import "fntop/ui/jsonview"

// flatText is a body of what was received, as it was received.
type flatText struct{ *jsonview.Flat }

func (f flatText) len() int { return f.Len() }

func (f flatText) line(i int) line { return line{text: f.Line(i).Text, values: true} }

// shown is the body that is looked at.
func (p *payload) shown(flat bool) body {
	if !flat || p.view == nil {
		return p.body
	}
	if p.flat == nil {
		p.flat = p.view.Flat()
	}
	return flatText{p.flat}
}

// flatten shows the open tab's document as text, or as a tree again, and
// stays where one is in it.
func (m *Model) flatten() {
	d := m.doc(m.tab)
	if m.flat[m.tab] {
		top := m.wraps.settle(m.body(), m.at[m.tab], m.measure())
		line := d.view.At(d.flat.Offset(top.line) + top.off)
		m.flat[m.tab] = false
		m.selectRow(place{line: line})
	} else {
		off := d.view.Offset(min(m.cursor[m.tab].line, d.view.Len()-1))
		m.flat[m.tab] = true
		b, line := d.shown(true), d.flat.At(off)
		// Where the text does not look as it was sent this is near enough.
		m.at[m.tab] = m.wraps.settle(b, place{line, off - d.flat.Offset(line)}, m.measure())
	}
	if m.search.inForce() {
		m.find(m.stands())
	}
}
