package jq

import (
	"encoding/json"

	"fntop/ui/lex"
)

// deepest is how deep a document may be nested: as deep as encoding/json goes.
const deepest = 10_000

// decoder makes values of a document that is known to be valid. Numbers stay
// as they are spelled; names that many objects have are held once.
type decoder struct {
	src   []byte
	i     int
	depth int
	names map[string]string
	guard *guard
	made  int
}

func decode(doc []byte, g *guard) (any, error) {
	d := decoder{src: doc, names: map[string]string{}, guard: g}
	return d.value()
}

func (d *decoder) value() (any, error) {
	if d.made++; d.made%between == 0 {
		if d.guard.look(); d.guard.why != nil {
			return nil, d.guard.why
		}
	}
	d.i = lex.Blank(d.src, d.i)
	switch c := d.src[d.i]; c {
	case '{', '[':
		if d.depth++; d.depth > deepest {
			return nil, errDeep
		}
		defer func() { d.depth-- }()
		if c == '{' {
			return d.object()
		}
		return d.array()
	case '"':
		from := d.i
		d.i = lex.StringEnd(d.src, from)
		return unquoted(d.src[from:d.i]), nil
	case 't', 'n':
		d.i += len("true")
		if c == 'n' {
			return nil, nil
		}
		return true, nil
	case 'f':
		d.i += len("false")
		return false, nil
	}
	from := d.i
	d.i = lex.WordEnd(d.src, from)
	return number(d.src[from:d.i]), nil
}

func (d *decoder) object() (any, error) {
	o := map[string]any{}
	d.i = lex.Blank(d.src, d.i+1)
	for d.src[d.i] != '}' {
		end := lex.StringEnd(d.src, d.i)
		name := d.name(d.src[d.i:end])
		d.i = lex.Blank(d.src, end) + 1 // over the colon
		v, err := d.value()
		if err != nil {
			return nil, err
		}
		o[name] = v
		d.separator()
	}
	d.i++
	return o, nil
}

func (d *decoder) array() (any, error) {
	a := []any{}
	d.i = lex.Blank(d.src, d.i+1)
	for d.src[d.i] != ']' {
		v, err := d.value()
		if err != nil {
			return nil, err
		}
		a = append(a, v)
		d.separator()
	}
	d.i++
	return a, nil
}

func (d *decoder) separator() {
	if d.i = lex.Blank(d.src, d.i); d.src[d.i] == ',' {
		d.i = lex.Blank(d.src, d.i+1)
	}
}

func (d *decoder) name(quoted []byte) string {
	if held, ok := d.names[string(quoted)]; ok {
		return held
	}
	s := unquoted(quoted)
	if len(d.names) < 1<<12 {
		d.names[string(quoted)] = s
	}
	return s
}

// number is a whole number that a machine holds, or one as it is spelled:
// jq reckons with the first and keeps the second, unless it reckons with it.
func number(spelled []byte) any {
	digits := spelled
	if digits[0] == '-' {
		digits = digits[1:]
	}
	if len(digits) > 18 || digits[0] == '0' && spelled[0] == '-' {
		return json.Number(spelled)
	}
	n := 0
	for _, c := range digits {
		if c < '0' || c > '9' {
			return json.Number(spelled)
		}
		n = n*10 + int(c-'0')
	}
	if spelled[0] == '-' {
		n = -n
	}
	return n
}

func unquoted(quoted []byte) string {
	inside := quoted[1 : len(quoted)-1]
	for _, c := range inside {
		if c == '\\' || c >= 0x80 {
			var s string
			_ = json.Unmarshal(quoted, &s) // it is valid
			return s
		}
	}
	return string(inside)
}
