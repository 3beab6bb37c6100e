package jsonview

import (
	"sort"
	"strings"

	"fntop/ui/find"
)

// Matches are where a query is found in a document, in what is folded as well
// as in what is open. Only how many there are in each stretch of it is kept:
// there may be millions.
type Matches struct {
	v     *View
	q     find.Query
	stamp int // of the strings that were open
	parts []searched
	total int
	buf   []byte
}

// searched is a part of a document that was searched.
type searched struct {
	t        *tree
	line     int // with which it begins
	from, to int
	name     bool // only the name of that line: its value was opened
	before   int  // matches in front of it
}

// Find counts the matches of a query.
func (v *View) Find(q find.Query) *Matches {
	m := &Matches{v: v, q: q, stamp: v.strings}
	if q.Text() != "" {
		m.search(v.root)
	}
	return m
}

// Len is how many matches there are.
func (m *Matches) Len() int { return m.total }

// Stale reports that strings were opened or shut since: then what was found
// must not be asked for any more.
func (m *Matches) Stale() bool { return m.stamp != m.v.strings }

// search goes through a tree and what is open in it.
func (m *Matches) search(t *tree) {
	strung := stringsOf(nil, t.patches)
	for n := range (len(t.d.marks) + stretch - 1) / stretch {
		from, to := t.d.stretch(n)
		line := int(t.d.marks[n*stretch].line)
		for len(strung) > 0 {
			c := t.d.seek(strung[0].at)
			if c.t.at >= to {
				break
			}
			m.part(searched{t: t, line: line, from: from, to: c.t.at}, n)
			m.part(searched{t: t, line: c.line, from: c.t.at, to: c.t.next, name: true}, n)
			m.search(strung[0])
			line, from, strung = c.line+1, c.t.next, strung[1:]
		}
		m.part(searched{t: t, line: line, from: from, to: to}, n)
	}
}

// stringsOf appends what is open in strings, folded away or not, in order.
func stringsOf(to []*tree, patches []patch) []*tree {
	for i := range patches {
		switch p := &patches[i]; {
		case p.more == nil:
		case p.more.sub != nil:
			to = append(to, p.more.sub)
		default:
			to = stringsOf(to, p.more.inner)
		}
	}
	return to
}

// part counts the matches in a part of stretch n.
func (m *Matches) part(s searched, n int) {
	if s.from >= s.to {
		return
	}
	s.before = m.total
	m.parts = append(m.parts, s)
	if !s.name && s.t.d.plain(n) {
		in, simple := 0, simple(m.q.Text())
		m.q.Each(s.t.d.src[s.from:s.to], func(_, _ int) bool {
			in++
			return simple // else there is one, perhaps: the lines will tell
		})
		if simple || in == 0 {
			m.total += in
			return
		}
	}
	m.each(&s, func(match) bool {
		m.total++
		return true
	})
}

// simple reports whether a query can be found within a name or a value only:
// what reaches over the end of one has a sign in it, or begins or ends with
// the blanks around it.
func simple(query string) bool {
	return !strings.ContainsAny(query, ",:{}[]") && strings.TrimSpace(query) == query
}

// match is a match on a line.
type match struct {
	spot spot
	col  int
}

// each calls found for the matches of a part in their order, until it says no.
func (m *Matches) each(s *searched, found func(match) bool) {
	c := s.t.d.find(s.from)
	for goOn := true; goOn && c.t.at < s.to; {
		at, col := spot{s.t, c.line}, 0
		one := func(start, _ int) bool {
			goOn = found(match{at, col + start})
			return goOn
		}
		if s.t.up != nil && c.line == 0 {
			col = m.prefix(s.t)
		}
		if c.t.keyTo > 0 {
			text := m.look(c.d.src[c.t.keyFrom:c.t.keyTo])
			m.q.Each(text, one)
			col += len(text) + len(": ")
		}
		if goOn && !s.name {
			switch c.t.kind {
			case scalar:
				m.q.Each(m.look(c.d.src[c.t.from:c.t.to]), one)
			case empty:
				m.q.Each([]byte{c.d.src[c.t.from], c.d.src[c.t.to-1]}, one)
			}
		}
		if !c.next() {
			return
		}
	}
}

func (m *Matches) look(raw []byte) []byte {
	text := m.v.looks(m.buf, raw)
	if len(text) > 0 && len(raw) > 0 && &text[0] != &raw[0] {
		m.buf = text
	}
	return text
}

// prefix is how much stands before a document in a string on its first line.
func (m *Matches) prefix(t *tree) int {
	up := t.up.d.seek(t.at)
	if up.t.keyTo == 0 {
		return 1
	}
	return len(m.look(up.d.src[up.t.keyFrom:up.t.keyTo])) + len(`: "`)
}

// From is the number of the first match at or after a place on the screen;
// how many matches there are where there is none.
func (m *Matches) From(number, col int) int {
	if number >= m.v.Len() {
		return m.total
	}
	here := m.v.root.seen(number)
	for here.t.up != nil && here.line == 0 && col == 0 {
		here = spot{here.t.up, here.t.at} // whose name stands on that line
	}
	off := here.t.d.seek(here.line).t.at
	i := sort.Search(len(m.parts), func(i int) bool {
		s := &m.parts[i]
		return s.after(here.t, off)
	})
	if i == len(m.parts) {
		return m.total
	}
	n := m.parts[i].before
	m.each(&m.parts[i], func(f match) bool {
		if f.spot.t == here.t && (f.spot.line > here.line || f.spot.line == here.line && f.col >= col) {
			return false
		}
		n++
		return true
	})
	return n
}

// after reports whether a part ends behind a place in a tree. Parts that are
// in strings within that tree stand where their string does.
func (s *searched) after(t *tree, off int) bool {
	if s.t == t {
		return s.to > off
	}
	depth := func(t *tree) (n int) {
		for ; t.up != nil; t = t.up {
			n++
		}
		return n
	}
	a, b, aOff, bOff := s.t, t, s.to, off
	for depth(a) > depth(b) {
		a, aOff = a.up, a.up.d.seek(a.at).t.at
	}
	for depth(b) > depth(a) {
		b, bOff = b.up, b.up.d.seek(b.at).t.at
	}
	for a != b {
		a, aOff = a.up, a.up.d.seek(a.at).t.at
		b, bOff = b.up, b.up.d.seek(b.at).t.at
	}
	return aOff > bOff
}

// at is where a match is.
func (m *Matches) at(n int) (here match) {
	i := sort.Search(len(m.parts), func(i int) bool { return m.parts[i].before > n }) - 1
	at := m.parts[i].before
	m.each(&m.parts[i], func(f match) bool {
		here = f
		at++
		return at <= n
	})
	return here
}

// Show opens what a match is folded in and returns where it stands then.
func (m *Matches) Show(n int) (number, col int) {
	here, before := m.at(n), m.v.root.size
	if here.spot.t.reveal(here.spot.line); m.v.root.size != before {
		m.v.changed()
	}
	return here.spot.number(), here.col
}

// Place is where a match stands. It reports false where it is folded away.
func (m *Matches) Place(n int) (number, col int, seen bool) {
	here := m.at(n)
	number = here.spot.number()
	return number, here.col, m.v.root.seen(number) == here.spot
}
