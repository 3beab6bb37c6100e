package model

import (
	"math/bits"
	"strings"
	"unicode"
	"unicode/utf8"
)

// needle looks for one text in many, ignoring case and without allocating.
type needle struct {
	text    string // in lower case when all is ASCII
	runes   []rune // folded; nil when all is ASCII
	foreign bool   // a text of ASCII alone cannot hold it
	least   int    // bytes that hold it at least
	anchor  int    // index in text of the byte that is looked for first
	every   uint64 // that byte eight times
	cases   uint64 // 0x20 eight times where the byte is a letter, else 0
}

// common lists bytes from the most to the least frequent in ids, names and
// messages. A byte that is rare is soon ruled out.
const common = "-0123456789 eacdbfotinsrlumpghyvwkxjqz"

func newNeedle(text string) needle {
	n := needle{text: text}
	for i := range len(text) {
		if text[i] >= utf8.RuneSelf {
			for _, r := range text {
				f := fold(r)
				n.runes = append(n.runes, f)
				n.foreign = n.foreign || f >= utf8.RuneSelf
			}
			n.least = len(n.runes)
			return n
		}
	}
	n.least = len(text)
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
		c := n.text[n.anchor]
		n.every = ones * uint64(c)
		if isLetter(c) {
			n.cases = ones * 0x20
		}
	}
	return n
}

// in reports whether s contains the text. Letters of ASCII match letters of
// ASCII; others match by Unicode's simple folding.
func (n *needle) in(s string) bool { return len(s) >= n.least && n.search(s) }

func (n *needle) search(s string) bool {
	switch {
	case n.runes != nil:
		return !(n.foreign && isASCII(s)) && n.inFolded(s)
	case n.text == "":
		return true
	}
	// Where the anchor can be, so that the text around it lies in s.
	room := s[n.anchor : len(s)-(len(n.text)-1-n.anchor)]
	if len(room) < 8 {
		for i := range len(room) {
			if room[i]|byte(n.cases) == byte(n.every) && n.at(s, i) {
				return true
			}
		}
		return false
	}
	for i := 0; ; i = min(i+8, len(room)-8) { // the last eight may overlap
		hits := zeroBytes((load(room[i:]) | n.cases) ^ n.every)
		for ; hits != 0; hits &= hits - 1 {
			if n.at(s, i+bits.TrailingZeros64(hits)/8) {
				return true
			}
		}
		if i == len(room)-8 {
			return false
		}
	}
}

// at reports whether s holds the text from i on.
func (n *needle) at(s string, i int) bool { return equalASCII(s[i:i+len(n.text)], n.text) }

// Eight bytes are looked at together: one comparison for both cases of a
// letter, and most of a table's texts are ids of 36 bytes.
const ones = 0x0101010101010101

func load(s string) uint64 {
	_ = s[7]
	return uint64(s[0]) | uint64(s[1])<<8 | uint64(s[2])<<16 | uint64(s[3])<<24 |
		uint64(s[4])<<32 | uint64(s[5])<<40 | uint64(s[6])<<48 | uint64(s[7])<<56
}

// zeroBytes has the top bit set of every byte of x that is zero, and perhaps
// of some after the first of them: whoever asks looks again.
func zeroBytes(x uint64) uint64 { return (x - ones) &^ x & (ones * 0x80) }

func isASCII(s string) bool {
	i := 0
	for ; i+8 <= len(s); i += 8 {
		if load(s[i:])&(ones*0x80) != 0 {
			return false
		}
	}
	for ; i < len(s); i++ {
		if s[i] >= utf8.RuneSelf {
			return false
		}
	}
	return true
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
