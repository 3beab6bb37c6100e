package cli_test

import (
	"context"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"fntop/api/clock"
	"fntop/api/connect"
	"fntop/model"
	"fntop/ui/cli"
	"fntop/ui/state"
)

// save saves a view where the shell's fntop looks for it.
func (s *shell) save(name string, v state.View) {
	s.t.Helper()
	if _, err := state.SaveView(clock.Real(), filepath.Join(s.stateHome(), "fntop"), name, v, true); err != nil {
		s.t.Fatal(err)
	}
}

// opening notes what the terminal UI is opened with.
func opening(s *shell) *cli.Start {
	start := &cli.Start{}
	s.tty = true
	s.ui = func(_ context.Context, with cli.Start) error {
		*start = with
		return nil
	}
	return start
}

const twoProfiles = `default_profile = "a"
[profiles.a]
workspace = "acme"
token = "x"
[profiles.b]
workspace = "beta"
token = "x"
`

func profiles(start *cli.Start) (names []string) {
	for _, p := range start.Profiles {
		names = append(names, p.Name)
	}
	return names
}

func TestViewsAreListed(t *testing.T) {
	t.Parallel()
	s := &shell{t: t}
	if got := s.run("views", "-o", "json").want(t, 0).out; strings.TrimSpace(got) != "[]" {
		t.Errorf("of none it prints %q", got)
	}
	s.save("slow", state.View{Place: state.Place{Sort: model.Sort{Column: model.ByTook, Descending: true}}})
	s.save("Failed", state.View{Profiles: []string{"a"}, Place: state.Place{Statuses: model.FailedStatuses, Query: "fn:order", Sort: model.NewestFirst}})
	all := decode[[]object](t, s.run("views", "-o", "json").want(t, 0).out)
	if len(all) != 2 || all[0]["name"] != "Failed" || all[0]["query"] != "fn:order" || all[0]["status"] != "failure,timeout,cancelled" || all[1]["sort"] != "took" {
		t.Errorf("it prints %v", all)
	}
	if got := s.run("views").want(t, 0).out; !strings.Contains(got, "status:failure,timeout,cancelled  fn:order") {
		t.Errorf("the table is %q", got)
	}
}

func TestViewIsOpenedByItsName(t *testing.T) {
	t.Parallel()
	s := reading(&shell{t: t, env: map[string]string{}}, twoProfiles)
	start := opening(s)
	s.save("nights", state.View{Profiles: []string{"b", "gone"}, Place: state.Place{Query: "fn:sync"}})
	s.run("--view", "nights").want(t, 0)
	if got := profiles(start); !slices.Equal(got, []string{"b"}) || start.View == nil || start.View.View.Query != "fn:sync" || !start.Restore {
		t.Errorf("it opens %v with %+v", got, start)
	}
	if got := start.View.View.Profiles; !slices.Equal(got, []string{"b", "gone"}) {
		t.Errorf("the view names %v: that one is gone cannot be said", got)
	}
	s.run("--view", "nights", "--profile", "a").want(t, 0)
	if got := profiles(start); !slices.Equal(got, []string{"a"}) || start.View.View.Profiles != nil {
		t.Errorf("with --profile it opens %v, the view has %v", got, start.View.View.Profiles)
	}
	s.run("--view", "nights", "--demo").want(t, 0)
	if start.Demo == nil || len(start.View.View.Profiles) != 0 {
		t.Errorf("on the demo it opens %v", start.View.View.Profiles)
	}
	s.save("demo", state.View{Profiles: []string{connect.Centrali}})
	s.run("--view", "demo", "--demo").want(t, 0)
	if got := start.View.View.Profiles; !slices.Equal(got, []string{connect.Centrali}) {
		t.Errorf("the demo's own are %v", got)
	}
	s.save("former", state.View{Profiles: []string{"gone"}})
	s.run("--view", "former").want(t, 0)
	if got := profiles(start); !slices.Equal(got, []string{"a"}) {
		t.Errorf("where all of its profiles are gone it opens %v", got)
	}
}

func TestViewThatIsNotThereIsAMistake(t *testing.T) {
	t.Parallel()
	s := reading(&shell{t: t, env: map[string]string{}}, twoProfiles)
	opening(s)
	s.run("--view", "nights").want(t, 2, `--view: there is no view "nights"`, "None is saved yet")
	s.save("nights", state.View{})
	s.run("--view", "nihgts").want(t, 2, `there is no view "nihgts"`, `Did you mean "nights"?`)
	s.run("--view", "something").want(t, 2, `"fntop views" lists them`)
}

func TestNamesOfViewsAreCompleted(t *testing.T) {
	t.Parallel()
	s := &shell{t: t}
	s.save("failed orders", state.View{})
	s.save("slow", state.View{})
	if got := s.run("__complete", "--view", "").want(t, 0).out; !strings.HasPrefix(got, "failed orders\nslow\n:4") {
		t.Errorf("completed are %q", got)
	}
}

func TestRestoringIsSwitchedOff(t *testing.T) {
	t.Parallel()
	s := reading(&shell{t: t, env: map[string]string{}}, twoProfiles)
	start := opening(s)
	if s.run("--no-restore").want(t, 0); start.Restore {
		t.Error("by the flag it is not")
	}
	s = reading(&shell{t: t, env: map[string]string{}}, twoProfiles+"[ui]\nrestore = false\n")
	start = opening(s)
	if s.run().want(t, 0); start.Restore {
		t.Error("by the file it is not")
	}
}
