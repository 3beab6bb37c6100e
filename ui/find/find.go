// Package find looks for what a person typed in text, fast enough for texts
// of many megabytes between two keys.
package find

import (
	"bytes"
	"strings"
	"unicode"
	"unicode/utf8"
)

// Query finds a text. One without capitals is found whatever its case. The
// zero Query finds nothing.
type Query struct {
	text   string
	exact  bool
	first  [256]bool // bytes with which a match can begin
	lowers []rune

	// Of a query of ASCII alone, the byte that is met least often: where it
	// stands in a match, and how it is spelled small and large.
	pivot        int
	small, large byte
}

// New makes a query of visible text.
func New(text string) Query {
	q := Query{text: text, pivot: -1}
	ascii := true
	for i, r := range text {
		q.exact = q.exact || unicode.IsUpper(r)
		q.lowers = append(q.lowers, unicode.ToLower(r))
		ascii = ascii && r < utf8.RuneSelf
		if i == 0 {
			q.first[text[0]] = true
			q.first[other(text[0])] = true
			for fold := unicode.SimpleFold(r); r >= utf8.RuneSelf && fold != r; fold = unicode.SimpleFold(fold) {
				q.first[string(fold)[0]] = true
			}
		}
	}
	if ascii && text != "" {
		q.choosePivot()
	}
	return q
}

// common are the bytes of JSON, those that are met most often last.
const common = `QZXJKVWYqzxjkvwyBGUFPHDMLCOINRASTE9876543_.-bgufphdm210:/\lcoinrast,e" `

func (q *Query) choosePivot() {
	best := len(common) + 1
	for i := range len(q.text) {
		if rank := strings.IndexByte(common, q.text[i]) + 1; rank < best {
			best, q.pivot = rank, i
		}
	}
	q.small = q.text[q.pivot]
	q.large = q.small
	if !q.exact {
		q.large = other(q.small)
	}
}

// other is an ASCII letter in its other case; anything else is itself.
func other(c byte) byte {
	if 'a' <= c && c <= 'z' || 'A' <= c && c <= 'Z' {
		return c ^ 0x20
	}
	return c
}

// Text is what is looked for.
func (q *Query) Text() string { return q.text }

// Next is where the next match at or after byte from begins and ends; -1
// where there is none.
func (q *Query) Next(s string, from int) (start, end int) {
	for i := from; i < len(s); i++ {
		if q.first[s[i]] {
			if n := prefix(q, s[i:]); n > 0 {
				return i, i + n
			}
		}
	}
	return -1, -1
}

// Each calls found for every match in b, from the first on, until it says no.
// It gives the same matches as Next.
func (q *Query) Each(b []byte, found func(start, end int) bool) {
	if q.pivot < 0 {
		q.slowly(b, found)
		return
	}
	small, large := after(b, 0, q.small), len(b)
	if q.large != q.small {
		large = after(b, 0, q.large)
	}
	for free := 0; ; { // free is where the next match may begin
		at := min(small, large)
		if at == len(b) {
			return
		}
		if start := at - q.pivot; start >= free {
			if n := prefix(q, b[start:]); n > 0 {
				if !found(start, start+n) {
					return
				}
				free = start + n
			}
		}
		if at == small {
			small = after(b, at+1, q.small)
		} else {
			large = after(b, at+1, q.large)
		}
	}
}

// after is where a byte stands next, the end where it does not.
func after(b []byte, from int, c byte) int {
	if i := bytes.IndexByte(b[from:], c); i >= 0 {
		return from + i
	}
	return len(b)
}

func (q *Query) slowly(b []byte, found func(start, end int) bool) {
	for i := 0; i < len(b); i++ {
		if !q.first[b[i]] {
			continue
		}
		if n := prefix(q, b[i:]); n > 0 {
			if !found(i, i+n) {
				return
			}
			i += n - 1
		}
	}
}

// prefix is the length of the match that s begins with. An ASCII letter is
// found as itself or in its other case, and as nothing else.
func prefix[T string | []byte](q *Query, s T) int {
	if q.exact {
		if len(s) >= len(q.text) && string(s[:len(q.text)]) == q.text {
			return len(q.text)
		}
		return 0
	}
	n := 0
	for _, want := range q.lowers {
		if n >= len(s) {
			return 0
		}
		if c := s[n]; c < utf8.RuneSelf {
			if 'A' <= c && c <= 'Z' {
				c += 'a' - 'A'
			}
			if rune(c) != want {
				return 0
			}
			n++
			continue
		}
		r, size := utf8.DecodeRuneInString(string(s[n:min(len(s), n+utf8.UTFMax)]))
		if want < utf8.RuneSelf || unicode.ToLower(r) != want {
			return 0
		}
		n += size
	}
	return n
}

// Mark is a match, in bytes of a text.
type Mark struct{ From, To int }

// On appends the matches that reach into bytes from to to of a text.
func (q *Query) On(marks []Mark, s string, from, to int) []Mark {
	reach := utf8.UTFMax * len(q.text)
	begin := max(0, from-reach)
	for begin > 0 && !utf8.RuneStart(s[begin]) {
		begin--
	}
	s = s[:min(len(s), to+reach)]
	for at, end := q.Next(s, begin); at >= 0 && at < to; at, end = q.Next(s, end) {
		if end > from {
			marks = append(marks, Mark{at, end})
		}
	}
	return marks
}
