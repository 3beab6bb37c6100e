package ui_test

import (
	"slices"
	"strings"
	"testing"

	tea "github.com/charmbracelet/bubbletea"

	"fntop/keymap"
)

// selected is the table row that is selected.
func (r *rig) selected() string {
	r.t.Helper()
	for _, line := range strings.Split(r.Screen(), "\n") {
		if _, after, ok := strings.Cut(line, "│▸ "); ok && strings.ContainsAny(after, "✓✗●○◷?") {
			if _, table, two := strings.Cut(after, "││▸ "); two {
				return table
			}
			return after
		}
	}
	return ""
}

// place is the screen line of the selected row in the runs table.
func (r *rig) place() int {
	for i, line := range strings.Split(r.Screen(), "\n") {
		if strings.Contains(line, "││▸ ") {
			return i
		}
	}
	return -1
}

func runes(s string) tea.KeyMsg { return tea.KeyMsg{Type: tea.KeyRunes, Runes: []rune(s)} }

func TestTypedAheadMovementMovesAsManyRows(t *testing.T) {
	r := start(t, 120, 36).ready()
	before := r.place()
	r.Send(runes("jjjj"))
	if got := r.place() - before; got != 4 {
		t.Errorf("moved %d rows, want 4", got)
	}
}

// A slow line delivers at once what was typed one by one.
func TestFilterThatComesAllAtOnceIsTyped(t *testing.T) {
	r := start(t, 120, 36).ready()
	r.Send(runes("/status:failure"))
	r.Press("enter")
	r.await("the filter in force", func(s string) bool { return strings.Contains(s, "Runs ─ status:failure") })
	r.Press("enter")
	r.awaitText("Overview")
	r.Send(runes("/run"))
	r.await("the search", func(s string) bool { return strings.Contains(s, "/run") })
	if got := r.posts(); got != 0 {
		t.Errorf("%d actions were sent", got)
	}
}

func TestPastedTextNeverActs(t *testing.T) {
	r := start(t, 120, 36).ready()
	r.Press("F")
	r.settle()
	before := r.posts()
	for _, paste := range []tea.KeyMsg{
		runes("retry"), {Type: tea.KeyEnter}, // an unbracketed paste, as it arrives
		{Type: tea.KeyRunes, Runes: []rune("r"), Paste: true},
		{Type: tea.KeyRunes, Runes: []rune("ry"), Paste: true},
	} {
		r.Send(paste)
	}
	r.settle()
	if strings.Contains(r.Screen(), "Rerun?") {
		t.Error("a paste asked for a rerun")
	}
	if got := r.posts(); got != before {
		t.Errorf("a paste sent %d actions", got-before)
	}
}

func TestKeysBeforeTheFirstDataAreSafe(t *testing.T) {
	r := start(t, 120, 36)
	for _, a := range keymap.All() {
		if a == keymap.Quit || a == keymap.QuitNow || a == keymap.Suspend {
			continue
		}
		for _, k := range keymap.Default().Keys(a) {
			r.Press(k, "esc", "esc")
		}
	}
	r.Press("0")
	r.ready()
}

func TestEscUndoesOneThingAtATime(t *testing.T) {
	r := start(t, 120, 36).ready()
	r.Press("2", "enter", "3", "F")
	r.settle()
	r.Press("enter", "?")
	for _, step := range []struct{ gone, left string }{
		{"glyph", "Overview"},          // help
		{"Overview", "status:failure"}, // the open run
		{"status:failure", "fn="},      // the filter
		{"fn=", "created ↓"},           // the narrowing
	} {
		r.Press("esc")
		if s := r.Screen(); strings.Contains(s, step.gone) || !strings.Contains(s, step.left) {
			t.Fatalf("esc should leave %q and not %q; the screen is\n%s", step.left, step.gone, s)
		}
	}
}

// What was wished last is undone first.
func TestEscTakesBackOneWishAtATime(t *testing.T) {
	r := start(t, 160, 36).ready()
	r.Press("F", "w", "1h", "enter", "/", "fn:mail", "enter")
	for _, left := range [][]string{{"status:", "created<=1h", "fn:mail"}, {"status:", "created<=1h"}, {"status:"}, {}} {
		s := r.Screen()
		for _, term := range []string{"status:", "created<=1h", "fn:mail"} {
			if strings.Contains(s, term) != slices.Contains(left, term) {
				t.Fatalf("left should be %q; the screen is\n%s", left, s)
			}
		}
		r.Press("esc")
	}
	r.Press("/", "fn:mail", "enter", "F", "esc")
	if s := r.Screen(); !strings.Contains(s, "fn:mail") || strings.Contains(s, "status:") {
		t.Errorf("the status was chosen last, and is still in force\n%s", s)
	}
}

func TestGivingUpAFilterGoesBackToTheSameRunAndLine(t *testing.T) {
	r := start(t, 120, 36).ready()
	r.Press("j", "j", "j", "j", "j", "j", "j")
	line, row := r.place(), r.selected()
	r.Press("/", "fn:translate dur>1s", "esc")
	if r.place() != line || r.selected() != row {
		t.Errorf("line %d is selected: %q; want line %d: %q", r.place(), r.selected(), line, row)
	}
}

func TestKeyThatCannotActSaysWhy(t *testing.T) {
	r := start(t, 120, 36).ready()
	r.Press("1", "i")
	if _, line := r.row("card-charge: only on-demand triggers can be invoked"); line == "" {
		t.Errorf("the footer does not say why\n%s", r.Screen())
	}
	r.Press(":", "invoke")
	if _, line := r.row("only on-demand"); line == "" {
		t.Errorf("the command palette does not say why\n%s", r.Screen())
	}
}

func TestEverySizeIsDrawnInFull(t *testing.T) {
	r := start(t, 120, 36).ready()
	for w := 0; w < 130; w += 7 {
		for h := 0; h < 40; h += 3 {
			r.Send(tea.WindowSizeMsg{Width: w, Height: h})
			for _, keys := range [][]string{{"F"}, {"enter"}, {"]"}, {"?"}, {"esc"}, {"esc"}, {":"}, {"esc"}, {"1"}, {"2"}, {"3"}, {"0"}, {"j"}, {"G"}, {"g"}} {
				r.Press(keys...)
				if got := len(r.app.Frame()); got != h && w > 0 {
					t.Fatalf("%d×%d after %v: %d lines", w, h, keys, got)
				}
			}
		}
	}
}

// posts is how many requests that change something reached the server.
func (r *rig) posts() int {
	n := 0
	for _, q := range r.server.Requests() {
		if q.Method != "GET" && !strings.Contains(q.Path, "token") {
			n++
		}
	}
	return n
}
