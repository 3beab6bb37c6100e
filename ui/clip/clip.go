// Package clip puts text on clipboards from a program that owns a terminal:
// with an escape sequence that the terminal obeys wherever it is, over SSH
// too, and beside it through whatever keeps the clipboard of this machine.
package clip

import (
	osc52 "github.com/aymanbagabas/go-osc52/v2"

	"fntop/ui/outer"
)

// Limit is how many bytes a terminal is given. tmux drops a sequence of over a
// mebibyte, and base64 makes four letters of three.
const Limit = 700 << 10

// Sequence is what makes the terminal copy text. tmux takes the plain form
// where it may set the clipboard itself, and hands the wrapped one through
// where it may not; which of the two holds, nothing tells. screen takes no
// plain one, and would show tmux's as text.
func Sequence(text string, env outer.Env) string {
	s := osc52.New(text)
	switch outer.Around(env) {
	case outer.Tmux:
		return s.String() + s.Tmux().String()
	case outer.Screen:
		return s.Screen().String()
	}
	return s.String()
}

// HasDisplay reports whether the machine that fntop runs on has a clipboard
// that is the person's. Over SSH it is only where the display comes along.
func HasDisplay(env outer.Env, system string) bool {
	switch system {
	case "darwin", "windows":
		return env.Get("SSH_CONNECTION") == "" && env.Get("SSH_TTY") == ""
	}
	return env.Get("WAYLAND_DISPLAY") != "" || env.Get("DISPLAY") != ""
}
