// Package confirm is the question before something is sent: what is done, to
// what, where, and with which payload. Nothing is sent by accident: enter
// alone does not confirm, nor does anything that may have been pasted or
// typed ahead.
package confirm

import (
	"bytes"
	"encoding/json"
	"strings"
	"unicode/utf8"

	tea "github.com/charmbracelet/bubbletea"

	"fntop/keymap"
	"fntop/model"
	"fntop/ui/field"
	"fntop/ui/pane"
)

// Line is one fact about what is about to happen. Value may come from a
// backend as it is.
type Line struct{ Label, Value string }

// Options are what is asked.
type Options struct {
	Verb     string // "invoke", "rerun", "pause", "resume"
	Lines    []Line // the target first: it is the last to go on a small screen
	Payload  string // JSON; empty where none is sent
	TypeName string // where not empty, this name must be typed
	Action   model.Action
	Warning  string
	// WithRerunFields: a reason and whether the latest code is to run can be
	// given here, too.
	WithRerunFields bool
}

// Model is one question.
type Model struct {
	o       Options
	verb    string
	name    string // TypeName made visible
	typed   string
	wrong   bool // enter was pressed on another name
	sent    bool
	payload []string

	reason   *field.Model
	inReason bool // letters are the reason's
	latest   bool
}

// mostReason is how many characters a reason may have, here and where input is
// edited.
const mostReason = 500

// New makes a question.
func New(o Options) *Model {
	m := &Model{o: o, verb: model.Visible(o.Verb), name: model.Visible(o.TypeName), payload: pretty(o.Payload)}
	m.reason, m.latest = field.New(mostReason), o.Action.LatestCode
	m.reason.Set(o.Action.Reason, len(o.Action.Reason))
	m.o.Lines = make([]Line, len(o.Lines))
	for i, line := range o.Lines {
		m.o.Lines[i] = Line{Label: model.Visible(line.Label), Value: model.Visible(line.Value)}
	}
	m.o.Warning = model.Visible(o.Warning)
	return m
}

// typing reports whether a name is being typed.
func (m *Model) typing() bool { return m.o.TypeName != "" }

// Key confirms, cancels, or takes a letter of the name. What keys mean
// elsewhere does not matter here: a question is answered the same way
// whatever [keys] says.
func (m *Model) Key(msg tea.KeyMsg, _ keymap.Action) pane.Intent {
	switch {
	case m.o.WithRerunFields && !msg.Paste && m.field(msg):
		return nil
	case m.inReason:
		m.reason.Key(msg)
		return nil
	case msg.Type == tea.KeyEsc && !msg.Paste:
		return pane.Close{}
	}
	if m.typing() {
		return m.typeName(msg)
	}
	if msg.Type != tea.KeyRunes || msg.Paste || msg.Alt || len(msg.Runes) != 1 {
		return nil
	}
	switch msg.Runes[0] {
	case 'y', 'Y':
		return m.send()
	case 'n', 'N':
		return pane.Close{}
	}
	return nil
}

// field hears of the keys that go to a field, leave it or switch it, and
// reports whether the key was one of them. They are those of the editor.
func (m *Model) field(msg tea.KeyMsg) bool {
	switch msg.Type {
	case tea.KeyTab, tea.KeyShiftTab:
		m.inReason = !m.inReason
	case tea.KeyCtrlT:
		m.latest = !m.latest
	case tea.KeyEnter, tea.KeyEsc:
		was := m.inReason
		m.inReason = false
		return was
	default:
		return false
	}
	return true
}

func (m *Model) typeName(msg tea.KeyMsg) pane.Intent {
	if msg.Type == tea.KeyEnter && !msg.Paste {
		// A name may hold signs that no keyboard has; as it is shown will do.
		if m.typed == m.o.TypeName || m.typed == m.name {
			return m.send()
		}
		m.wrong = true
		return nil
	}
	m.wrong = false
	switch msg.Type {
	case tea.KeyBackspace, tea.KeyCtrlH:
		_, size := utf8.DecodeLastRuneInString(m.typed)
		m.typed = m.typed[:len(m.typed)-size]
	case tea.KeyCtrlU, tea.KeyCtrlW:
		m.typed = ""
	case tea.KeyRunes, tea.KeySpace:
		if !msg.Alt {
			m.add(string(msg.Runes))
		}
	}
	return nil
}

// add takes letters. Line ends are left out, for a copied name brings one.
func (m *Model) add(letters string) {
	const enough = 1 << 10
	letters = strings.NewReplacer("\r", "", "\n", "").Replace(letters)
	if len(m.typed)+len(letters) <= enough {
		m.typed += letters
	}
}

// send answers with the action, once: a second y before the question is
// taken away must not send it again.
func (m *Model) send() pane.Intent {
	if m.sent {
		return nil
	}
	m.sent = true
	action := m.o.Action
	if m.o.WithRerunFields {
		action.Reason, action.LatestCode = strings.TrimSpace(m.reason.Value()), m.latest
	}
	return pane.Send{Action: action}
}

// pretty indents JSON, its numbers and the order of its fields as they are.
func pretty(payload string) []string {
	const most = 64 << 10 // only the first lines are shown
	if strings.TrimSpace(payload) == "" {
		return nil
	}
	var b bytes.Buffer
	if len(payload) <= most && json.Indent(&b, []byte(payload), "", "  ") == nil {
		payload = b.String()
	}
	return model.VisibleLines(payload)
}
