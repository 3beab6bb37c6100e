package detail

import (
	"sort"
	"strings"

	"github.com/charmbracelet/x/ansi"
)

// place is a row of a body: the line and the byte of it with which the row
// begins. It means something at any width.
type place struct{ line, off int }

func (p place) before(q place) bool {
	return p.line < q.line || p.line == q.line && p.off < q.off
}

// row is a part of a line as wide as the window.
type row struct {
	line     int
	from, to int // bytes of the line
	last     bool
}

// longLine is the length from which it is worth keeping where a line's rows
// begin. Finding the rows of shorter ones costs less than looking them up.
const longLine = 512

// keptLines is how many long lines are kept: more than fit on any screen.
const keptLines = 256

// wraps breaks lines into rows of one width.
type wraps struct {
	width int
	long  map[int]wrapped
	short []int
}

// wrapped is where the rows of a long line begin. It holds as long as the
// line has that very text.
type wrapped struct {
	text   string
	indent int
	starts []int
}

// resize sets the width of rows.
func (w *wraps) resize(width int) {
	width = max(1, width)
	if width != w.width {
		w.width = width
		clear(w.long)
	}
}

// margins are the cells left free before the rows of a line, never so many
// that nothing is left of a narrow window.
func (w *wraps) margins(l *line) (first, rest int) {
	return min(l.indent, w.width/2), min(l.hang, w.width/2)
}

// starts is where the rows of line i begin. It is good until the next call.
func (w *wraps) starts(b body, i int) []int {
	l := b.line(i)
	if l.oneRow {
		w.short = append(w.short[:0], 0)
		return w.short
	}
	first, rest := w.margins(&l)
	if len(l.text) < longLine {
		w.short = breaks(w.short[:0], l.text, w.width-first, w.width-rest, l.after())
		return w.short
	}
	if kept, ok := w.long[i]; ok && kept.indent == l.indent && kept.text == l.text {
		return kept.starts
	}
	if w.long == nil || len(w.long) >= keptLines {
		w.long = map[int]wrapped{}
	}
	starts := breaks(nil, l.text, w.width-first, w.width-rest, l.after())
	w.long[i] = wrapped{l.text, l.indent, starts}
	return starts
}

// breaks appends where rows begin so that the first one takes at most first
// cells and the others rest: behind one of the signs in after where it can.
func breaks(to []int, text string, first, rest int, after string) []int {
	to = append(to, 0)
	if len(text) <= first && len(text) <= rest {
		return to // a byte is at most a cell
	}
	room, col, begin := max(1, first), 0, 0
	word, wordCol := 0, 0 // where the last word begins
	words := after != ""
	for i := 0; i < len(text); {
		if words && text[i] == ' ' && col >= room {
			// Blanks at the end of a row are not seen and need no room.
			i++
			word, wordCol = i, col
			continue
		}
		n, width := cluster(text, i)
		if col+width > room && i > begin {
			at := i
			if words && word > begin && wordCol*2 > room {
				at, col = word, col-wordCol
			} else {
				col = 0
			}
			to = append(to, at)
			begin, word, wordCol, room = at, at, 0, max(1, rest)
		}
		col += width
		i += n
		if strings.IndexByte(after, text[i-1]) >= 0 {
			word, wordCol = i, col
		}
	}
	return to
}

// cluster is the length in bytes and the cells of what a reader takes for one
// sign at byte i.
func cluster(text string, i int) (n, width int) {
	if text[i] < 0x80 && (i+1 == len(text) || text[i+1] < 0x80) {
		return 1, 1
	}
	sign, width := ansi.FirstGraphemeCluster(text[i:], ansi.GraphemeWidth)
	return max(1, len(sign)), width
}

// move goes n rows on from a place, back where n is negative, and tells how
// many of them were not there.
func (w *wraps) move(b body, p place, n int) (_ place, missing int) {
	if b.len() == 0 {
		return place{}, max(n, -n)
	}
	if p.line >= b.len() {
		p = place{b.len() - 1, int(^uint(0) >> 1)}
	}
	starts := w.starts(b, p.line)
	r := sort.SearchInts(starts, p.off+1) - 1
	if p.off == int(^uint(0)>>1) {
		r = len(starts) - 1
	}
	r = max(0, r)
	for n > len(starts)-1-r {
		n -= len(starts) - 1 - r
		if p.line+1 >= b.len() {
			return place{p.line, starts[len(starts)-1]}, n
		}
		n--
		p.line++
		starts, r = w.starts(b, p.line), 0
	}
	for -n > r {
		n += r
		if p.line == 0 {
			return place{}, -n
		}
		n++
		p.line--
		starts = w.starts(b, p.line)
		r = len(starts) - 1
	}
	return place{p.line, starts[r+n]}, 0
}

// settle is the place nearest to p with which a window of height rows can
// begin: one that is full, if there is enough to fill it.
func (w *wraps) settle(b body, p place, height int) place {
	p, _ = w.move(b, p, 0)
	if _, missing := w.move(b, p, height-1); missing > 0 {
		p, _ = w.move(b, p, -missing)
	}
	return p
}

// window appends the rows from a place on.
func (w *wraps) window(to []row, b body, p place, height int) []row {
	for ; p.line < b.len() && len(to) < height; p = (place{p.line + 1, 0}) {
		starts := w.starts(b, p.line)
		size := len(b.line(p.line).text)
		for r := max(0, sort.SearchInts(starts, p.off+1)-1); r < len(starts) && len(to) < height; r++ {
			end, last := size, r+1 == len(starts)
			if !last {
				end = starts[r+1]
			}
			to = append(to, row{line: p.line, from: starts[r], to: end, last: last})
		}
	}
	return to
}
