package connect

import (
	"errors"
	"os"
	"path/filepath"
	"testing"

	"fntop/model"
)

// environ is an environment of these variables and nothing else of the
// machine's, with a home of the test's own.
func environ(t *testing.T, variables map[string]string) Env {
	t.Helper()
	home := t.TempDir()
	return Env{GOOS: "linux", Lookup: func(name string) (string, bool) {
		if v, ok := variables[name]; ok {
			return v, true
		}
		return home, name == "HOME"
	}}
}

// write puts a configuration file into a directory of the test's own.
func write(t *testing.T, text string) string {
	t.Helper()
	path := filepath.Join(t.TempDir(), "config.toml")
	if err := os.WriteFile(path, []byte(text), 0o600); err != nil {
		t.Fatal(err)
	}
	return path
}

func load(t *testing.T, text string, variables map[string]string) *Config {
	t.Helper()
	c, err := Load(write(t, text), environ(t, variables))
	if err != nil {
		t.Fatal(err)
	}
	return c
}

// mistake is the ConfigError of err; the test ends where it is none.
func mistake(t *testing.T, err error) *ConfigError {
	t.Helper()
	var e *ConfigError
	if !errors.As(err, &e) {
		t.Fatalf("got %v, want a *ConfigError", err)
	}
	return e
}

// contract is the example of CLI.md's "Configuration file", letter by letter.
const contract = `default_profile = "prod"

[profiles.prod]
backend   = "centrali"
workspace = "acme"
client_id = "ci_0123"
client_secret = { keyring = "fntop/prod" }   # or { env = "NAME" }, { command = ["op", "read", "…"] }, or a literal string
read_only = true                              # no invoke, no rerun, no pause
confirm   = "name"                            # "key" (default): y/n. "name": type the trigger's name
requests_per_minute = 300

[ui]
theme = "auto"
refresh = "5s"

[keys]
rerun = ["ctrl+e"]

[alerts]
failure_rate = 0.2
`

func TestTheContractsExampleLoads(t *testing.T) {
	c := load(t, contract, nil)
	profiles, err := c.Select(nil)
	if err != nil {
		t.Fatal(err)
	}
	p := profiles[0]
	if len(profiles) != 1 || p.Name != "prod" || p.Workspace != "acme" || p.ClientID != "ci_0123" ||
		!p.ReadOnly || !p.TypeName() || p.RequestsPerMinute != 300 || p.FromEnv {
		t.Errorf("selected %d profiles, the first %q of workspace %q", len(profiles), p.Name, p.Workspace)
	}
	if p.ClientSecret.keyring != "fntop/prod" {
		t.Error("the secret does not come from the keyring")
	}
	if keys := c.Keys()["rerun"]; len(keys) != 1 || keys[0] != "ctrl+e" {
		t.Errorf("keys of rerun are %q", keys)
	}
	if w := c.Warnings(); len(w) != 0 {
		t.Errorf("warnings %q", w)
	}
	if a := c.Alerts(); a.FailureRate != 0.2 || len(a.Rules()) != len(model.AlertKinds) {
		t.Errorf("alerts %+v", a)
	}
}
