package model

// ValidJSON reports whether b is one JSON value (RFC 8259). encoding/json
// stops at 10,000 levels; this goes as deep as the value does, in one loop
// and with one bit a level. Like encoding/json it does not look at UTF-8.
func ValidJSON(b []byte) bool {
	var open nesting // what is open: true for an object
	key, i := false, 0
	for {
		i = jsonSpace(b, i)
		if i >= len(b) {
			return false
		}
		if key {
			if i = jsonSpace(b, jsonString(b, i)); i >= len(b) || b[i] != ':' {
				return false
			}
			key, i = false, i+1
			continue
		}
		if c := b[i]; c == '{' || c == '[' {
			i = jsonSpace(b, i+1)
			if open.push(c == '{'); i >= len(b) || b[i] != c+2 {
				key = c == '{'
				continue
			}
		} else if i = jsonScalar(b, i); i > len(b) {
			return false
		}
		// A value has ended, or an empty one is about to.
		for {
			if i = jsonSpace(b, i); open.n == 0 {
				return i == len(b)
			}
			object := open.top()
			if i >= len(b) {
				return false
			}
			if b[i] == ',' {
				key, i = object, i+1
				break
			}
			if object && b[i] != '}' || !object && b[i] != ']' {
				return false
			}
			open.n--
			i++
		}
	}
}

// nesting is a stack of bits.
type nesting struct {
	words []uint64
	n     int
}

func (s *nesting) push(bit bool) {
	word, at := s.n/64, uint(s.n%64)
	if word == len(s.words) {
		s.words = append(s.words, 0)
	}
	s.words[word] &^= 1 << at
	if bit {
		s.words[word] |= 1 << at
	}
	s.n++
}

func (s *nesting) top() bool { return s.words[(s.n-1)/64]&(1<<uint((s.n-1)%64)) != 0 }

// The functions below return where what they read ends, or a place behind the
// end of b where it is not there.

func jsonSpace(b []byte, i int) int {
	for i < len(b) && (b[i] == ' ' || b[i] == '\t' || b[i] == '\n' || b[i] == '\r') {
		i++
	}
	return i
}

func jsonScalar(b []byte, i int) int {
	switch c := b[i]; c {
	case '"':
		return jsonString(b, i)
	case 't':
		return jsonWord(b, i, "true")
	case 'f':
		return jsonWord(b, i, "false")
	case 'n':
		return jsonWord(b, i, "null")
	}
	return jsonNumber(b, i)
}

func jsonWord(b []byte, i int, word string) int {
	if len(b)-i >= len(word) && string(b[i:i+len(word)]) == word {
		return i + len(word)
	}
	return len(b) + 1
}

func jsonString(b []byte, i int) int {
	if i >= len(b) || b[i] != '"' {
		return len(b) + 1
	}
	for i++; i < len(b); i++ {
		switch c := b[i]; {
		case c == '"':
			return i + 1
		case c < ' ':
			return len(b) + 1
		case c == '\\':
			if i = jsonEscape(b, i+1); i > len(b) {
				return i
			}
		}
	}
	return len(b) + 1
}

// jsonEscape returns the place of an escape's last byte.
func jsonEscape(b []byte, i int) int {
	if i >= len(b) {
		return len(b) + 1
	}
	switch b[i] {
	case '"', '\\', '/', 'b', 'f', 'n', 'r', 't':
		return i
	case 'u':
		for range 4 {
			if i++; i >= len(b) || !hexadecimal(b[i]) {
				return len(b) + 1
			}
		}
		return i
	}
	return len(b) + 1
}

func hexadecimal(c byte) bool {
	return c >= '0' && c <= '9' || c >= 'a' && c <= 'f' || c >= 'A' && c <= 'F'
}

func jsonNumber(b []byte, i int) int {
	if i < len(b) && b[i] == '-' {
		i++
	}
	if i < len(b) && b[i] == '0' {
		i++
	} else if i = jsonDigits(b, i); i > len(b) {
		return i
	}
	if i < len(b) && b[i] == '.' {
		if i = jsonDigits(b, i+1); i > len(b) {
			return i
		}
	}
	if i < len(b) && (b[i] == 'e' || b[i] == 'E') {
		if i++; i < len(b) && (b[i] == '+' || b[i] == '-') {
			i++
		}
		return jsonDigits(b, i)
	}
	return i
}

// jsonDigits wants one at least.
func jsonDigits(b []byte, i int) int {
	from := i
	for i < len(b) && b[i] >= '0' && b[i] <= '9' {
		i++
	}
	if i == from {
		return len(b) + 1
	}
	return i
}
