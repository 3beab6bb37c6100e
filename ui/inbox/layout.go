package inbox

// form is how a window is shared out.
type form struct {
	bare  bool // no border and no heads
	above int  // lines above the rows
	block int  // lines of a row
	rows  int  // that fit
	below int  // lines for the selected group, its border not counted; zero for none
	c     columns
}

// columns are the widths of a row; a width of zero leaves it out.
type columns struct{ count, mark, where, first, last, trend int }

// glyph is the width of the state where there is no room for its word.
const glyph = 1

// Under this size there is no border: as for the runs.
const (
	bareWidth  = 60
	bareHeight = 10
)

// formOf shares a window out. A row has a second line, with what went wrong in
// words, where that leaves room for several.
func formOf(w, h int) form {
	f := form{bare: w < bareWidth || h < bareHeight, block: 1}
	if f.bare {
		f.above, f.rows = 0, h
		f.c = columns{count: 4, last: 4}
		return f
	}
	f.above = 2
	room := h - f.above - 1
	if h >= 26 {
		f.below = min(9, h/3)
		room -= f.below + 1
	}
	if room >= 10 && w >= 76 {
		f.block = 2
	}
	f.rows = max(1, room/f.block)
	f.c = columns{count: 6, mark: 13, last: 8}
	switch {
	case w >= 116:
		f.c.where, f.c.first, f.c.trend = 24, 8, Parts
	case w >= 96:
		f.c.where, f.c.trend = 15, Parts
	case w >= 76:
		f.c.where, f.c.first = 14, 8
	default:
		f.c.mark = glyph
	}
	return f
}
