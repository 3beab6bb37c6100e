//go:build unix

package e2e

import (
	"net/url"
	"regexp"
	"strings"
	"testing"

	"fntop/ui/screen/ptytest"
	"fntop/ui/screen/vt"
)

func TestEachWayToSignInReachesAServerInAnotherProcess(t *testing.T) {
	t.Parallel()
	ready, _ := serve(t)
	c := ready.Centrali
	for name, env := range map[string][]string{
		"client credentials": {"CENTRALI_CLIENT_ID=" + c.ClientID, "CENTRALI_CLIENT_SECRET=" + c.ClientSecret},
		"token":              {"CENTRALI_TOKEN=" + c.Token},
		"token command":      {"CENTRALI_TOKEN_COMMAND=" + c.TokenCommand},
		"publishable key":    {"CENTRALI_PUBLISHABLE_KEY=" + c.PublishableKey},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			env = append(env, "CENTRALI_URL="+ready.URL, "CENTRALI_WORKSPACE="+c.Workspace)
			p := ptytest.Start(t, 120, 36, fntop(t, env))
			p.Await(func(s *vt.Screen) bool {
				return live(s) && s.Contains("process-order") && s.Contains("completed")
			}, "live rows")
			p.Type("q")
			if code := p.Wait(); code != 0 {
				t.Errorf("exit status %d", code)
			}
			for _, secret := range []string{c.ClientSecret, c.Token, c.PublishableKey} {
				if strings.Contains(p.Output(), secret) {
					t.Error("a secret was on the screen")
				}
			}
		})
	}
}

func TestWrongSecretSaysWhatToDo(t *testing.T) {
	t.Parallel()
	ready, _ := serve(t)
	env := append(signIn(ready), "CENTRALI_CLIENT_SECRET=sk_wrong")
	p := ptytest.Start(t, 120, 36, fntop(t, env))
	p.Await(func(s *vt.Screen) bool { return strings.Contains(s.Line(0), "✗ not authorised") }, "the header's word")
	p.Await(func(s *vt.Screen) bool { return strings.Contains(s.Line(35), "Check CENTRALI_CLIENT_ID") }, "the next step")
	if strings.Contains(p.Output(), "sk_wrong") {
		t.Error("the secret was on the screen")
	}
	p.Type("q")
	if code := p.Wait(); code != 0 {
		t.Errorf("exit status %d", code)
	}
}

var nextTry = regexp.MustCompile(`stale since \d\d:\d\d:\d\d · next try \d\d:\d\d:\d\d`)

func TestRowsOutliveTheServerAndFntopFindsItAgainByItself(t *testing.T) {
	t.Parallel()
	ready, first := serve(t, "--seed", "7")
	p := ptytest.Start(t, 120, 36, fntop(t, signIn(ready), "--refresh", "500ms"))
	p.Await(live, "live data")
	rows := now(p, rowsOf)
	if len(rows) < 15 {
		t.Fatalf("there are the rows %q", rows)
	}
	if err := first.Process.Kill(); err != nil {
		t.Fatal(err)
	}
	_ = first.Wait()
	p.Await(func(s *vt.Screen) bool {
		return strings.Contains(s.Line(0), "✗ unreachable") && nextTry.MatchString(s.Line(0))
	}, "the header's word on the failure")
	if left := now(p, rowsOf); len(left) < 15 {
		t.Errorf("of %d rows %d are left", len(rows), len(left))
	}
	last := now(p, func(s *vt.Screen) string { return s.Line(35) })
	if !strings.Contains(last, "reach") {
		t.Errorf("the footer says %q", last)
	}

	to, err := url.Parse(ready.URL)
	if err != nil {
		t.Fatal(err)
	}
	again, _ := serve(t, "--seed", "7", "--addr", to.Host)
	if again != ready {
		t.Fatalf("the server came back as %v, it was %v", again, ready)
	}
	p.Await(live, "live data again")
}

// rowsOf are the rows of the table of runs on a screen with side panes.
func rowsOf(s *vt.Screen) (rows []string) {
	_, h := s.Size()
	for y := range h {
		if _, row, ok := strings.Cut(s.Line(y), "││"); ok && (strings.Contains(row, "✓ completed") || strings.Contains(row, "✗ failure")) {
			rows = append(rows, row)
		}
	}
	return rows
}
