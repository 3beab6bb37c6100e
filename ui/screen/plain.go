package screen

import (
	"strings"
	"unicode"
)

// plain drops what a terminal could take for a command. Its callers hand over
// text that is clean already; this is the last gate before the terminal.
func plain(text string) string {
	return strings.Map(func(r rune) rune {
		if unicode.IsControl(r) {
			return -1
		}
		return r
	}, text)
}
