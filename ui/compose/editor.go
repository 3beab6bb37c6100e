package compose

import (
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/charmbracelet/bubbles/cursor"
	"github.com/charmbracelet/bubbles/key"
	"github.com/charmbracelet/bubbles/textarea"
	tea "github.com/charmbracelet/bubbletea"
)

// What the text area takes. It drops what goes beyond 10,000 lines and every
// control and replacement character without a word, and a key on a line of
// 2,000 characters costs it 3 ms, on one of 100,000 half a second.
const (
	mostBytes = 256 << 10
	mostLines = 5_000
	mostRunes = 2_000 // in a line
)

// page is how far pgup and pgdn go.
const page = 10

// editor is the text area, which is used for editing alone: its drawing knows
// nothing of themes or of hostile text. A text that it could not hold
// faithfully is held beside it and can be edited in $EDITOR only.
type editor struct {
	area   textarea.Model
	lines  []string // what is drawn: the text by lines
	held   bool
	whole  string // the text, where it is held
	goal   int    // the column that up and down keep to
	moving bool   // the last key was up or down
}

func newEditor() *editor {
	e := &editor{area: textarea.New()}
	e.area.Prompt, e.area.ShowLineNumbers = "", false
	e.area.MaxHeight, e.area.MaxWidth, e.area.CharLimit = 0, 0, 0
	// The width only says where the text area thinks that lines wrap, which
	// is neither drawn nor moved by; a small one is quick.
	e.area.SetWidth(80)
	e.area.Cursor.SetMode(cursor.CursorStatic)
	e.area.KeyMap.Paste = key.NewBinding() // reads the clipboard: not a pane's to do
	e.area.Focus()
	return e
}

// fits reports whether the text area gives back what it is given.
func fits(text string) bool {
	if len(text) > mostBytes || strings.Count(text, "\n") >= mostLines || !utf8.ValidString(text) {
		return false
	}
	for line := range strings.Lines(text) {
		if len(line) > mostRunes && utf8.RuneCountInString(line) > mostRunes {
			return false
		}
	}
	return !strings.ContainsFunc(text, func(r rune) bool {
		return r == utf8.RuneError || unicode.IsControl(r) && r != '\n'
	})
}

// set replaces the text. The cursor goes to its begin, or between the braces
// of an empty object.
func (e *editor) set(text string) {
	text = plainBreaks(text)
	e.held, e.whole = !fits(text), ""
	if e.held {
		e.whole = text
		e.lines = strings.Split(text, "\n")
		e.area.Reset()
		return
	}
	e.area.SetValue(text)
	e.area, _ = e.area.Update(tea.KeyMsg{Type: tea.KeyCtrlHome})
	if text == "{}" {
		e.area.SetCursor(1)
	}
	e.lines = strings.Split(text, "\n")
}

// plainBreaks makes lines end with "\n", and blanks of the tabs between
// values: to JSON it is the same. Tabs inside strings are no JSON, and stay.
func plainBreaks(text string) string {
	text = strings.NewReplacer("\r\n", "\n", "\r", "\n").Replace(text)
	if !strings.Contains(text, "\t") {
		return text
	}
	var b strings.Builder
	quoted, escaped := false, false
	for i := range len(text) {
		c := text[i]
		if c == '\t' && !quoted {
			b.WriteString("  ")
			continue
		}
		b.WriteByte(c)
		if c == '"' && !escaped {
			quoted = !quoted
		}
		escaped = quoted && c == '\\' && !escaped
	}
	return b.String()
}

func (e *editor) text() string {
	if e.held {
		return e.whole
	}
	return strings.Join(e.lines, "\n")
}

// at is where the cursor is: line and rune, from 0.
func (e *editor) at() (row, col int) {
	info := e.area.LineInfo()
	return e.area.Line(), info.StartColumn + info.ColumnOffset
}

// key edits or moves, and reports whether the text changed.
func (e *editor) key(msg tea.KeyMsg) bool {
	moved := e.moving
	e.moving = false
	if !msg.Paste {
		by := map[tea.KeyType]int{
			tea.KeyUp: -1, tea.KeyCtrlP: -1, tea.KeyDown: 1, tea.KeyCtrlN: 1, tea.KeyPgUp: -page, tea.KeyPgDown: page,
		}[msg.Type]
		if by != 0 {
			if !moved {
				_, e.goal = e.at()
			}
			e.moving = true
			e.vertical(by)
			return false
		}
	}
	switch msg.Type {
	case tea.KeyTab:
		msg = tea.KeyMsg{Type: tea.KeyRunes, Runes: []rune("  ")}
	case tea.KeyCtrlJ:
		msg = tea.KeyMsg{Type: tea.KeyEnter}
	}
	if len(msg.Runes) > 0 {
		text := plainBreaks(string(msg.Runes))
		if whole := e.with(text); !fits(whole) {
			e.set(whole)
			return true
		}
		msg.Runes = []rune(text)
	}
	e.area, _ = e.area.Update(msg)
	before := e.text()
	e.lines = strings.Split(e.area.Value(), "\n")
	return e.text() != before
}

// with is the text with more in it where the cursor is.
func (e *editor) with(more string) string {
	row, col := e.at()
	runes := []rune(e.lines[row])
	lines := append([]string(nil), e.lines...)
	lines[row] = string(runes[:col]) + more + string(runes[col:])
	return strings.Join(lines, "\n")
}

// vertical moves by lines, whatever the text area thinks of wrapping.
func (e *editor) vertical(by int) {
	row, _ := e.at()
	e.goTo(max(1, min(row+by+1, len(e.lines))), e.goal+1)
}

// goTo moves the cursor to a line and a column, from 1.
func (e *editor) goTo(line, column int) {
	if e.held {
		return
	}
	for range len(e.lines) * (mostRunes/40 + 2) {
		switch row := e.area.Line(); {
		case row < line-1:
			e.area.CursorDown()
		case row > line-1:
			e.area.CursorUp()
		default:
			e.area.SetCursor(column - 1)
			return
		}
	}
}
