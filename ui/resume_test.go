package ui_test

import (
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"fntop/api/clock"
	"fntop/api/connect"
	"fntop/api/demo"
	"fntop/model"
	"fntop/ui"
	"fntop/ui/state"
)

// restoring goes on from what was looked at last.
func restoring(dir string) option {
	return func(_ *connect.Profile, o *ui.Options, _ *demo.Options) { o.StateDir, o.Restore = dir, true }
}

// lastScreen is what the file has of prod.
func lastScreen(dir string) (state.View, bool) {
	s, _ := state.Load(dir)
	return s.LastScreen("prod/acme-shop")
}

// untilKept waits until what is looked at is written down.
func (r *rig) untilKept(dir string, wanted func(state.View) bool) {
	r.t.Helper()
	r.until("the file", func(string) bool {
		v, ok := lastScreen(dir)
		return ok && wanted(v)
	})
}

func TestNextStartShowsWhatWasLookedAtLast(t *testing.T) {
	dir := t.TempDir()
	r := start(t, 120, 36, restoring(dir)).ready()
	r.Press("F", "/", "-coupon", "enter", "w", "24h", "enter", "S", "function", "enter", "j", "j", "j")
	r.settle()
	title, run := r.runsTitle(), r.app.Target().ID
	if _, there := lastScreen(dir); there {
		t.Error("it is written with each key")
	}
	r.untilKept(dir, func(v state.View) bool { return v.Run == run })
	r.cancel()

	again := start(t, 120, 36, restoring(dir)).ready()
	again.settle()
	if got := again.runsTitle(); got != title {
		t.Errorf("the next time it shows\n%s, it was\n%s", got, title)
	}
	if got := again.app.Target().ID; got != run {
		t.Errorf("selected is %v, it was %v", got, run)
	}
	again.awaitText("The runs are narrowed as you left them; esc takes the time window away.")
	again.Press("esc", "esc", "esc")
	again.settle()
	if got := again.runsTitle(); strings.Contains(got, "status:") || strings.Contains(got, "coupon") {
		t.Errorf("esc leaves %q", got)
	}
	again.untilKept(dir, func(v state.View) bool { return v.Statuses == 0 && v.Query == "" })
}

func TestNarrowingAndPaneAreThereAgain(t *testing.T) {
	dir := t.TempDir()
	r := start(t, 120, 36, restoring(dir)).ready()
	r.Press("1", "j", "enter")
	r.settle()
	title := r.runsTitle()
	r.untilKept(dir, func(v state.View) bool { return v.Trigger.ID != "" && v.Focus == "triggers" })
	again := start(t, 120, 36, restoring(dir)).ready()
	if got := again.runsTitle(); got != title || !strings.Contains(got, "trigger=") {
		t.Errorf("the next time it shows\n%s, it was\n%s", got, title)
	}
	again.Press("enter") // on the first trigger, for the pane has the keys
	again.settle()
	if got := again.runsTitle(); got == title || !strings.Contains(got, "trigger=") {
		t.Errorf("after enter in the pane it shows %q", got)
	}
}

func TestIdleScreenIsWrittenOnce(t *testing.T) {
	dir := t.TempDir()
	r := start(t, 120, 36, restoring(dir)).ready()
	r.pass(10 * time.Second)
	if _, there := lastScreen(dir); there {
		t.Error("nobody did anything, and it is written")
	}
	r.Press("F")
	r.untilKept(dir, func(v state.View) bool { return v.Statuses != 0 })
	path := filepath.Join(dir, state.Name)
	if err := os.Remove(path); err != nil {
		t.Fatal(err)
	}
	r.Press("?", "esc", "t")
	r.pass(20 * time.Second)
	if _, err := os.Stat(path); err == nil {
		t.Error("it is written again although nothing else is looked at")
	}
}

func TestRestoringIsOffWhereThatIsWished(t *testing.T) {
	dir := t.TempDir()
	kept := state.View{Place: state.Place{Query: "fn:order", Sort: model.NewestFirst}}
	keep := func(of string) {
		t.Helper()
		if err := state.KeepScreen(clock.Real(), dir, of, noon, kept); err != nil {
			t.Fatal(err)
		}
	}
	keep("prod/acme-shop")
	r := start(t, 120, 36, restoring(dir)).ready()
	if got := r.runsTitle(); !strings.Contains(got, "fn:order") {
		t.Fatalf("where it is wished it shows %q", got)
	}
	r = start(t, 120, 36, keeping(dir)).ready()
	if got := r.runsTitle(); strings.Contains(got, "fn:order") {
		t.Errorf("it shows %q", got)
	}
	r.Press("F")
	r.pass(10 * time.Second)
	if v, _ := lastScreen(dir); v.Statuses != 0 {
		t.Error("it is written all the same")
	}
}

func TestWhoWentSomewhereIsNotTakenBack(t *testing.T) {
	dir := t.TempDir()
	kept := state.View{Place: state.Place{Query: "fn:order", Sort: model.NewestFirst}}
	if err := state.KeepScreen(clock.Real(), dir, "prod/acme-shop", noon, kept); err != nil {
		t.Fatal(err)
	}
	r := start(t, 120, 36, restoring(dir))
	r.Press("A") // before the file was read
	r.ready()
	if got := r.runsTitle(); strings.Contains(got, "fn:order") || !strings.Contains(got, "status:") {
		t.Errorf("it shows %q", got)
	}
}

func TestSelectionThatAPersonMovedIsNotTakenBack(t *testing.T) {
	dir := t.TempDir()
	kept := state.View{Place: state.Place{Sort: model.NewestFirst, Run: model.RunID{Profile: "prod", ID: "not-there-yet"}}}
	if err := state.KeepScreen(clock.Real(), dir, "prod/acme-shop", noon, kept); err != nil {
		t.Fatal(err)
	}
	r := start(t, 120, 36, restoring(dir)).ready()
	r.Press("j", "j")
	run := r.app.Target().ID
	r.untilKept(dir, func(v state.View) bool { return v.Run == run })
}

func TestScreenThatCannotBeKeptIsSaidOnce(t *testing.T) {
	path := filepath.Join(t.TempDir(), "file")
	if err := os.WriteFile(path, nil, 0o600); err != nil {
		t.Fatal(err)
	}
	r := start(t, 200, 120, restoring(filepath.Join(path, "in"))).ready()
	r.Press("F")
	r.untilText("What you look at cannot be kept for the next start: make the folder")
	r.pass(2 * time.Second)
	r.Press("A")
	r.pass(10 * time.Second)
	r.Press("ctrl+g")
	if n := strings.Count(r.Screen(), "cannot be kept"); n != 1 {
		t.Errorf("it is said %d times\n%s", n, r.Screen())
	}
}
