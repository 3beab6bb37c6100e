package start

import (
	"strings"
	"testing"

	tea "github.com/charmbracelet/bubbletea"

	"fntop/keymap"
	"fntop/theme"
	"fntop/ui/pane"
	"fntop/ui/panetest"
)

const path = "/home/ada/.config/fntop/config.toml"

func TestFrames(t *testing.T) {
	panetest.Frames(t, "start", New(Options{ConfigPath: path}))
	panetest.Frames(t, "problem", New(Options{ConfigPath: path, Problem: "CENTRALI_WORKSPACE is set, but there is no way to sign in. Set CENTRALI_CLIENT_ID and CENTRALI_CLIENT_SECRET, or CENTRALI_TOKEN."}))
}

func TestPageFillsAnySizeExactly(t *testing.T) {
	for _, m := range []*Model{New(Options{}), New(Options{ConfigPath: path, Problem: strings.Repeat("注文 ", 60)}), New(Options{ConfigPath: panetest.Hostile, Problem: panetest.Hostile})} {
		panetest.Exact(t, m)
	}
}

func TestHostileTextShowsAsMarks(t *testing.T) {
	panetest.Harmless(t, New(Options{ConfigPath: panetest.Hostile, Problem: panetest.Hostile}))
}

func TestEnterAndDOpenTheDemo(t *testing.T) {
	for _, key := range []string{"enter", "d"} {
		if got := panetest.Press(New(Options{}), key); got != (pane.StartDemo{}) {
			t.Errorf("%s answered %#v", key, got)
		}
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
