package jsonview

// indentStep is how many blanks a level of a printed document is set in.
const indentStep = 2

// deepestIndent is the level from which on lines are set in no further:
// nobody counts a hundred levels.
const deepestIndent = 0x7f

// Print lays a document out as lines for a file. It stays what it was: what
// is not safe to print is written as an escape. It reports false for what is
// no JSON.
func Print(src []byte) (string, bool) {
	d, ok := read(src)
	if !ok {
		return "", false
	}
	out := make([]byte, 0, len(src)+len(src)/2)
	for c := d.seek(0); ; {
		for range min(c.level(), deepestIndent) * indentStep {
			out = append(out, ' ')
		}
		if c.t.keyTo > 0 {
			out = append(exact(out, src[c.t.keyFrom:c.t.keyTo]), ": "...)
		}
		switch c.t.kind {
		case empty:
			out = append(out, src[c.t.from], src[c.t.from]+2)
		case scalar:
			out = exact(out, src[c.t.from:c.t.to])
		default:
			out = append(out, src[c.t.from])
		}
		if c.t.comma {
			out = append(out, ',')
		}
		out = append(out, '\n')
		if !c.next() {
			return string(out), true
		}
	}
}
