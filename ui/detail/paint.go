package detail

import (
	"strings"

	"fntop/theme"
	"fntop/ui/draw"
	"fntop/ui/find"
	"fntop/ui/jsonview"
	"fntop/ui/pane"
)

// painter draws rows of a body.
type painter struct {
	theme *theme.Theme
	lines *draw.Lines
	wraps *wraps
	look  pane.Look
	query *find.Query // what is highlighted; nil for nothing
	now   place       // the match that n and N stand on
	marks []find.Mark

	selected place       // the row that keys move; before everything for none
	base     theme.Style // under everything on the selected row
}

// mark writes the gutter of a row, and what the rest of it stands on.
func (p *painter) mark(r *row, gutter int) {
	p.base = ""
	if p.selected.line != r.line || p.selected.off < r.from || p.selected.off >= r.to && !r.last {
		p.lines.Blank(gutter)
		return
	}
	if gutter > 0 {
		p.lines.Fit(p.theme.Accent, "▸", 1)
		p.lines.Blank(gutter - 1)
	}
	p.base = p.look.Selected()
	p.lines.On(p.base)
}

// row draws one row into the line begun, which has room for it.
func (p *painter) row(b body, r row) {
	l := b.line(r.line)
	first, rest := p.wraps.margins(&l)
	if r.from == 0 {
		p.lines.Blank(first)
	} else {
		p.lines.Blank(rest)
	}
	if end := fitting(&l, r, p.wraps.width); end < r.to {
		r.to = end
		defer func() { p.lines.Fit(p.theme.Faint, "…", 1) }()
	}
	if l.words {
		r.to = r.from + len(strings.TrimRight(l.text[r.from:r.to], " "))
	}
	p.marks = p.marks[:0]
	if p.query != nil {
		p.match(&l, r)
	}
	from := r.from
	for i := 0; from < r.to; i++ {
		end, role := r.to, read
		if i < len(l.spans) && l.spans[i].end > 0 {
			end, role = min(r.to, l.spans[i].end), l.spans[i].role
		}
		if end > from {
			from = p.part(&l, r.line, from, end, styleOf(p.theme, role))
		}
		if i >= len(l.spans) {
			break
		}
	}
	if r.last {
		p.note(l.note)
	}
}

// note writes what a value means behind it, where there is room.
func (p *painter) note(n jsonview.Note) {
	if n == (jsonview.Note{}) {
		return
	}
	if said := noteText(p.look, n, p.lines.Left()-noteGap-2); said != "" {
		p.lines.Blank(noteGap)
		p.lines.Fit(p.theme.Faint, said, draw.Width(said))
	}
}

// noteGap sets notes apart from values.
const noteGap = 3

// match finds the matches on a row, in the parts of its line that are searched.
func (p *painter) match(l *line, r row) {
	if l.parts == nil {
		p.marks = p.query.On(p.marks, l.text, r.from, r.to)
		return
	}
	for _, part := range l.parts {
		from, to := max(part.From, r.from), min(part.To, r.to)
		if from >= to {
			continue
		}
		first := len(p.marks)
		p.marks = p.query.On(p.marks, l.text[part.From:part.To], from-part.From, to-part.From)
		for i := first; i < len(p.marks); i++ {
			p.marks[i].From += part.From
			p.marks[i].To += part.From
		}
	}
}

// part draws text of one style, with the matches in it, and returns where it
// stopped.
func (p *painter) part(l *line, number, from, to int, style theme.Style) int {
	for _, m := range p.marks {
		if m.To <= from || m.From >= to {
			continue
		}
		if m.From > from {
			from = p.run(l.text, from, m.From, style)
		}
		match := p.theme.Match
		if p.now == (place{number, m.From}) {
			match = p.theme.Current
		}
		if end := min(to, m.To); end > from {
			from = p.run(l.text, from, end, match)
		}
	}
	if from < to {
		from = p.run(l.text, from, to, style)
	}
	return from
}

// run draws bytes in one style, to the end of the sign that they end in: what
// is one sign must not be taken apart by a change of style.
func (p *painter) run(text string, from, to int, style theme.Style) int {
	if part := text[from:to]; draw.IsASCII(part) && (to == len(text) || text[to] < 0x80) {
		p.lines.Fit(style, part, p.lines.Left())
		return to
	}
	end, cells := from, 0
	for end < to {
		n, width := cluster(text, end)
		if cells+width > p.lines.Left() {
			break
		}
		end, cells = end+n, cells+width
	}
	if end == from {
		return to
	}
	if p.base.Attribute() {
		style = ""
	}
	p.lines.Drawn(string(p.base), 0)
	p.lines.Drawn(string(style), 0)
	p.lines.Drawn(text[from:end], cells)
	if p.base != "" || style != "" {
		p.lines.Drawn(theme.Reset, 0)
	}
	return max(end, to)
}

// fitting is how much of a line's only row there is room for, with a sign
// behind it that says that there is more.
func fitting(l *line, r row, room int) int {
	if !l.oneRow || draw.Width(draw.Clip(l.text, 4*room)) <= room && len(l.text) <= 4*room {
		return r.to
	}
	for i, cells := 0, 0; i < len(l.text); {
		n, width := cluster(l.text, i)
		if cells += width; cells > room-1 {
			return i
		}
		i += n
	}
	return r.to
}
