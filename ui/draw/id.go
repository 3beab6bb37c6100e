package draw

import (
	"strings"

	"github.com/charmbracelet/x/ansi"
)

// ShortID is enough of an id, which is visible, to tell it from others beside
// it: the first part of a UUID. Short ones stay whole.
func ShortID(id string) string {
	const whole, part = 12, 8
	if Width(id) <= whole {
		return id
	}
	return strings.TrimRight(ansi.Truncate(id, part, ""), "-") + "…"
}
