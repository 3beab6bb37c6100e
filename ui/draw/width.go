package draw

import (
	"unicode/utf8"

	"github.com/charmbracelet/x/ansi"
)

// IsASCII reports whether text is printable ASCII, one cell a byte.
func IsASCII(text string) bool {
	for i := 0; i < len(text); i++ {
		if text[i]-0x20 >= 0x7f-0x20 {
			return false
		}
	}
	return true
}

// Width is how many cells text takes; escape sequences take none.
func Width(text string) int {
	if w, ok := narrow(text); ok {
		return w
	}
	return ansi.StringWidth(text)
}

// narrow counts the cells of text that is made of signs of one cell each,
// which most text is, and all borders, bars and glyphs are. It reports false
// where it has to be measured: wide signs, marks that combine, escapes.
func narrow(text string) (int, bool) {
	n := 0
	for _, r := range text {
		switch {
		case r >= 0x20 && r < 0x7f: // ASCII
		case r >= 0xa1 && r < 0x300 && r != 0xad: // Latin
		case r >= 0x3a3 && r < 0x482: // Greek, Cyrillic
		case r >= 0x2010 && r <= 0x2027, r >= 0x2030 && r <= 0x2038: // dashes, quotes, the ellipsis
		case r >= 0x2190 && r <= 0x22ff: // arrows, mathematics
		case r >= 0x2500 && r <= 0x25fc: // borders, bars, shapes
		case r == '✓', r == '✗':
		default:
			return 0, false
		}
		n++
	}
	return n, true
}

// Cut cuts text, which may hold escape sequences, to at most width cells.
// Where something is cut off the last cell is "…".
func Cut(text string, width int) string {
	if width <= 0 {
		return ""
	}
	if IsASCII(text) && len(text) <= width {
		return text
	}
	return ansi.Truncate(text, width, "…")
}

// CutMiddle cuts text, which is visible, to at most width cells out of its
// middle: of a path, a query or an address both ends tell more than that.
func CutMiddle(text string, width int) string {
	if w := Width(text); w > width && width >= 3 {
		head := width / 2
		tail := ansi.TruncateLeft(text, w-(width-1-head), "")
		if Width(tail) > width-1-head { // a sign of two cells stood there
			tail = ansi.TruncateLeft(text, w-(width-2-head), "")
		}
		return ansi.Truncate(text, head, "") + "…" + tail
	}
	return Cut(text, width)
}

func cutWide(text string, width int) (string, int) {
	// Most names are short: a byte is at least half a cell, so this many
	// bytes are looked at before anything is measured for nothing.
	if len(text) > 8*width+64 {
		text = clipRunes(text, 4*width+16) + "…"
	}
	w := ansi.StringWidth(text)
	if w > width {
		text = ansi.Truncate(text, width, "…")
		w = ansi.StringWidth(text)
	}
	return text, w
}

// Clip is at most the first n bytes of text, no character cut in half. What
// comes from a backend may be megabytes long: clip it before anything else
// looks at it.
func Clip(text string, n int) string {
	if len(text) <= n {
		return text
	}
	for n = max(0, n); n > 0 && !utf8.RuneStart(text[n]); n-- {
	}
	return text[:n]
}

// clipRunes is the first n runes of text, so that a line of 100 kB costs no
// more than what can be seen of it.
func clipRunes(text string, n int) string {
	for i := range text {
		if n == 0 {
			return text[:i]
		}
		n--
	}
	return text
}
