package confirm

import (
	"strings"

	"github.com/charmbracelet/x/ansi"

	"fntop/model"
	"fntop/ui/draw"
)

// wrap breaks a sentence into lines of at most width cells.
func wrap(text string, width int) []string {
	return strings.Split(ansi.Wrap(text, width, ""), "\n")
}

// tail is the end of what was typed, as far as width cells show it.
func tail(typed string, width int) string {
	text := model.Visible(typed)
	if over := draw.Width(text) - width; over > 0 {
		return ansi.TruncateLeft(text, over, "")
	}
	return text
}
