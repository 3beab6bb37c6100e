package draw

import "github.com/charmbracelet/x/ansi"

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
	if IsASCII(text) {
		return len(text)
	}
	return ansi.StringWidth(text)
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
