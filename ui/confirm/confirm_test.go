package confirm

import (
	"reflect"
	"strings"
	"testing"

	tea "github.com/charmbracelet/bubbletea"

	"fntop/keymap"
	"fntop/model"
	"fntop/ui/pane"
	"fntop/ui/panetest"
)

var invoke = model.Action{Kind: model.Invoke, Trigger: model.Ref{ID: "t1", Name: "retry-mail"}, Payload: []byte(`{"id":1}`)}

func question(change func(*Options)) *Model {
	o := Options{
		Verb: "invoke",
		Lines: []Line{
			{"trigger", "retry-mail"}, {"function", "send-mail"}, {"workspace", "acme · centrali"}, {"profile", "prod"},
		},
		Payload: `{"order":12345678901234567890,"customer":{"name":"Ada","mail":"ada@example.org"},"retry":true}`,
		Action:  invoke,
	}
	if change != nil {
		change(&o)
	}
	return New(o)
}

func named() *Model {
	return question(func(o *Options) {
		o.Verb, o.TypeName, o.Payload = "pause", "retry-mail", ""
		o.Warning = "no run is started by this trigger until it is resumed, and what was due in between is not made up for"
	})
}

func long() *Model {
	return question(func(o *Options) {
		o.Verb, o.Payload = "rerun", "["+strings.Repeat("1,", 40)+"1]"
		o.Lines = []Line{{"run", "0192f3ab-77aa-7bbb-8ccc-0123456789ab"}, {"function", "process-order"}, {"profile", "prod"}}
	})
}

func pressed(m *Model, names ...string) *Model {
	panetest.Press(m, names...)
	return m
}

func TestFrames(t *testing.T) {
	panetest.Frames(t, "invoke", question(nil))
	panetest.Frames(t, "pause_named", pressed(named(), "retry-ma"))
	panetest.Frames(t, "pause_wrong", pressed(named(), "x", "enter"))
	panetest.Frames(t, "rerun_long", long())
}

func TestQuestionFillsAnySizeExactly(t *testing.T) {
	for _, m := range []*Model{question(nil), named(), pressed(named(), strings.Repeat("注", 90), "enter"), long(), New(Options{}), New(nasty)} {
		panetest.Exact(t, m)
	}
}

var nasty = Options{
	Verb: panetest.Hostile, Lines: []Line{{panetest.Hostile, panetest.Hostile}}, Payload: panetest.Hostile, TypeName: panetest.Hostile, Warning: panetest.Hostile,
}

func TestHostileTextShowsAsMarks(t *testing.T) {
	m := New(nasty)
	m.Key(tea.KeyMsg{Type: tea.KeyRunes, Runes: []rune(panetest.Hostile), Paste: true}, keymap.None)
	panetest.Harmless(t, m)
	panetest.Harmless(t, pressed(m, "enter"))
	nasty := nasty
	nasty.TypeName = ""
	panetest.Harmless(t, New(nasty))
}

func TestYesSendsTheActionOnce(t *testing.T) {
	for _, yes := range []string{"y", "Y"} {
		m := question(nil)
		if got := panetest.Press(m, yes); !reflect.DeepEqual(got, pane.Send{Action: invoke}) {
			t.Errorf("%s answered %#v", yes, got)
		}
		if got := panetest.Press(m, yes); got != nil {
			t.Errorf("a second %s answered %#v", yes, got)
		}
	}
}

func TestOnlyYesConfirms(t *testing.T) {
	m := question(nil)
	for _, msg := range append(panetest.Messages("enter", " ", "tab", "a", "yy", "y\n", "retry", "j", "q", "up", "ctrl+d"),
		tea.KeyMsg{Type: tea.KeyRunes, Runes: []rune("y"), Paste: true},
		tea.KeyMsg{Type: tea.KeyRunes, Runes: []rune("y"), Alt: true},
		tea.KeyMsg{Type: tea.KeyEnter, Paste: true},
		tea.KeyMsg{Type: tea.KeyRunes}) {
		for _, action := range []keymap.Action{keymap.None, keymap.Open, keymap.Quit} {
			if got := m.Key(msg, action); got != nil {
				t.Errorf("%q answered %#v", msg, got)
			}
		}
	}
}

func TestNoAndEscapeCancel(t *testing.T) {
	for _, no := range []string{"n", "N", "esc"} {
		if got := panetest.Press(question(nil), no); got != (pane.Close{}) {
			t.Errorf("%s answered %#v", no, got)
		}
	}
	if got := panetest.Press(named(), "n", "esc"); got != (pane.Close{}) {
		t.Errorf("esc while typing answered %#v", got)
	}
}

func TestNameMustBeTypedExactly(t *testing.T) {
	for _, wrong := range []string{"", "y", "retry-mai", "Retry-mail", "retry-mail ", "retry-mailx"} {
		m := named()
		if got := panetest.Press(m, wrong, "enter"); got != nil || !m.wrong {
			t.Errorf("%q answered %#v", wrong, got)
		}
	}
	m := named()
	if got := panetest.Press(m, "x", "enter", "backspace", "r", "e", "t", "r", "y", "-", "m", "a", "i", "l", "enter"); !reflect.DeepEqual(got, pane.Send{Action: invoke}) {
		t.Errorf("the name answered %#v", got)
	}
}

func TestPastedNameWaitsForEnter(t *testing.T) {
	m := named()
	paste := tea.KeyMsg{Type: tea.KeyRunes, Runes: []rune("retry-mail\r\n"), Paste: true}
	if got := m.Key(paste, keymap.None); got != nil {
		t.Fatalf("the paste answered %#v", got)
	}
	if got := m.Key(tea.KeyMsg{Type: tea.KeyEnter, Paste: true}, keymap.Open); got != nil {
		t.Fatalf("a pasted enter answered %#v", got)
	}
	if got := panetest.Press(m, "enter"); !reflect.DeepEqual(got, pane.Send{Action: invoke}) {
		t.Errorf("enter answered %#v", got)
	}
}

func TestNameThatNoKeyboardHasIsTypedAsShown(t *testing.T) {
	m := question(func(o *Options) { o.TypeName = "a\x1bb" })
	if got := panetest.Press(m, "a␛b", "enter"); got == nil {
		t.Error("the name as shown was refused")
	}
}

func TestTargetAndAnswerStayOnASmallScreen(t *testing.T) {
	frame := strings.Join(question(nil).View(panetest.Look(0), 40, 4), "\n")
	if !strings.Contains(frame, "retry-mail") || !strings.Contains(frame, "invoke") {
		t.Errorf("frame is\n%s", frame)
	}
}

func TestPayloadKeepsItsNumbersAndOrder(t *testing.T) {
	frame := strings.Join(question(nil).View(panetest.Look(0), 68, 24), "\n")
	if !strings.Contains(frame, `"order": 12345678901234567890`) {
		t.Errorf("frame is\n%s", frame)
	}
}

func TestAnyKeysLeaveItStanding(t *testing.T) {
	panetest.AnyKeys(t, named)
}
