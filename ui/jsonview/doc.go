// Package jsonview shows a JSON document of any size as a folding tree of
// lines, or as the text that it is.
//
// The document stays the bytes that were received. Of its lines only every
// so many kilobytes one is kept in an index; a window's lines are read again
// from the one before them, which costs some microseconds wherever they are.
// Nothing is decoded: numbers, escapes, the order and the number of keys are
// as they were sent.
package jsonview

import (
	"math"
	"sort"

	"fntop/model"
	"fntop/ui/lex"
)

// blockSize is about how many bytes lie between two lines of the index, and
// so how much is read again to find any line.
const blockSize = 4 << 10

// trackedDepth is down to which level it is known what lies in what. Nobody
// asks for a path of a thousand names, and a document that is nothing but
// brackets must not weigh more than it does.
const trackedDepth = 256

// unknown stands for a place that is not known, or of which there is none.
const unknown = math.MaxUint32

// doc is a document and the index of its lines, all containers open.
type doc struct {
	src   []byte
	lines int
	marks []mark
	held  []held
	sames []byte // see plainness
}

// mark is a line of the index.
type mark struct {
	off, line uint32
	depth     uint32 // how many containers are open
	low       uint32 // the least depth of a line from here to the next mark
	in        uint32 // the innermost open container, among those held
	index     uint32 // how many elements of it have begun
}

// held is a container that is open at some mark. Only of these it has to be
// known beforehand what they lie in.
type held struct {
	at    uint32 // where its line begins
	in    uint32 // what it lies in
	index uint32 // and which element of that it is
}

// frame is an open container while a document is read.
type frame struct{ at, begun, held uint32 }

// read makes the index of a document. It reports false for what is no JSON,
// or is too large for places of four bytes.
func read(src []byte) (*doc, bool) {
	if len(src) >= unknown || !model.ValidJSON(src) {
		return nil, false
	}
	d := &doc{src: src, marks: make([]mark, 0, len(src)/blockSize+1)}
	open := make([]frame, 0, 16)
	top := frame{held: unknown}
	var t token
	depth, from := 0, -blockSize
	for i := lex.Blank(src, 0); i < len(src); i = t.next {
		scan(src, i, &t)
		if i-from >= blockSize {
			from = i
			m := mark{off: uint32(i), line: uint32(d.lines), depth: uint32(depth), low: unknown, in: unknown}
			if depth <= trackedDepth {
				d.hold(open, &top)
				m.in, m.index = top.held, top.begun
			}
			d.marks = append(d.marks, m)
		}
		d.lines++
		level := depth
		switch {
		case t.kind == closing:
			depth--
			level--
			if depth < trackedDepth {
				top, open = open[len(open)-1], open[:len(open)-1]
			}
		case depth <= trackedDepth:
			top.begun++
		}
		if t.kind == opening {
			if depth++; depth <= trackedDepth {
				open = append(open, top)
				top = frame{at: uint32(i), held: unknown}
			}
		}
		if m := &d.marks[len(d.marks)-1]; uint32(level) < m.low {
			m.low = uint32(level)
		}
	}
	return d, true
}

// hold notes the containers that are open and not held yet. The first frame
// is no container but what all of them lie in.
func (d *doc) hold(open []frame, top *frame) {
	from := len(open)
	for from > 0 && (from == len(open) && top.held == unknown || from < len(open) && open[from].held == unknown) {
		from--
	}
	for i := from + 1; i <= len(open); i++ {
		f := top
		if i < len(open) {
			f = &open[i]
		}
		if f.held == unknown {
			f.held = uint32(len(d.held))
			d.held = append(d.held, held{f.at, open[i-1].held, open[i-1].begun - 1})
		}
	}
}

// cursor stands on a line of a document.
type cursor struct {
	d     *doc
	line  int
	depth int // how many containers are open before the line
	t     token
}

// level is how deep the line lies.
func (c *cursor) level() int {
	if c.t.kind == closing {
		return c.depth - 1
	}
	return c.depth
}

// next goes to the next line. It reports false at the end.
func (c *cursor) next() bool {
	if c.t.next >= len(c.d.src) {
		return false
	}
	switch c.t.kind {
	case opening:
		c.depth++
	case closing:
		c.depth--
	}
	c.line++
	scan(c.d.src, c.t.next, &c.t)
	return true
}

// at is a cursor on a line of the index.
func (d *doc) at(m mark) cursor {
	c := cursor{d: d, line: int(m.line), depth: int(m.depth)}
	scan(d.src, int(m.off), &c.t)
	return c
}

// seek is a cursor on a line.
func (d *doc) seek(line int) cursor {
	i := sort.Search(len(d.marks), func(i int) bool { return int(d.marks[i].line) > line }) - 1
	c := d.at(d.marks[i])
	for c.line < line && c.next() {
	}
	return c
}

// block is the number of the mark at or before a place.
func (d *doc) block(off int) int {
	return max(0, sort.Search(len(d.marks), func(i int) bool { return int(d.marks[i].off) > off })-1)
}

// find is a cursor on the line that holds a place.
func (d *doc) find(off int) cursor {
	c := d.at(d.marks[d.block(off)])
	for c.t.next <= off && c.next() {
	}
	return c
}

// end is a cursor on the line that closes the container opened on c's line.
func (d *doc) end(c cursor) cursor {
	level := c.depth
	i := d.block(c.t.at)
	// What is left of this block, then whole blocks that stay within.
	for c.next() {
		if i+1 < len(d.marks) && c.line == int(d.marks[i+1].line) {
			i++
			for int(d.marks[i].low) > level {
				i++
			}
			c = d.at(d.marks[i])
		}
		if c.level() <= level {
			return c
		}
	}
	return c
}
