package theme

import (
	"strings"
	"testing"

	"github.com/charmbracelet/x/ansi"

	"fntop/model"
)

func TestEveryGlyphIsOneCellAndEveryStatusItsOwn(t *testing.T) {
	seen := map[string]model.Status{}
	for _, s := range model.Statuses {
		g := Glyph(s)
		if ansi.StringWidth(g) != 1 {
			t.Errorf("the glyph of %v is %d cells wide", s, ansi.StringWidth(g))
		}
		if other, taken := seen[g]; taken {
			t.Errorf("%v and %v share the glyph %s", s, other, g)
		}
		seen[g] = s
	}
	for _, k := range []model.TriggerType{model.OnDemand, model.EventDriven, model.Scheduled, model.HTTPTrigger, model.Endpoint, "new"} {
		if ansi.StringWidth(TriggerGlyph(k)) != 1 {
			t.Errorf("the glyph of %s is not one cell", k)
		}
	}
}

func TestNoColorLeavesNoColourCode(t *testing.T) {
	for name, s := range map[string]Style{
		"good": New("auto", NoColor, Dark).Good, "bad": New("auto", NoColor, Dark).Bad, "text": New("auto", NoColor, Light).Text,
	} {
		if strings.Contains(string(s), "3") {
			t.Errorf("%s has a colour: %q", name, s)
		}
	}
	if !New("auto", NoColor, Dark).Selected.Attribute() || New("auto", TrueColor, Dark).Selected.Attribute() {
		t.Error("without colours the selected row has no sign of its own")
	}
}

func TestSixteenColoursUseTheTerminalsOwn(t *testing.T) {
	if got := New("ansi", TrueColor, Dark).Bad; got != "\x1b[31m" {
		t.Errorf("bad is %q, want the terminal's red", got)
	}
	if got := New("auto", Colors256, Dark).Bad; !strings.HasPrefix(string(got), "\x1b[38;5;") {
		t.Errorf("bad is %q, want one of 256", got)
	}
}

func TestDepthAndGroundAreReadFromTheEnvironment(t *testing.T) {
	env := func(pairs ...string) func(string) (string, bool) {
		return func(name string) (string, bool) {
			for i := 0; i < len(pairs); i += 2 {
				if pairs[i] == name {
					return pairs[i+1], true
				}
			}
			return "", false
		}
	}
	for _, c := range []struct {
		env  func(string) (string, bool)
		want Depth
	}{
		{env("TERM", "xterm-256color", "NO_COLOR", "1"), NoColor},
		{env("TERM", "xterm-256color", "NO_COLOR", ""), Colors256},
		{env("TERM", "xterm-256color", "COLORTERM", "truecolor"), TrueColor},
		{env("TERM", "xterm"), Colors16},
		{env("TERM", "dumb"), NoColor},
	} {
		if got := DepthOf(c.env); got != c.want {
			t.Errorf("depth %v, want %v", got, c.want)
		}
	}
	for v, want := range map[string]Ground{"15;0": Dark, "0;15": Light, "0;default;7": Light, "7;8": Dark} {
		if got, ok := GroundOf(env("COLORFGBG", v)); !ok || got != want {
			t.Errorf("%s is %v, want %v", v, got, want)
		}
	}
	if _, ok := GroundOf(env("COLORFGBG", "15;default")); ok {
		t.Error("default is no ground")
	}
}

func TestACursorAndAMistakeShowInEveryDepth(t *testing.T) {
	for _, depth := range []Depth{NoColor, Colors16, Colors256, TrueColor} {
		look := New("auto", depth, Dark)
		if !look.Cursor.Attribute() {
			t.Errorf("the cursor is %q: it would recolour what it stands on", look.Cursor)
		}
		if !strings.Contains(string(look.Wrong), "[4") {
			t.Errorf("what is wrong is %q, want it underlined", look.Wrong)
		}
		if look.Current == look.Match || look.Current == "" {
			t.Errorf("the match one stands on looks like the others: %q", look.Current)
		}
	}
}
