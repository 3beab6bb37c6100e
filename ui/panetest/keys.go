package panetest

import (
	"math/rand"
	"testing"

	tea "github.com/charmbracelet/bubbletea"

	"fntop/keymap"
	"fntop/theme"
	"fntop/ui/pane"
)

var special = map[string]tea.KeyType{
	"enter": tea.KeyEnter, "esc": tea.KeyEsc, "up": tea.KeyUp, "down": tea.KeyDown, "pgup": tea.KeyPgUp,
	"pgdown": tea.KeyPgDown, "tab": tea.KeyTab, "shift+tab": tea.KeyShiftTab, "backspace": tea.KeyBackspace,
	"ctrl+n": tea.KeyCtrlN, "ctrl+p": tea.KeyCtrlP, "ctrl+u": tea.KeyCtrlU, "ctrl+s": tea.KeyCtrlS,
	"ctrl+e": tea.KeyCtrlE, "ctrl+f": tea.KeyCtrlF, "ctrl+t": tea.KeyCtrlT, "ctrl+v": tea.KeyCtrlV,
	"left": tea.KeyLeft, "right": tea.KeyRight, "home": tea.KeyHome, "end": tea.KeyEnd, "ctrl+d": tea.KeyCtrlD,
}

// Messages are keys by name as they arrive; what is no name is typed ahead in
// one read.
func Messages(keys ...string) []tea.KeyMsg {
	var out []tea.KeyMsg
	for _, k := range keys {
		if kind, ok := special[k]; ok {
			out = append(out, tea.KeyMsg{Type: kind})
		} else if k == " " {
			out = append(out, tea.KeyMsg{Type: tea.KeySpace, Runes: []rune{' '}})
		} else {
			out = append(out, tea.KeyMsg{Type: tea.KeyRunes, Runes: []rune(k)})
		}
	}
	return out
}

// Press presses keys one by one, each with what it does in lists, and returns
// the last answer.
func Press(p pane.Pane, keys ...string) pane.Intent {
	var last pane.Intent
	for _, msg := range Messages(keys...) {
		last = p.Key(msg, keymap.Default().InLists(msg.String()))
	}
	return last
}

// AnyKeys presses keys of all kinds in no order, for some dozens of panes, and
// checks that each still draws.
func AnyKeys[P pane.Pane](t testing.TB, begin func() P) {
	t.Helper()
	letters := []rune("ab{}[]\":,1-fn=~<>/注é\u0301\u202e\u200b👩\x1b\n\t\uFFFD ")
	for seed := range int64(40) {
		r, p := rand.New(rand.NewSource(seed)), begin()
		for range 100 {
			msg := tea.KeyMsg{Type: tea.KeyType(r.Intn(130) - 90), Alt: r.Intn(6) == 0}
			if r.Intn(3) > 0 {
				msg = tea.KeyMsg{Type: tea.KeyRunes, Paste: r.Intn(4) == 0, Alt: r.Intn(9) == 0}
				for range 1 + r.Intn(4) {
					msg.Runes = append(msg.Runes, letters[r.Intn(len(letters))])
				}
			}
			p.Key(msg, keymap.Default().InLists(msg.String()))
			w, h := 1+r.Intn(100), 1+r.Intn(20)
			Fills(t, p.View(Look(theme.NoColor), w, h), w, h)
			if t.Failed() {
				t.Fatalf("after seed %d", seed)
			}
		}
	}
}
