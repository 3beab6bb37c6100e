package help

import (
	"strings"
	"testing"

	tea "github.com/charmbracelet/bubbletea"
	"github.com/charmbracelet/x/ansi"

	"fntop/keymap"
	"fntop/model"
	"fntop/theme"
	"fntop/ui/pane"
	"fntop/ui/panetest"
)

func pressed(names ...string) *Model {
	m := New()
	panetest.Press(m, names...)
	return m
}

func page(m *Model, w, h int) string {
	return ansi.Strip(strings.Join(m.View(panetest.Look(theme.NoColor), w, h), "\n"))
}

func TestFrames(t *testing.T) {
	panetest.Frames(t, "help", New())
	panetest.Frames(t, "narrowed", pressed("rerun"))
	panetest.Frames(t, "nothing", pressed("xyzzy"))
}

// What is cut in an example can be read nowhere else.
func TestNothingIsCutInHelp(t *testing.T) {
	m := New()
	for w := 28; w <= 170; w++ {
		text := page(m, w, 400)
		for _, line := range strings.Split(text, "\n") {
			if strings.Contains(line, "…") {
				t.Fatalf("at %d columns something is cut: %s", w, line)
			}
		}
		if whole := strings.Join(strings.Fields(strings.ReplaceAll(text, "│", " ")), " "); !strings.Contains(whole, "status:failure,timeout") {
			t.Fatalf("at %d columns the first example is taken apart", w)
		}
	}
}

func TestHelpFillsAnySizeExactly(t *testing.T) {
	panetest.Exact(t, New())
	panetest.Exact(t, pressed("run"))
	panetest.Exact(t, pressed(strings.Repeat("注", 15)))
}

func TestHostileTextShowsAsMarks(t *testing.T) {
	m := New()
	m.Key(tea.KeyMsg{Type: tea.KeyRunes, Runes: []rune("a\u202e\u200b\x1b[2J"), Paste: true}, keymap.None)
	panetest.Harmless(t, m)
}

func TestEveryBindingSignAndKindIsThere(t *testing.T) {
	frame := page(New(), 300, 200)
	for _, a := range keymap.All() {
		if help := strings.Fields(a.Help())[0]; !strings.Contains(frame, help) || !strings.Contains(frame, keymap.Default().Key(a)) {
			t.Errorf("%s is missing", a.Name())
		}
	}
	for _, s := range model.Statuses {
		if !strings.Contains(frame, theme.Glyph(s)+" "+s.String()) {
			t.Errorf("%s is missing", s)
		}
	}
}

func TestKeysAreThoseOfTheMap(t *testing.T) {
	l := panetest.Look(theme.NoColor)
	l.Keys, _ = keymap.New(map[string][]string{"rerun": {"f9"}})
	frame := strings.Join(New().View(l, 116, 60), "\n")
	if !strings.Contains(frame, "f9") {
		t.Errorf("the new key is missing in\n%s", frame)
	}
}

func TestScrollingStopsAtTheEndAndComesBackAtOnce(t *testing.T) {
	m := New()
	first := page(m, 60, 12)
	for range 500 {
		panetest.Press(m, "down")
	}
	end := page(m, 60, 12)
	panetest.Press(m, "pgdown", "end")
	if page(m, 60, 12) != end {
		t.Error("it scrolls beyond the end")
	}
	panetest.Press(m, "up")
	if page(m, 60, 12) == end {
		t.Error("up does not leave the end")
	}
	panetest.Press(m, "home")
	if page(m, 60, 12) != first {
		t.Error("home does not lead to the top")
	}
}

func TestLettersNarrowAndEscapeWidensThenCloses(t *testing.T) {
	m := pressed("/", "r", "e", "r", "u", "n", " ", "q")
	if m.filter != "rerun q" {
		t.Errorf("narrowed to %q", m.filter)
	}
	panetest.Press(m, "backspace", "backspace")
	if frame := page(m, 116, 30); strings.Contains(frame, "every key") || !strings.Contains(frame, "edited input") {
		t.Errorf("narrowed to rerun it is\n%s", frame)
	}
	if got := panetest.Press(m, "esc"); got != nil || m.filter != "" {
		t.Errorf("the first esc answered %#v", got)
	}
	if got := panetest.Press(m, "esc"); got != (pane.Close{}) {
		t.Errorf("the second esc answered %#v", got)
	}
}

func TestQuestionMarkAndQClose(t *testing.T) {
	for _, key := range []string{"?", "q"} {
		if got := panetest.Press(New(), key); got != (pane.Close{}) {
			t.Errorf("%s answered %#v", key, got)
		}
	}
	if got := panetest.Press(New(), "qq"); got != nil {
		t.Errorf("letters typed ahead answered %#v", got)
	}
}

func TestAnyKeysLeaveItStanding(t *testing.T) {
	panetest.AnyKeys(t, New)
}

func TestKeysOfDialogsAreInTheHelp(t *testing.T) {
	m := New()
	for _, msg := range panetest.Messages("c", "o", "l", "u", "m", "n", "s", ":") {
		m.Key(msg, keymap.None)
	}
	all := panetest.Text(m, 100, 40)
	for _, f := range keymap.FixedKeys {
		if shown := strings.Contains(all, f.Where+": "+f.Does); shown != (f.Where == "columns") {
			t.Errorf("narrowed to the columns, %q is there: %t\n%s", f.Does, shown, all)
		}
	}
}
