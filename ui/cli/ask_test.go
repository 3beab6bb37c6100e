package cli_test

import (
	"context"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"fntop/api"
	"fntop/ui/cli"
)

// left is what an asker says that a person left.
type left struct{}

func (left) Error() string { return "left without saving" }
func (left) ExitCode() int { return 130 }

func TestAskingNeedsATerminal(t *testing.T) {
	t.Parallel()
	s := &shell{t: t, env: map[string]string{"HOME": "/nowhere"}}
	s.ask = func(context.Context, cli.Start) (api.Kept, error) {
		t.Error("it asked")
		return api.Kept{}, nil
	}
	for args, says := range map[string]string{"config init --ask": "needs a terminal", "config init --ask --write": "do not go together"} {
		if r := s.run(strings.Fields(args)...).want(t, 2, says); r.out != "" || strings.Count(r.err, "\n") != 1 {
			t.Errorf("%s: %q and %q", args, r.out, r.err)
		}
	}
}

func TestAskingSaysWhereItWasSavedAndHowToOpenIt(t *testing.T) {
	t.Parallel()
	for _, c := range []struct{ args, path, open string }{
		{"config init --ask", "/home/ada/.config/fntop/config.toml", `"fntop --profile prod"`},
		{"config init --ask --config new.toml", "new.toml", `"fntop --config new.toml --profile prod"`},
	} {
		s := &shell{t: t, tty: true, env: map[string]string{"HOME": "/home/ada"}}
		s.ask = func(_ context.Context, start cli.Start) (api.Kept, error) {
			return api.Kept{Choice: api.Choice{Name: "prod"}, Path: start.Config.Path()}, nil
		}
		if r := s.run(strings.Fields(c.args)...).want(t, 0, `saved as profile "prod"`, c.open); r.out != c.path+"\n" {
			t.Errorf("%s printed %q", c.args, r.out)
		}
	}
}

func TestAskingEndsAsItWasEnded(t *testing.T) {
	t.Parallel()
	s := &shell{t: t, tty: true, env: map[string]string{"HOME": "/nowhere"}}
	s.ask = func(context.Context, cli.Start) (api.Kept, error) { return api.Kept{}, left{} }
	if r := s.run("config", "init", "--ask").want(t, 130, "left without saving"); r.out != "" {
		t.Errorf("it printed %q", r.out)
	}
	// A file that cannot be read is told before anything is asked.
	asked := false
	s.ask = func(context.Context, cli.Start) (api.Kept, error) { asked = true; return api.Kept{}, nil }
	reading(s, "[profiles.a]\nwrokspace = 'x'\n").run("config", "init", "--ask").want(t, 2, "/c.toml:2", "wrokspace")
	if asked {
		t.Error("it asked all the same")
	}
}

// What the file says wrong is told on the start page, what the shell says
// wrong in the shell.
func TestTheStartPageTellsWhatIsWrongWithTheProfileThatTheFileChose(t *testing.T) {
	t.Parallel()
	const two = "[profiles.a]\nworkspace = 'x'\n[profiles.b]\nworkspace = 'y'\ntoken = 't'\n"
	for name, c := range map[string]struct {
		text    string
		env     map[string]string
		args    []string
		code    int
		problem string // on the start page
	}{
		"two and none chosen":    {text: two},
		"a default that is off":  {text: "default_profile = 'a'\n" + two, problem: "nothing to sign in with"},
		"a default that is gone": {text: "default_profile = 'c'\n" + two, problem: `there is no profile "c"`},
		"the only one is off":    {text: "[profiles.a]\nworkspace = 'x'\n", problem: "nothing to sign in with"},
		"a flag":                 {text: two, args: []string{"--profile", "a"}, code: 2},
		"a flag that is off":     {text: two, args: []string{"--profile", "nobody"}, code: 2},
		"a variable":             {text: two, env: map[string]string{"FNTOP_PROFILE": "nobody"}, code: 2},
		"half of a pair":         {text: two, env: map[string]string{"CENTRALI_CLIENT_ID": "ci"}, code: 2},
	} {
		path := filepath.Join(t.TempDir(), "c.toml")
		if err := os.WriteFile(path, []byte(c.text), 0o600); err != nil {
			t.Fatal(err)
		}
		s := &shell{t: t, tty: true, env: map[string]string{"HOME": "/nowhere"}, files: map[string]string{path: c.text}}
		for k, v := range c.env {
			s.env[k] = v
		}
		var got *cli.Start
		s.ui = func(_ context.Context, start cli.Start) error { got = &start; return nil }
		s.run(append([]string{"--config", path}, c.args...)...).want(t, c.code)
		switch {
		case c.code != 0 && got != nil:
			t.Errorf("%s: the UI was opened", name)
		case c.code == 0 && (got == nil || len(got.Profiles) > 0 || (c.problem == "") != (got.Problem == "") || !strings.Contains(got.Problem, c.problem)):
			t.Errorf("%s: %+v", name, got)
		}
	}
}
