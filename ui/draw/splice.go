package draw

import (
	"strings"

	"github.com/charmbracelet/x/ansi"

	"fntop/theme"
)

// Over lays lines over a frame, their upper left corner at column x of row y.
// Frame lines are width cells wide and so they stay; width is that of the
// lines laid over.
func Over(frame []string, lines []string, x, y, width int) []string {
	out := append([]string(nil), frame...)
	for i, line := range lines {
		if row := y + i; row >= 0 && row < len(out) {
			left := ansi.Truncate(out[row], x, "")
			// A wide cell cut in half leaves a hole on either side.
			left += strings.Repeat(" ", max(0, x-ansi.StringWidth(left)))
			room := ansi.StringWidth(out[row]) - x - width
			right := ansi.TruncateLeft(out[row], x+width, "")
			if ansi.StringWidth(right) > room {
				right = ansi.TruncateLeft(out[row], x+width+1, "")
			}
			right = strings.Repeat(" ", max(0, room-ansi.StringWidth(right))) + right
			out[row] = left + theme.Reset + line + theme.Reset + right
		}
	}
	return out
}
