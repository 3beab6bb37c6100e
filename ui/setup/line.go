package setup

import (
	"strings"
	"unicode/utf8"

	tea "github.com/charmbracelet/bubbletea"

	"fntop/model"
	"fntop/theme"
	"fntop/ui/draw"
	"fntop/ui/field"
)

// line is a line of text.
type line struct {
	*field.Model
	secret bool          // what is typed is not shown
	preset func() string // what holds where nothing is typed; nil: nothing does
}

// longest is how much a line takes: the longest tokens are a few thousand
// characters.
const longest = 16 << 10

func newLine() *line { return &line{Model: field.New(longest)} }

func (x *line) key(msg tea.KeyMsg) bool {
	if msg.Type == tea.KeyUp || msg.Type == tea.KeyDown {
		return false
	}
	x.Key(msg)
	return true
}

// value is what was typed, else what holds without.
func (x *line) value() string {
	v := strings.TrimSpace(x.Value())
	if v == "" && x.preset != nil {
		v = x.preset()
	}
	return v
}

func (x *line) rows(bool, int) int { return 1 }

// dots stand for a secret that is not being typed: their number says nothing.
const dots = "••••••••"

func (x *line) draw(l *draw.Lines, t *theme.Theme, _ int, focused bool, _ int) {
	typed := x.Value()
	switch {
	case typed == "" && x.preset != nil && x.preset() != "":
		x.drawPreset(l, t, focused)
	case focused && x.secret:
		// One dot for each character, so that one sees a paste arrive.
		const dot = "•"
		at := utf8.RuneCountInString(typed[:x.Cursor()])
		field.Text{Value: strings.Repeat(dot, utf8.RuneCountInString(typed)), Cursor: at * len(dot)}.Draw(l, t, l.Left())
	case focused:
		x.Draw(l, t, l.Left())
	case x.secret && typed != "":
		l.Fit(t.Text, dots, l.Left())
	default:
		l.Fit(t.Text, model.Visible(typed), l.Left())
	}
}

// drawPreset shows what holds without typing, under the cursor while there is
// one.
func (x *line) drawPreset(l *draw.Lines, t *theme.Theme, focused bool) {
	text := model.Visible(x.preset())
	if focused {
		_, size := utf8.DecodeRuneInString(text)
		l.Fit(t.Faint+t.Cursor, text[:size], l.Left())
		text = text[size:]
	}
	l.Fit(t.Faint, text, l.Left())
}
