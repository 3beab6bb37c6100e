package filterbar

import (
	"strings"
	"testing"
	"time"

	tea "github.com/charmbracelet/bubbletea"
	"github.com/charmbracelet/x/ansi"

	"fntop/keymap"
	"fntop/model"
	"fntop/theme"
	"fntop/ui/pane"
	"fntop/ui/panetest"
)

var words = model.Words{Functions: []string{"process-order", "process-refund", "sync stock"}, Triggers: []string{"nightly-sync"}}

func opened(text string, names ...string) *Model {
	m := New()
	m.Open(text, words, time.UTC)
	panetest.Press(m, names...)
	return m
}

func text(t *testing.T, intent pane.Intent) string {
	t.Helper()
	set, ok := intent.(pane.SetQuery)
	if !ok {
		t.Fatalf("answered %#v", intent)
	}
	return set.Text
}

func TestFrames(t *testing.T) {
	panetest.Frames(t, "empty", opened(""))
	panetest.Frames(t, "good", opened(`status:failure,timeout fn:order dur>5s coupon`, " "))
	panetest.Frames(t, "wrong", opened("fn:order stauts:failure", "left"))
	panetest.Frames(t, "wrong_value", opened("status:fail"))
	panetest.Frames(t, "options", opened("fn:", "tab", "tab", "tab"))
	panetest.Frames(t, "long", opened(strings.Repeat("error~\"rate limit\" ", 12)))
}

func TestLineFillsAnySizeExactly(t *testing.T) {
	for _, m := range []*Model{New(), opened(""), opened(strings.Repeat("注文 ", 60)), opened("fn:", "tab"), opened("x stat", "left", "left"),
		opened(`"`), opened(strings.Repeat("é́ ", 40), "home", "right")} {
		panetest.Exact(t, m)
	}
}

func TestHostileTextShowsAsMarks(t *testing.T) {
	m := New()
	m.Open(panetest.Hostile, model.Words{Functions: []string{panetest.Hostile}}, nil)
	panetest.Harmless(t, m)
	for range 12 {
		panetest.Press(m, "left")
		panetest.Harmless(t, m)
	}
	m.Key(tea.KeyMsg{Type: tea.KeyRunes, Runes: []rune("fo\u202eo:\"\x1b]0;x\x07" + panetest.Hostile), Paste: true}, keymap.None)
	panetest.Harmless(t, m)
	panetest.Press(m, "tab")
	panetest.Harmless(t, m)
}

func TestEachGoodChangeIsInForceAtOnce(t *testing.T) {
	m := opened("")
	for _, key := range []string{"c", "o", "u"} {
		if got, ok := panetest.Press(m, key).(pane.SetQuery); !ok || got.Done || got.Query.String() != got.Text {
			t.Errorf("%s answered %#v", key, got)
		}
	}
	if got := panetest.Press(m, "left"); got != nil {
		t.Errorf("moving answered %#v", got)
	}
	if got := text(t, m.Key(tea.KeyMsg{Type: tea.KeyRunes, Runes: []rune("x\ny"), Paste: true}, keymap.None)); got != "cox yu" {
		t.Errorf("after a paste the text is %q", got)
	}
}

func TestLastGoodFilterStaysWhileTheTextIsWrong(t *testing.T) {
	m := opened("", "f", "n")
	for _, key := range []string{":", `"`} {
		if got := panetest.Press(m, key); got != nil {
			t.Errorf("%s answered %#v", key, got)
		}
	}
	said, ok := panetest.Press(m, "enter").(pane.Say)
	if !ok || said.Text == "" {
		t.Errorf("enter answered %#v", said)
	}
	if got := text(t, panetest.Press(m, "a", `"`)); got != `fn:"a"` {
		t.Errorf("mended, the text is %q", got)
	}
}

func TestWrongPartIsUnderlinedAndExplained(t *testing.T) {
	m := opened("fn:order stauts:failure")
	frame := m.View(panetest.Look(theme.NoColor), 100, 2)
	if want := string(panetest.Look(theme.NoColor).Theme.Wrong) + "stauts" + theme.Reset; !strings.Contains(frame[0], want) {
		t.Errorf("the line is %q", frame[0])
	}
	if !strings.Contains(ansi.Strip(frame[1]), "did you mean “status”?") {
		t.Errorf("below stands %q", frame[1])
	}
	if strings.TrimSpace(ansi.Strip(frame[0])) != "/ fn:order stauts:failure" {
		t.Errorf("the text reads %q", ansi.Strip(frame[0]))
	}
}

func TestEnterKeepsAndEscapeGoesBack(t *testing.T) {
	m := opened("fn:order", " ", "x")
	got, ok := panetest.Press(m, "enter").(pane.SetQuery)
	if !ok || !got.Done || got.Text != "fn:order x" || got.Query.String() != "fn:order x" {
		t.Errorf("enter answered %#v", got)
	}
	m = opened("fn:order", " ", "x", ":")
	got, ok = panetest.Press(m, "esc").(pane.SetQuery)
	if !ok || !got.Done || got.Text != "fn:order" || got.Query.String() != "fn:order" {
		t.Errorf("esc answered %#v", got)
	}
	got, ok = panetest.Press(opened("fn:order", "ctrl+u"), "enter").(pane.SetQuery)
	if !ok || !got.Done || !got.Query.Empty() {
		t.Errorf("enter on nothing answered %#v", got)
	}
}

func TestPastedLineEndIsNoEnter(t *testing.T) {
	m := opened("")
	got, ok := m.Key(tea.KeyMsg{Type: tea.KeyRunes, Runes: []rune("coupon\n"), Paste: true}, keymap.None).(pane.SetQuery)
	if !ok || got.Done {
		t.Errorf("answered %#v", got)
	}
}

func TestTabCompletesThenGoesThroughWhatIsLeft(t *testing.T) {
	m := opened("")
	for i, step := range []struct{ key, want string }{
		{"fn:pro", "fn:pro"}, {"tab", "fn:process-"}, {"tab", "fn:process-order"}, {"tab", "fn:process-refund"},
		{"tab", "fn:process-order"}, {"shift+tab", "fn:process-refund"}, {" ", "fn:process-refund "}, {"rer", "fn:process-refund rer"},
		{"tab", "fn:process-refund rerun:"},
	} {
		panetest.Press(m, step.key)
		if got := m.input.Value(); got != step.want {
			t.Fatalf("step %d: %s makes %q, want %q", i, step.key, got, step.want)
		}
	}
	if got := text(t, panetest.Press(opened("fn:stoc"), "tab")); got != `fn:"sync stock"` {
		t.Errorf("a name with a space becomes %q", got)
	}
	if m := opened("zzz", "tab"); m.input.Value() != "zzz" {
		t.Errorf("nothing to complete makes %q", m.input.Value())
	}
}

func TestHistoryOfKeptQueries(t *testing.T) {
	m := New()
	for _, kept := range []string{"a", "b", "a"} {
		m.Open("", words, nil)
		panetest.Press(m, kept, "enter")
	}
	m.Open("", words, nil)
	panetest.Press(m, "draft")
	for i, step := range []struct{ key, want string }{{"up", "a"}, {"up", "b"}, {"down", "a"}, {"down", "draft"}} {
		if got := text(t, panetest.Press(m, step.key)); got != step.want {
			t.Errorf("step %d: %s shows %q, want %q", i, step.key, got, step.want)
		}
	}
	if got := panetest.Press(m, "down"); got != nil {
		t.Errorf("down at the end answered %#v", got)
	}
	panetest.Press(m, "up", "up", "up", "esc")
	if len(m.history) != 2 {
		t.Errorf("history is %q", m.history)
	}
}

func TestAnyKeysLeaveItStanding(t *testing.T) {
	panetest.AnyKeys(t, func() *Model { return opened("fn:") })
}
