package jsonview

import (
	"bytes"
	"sort"

	"fntop/model"
	"fntop/ui/find"
)

// Flat is a document as the text that was received: its own lines, its own
// blanks. Lines that go on for pages are cut between values, so that a window
// costs what it shows.
type Flat struct {
	d      *doc
	starts []uint32 // where every so many lines begin
	lines  int
	made   cache
}

const (
	// perStart is how many lines lie between two starts that are kept.
	perStart = 64
	// longestText is from how many bytes on a line is cut.
	longestText = blockSize / 2
)

// Flat is the document as text.
func (v *View) Flat() *Flat {
	f := &Flat{d: v.root.d}
	for at := 0; at < len(f.d.src); at = f.end(at) {
		if f.lines%perStart == 0 {
			f.starts = append(f.starts, uint32(at))
		}
		f.lines++
	}
	return f
}

// end is where the line that begins at a place ends, its line break included.
func (f *Flat) end(at int) int {
	src, to := f.d.src, len(f.d.src)
	marks := f.d.marks
	if i := sort.Search(len(marks), func(i int) bool { return int(marks[i].off) >= at+longestText }); i < len(marks) {
		to = int(marks[i].off)
	}
	if i := bytes.IndexByte(src[at:to], '\n'); i >= 0 {
		return at + i + 1
	}
	return to
}

// Len is how many lines there are.
func (f *Flat) Len() int { return f.lines }

// start is where a line begins.
func (f *Flat) start(i int) int {
	at := int(f.starts[i/perStart])
	for range i % perStart {
		at = f.end(at)
	}
	return at
}

// Line is one of the lines. It is good until the next call.
func (f *Flat) Line(i int) *Line {
	if line := f.made.line(i); line != nil {
		return line
	}
	line := f.made.add(i)
	at := f.start(i)
	line.Text = string(textOf(f.d.src[at:f.end(at)]))
	f.made.weigh(len(line.Text))
	return line
}

// textOf is how a line looks: the bytes themselves where they look as they
// are.
func textOf(raw []byte) []byte {
	raw = bytes.TrimSuffix(raw, []byte("\n"))
	if plainASCII(raw) || looksItself(raw) {
		return raw
	}
	lines := model.VisibleLines(string(raw))
	if len(lines) == 0 {
		return nil
	}
	return []byte(lines[0])
}

// At is the line that holds a place in the document.
func (f *Flat) At(off int) int {
	n := sort.Search(len(f.starts), func(i int) bool { return int(f.starts[i]) > off }) - 1
	line, at := n*perStart, int(f.starts[n])
	for end := f.end(at); end <= off && line+1 < f.lines; end = f.end(at) {
		line, at = line+1, end
	}
	return line
}

// Offset is where a line begins in the document.
func (f *Flat) Offset(i int) int { return f.start(min(i, f.lines-1)) }

// Offset is where what stands on a line begins in the document.
func (v *View) Offset(i int) int {
	s := v.top(i)
	return s.t.d.seek(s.line).t.at
}

// At is the line on which a place in the document is to be seen.
func (v *View) At(off int) int {
	off = min(off, len(v.root.d.src)-1)
	return spot{v.root, v.root.d.find(off).line}.number()
}

// Found is where a query is found in the text. How many matches there are is
// kept for every so many lines.
type Found struct {
	f      *Flat
	q      find.Query
	before []int // matches in front of the lines that begin at starts
	total  int
}

// Find counts the matches of a query.
func (f *Flat) Find(q find.Query) *Found {
	m := &Found{f: f, q: q}
	if q.Text() == "" {
		return m
	}
	for n := range f.starts {
		m.before = append(m.before, m.total)
		m.each(n, func(_, _ int) bool {
			m.total++
			return true
		})
	}
	return m
}

// each calls found for the matches in the lines from a start on, until it
// says no.
func (m *Found) each(n int, found func(line, col int) bool) {
	at := int(m.f.starts[n])
	goOn := true
	for line := n * perStart; goOn && line < min((n+1)*perStart, m.f.lines); line++ {
		end := m.f.end(at)
		m.q.Each(textOf(m.f.d.src[at:end]), func(col, _ int) bool {
			goOn = found(line, col)
			return goOn
		})
		at = end
	}
}

// Len is how many matches there are.
func (m *Found) Len() int { return m.total }

// From is the number of the first match at or after a place.
func (m *Found) From(line, col int) int {
	n := line / perStart
	if n >= len(m.before) {
		return m.total
	}
	number := m.before[n]
	m.each(n, func(l, c int) bool {
		if l > line || l == line && c >= col {
			return false
		}
		number++
		return true
	})
	return number
}

// Show is where a match stands.
func (m *Found) Show(number int) (line, col int) {
	n := sort.Search(len(m.before), func(i int) bool { return m.before[i] > number }) - 1
	at := m.before[n]
	m.each(n, func(l, c int) bool {
		line, col = l, c
		at++
		return at <= number
	})
	return line, col
}
