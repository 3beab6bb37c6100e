package keymap

import (
	"strings"
	"testing"
)

func TestEveryActionSaysWhatItIs(t *testing.T) {
	for _, a := range All() {
		i := infos[a]
		if i.Name == "" || i.Short == "" || i.Help == "" || i.Group == "" || len(i.Keys) == 0 {
			t.Errorf("action %d is not told in full: %+v", a, i)
		}
	}
}

func TestDefaultKeysAreThoseOfTheContract(t *testing.T) {
	m := Default()
	for key, want := range map[string]Action{
		"j": Down, "up": Up, "g": Top, "G": Bottom, "ctrl+u": HalfUp, "tab": NextPane, "3": PaneRuns,
		"enter": Open, "esc": Back, "q": Quit, "ctrl+c": QuitNow, "/": Filter, "s": Status, "F": Failed,
		"A": Unfinished, "0": EveryStatus, "ctrl+p": GoTo, ":": Commands, "?": Help, "S": Sort, "t": Times,
		"w": Window, "i": Invoke, "r": Rerun, "R": RerunEdited, "f": Follow, "X": PauseTrigger, "y": Copy,
		" ": Mark, "v": MarkRange, "*": MarkAll, "ctrl+x": ClearMarks,
		"e": Editor, "|": Pager, "o": Browse, "W": Save, "E": Bundle, "p": PausePolling, "ctrl+r": Refresh, "ctrl+l": Redraw, "ctrl+z": Suspend, "ctrl+g": Log, "D": Difference, "L": Lineage, "z": Zoom, "c": Columns,
		"M": Bulk, "b": SaveView, "B": Views,
	} {
		if got := m.InLists(key); got != want {
			t.Errorf("%q does %q, want %q", key, got.Name(), want.Name())
		}
	}
	for key, want := range map[string]Action{"/": Search, "n": NextMatch, "N": PrevMatch, "]": NextTab, "[": PrevTab} {
		if got := m.InDetail(key); got != want {
			t.Errorf("in the detail %q does %q, want %q", key, got.Name(), want.Name())
		}
	}
}

func TestReplacedKeyDoesItsActionAndTheOldOneNothing(t *testing.T) {
	m, err := New(map[string][]string{"rerun": {"ctrl+e"}})
	if err != nil {
		t.Fatal(err)
	}
	if m.InLists("ctrl+e") != Rerun || m.InLists("r") != None {
		t.Error("the key was not replaced")
	}
}

func TestUnknownNamesAndClashesAreRefused(t *testing.T) {
	for name, c := range map[string]struct {
		replaced map[string][]string
		says     string
	}{
		"unknown name": {map[string][]string{"reruns": {"x"}}, `no "reruns"`},
		"clash":        {map[string][]string{"rerun": {"j"}}, "both"},
		"empty key":    {map[string][]string{"rerun": {""}}, "empty key"},
		"no way out":   {map[string][]string{"quit_now": {}}, "no key at all"},
	} {
		if _, err := New(c.replaced); err == nil || !strings.Contains(err.Error(), c.says) {
			t.Errorf("%s: error %v, want one that says %q", name, err, c.says)
		}
	}
}
