//go:build unix

package e2e

import (
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"

	"fntop/api/demo"
	"fntop/ui/screen/ptytest"
	"fntop/ui/screen/vt"
)

// fill answers the wizard's questions with client credentials, up to the try.
func fill(p *ptytest.Proc, r demo.Ready, secret string) {
	p.AwaitText("1 of 4")
	press(p, r.URL, "\r", r.Centrali.Workspace, "\r")
	p.AwaitText("2 of 4")
	press(p, "\r")
	p.AwaitText("3 of 4")
	press(p, r.Centrali.ClientID, "\r")
	p.Await(func(s *vt.Screen) bool {
		return s.Contains("none can be reached here") && s.Contains("▸ in the file")
	}, "an answer of the keyring")
	press(p, "\r")
	press(p, "\x1b[200~"+secret+"\n\x1b[201~", "\r") // as one pastes it
	p.AwaitText("4 of 4")
	press(p, "\r", "\r")
}

// bare is an environment without a session bus, hence without a keyring.
func bare(t testing.TB, args ...string) (*exec.Cmd, string) {
	t.Helper()
	cmd := fntop(t, []string{"DBUS_SESSION_BUS_ADDRESS=unix:path=/nowhere"}, args...)
	for _, v := range cmd.Env {
		if dir, ok := strings.CutPrefix(v, "XDG_CONFIG_HOME="); ok {
			return cmd, filepath.Join(dir, "fntop", "config.toml")
		}
	}
	t.Fatal("there is no place for the configuration")
	return nil, ""
}

func TestAskingInTheTerminalTriesAndSavesAConnection(t *testing.T) {
	t.Parallel()
	before := fresh(t)
	s, _ := server(t, demo.Options{})
	r := s.Ready()
	cmd, path := bare(t, "config", "init", "--ask")
	p := ptytest.Start(t, 160, 45, cmd) // the path is long
	fill(p, r, r.Centrali.ClientSecret)
	p.AwaitText("It works")
	if _, err := os.Stat(path); err == nil {
		t.Error("it was saved before that was wanted")
	}
	press(p, "\r")
	if code := p.Wait(); code != 0 {
		t.Errorf("exit status %d", code)
	}
	restored(t, p, before)
	p.AwaitGone(func(s *vt.Screen) bool { return s.Contains("config.toml") && s.Contains("saved as profile") }, "where it was saved")
	if strings.Contains(p.Output(), r.Centrali.ClientSecret[:12]) {
		t.Error("the secret was on the screen")
	}
	if posts := sent(s); len(posts) > 0 {
		t.Errorf("sent %q", posts)
	}
	info, err := os.Stat(path)
	if err != nil || info.Mode().Perm() != 0o600 {
		t.Fatalf("the file is %v, %v", info, err)
	}
	// What was saved is what fntop opens from then on.
	again := exec.Command(cmd.Path)
	again.Env = cmd.Env
	p = ptytest.Start(t, 120, 36, again)
	p.Await(live, "live data")
	p.Type("q")
	p.Wait()
}

func TestLeavingTheQuestionsWritesNothingAndRestoresTheTerminal(t *testing.T) {
	for name, keys := range map[string][]string{"esc": {"\x1b"}, "ctrl+c": {"\x03"}, "esc twice": {"x", "\x1b", "\x1b"}} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			before := fresh(t)
			cmd, path := bare(t, "config", "init", "--ask")
			p := ptytest.Start(t, 80, 24, cmd)
			p.AwaitText("1 of 4")
			press(p, keys...)
			if code := p.Wait(); code != 130 {
				t.Errorf("exit status %d", code)
			}
			restored(t, p, before)
			p.AwaitGone(func(s *vt.Screen) bool { return s.Contains("left without saving") }, "a word that nothing was saved")
			if _, err := os.Stat(filepath.Dir(path)); err == nil {
				t.Error("a folder was made")
			}
		})
	}
}

func TestStartPageSetsUpAConnectionAndOpensIt(t *testing.T) {
	t.Parallel()
	s, _ := server(t, demo.Options{})
	r := s.Ready()
	cmd, _ := bare(t)
	p := ptytest.Start(t, 120, 36, cmd)
	p.AwaitText("set up a connection")
	p.Type("s")
	fill(p, r, "sk_wrong")
	p.AwaitText("Check the profile's client_id and client_secret")
	press(p, "\r")
	p.AwaitText("3 of 4")
	press(p, "\x15", r.Centrali.ClientSecret, "\r", "\r", "\r")
	p.AwaitText("It works")
	press(p, "\r")
	p.Await(live, "live data")
	if strings.Contains(p.Output(), r.Centrali.ClientSecret[:12]) {
		t.Error("the secret was on the screen")
	}
	p.Type("q")
	if code := p.Wait(); code != 0 {
		t.Errorf("exit status %d", code)
	}
}
