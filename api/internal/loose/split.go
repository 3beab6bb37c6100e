// Package loose takes JSON apart that may be anything: backends send what
// their documents do not say, and one odd value must not hide a run.
package loose

import (
	"encoding/json"
	"errors"
)

// Answers are taken apart here before anything is decoded. encoding/json
// refuses a whole document when one value in it is nested 10,000 deep; this
// scanner only counts, so what is odd about one run stays with that run. The
// pieces are the answer's own bytes, not copies.

// ErrNotJSON says that something is no JSON, or breaks off.
var ErrNotJSON = errors.New("not JSON")

// Elements returns the values of the array that is b.
func Elements(b []byte) ([]json.RawMessage, error) {
	i := space(b, 0)
	if i >= len(b) || b[i] != '[' {
		return nil, ErrNotJSON
	}
	var out []json.RawMessage
	i = space(b, i+1)
	if i < len(b) && b[i] == ']' {
		return out, ended(b, i+1)
	}
	for {
		end, ok := valueEnd(b, i)
		if !ok {
			return nil, ErrNotJSON
		}
		out = append(out, json.RawMessage(b[i:end:end]))
		i = space(b, end)
		switch {
		case i < len(b) && b[i] == ',':
			i = space(b, i+1)
		case i < len(b) && b[i] == ']':
			return out, ended(b, i+1)
		default:
			return nil, ErrNotJSON
		}
	}
}

// Fields returns the members of the object that is b. Of two with one name
// the later counts, as in encoding/json. With an error come those before it.
func Fields(b []byte) (map[string]json.RawMessage, error) {
	i := space(b, 0)
	if i >= len(b) || b[i] != '{' {
		return nil, ErrNotJSON
	}
	out := make(map[string]json.RawMessage, 32)
	i = space(b, i+1)
	if i < len(b) && b[i] == '}' {
		return out, ended(b, i+1)
	}
	for {
		end, ok := valueEnd(b, i)
		if !ok || b[i] != '"' {
			return out, ErrNotJSON
		}
		key, ok := unquote(b[i:end])
		if !ok {
			return out, ErrNotJSON
		}
		i = space(b, end)
		if i >= len(b) || b[i] != ':' {
			return out, ErrNotJSON
		}
		i = space(b, i+1)
		if end, ok = valueEnd(b, i); !ok {
			return out, ErrNotJSON
		}
		out[key] = json.RawMessage(b[i:end:end])
		i = space(b, end)
		switch {
		case i < len(b) && b[i] == ',':
			i = space(b, i+1)
		case i < len(b) && b[i] == '}':
			return out, ended(b, i+1)
		default:
			return out, ErrNotJSON
		}
	}
}

// unquote returns the text of a JSON string. Most hold nothing but plain
// ASCII, for which encoding/json would be ten times as slow.
func unquote(b []byte) (string, bool) {
	for _, c := range b[1 : len(b)-1] {
		if c < ' ' || c == '\\' || c >= 0x80 {
			var s string
			err := json.Unmarshal(b, &s)
			return s, err == nil
		}
	}
	return string(b[1 : len(b)-1]), true
}

// Kind is the first character of the value that is b, zero where there is none.
func Kind(b []byte) byte {
	if i := space(b, 0); i < len(b) {
		return b[i]
	}
	return 0
}

func space(b []byte, i int) int {
	for i < len(b) && (b[i] == ' ' || b[i] == '\t' || b[i] == '\n' || b[i] == '\r') {
		i++
	}
	return i
}

// ended is an error unless nothing but space follows.
func ended(b []byte, i int) error {
	if space(b, i) != len(b) {
		return ErrNotJSON
	}
	return nil
}

// valueEnd returns where the value that begins at i ends. It finds the end of
// every valid value; of an invalid one it may find one too.
func valueEnd(b []byte, i int) (int, bool) {
	if i >= len(b) {
		return 0, false
	}
	switch b[i] {
	case '"':
		return stringEnd(b, i)
	case '{', '[':
		for depth := 0; i < len(b); i++ {
			switch b[i] {
			case '{', '[':
				depth++
			case '}', ']':
				if depth--; depth == 0 {
					return i + 1, true
				}
			case '"':
				end, ok := stringEnd(b, i)
				if !ok {
					return 0, false
				}
				i = end - 1
			}
		}
		return 0, false
	}
	from := i
	for i < len(b) && b[i] != ',' && b[i] != '}' && b[i] != ']' && b[i] != ':' && b[i] > ' ' {
		i++
	}
	return i, i > from
}

func stringEnd(b []byte, i int) (int, bool) {
	for i++; i < len(b); i++ {
		switch b[i] {
		case '\\':
			i++
		case '"':
			return i + 1, true
		}
	}
	return 0, false
}
