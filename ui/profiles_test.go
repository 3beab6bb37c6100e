package ui_test

import (
	"context"
	"strings"
	"testing"
	"time"

	"fntop/api"
	"fntop/api/connect"
	"fntop/api/demo"
	"fntop/ui"
)

// shelf are the profiles of a configuration file, each on a demo of its own.
type shelf struct {
	api.Profiles
	open map[string]func() (api.Provider, error)
}

func (s *shelf) Open(_ context.Context, name string) (api.Provider, error) { return s.open[name]() }

// withStaging adds a profile that can be opened beside prod, on the demo of
// another seed. The server is there once it was started.
func withStaging(t *testing.T, server **demo.Server) option {
	return func(_ *connect.Profile, o *ui.Options, d *demo.Options) {
		clk, traffic := d.Clock, o.Traffic
		o.Choices = []api.Choice{{Name: "prod"}, {Name: "staging", Workspace: "acme-staging", Host: "localhost"}}
		o.Profiles = &shelf{open: map[string]func() (api.Provider, error){"staging": func() (api.Provider, error) {
			s, err := demo.Start(t.Context(), demo.Options{Clock: clk, Seed: 2})
			if err != nil {
				return nil, err
			}
			t.Cleanup(func() { _ = s.Close() })
			*server = s
			c := s.Ready().Centrali
			p, err := connect.Open(connect.Profile{
				Name: "staging", Backend: connect.Centrali, URL: s.URL(), Workspace: c.Workspace,
				ClientID: c.ClientID, ClientSecret: connect.Literal(c.ClientSecret),
			}, connect.Options{Clock: clk, Observe: traffic.Observe, Version: "test", Context: t.Context()})
			if err == nil {
				t.Cleanup(p.CloseIdle)
			}
			return p, err
		}}}
	}
}

// both opens staging beside prod.
func both(t *testing.T, server **demo.Server) *rig {
	t.Helper()
	r := start(t, 140, 40, withStaging(t, server)).ready()
	r.Press("P")
	r.awaitText("Profiles on screen")
	r.Press("down", "space", "enter")
	r.await("both", func(s string) bool { return strings.Contains(s, "PROFILE") && r.app.Settled() })
	r.until("runs of staging", func(string) bool { return r.runsOf("staging") > 100 })
	return r
}

func (r *rig) runsOf(profile string) int {
	n := 0
	for _, run := range r.app.Runs() {
		if run.ID.Profile == profile {
			n++
		}
	}
	return n
}

func TestAProfileWhoseClockIsAnotherIsTold(t *testing.T) {
	drivenLong(t)
	var staging *demo.Server
	r := both(t, &staging)
	if err := staging.SetFaults("skew=2h"); err != nil {
		t.Fatal(err)
	}
	told := func(s string) bool {
		return strings.Contains(s, "The clock of staging is 2h00m ahead of the others': the ages of its runs are wrong by as much.")
	}
	r.until("the word", told)
	r.Press("ctrl+g")
	r.pass(2 * time.Minute)
	if n := strings.Count(r.Screen(), "The clock of staging"); n > 1 {
		t.Errorf("it is told %d times\n%s", n, r.Screen())
	}
}

func TestRunsOfSeveralProfilesAreInOneTable(t *testing.T) {
	var staging *demo.Server
	r := both(t, &staging)
	if r.runsOf("prod") < 100 {
		t.Errorf("%d runs are of prod\n%s", r.runsOf("prod"), r.Screen())
	}
	for _, want := range []string{"● prod", "● staging", "Functions 24", "Triggers 36"} {
		if !strings.Contains(r.Screen(), want) {
			t.Errorf("the screen does not show %q\n%s", want, r.Screen())
		}
	}
	r.Press("/", "profile:staging", "enter")
	r.settle()
	for _, line := range strings.Split(r.Screen(), "\n") {
		if strings.Contains(line, " prod  ") && strings.Contains(line, "completed ") && strings.Contains(line, "ago") {
			t.Errorf("a run of prod is among those of staging: %s", line)
		}
	}
}

func TestProfileThatFailsNeitherHidesNorDelaysAnother(t *testing.T) {
	var staging *demo.Server
	r := both(t, &staging)
	if err := staging.Close(); err != nil {
		t.Fatal(err)
	}
	r.until("the header's word", func(string) bool { return strings.Contains(r.header(), "✗ staging unreachable") })
	if !strings.Contains(r.header(), "● prod") || !strings.Contains(r.header(), "partly stale") {
		t.Errorf("the header is %q", r.header())
	}
	lines := strings.Split(r.Screen(), "\n")
	if footer := lines[len(lines)-1]; !strings.Contains(footer, "staging: Unreachable") {
		t.Errorf("the footer is %q", footer)
	}
	kept := r.runsOf("staging")
	since := r.clk.Now()
	r.until("all of prod read anew", func(string) bool { return r.app.ReadSinceOf("prod", since) })
	if r.runsOf("staging") != kept {
		t.Errorf("%d runs of staging are left of %d", r.runsOf("staging"), kept)
	}
}

func TestProfileTakenOffTheScreenLeavesNothing(t *testing.T) {
	var staging *demo.Server
	r := both(t, &staging)
	r.Press("P")
	r.awaitText("Profiles on screen")
	r.Press("down", "space", "enter")
	r.await("one profile", func(s string) bool { return !strings.Contains(s, "PROFILE") })
	if n := r.runsOf("staging"); n != 0 {
		t.Errorf("%d runs of staging are left", n)
	}
	r.settle()
	before := len(staging.Requests())
	r.pass(30 * time.Second)
	if n := len(staging.Requests()) - before; n != 0 {
		t.Errorf("%d requests went to staging", n)
	}
	// It comes back without being opened anew.
	r.Press("P", "down", "space", "enter")
	r.until("runs of staging", func(string) bool { return r.runsOf("staging") > 100 })
}

func TestFollowingGoesWithTheProfileAndComesBack(t *testing.T) {
	var staging *demo.Server
	r := both(t, &staging)
	r.Press("/", "profile:staging", "enter", "A", "S", "created", "down", "enter", "g")
	r.settle()
	r.Press("f")
	id := r.app.Follows()[0]
	if _, row := r.row("▸ ● running"); id.Profile != "staging" || !strings.Contains(row, " staging ") {
		t.Fatalf("run %v is followed; its row is %q\n%s", id, row, r.Screen())
	}
	r.Press("P", "down", "space", "enter")
	r.awaitText("profile off the screen since 12:0")
	if got := r.app.Following(); got != 0 {
		t.Errorf("%d runs are followed", got)
	}
	for _, key := range []string{"f", "enter"} {
		r.Press(key)
		r.awaitText("Profile staging is not on screen. P puts it there.")
	}
	r.Press("r")
	r.awaitText("There is no run to run again.")
	if n := r.runsOf("staging"); n != 0 {
		t.Errorf("%d runs of staging are in the table", n)
	}
	r.Press("P", "down", "space", "enter")
	r.until("following again", func(string) bool { return r.app.Following() == 1 })
}

func TestRunThatWasSentIsFollowedWhereverItsProfileIs(t *testing.T) {
	var staging *demo.Server
	r := both(t, &staging)
	r.Press("/", "profile:staging status:failure", "enter")
	r.settle()
	r.Press("r")
	r.awaitText("Rerun?")
	r.Press("y")
	r.until("the answer", func(string) bool { return posts(staging) == 1 && r.app.Settled() })
	r.Press("esc", "P", "down", "space", "enter")
	r.until("its end", func(string) bool { return r.app.Following() == 0 })
	if n := r.runsOf("staging"); n != 0 {
		t.Errorf("%d runs of staging are in the table", n)
	}
	r.Press("esc", "f")
	r.awaitText("╭ Follow")
	if _, row := r.row(" rerun "); !strings.Contains(row, " staging ") || strings.Contains(row, "pending") || strings.Contains(row, "running") {
		t.Errorf("the row is %q\n%s", row, r.Screen())
	}
}

func TestLastProfileStaysOnScreen(t *testing.T) {
	var staging *demo.Server
	r := start(t, 140, 40, withStaging(t, &staging)).ready()
	r.Press("P", "space", "enter")
	if !strings.Contains(r.Screen(), "One profile stays") || r.runsOf("prod") == 0 {
		t.Errorf("the screen is\n%s", r.Screen())
	}
}

func TestActionGoesToTheProfileOfItsTarget(t *testing.T) {
	var staging *demo.Server
	r := both(t, &staging)
	r.Press("/", "profile:staging status:failure", "enter")
	r.settle()
	r.Press("r")
	r.awaitText("acme")
	if !strings.Contains(r.Screen(), "staging") {
		t.Errorf("the question does not name the profile\n%s", r.Screen())
	}
	r.Press("y")
	r.until("the answer", func(string) bool { return posts(staging) == 1 })
	if n := posts(r.server); n != 0 {
		t.Errorf("%d actions went to prod", n)
	}
}

// posts counts the actions that a server was sent.
func posts(s *demo.Server) int {
	n := 0
	for _, q := range s.Requests() {
		if q.Method == "POST" && q.Auth == "bearer" {
			n++
		}
	}
	return n
}
