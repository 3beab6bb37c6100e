package jsonview

import "fntop/ui/draw"

// Kind is what a part of a line is.
type Kind uint8

// The parts of a line. Sign is a bracket, a comma or a colon; Said is ours,
// and not in the document.
const (
	Sign Kind = iota
	Key
	String
	Number
	Word
	Said
)

// Span is a part of a line: it begins where the one before ends.
type Span struct {
	End  int
	Kind Kind
}

// Line is a line of visible text.
type Line struct {
	Text  string
	Depth int
	Spans [8]Span // what it is made of; one that ends at 0 ends the list
	// Parts are those that are searched: a name and a value.
	Parts [2]Part
	Note  Note
}

// Part is a part of a text, in bytes.
type Part struct{ From, To int }

// writer makes lines of a document.
type writer struct {
	spell spelling
	buf   []byte
	n     int // spans written
	line  *Line
}

func (w *writer) part(kind Kind, text string) {
	w.buf = append(w.buf, text...)
	w.end(kind)
}

func (w *writer) end(kind Kind) {
	w.line.Spans[w.n] = Span{len(w.buf), kind}
	w.n++
}

// quoted writes a string as it is spelled here and returns where it stands.
func (w *writer) quoted(kind Kind, raw []byte) Part {
	from := len(w.buf)
	w.buf = append(w.buf, '"')
	w.buf = w.spell(w.buf, raw[1:len(raw)-1])
	w.buf = append(w.buf, '"')
	w.end(kind)
	return Part{from, len(w.buf)}
}

// key writes the name of a line's field, if it has one.
func (w *writer) key(c *cursor) {
	if c.t.keyTo > 0 {
		w.line.Parts[0] = w.quoted(Key, c.d.src[c.t.keyFrom:c.t.keyTo])
		w.part(Sign, ": ")
	}
}

// write writes the line that c stands on.
func (w *writer) write(t *tree, c *cursor, line *Line) {
	w.line, w.n, w.buf = line, 0, w.buf[:0]
	*line = Line{Depth: c.level()}
	for s := t; s.up != nil; s = s.up {
		up := s.up.d.seek(s.at)
		line.Depth += up.level()
	}
	if c.line == 0 {
		w.inString(t)
	}
	w.key(c)
	raw := c.d.src[c.t.from:c.t.to]
	switch c.t.kind {
	case opening, closing:
		w.bracket(t, c)
	case empty:
		from := len(w.buf)
		w.part(Sign, string([]byte{raw[0], raw[0] + 2}))
		line.Parts[1] = Part{from, len(w.buf)}
		w.comma(c.t.comma)
	default:
		w.value(c, raw)
		w.comma(c.t.comma)
	}
	line.Text = string(w.buf)
}

func (w *writer) value(c *cursor, raw []byte) {
	from := len(w.buf)
	switch {
	case raw[0] == '"':
		w.quoted(String, raw)
	case raw[0] == '-' || raw[0] >= '0' && raw[0] <= '9':
		w.part(Number, string(raw))
	default:
		w.part(Word, string(raw))
	}
	w.line.Parts[1] = Part{from, len(w.buf)}
	w.line.Note = noteOn(c.d.src[c.t.keyFrom:c.t.keyTo], raw)
}

func (w *writer) comma(there bool) {
	if there {
		w.part(Sign, ",")
	}
}

// bracket writes a bracket, or a folded container with what is in it.
func (w *writer) bracket(t *tree, c *cursor) {
	b := c.d.src[c.t.from]
	if c.t.kind == closing {
		w.part(Sign, string(b))
		w.ended(t, c)
		return
	}
	i := t.on(c.line)
	if i < 0 || t.patches[i].hidden() == 0 {
		w.part(Sign, string(b))
		return
	}
	end := c.d.seek(c.line + t.patches[i].hidden())
	w.part(Sign, string(b)+"…"+string(b+2))
	w.ended(t, &end)
	if parent, n := c.d.owner(end.t.at); parent != unknown {
		w.part(Said, " "+counted(int(n), b))
	}
}

// ended writes what stands behind a container that ends on c's line.
func (w *writer) ended(t *tree, c *cursor) {
	if t.up == nil || c.t.next < len(c.d.src) {
		w.comma(c.t.comma)
		return
	}
	w.part(Said, `"`)
	up := t.up.d.seek(t.at)
	w.comma(up.t.comma)
}

// inString writes what stands before a document that is in a string.
func (w *writer) inString(t *tree) {
	if t.up == nil {
		return
	}
	up := t.up.d.seek(t.at)
	w.key(&up)
	w.part(Said, `"`)
}

func counted(n int, bracket byte) string {
	word := "item"
	if bracket == '{' {
		word = "field"
	}
	if n != 1 {
		word += "s"
	}
	return draw.Count(n) + " " + word
}
