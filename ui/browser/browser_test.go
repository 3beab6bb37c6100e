package browser

import (
	"errors"
	"slices"
	"strings"
	"testing"
)

func TestBrowserIsThatOfTheVariableElseTheSystems(t *testing.T) {
	for name, c := range map[string]struct {
		variable, system, there string
		display                 bool
		want                    string
	}{
		"the variable's":               {"firefox", "linux", "firefox xdg-open", true, "/bin/firefox https://h/?a=b&c"},
		"the first that is there":      {"chrome --new:firefox -P x %s --:links", "linux", "firefox links", false, "/bin/firefox -P x https://h/?a=b&c --"},
		"a path":                       {"/opt/b/firefox", "linux", "/opt/b/firefox", false, "/bin//opt/b/firefox https://h/?a=b&c"},
		"the system's":                 {"", "linux", "xdg-open", true, "/bin/xdg-open https://h/?a=b&c"},
		"none of the variable's":       {"chrome", "freebsd", "gio", true, "/bin/gio open https://h/?a=b&c"},
		"none without a display":       {"", "linux", "xdg-open", false, ""},
		"none at all":                  {"chrome", "linux", "", true, ""},
		"of macOS":                     {"", "darwin", "open", true, "/bin/open https://h/?a=b&c"},
		"of Windows":                   {"", "windows", "rundll32", true, "/bin/rundll32 url.dll,FileProtocolHandler https://h/?a=b&c"},
		"a variable of nothing at all": {" : ", "linux", "xdg-open", true, "/bin/xdg-open https://h/?a=b&c"},
	} {
		look := func(name string) (string, error) {
			if slices.Contains(strings.Fields(c.there), name) {
				return "/bin/" + name, nil
			}
			return "", errors.New("not there")
		}
		p, ok := Choose(c.variable, c.system, c.display, look)
		if ok != (c.want != "") {
			t.Errorf("%s: found is %t", name, ok)
		}
		if ok && strings.Join(p.Command("https://h/?a=b&c"), " ") != c.want {
			t.Errorf("%s: %q, want %q", name, p.Command("https://h/?a=b&c"), c.want)
		}
	}
}

func TestBrowserOfTheTerminalIsKnownAsOne(t *testing.T) {
	look := func(name string) (string, error) { return "/bin/" + name, nil }
	for name, want := range map[string]bool{"w3m": true, "/usr/bin/lynx": true, "firefox": false} {
		p, _ := Choose(name, "linux", true, look)
		if p.Terminal != want {
			t.Errorf("%s: %t", name, p.Terminal)
		}
	}
}

func TestOnlyAddressesOfTheWebAreOpened(t *testing.T) {
	for address, want := range map[string]bool{
		"https://h/": true, "http://127.0.0.1:1/a": true, "file:///etc/passwd": false, "javascript:alert(1)": false, "-profile": false, "": false,
	} {
		if Safe(address) != want {
			t.Errorf("%q: %t", address, !want)
		}
	}
}
