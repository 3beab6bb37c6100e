package model

import (
	"strings"
	"unicode"
	"unicode/utf8"
)

// The classes of ASCII bytes that the scanner asks for.
const (
	letterByte = 1 << iota
	digitByte
	joinByte  // joins what is around it to one piece: a host, a path, an id
	quoteByte // may open a quoted value
	leadByte  // may begin a path or an address
)

var asciiClass = func() (table [256]uint8) {
	for c := range table {
		switch {
		case 'a' <= c && c <= 'z' || 'A' <= c && c <= 'Z':
			table[c] = letterByte
		case '0' <= c && c <= '9':
			table[c] = digitByte
		case c < utf8.RuneSelf && strings.IndexByte("-_./:\\@%+~$#", byte(c)) >= 0:
			table[c] = joinByte
		case c == '"' || c == '\'' || c == '`':
			table[c] = quoteByte
		}
	}
	for _, c := range "/.~:" {
		table[c] |= leadByte
	}
	return table
}()

func hexByte(c byte) bool {
	return '0' <= c && c <= '9' || 'a' <= c && c <= 'f' || 'A' <= c && c <= 'F'
}

// chunk takes the piece that begins at i: what no space, bracket, quote or
// comma divides. It says how long it was.
func (t *template) chunk(s string, i int) int {
	end := i
	for end < len(s) {
		c := s[end]
		if c < utf8.RuneSelf {
			if asciiClass[c]&(letterByte|digitByte|joinByte) == 0 {
				break
			}
			if c == ':' && strings.HasPrefix(s[end:], "://") {
				n := urlEnd(s[end:])
				t.hole()
				t.number, t.url = false, true
				return end + n - i
			}
			end++
			continue
		}
		r, size := utf8.DecodeRuneInString(s[end:])
		if !unicode.IsLetter(r) && !unicode.IsDigit(r) && !unicode.IsMark(r) {
			break
		}
		end += size
	}
	for end > i+1 && strings.IndexByte("-_./:\\@%+~$#", s[end-1]) >= 0 {
		end--
	}
	t.piece(s[i:end], s[end:])
	return end - i
}

// urlEnd is how long a URL goes on after its scheme.
func urlEnd(s string) int {
	end := strings.IndexAny(s, " \t\r\n\"'`<>()[]{};|“”«»")
	if end < 0 {
		end = len(s)
	}
	for end > 3 && strings.IndexByte(",.:!?", s[end-1]) >= 0 {
		end--
	}
	return end
}

// shape is what a piece is made of.
type shape struct {
	letters, digits, hex, slashes, dots, colons, dashes, marks int
	wide                                                       bool // not ASCII alone
}

func shapeOf(s string) (f shape) {
	for i := 0; i < len(s); i++ {
		switch c := s[i]; {
		case c >= utf8.RuneSelf:
			f.wide = true
		case asciiClass[c]&letterByte != 0:
			f.letters++
			if hexByte(c) {
				f.hex++
			}
		case asciiClass[c]&digitByte != 0:
			f.digits++
			f.hex++
		case c == '/':
			f.slashes++
		case c == '.':
			f.dots++
		case c == ':':
			f.colons++
		case c == '-' || c == '_':
			f.dashes++
		default:
			f.marks++
		}
	}
	return f
}

// piece says what becomes of one piece; after is the text that follows.
func (t *template) piece(s, after string) {
	f := shapeOf(s)
	switch {
	case f.wide:
		t.foreign(s)
	case f.letters == 0:
		t.numeral(s, after, f)
	case strings.IndexByte(s, '@') > 0:
		t.value() // an address of a person, or a name at a host
	case f.slashes > 1 || s[0] == '/' || s[0] == '~' || s[0] == '.' || onDrive(s):
		t.value() // a path
	case f.slashes == 1:
		left, right, _ := strings.Cut(s, "/")
		t.piece(left, "")
		t.mark("/")
		if right != "" {
			t.piece(right, after)
		}
	case f.colons > 1 && f.hex+f.colons+f.dots == len(s) && f.digits > 0:
		t.value() // an IPv6 address, with a port or without
	case f.dots > 0 || f.colons > 0 && f.digits > 0:
		t.dotted(s, after, f)
	case f.digits == 0:
		t.plain(s, after, f)
	default:
		t.mixed(s, f)
	}
}

func (t *template) value() {
	t.hole()
	t.number = false
}

func onDrive(s string) bool { return len(s) > 2 && s[1] == ':' && s[2] == '\\' }

// foreign keeps a word of another script; digits in it are a number.
func (t *template) foreign(s string) {
	from := 0
	for i, r := range s {
		if !unicode.IsDigit(r) {
			continue
		}
		if i > from {
			t.keep(s[from:i])
		}
		from = i + utf8.RuneLen(r)
		t.hole()
		t.number = true
	}
	if from < len(s) {
		t.keep(s[from:])
	}
}

// numeral takes a piece without letters.
func (t *template) numeral(s, after string, f shape) {
	if f.digits == len(s) && t.telling(s, after) {
		t.keep(s)
		return
	}
	if f.digits == 0 {
		t.mark(s)
		return
	}
	t.hole()
	t.number = true
}

// telling reports whether a number says what went wrong.
func (t *template) telling(s, after string) bool {
	if len(s) == 3 && (s[0] == '4' || s[0] == '5') {
		if t.url || t.empty() || answers(t.word) || reason(after) {
			return true
		}
	}
	if len(s) > 5 {
		return false
	}
	switch {
	case same(t.word, "errno"), same(t.word, "signal"), same(t.word, "sqlstate"):
		return true
	case same(t.word, "code"), same(t.word, "status"):
		switch {
		case same(t.before, "exit"), same(t.before, "error"), same(t.before, "status"), same(t.before, "result"), same(t.before, "return"):
			return true
		}
	case same(t.word, "error"):
		return strings.HasPrefix(after, ":") || strings.HasPrefix(after, " (")
	}
	return false
}

// answers reports whether a status of HTTP may follow the word.
func answers(word string) bool {
	switch len(word) {
	case 3:
		return same(word, "got") || same(word, "was")
	case 4:
		return same(word, "http") || same(word, "code") || same(word, "with") || same(word, "said")
	case 5:
		return same(word, "error")
	case 6:
		return same(word, "status")
	case 8:
		return same(word, "answered") || same(word, "returned") || same(word, "response") || same(word, "received")
	case 9:
		return same(word, "responded")
	case 10:
		return same(word, "statuscode")
	}
	return false
}

// reason reports whether what follows is the phrase of a status of HTTP.
func reason(after string) bool {
	for _, phrase := range [...]string{
		" Bad ", " Unauthorized", " Payment Required", " Forbidden", " Not Found", " Method Not", " Conflict", " Gone",
		" Unprocessable", " Too Many", " Internal", " Not Implemented", " Service Un", " Gateway", " Client Error", " Server Error",
	} {
		if strings.HasPrefix(after, phrase) {
			return true
		}
	}
	return false
}

// same compares without regard to ASCII case; b is in lower case.
func same(a, b string) bool {
	if len(a) != len(b) {
		return false
	}
	for i := 0; i < len(a); i++ {
		if lower(a[i]) != b[i] {
			return false
		}
	}
	return true
}
