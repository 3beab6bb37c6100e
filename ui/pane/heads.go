package pane

import (
	"fntop/model"
	"fntop/ui/draw"
)

// headedFrom is how many lines a list must have for headings: with fewer, the
// border alone says whose the selected row is.
const headedFrom = 4

// Wants is how many lines the list would fill, its border not counted.
func (p *List[K]) Wants() int { return len(p.keys) + p.heads }

// count counts the headings.
func (p *List[K]) count() {
	p.heads = 0
	for i := range p.keys {
		if p.whose != nil && p.begins(i, 0) {
			p.heads++
		}
	}
}

// begins reports whether a heading stands above a row, where first is the
// first on screen: whose that one is must be said wherever the list stands.
func (p *List[K]) begins(i, first int) bool {
	return i == first || p.whose(p.keys[i]) != p.whose(p.keys[i-1])
}

// resize shares so many lines between rows and the headings among them.
func (p *List[K]) resize(lines int) {
	p.headed = p.heads > 0 && lines >= headedFrom
	p.cursor.Resize(lines)
	fits := func(from, to int) bool { return to-from+p.headsIn(from, to) <= lines }
	rows := lines
	for from, to := p.cursor.Window(); p.headed && rows > 1 && !fits(from, to); from, to = p.cursor.Window() {
		rows--
		p.cursor.Resize(rows)
	}
	// With fewer rows the window may have moved on to fewer headings.
	for from, to := p.cursor.Window(); p.headed && to < len(p.keys) && fits(from, to+1); to++ {
		rows++
		p.cursor.Resize(rows)
	}
}

func (p *List[K]) headsIn(from, to int) (n int) {
	for i := from; i < to; i++ {
		if p.begins(i, from) {
			n++
		}
	}
	return n
}

// head draws the heading above a row.
func (p *List[K]) head(look Look, box draw.Box, i int) {
	l, faint := &p.lines, look.Theme.Faint
	l.Side(box)
	l.Fit(faint, model.Visible(p.whose(p.keys[i])), l.Left()-1)
	l.Fit(faint, " ", l.Left()-1)
	l.Repeat(faint, "─", l.Left()-1)
	l.EndSide(box)
}

// rowAt is the row drawn at that line of the pane, whose first is its border.
func (p *List[K]) rowAt(line int) (int, bool) {
	from, to := p.cursor.Window()
	for i, at := from, 1; i < to; i, at = i+1, at+1 {
		if p.headed && p.begins(i, from) {
			at++
		}
		if at >= line {
			return i, at == line
		}
	}
	return 0, false
}
