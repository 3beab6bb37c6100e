package outer

import (
	"strings"
	"testing"
)

func environ(pairs ...string) Env {
	m := map[string]string{}
	for _, p := range pairs {
		name, value, _ := strings.Cut(p, "=")
		m[name] = value
	}
	return func(name string) (string, bool) { v, ok := m[name]; return v, ok }
}

func TestSequencesGoThroughWhatStandsAround(t *testing.T) {
	const plain = "\x1b]9;x\a"
	const tmux, screen = "\x1bPtmux;\x1b" + plain + "\x1b\\", "\x1bP" + plain + "\x1b\\"
	for _, c := range []struct{ env, want string }{
		{"TERM=xterm-256color", plain},
		{"TERM=screen-256color TMUX=/tmp/t,1,0", tmux},
		{"TERM=tmux-256color", tmux},
		{"TERM=screen STY=1.pts-0", screen},
		{"TERM=screen.xterm-256color STY=1.pts-0 TMUX=/tmp/t,1,0", screen},
		{"TERM=screen-256color STY=1.pts-0 TMUX=/tmp/t,1,0", tmux},
	} {
		if got := Around(environ(strings.Fields(c.env)...)).Through(plain); got != c.want {
			t.Errorf("with %s: %q, want %q", c.env, got, c.want)
		}
	}
}
