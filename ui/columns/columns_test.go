package columns

import (
	"slices"
	"testing"

	tea "github.com/charmbracelet/bubbletea"

	"fntop/keymap"
	"fntop/ui/pane"
	"fntop/ui/panetest"
)

func choice() *Model {
	return New(Options{
		Items: []Item{
			{"status", "how the run stands", true}, {"function", "what ran", true}, {"took", "how long it took so far", true},
			{"id", "its id, in short", false}, {"version", "the function's version", false}, {"memory", "its resident memory", false},
		},
		Usual: []string{"status", "function", "took"},
	})
}

func kept(t *testing.T, m *Model, keys ...string) []string {
	t.Helper()
	panetest.Press(m, keys...)
	got, ok := panetest.Press(m, "enter").(pane.SetColumns)
	if !ok {
		t.Fatalf("enter after %q kept nothing", keys)
	}
	return got.Names
}

func TestFrames(t *testing.T) {
	m := choice()
	panetest.Press(m, "j", " ", "j", "j", " ")
	panetest.FramesAt(t, "columns", m, [][2]int{{120, 36}, {80, 24}, {60, 15}, {20, 5}}...)
}

func TestChoiceFillsAnySizeExactly(t *testing.T) {
	panetest.Exact(t, choice())
	panetest.AnyKeys(t, choice)
}

func TestColumnsAreSwitchedAndMoved(t *testing.T) {
	for _, c := range []struct{ keys, want []string }{
		{nil, []string{"status", "function", "took"}},
		{[]string{" "}, []string{"function", "took"}},
		{[]string{"G", " "}, []string{"status", "function", "took", "memory"}},
		{[]string{"j", "j", "j", " ", "K", "K", "K"}, []string{"id", "status", "function", "took"}},
		{[]string{"J", "J", "J", "J", "J", "J", "J"}, []string{"function", "took", "status"}},
		{[]string{"J", " ", "G", " ", "backspace"}, []string{"status", "function", "took"}},
	} {
		if got := kept(t, choice(), c.keys...); !slices.Equal(got, c.want) {
			t.Errorf("%q keeps %q, want %q", c.keys, got, c.want)
		}
	}
}

func TestNoColumnAtAllIsNotKept(t *testing.T) {
	m := choice()
	if got, ok := panetest.Press(m, " ", "j", " ", "j", " ", "enter").(pane.Say); !ok {
		t.Errorf("it answered %#v", got)
	}
}

func TestEscapeAndPastesKeepNothing(t *testing.T) {
	m := choice()
	if got := panetest.Press(m, " ", "esc"); got != (pane.Close{}) {
		t.Errorf("esc answered %#v", got)
	}
	if got := m.Key(tea.KeyMsg{Type: tea.KeyRunes, Runes: []rune("KJ")}, keymap.None); got != nil || m.at != 0 {
		t.Errorf("a paste answered %#v and moved to %d", got, m.at)
	}
}
