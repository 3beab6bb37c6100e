package ui_test

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"fntop/api/connect"
	"fntop/api/demo"
	"fntop/ui"
)

func keeping(dir string) option {
	return func(_ *connect.Profile, o *ui.Options, _ *demo.Options) { o.StateDir = dir }
}

// heads is the line of the heads of the runs.
func (r *rig) heads() string {
	_, line := r.row("STATUS")
	return line
}

func TestColumnsChosenAreThereAgainTheNextTime(t *testing.T) {
	dir := t.TempDir()
	r := start(t, 120, 36, keeping(dir)).ready()
	r.Press("c")
	r.awaitText("╭ Columns")
	r.Press("j", "j", " ", "j", "j", "j", "j", "j", "j", "K", "K", "K", "K", "K", "K", " ", "enter")
	r.settle()
	chosen := r.heads()
	if strings.Contains(chosen, "TRIGGER") {
		t.Errorf("the heads are %q", chosen)
	}
	r.await("the file", func(string) bool { _, err := os.Stat(filepath.Join(dir, "state.json")); return err == nil })
	r.cancel()

	again := start(t, 120, 36, keeping(dir)).ready()
	if got := again.heads(); got != chosen {
		t.Errorf("the next time the heads are\n%q, they were\n%q", got, chosen)
	}
	again.Press("c", "backspace", "enter")
	again.settle()
	if got := again.heads(); !strings.Contains(got, "TRIGGER") {
		t.Errorf("as at first the heads are %q", got)
	}
}

func TestLeavingTheColumnsChangesNothing(t *testing.T) {
	dir := t.TempDir()
	r := start(t, 120, 36, keeping(dir)).ready()
	before := r.heads()
	r.Press("c", " ", "j", "K", "esc")
	r.settle()
	if got := r.heads(); got != before {
		t.Errorf("the heads are %q, they were %q", got, before)
	}
	if left, _ := os.ReadDir(dir); len(left) > 0 {
		t.Errorf("written: %v", left)
	}
}

func TestColumnsOnOfferAreThoseOnTheScreen(t *testing.T) {
	dir := t.TempDir()
	r := start(t, 80, 24, keeping(dir)).ready()
	before := r.heads()
	r.Press("c")
	r.awaitText("╭ Columns")
	if _, line := r.row("in which way"); !strings.Contains(line, "[ ] source") || strings.Contains(before, "SOURCE") {
		t.Errorf("where no source is shown, %q is offered", line)
	}
	r.Press("enter")
	r.settle()
	if kept, _ := os.ReadFile(filepath.Join(dir, "state.json")); strings.Contains(string(kept), "columns") || r.heads() != before {
		t.Errorf("keeping what is there keeps %s and makes %q of %q", kept, r.heads(), before)
	}
}

func TestStateFileThatMakesNoSenseIsSaid(t *testing.T) {
	dir := t.TempDir()
	if err := os.WriteFile(filepath.Join(dir, "state.json"), []byte("{oops"), 0o600); err != nil {
		t.Fatal(err)
	}
	r := start(t, 160, 36, keeping(dir))
	r.awaitText("made no sense. It was set aside as state.json.broken")
}

func TestColumnsThatCannotBeKeptHoldAllTheSame(t *testing.T) {
	path := filepath.Join(t.TempDir(), "file")
	if err := os.WriteFile(path, nil, 0o600); err != nil {
		t.Fatal(err)
	}
	r := start(t, 160, 36, keeping(filepath.Join(path, "in"))).ready()
	r.Press("c", "j", " ", "enter")
	r.awaitText("they could not be kept")
	if got := r.heads(); strings.Contains(got, "FUNCTION") {
		t.Errorf("the heads are %q", got)
	}
}

func TestWithoutAStateFolderItIsSaidWhatIsNotKept(t *testing.T) {
	r := start(t, 160, 36).ready()
	r.Press("c", "j", " ", "enter")
	r.awaitText("they could not be kept: there is no state folder. Set HOME or XDG_STATE_HOME")
	r.marks(2).Press("r")
	r.awaitText("Without a journal nothing is sent: there is no state folder. Set HOME or XDG_STATE_HOME")
	if strings.Contains(r.Screen(), "Rerun 2 runs?") {
		t.Error("it asks all the same")
	}
}
