package board

import "fntop/ui/draw"

// form is how a window is shared out.
type form struct {
	bare  bool // no border and no heads
	above int  // lines above the rows
	rows  int  // that fit
	panel int  // lines about the selected function, under a rule
}

// Under this size there is no border, as everywhere.
const (
	bareWidth  = 60
	bareHeight = 10
)

// formOf shares a window out. The rows have what the selected function does
// not need, and the totals stand under them in any case.
func formOf(w, h int) form {
	if w < bareWidth || h < bareHeight {
		return form{bare: true, rows: max(1, h-1)}
	}
	inside := h - 5 // two borders, the heads, a rule and the totals
	f := form{above: 2, rows: inside}
	if inside >= 14 {
		f.panel = min(6, (inside-6)/2)
		f.rows = inside - f.panel - 1
	}
	return f
}

// columns are the widths of one layout; a width of zero leaves it out.
type columns struct {
	name, profile, strip, fail, often, p50, p95, failed, running, next, missed, age int
}

const (
	markWidth  = 2 // of the selected row
	signWidth  = 2
	leastStrip = 8
)

// columnsOf shares out width cells. What matters most comes first; the strip
// of the last runs gets what is left.
func (m *Model) columnsOf(width int, times draw.Times) columns {
	when := 8
	if times != draw.Ages {
		when = 11
	}
	var c columns
	left := width - markWidth - signWidth
	c.name = max(6, min(m.longest, 24, left/3))
	c.strip = leastStrip
	left -= c.name + 1 + c.strip
	if left < 0 {
		c.strip = max(0, c.strip+left)
		left = 0
	}
	take := func(column *int, width int) {
		if left > width {
			*column = width
			left -= width + 1
		}
	}
	take(&c.fail, 6)
	if m.several && width >= 50 {
		take(&c.profile, 8)
	}
	take(&c.running, 7)
	take(&c.p95, 6)
	take(&c.failed, when)
	take(&c.next, when)
	take(&c.often, 6)
	take(&c.missed, 6)
	take(&c.age, 4)
	take(&c.p50, 6)
	more := min(left, mostStrip-leastStrip)
	if c.strip == leastStrip {
		c.strip += more
		left -= more
	}
	c.name += max(0, min(left, m.longest-c.name))
	return c
}
