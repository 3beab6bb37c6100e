package jsonview

import (
	"bytes"
	"encoding/json"
	"strings"

	"fntop/model"
)

// View is a document on the screen: what is folded in it, what is open.
type View struct {
	root  *tree
	write writer
	made  cache
	last  cursor // where the last line was read, for the one after it
	lastT *tree
	// strings counts how often one was opened or shut: what was found before
	// is not to be found after.
	strings int
}

// New makes the view of a document, all of it open. With letters the escapes
// that stand for letters are undone; without, every escape is as it was sent.
// It reports false for what is no JSON. The document must not be changed any
// more.
func New(src []byte, letters bool) (*View, bool) {
	d, ok := read(src)
	if !ok {
		return nil, false
	}
	v := &View{root: &tree{d: d}, write: writer{spell: asSent}}
	if letters {
		v.write.spell = readable
	}
	v.root.settled()
	return v, true
}

// Len is how many lines are to be seen.
func (v *View) Len() int { return v.root.size }

// Line is one of them. It is good until the next call of any method.
func (v *View) Line(i int) *Line {
	if line := v.made.line(i); line != nil {
		return line
	}
	line := v.made.add(i)
	s := v.root.seen(i)
	c := v.cursor(s)
	v.write.write(s.t, &c, line)
	v.made.weigh(len(line.Text))
	return line
}

// cursor stands on a line; for the one after the last one it goes on there.
func (v *View) cursor(s spot) cursor {
	if v.lastT != s.t || s.line != v.last.line+1 || !v.last.next() {
		v.last, v.lastT = s.t.d.seek(s.line), s.t
	}
	return v.last
}

// changed forgets the lines made.
func (v *View) changed() {
	v.made = cache{}
	v.lastT = nil
}

// Toggle folds or unfolds the container that opens or ends on a line, or
// opens the JSON that is in its string. It returns the line on which that
// stands now, and reports false where there is nothing of the kind.
func (v *View) Toggle(i int) (int, bool) {
	s := v.root.seen(i)
	c := s.t.d.seek(s.line)
	if c.t.kind == closing {
		if s.t.up != nil && c.t.next >= len(c.d.src) {
			return v.shut(s.t), true
		}
		parent, _ := c.d.owner(c.t.at)
		if parent == unknown {
			return i, false
		}
		c = c.d.find(int(parent))
	}
	switch c.t.kind {
	case opening:
		at := s.t.on(c.line)
		switch {
		case at >= 0:
			s.t.take(at)
		case s.t.up != nil && c.line == 0:
			return v.shut(s.t), true
		default:
			s.t.fold(c)
		}
	case scalar:
		if !v.open(s.t, &c) {
			return i, false
		}
	default:
		return i, false
	}
	v.changed()
	return spot{s.t, c.line}.number(), true
}

// open opens the JSON in the string on c's line.
func (v *View) open(t *tree, c *cursor) bool {
	raw := c.d.src[c.t.from:c.t.to]
	if raw[0] != '"' || !looksJSON(raw) {
		return false
	}
	var text string
	if json.Unmarshal(raw, &text) != nil || !holdsLines(text) {
		return false
	}
	d, ok := read([]byte(text))
	if !ok {
		return false
	}
	sub := &tree{d: d, up: t, at: c.line}
	sub.size = d.lines
	t.put(patch{line: uint32(c.line), more: &more{sub: sub}})
	v.strings++
	return true
}

// looksJSON tells cheaply that a string, as it is spelled, may hold a
// document.
func looksJSON(raw []byte) bool {
	inside := bytes.TrimLeft(raw[1:len(raw)-1], ` \nrt`)
	return len(inside) > 1 && (inside[0] == '{' || inside[0] == '[')
}

// holdsLines reports whether a text is a container with something in it.
func holdsLines(text string) bool {
	text = strings.TrimSpace(text)
	if len(text) < 3 || text[0] != '{' && text[0] != '[' {
		return false
	}
	return strings.TrimSpace(text[1:len(text)-1]) != "" && model.ValidJSON([]byte(text))
}

// shut makes an opened string a string again, and returns its line.
func (v *View) shut(sub *tree) int {
	t := sub.up
	if i := t.on(sub.at); i >= 0 {
		t.take(i)
	}
	v.strings++
	v.changed()
	return spot{t, sub.at}.number()
}

// FoldAll folds everything in the outermost container and returns the line
// that what stood on line i is on now.
func (v *View) FoldAll(i int) int {
	s := v.top(i)
	v.root.foldAll()
	v.strings++
	v.changed()
	return s.number()
}

// UnfoldAll opens every container.
func (v *View) UnfoldAll(i int) int {
	s := v.root.seen(i)
	v.root.unfoldAll()
	v.changed()
	return s.number()
}

// top is the line of the document itself that a line belongs to.
func (v *View) top(i int) spot {
	s := v.root.seen(i)
	for s.t.up != nil {
		s = spot{s.t.up, s.t.at}
	}
	return s
}

// Path is where the value of a line stands, as jq writes it; empty where that
// is too deep to tell.
func (v *View) Path(i int) string {
	s := v.root.seen(i)
	c := s.t.d.seek(s.line)
	path, ok := pathOf(s.t, c)
	if !ok {
		return ""
	}
	return path
}

func pathOf(t *tree, c cursor) (string, bool) {
	var b strings.Builder
	if !t.d.path(&b, c) {
		return "", false
	}
	if t.up == nil {
		return b.String(), true
	}
	before, ok := pathOf(t.up, t.up.d.seek(t.at))
	if b.String() == "." {
		return before + " | fromjson", ok
	}
	return before + " | fromjson | " + b.String(), ok
}

// Value is the value of a line as it was sent: the whole of a container,
// whether it is folded or not.
func (v *View) Value(i int) []byte {
	s := v.root.seen(i)
	c := s.t.d.seek(s.line)
	from, to := c.t.from, c.t.to
	switch c.t.kind {
	case opening:
		to = c.d.end(c).t.to
	case closing:
		parent, _ := c.d.owner(c.t.at)
		if parent == unknown {
			return nil
		}
		from = c.d.find(int(parent)).t.from
	}
	return c.d.src[from:to:to]
}
