package connect

import (
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

// draft is a profile as the wizard makes them.
func draft(name string) Profile {
	return Profile{Name: name, Workspace: "acme", ClientID: "ci_0123", ClientSecret: InKeyring("fntop/" + name)}
}

func content(t *testing.T, path string) string {
	t.Helper()
	text, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	return string(text)
}

// left fails unless a folder holds these names and nothing else: what a
// half-finished write leaves is a file too.
func left(t *testing.T, dir string, names ...string) {
	t.Helper()
	entries, err := os.ReadDir(dir)
	if err != nil {
		t.Fatal(err)
	}
	var got []string
	for _, e := range entries {
		got = append(got, e.Name())
	}
	if strings.Join(got, " ") != strings.Join(names, " ") {
		t.Errorf("the folder holds %q", got)
	}
}

func TestAFirstProfileMakesItsFileForItsOwnerAloneAndIsItsDefault(t *testing.T) {
	path := filepath.Join(t.TempDir(), "new", "fntop", "config.toml")
	if err := Add(path, draft("prod"), Env{}); err != nil {
		t.Fatal(err)
	}
	want := `# fntop's configuration. "fntop config init" prints every key with its meaning.

default_profile = "prod"

[profiles.prod]
backend = "centrali"
workspace = "acme"
client_id = "ci_0123"
client_secret = { keyring = "fntop/prod" }
`
	if got := content(t, path); got != want {
		t.Errorf("the file is\n%s", got)
	}
	for name, mode := range map[string]fs.FileMode{path: 0o600, filepath.Dir(path): 0o700} {
		if info, err := os.Stat(name); err != nil || info.Mode().Perm() != mode {
			t.Errorf("%s has mode %v", name, info.Mode())
		}
	}
	left(t, filepath.Dir(path), "config.toml")
}

func TestAProfileReadsBackAsItWasWhateverItHolds(t *testing.T) {
	odd := "\"'\\ # = [x] \u202e\u200b注文 é😀 ${HOME} %s \"\"\""
	full := Profile{
		Name: "full", Backend: Centrali, URL: "http://127.0.0.1:4711", APIURL: "https://a.example", AuthURL: "https://b.example",
		RealtimeURL: "https://c.example/r", TokenPath: "/t", Insecure: true, Workspace: "acme", ClientID: "ci", ClientSecret: Literal("s"),
		RequestsPerMinute: 17, MaxBody: 1 << 20, ReadOnly: true, Confirm: "name", Color: "#ff0000",
		Headers: map[string]Secret{"X-A": Literal(`v"1`), "X-B": InVariable("B")},
	}
	for name, p := range map[string]Profile{
		"every key":                full,
		"odd secret":               {Name: "a", Workspace: "w", ClientID: odd + "x", ClientSecret: Literal(odd + "x")},
		"odd command":              {Name: "a", Workspace: "w", TokenCommand: "printf '%s\\n' \"$X\" |\n\tsed 's/\"//'\x00\x1f\x7fx"},
		"command in words":         {Name: "a", Workspace: "w", Token: FromCommand("op", "read", odd, "")},
		"variable":                 {Name: "a", Workspace: "w", PublishableKey: InVariable("MY_KEY")},
		"odd keyring":              {Name: "a", Workspace: "w", Token: InKeyring("fntop/" + odd)},
		"name in quotes":           draft(`it's."prod"`),
		"name from far away":       draft("本番"),
		"name with a dot":          draft("a.b"),
		"name like a number":       draft("2026"),
		"name that is a bracket":   draft("]"),
		"name that is a backslash": draft(`\`),
	} {
		t.Run(name, func(t *testing.T) {
			path := write(t, "# mine\n[profiles.other]\nworkspace = 'x'\ntoken = 'y'\n")
			if err := Add(path, p, Env{}); err != nil {
				t.Fatal(err)
			}
			c, err := Load(path, environ(t, nil))
			if err != nil {
				t.Fatal(err)
			}
			p.Backend = Centrali
			if got, ok := c.own(p.Name); !ok || !same(got, p) {
				t.Errorf("it reads back otherwise; the file is\n%s", content(t, path))
			}
			if len(c.Names()) != 2 {
				t.Errorf("the profiles are %q", c.Names())
			}
		})
	}
}

func TestWhatCannotBeReadBackIsNotWritten(t *testing.T) {
	for name, p := range map[string]Profile{
		"blank around an id":  {Name: "a", Workspace: "w", ClientID: " ci", ClientSecret: Literal("s")},
		"no UTF-8":            {Name: "a", Workspace: "w", TokenCommand: "x\xff"},
		"break in a secret":   {Name: "a", Workspace: "w", Token: Literal("a\nb")},
		"slash in a slug":     {Name: "a", Workspace: "../w", Token: Literal("t")},
		"no variable":         {Name: "a", Workspace: "w", Token: InVariable("1 2")},
		"nothing to sign in":  {Name: "a", Workspace: "w"},
		"name with a blank":   draft("a b"),
		"name with a newline": draft("a\n[ui]"),
		"no name":             draft(""),
		"header with a break": {Name: "a", Workspace: "w", Token: Literal("t"), Headers: map[string]Secret{"a\r\nb": Literal("c")}},
	} {
		path := write(t, "[ui]\nmouse = true\n")
		err := Add(path, p, Env{})
		var wrong *ConfigError
		if !errors.As(err, &wrong) || wrong.Next == "" {
			t.Errorf("%s: %v", name, err)
		}
		if got := content(t, path); got != "[ui]\nmouse = true\n" {
			t.Errorf("%s: the file is now %q", name, got)
		}
		left(t, filepath.Dir(path), "config.toml")
	}
}

func TestWhatStandsInTheFileStaysToTheByte(t *testing.T) {
	for name, old := range map[string]string{
		"nothing":            "",
		"comments alone":     Example(),
		"no line at its end": "# a\n[profiles.x]\nworkspace = 'w' # mine\ntoken = 't'",
		"Windows lines":      "[ui]\r\nmouse = true\r\n",
		"a mark in front":    "\ufeff[ui]\nmouse = true\n",
		"dotted keys":        "profiles.x.workspace = 'w'\nprofiles.x.token = 't'\n",
		"blank lines":        "[ui]\n\n\n\n",
		"a default":          "default_profile = 'x'\n[profiles.x]\nworkspace = 'w'\ntoken = 't'\n",
	} {
		path := write(t, old)
		if err := Add(path, draft("prod"), Env{}); err != nil {
			t.Errorf("%s: %v", name, err)
			continue
		}
		got := content(t, path)
		added, ok := strings.CutPrefix(got, old)
		if !ok || !strings.Contains(added, "[profiles.prod]") || strings.Contains(added, "default_profile") {
			t.Errorf("%s: the file is now\n%s", name, got)
		}
		if crlf := strings.Contains(old, "\r\n"); crlf != strings.Contains(added, "\r\n") || crlf && strings.Count(added, "\n") != strings.Count(added, "\r\n") {
			t.Errorf("%s: its lines end otherwise: %q", name, added)
		}
	}
}

func TestAFileThatCannotTakeAnotherProfileIsLeftAlone(t *testing.T) {
	for name, c := range map[string]struct{ old, says string }{
		"same name":         {"\n[profiles.prod]\nworkspace='w'\ntoken='t'\n", ":2: there is a profile \"prod\" already"},
		"same, dotted":      {"profiles.prod.workspace='w'\nprofiles.prod.token='t'\n", "there is a profile \"prod\" already"},
		"not TOML":          {"workspace = acme\n", ":1: "},
		"unknown key":       {"[profiles.x]\nwrokspace='w'\n", "wrokspace"},
		"one inline table":  {"'profiles' = { x = { workspace='w', token='t' } }\n", "cannot be added to this file as it is written"},
		"too large already": {strings.Repeat("#", fileLimit+1), "larger than 1 MiB"},
	} {
		path := write(t, c.old)
		err := Add(path, draft("prod"), Env{})
		var wrong *ConfigError
		if !errors.As(err, &wrong) || !strings.Contains(err.Error(), c.says) || wrong.Next == "" {
			t.Errorf("%s: %v", name, err)
		}
		if content(t, path) != c.old {
			t.Errorf("%s: the file was changed", name)
		}
		left(t, filepath.Dir(path), "config.toml")
	}
}

func TestAFileThatSomebodyChangedMeanwhileIsLeftAsTheyMadeIt(t *testing.T) {
	path := write(t, "# theirs\n")
	if err := replace(path, []byte("# mine\n"), []byte("# mine\nmore\n"), false); !errors.Is(err, errChanged) {
		t.Errorf("it says %v", err)
	}
	if got := content(t, path); got != "# theirs\n" {
		t.Errorf("the file is now %q", got)
	}
	left(t, filepath.Dir(path), "config.toml")
}

func TestALinkStaysALink(t *testing.T) {
	kept := write(t, "[ui]\nmouse = true\n")
	link := filepath.Join(t.TempDir(), "config.toml")
	if err := os.Symlink(kept, link); err != nil {
		t.Skip(err)
	}
	if err := Add(link, draft("prod"), Env{}); err != nil {
		t.Fatal(err)
	}
	if info, err := os.Lstat(link); err != nil || info.Mode()&fs.ModeSymlink == 0 {
		t.Errorf("the link is now %v", info.Mode())
	}
	if !strings.Contains(content(t, kept), "[profiles.prod]") {
		t.Error("what it leads to was not written")
	}
	if err := os.Remove(kept); err != nil {
		t.Fatal(err)
	}
	if err := Add(link, draft("prod"), Env{}); err == nil || !strings.Contains(err.Error(), "leads nowhere") {
		t.Errorf("of a link to nothing it says %v", err)
	}
	left(t, filepath.Dir(kept))
}

func TestASecretInTheFileTakesItAwayFromOthers(t *testing.T) {
	for _, c := range []struct {
		secret Secret
		want   fs.FileMode
	}{{Literal("s"), 0o600}, {InVariable("S"), 0o644}} {
		path := write(t, "# mine\n")
		if err := os.Chmod(path, 0o644); err != nil {
			t.Fatal(err)
		}
		p := draft("prod")
		p.ClientSecret = c.secret
		if err := Add(path, p, Env{}); err != nil {
			t.Fatal(err)
		}
		if info, err := os.Stat(path); err != nil || info.Mode().Perm() != c.want {
			t.Errorf("the mode is %v, want %v", info.Mode().Perm(), c.want)
		}
	}
}

func TestAPlaceThatCannotBeWrittenToIsNamed(t *testing.T) {
	blocked := write(t, "a file where a folder should be")
	err := Add(filepath.Join(blocked, "config.toml"), draft("prod"), Env{})
	if err == nil || !strings.Contains(err.Error(), "cannot be") || !strings.Contains(err.Error(), "--config") {
		t.Errorf("below a file: %v", err)
	}
	if os.Geteuid() == 0 {
		t.Skip("nothing is forbidden to root")
	}
	for _, old := range []string{"", "# mine\n"} {
		path := write(t, old)
		dir := filepath.Dir(path)
		if old == "" {
			_ = os.Remove(path)
		}
		if err := os.Chmod(dir, 0o500); err != nil {
			t.Fatal(err)
		}
		err := Add(path, draft("prod"), Env{})
		_ = os.Chmod(dir, 0o700)
		if err == nil || !strings.Contains(err.Error(), "may not write") {
			t.Errorf("in a folder that is read-only: %v", err)
		}
		if old != "" && content(t, path) != old {
			t.Error("the file was changed")
		}
	}
}
