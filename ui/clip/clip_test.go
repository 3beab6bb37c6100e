package clip

import (
	"encoding/base64"
	"strings"
	"testing"

	"fntop/ui/outer"
)

func environ(pairs ...string) outer.Env {
	m := map[string]string{}
	for _, p := range pairs {
		name, value, _ := strings.Cut(p, "=")
		m[name] = value
	}
	return func(name string) (string, bool) { v, ok := m[name]; return v, ok }
}

func TestEachTerminalGetsTheFormsItTakes(t *testing.T) {
	code := base64.StdEncoding.EncodeToString([]byte("0192f3ab"))
	plain := "\x1b]52;c;" + code + "\a"
	tmux := "\x1bPtmux;\x1b" + plain + "\x1b\\"
	screen := "\x1bP" + plain + "\x1b\\"
	for name, c := range map[string]struct {
		env  []string
		want string
	}{
		"a terminal":              {[]string{"TERM=xterm-256color"}, plain},
		"tmux":                    {[]string{"TERM=screen-256color", "TMUX=/tmp/t,1,0"}, plain + tmux},
		"tmux, over SSH":          {[]string{"TERM=tmux-256color"}, plain + tmux},
		"screen":                  {[]string{"TERM=screen", "STY=1.pts-0"}, screen},
		"screen within tmux":      {[]string{"TERM=screen.xterm-256color", "STY=1.pts-0", "TMUX=/tmp/t,1,0"}, screen},
		"tmux within screen":      {[]string{"TERM=screen-256color", "STY=1.pts-0", "TMUX=/tmp/t,1,0"}, plain + tmux},
		"screen or tmux over SSH": {[]string{"TERM=screen-256color"}, plain},
	} {
		if got := Sequence("0192f3ab", environ(c.env...)); got != c.want {
			t.Errorf("%s gets %q, want %q", name, got, c.want)
		}
	}
}

func TestLongestTextIsShortEnoughForTmux(t *testing.T) {
	s := Sequence(strings.Repeat("x", Limit), environ("TMUX=1"))
	if at := strings.Index(s, "\x1bPtmux;"); at > 1<<20 || len(s)-at > 1<<20 {
		t.Errorf("the sequences have %d and %d bytes; tmux takes no more than %d", at, len(s)-at, 1<<20)
	}
}

func TestMachinesClipboardIsUsedWhereItIsThePersons(t *testing.T) {
	for _, c := range []struct {
		system string
		env    []string
		want   bool
	}{
		{"linux", nil, false},
		{"linux", []string{"DISPLAY=:0"}, true},
		{"freebsd", []string{"WAYLAND_DISPLAY=wayland-0"}, true},
		{"linux", []string{"DISPLAY=localhost:10.0", "SSH_CONNECTION=1 2 3 4"}, true},
		{"darwin", nil, true},
		{"darwin", []string{"SSH_CONNECTION=1 2 3 4"}, false},
		{"windows", []string{"SSH_TTY=x"}, false},
	} {
		if got := HasDisplay(environ(c.env...), c.system); got != c.want {
			t.Errorf("%s with %v: %t", c.system, c.env, got)
		}
	}
}
