//go:build unix

package screen

import (
	"strconv"
	"unicode/utf8"
)

// painter knows what is on the terminal and writes what must change.
type painter struct {
	shown []string // by row
	known bool     // shown is what the terminal holds
}

const (
	syncOn  = "\x1b[?2026h"
	syncOff = "\x1b[?2026l"
)

// paint appends to dst what turns the terminal into lines, height rows of
// them, and nothing when it is that already. Each row has its own cursor
// address, so a cell that the terminal draws wider or narrower than we think
// shifts nothing but the rest of its own row.
func (p *painter) paint(dst []byte, lines []string, height int) []byte {
	if !p.known || len(p.shown) != height {
		p.shown = append(p.shown[:0], make([]string, height)...)
		p.known = false
	}
	begun := false
	for y := range height {
		line := ""
		if y < len(lines) {
			line = lines[y]
		}
		if p.known && p.shown[y] == line {
			continue
		}
		if !begun {
			dst = append(dst, syncOn...)
			begun = true
		}
		// The row is cleared before it is drawn: behind the last column of a
		// full row the cursor stays on its last cell, which would go too.
		dst = append(dst, "\x1b["...)
		dst = strconv.AppendInt(dst, int64(y+1), 10)
		dst = append(dst, ";1H\x1b[K"...)
		dst = appendLine(dst, line)
		p.shown[y] = line
	}
	p.known = true
	if begun {
		dst = append(dst, syncOff...)
	}
	return dst
}

// appendLine appends a line and leaves colours and attributes as it found
// them: unset. Only text and colours pass: anything else that moves the cursor
// would spoil rows that the painter believes in. Text from outside has been
// through model.Visible long before; this is the second lock on that door.
func appendLine(dst []byte, line string) []byte {
	styled := false
	from := 0
	for i := 0; i < len(line); {
		c := line[i]
		if c >= ' ' && c < 0x7f {
			i++
			continue
		}
		if c >= utf8.RuneSelf {
			r, n := utf8.DecodeRuneInString(line[i:])
			if (r >= 0xa0 && r != utf8.RuneError) || (r == utf8.RuneError && n > 1) {
				i += n
				continue
			}
			dst = append(dst, line[from:i]...)
			i += n // a C1 control or a broken byte
			from = i
			continue
		}
		if n := sgrLength(line[i:]); n > 0 {
			i += n
			styled = true
			continue
		}
		dst = append(dst, line[from:i]...)
		i++
		from = i
	}
	dst = append(dst, line[from:]...)
	if styled {
		dst = append(dst, "\x1b[m"...)
	}
	return dst
}

// sgrLength returns the length of the colour sequence that s begins with, or 0.
func sgrLength(s string) int {
	if len(s) < 3 || s[0] != 0x1b || s[1] != '[' {
		return 0
	}
	for i := 2; i < len(s); i++ {
		switch c := s[i]; {
		case c == 'm':
			return i + 1
		case (c < '0' || c > '9') && c != ';' && c != ':':
			return 0
		}
	}
	return 0
}
