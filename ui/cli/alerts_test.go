package cli_test

import (
	"os"
	"path/filepath"
	"runtime"
	"strings"
	"testing"

	"fntop/model"
)

// configured is a shell with a configuration file.
func configured(t *testing.T, text string) *shell {
	return &shell{t: t, env: map[string]string{"HOME": "/home/ada", "TERM": "xterm"}, files: map[string]string{"/home/ada/.config/fntop/config.toml": text}}
}

func TestAlertsAreListedAsTheyHold(t *testing.T) {
	s := configured(t, "[alerts]\nbacklog = 0\nfailure_rate = 0.5\n[alerts.rules.checkout]\nkind = \"stuck\"\nquery = \"fn:checkout\"\n")
	r := s.run("alerts", "-o", "json").want(t, 0)
	rules := decode[[]map[string]any](t, r.out)
	said := map[string]any{}
	for _, rule := range rules {
		said[rule["rule"].(string)] = rule["tells"]
	}
	if len(rules) != len(model.AlertKinds) || said["backlog"] != nil || !strings.HasPrefix(said["failure_rate"].(string), "50 %") || !strings.Contains(said["checkout"].(string), "fn:checkout") {
		t.Errorf("%v", said)
	}
	if r := s.run("alerts").want(t, 0); !strings.Contains(r.out, "checkout") {
		t.Errorf("%s", r.out)
	}
}

func TestAlertIsTriedInEveryWayThatIsConfigured(t *testing.T) {
	if runtime.GOOS == "windows" {
		t.Skip("the program is a shell")
	}
	took := filepath.Join(t.TempDir(), "took")
	s := configured(t, "[alerts]\ncommand = [\"sh\", \"-c\", \"cat > '"+took+"'\"]\n")
	s.run("alerts", "test", "missed").want(t, 0, "no terminal", "took it")
	raw, err := os.ReadFile(took)
	if m := decode[map[string]any](t, string(raw)); err != nil || m["rule"] != "missed" || m["test"] != true {
		t.Errorf("the program took %s (%v)", raw, err)
	}
	s.tty = true
	r := s.run("alerts", "test", "-o", "json").want(t, 0, "\x1b]9;fntop", "\x1b]777;notify;", "\a", "bell was rung")
	if m := decode[map[string]any](t, r.out); m["change"] != "fired" || m["test"] != true {
		t.Errorf("printed %s", r.out)
	}
	configured(t, "[alerts]\nbell = false\nnotify = false\n").run("alerts", "test").want(t, 0, "Nobody is told")
}

func TestAlertThatCannotBeTriedSaysWhy(t *testing.T) {
	s := configured(t, "[alerts]\nbacklog = 0\ncommand = [\"/nowhere/at-all\"]\n")
	s.run("alerts", "test", "backlog").want(t, 2, "switched off")
	s.run("alerts", "test", "misssed").want(t, 2, `"missed"?`)
	s.run("alerts", "test").want(t, 2, "/nowhere/at-all", "Mend it")
	s.run("alerts", "test", "a", "b").want(t, 2, "one rule")
	s.run("alerts", "tst").want(t, 2, "fntop alerts test")
}
