package cli_test

import (
	"context"
	"strings"
	"testing"

	"fntop/ui/cli"
)

// reading is a shell whose configuration file holds the profile of s and text.
func reading(s *shell, text string) *shell {
	s.env["FNTOP_CONFIG"] = "/c.toml"
	s.files = map[string]string{"/c.toml": text}
	return s
}

func TestWrongKeysAndThemesInTheFileStopEveryCommandThatReadsIt(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		text string
		says []string
	}{
		{"[keys]\nup = [\"up\"]\nreruns = [\"x\"]\n", []string{"/c.toml:3: ", `unknown key "reruns"`, `Did you mean "rerun"?`}},
		{"[keys]\nxyzzy = [\"x\"]\n", []string{"/c.toml:2: ", `"xyzzy"`, "Known here: "}},
		{"[keys]\nrerun = 3\n", []string{"/c.toml:2: ", "[keys] rerun", "list of keys"}},
		{"[keys]\nreruns = 3\n", []string{"/c.toml:2: ", "reruns"}},
		{"[keys]\nhelp = [\"f1\"]\nrerun = [\"j\"]\n", []string{"/c.toml:3: ", `"j"`, "rerun", "down"}},
		{"[keys]\nquit_now = []\n", []string{"/c.toml:2: ", "quit_now", "no key"}},
		{"[ui]\ntheme = \"drak\"\n", []string{"/c.toml:2: ", `"drak"`, `Did you mean "dark"?`}},
	} {
		for _, command := range []string{"runs", "functions", "triggers", "run r1", "follow r1", "invoke by-hand", "rerun r1", "config show", "terminal"} {
			b := small()
			s := reading(serve(t, b), c.text)
			s.ui = func(context.Context, cli.Start) error { return nil }
			args := strings.Fields(command)
			if command == "terminal" {
				args, s.tty = nil, true
			}
			if r := s.run(args...).want(t, 2, c.says...); strings.Count(r.err, "\n") != 1 || strings.Contains(r.err, ".. ") {
				t.Errorf("%s: %q", command, r.err)
			}
			if b.asked != 0 {
				t.Errorf("%s: %d requests", command, b.asked)
			}
		}
	}
}

func TestKeysThatChangePlacesDoNotClash(t *testing.T) {
	t.Parallel()
	reading(serve(t, small()), "[keys]\nup = [\"j\"]\ndown = \"k\"\n").run("functions").want(t, 0)
}

func TestAWrongThemeIsNamedByWhereItIsSaid(t *testing.T) {
	t.Parallel()
	s := serve(t, small())
	s.run("runs", "--theme", "drak").want(t, 2, "--theme", `"drak"`, `Did you mean "dark"?`)
	s.env["FNTOP_THEME"] = "drak"
	s.run("runs").want(t, 2, "FNTOP_THEME", `"drak"`)
	s.run("runs", "--theme", "light").want(t, 2, "FNTOP_THEME")
	// What is said elsewhere does not make a wrong file right.
	s.env["FNTOP_THEME"] = "dark"
	reading(s, "[ui]\ntheme = \"mono\"\n").run("runs").want(t, 2, "/c.toml:2: ", `"mono"`, "auto, dark, light and ansi")
}
