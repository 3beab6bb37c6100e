package model

import "slices"

// What stayed of an array is found by comparing each element with each other
// one, where that takes no more comparisons than smallArray, and no more than
// are left of effort for the whole. Else only elements that are there once
// are found again.
const (
	effort     = 20_000_000
	smallArray = 400_000
)

// pair is an element of an array and the one that became of it; -1 is none.
type pair struct{ was, is int }

// match says what became of the elements of an array, in the order of the
// new one: what stayed, what is another thing with the same identity, what
// stands where something else stood, and what came or went.
func (d *differ) match(was, is []int32) []pair {
	m := matching{d: d, was: was, is: is}
	m.stretch(0, len(was), 0, len(is))
	return m.pairs
}

// matching is the matching of two arrays, from the front to the back.
type matching struct {
	d       *differ
	was, is []int32
	pairs   []pair
}

// stretch matches a part of both.
func (m *matching) stretch(a, aEnd, b, bEnd int) {
	for a < aEnd && b < bEnd && m.same(a, b) {
		m.pairs = append(m.pairs, pair{a, b})
		a, b = a+1, b+1
	}
	tail := 0
	for a < aEnd-tail && b < bEnd-tail && m.same(aEnd-tail-1, bEnd-tail-1) {
		tail++
	}
	m.between(a, aEnd-tail, b, bEnd-tail, m.stayed(a, aEnd-tail, b, bEnd-tail), func(a, aEnd, b, bEnd int) {
		m.between(a, aEnd, b, bEnd, m.anchors(a, aEnd, b, bEnd, m.d.identity), m.inOrder)
	})
	for i := tail; i > 0; i-- {
		m.pairs = append(m.pairs, pair{aEnd - i, bEnd - i})
	}
}

// between takes pairs that are found and does something with what lies
// between them.
func (m *matching) between(a, aEnd, b, bEnd int, found []pair, then func(a, aEnd, b, bEnd int)) {
	for _, p := range found {
		then(a, p.was, b, p.is)
		m.pairs = append(m.pairs, p)
		a, b = p.was+1, p.is+1
	}
	then(a, aEnd, b, bEnd)
}

func (m *matching) hash(a int) uint64 { return m.d.a.nodes[m.was[a]].hash }

func (m *matching) same(a, b int) bool { return m.hash(a) == m.d.b.nodes[m.is[b]].hash }

// stayed finds the elements that are what they were.
func (m *matching) stayed(a, aEnd, b, bEnd int) []pair {
	rows, columns := aEnd-a, bEnd-b
	if rows == 0 || columns == 0 {
		return nil
	}
	if cost := rows * columns; cost <= smallArray && cost <= m.d.effort {
		m.d.effort -= cost
		return m.longest(a, aEnd, b, bEnd)
	}
	return m.anchors(a, aEnd, b, bEnd, func(t *jsonTree, at int32) uint64 { return t.nodes[at].hash })
}

// longest is the longest sequence that both have in common.
func (m *matching) longest(a, aEnd, b, bEnd int) (found []pair) {
	rows, columns := aEnd-a, bEnd-b
	length := make([]int32, (rows+1)*(columns+1)) // of what is left from there on
	at := func(i, j int) *int32 { return &length[i*(columns+1)+j] }
	for i := rows - 1; i >= 0; i-- {
		for j := columns - 1; j >= 0; j-- {
			if m.same(a+i, b+j) {
				*at(i, j) = *at(i+1, j+1) + 1
			} else {
				*at(i, j) = max(*at(i+1, j), *at(i, j+1))
			}
		}
	}
	for i, j := 0, 0; i < rows && j < columns; {
		switch {
		case m.same(a+i, b+j):
			found = append(found, pair{a + i, b + j})
			i, j = i+1, j+1
		case *at(i+1, j) >= *at(i, j+1):
			i++
		default:
			j++
		}
	}
	return found
}

// anchors finds the elements with the same mark, where each of both has it
// once: as many of them as stand in the same order. A mark of zero is none.
func (m *matching) anchors(a, aEnd, b, bEnd int, mark func(*jsonTree, int32) uint64) []pair {
	if a == aEnd || b == bEnd {
		return nil
	}
	const twice = -1
	place := map[uint64]int{}
	for j := b; j < bEnd; j++ {
		if k := mark(m.d.b, m.is[j]); k != 0 {
			if _, there := place[k]; there {
				place[k] = twice
			} else {
				place[k] = j
			}
		}
	}
	seen := map[uint64]int{}
	var both []pair
	for i := a; i < aEnd; i++ {
		k := mark(m.d.a, m.was[i])
		if j, there := place[k]; k == 0 || !there || j == twice {
			continue
		}
		if at, again := seen[k]; again {
			both[at].is = twice
			continue
		}
		seen[k] = len(both)
		both = append(both, pair{i, place[k]})
	}
	return rising(slices.DeleteFunc(both, func(p pair) bool { return p.is == twice }))
}

// rising is the longest part of the pairs, which are in the order of the old
// array, that is in the order of the new one, too.
func rising(pairs []pair) []pair {
	var ends []int // of the best sequence of each length, the pair that ends it
	before := make([]int, len(pairs))
	for i, p := range pairs {
		n, _ := slices.BinarySearchFunc(ends, p.is, func(e, is int) int { return pairs[e].is - is })
		before[i] = -1
		if n > 0 {
			before[i] = ends[n-1]
		}
		if n == len(ends) {
			ends = append(ends, i)
		} else {
			ends[n] = i
		}
	}
	if len(ends) == 0 {
		return nil
	}
	best := make([]pair, len(ends))
	n := ends[len(ends)-1]
	for i := len(best) - 1; i >= 0; i-- {
		best[i] = pairs[n]
		n = before[n]
	}
	return best
}

// inOrder takes what is left: an element became the one in its place where
// they are alike.
func (m *matching) inOrder(a, aEnd, b, bEnd int) {
	for ; a < aEnd && b < bEnd; a, b = a+1, b+1 {
		if m.d.alike(m.was[a], m.is[b]) {
			m.pairs = append(m.pairs, pair{a, b})
		} else {
			m.pairs = append(m.pairs, pair{a, -1}, pair{-1, b})
		}
	}
	for ; a < aEnd; a++ {
		m.pairs = append(m.pairs, pair{a, -1})
	}
	for ; b < bEnd; b++ {
		m.pairs = append(m.pairs, pair{-1, b})
	}
}

// identities are the keys by which things are told apart.
var identities = [...]string{"id", "_id", "uuid", "key", "sku", "name"}

// identity is a mark of what an object is, whatever else of it changed; zero
// where it does not say.
func (*differ) identity(t *jsonTree, at int32) uint64 {
	if t.nodes[at].kind != '{' {
		return 0
	}
	best, mark := len(identities), uint64(0)
	for i := at + 1; i < t.nodes[at].after; i = t.nodes[i].after {
		n := &t.nodes[i]
		if n.kind != '"' && n.kind != '0' {
			continue
		}
		key := t.src[n.key+1 : n.keyEnd-1]
		for rank, name := range identities[:best] {
			if string(key) == name {
				best, mark = rank, mix(uint64(rank)+1, n.hash)
			}
		}
	}
	return mark
}

// alike reports whether one may have become the other: both are plain values,
// both are arrays, or both are objects that share a key and do not say that
// they are two things.
func (d *differ) alike(x, y int32) bool {
	p, q := &d.a.nodes[x], &d.b.nodes[y]
	switch {
	case p.kind == '{' && q.kind == '{':
		was, is := d.identity(d.a, x), d.identity(d.b, y)
		return (was == 0 || is == 0 || was == is) && d.share(x, y)
	case p.kind == '{' || q.kind == '{' || p.kind == '[' || q.kind == '[':
		return p.kind == q.kind
	}
	return true
}

// share reports whether two objects have a key in common, among the first few
// of the one.
func (d *differ) share(x, y int32) bool {
	const few = 8
	n := 0
	for i := x + 1; i < d.a.nodes[x].after && n < few; i, n = d.a.nodes[i].after, n+1 {
		p := &d.a.nodes[i]
		for j := y + 1; j < d.b.nodes[y].after; j = d.b.nodes[j].after {
			q := &d.b.nodes[j]
			if string(d.a.src[p.key:p.keyEnd]) == string(d.b.src[q.key:q.keyEnd]) {
				return true
			}
		}
	}
	return n == 0
}
