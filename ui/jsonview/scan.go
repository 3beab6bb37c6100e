package jsonview

import "fntop/ui/lex"

// kind is what a line of a document holds.
type kind uint8

const (
	scalar kind = iota
	opening
	closing
	empty // a container with nothing in it
)

// token is one line of a document laid out: a field's name if there is one,
// and a value or a bracket. Everything in it is a place in the document.
type token struct {
	at, next       int // where it begins, and the line after it
	keyFrom, keyTo int // with its quotes; keyTo is 0 where there is none
	from, to       int // the value or the bracket
	kind           kind
	comma          bool
}

// scan reads the line that begins at byte i of valid JSON.
func scan(src []byte, i int, t *token) {
	*t = token{at: i, from: i}
	switch c := src[i]; c {
	case '}', ']':
		t.kind, t.to = closing, i+1
	case '"':
		t.to = lex.StringEnd(src, i)
		after := lex.Blank(src, t.to)
		if after == len(src) || src[after] != ':' {
			break
		}
		t.keyFrom, t.keyTo = i, t.to
		t.from = lex.Blank(src, after+1)
		scanValue(src, t)
	default:
		scanValue(src, t)
	}
	t.next = t.to
	if t.kind == opening {
		t.next = lex.Blank(src, t.to)
		return
	}
	t.next = lex.Blank(src, t.next)
	if t.next < len(src) && src[t.next] == ',' {
		t.comma = true
		t.next = lex.Blank(src, t.next+1)
	}
}

// scanValue reads the value that begins at from.
func scanValue(src []byte, t *token) {
	i := t.from
	switch c := src[i]; c {
	case '"':
		t.to = lex.StringEnd(src, i)
	case '{', '[':
		t.kind, t.to = opening, i+1
		if end := lex.Blank(src, i+1); src[end] == c+2 {
			t.kind, t.to = empty, end+1
		}
	default:
		t.to = lex.WordEnd(src, i)
	}
}
