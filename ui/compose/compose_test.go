package compose

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

var invoke = model.Action{Kind: model.Invoke, Trigger: model.Ref{ID: "t1", Name: "retry-mail"}}

const order = `{"order":12345678901234567890,"a":1.50,"customer":{"name":"Ada","mail":"ada@example.org"},"again":[1,2]}`

func composer(text string) *Model {
	return New(Options{Title: "Invoke retry-mail", Hint: "The payload, as JSON. Empty sends none.", Text: text, Action: invoke})
}

func rerun(text string) *Model {
	return New(Options{
		Title: "Rerun process-order", Hint: "What the run's input is replaced by. This fntop did not send the first one and cannot show it.",
		Text: text, Action: model.Action{Kind: model.Rerun, Run: model.RunID{Profile: "prod", ID: "r1"}}, WithRerunFields: true,
	})
}

func pressed(m *Model, names ...string) *Model {
	panetest.Press(m, names...)
	return m
}

func paste(m *Model, text string) pane.Intent {
	return m.Key(tea.KeyMsg{Type: tea.KeyRunes, Runes: []rune(text), Paste: true}, keymap.None)
}

func TestFrames(t *testing.T) {
	panetest.Frames(t, "invoke", composer(order))
	panetest.Frames(t, "empty", composer(""))
	panetest.Frames(t, "broken", composer("{\n  \"order\": 12\n  \"retry\": true\n}"))
	panetest.Frames(t, "leaving", pressed(composer("[1,2]"), "1", "esc"))
	panetest.Frames(t, "rerun", pressed(rerun("{}"), "tab", "after the fix", "ctrl+t"))
	panetest.Frames(t, "held", composer(`"`+strings.Repeat("long ", 600)+`"`))
	panetest.Frames(t, "sideways", pressed(composer(`["`+strings.Repeat("0123456789", 20)+`"]`), "down", "end"))
}

func TestComposerFillsAnySizeExactly(t *testing.T) {
	for _, m := range []*Model{
		composer(order), composer(""), rerun("{}"), pressed(rerun(order), "tab", strings.Repeat("注文", 70)),
		pressed(composer(strings.Repeat("注文", 90)), "end"), composer("\x1b" + strings.Repeat("x\n", 90)), New(Options{}),
		New(Options{Title: panetest.Hostile, Hint: panetest.Hostile, Text: panetest.Hostile, WithRerunFields: true, Action: model.Action{Reason: panetest.Hostile}}),
	} {
		panetest.Exact(t, m)
	}
}

func TestHostileTextShowsAsMarks(t *testing.T) {
	for _, rerunFields := range []bool{true, false} {
		o := Options{Title: panetest.Hostile, Hint: panetest.Hostile, Text: panetest.Hostile, WithRerunFields: rerunFields, Action: model.Action{Reason: panetest.Hostile}}
		panetest.Harmless(t, New(o))
		o.Text = "{\u202e\u200b\u2066\n\"é\u0301\u0301\u0301\u0301\u0301\""
		m := New(o)
		for range 12 {
			panetest.Harmless(t, pressed(m, "right"))
		}
		panetest.Harmless(t, pressed(m, "tab"))
	}
}

func TestPayloadGoesOnAsTypedButForSpace(t *testing.T) {
	for text, want := range map[string]string{
		order: order, " {\n \"b\" : 1e400 ,\"a\":0.10, \"a\":\"\\u00e9 é\" }\n": `{"b":1e400,"a":0.10,"a":"\u00e9 é"}`,
		"null": "null", `"text"`: `"text"`, "-0": "-0",
	} {
		for _, key := range []tea.KeyMsg{{Type: tea.KeyCtrlS}, {Type: tea.KeyEnter, Alt: true}} {
			got := composer(text).Key(key, keymap.None)
			a, ok := got.(pane.Composed)
			if !ok || string(a.Action.Payload) != want || a.Action.Trigger != invoke.Trigger {
				t.Errorf("%q answered %#v", text, got)
			}
		}
	}
}

func TestEmptyTextSendsNoPayload(t *testing.T) {
	if got := panetest.Press(composer(" \n "), "ctrl+s"); !reflect.DeepEqual(got, pane.Composed{Action: invoke}) {
		t.Errorf("answered %#v", got)
	}
}

func TestRerunTakesInputReasonAndLatestCode(t *testing.T) {
	got := panetest.Press(rerun("{}"), `"a":1`, "tab", "fixed", " ", "enter", "ctrl+t", "ctrl+s")
	want := pane.Composed{Action: model.Action{
		Kind: model.Rerun, Run: model.RunID{Profile: "prod", ID: "r1"}, Override: []byte(`{"a":1}`), Reason: "fixed", LatestCode: true,
	}}
	if !reflect.DeepEqual(got, want) {
		t.Errorf("answered %#v", got)
	}
}

func TestBrokenJSONDoesNotGoOn(t *testing.T) {
	for text, want := range map[string]string{
		"{":                        "1:2 the text ends too soon",
		"{\n  \"a\": 1\n\n":        "2:9 the text ends too soon",
		"{\n \"a\": 1\n \"b\": 2}": "3:2 a comma or } is missing before “\"”",
		"{\"é\": tru}":             "1:10 no such word: only true, false, null",
		"[1,]":                     "1:4 a value is wanted, not “]”",
		"{\"a\":1,}":               "1:8 a name in quotes is wanted, not “}”",
		"{'a':1}":                  "1:2 a name in quotes is wanted, not “'”",
		"1 2":                      "1:3 the value is over before “2”",
		"{\"a\" 1}":                "1:6 a colon is missing before “1”",
		"注":                        "1:1 a value is wanted, not “注”",
		"\"\x1b\"":                 "1:2 a line break or control sign stands in a string",
		`"\x"`:                     `1:3 no such escape: \“x”`,
		"":                         "",
	} {
		c := checked(text)
		if text == "" {
			if !c.empty || c.problem != "" {
				t.Errorf("empty is %#v", c)
			}
			continue
		}
		if got := c.where() + " " + c.problem; got != want {
			t.Errorf("%q: %s, want %s", text, got, want)
		}
		said, ok := panetest.Press(composer(text), "ctrl+s").(pane.Say)
		if !ok || !strings.Contains(said.Text, c.problem) {
			t.Errorf("%q answered %#v", text, said)
		}
	}
}

func TestGoingOnWithBrokenJSONGoesToTheError(t *testing.T) {
	m := pressed(composer("{\n \"a\": 1\n \"b\": 2}"), "ctrl+s")
	if row, col := m.editor.at(); row != 2 || col != 1 {
		t.Errorf("the cursor is at %d, %d", row, col)
	}
}

func TestChangedTextIsNotDroppedAtOnce(t *testing.T) {
	for name, change := range map[string][]string{"text": {"x"}, "reason": {"tab", "x"}, "latest code": {"ctrl+t"}} {
		m := pressed(rerun("{}"), change...)
		if got := panetest.Press(m, "esc"); got != nil {
			t.Fatalf("%s: the first esc answered %#v", name, got)
		}
		if got := panetest.Press(m, "left", "esc"); got != nil {
			t.Fatalf("%s: esc after another key answered %#v", name, got)
		}
		if got := panetest.Press(m, "esc"); got != (pane.Close{}) {
			t.Errorf("%s: the second esc answered %#v", name, got)
		}
	}
	for _, m := range []*Model{composer(order), pressed(composer(order), "x", "backspace")} {
		if got := panetest.Press(m, "esc"); got != (pane.Close{}) {
			t.Errorf("esc on an unchanged text answered %#v", got)
		}
	}
}

func TestEditorGetsTheTextAndGivesItBack(t *testing.T) {
	m := composer(`{"a":1}`)
	if got := panetest.Press(m, "ctrl+e"); got != (pane.EditText{Text: "{\n  \"a\": 1\n}"}) {
		t.Errorf("answered %#v", got)
	}
	m.SetText("{\"b\":\t2}\r\n")
	if got := m.Text(); got != "{\"b\":  2}\n" {
		t.Errorf("the text is %q", got)
	}
	if got := panetest.Press(m, "esc"); got != nil {
		t.Errorf("esc after the editor answered %#v", got)
	}
}

func TestPastedTextIsTextWhateverItHolds(t *testing.T) {
	m := composer("")
	if got := paste(m, "{\r\"a\":\r\n\t[1]\r}"); got != nil {
		t.Errorf("answered %#v", got)
	}
	if got := m.Text(); got != "{\n\"a\":\n  [1]\n}" {
		t.Errorf("the text is %q", got)
	}
	m = composer("[]")
	panetest.Press(m, "right")
	paste(m, `"`+"\uFFFD"+strings.Repeat("x", 3*mostRunes)+`"`)
	if want := `["` + "\uFFFD" + strings.Repeat("x", 3*mostRunes) + `"]`; m.Text() != want {
		t.Error("a text that the text area cannot hold was changed")
	}
	if got, ok := panetest.Press(m, "ctrl+s").(pane.Composed); !ok || len(got.Action.Payload) != 3*mostRunes+7 {
		t.Error("it does not go on as it is")
	}
	if _, ok := panetest.Press(m, "x").(pane.Say); !ok {
		t.Error("typing into it is not refused with a word")
	}
}

func TestTextOfManyLinesIsHeldWhole(t *testing.T) {
	text := "[" + strings.Repeat("1,\n", 20_000) + "1]"
	m := composer("")
	m.SetText(text)
	if m.Text() != text {
		t.Error("lines were lost")
	}
}

func TestUpAndDownMoveByLinesAndKeepTheColumn(t *testing.T) {
	long := strings.Repeat("0123456789", 30)
	m := composer(long + "\nab\n" + long)
	for _, step := range []struct {
		key      string
		row, col int
	}{{"end", 0, 300}, {"left", 0, 299}, {"down", 1, 2}, {"down", 2, 299}, {"down", 2, 299}, {"up", 1, 2}, {"left", 1, 1}, {"up", 0, 1}, {"pgdown", 2, 1}} {
		panetest.Press(m, step.key)
		if row, col := m.editor.at(); row != step.row || col != step.col {
			t.Fatalf("after %s the cursor is at %d, %d, want %d, %d", step.key, row, col, step.row, step.col)
		}
	}
}

func TestFormatKeepsWhatIsNoJSON(t *testing.T) {
	m := pressed(composer("{oops"), "ctrl+f")
	if m.Text() != "{oops" {
		t.Errorf("the text is %q", m.Text())
	}
	m = pressed(composer(""), `{"a":1}`, "ctrl+f")
	if m.Text() != "{\n  \"a\": 1\n}" {
		t.Errorf("the text is %q", m.Text())
	}
}

func TestEnterIsALineAndTabTwoBlanks(t *testing.T) {
	m := pressed(composer("{}"), "enter", "tab", "x")
	if m.Text() != "{\n  x}" {
		t.Errorf("the text is %q", m.Text())
	}
}

func TestDrawingChangesNothing(t *testing.T) {
	m := pressed(rerun(order), "down", "end")
	first := strings.Join(m.View(panetest.Look(0), 60, 20), "\n")
	m.View(panetest.Look(0), 3, 2)
	if strings.Join(m.View(panetest.Look(0), 60, 20), "\n") != first {
		t.Error("the second frame differs")
	}
}

func TestAnyKeysLeaveItStanding(t *testing.T) {
	panetest.AnyKeys(t, func() *Model { return rerun(order) })
	panetest.AnyKeys(t, func() *Model { return composer("") })
}
