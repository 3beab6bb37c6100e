package detail

import (
	"strings"

	"fntop/theme"
	"fntop/ui/draw"
)

// painter draws rows of a body.
type painter struct {
	theme *theme.Theme
	lines *draw.Lines
	wraps *wraps
	query *matcher // what is highlighted; nil for nothing
	now   hit      // the match that n and N stand on
	marks []mark
}

// mark is a match on a row, in bytes of its line.
type mark struct{ from, to int }

// row draws one row into the line begun, which has room for it.
func (p *painter) row(b body, r row) {
	l := b.line(r.line)
	first, rest := p.wraps.margins(&l)
	if r.from == 0 {
		p.lines.Blank(first)
	} else {
		p.lines.Blank(rest)
	}
	if l.words {
		r.to = r.from + len(strings.TrimRight(l.text[r.from:r.to], " "))
	}
	p.marks = p.marks[:0]
	if p.query != nil {
		p.marks = p.query.on(p.marks, l.text, r.from, r.to)
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
			return
		}
	}
}

// part draws text of one style, with the matches in it, and returns where it
// stopped.
func (p *painter) part(l *line, number, from, to int, style theme.Style) int {
	for _, m := range p.marks {
		if m.to <= from || m.from >= to {
			continue
		}
		if m.from > from {
			from = p.run(l.text, from, m.from, style)
		}
		match := p.theme.Match
		if p.now.place() == (place{number, m.from}) {
			match = p.theme.Current
		}
		if end := min(to, m.to); end > from {
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
	p.lines.Drawn(string(style), 0)
	p.lines.Drawn(text[from:end], cells)
	if style != "" {
		p.lines.Drawn(theme.Reset, 0)
	}
	return max(end, to)
}
