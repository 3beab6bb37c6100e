package model

import (
	"strings"
	"unicode/utf8"
)

// maxMarks is how many combining marks one character may carry. Vietnamese
// needs two, pointed Hebrew and Arabic three; a stack of forty is made to
// paint over the lines above.
const maxMarks = 4

// tabWidth is the distance of tab stops in VisibleLines.
const tabWidth = 4

// Visible returns s as one line of text that is safe to send to a terminal
// and that hides nothing. It is the only sanitiser: whatever came from a
// backend passes through it before it is drawn, logged or printed. What a
// reader could not see, or what a terminal would obey, becomes a mark one
// cell wide (text_class.go has them). s itself comes back, without an
// allocation, when there is nothing to change, and what was cleaned once is
// clean.
//
// Letters written from right to left stay as they are: without the controls
// that are marked they can only reorder themselves.
func Visible(s string) string {
	n := plainASCII(s)
	if n == len(s) {
		return s
	}
	var c cleaner
	if n > 0 {
		c.keep(rune(s[n-1]))
	}
	for i := n; i < len(s); {
		r, size := utf8.DecodeRuneInString(s[i:])
		if out, circle := c.next(r, size, s[i+size:]); out != r || circle || r == utf8.RuneError && size == 1 {
			dst := make([]byte, 0, len(s)+16)
			return string(AppendVisible(dst, s))
		}
		i += size
	}
	return s
}

// AppendVisible appends Visible(s) to dst.
func AppendVisible(dst []byte, s string) []byte {
	var c cleaner
	for i := 0; i < len(s); {
		if n := plainASCII(s[i:]); n > 0 {
			dst = append(dst, s[i:i+n]...)
			i += n
			c.keep(rune(s[i-1]))
			continue
		}
		r, size := utf8.DecodeRuneInString(s[i:])
		i += size
		out, circle := c.next(r, size, s[i:])
		if circle {
			dst = utf8.AppendRune(dst, '◌')
		}
		if out != dropped {
			dst = utf8.AppendRune(dst, out)
		}
	}
	return dst
}

// VisibleLines is Visible for text of several lines. A line ends at "\n" or
// "\r\n"; the last one needs no end, so "a\n" is one line and "" is none.
// Tabs become spaces up to the next tab stop, counted in characters.
func VisibleLines(s string) []string {
	if s == "" {
		return nil
	}
	lines := make([]string, 0, strings.Count(s, "\n")+1)
	for line := range strings.Lines(s) {
		if cut, ended := strings.CutSuffix(line, "\n"); ended {
			line = strings.TrimSuffix(cut, "\r")
		}
		lines = append(lines, Visible(expandTabs(line)))
	}
	return lines
}

func expandTabs(line string) string {
	if !strings.Contains(line, "\t") {
		return line
	}
	var b strings.Builder
	column := 0
	for rest := line; ; {
		before, after, found := strings.Cut(rest, "\t")
		b.WriteString(before)
		if !found {
			return b.String()
		}
		column += utf8.RuneCountInString(before)
		for n := tabWidth - column%tabWidth; n > 0; n-- {
			b.WriteByte(' ')
			column++
		}
		rest = after
	}
}

// plainASCII is the length of the printable ASCII that s begins with.
func plainASCII(s string) int {
	for i := 0; i < len(s); i++ {
		if s[i]-0x20 >= 0x5f {
			return i
		}
	}
	return len(s)
}

// dropped is what cleaner.next returns for a rune that leaves no trace.
const dropped rune = -1

// cleaner goes through a text rune by rune; what becomes of a combining mark
// or a variation selector depends on what it follows.
type cleaner struct {
	base  rune // what marks are stacked upon; 0 at the start of the text
	marks int  // marks upon it so far
	fresh bool // base is a rune just kept, with nothing after it yet
}

// next says what is shown for r: r itself, a mark, or dropped. rest is the
// text after it. circle asks for a dotted circle first, for a combining mark
// that would else be painted onto whatever stands left of the text.
func (c *cleaner) next(r rune, size int, rest string) (out rune, circle bool) {
	if r == utf8.RuneError && size <= 1 {
		c.keep(utf8.RuneError)
		return utf8.RuneError, false
	}
	switch mark := classOf(r); mark {
	case plain:
		c.keep(r)
		return r, false
	case combining:
		circle = c.base == 0
		if circle {
			c.keep('◌')
		}
		c.marks++
		c.fresh = false
		switch {
		case c.marks <= maxMarks:
			return r, circle
		case c.marks == maxMarks+1:
			return hiddenMark, false
		}
		return dropped, false
	case selector:
		if c.fresh && takesSelector(c.base, rest) {
			c.fresh = false
			return dropped, false
		}
		c.keep(hiddenMark)
		return hiddenMark, false
	default:
		c.keep(rune(mark))
		return rune(mark), false
	}
}

func (c *cleaner) keep(r rune) { *c = cleaner{base: r, fresh: true} }
