package setup

import (
	"errors"
	"io"
	"strings"

	"github.com/charmbracelet/bubbles/key"
	tea "github.com/charmbracelet/bubbletea"
	"github.com/charmbracelet/huh"

	"fntop/theme"
	"fntop/ui/draw"
)

// entry is one field of the form: what huh calls a Field, drawn as the rest
// of fntop is. The input in it is a line or a choice.
type entry struct {
	input
	sheet   *sheet
	page    int
	label   string
	note    func() string // explains it, while it has the focus
	skip    func() bool   // nil: never
	wrong   func() string // what is wrong with its value; nil: nothing can be
	last    bool          // behind it the form is done
	focused bool
	err     string
	lines   draw.Lines
}

// input is what a person changes in an entry.
type input interface {
	// key takes a key that does not move between entries, and reports whether
	// it was of use.
	key(msg tea.KeyMsg) bool
	// rows is how many lines draw will fill, at most limit.
	rows(focused bool, limit int) int
	// draw writes line number i behind the label.
	draw(l *draw.Lines, t *theme.Theme, i int, focused bool, limit int)
}

// sheet is what all entries of a form share: what they are drawn on.
type sheet struct {
	theme         *theme.Theme
	width, height int
	done          bool // the last entry was left with enter
}

var _ huh.Field = (*entry)(nil)

// Update types, or asks the form to go to another entry.
func (e *entry) Update(msg tea.Msg) (tea.Model, tea.Cmd) {
	k, ok := msg.(tea.KeyMsg)
	if !ok || !e.focused {
		return e, nil
	}
	if !k.Paste {
		switch k.Type {
		case tea.KeyEnter, tea.KeyTab:
			return e, e.leave(k.Type == tea.KeyEnter)
		case tea.KeyShiftTab:
			e.err = ""
			return e, huh.PrevField
		}
	}
	if e.key(k) {
		e.err = ""
		return e, nil
	}
	switch k.Type {
	case tea.KeyDown:
		return e, e.leave(false)
	case tea.KeyUp:
		e.err = ""
		return e, huh.PrevField
	}
	return e, nil
}

// leave goes on where the value is good.
func (e *entry) leave(enter bool) tea.Cmd {
	e.err = ""
	if e.wrong != nil {
		e.err = e.wrong()
	}
	switch {
	case e.err != "":
		return nil
	case e.last:
		e.sheet.done = enter
		return nil
	}
	return huh.NextField
}

// View draws the entry, with a line break behind it: an entry that is skipped
// leaves no gap.
func (e *entry) View() string {
	if e.Skip() {
		return ""
	}
	s, t := e.sheet, e.sheet.theme
	rows := e.rows(e.focused, max(1, s.height))
	if t == nil { // huh measures what is not drawn yet
		return strings.Repeat("\n", rows)
	}
	e.lines.Reset(s.width)
	for i := range rows {
		mark, label := "", ""
		if i == 0 {
			label = e.label
			if e.focused && e.label != "" {
				mark = "›"
			}
		}
		style := t.Faint
		if e.focused {
			style = t.Text
		}
		if e.label != "" {
			e.lines.Cell(t.Accent, mark, 1, 1)
			e.lines.Cell(style, label, min(labels, s.width/2), 1)
		}
		e.draw(&e.lines, t, i, e.focused, max(1, s.height))
		e.lines.End()
	}
	return strings.Join(e.lines.Take(rows), "\n") + "\n"
}

// labels is how wide the column of labels is.
const labels = 15

// Focus and Blur say whether keys go to it.
func (e *entry) Focus() tea.Cmd { e.focused = true; return nil }
func (e *entry) Blur() tea.Cmd  { e.focused = false; return nil }

// Error keeps the form on its page.
func (e *entry) Error() error {
	if e.err == "" || e.Skip() {
		return nil
	}
	return errors.New(e.err)
}

// Skip reports whether the entry is of no use as things stand.
func (e *entry) Skip() bool { return e.skip != nil && e.skip() }

// What follows is asked of a Field and means nothing to an entry: it looks as
// the sheet says and does not run by itself.

func (e *entry) Init() tea.Cmd                            { return nil }
func (e *entry) Run() error                               { return errors.ErrUnsupported }
func (e *entry) RunAccessible(io.Writer, io.Reader) error { return errors.ErrUnsupported }
func (e *entry) Zoom() bool                               { return false }
func (e *entry) KeyBinds() []key.Binding                  { return nil }
func (e *entry) GetKey() string                           { return e.label }
func (e *entry) GetValue() any                            { return nil }
func (e *entry) WithTheme(*huh.Theme) huh.Field           { return e }
func (e *entry) WithAccessible(bool) huh.Field            { return e }
func (e *entry) WithKeyMap(*huh.KeyMap) huh.Field         { return e }
func (e *entry) WithWidth(int) huh.Field                  { return e }
func (e *entry) WithHeight(int) huh.Field                 { return e }
func (e *entry) WithPosition(huh.FieldPosition) huh.Field { return e }
