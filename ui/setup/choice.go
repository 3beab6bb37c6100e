package setup

import (
	"strings"

	tea "github.com/charmbracelet/bubbletea"

	"fntop/theme"
	"fntop/ui/draw"
)

// option is one of what can be chosen.
type option struct {
	text, note string
	not        string // why it cannot be chosen
}

// choice is a list of which one is chosen.
type choice struct {
	options []option
	at      int
	touched bool // a person chose
	told    bool // its note was drawn beside it
}

func (c *choice) key(msg tea.KeyMsg) bool {
	if msg.Paste || len(msg.Runes) > 1 {
		return true // nothing is chosen by pasting
	}
	switch msg.Type {
	case tea.KeyUp:
		return c.move(-1)
	case tea.KeyDown:
		return c.move(1)
	}
	return true
}

// move goes to the next option that can be chosen. It reports false where
// there is none: the key leads out of the list then, as it does out of a line.
func (c *choice) move(by int) bool {
	for i := c.at + by; i >= 0 && i < len(c.options); i += by {
		if c.options[i].not == "" {
			c.at, c.touched = i, true
			return true
		}
	}
	return false
}

// rows is one line for each option, or the chosen one alone where they have
// no room and no focus.
func (c *choice) rows(focused bool, limit int) int {
	if !focused && limit < roomy {
		return 1
	}
	return min(len(c.options), limit)
}

// roomy is from how many lines on all options of every choice are shown.
const roomy = 6

func (c *choice) draw(l *draw.Lines, t *theme.Theme, i int, focused bool, limit int) {
	rows := c.rows(focused, limit)
	i += max(0, min(c.at-rows/2, len(c.options)-rows))
	if rows == 1 {
		i = c.at
	}
	o := c.options[i]
	widest := 0
	for _, o := range c.options {
		widest = max(widest, draw.Width(o.text))
	}
	mark, style := " ", t.Text
	switch {
	case i == c.at && focused:
		mark, style = "▸", t.Strong
	case i == c.at:
		mark = "▸"
	case o.not != "" || !focused:
		style = t.Faint
	}
	l.Cell(t.Accent, mark, 1, 1)
	l.Cell(style, o.text, min(widest, l.Left()), 2)
	note := o.note
	if o.not != "" {
		note = o.not
	}
	fits := draw.Width(note) <= l.Left()
	if fits {
		l.Fit(t.Faint, note, l.Left())
	}
	if i == c.at {
		c.told = fits
	}
}

// explained is what the chosen option means, where its line has no room for
// it.
func (c *choice) explained() string {
	note := c.options[c.at].note
	if c.told || note == "" {
		return ""
	}
	return strings.ToUpper(note[:1]) + note[1:] + "."
}
