// Package clip puts text on clipboards from a program that owns a terminal:
// with an escape sequence that the terminal obeys wherever it is, over SSH
// too, and beside it through whatever keeps the clipboard of this machine.
package clip

import (
	"strings"

	osc52 "github.com/aymanbagabas/go-osc52/v2"
)

// Limit is how many bytes a terminal is given. tmux drops a sequence of over a
// mebibyte, and base64 makes four letters of three.
const Limit = 700 << 10

// Env looks up a variable, as os.LookupEnv does.
type Env func(string) (string, bool)

func (e Env) get(name string) string {
	v, _ := e(name)
	return v
}

// around is the program between fntop and the terminal.
type around uint8

const (
	nothing around = iota
	inTmux
	inScreen
)

// around says which it is. Both variables are there where one runs in the
// other; only screen's own names of terminals have a dot behind "screen".
func (e Env) around() around {
	term := e.get("TERM")
	switch {
	case e.get("STY") != "" && (e.get("TMUX") == "" || strings.HasPrefix(term, "screen.")):
		return inScreen
	case e.get("TMUX") != "", strings.HasPrefix(term, "tmux"): // the second one over SSH
		return inTmux
	}
	return nothing
}

// Sequence is what makes the terminal copy text. tmux takes the plain form
// where it may set the clipboard itself, and hands the wrapped one through
// where it may not; which of the two holds, nothing tells. screen takes no
// plain one, and would show tmux's as text.
func Sequence(text string, env Env) string {
	s := osc52.New(text)
	switch env.around() {
	case inTmux:
		return s.String() + s.Tmux().String()
	case inScreen:
		return s.Screen().String()
	}
	return s.String()
}

// HasDisplay reports whether the machine that fntop runs on has a clipboard
// that is the person's. Over SSH it is only where the display comes along.
func HasDisplay(env Env, system string) bool {
	switch system {
	case "darwin", "windows":
		return env.get("SSH_CONNECTION") == "" && env.get("SSH_TTY") == ""
	}
	return env.get("WAYLAND_DISPLAY") != "" || env.get("DISPLAY") != ""
}
