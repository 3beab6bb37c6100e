package connect

import (
	"strconv"
	"strings"
)

// repeat is a key that stands twice, and where it does so.
type repeat struct {
	key  string
	line int // 0: there is none
}

// positions returns the line on which each key of a TOML document first
// stands, by its full name, and the first key that stands twice where the
// library lets that pass (a.b = 1 and then a = 2). The TOML library says where
// a syntax error is but not where a key is. The text has been parsed already,
// so anything odd is passed over rather than reported.
func positions(text string) (lines map[string]int, twice repeat) {
	s := scanner{text: strings.TrimPrefix(text, "\ufeff"), line: 1, lines: make(map[string]int)}
	s.document()
	return s.lines, s.twice
}

// pathKey joins the parts of a key; the separator cannot stand in a key.
func pathKey(parts ...string) string { return strings.Join(parts, "\x00") }

type scanner struct {
	text  string
	at    int
	line  int
	lines map[string]int
	lists int // how many arrays are open: the tables in one may be alike
	twice repeat
}

func (s *scanner) document() {
	var table []string
	for s.blank(); s.at < len(s.text); s.blank() {
		start := s.at
		if s.peek() == '[' {
			s.step()
			if s.peek() == '[' {
				s.step()
			}
			table = s.key()
			s.record(table)
			for s.peek() == ']' {
				s.step()
			}
		} else {
			s.pair(table)
		}
		if s.at == start {
			s.step()
		}
	}
}

// pair reads "key = value" in a table.
func (s *scanner) pair(table []string) {
	path := append(table[:len(table):len(table)], s.key()...)
	if s.lines[pathKey(path...)] > 0 && s.lists == 0 && s.twice.line == 0 {
		s.twice = repeat{strings.Join(path, "."), s.line}
	}
	s.record(path)
	if s.spaces(); s.peek() == '=' {
		s.step()
		s.value(path)
	}
}

func (s *scanner) record(path []string) {
	for i := range path {
		name := pathKey(path[:i+1]...)
		if _, ok := s.lines[name]; !ok {
			s.lines[name] = s.line
		}
	}
}

func (s *scanner) key() []string {
	var parts []string
	for {
		s.spaces()
		start := s.at
		switch c := s.peek(); {
		case c == '"' || c == '\'':
			s.str()
			parts = append(parts, unquote(s.text[start:s.at]))
		default:
			for isBare(s.peek()) {
				s.step()
			}
			parts = append(parts, s.text[start:s.at])
		}
		if s.spaces(); s.peek() != '.' {
			return parts
		}
		s.step()
	}
}

func (s *scanner) value(path []string) {
	s.spaces()
	switch s.peek() {
	case '"', '\'':
		s.str()
	case '{':
		s.group('}', func() { s.pair(path) })
	case '[':
		s.lists++
		s.group(']', func() { s.value(path) })
		s.lists--
	default:
		for s.at < len(s.text) && !strings.ContainsRune(",]}#\n", rune(s.peek())) {
			s.step()
		}
	}
}

func (s *scanner) group(end byte, element func()) {
	s.step()
	for s.blank(); s.at < len(s.text) && s.peek() != end; s.blank() {
		start := s.at
		if s.peek() != ',' {
			element()
		}
		if s.at == start {
			s.step()
		}
	}
	s.step()
}

// str passes over one string of any of TOML's four forms.
func (s *scanner) str() {
	quote := s.text[s.at : s.at+1]
	end := quote
	if strings.HasPrefix(s.text[s.at:], quote+quote+quote) {
		end = quote + quote + quote
	}
	s.skip(len(end))
	for s.at < len(s.text) && !strings.HasPrefix(s.text[s.at:], end) {
		if s.peek() == '\\' && quote == `"` {
			s.step()
		}
		s.step()
	}
	s.skip(len(end))
	// A long string may end in one or two quotes of its own.
	for len(end) == 3 && s.peek() == quote[0] {
		s.step()
	}
}

func unquote(quoted string) string {
	if quoted[0] == '"' {
		if plain, err := strconv.Unquote(quoted); err == nil {
			return plain
		}
	}
	return strings.Trim(quoted, quoted[:1])
}

// blank passes over white space, line breaks and comments.
func (s *scanner) blank() {
	for {
		switch s.peek() {
		case ' ', '\t', '\r', '\n':
			s.step()
		case '#':
			for s.at < len(s.text) && s.peek() != '\n' {
				s.step()
			}
		default:
			return
		}
	}
}

func (s *scanner) spaces() {
	for s.peek() == ' ' || s.peek() == '\t' {
		s.step()
	}
}

// peek is the next byte, zero at the end: TOML allows no NUL.
func (s *scanner) peek() byte {
	if s.at >= len(s.text) {
		return 0
	}
	return s.text[s.at]
}

func (s *scanner) step() {
	if s.at < len(s.text) {
		if s.text[s.at] == '\n' {
			s.line++
		}
		s.at++
	}
}

func (s *scanner) skip(n int) {
	for range n {
		s.step()
	}
}

func isBare(c byte) bool {
	return c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z' || c >= '0' && c <= '9' || c == '_' || c == '-'
}
