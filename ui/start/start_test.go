package start

import (
	"fmt"
	"strings"
	"testing"

	tea "github.com/charmbracelet/bubbletea"

	"fntop/api"
	"fntop/keymap"
	"fntop/theme"
	"fntop/ui/pane"
	"fntop/ui/panetest"
)

const path = "/home/ada/.config/fntop/config.toml"

func TestFrames(t *testing.T) {
	panetest.Frames(t, "start", New(Options{ConfigPath: path, SetsUp: true}))
	panetest.Frames(t, "choices", New(Options{ConfigPath: path, Choices: choices(3), SetsUp: true}))
	panetest.Frames(t, "many", many())
	panetest.Frames(t, "problem", New(Options{ConfigPath: path, Problem: "CENTRALI_WORKSPACE is set, but there is no way to sign in. Set CENTRALI_CLIENT_ID and CENTRALI_CLIENT_SECRET, or CENTRALI_TOKEN."}))
}

func choices(n int) []api.Choice {
	all := []api.Choice{
		{Name: "prod", Workspace: "acme", Host: "centrali.io", ReadOnly: true},
		{Name: "staging", Workspace: "acme-dev", Host: "127.0.0.1:4711"},
		{Name: "a name that is far too long", Host: "flowcore"},
	}
	for i := len(all); i < n; i++ {
		all = append(all, api.Choice{Name: fmt.Sprint("team-", i), Workspace: "acme", Host: "centrali.io"})
	}
	return all
}

// many has more profiles than there is room for; one in the middle is
// selected.
func many() *Model {
	m := New(Options{ConfigPath: path, SetsUp: true})
	m.SetChoices(choices(40), "team-20")
	return m
}

func TestPageFillsAnySizeExactly(t *testing.T) {
	for _, m := range []*Model{New(Options{}), many(), New(Options{ConfigPath: path, Problem: strings.Repeat("注文 ", 60)}), New(Options{ConfigPath: panetest.Hostile, Problem: panetest.Hostile})} {
		panetest.Exact(t, m)
	}
}

func TestHostileTextShowsAsMarks(t *testing.T) {
	evil := []api.Choice{{Name: panetest.Hostile, Workspace: panetest.Hostile, Host: panetest.Hostile}}
	m := New(Options{ConfigPath: panetest.Hostile, Problem: panetest.Hostile, Choices: evil})
	panetest.Harmless(t, m)
	m.SetProblem(panetest.Hostile)
	panetest.Harmless(t, m)
}

func TestEnterAndDOpenTheDemo(t *testing.T) {
	for _, key := range []string{"enter", "d"} {
		if got := panetest.Press(New(Options{}), key); got != (pane.StartDemo{}) {
			t.Errorf("%s answered %#v", key, got)
		}
	}
}

func TestSSetsAConnectionUpWhereThatCanBe(t *testing.T) {
	if got := panetest.Press(New(Options{SetsUp: true}), "s"); got != (pane.SetUp{}) {
		t.Errorf("s answered %#v", got)
	}
	if got := panetest.Press(New(Options{}), "s"); got != nil {
		t.Errorf("s answered %#v where nothing can be set up", got)
	}
}

func TestEnterOpensTheProfileThatIsSelected(t *testing.T) {
	for _, c := range []struct {
		keys []string
		want pane.Intent
	}{
		{[]string{"enter"}, pane.OpenProfile{Name: "prod"}},
		{[]string{"down", "enter"}, pane.OpenProfile{Name: "staging"}},
		{[]string{"j", "j", "k", "enter"}, pane.OpenProfile{Name: "staging"}},
		{[]string{"up", "enter"}, pane.OpenProfile{Name: "prod"}},
		{[]string{"j", "j", "j", "enter"}, pane.StartDemo{}},
		{[]string{"G", "enter"}, pane.SetUp{}},
		{[]string{"G", "down", "g", "enter"}, pane.OpenProfile{Name: "prod"}},
		{[]string{"d"}, pane.StartDemo{}},
	} {
		if got := panetest.Press(New(Options{Choices: choices(3), SetsUp: true}), c.keys...); got != c.want {
			t.Errorf("%q answers %#v", c.keys, got)
		}
	}
	if got := panetest.Press(many(), "enter"); got != (pane.OpenProfile{Name: "team-20"}) {
		t.Errorf("of many it answers %#v", got)
	}
}

func TestQAndEscapeQuit(t *testing.T) {
	for _, key := range []string{"q", "esc"} {
		if got := panetest.Press(New(Options{}), key); got != (pane.Act{Action: keymap.Quit}) {
			t.Errorf("%s answered %#v", key, got)
		}
	}
}

func TestPastedOrTypedAheadLettersDoNothing(t *testing.T) {
	m := New(Options{})
	for _, msg := range []tea.KeyMsg{
		{Type: tea.KeyRunes, Runes: []rune("d"), Paste: true}, {Type: tea.KeyRunes, Runes: []rune("dd")},
		{Type: tea.KeyEnter, Paste: true}, {Type: tea.KeyRunes},
		{Type: tea.KeyRunes, Runes: []rune("d"), Alt: true}, {Type: tea.KeyRunes, Runes: []rune("x")},
	} {
		if got := m.Key(msg, keymap.None); got != nil {
			t.Errorf("%q answered %#v", msg, got)
		}
	}
}

func TestPathIsNamed(t *testing.T) {
	if frame := strings.Join(New(Options{ConfigPath: path}).View(panetest.Look(theme.NoColor), 80, 24), "\n"); !strings.Contains(frame, path) {
		t.Errorf("the page is\n%s", frame)
	}
}

func TestAnyKeysLeaveItStanding(t *testing.T) {
	panetest.AnyKeys(t, func() *Model { return New(Options{}) })
}
