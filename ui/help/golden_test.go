package help

import (
	"flag"
	"fmt"
	"math/rand"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	tea "github.com/charmbracelet/bubbletea"
	"github.com/charmbracelet/x/ansi"

	"fntop/keymap"
	"fntop/theme"
	"fntop/ui/pane"
)

var update = flag.Bool("update", false, "write the golden frames anew")

var screens = [][2]int{{120, 36}, {80, 24}, {40, 12}, {20, 5}, {1, 1}}

func look(depth theme.Depth) pane.Look {
	return pane.Look{
		Theme: theme.New("dark", depth, theme.Dark), Keys: keymap.Default(), Zone: time.UTC,
		Now: time.Date(2026, 11, 21, 14, 2, 8, 0, time.UTC), Focused: true,
	}
}

// golden compares the pane as it is on each screen with its reviewed frame.
func golden(t *testing.T, name string, p pane.Overlay) {
	t.Helper()
	for _, s := range screens {
		w, h := p.Size(s[0], s[1])
		got := ansi.Strip(strings.Join(p.View(look(theme.NoColor), w, h), "\n")) + "\n"
		path := filepath.Join("testdata", fmt.Sprintf("%s_%dx%d.golden", name, s[0], s[1]))
		if *update {
			if err := os.WriteFile(path, []byte(got), 0o644); err != nil {
				t.Fatal(err)
			}
		}
		want, err := os.ReadFile(path)
		if err != nil {
			t.Fatal(err)
		}
		if got != string(want) {
			t.Errorf("%s at %dx%d is\n%swant\n%s", name, s[0], s[1], got, want)
		}
	}
}

// exact checks that the pane fills any size to the cell, in every depth.
func exact(t *testing.T, p pane.Overlay) {
	t.Helper()
	for _, depth := range []theme.Depth{theme.NoColor, theme.TrueColor} {
		for w := 1; w < 132; w += 1 + w/5 {
			for h := 1; h < 40; h += 1 + h/4 {
				if sw, sh := p.Size(w, h); sw < 1 || sh < 1 || sw > w || sh > h {
					t.Fatalf("on %dx%d it wants to be %dx%d", w, h, sw, sh)
				}
				lines := p.View(look(depth), w, h)
				if len(lines) != h {
					t.Fatalf("%d lines at %dx%d", len(lines), w, h)
				}
				for i, line := range lines {
					if got := ansi.StringWidth(line); got != w {
						t.Fatalf("line %d is %d cells wide at %dx%d: %q", i, got, w, h, line)
					}
					if last := ansi.Strip(line); w > 1 && h > 2 && !strings.HasSuffix(last, "│") && !strings.HasSuffix(last, "╮") && !strings.HasSuffix(last, "╯") {
						t.Fatalf("line %d has no border at %dx%d: %q", i, w, h, last)
					}
				}
			}
		}
	}
}

// harmless checks that nothing but SGR sequences leaves the pane.
func harmless(t *testing.T, p pane.Overlay) {
	t.Helper()
	for _, s := range screens {
		frame := strings.Join(p.View(look(theme.TrueColor), s[0], s[1]), "")
		for rest := frame; rest != ""; {
			seq, _, n, _ := ansi.DecodeSequence(rest, 0, nil)
			if seq[0] < 0x20 || seq[0] == 0x7f {
				if !strings.HasPrefix(seq, "\x1b[") || !strings.HasSuffix(seq, "m") {
					t.Fatalf("%q leaves at %dx%d", seq, s[0], s[1])
				}
			}
			rest = rest[n:]
		}
		if strings.ContainsAny(frame, "\u202e\u200b\u009b\u2066") {
			t.Fatalf("unseen signs leave at %dx%d", s[0], s[1])
		}
	}
}

func press(keys ...string) []tea.KeyMsg {
	special := map[string]tea.KeyType{
		"enter": tea.KeyEnter, "esc": tea.KeyEsc, "up": tea.KeyUp, "down": tea.KeyDown, "pgup": tea.KeyPgUp,
		"pgdown": tea.KeyPgDown, "tab": tea.KeyTab, "shift+tab": tea.KeyShiftTab, "backspace": tea.KeyBackspace,
		"ctrl+n": tea.KeyCtrlN, "ctrl+p": tea.KeyCtrlP, "ctrl+u": tea.KeyCtrlU, "ctrl+s": tea.KeyCtrlS,
		"ctrl+e": tea.KeyCtrlE, "ctrl+f": tea.KeyCtrlF, "ctrl+t": tea.KeyCtrlT, "ctrl+v": tea.KeyCtrlV,
		"left": tea.KeyLeft, "right": tea.KeyRight, "home": tea.KeyHome, "end": tea.KeyEnd, "ctrl+d": tea.KeyCtrlD,
	}
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

// keysOf presses keys one by one and returns the last answer.
func keysOf(p pane.Pane, names ...string) pane.Intent {
	var last pane.Intent
	for _, msg := range press(names...) {
		last = p.Key(msg, keymap.Default().InLists(msg.String()))
	}
	return last
}

// anyKeys presses keys of all kinds in no order, for some dozens of panes, and
// checks that each still draws.
func anyKeys[P pane.Pane](t *testing.T, begin func() P) {
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
			for _, line := range p.View(look(theme.NoColor), w, h) {
				if got := ansi.StringWidth(line); got != w {
					t.Fatalf("seed %d: a line is %d cells wide, want %d: %q", seed, got, w, line)
				}
			}
		}
	}
}
