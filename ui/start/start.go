// Package start is the page that is shown where there is no profile yet: what
// fntop is, the demo, and how to connect.
package start

import (
	"strings"

	"github.com/charmbracelet/x/ansi"

	tea "github.com/charmbracelet/bubbletea"

	"fntop/keymap"
	"fntop/model"
	"fntop/theme"
	"fntop/ui/draw"
	"fntop/ui/pane"
)

// Options are what the page says beside its own words.
type Options struct {
	ConfigPath string // where the configuration file is, or would be
	Problem    string // why there is no profile, where it is not for want of one
}

// Model is the page.
type Model struct{ config, problem string }

// New makes the page.
func New(o Options) *Model {
	return &Model{config: model.Visible(o.ConfigPath), problem: model.Visible(o.Problem)}
}

// Key opens the demo or quits.
func (m *Model) Key(msg tea.KeyMsg, action keymap.Action) pane.Intent {
	switch {
	case msg.Paste || len(msg.Runes) > 1:
		return nil
	case action == keymap.Quit || action == keymap.Back:
		return pane.Act{Action: keymap.Quit}
	case msg.Type == tea.KeyEnter, msg.Type == tea.KeyRunes && !msg.Alt && string(msg.Runes) == "d":
		return pane.StartDemo{}
	case action == keymap.Help:
		return pane.Act{Action: keymap.Help}
	}
	return nil
}

// wide is how wide the text is set; it stands in the middle of the screen.
const wide = 72

// line is a key or a name, and what it means; or a sentence, where there is
// no key.
type line struct {
	key, text string
	style     theme.Style
	narrow    bool // the key has a column of its own
}

// lines is the page's text. A short one begins with what can be done.
func (m *Model) lines(look pane.Look, width int, short bool) []line {
	t := look.Theme
	var lines []line
	say := func(style theme.Style, text string) {
		for _, part := range strings.Split(ansi.Wrap(text, max(1, width), ""), "\n") {
			lines = append(lines, line{text: part, style: style})
		}
	}
	keys := func() {
		lines = append(lines, line{key: "enter", text: "open the demo: all is there, nothing is real", style: t.Accent, narrow: true})
		if key := look.Keys.Key(keymap.Quit); key != "" {
			lines = append(lines, line{key: model.Visible(key), text: "quit", style: t.Accent, narrow: true})
		}
	}
	say(t.Title, "fntop")
	if short {
		keys()
	} else {
		say(t.Text, "Watches the functions and triggers of a workspace, shows each run as it happens, and invokes and reruns them.")
		say(t.Text, "")
	}
	if m.problem != "" {
		say(t.Warn, m.problem)
		say(t.Text, "")
	}
	if !short {
		keys()
		say(t.Text, "")
	}
	say(t.Strong, "Connect to Centrali")
	say(t.Text, "Set these, and start fntop again:")
	for _, pair := range [...][2]string{
		{"CENTRALI_WORKSPACE", "the workspace's slug"},
		{"CENTRALI_CLIENT_ID", "of a service account"},
		{"CENTRALI_CLIENT_SECRET", "and its secret"},
		{"CENTRALI_URL", "where it is not the hosted one"},
	} {
		lines = append(lines, line{key: "  " + pair[0], text: pair[1], style: t.Text})
	}
	say(t.Text, "")
	say(t.Strong, "Or write profiles")
	lines = append(lines, line{key: "  fntop config init --write", text: "a file to fill in", style: t.Text})
	if m.config != "" {
		say(t.Faint, "  "+m.config)
	}
	return lines
}

// View draws the page.
func (m *Model) View(look pane.Look, w, h int) []string {
	t := look.Theme
	margin := 2
	if w < 30 {
		margin = min(1, w-1)
	}
	width := max(1, min(wide, w-2*margin))
	left := max(margin, (w-wide)/2)
	lines := m.lines(look, width, false)
	if len(lines) > h {
		// Too little room: the blank lines go first, then the explanation,
		// then the end.
		if lines = tight(lines); len(lines) > h {
			lines = tight(m.lines(look, width, true))
		}
	}
	// A third of what is left stands above: it looks more even than a half.
	var l draw.Lines
	l.Reset(w)
	l.Fill(max(0, (h-len(lines))/3))
	column := 0
	for _, line := range lines {
		column = max(column, draw.Width(line.key))
	}
	for _, line := range lines[:min(len(lines), h)] {
		l.Blank(left)
		if line.key == "" {
			l.Fit(line.style, line.text, width)
			l.End()
			continue
		}
		// Keys are short, and their words stand beside them.
		key := column
		if line.narrow {
			key = max(len("enter"), draw.Width(line.key))
		}
		key = min(key, width)
		l.Cell(line.style, line.key, key, min(2, width-key))
		l.Fit(t.Faint, line.text, width-key-2)
		l.End()
	}
	return l.Take(h)
}

func tight(lines []line) []line {
	var kept []line
	for _, line := range lines {
		if line.key != "" || line.text != "" {
			kept = append(kept, line)
		}
	}
	return kept
}
