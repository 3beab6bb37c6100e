package ui_test

import (
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"fntop/api"
	"fntop/api/clock"
	"fntop/api/connect"
	"fntop/api/demo"
	"fntop/model"
	"fntop/ui"
	"fntop/ui/pane"
	"fntop/ui/state"
)

// put saves a view as another fntop would.
func put(t *testing.T, dir, name string, v state.View) {
	t.Helper()
	if v.Sort == (model.Sort{}) {
		v.Sort = model.NewestFirst
	}
	if _, err := state.SaveView(clock.Real(), dir, name, v, true); err != nil {
		t.Fatal(err)
	}
}

// views are the names of the saved ones in the file.
func views(t *testing.T, dir string) string {
	t.Helper()
	s, said := state.Load(dir)
	if said != "" {
		t.Fatal(said)
	}
	return strings.Join(s.Views().Names(), " ")
}

// runsTitle is what the table says of its filter and order.
func (r *rig) runsTitle() string {
	_, line := r.row("╭ Runs")
	_, title, _ := strings.Cut(line, "╭ Runs")
	before, rest, _ := strings.Cut(title, " of ") // how many there are goes on changing
	before = before[:strings.LastIndex(before, "─")+len("─")]
	_, sort, _ := strings.Cut(rest, "─")
	return before + sort
}

// saveAs saves what is shown under a name.
func (r *rig) saveAs(name string) {
	r.t.Helper()
	r.Press("b")
	r.Press("ctrl+u")
	r.Press(name, "enter")
}

func TestSavedViewShowsAgainWhatWasSaved(t *testing.T) {
	dir := t.TempDir()
	r := start(t, 160, 36, keeping(dir)).ready()
	r.Press("2", "enter", "F", "/", "-coupon", "enter", "w", "24h", "enter", "S", "took", "enter", "c", "j", "j", " ", "enter")
	r.settle()
	title, heads := r.runsTitle(), r.heads()
	for _, part := range []string{"status:failure,timeout", "fn=", "-coupon", "created<=24h", "took ↓"} {
		if !strings.Contains(title, part) {
			t.Fatalf("the title %q is without %q", title, part)
		}
	}
	r.saveAs("mine")
	r.awaitText("Saved view mine. B lists them.")
	r.Press("3", "esc", "esc", "esc", "esc", "S", "created", "enter", "c", "backspace", "enter")
	r.settle()
	if got := r.runsTitle(); strings.Contains(got, "status:") || got == title {
		t.Fatalf("the title is still %q", got)
	}
	r.Press("B")
	r.awaitText("╭ Saved views")
	r.Press("mi", "enter")
	r.awaitText("View mine.")
	if got := r.runsTitle(); got != title {
		t.Errorf("the view shows\n%s, saved was\n%s", got, title)
	}
	if got := r.heads(); got != heads {
		t.Errorf("its heads are\n%s, they were\n%s", got, heads)
	}
	r.Press("3", "G", "enter") // the functions have the keys, as then
	r.settle()
	if !strings.Contains(r.Screen(), "Overview") {
		t.Errorf("a run does not open from a view\n%s", r.Screen())
	}

	again := start(t, 160, 36, keeping(dir)).ready()
	again.Press("B")
	again.awaitText("▸ mine")
	again.Press("enter")
	again.settle()
	if got := again.runsTitle(); got != title {
		t.Errorf("at the next start the view shows\n%s, saved was\n%s", got, title)
	}
}

func TestNameOfAViewIsProposedFromWhatIsShown(t *testing.T) {
	r := start(t, 120, 36, keeping(t.TempDir())).ready()
	r.Press("b")
	r.awaitText("▸ all runs")
	r.Press("esc", "F", "w", "1h", "enter", "b")
	r.awaitText("▸ failed 1h")
	r.Press("ctrl+u", "x", "q", "enter") // letters are the name's, whatever they do elsewhere
	r.awaitText("Saved view xq.")
	r.Press("b")
	r.awaitText("▸ xq")
}

func TestViewIsReplacedAfterAQuestionOnly(t *testing.T) {
	dir := t.TempDir()
	r := start(t, 120, 36, keeping(dir)).ready()
	put(t, dir, "night", state.View{Place: state.Place{Query: "fn:sync"}}) // meanwhile, by another
	r.Press("F")
	r.saveAs("night")
	r.awaitText("There is a view night already")
	r.Press("enter")
	r.settle()
	s, _ := state.Load(dir)
	if v := s.Views()["night"]; v.Query != "fn:sync" {
		t.Fatalf("kept it is %+v", v)
	}
	r.saveAs("night")
	r.awaitText("There is a view night already")
	r.Press("down", "enter")
	r.awaitText("Saved view night.")
	s, _ = state.Load(dir)
	if v := s.Views()["night"]; v.Query != "" || v.Statuses == 0 {
		t.Errorf("replaced it is %+v", v)
	}
}

func TestViewsAreRenamedAndDeletedFromTheirList(t *testing.T) {
	dir := t.TempDir()
	for _, name := range []string{"a", "b", "c"} {
		put(t, dir, name, state.View{})
	}
	r := start(t, 120, 36, keeping(dir)).ready()
	r.Press("B")
	r.awaitText("Saved views 3")
	r.Press("down", "ctrl+r")
	r.awaitText("Rename b to")
	r.Press("z", "enter")
	r.awaitText("View b is now bz.")
	r.Press("B", "ctrl+x")
	r.awaitText("Delete the view a?")
	r.Press("enter") // which is to keep it
	r.settle()
	if got := views(t, dir); got != "a bz c" {
		t.Errorf("after a name that was changed and a question that was declined there are %q", got)
	}
	r.Press("B", "ctrl+x", "down", "enter")
	r.awaitText("Deleted view a.")
	if got := views(t, dir); got != "bz c" {
		t.Errorf("left are %q", got)
	}
}

func TestListOfViewsHasThoseOfAnotherFntop(t *testing.T) {
	dir := t.TempDir()
	r := start(t, 120, 36, keeping(dir)).ready()
	put(t, dir, "theirs", state.View{})
	r.Press("B")
	r.awaitText("▸ theirs")
	r.Press("esc")
	r.saveAs("mine")
	r.awaitText("Saved view mine.")
	if got := views(t, dir); got != "mine theirs" {
		t.Errorf("kept are %q", got)
	}
}

func TestViewOfProfilesThatAreGoneOpensTheRest(t *testing.T) {
	dir := t.TempDir()
	put(t, dir, "old", state.View{Profiles: []string{"prod", "former"}, Place: state.Place{
		Query: "fn:order", Profile: "former", Function: model.Ref{ID: "f", Name: "f"}, Statuses: model.FailedStatuses,
	}})
	r := start(t, 200, 36, keeping(dir)).ready()
	r.Press("B")
	r.awaitText("prod,former")
	r.Press("enter")
	r.awaitText("View old is open in part. There is no profile former any more. Profile former is not on screen.")
	if got := r.runsTitle(); !strings.Contains(got, "fn:order") || strings.Contains(got, "fn=") {
		t.Errorf("it shows %q", got)
	}
}

func TestViewPutsItsProfilesOnScreen(t *testing.T) {
	dir := t.TempDir()
	put(t, dir, "both", state.View{Profiles: []string{"prod", "staging"}})
	put(t, dir, "one", state.View{Profiles: []string{"prod"}})
	var staging *demo.Server
	r := start(t, 140, 40, withStaging(t, &staging), keeping(dir)).ready()
	open := func(name string) {
		r.Press("B")
		r.awaitText("╭ Saved views")
		r.Press(name, "enter")
	}
	open("both")
	r.await("both", func(s string) bool { return strings.Contains(s, "PROFILE") && r.app.Settled() })
	open("one")
	r.await("one", func(s string) bool { return !strings.Contains(s, "PROFILE") })
}

func TestViewThatWasAskedForIsShownFirst(t *testing.T) {
	dir := t.TempDir()
	r := start(t, 120, 36, keeping(dir), func(_ *connect.Profile, o *ui.Options, _ *demo.Options) {
		o.View, o.Restore = &state.Named{Name: "nights", View: state.View{Place: state.Place{Query: "fn:sync", Focus: "functions", Sort: model.NewestFirst}, Columns: []string{"status", "id"}}}, true
	}).ready()
	if got := r.runsTitle(); !strings.Contains(got, "fn:sync") {
		t.Errorf("it shows %q", got)
	}
	if got := r.heads(); strings.Contains(got, "FUNCTION") {
		t.Errorf("its heads are %q", got)
	}
	r.Press("/", "x", "esc", "esc")
	r.settle()
	if got := r.runsTitle(); strings.Contains(got, "fn:sync") {
		t.Errorf("esc leaves %q", got)
	}
}

func TestViewThatCannotBeKeptIsSaid(t *testing.T) {
	path := filepath.Join(t.TempDir(), "file")
	if err := os.WriteFile(path, nil, 0o600); err != nil {
		t.Fatal(err)
	}
	r := start(t, 300, 36, keeping(filepath.Join(path, "in"))).ready()
	r.saveAs("mine")
	r.awaitText("The views are as they were: make the folder")
	none := start(t, 160, 36).ready()
	none.saveAs("mine")
	none.awaitText("The views are as they were: there is no state folder. Set HOME or XDG_STATE_HOME")
}

func TestQueryOfAViewThatIsNotUnderstoodIsLeftOut(t *testing.T) {
	r := start(t, 200, 36, keeping(t.TempDir())).ready()
	r.app.Do(pane.OpenView{Name: "nothing"})
	r.Press("t")
	dir := t.TempDir()
	put(t, dir, "later", state.View{Place: state.Place{Query: "colour:red", Statuses: model.FailedStatuses}})
	r = start(t, 200, 36, keeping(dir)).ready()
	r.Press("B")
	r.awaitText("▸ later")
	r.Press("enter")
	r.awaitText("View later is open in part. Its query is not understood:")
	if got := r.runsTitle(); !strings.Contains(got, "status:failure") || strings.Contains(got, "colour") {
		t.Errorf("it shows %q", got)
	}
}

func TestViewFrames(t *testing.T) {
	if racing {
		t.Skip("frames are drawn in one goroutine; the run without the race detector compares them")
	}
	dir := t.TempDir()
	put(t, dir, "failed orders", state.View{Profiles: []string{"prod"}, Place: state.Place{Statuses: model.FailedStatuses, Query: "fn:order", Window: model.Window{Last: 86400e9}}})
	put(t, dir, "slowest", state.View{Profiles: []string{"prod"}, Place: state.Place{Sort: model.Sort{Column: model.ByTook, Descending: true}}})
	put(t, dir, "whole house", state.View{Profiles: []string{"prod", "staging"}})
	for _, size := range []struct{ w, h int }{{120, 36}, {100, 30}, {80, 24}, {60, 15}, {40, 12}} {
		r := startWith(t, connect.Options{Timeout: 3600e9}, size.w, size.h, withFaults("hang@/realtime/"), keeping(dir), func(_ *connect.Profile, o *ui.Options, _ *demo.Options) {
			o.Choices = []api.Choice{{Name: "prod"}, {Name: "staging"}}
		}).ready()
		r.Press("B")
		r.awaitText("slowest")
		golden(t, fmt.Sprintf("views-%dx%d", size.w, size.h), r, size.w, size.h)
		r.Press("esc", "F", "b")
		golden(t, fmt.Sprintf("save-view-%dx%d", size.w, size.h), r, size.w, size.h)
	}
}
