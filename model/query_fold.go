package model

import (
	"strings"
	"unicode"
	"unicode/utf8"
)

// needle looks for one text in many, ignoring case and without allocating.
type needle struct {
	text   string // in lower case when all is ASCII
	runes  []rune // folded; nil when all is ASCII
	anchor int    // index in text of the byte that is looked for first
	lo, hi byte   // that byte in both cases
}

// common lists bytes from the most to the least frequent in ids, names and
// messages. A byte that is rare is soon ruled out.
const common = "-0123456789 eacdbfotinsrlumpghyvwkxjqz"

func newNeedle(text string) needle {
	n := needle{text: text}
	for i := range len(text) {
		if text[i] >= utf8.RuneSelf {
			for _, r := range text {
				n.runes = append(n.runes, fold(r))
			}
			return n
		}
	}
	n.text = strings.ToLower(text)
	rarest := -1
	for i := range len(n.text) {
		rank := strings.IndexByte(common, n.text[i])
		if rank < 0 {
			rank = len(common)
		}
		if rank > rarest {
			rarest, n.anchor = rank, i
		}
	}
	if text != "" {
		n.lo = n.text[n.anchor]
		n.hi = n.lo
		if 'a' <= n.lo && n.lo <= 'z' {
			n.hi -= 'a' - 'A'
		}
	}
	return n
}

// in reports whether s contains the text. Letters of ASCII match letters of
// ASCII; others match by Unicode's simple folding.
func (n *needle) in(s string) bool {
	switch {
	case n.runes != nil:
		return n.inFolded(s)
	case len(s) < len(n.text):
		return false
	case n.text == "":
		return true
	}
	return n.inFrom(s, n.lo) || n.hi != n.lo && n.inFrom(s, n.hi)
}

// inFrom finds the text where its anchor is written as c.
func (n *needle) inFrom(s string, c byte) bool {
	// Where the anchor can be, so that the text around it lies in s.
	room := s[n.anchor : len(s)-(len(n.text)-1-n.anchor)]
	for off := 0; ; off++ {
		i := strings.IndexByte(room[off:], c)
		if i < 0 {
			return false
		}
		off += i
		if equalASCII(s[off:off+len(n.text)], n.text) {
			return true
		}
	}
}

// equalASCII compares s, of any case, with as many bytes in lower case.
func equalASCII(s, lower string) bool {
	for i := range len(lower) {
		c := s[i]
		if 'A' <= c && c <= 'Z' {
			c += 'a' - 'A'
		}
		if c != lower[i] {
			return false
		}
	}
	return true
}

func (n *needle) inFolded(s string) bool {
	for i := range s {
		rest := s[i:]
		found := true
		for _, want := range n.runes {
			r, size := utf8.DecodeRuneInString(rest)
			if size == 0 || fold(r) != want {
				found = false
				break
			}
			rest = rest[size:]
		}
		if found {
			return true
		}
	}
	return false
}

// fold returns the same rune for all cases of a letter: the smallest.
func fold(r rune) rune {
	if r < utf8.RuneSelf {
		if 'a' <= r && r <= 'z' {
			r -= 'a' - 'A'
		}
		return r
	}
	least := r
	for f := unicode.SimpleFold(r); f != r; f = unicode.SimpleFold(f) {
		least = min(least, f)
	}
	return least
}
