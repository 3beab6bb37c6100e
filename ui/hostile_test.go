package ui_test

import (
	"strings"
	"testing"

	"github.com/charmbracelet/x/ansi"

	"fntop/model"
)

// clean fails when the frame holds anything but visible text and our own
// colours.
func (r *rig) clean(where string) {
	r.t.Helper()
	for i, line := range r.app.Frame() {
		plain := ansi.Strip(line)
		if seen := model.Visible(plain); seen != plain {
			r.t.Fatalf("%s, line %d is %q; visible is %q", where, i, plain, seen)
		}
		for rest := line; ; {
			at := strings.IndexByte(rest, 0x1b)
			if at < 0 {
				break
			}
			end := strings.IndexByte(rest[at:], 'm')
			if !strings.HasPrefix(rest[at:], "\x1b[") || end < 0 || strings.Trim(rest[at+2:at+end], "0123456789;") != "" {
				r.t.Fatalf("%s, line %d has an escape sequence that is no colour: %q", where, i, rest[at:])
			}
			rest = rest[at+end:]
		}
	}
}

func TestHostileTextNeverReachesTheScreen(t *testing.T) {
	r := start(t, 120, 36).ready()
	r.Press("/", "fn:import-feed", "enter")
	r.settle()
	r.clean("the table")
	runs := 0
	for range 60 {
		r.clean("the preview")
		r.Press("enter")
		r.settle()
		for _, tab := range []string{"overview", "output", "input", "raw"} {
			r.clean(tab)
			r.Press("G")
			r.clean(tab + "'s end")
			r.Press("g", "]")
		}
		r.Press("r")
		r.clean("the question before a rerun")
		r.Press("esc", "y")
		r.clean("the copy menu")
		r.Press("esc", "esc", "j")
		runs++
	}
	for _, s := range screens {
		s.reach(r)
		r.clean(s.name)
		r.Press(s.leave...)
		r.settle()
	}
	if runs < 60 {
		t.Errorf("only %d runs were looked at", runs)
	}
}

func TestParamsOfTriggersAreNeverShown(t *testing.T) {
	r := start(t, 160, 45).ready()
	for range 18 {
		r.Press("1", "enter")
		r.settle()
		r.Press("3", "enter")
		r.settle()
		for range 4 {
			if strings.Contains(r.Screen(), "planted-secret") {
				t.Fatalf("a secret is on the screen\n%s", r.Screen())
			}
			r.Press("]")
		}
		r.Press("esc", "1", "enter", "j")
	}
}
