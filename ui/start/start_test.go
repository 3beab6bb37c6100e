package start

import (
	"strings"
	"testing"

	tea "github.com/charmbracelet/bubbletea"

	"fntop/keymap"
	"fntop/theme"
	"fntop/ui/pane"
)

const path = "/home/ada/.config/fntop/config.toml"

func TestFrames(t *testing.T) {
	golden(t, "start", New(Options{ConfigPath: path}))
	golden(t, "problem", New(Options{ConfigPath: path, Problem: "CENTRALI_WORKSPACE is set, but there is no way to sign in. Set CENTRALI_CLIENT_ID and CENTRALI_CLIENT_SECRET, or CENTRALI_TOKEN."}))
}

func TestPageFillsAnySizeExactly(t *testing.T) {
	for _, m := range []*Model{New(Options{}), New(Options{ConfigPath: path, Problem: strings.Repeat("注文 ", 60)}), New(Options{ConfigPath: hostile, Problem: hostile})} {
		exact(t, m)
	}
}

func TestHostileTextShowsAsMarks(t *testing.T) {
	harmless(t, New(Options{ConfigPath: hostile, Problem: hostile}))
}

func TestEnterAndDOpenTheDemo(t *testing.T) {
	for _, key := range []string{"enter", "d"} {
		if got := keysOf(New(Options{}), key); got != (pane.StartDemo{}) {
			t.Errorf("%s answered %#v", key, got)
		}
	}
}

func TestQAndEscapeQuit(t *testing.T) {
	for _, key := range []string{"q", "esc"} {
		if got := keysOf(New(Options{}), key); got != (pane.Act{Action: keymap.Quit}) {
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
	if frame := strings.Join(New(Options{ConfigPath: path}).View(look(theme.NoColor), 80, 24), "\n"); !strings.Contains(frame, path) {
		t.Errorf("the page is\n%s", frame)
	}
}

func TestAnyKeysLeaveItStanding(t *testing.T) {
	anyKeys(t, func() *Model { return New(Options{}) })
}
