package model

import (
	"encoding/json"
	"strconv"
	"strings"
)

// Difference is where two JSON values differ. The order of an object's keys
// does not count, nor does white space; of a key that is there twice the last
// value counts. Numbers are what they are spelled as: 1.0 is not 1.
type Difference struct {
	Changes []JSONChange
	More    int // changes beyond those that are listed
	// Opaque: one of the two is no JSON, or nested too deeply to be taken
	// apart. Then there is one change, of the whole, unless they are the same
	// byte by byte.
	Opaque bool
}

// Same reports whether nothing differs.
func (d *Difference) Same() bool { return len(d.Changes) == 0 }

// JSONChange is one place where two values differ. Old and New are as they
// were sent and lie in what was compared.
type JSONChange struct {
	Kind     ChangeKind
	Path     []JSONStep
	Old, New json.RawMessage // nil where there is none
}

// ChangeKind is what happened to a value.
type ChangeKind uint8

// What can happen to a value.
const (
	WasAdded ChangeKind = iota + 1
	WasRemoved
	WasChanged
)

// JSONStep is one step from a value into it: to a member of an object by its
// key, or to an element of an array by where it was and where it is.
type JSONStep struct {
	Key      string
	Element  bool
	Old, New int // of an element; -1 where there was or is none
}

// PathText is a path as jq writes it, "." for the whole. Of an element that
// stands at another place than before both are told: .items[3→4].
func PathText(path []JSONStep) string {
	var b strings.Builder
	for i, s := range path {
		switch {
		case s.Element:
			if i == 0 {
				b.WriteByte('.')
			}
			b.WriteString("[" + s.place() + "]")
		case PlainKey(s.Key):
			b.WriteString("." + s.Key)
		default:
			if i == 0 {
				b.WriteByte('.')
			}
			quoted, err := json.Marshal(s.Key)
			if err != nil {
				quoted = []byte(`"?"`) // strings always can
			}
			b.WriteString("[" + string(quoted) + "]")
		}
	}
	if b.Len() == 0 {
		return "."
	}
	return b.String()
}

func (s *JSONStep) place() string {
	switch {
	case s.Old < 0 || s.Old == s.New:
		return strconv.Itoa(s.New)
	case s.New < 0:
		return strconv.Itoa(s.Old)
	}
	return strconv.Itoa(s.Old) + "→" + strconv.Itoa(s.New)
}

// PlainKey reports whether a key may stand behind a dot as it is.
func PlainKey(key string) bool {
	for i := range len(key) {
		c := key[i]
		if c != '_' && (c < 'a' || c > 'z') && (c < 'A' || c > 'Z') && (i == 0 || c < '0' || c > '9') {
			return false
		}
	}
	return key != ""
}

// DiffJSON compares two JSON values and lists at most so many changes. It
// takes time in proportion to their size, however they differ.
func DiffJSON(a, b []byte, most int) Difference {
	if string(a) == string(b) {
		return Difference{}
	}
	x, y := readJSON(a), readJSON(b)
	if x == nil || y == nil {
		return Difference{Opaque: true, Changes: []JSONChange{{Kind: WasChanged, Old: a, New: b}}}
	}
	d := differ{a: x, b: y, most: most, effort: effort}
	d.value(0, 0)
	return Difference{Changes: d.changes, More: d.more}
}

// differ compares two trees.
type differ struct {
	a, b    *jsonTree
	path    []JSONStep
	changes []JSONChange
	most    int
	more    int
	effort  int // comparisons of elements that are left
}

// value compares two values that stand at the same place.
func (d *differ) value(x, y int32) {
	p, q := &d.a.nodes[x], &d.b.nodes[y]
	switch {
	case p.kind == q.kind && p.hash == q.hash:
	case p.kind == '{' && q.kind == '{':
		d.objects(x, y)
	case p.kind == '[' && q.kind == '[':
		d.arrays(x, y)
	default:
		d.tell(WasChanged, x, y)
	}
}

// tell lists a change of the value at the path that is reached.
func (d *differ) tell(kind ChangeKind, x, y int32) {
	if len(d.changes) >= d.most {
		d.more++
		return
	}
	c := JSONChange{Kind: kind, Path: append([]JSONStep(nil), d.path...)}
	if x >= 0 {
		c.Old = d.a.raw(x)
	}
	if y >= 0 {
		c.New = d.b.raw(y)
	}
	d.changes = append(d.changes, c)
}

// at does something one step further.
func (d *differ) at(s JSONStep, then func()) {
	d.path = append(d.path, s)
	then()
	d.path = d.path[:len(d.path)-1]
}

func (d *differ) objects(x, y int32) {
	was, is := d.a.members(x), d.b.members(y)
	for _, m := range was.list {
		if was.last[m.key] != m.node {
			continue
		}
		d.at(JSONStep{Key: m.key}, func() {
			if now, ok := is.last[m.key]; ok {
				d.value(m.node, now)
			} else {
				d.tell(WasRemoved, m.node, -1)
			}
		})
	}
	for _, m := range is.list {
		if _, ok := was.last[m.key]; !ok && is.last[m.key] == m.node {
			d.at(JSONStep{Key: m.key}, func() { d.tell(WasAdded, -1, m.node) })
		}
	}
}

func (d *differ) arrays(x, y int32) {
	was, is := d.a.elements(x), d.b.elements(y)
	for _, p := range d.match(was, is) {
		switch {
		case p.is < 0:
			d.at(JSONStep{Element: true, Old: p.was, New: -1}, func() { d.tell(WasRemoved, was[p.was], -1) })
		case p.was < 0:
			d.at(JSONStep{Element: true, Old: -1, New: p.is}, func() { d.tell(WasAdded, -1, is[p.is]) })
		default:
			d.at(JSONStep{Element: true, Old: p.was, New: p.is}, func() { d.value(was[p.was], is[p.is]) })
		}
	}
}
