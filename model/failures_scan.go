package model

import (
	"bytes"
	"strings"
	"unicode/utf8"
)

// placeholder stands in a template for whatever differs from run to run.
const placeholder = '*'

// templateLimit is how long a template grows: what is said after that is
// rarely about something else, and a person reads no further. The last piece
// may go over it by as much as templateSlack.
const (
	templateLimit = 320
	templateSlack = 80
)

// AppendTemplate appends message with everything variable taken out: ids,
// numbers, hashes, addresses, hosts, URLs, paths, times, durations, sizes and
// what is quoted became "*". Numbers that say what went wrong, as in
// "status 404" and "errno 13", stay. Of a stack only the error and its first
// cause are left, of JSON the fields that name an error.
func AppendTemplate(dst []byte, message string) []byte { return appendTemplate(dst, message, true) }

func appendTemplate(dst []byte, message string, bare bool) []byte {
	message, _ = CutError(message)
	t := template{dst: dst, from: len(dst), bare: bare}
	if at := strings.Index(message, "{\""); at >= 0 {
		if t.json(message, at) {
			return t.end()
		}
	}
	for _, part := range toldBy(message) {
		if part != "" {
			t.space()
			t.scan(part)
		}
	}
	return t.end()
}

// Template is AppendTemplate for people: what it trails off with is there, too.
func Template(message string) string { return string(appendTemplate(nil, message, false)) }

// template is a message on its way to one.
type template struct {
	dst    []byte
	from   int    // where its own bytes begin
	bare   bool   // without what it trails off with
	word   string // the last word that was kept
	before string // the one before it
	number bool   // the last piece was a number
	url    bool   // the last piece was a URL
	part   int    // where the current member of a list begins
	last   int    // where the one before it began
}

func (t *template) full() bool { return len(t.dst)-t.from >= templateLimit }

func (t *template) empty() bool { return len(t.dst) == t.from }

// space writes one space between two pieces.
func (t *template) space() {
	if n := len(t.dst); n > t.from && t.dst[n-1] != ' ' {
		t.dst = append(t.dst, ' ')
	}
}

// hole writes one placeholder; two that only punctuation is between are one.
func (t *template) hole() {
	end := len(t.dst)
	for end > t.from && strings.IndexByte(" ,:;=/-+.|&#$", t.dst[end-1]) >= 0 {
		end--
	}
	if end > t.from && t.dst[end-1] == placeholder {
		t.dst = t.dst[:end]
		if end < t.part {
			t.last, t.part = 0, 0
		}
	} else {
		t.dst = append(t.dst, placeholder)
	}
	t.url = false
}

func (t *template) keep(word string) {
	t.dst = append(t.dst, word[:min(len(word), templateSlack)]...)
	t.before, t.word = t.word, word
	t.number, t.url = false, false
}

// mark writes punctuation. A comma ends one member of a list: members that
// read the same are written once.
func (t *template) mark(s string) {
	t.number = false
	if t.empty() {
		return
	}
	if s == "," {
		t.member()
	}
	if n := len(t.dst); t.dst[n-1] == ' ' && strings.Contains("),.;:]}", s) {
		t.dst = t.dst[:n-1] // behind a unit that was taken out
	}
	t.dst = append(t.dst, s...)
	if s == "," {
		t.last, t.part = t.part, len(t.dst)
	}
}

// member drops the current member of a list where it reads as the one before.
func (t *template) member() {
	if before, now := t.members(); len(before) > 0 && bytes.Equal(before, now) {
		t.dst = t.dst[:t.part-1]
		t.part, t.last = t.last, 0
	}
}

// members are the last two members of a list, none where there is no list.
func (t *template) members() (before, now []byte) {
	if t.last == 0 || t.part == 0 {
		return nil, nil
	}
	return bytes.Trim(t.dst[t.last:t.part], ", "), bytes.TrimSpace(t.dst[t.part:])
}

// scan goes through one part of the message, piece by piece.
func (t *template) scan(s string) {
	for i := 0; i < len(s) && !t.full(); {
		c := s[i]
		switch {
		case c <= ' ' || c == 0x7f:
			t.space()
			i++
		case asciiClass[c]&quoteByte != 0 || c >= utf8.RuneSelf:
			i += t.quoteOrRune(s, i)
		case asciiClass[c]&(letterByte|digitByte) != 0 || asciiClass[c]&leadByte != 0 && leads(s, i):
			i += t.chunk(s, i)
		case c == '[' && bracketed(s[i:]) > 0:
			t.value()
			i += bracketed(s[i:])
		default:
			if !sign(s, i) {
				t.mark(s[i : i+1])
			}
			i++
		}
	}
}

// leads reports whether punctuation begins a path or an address.
func leads(s string, i int) bool {
	rest := s[i+1:]
	if rest == "" {
		return false
	}
	switch next := asciiClass[rest[0]]; s[i] {
	case '/':
		return next&(letterByte|digitByte) != 0
	case '.', '~':
		return rest[0] == '/' || strings.HasPrefix(rest, "./")
	case ':':
		return rest[0] == ':' && len(rest) > 1 && hexByte(rest[1])
	}
	return false
}

// bracketed is the length of an IPv6 address in brackets, with its port.
func bracketed(s string) int {
	end := strings.IndexByte(s[:min(len(s), 48)], ']')
	if end < 4 || strings.Count(s[:end], ":") < 2 {
		return 0
	}
	for i := 1; i < end; i++ {
		if !hexByte(s[i]) && s[i] != ':' && s[i] != '.' {
			return 0
		}
	}
	for end++; end < len(s) && (s[end] == ':' || asciiClass[s[end]]&digitByte != 0); end++ {
	}
	return end
}

// sign reports whether s[i] only says of the number after it that it is
// negative or money.
func sign(s string, i int) bool {
	if i+1 >= len(s) || asciiClass[s[i+1]]&digitByte == 0 {
		return false
	}
	return s[i] == '$' || s[i] == '#' || (s[i] == '-' || s[i] == '+') && (i == 0 || asciiClass[s[i-1]]&(letterByte|digitByte) == 0)
}

// end drops what a template trails off with: "after *", ": *", "at *" are
// there in one failure and missing in the next of the same trouble.
func (t *template) end() []byte {
	if before, now := t.members(); len(before) > 0 && bytes.HasPrefix(before, now) {
		t.dst = t.dst[:t.part] // the same again, or what was cut off within it
	}
	for {
		own := bytes.TrimRight(t.dst[t.from:], " .,:;!-(")
		cut, hole := bytes.CutSuffix(own, []byte{placeholder})
		if !hole || !t.bare {
			return append(t.dst[:t.from], own...)
		}
		bare := bytes.TrimRight(cut, " :=,-.")
		if len(bare) == 0 {
			return append(t.dst[:t.from], own...)
		}
		at := bytes.LastIndexByte(bare, ' ')
		if at > 0 && connective(string(bare[at+1:])) {
			bare = bare[:at]
		}
		t.dst = append(t.dst[:t.from], bare...)
	}
}

func connective(word string) bool {
	switch word {
	case "after", "in", "at", "of", "for", "by", "since", "on", "to", "with":
		return true
	}
	return false
}
