// Package draw puts styled text into lines of exact width, with few
// allocations. What it is given is visible text already (model.Visible).
package draw

import (
	"fntop/theme"
)

// Lines collects lines of one width. It is used again from frame to frame, so
// that a frame costs the one string that leaves it.
type Lines struct {
	buf   []byte
	ends  []int
	width int // cells of every line
	col   int // cells written of the line begun
	base  theme.Style
	last  []string // what Take returned
}

// Reset empties it for lines of width cells.
func (l *Lines) Reset(width int) {
	l.buf, l.ends, l.width, l.col, l.base = l.buf[:0], l.ends[:0], max(0, width), 0, ""
}

// Left is how many cells of the line begun are free.
func (l *Lines) Left() int { return l.width - l.col }

// Height is how many lines are done.
func (l *Lines) Height() int { return len(l.ends) }

// On sets what the rest of the line stands on, under every style: the
// background of a selected row. End takes it back.
func (l *Lines) On(base theme.Style) { l.base = base }

// Text writes as much of text as the line has room for; where that is not
// all of it, the last cell is "…".
func (l *Lines) Text(s theme.Style, text string) { l.cell(s, text, l.Left(), 0, 0) }

// Cell writes text cut or padded to width cells, behind which gap blanks
// follow. A width over what is left is what is left.
func (l *Lines) Cell(s theme.Style, text string, width, gap int) {
	l.cell(s, text, width, gap, width)
}

// Fit writes text cut to at most width cells, without padding.
func (l *Lines) Fit(s theme.Style, text string, width int) { l.cell(s, text, width, 0, 0) }

// Bytes is Cell for text in the making: ASCII that need not become a string.
func (l *Lines) Bytes(s theme.Style, text []byte, width, gap int) {
	width = min(width, l.Left())
	if width <= 0 {
		return
	}
	n := min(width, len(text))
	l.begin(s)
	l.buf = append(l.buf, text[:n]...)
	l.col += n
	l.finish(s)
	l.Blank(width - n + gap)
}

// Right writes text at the right end of width cells.
func (l *Lines) Right(s theme.Style, text string, width, gap int) {
	if w := Width(text); w < width {
		l.Blank(width - w)
		width = w
	}
	l.cell(s, text, width, gap, width)
}

func (l *Lines) cell(s theme.Style, text string, width, gap, padTo int) {
	width = min(width, l.Left())
	if width <= 0 {
		return
	}
	start := l.col
	l.begin(s)
	l.cut(text, width)
	l.finish(s)
	if padTo > 0 {
		l.Blank(min(padTo, width) - (l.col - start))
	}
	l.Blank(gap)
}

// Blank writes n blanks, as far as there is room.
func (l *Lines) Blank(n int) {
	n = min(n, l.Left())
	if n <= 0 {
		return
	}
	l.begin("")
	for ; n >= len(blanks); n -= len(blanks) {
		l.buf = append(l.buf, blanks...)
		l.col += len(blanks)
	}
	l.buf = append(l.buf, blanks[:n]...)
	l.col += n
	l.finish("")
}

// Repeat writes a one-cell sign n times, as far as there is room.
func (l *Lines) Repeat(s theme.Style, sign string, n int) {
	n = min(n, l.Left())
	if n <= 0 {
		return
	}
	l.begin(s)
	for range n {
		l.buf = append(l.buf, sign...)
	}
	l.col += n
	l.finish(s)
}

// Drawn writes a line's part that is drawn already and is width cells wide.
func (l *Lines) Drawn(part string, width int) {
	if width > l.Left() {
		part, width = Cut(part, l.Left()), l.Left()
	}
	l.buf = append(l.buf, part...)
	l.col += width
}

// Part is what has been written of the line begun, and how wide it is: for
// writing it again with Drawn.
func (l *Lines) Part() (part string, width int) {
	from := 0
	if n := len(l.ends); n > 0 {
		from = l.ends[n-1]
	}
	return string(l.buf[from:]), l.col
}

// End pads the line and begins the next one.
func (l *Lines) End() {
	l.Blank(l.Left())
	l.ends = append(l.ends, len(l.buf))
	l.col, l.base = 0, ""
}

// Fill ends lines until there are height of them.
func (l *Lines) Fill(height int) {
	for len(l.ends) < height {
		l.End()
	}
}

// Take returns the first height lines, filling up with blank ones. The
// strings stay good when the Lines are used again; a line that is what it was
// the last time is the same string, so that a frame costs what changed in it.
// The slice is not to be written to.
func (l *Lines) Take(height int) []string {
	height = max(0, height)
	l.Fill(height)
	changed, from := 0, 0
	for i, end := range l.ends[:height] {
		if i >= len(l.last) || l.last[i] != string(l.buf[from:end]) {
			changed++
		}
		from = end
	}
	if changed == 0 && len(l.last) == height {
		return l.last
	}
	out := make([]string, height)
	// Many changed lines are cheaper as parts of one string.
	whole := ""
	if changed > height/4 {
		whole = string(l.buf)
	}
	from = 0
	for i, end := range l.ends[:height] {
		switch {
		case i < len(l.last) && l.last[i] == string(l.buf[from:end]):
			out[i] = l.last[i]
		case whole != "":
			out[i] = whole[from:end]
		default:
			out[i] = string(l.buf[from:end])
		}
		from = end
	}
	l.last = out
	return out
}

func (l *Lines) begin(s theme.Style) {
	l.buf = append(l.buf, l.base...)
	if !l.base.Attribute() {
		l.buf = append(l.buf, s...)
	}
}

func (l *Lines) finish(s theme.Style) {
	if l.base != "" || s != "" {
		l.buf = append(l.buf, theme.Reset...)
	}
}

// cut writes at most width cells of text, the last one "…" where not all fit.
func (l *Lines) cut(text string, width int) {
	if IsASCII(text) {
		if len(text) <= width {
			l.buf = append(l.buf, text...)
			l.col += len(text)
			return
		}
		l.buf = append(l.buf, text[:width-1]...)
		l.buf = append(l.buf, "…"...)
		l.col += width
		return
	}
	if w, ok := narrow(text); ok && w <= width {
		l.buf = append(l.buf, text...)
		l.col += w
		return
	}
	text, w := cutWide(text, width)
	l.buf = append(l.buf, text...)
	l.col += w
}

const blanks = "                                                                "
