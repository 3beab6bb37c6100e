package detail

import (
	"encoding/json"
	"strings"
)

// indentStep is how many cells a level of JSON is set in, deepest the level
// from which on lines are set in no further: nobody counts a hundred levels.
const (
	indentStep = 2
	deepest    = 0x7f
	keyed      = 0x80 // of jsonDoc.levels: the line begins with a key
)

// jsonDoc is a payload laid out as lines, laid out once. A line costs five
// bytes beside its text; colours are found when it is drawn.
type jsonDoc struct {
	text   string
	starts []uint32 // where lines begin; the last is one past the text
	levels []uint8
	other  text // instead of all that, what is no JSON
}

// layout lays a payload out, or as text where it is not JSON (or nested
// deeper than encoding/json goes along with).
func layout(src []byte, w writer) *jsonDoc {
	if !json.Valid(src) {
		return &jsonDoc{other: visibleText(string(src))}
	}
	p := printer{dst: make([]byte, 0, len(src)+len(src)/2), writer: w}
	p.print(src)
	p.newline()
	return &jsonDoc{text: string(p.dst), starts: append(p.starts, uint32(len(p.dst))), levels: p.levels}
}

func (d *jsonDoc) len() int { return len(d.levels) + len(d.other) }

func (d *jsonDoc) line(i int) line {
	if d.other != nil {
		return d.other.line(i)
	}
	t := d.text[d.starts[i] : d.starts[i+1]-1]
	indent := int(d.levels[i]&deepest) * indentStep
	l := line{text: t, indent: indent, hang: indent + 2*indentStep}
	value := 0
	if d.levels[i]&keyed != 0 {
		end := stringEnd(t)
		l.spans[0] = span{end, jsonKey}
		value = end + len(": ")
	}
	l.spans[1] = span{value, faint}
	end := len(t)
	if strings.HasSuffix(t, ",") {
		end--
	}
	l.spans[2] = span{end, valueRole(t[value:])}
	l.spans[3] = span{len(t), faint}
	if value == 0 {
		copy(l.spans[:], l.spans[2:]) // an empty span ends the list
	}
	return l
}

func valueRole(value string) role {
	switch c := value[0]; {
	case c == '"':
		return jsonString
	case c == '-' || c >= '0' && c <= '9':
		return jsonNumber
	case c == 't' || c == 'f' || c == 'n':
		return jsonWord
	}
	return faint
}

// stringEnd is the length of the JSON string that t begins with.
func stringEnd(t string) int {
	for i := 1; i < len(t); i++ {
		switch t[i] {
		case '\\':
			i++
		case '"':
			return i + 1
		}
	}
	return len(t)
}

// printer lays valid JSON out, a value or a bracket to a line. Nothing is
// decoded: numbers and the order and number of keys are as they were sent. It
// keeps count of depth and never calls itself.
type printer struct {
	writer writer
	dst    []byte
	starts []uint32
	levels []uint8
	begun  int // where the line begun begins
	level  uint8
	depth  int
}

func (p *printer) print(src []byte) {
	for i := 0; i < len(src); {
		switch c := src[i]; c {
		case ' ', '\t', '\n', '\r':
			i++
		case '{', '[':
			p.dst = append(p.dst, c)
			i = skipBlank(src, i+1)
			if src[i] == '}' || src[i] == ']' {
				p.dst = append(p.dst, src[i])
				i++
				continue
			}
			p.depth++
			p.newline()
		case '}', ']':
			p.depth--
			p.newline()
			p.dst = append(p.dst, c)
			i++
		case ',':
			p.dst = append(p.dst, c)
			p.newline()
			i++
		case ':':
			p.dst = append(p.dst, ": "...)
			p.level |= keyed
			i++
		case '"':
			end := i + 1
			for src[end] != '"' {
				if src[end] == '\\' {
					end++
				}
				end++
			}
			p.dst = append(p.dst, '"')
			p.dst = p.writer(p.dst, src[i+1:end])
			p.dst = append(p.dst, '"')
			i = end + 1
		default:
			p.dst = append(p.dst, c)
			i++
		}
	}
}

// newline ends the line begun and begins one at the present depth.
func (p *printer) newline() {
	p.dst = append(p.dst, '\n')
	p.starts = append(p.starts, uint32(p.begun))
	p.levels = append(p.levels, p.level)
	p.begun = len(p.dst)
	p.level = uint8(min(p.depth, deepest))
}

func skipBlank(src []byte, i int) int {
	for src[i] == ' ' || src[i] == '\t' || src[i] == '\n' || src[i] == '\r' {
		i++
	}
	return i
}

// String is the document as lines for a file, set in by blanks.
func (d *jsonDoc) String() string {
	if d.other != nil {
		return strings.Join(d.other, "\n") + "\n"
	}
	var b strings.Builder
	for i, level := range d.levels {
		b.WriteString(strings.Repeat(" ", int(level&deepest)*indentStep))
		b.WriteString(d.text[d.starts[i]:d.starts[i+1]])
	}
	return b.String()
}
