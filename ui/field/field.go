// Package field is a line of text that a person types: what all text inputs
// are made of, and how each is drawn.
package field

import (
	"github.com/charmbracelet/bubbles/cursor"
	"github.com/charmbracelet/bubbles/key"
	"github.com/charmbracelet/bubbles/textinput"
	tea "github.com/charmbracelet/bubbletea"

	"fntop/theme"
	"fntop/ui/draw"
)

// Model is one line. New makes it, for the input of bubbles comes with keys
// that must not act.
type Model struct{ input textinput.Model }

// New makes an empty line that takes at most limit characters; of zero, any
// number.
func New(limit int) *Model {
	m := &Model{input: textinput.New()}
	m.input.Prompt = ""
	m.input.CharLimit = limit
	// A cursor that blinks would draw frames while nothing happens.
	m.input.Cursor.SetMode(cursor.CursorStatic)
	// Pasting by ctrl+v would read the clipboard, which is not a pane's to do.
	m.input.KeyMap.Paste = key.NewBinding()
	// This one panics with the cursor on the last character (bubbles v1.0.0).
	m.input.KeyMap.DeleteWordForward = key.NewBinding()
	m.input.Focus()
	return m
}

// Key types or edits, and reports whether the text is another.
func (m *Model) Key(msg tea.KeyMsg) (changed bool) {
	if msg.Alt && msg.Type == tea.KeyRunes && msg.String() != "alt+b" && msg.String() != "alt+f" {
		return false // no letter, and only these two move by words
	}
	before := m.input.Value()
	m.input, _ = m.input.Update(msg)
	return m.input.Value() != before
}

// Value is what is typed.
func (m *Model) Value() string { return m.input.Value() }

// Cursor is the byte of the text that the cursor is on.
func (m *Model) Cursor() int {
	return len(string([]rune(m.input.Value())[:m.input.Position()]))
}

// Set replaces the text and sets the cursor to a rune of it.
func (m *Model) Set(text string, at int) {
	m.input.SetValue(text)
	m.input.SetCursor(at)
}

// End sets the cursor behind the text.
func (m *Model) End() { m.input.CursorEnd() }

// Clear takes the text away.
func (m *Model) Clear() { m.input.Reset() }

// Draw writes the text with its cursor into room cells of the line begun.
func (m *Model) Draw(l *draw.Lines, t *theme.Theme, room int) {
	Text{Value: m.Value(), Cursor: m.Cursor()}.Draw(l, t, room)
}
