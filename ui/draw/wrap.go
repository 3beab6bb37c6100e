package draw

import (
	"strings"

	"github.com/charmbracelet/x/ansi"
)

// Wrap breaks text, which is visible and holds no escape sequence, into lines
// of at most width cells: between words where it can, inside one where it
// must.
func Wrap(text string, width int) []string {
	if width < 1 {
		return nil
	}
	if Width(text) <= width {
		return []string{text}
	}
	return strings.Split(ansi.Wrap(text, width, ""), "\n")
}
