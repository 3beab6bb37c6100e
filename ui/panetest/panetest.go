// Package panetest is what the tests of panes have in common: reviewed frames,
// sizes that must be met to the cell, hostile text, and keys to press.
package panetest

import (
	"strings"
	"testing"
	"time"

	"github.com/charmbracelet/x/ansi"

	"fntop/keymap"
	"fntop/theme"
	"fntop/ui/pane"
)

// Viewer is what can be drawn: every pane.
type Viewer interface {
	View(look pane.Look, w, h int) []string
}

// Screens are the sizes at which panes are drawn for review.
var Screens = [][2]int{{120, 36}, {80, 24}, {40, 12}, {20, 5}, {1, 1}}

// Now is when every frame is drawn.
var Now = time.Date(2026, 11, 21, 14, 2, 8, 0, time.UTC)

// Hostile is what a backend may send by way of a name.
const Hostile = "a\x1b]0;owned\x07\x1b[2J\u202egnp\u200b\r\n\u009b31mé\u0301\u0301\u0301\u0301\u0301\u0301注文"

// Look is a pane's look with the focus, on a dark ground.
func Look(depth theme.Depth) pane.Look {
	return pane.Look{
		Theme: theme.New("dark", depth, theme.Dark), Keys: keymap.Default(), Zone: time.UTC, Now: Now, Focused: true,
	}
}

// size is how large a pane would be on a screen.
func size(p Viewer, w, h int) (int, int) {
	switch p := p.(type) {
	case pane.Overlay:
		return p.Size(w, h)
	case interface{ Height() int }:
		return w, min(h, p.Height())
	}
	return w, h
}

// Exact checks that the pane fills any size to the cell, in every depth, and
// that an overlay wants no more than there is and has its border whole.
func Exact(t testing.TB, p Viewer) {
	t.Helper()
	_, boxed := p.(pane.Overlay)
	for _, depth := range []theme.Depth{theme.NoColor, theme.TrueColor} {
		for w := 1; w < 132; w += 1 + w/5 {
			for h := 1; h < 40; h += 1 + h/4 {
				if sw, sh := size(p, w, h); sw < 1 || sh < 1 || sw > w || sh > h {
					t.Fatalf("on %d×%d it wants to be %d×%d", w, h, sw, sh)
				}
				lines := p.View(Look(depth), w, h)
				Fills(t, lines, w, h)
				if boxed && w > 1 && h > 2 {
					bordered(t, lines, w, h)
				}
			}
		}
	}
}

// Fills checks that lines are h and each of them w cells wide.
func Fills(t testing.TB, lines []string, w, h int) {
	t.Helper()
	if len(lines) != h {
		t.Fatalf("%d lines at %d×%d", len(lines), w, h)
	}
	for i, line := range lines {
		if got := ansi.StringWidth(line); got != w {
			t.Fatalf("line %d is %d cells wide at %d×%d: %q", i, got, w, h, line)
		}
	}
}

func bordered(t testing.TB, lines []string, w, h int) {
	t.Helper()
	for i, line := range lines {
		line = ansi.Strip(line)
		if !strings.HasSuffix(line, "│") && !strings.HasSuffix(line, "╮") && !strings.HasSuffix(line, "╯") {
			t.Fatalf("line %d has no border at %d×%d: %q", i, w, h, line)
		}
	}
}

// Harmless checks that nothing but colours and attributes leaves the pane,
// and nothing that is not seen.
func Harmless(t testing.TB, p Viewer) {
	t.Helper()
	for _, s := range Screens {
		frame := strings.Join(p.View(Look(theme.TrueColor), s[0], s[1]), "")
		for rest := frame; rest != ""; {
			seq, _, n, _ := ansi.DecodeSequence(rest, 0, nil)
			if seq[0] < 0x20 || seq[0] == 0x7f {
				if !strings.HasPrefix(seq, "\x1b[") || !strings.HasSuffix(seq, "m") {
					t.Fatalf("%q leaves at %d×%d", seq, s[0], s[1])
				}
			}
			rest = rest[n:]
		}
		if strings.ContainsAny(frame, "\u202e\u200b\u009b\u2066") {
			t.Fatalf("unseen signs leave at %d×%d", s[0], s[1])
		}
	}
}

// Text is the pane without its colours, on a screen of that size.
func Text(p Viewer, w, h int) string {
	w, h = size(p, w, h)
	return plain(p.View(Look(theme.NoColor), w, h))
}

func plain(lines []string) string { return ansi.Strip(strings.Join(lines, "\n")) }
