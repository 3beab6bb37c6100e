package connect

import (
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/BurntSushi/toml"
)

// planted holds a secret, or what may be one, in every place there is.
const planted = `
default_profile = "a"
[profiles.a]
workspace = "acme"
client_id = "ci_1"
client_secret = "planted-1"
token = "planted-2"
[profiles.b]
workspace = "acme"
publishable_key = "planted-3"
[profiles.c]
workspace = "acme"
token_command = "echo planted-4"
[profiles.d]
workspace = "acme"
token = { command = ["op", "planted-5"] }
[profiles.e]
backend = "flowcore"
api_key = "planted-6"
token = { env = "E_TOKEN" }
[profiles.f]
backend = "agentos"
token = { keyring = "fntop/f" }
headers = { X-Key = "planted-7", X-Other = { command = ["planted-8"] } }
[profiles.g]
backend = "agentos"
headers = "X-Key: planted-9"
[profiles."odd name ✓"]
`

func TestShowHidesEverySecretAndIsTOML(t *testing.T) {
	text := strings.Split(planted, `[profiles."odd`)[0]
	variables := map[string]string{
		"E_TOKEN": "planted-10", "CENTRALI_WORKSPACE": "env-ws", "CENTRALI_TOKEN": "planted-11",
		"CENTRALI_CLIENT_ID": "ci_2", "CENTRALI_CLIENT_SECRET": "planted-12", "FNTOP_THEME": "dark",
		"CENTRALI_URL": "https://u:planted-13@h", "FLOWCORE_TOKEN": "planted-14",
	}
	c := load(t, text, variables)
	var b strings.Builder
	if err := c.Show(&b); err != nil {
		t.Fatal(err)
	}
	got := b.String()
	if strings.Contains(got, "planted") || strings.Contains(got, "plan") {
		t.Errorf("a secret is shown:\n%s", got)
	}
	for _, want := range []string{
		"workspace = \"acme\" # file, line 4\n", "client_secret = \"(hidden)\" # file, line 6\n",
		"url = \"https://centrali.io\" # default\n", `token = { env = "E_TOKEN" } # file`,
		`token = { keyring = "fntop/f" } # file`, "theme = \"dark\" # FNTOP_THEME\n",
		"[profiles.centrali] # from the environment\n", "client_secret = \"(hidden)\" # CENTRALI_CLIENT_SECRET\n",
		"refresh = \"5s\" # default\n",
	} {
		if !strings.Contains(got, want) {
			t.Errorf("does not say %q:\n%s", want, got)
		}
	}
	var tree map[string]any
	if _, err := toml.Decode(got, &tree); err != nil {
		t.Errorf("%v:\n%s", err, got)
	}
}

func TestShowOfOneNameTwiceIsStillTOML(t *testing.T) {
	c := load(t, strings.ReplaceAll(one, "only", "centrali"), signedIn)
	var b strings.Builder
	if err := c.Show(&b); err != nil {
		t.Fatal(err)
	}
	var tree map[string]any
	if _, err := toml.Decode(b.String(), &tree); err != nil {
		t.Errorf("%v:\n%s", err, b.String())
	}
}

// TestNoMistakeShowsASecret breaks a file full of secrets in every way that
// one lost character or one wrong line can, and reads what is said of it.
func TestNoMistakeShowsASecret(t *testing.T) {
	env := environ(t, nil)
	check := func(text string, names ...string) {
		t.Helper()
		env.ReadFile = func(string) ([]byte, error) { return []byte(text), nil }
		c, err := Load("config.toml", env)
		if err == nil {
			_, err = c.Select(names)
		}
		if err != nil && strings.Contains(err.Error(), "plan") {
			t.Fatalf("%q\nof\n%s", err, text)
		}
	}
	for i := range planted {
		check(planted[:i] + planted[i+1:])
	}
	text := strings.Split(planted, `[profiles."odd`)[0]
	for _, name := range []string{"a", "b", "c", "d", "e", "f", "g"} {
		check(text, name)
	}
	for _, line := range []string{
		"url = 'https://u:planted@h'", "url = 'planted'", "auth_url = 'https://h/?token=planted'", "url = 'http://[planted'",
		"token = planted", "token = 1planted", "token = { planted }", "token = { env = 'planted 1' }",
		"token = { keyring = 'planted' }", "token = { command = 'planted' }", "token = ['planted']",
		"token = \"planted\\q\"", "token = \"planted", "token = '''planted", "token = 'planted' planted",
		"confirm = 'planted'", "color = 'planted'", "run_page = 'https://planted'", "run_page = 'https://u:planted@h/{run}'", "max_body = 'planted'", "read_only = 'planted'", "requests_per_minute = 'planted'",
		"token_path = 'planted'", "workspace = '/planted'", "headers = 'planted'", "headers = { X = '' , Y = 'planted' }",
	} {
		check("[profiles.x]\n" + line + "\n")
	}
}

func TestTheExampleLoadsAsItStandsAndWithEverythingSwitchedOn(t *testing.T) {
	c := load(t, Example(), nil)
	if len(c.Names()) != 0 || len(c.Warnings()) != 0 || c.UI() != DefaultUI() {
		t.Errorf("as it stands it makes %q, warns %q", c.Names(), c.Warnings())
	}
	on := load(t, switchedOn(Example()), nil)
	if n := on.Names(); len(n) != 1 || n[0] != "prod" || on.UI() != DefaultUI() {
		t.Errorf("switched on it makes %q and %+v", n, on.UI())
	}
	for _, k := range profileKeys {
		if on.Line("profiles", "prod", k.name) == 0 {
			t.Errorf("%s is not in the example", k.name)
		}
	}
	for _, k := range uiKeys {
		if on.Line("ui", k.name) == 0 {
			t.Errorf("%s is not in the example", k.name)
		}
	}
}

func switchedOn(text string) string {
	lines := strings.Split(text, "\n")
	for i, line := range lines {
		if rest, ok := strings.CutPrefix(line, "#"); ok && !strings.HasPrefix(rest, " ") {
			lines[i] = rest
		}
	}
	return strings.Join(lines, "\n")
}

func TestEveryKeyOfTheContractIsKnown(t *testing.T) {
	contracted := strings.Fields(`backend url workspace token token_command publishable_key client_id client_secret
		api_url auth_url realtime_url token_path tenant data_core api_key api_key_id headers requests_per_minute
		max_body read_only confirm color insecure` + " experimental retry run_page") // by which the contract grew
	known := names(profileKeys)
	if len(known) != len(contracted) {
		t.Errorf("%d keys are known, want %d", len(known), len(contracted))
	}
	for _, name := range contracted {
		if !slices.Contains(known, name) {
			t.Errorf("%s is not known", name)
		}
	}
}

func TestInitWritesForTheOwnerAloneAndNeverOverwrites(t *testing.T) {
	c, err := Load("", environ(t, nil))
	if err != nil {
		t.Fatal(err)
	}
	if err := WriteExample(c.Path()); err != nil {
		t.Fatal(err)
	}
	info, err := os.Stat(c.Path())
	if err != nil || info.Mode().Perm() != 0o600 {
		t.Errorf("mode %v, %v", info.Mode(), err)
	}
	if err := os.WriteFile(c.Path(), []byte("mine"), 0o600); err != nil {
		t.Fatal(err)
	}
	if e := mistake(t, WriteExample(c.Path())); !strings.Contains(e.Error(), "there already") {
		t.Errorf("got %q", e)
	}
	if text, err := os.ReadFile(c.Path()); err != nil || string(text) != "mine" {
		t.Errorf("the file holds %q, %v", text, err)
	}
	if left, err := os.ReadDir(filepath.Dir(c.Path())); err != nil || len(left) != 1 {
		t.Errorf("%d files are left, %v", len(left), err)
	}
}
