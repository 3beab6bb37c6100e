package connect

import (
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"
)

func TestMistakesAreNamedWithTheirLineAndANextStep(t *testing.T) {
	tests := []struct {
		name, text string
		line       int
		want       []string
	}{
		{"misspelt key in a section", "[profiles.a]\nworkspace='x'\nworksapce='y'\n", 3, []string{`"worksapce"`, `"workspace"`, `profile "a"`}},
		{"misspelt key, dotted", "profiles.a.workspace='x'\nprofiles.a.colour='red'\n", 2, []string{`"colour"`, `"color"`}},
		{"misspelt key, inline table", "[profiles]\na = { workspace = 'x', confrim = 'key' }\n", 2, []string{`"confrim"`, `"confirm"`}},
		{"misspelt key after long text", "[ui]\ntheme = '''\nauto'''\nrefesh = '5s'\n", 4, []string{`"refesh"`, `"refresh"`}},
		{"misspelt key after a comment with a bracket", "# [ui\n[ui] # ]\ntheem = 'x' # a = 1\n", 3, []string{`"theem"`, `"theme"`}},
		{"misspelt section", "[profile.a]\nworkspace='x'\n", 1, []string{`"profile"`, `"profiles"`}},
		{"misspelt source of a secret", "[profiles.a]\ntoken = { keyrign = 'a/b' }\n", 2, []string{`"keyrign"`, `"keyring"`}},
		{"secret as a section", "[profiles.a]\n[profiles.a.token]\n\nkeyrign = 'a/b'\n", 4, []string{`"keyrign"`, `"keyring"`}},
		{"key in the wrong section", "workspace = 'x'\n", 1, []string{"[profiles.NAME]"}},
		{"key of another table", "[profiles.a]\nmouse = true\n", 2, []string{"[ui]"}},
		{"unknown key far from all", "[ui]\nzzzzzzzzzzzz = 1\n", 2, []string{"Known here", "mouse"}},
		{"unknown alert", "[alerts]\nfailure_rte = 0.1\n", 2, []string{`"failure_rate"`}},
		{"number for text", "[profiles.a]\n\nworkspace = 7\n", 3, []string{"workspace must be text", "Write it like"}},
		{"text for truth", "[profiles.a]\nread_only = 'yes'\n", 2, []string{"read_only must be true or false"}},
		{"text for a number", "[profiles.a]\nrequests_per_minute = '300'\n", 2, []string{"whole number"}},
		{"text for a section", "profiles = 'a'\n", 1, []string{"[profiles]"}},
		{"text for a profile", "[profiles]\na = 'b'\n", 2, []string{"[profiles.a]"}},
		{"keys that are no list", "[keys]\nrerun = 1\n", 2, []string{"[keys] rerun", "ctrl+e"}},
		{"like tables in a list", "[keys]\nrerun = [{a=1}, {a=2}]\n", 2, []string{"must be a list of keys"}},
		{"too many requests", "[profiles.a]\nrequests_per_minute = 100000\n", 2, []string{"from 1 to 10000"}},
		{"no requests", "[profiles.a]\nrequests_per_minute = 0\n", 2, []string{"from 1 to 10000"}},
		{"small body", "[profiles.a]\nmax_body = 10\n", 2, []string{"64KiB"}},
		{"odd body", "[profiles.a]\nmax_body = 'lots'\n", 2, []string{"256MiB"}},
		{"fast refresh", "[ui]\nrefresh = '499ms'\n", 2, []string{"500ms"}},
		{"odd refresh", "[ui]\nrefresh = 'often'\n", 2, []string{"500ms"}},
		{"odd confirm", "[profiles.a]\nconfirm = 'maybe'\n", 2, []string{`"key" or "name"`}},
		{"odd color", "[profiles.a]\ncolor = '#12345g'\n", 2, []string{"#rrggbb", "magenta"}},
		{"page without a run", "[profiles.a]\nrun_page = 'https://h/runs'\n", 2, []string{"{run}"}},
		{"page with another name", "[profiles.a]\nrun_page = 'https://h/{tenant}/{run}'\n", 2, []string{"{workspace}", "no others"}},
		{"page that is none", "[profiles.a]\nrun_page = 'javascript:{run}'\n", 2, []string{"https://"}},
		{"odd back end", "[profiles.a]\nbackend = 'centralli'\n", 2, []string{"no back end", "centrali"}},
		{"odd url", "[profiles.a]\nurl = 'ftp://centrali.io'\n", 2, []string{"https://"}},
		{"url with a query", "[profiles.a]\napi_url = 'https://h/?k=v'\n", 2, []string{"query"}},
		{"odd token path", "[profiles.a]\ntoken_path = 'oidc/token'\n", 2, []string{"slash"}},
		{"workspace that leaves its place", "[profiles.a]\nworkspace = '../x'\n", 2, []string{"slug"}},
		{"profile with a comma", "[profiles.'a,b']\nworkspace = 'x'\n", 1, []string{"without commas"}},
		{"two sources", "[profiles.a]\ntoken = { env = 'A', keyring = 'a/b' }\n", 2, []string{"exactly one"}},
		{"keyring without account", "[profiles.a]\ntoken = { keyring = 'ab' }\n", 2, []string{"service/account"}},
		{"rate over one", "[alerts]\nfailure_rate = 1.5\n", 2, []string{"from 0 to 1"}},
		{"same key twice", "[profiles.a]\nurl='https://a.b'\nurl='https://a.b'\n", 3, []string{`"profiles.a.url" stands twice`}},
		{"dotted key and plain key", "[profiles.a]\ntoken.env='A'\ntoken='b'\n", 3, []string{`"profiles.a.token" stands twice`}},
		{"same section twice", "[ui]\n[ui]\n", 2, []string{`"ui" stands twice`}},
		{"text without quotes", "[profiles.a]\nworkspace = acme\n", 2, []string{"quotes"}},
		{"quotes left open", "[profiles.a]\nworkspace = \"acme\n", 2, []string{"quotes"}},
		{"no value", "[profiles.a]\nworkspace\n", 2, []string{"lacks its value"}},
		{"section left open", "[profiles.a\nworkspace = 'x'\n", 1, []string{"not closed"}},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			path := write(t, test.text)
			_, err := Load(path, environ(t, nil))
			e := mistake(t, err)
			if e.Line != test.line || e.Path != path {
				t.Errorf("at line %d of %q, want line %d", e.Line, e.Path, test.line)
			}
			for _, want := range test.want {
				if !strings.Contains(e.Error(), want) {
					t.Errorf("%q does not say %q", e, want)
				}
			}
			if e.Next == "" || !strings.HasSuffix(e.Next, ".") && !strings.HasSuffix(e.Next, "?") {
				t.Errorf("the next step is %q", e.Next)
			}
		})
	}
}

func TestAMissingDefaultFileIsEmptyAndANamedOneIsAMistake(t *testing.T) {
	c, err := Load("", environ(t, nil))
	if err != nil {
		t.Fatal(err)
	}
	if c.exists || len(c.Names()) != 0 || c.UI() != DefaultUI() {
		t.Error("the configuration is not empty")
	}
	missing := filepath.Join(t.TempDir(), "none.toml")
	_, err = Load(missing, environ(t, nil))
	if e := mistake(t, err); e.Path != missing {
		t.Errorf("error names %q", e.Path)
	}
	_, err = Load("", environ(t, map[string]string{"FNTOP_CONFIG": missing}))
	mistake(t, err)
}

func TestTheFileIsLookedForInTheOrderOfTheContract(t *testing.T) {
	env := environ(t, map[string]string{"XDG_CONFIG_HOME": "/xdg", "FNTOP_CONFIG": "/named.toml", "HOME": "/home/u"})
	tests := []struct {
		name, flag string
		without    []string
		goos, want string
	}{
		{name: "flag", flag: "/flag.toml", goos: "linux", want: "/flag.toml"},
		{name: "variable", goos: "linux", want: "/named.toml"},
		{name: "xdg", without: []string{"FNTOP_CONFIG"}, goos: "darwin", want: "/xdg/fntop/config.toml"},
		{name: "linux", without: []string{"FNTOP_CONFIG", "XDG_CONFIG_HOME"}, goos: "linux", want: "/home/u/.config/fntop/config.toml"},
		{name: "macOS", without: []string{"FNTOP_CONFIG", "XDG_CONFIG_HOME"}, goos: "darwin", want: "/home/u/Library/Application Support/fntop/config.toml"},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			e := env
			e.GOOS = test.goos
			e.Lookup = func(name string) (string, bool) {
				for _, w := range test.without {
					if w == name {
						return "", false
					}
				}
				return env.Lookup(name)
			}
			got, _, err := Locate(test.flag, e)
			if err != nil || filepath.ToSlash(got) != test.want {
				t.Errorf("got %q, %v, want %q", got, err, test.want)
			}
		})
	}
}

func TestStateHasAPlaceOfItsOwn(t *testing.T) {
	e := environ(t, map[string]string{"XDG_STATE_HOME": "/state"})
	if dir, err := e.StateDir(); err != nil || filepath.ToSlash(dir) != "/state/fntop" {
		t.Errorf("got %q, %v", dir, err)
	}
	e = environ(t, map[string]string{"XDG_STATE_HOME": "relative", "HOME": "/home/u"})
	if dir, err := e.StateDir(); err != nil || filepath.ToSlash(dir) != "/home/u/.local/state/fntop" {
		t.Errorf("got %q, %v", dir, err)
	}
	e = environ(t, map[string]string{"HOME": ""})
	_, err := e.StateDir()
	mistake(t, err)
	if err == nil || !strings.Contains(err.Error(), "XDG_STATE_HOME") || strings.Contains(err.Error(), "--config") {
		t.Errorf("it does not say what would help: %v", err)
	}
}

func TestAFileThatOthersCanReadIsWarnedOfOnlyWithALiteralSecret(t *testing.T) {
	tests := []struct {
		name, text string
		mode       fs.FileMode
		want       bool
	}{
		{"literal, open", "[profiles.a]\ntoken='abc'\n", 0o644, true},
		{"literal, group", "[profiles.a]\ntoken='abc'\n", 0o640, true},
		{"literal, own", "[profiles.a]\ntoken='abc'\n", 0o600, false},
		{"header, open", "[profiles.a]\nbackend='agentos'\nheaders={X-Key='abc'}\n", 0o644, true},
		{"keyring, open", "[profiles.a]\ntoken={keyring='a/b'}\n", 0o644, false},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			env := environ(t, nil)
			env.Mode = func(string) (fs.FileMode, error) { return test.mode, nil }
			c, err := Load(write(t, test.text), env)
			if err != nil {
				t.Fatal(err)
			}
			if w := c.Warnings(); (len(w) > 0) != test.want || test.want && !strings.Contains(w[0], "chmod 600") {
				t.Errorf("warnings %q", w)
			}
		})
	}
}

func TestSizesTakeBytesAndUnits(t *testing.T) {
	for text, want := range map[string]int64{"1048576": 1 << 20, "'256MiB'": 256 << 20, "'1.5 GiB'": 3 << 29, "'65536'": 65536, "'1MB'": 1e6} {
		c := load(t, "[profiles.a]\nmax_body = "+text+"\n", nil)
		if got := c.profiles[0].MaxBody; got != want {
			t.Errorf("%s is %d bytes, want %d", text, got, want)
		}
	}
}

func TestTheThemesVariableGoesBeforeTheFile(t *testing.T) {
	c := load(t, "[ui]\ntheme = 'light'\nrefresh = '2s'\nmouse = true\n", map[string]string{"FNTOP_THEME": "dark"})
	if got := c.UI(); got != (UI{Theme: "dark", Refresh: 2 * time.Second, Mouse: true, Restore: true}) {
		t.Errorf("got %+v", got)
	}
}

func TestReadOnlyVariableTakesOnlyYesAndNo(t *testing.T) {
	for value, want := range map[string]bool{"1": true, "TRUE": true, "yes": true, "on": true, "0": false, "false": false, "no": false, "off": false, "": false} {
		c := load(t, "[profiles.a]\nworkspace='x'\ntoken='t'\n", map[string]string{"FNTOP_READ_ONLY": value})
		profiles, err := c.Select(nil)
		if err != nil {
			t.Fatal(err)
		}
		if c.ReadOnly() != want || profiles[0].ReadOnly != want {
			t.Errorf("%q gives %v", value, c.ReadOnly())
		}
	}
	_, err := Load("", environ(t, map[string]string{"FNTOP_READ_ONLY": "maybe"}))
	if e := mistake(t, err); !strings.Contains(e.Error(), "FNTOP_READ_ONLY") {
		t.Errorf("%q does not name the variable", e)
	}
}

func TestAHugeFileAndADirectoryAreRefused(t *testing.T) {
	big := filepath.Join(t.TempDir(), "big")
	if err := os.WriteFile(big, make([]byte, fileLimit+1), 0o600); err != nil {
		t.Fatal(err)
	}
	for _, path := range []string{big, t.TempDir()} {
		_, err := Load(path, environ(t, nil))
		mistake(t, err)
	}
}

func TestWithoutAHomeTheVariablesStillWork(t *testing.T) {
	c, err := Load("", environ(t, map[string]string{"HOME": "", "CENTRALI_WORKSPACE": "w", "CENTRALI_TOKEN": "t"}))
	if err != nil {
		t.Fatal(err)
	}
	if profiles, err := c.Select(nil); err != nil || len(profiles) != 1 {
		t.Errorf("selected %v, %v", profiles, err)
	}
	if w := c.Warnings(); len(w) != 1 || !strings.Contains(w[0], "HOME") {
		t.Errorf("warnings %q", w)
	}
}
