package ui_test

import (
	"maps"
	"os"
	"slices"
	"strings"
	"testing"

	tea "github.com/charmbracelet/bubbletea"

	"fntop/api/connect"
	"fntop/api/demo"
	"fntop/keymap"
	"fntop/ui"
)

// changes are the requests of the server's log that were to change something.
// To sign in is none.
func changes(s *demo.Server) (all []string) {
	for _, q := range s.Requests() {
		if q.Method != "GET" && q.Auth != "client" {
			all = append(all, q.Method+" "+q.Path)
		}
	}
	return all
}

// keyMessage is a key as Bubble Tea delivers it.
func keyMessage(t *testing.T, key string) tea.KeyMsg {
	t.Helper()
	special := map[string]tea.KeyType{
		"up": tea.KeyUp, "down": tea.KeyDown, "left": tea.KeyLeft, "right": tea.KeyRight, "pgup": tea.KeyPgUp, "pgdown": tea.KeyPgDown,
		"home": tea.KeyHome, "end": tea.KeyEnd, "tab": tea.KeyTab, "shift+tab": tea.KeyShiftTab, "enter": tea.KeyEnter, "esc": tea.KeyEsc,
	}
	msg := tea.KeyMsg{Type: tea.KeyRunes, Runes: []rune(key)}
	letter, ctrl := strings.CutPrefix(key, "ctrl+")
	switch kind, named := special[key]; {
	case key == " ":
		msg = tea.KeyMsg{Type: tea.KeySpace, Runes: []rune{' '}}
	case named:
		msg = tea.KeyMsg{Type: kind}
	case ctrl:
		msg = tea.KeyMsg{Type: tea.KeyCtrlA + tea.KeyType(letter[0]-'a')}
	}
	if msg.String() != key {
		t.Fatalf("%q would arrive as %q: teach keyMessage that key", key, msg.String())
	}
	return msg
}

// keysOf are the keys of an action as [keys] spells them.
func keysOf(a keymap.Action) []string { return keymap.Default().Raw(a) }

// places are all screens where a key could act, and the way there from the
// table of runs.
var places = map[string][]string{
	"runs": {"j"}, "triggers": {"1", "j"}, "an on-demand trigger": {"ctrl+p", "retry-mail", "enter"}, "functions": {"2"}, "a failed run": {"F", "j"},
	"marked runs": {"F", "j", " ", " ", " "}, "an open run": {"F", "j", "enter"}, "its output": {"F", "j", "enter", "]"},
	"the log": {"ctrl+g"}, "followed runs": {"f"}, "a narrowed table": {"2", "enter", "3", "j"},
}

// commanded are the places where every command is taken by its name, too: what
// it then does is what its key does, on whatever is selected there.
var commanded = map[string]bool{"a failed run": true, "an on-demand trigger": true, "marked runs": true}

// walk presses every key and takes every command wherever there is one, and
// says yes to whatever is asked.
func (r *rig) walk(t *testing.T, to ...string) {
	t.Helper()
	home := func() {
		for range 8 {
			r.Press("esc")
		}
		if len(r.app.Marked()) > 0 {
			r.Press("ctrl+x")
		}
		r.Press("3", "g")
	}
	agree := func() {
		for _, yes := range []string{"ctrl+s", "y", "enter", "y"} { // what is composed is handed over before it is confirmed
			r.Press(yes)
			r.Quiet()
		}
	}
	for _, place := range to {
		way, known := places[place]
		if !known {
			t.Fatalf("there is no way to %s", place)
		}
		for _, a := range keymap.All() {
			if a == keymap.Quit || a == keymap.QuitNow || a == keymap.Suspend {
				continue // these end the walk, and nothing else
			}
			var tries []func()
			for _, key := range keysOf(a)[:1] {
				tries = append(tries, func() { r.Send(keyMessage(t, key)) })
			}
			if commanded[place] {
				tries = append(tries, func() { r.Press(":", a.Name(), "enter") })
			}
			for _, try := range tries {
				home()
				for _, key := range way {
					r.Press(key)
					r.Quiet()
				}
				try()
				r.Quiet()
				agree()
			}
		}
	}
	home()
	r.until("every answer", func(string) bool { return r.app.Sending() == 0 })
}

// TestReadOnlyModeLetsNoChangeOutByAnyKeyOrCommand walks through all that the
// UI can do, and reads in the server's log what came of it.
func TestReadOnlyModeLetsNoChangeOutByAnyKeyOrCommand(t *testing.T) {
	if racing {
		t.Skip("it is about the keys, and not about what goes on at the same time")
	}
	alone(t)
	t.Chdir(t.TempDir()) // some keys write files
	state := t.TempDir()
	also := func(_ *connect.Profile, o *ui.Options, d *demo.Options) { o.StateDir, d.Plan = state, demo.Pro }
	r := start(t, 120, 36, also, readOnly()).ready()
	r.walk(t, slices.Sorted(maps.Keys(places))...)
	if sent := changes(r.server); len(sent) > 0 {
		t.Errorf("in read-only mode %v", sent)
	}
	if _, err := os.Stat(state + "/bulk"); err == nil {
		t.Error("a journal was begun")
	}
}

// TestTheSameWalkChangesThingsWhereThatIsAllowed shows that the walk finds the
// ways out that read-only mode has to close.
func TestTheSameWalkChangesThingsWhereThatIsAllowed(t *testing.T) {
	alone(t)
	t.Chdir(t.TempDir())
	state := t.TempDir()
	also := func(_ *connect.Profile, o *ui.Options, d *demo.Options) { o.StateDir, d.Plan = state, demo.Pro }
	if racing {
		t.Skip("it is about the walk, and not about what goes on at the same time")
	}
	r := start(t, 120, 36, also).ready()
	r.walk(t, "an on-demand trigger", "triggers", "marked runs")
	sent := strings.Join(changes(r.server), "\n")
	for _, way := range []string{"/execute", "/rerun", "PATCH"} {
		if !strings.Contains(sent, way) {
			t.Errorf("the walk came to no %s; it sent\n%s", way, sent)
		}
	}
	if _, err := os.Stat(state + "/bulk"); err != nil {
		t.Error("the walk came to no bulk rerun")
	}
}
