// Package compose is where a payload is written: for an invoke, and for a
// rerun with edited input, which also takes a reason and whether the latest
// code is to run. What was written is never dropped without a word, and goes
// on only as JSON, its numbers and the order of its fields as typed.
package compose

import (
	"bytes"
	"encoding/json"
	"strings"

	tea "github.com/charmbracelet/bubbletea"

	"fntop/keymap"
	"fntop/model"
	"fntop/ui/field"
	"fntop/ui/pane"
)

// Options are what is composed.
type Options struct {
	Title           string // "Invoke retry-mail"
	Hint            string // what the payload means, in a sentence
	Text            string // to start with; JSON is indented
	Action          model.Action
	WithRerunFields bool // a reason and the latest code are asked for too
}

// Model is one payload being written.
type Model struct {
	o        Options
	editor   *editor
	reason   *field.Model
	inReason bool
	latest   bool
	check    check
	from     string // the text that it started with
	leaving  bool   // esc was pressed once on a changed text
}

// New begins with o.Text.
func New(o Options) *Model {
	m := &Model{o: o, editor: newEditor(), reason: field.New(500), latest: o.Action.LatestCode}
	m.o.Title, m.o.Hint = model.Visible(o.Title), model.Visible(o.Hint)
	m.reason.Set(o.Action.Reason, len(o.Action.Reason))
	m.SetText(indented(o.Text))
	m.from = m.Text()
	return m
}

// SetText takes a text back from $EDITOR.
func (m *Model) SetText(text string) {
	m.editor.set(text)
	m.inReason, m.leaving = false, false
	m.check = checked(text)
}

// Text is what is written, as it is written.
func (m *Model) Text() string { return m.editor.text() }

// Key edits, or answers with what the composed action is.
func (m *Model) Key(msg tea.KeyMsg, _ keymap.Action) pane.Intent {
	leaving := m.leaving
	m.leaving = false
	if !msg.Paste {
		switch msg.Type {
		case tea.KeyEsc:
			if m.changed() && !leaving {
				m.leaving = true
				return nil
			}
			return pane.Close{}
		case tea.KeyCtrlS:
			return m.goOn()
		case tea.KeyEnter:
			if msg.Alt {
				return m.goOn()
			}
		case tea.KeyCtrlE:
			return pane.EditText{Text: m.Text()}
		case tea.KeyCtrlF:
			m.format()
			return nil
		case tea.KeyCtrlT:
			if m.o.WithRerunFields {
				m.latest = !m.latest
			}
			return nil
		case tea.KeyTab, tea.KeyShiftTab:
			if m.o.WithRerunFields {
				m.inReason = !m.inReason
				return nil
			}
		}
	}
	if m.inReason {
		m.editReason(msg)
		return nil
	}
	if m.editor.held {
		if len(msg.Runes) > 0 || msg.Type == tea.KeyEnter {
			return pane.Say{Text: "this text is too long or too odd to edit here: ctrl+e opens it in $EDITOR"}
		}
		return nil
	}
	if m.editor.key(msg) {
		m.check = checked(m.Text())
	}
	return nil
}

func (m *Model) editReason(msg tea.KeyMsg) {
	if msg.Type == tea.KeyEnter && !msg.Paste {
		m.inReason = false
		return
	}
	m.reason.Key(msg)
}

func (m *Model) changed() bool {
	return m.Text() != m.from || m.reason.Value() != m.o.Action.Reason || m.latest != m.o.Action.LatestCode
}

// format indents the text, where it is JSON.
func (m *Model) format() {
	if text := indented(m.Text()); text != m.Text() {
		m.SetText(text)
	}
}

// goOn answers with the action where the text is JSON, else it goes to where
// it is not.
func (m *Model) goOn() pane.Intent {
	text := strings.TrimSpace(m.Text())
	if m.check.problem != "" {
		m.inReason = false
		m.editor.goTo(m.check.line, m.check.column)
		return pane.Say{Text: "not JSON yet: line " + m.check.where() + " " + m.check.problem}
	}
	var payload json.RawMessage
	if text != "" {
		var b bytes.Buffer
		if err := json.Compact(&b, []byte(text)); err != nil {
			return pane.Say{Text: "not JSON yet: " + model.Visible(err.Error())}
		}
		payload = b.Bytes()
	}
	a := m.o.Action
	if a.Kind == model.Rerun {
		a.Override = payload
	} else {
		a.Payload = payload
	}
	if m.o.WithRerunFields {
		a.Reason, a.LatestCode = strings.TrimSpace(m.reason.Value()), m.latest
	}
	return pane.Composed{Action: a}
}

// indented is JSON with two blanks a level; any other text as it is.
func indented(text string) string {
	var b bytes.Buffer
	if json.Indent(&b, []byte(strings.TrimSpace(text)), "", "  ") != nil {
		return text
	}
	return b.String()
}
