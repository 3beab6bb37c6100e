// Package outer knows what stands between fntop and the terminal that a person
// looks at: tmux, screen or nothing.
package outer

import "strings"

// Env looks up a variable, as os.LookupEnv does.
type Env func(string) (string, bool)

// Get is a variable's value, empty where there is none.
func (e Env) Get(name string) string {
	v, _ := e(name)
	return v
}

// Program is what stands in between.
type Program uint8

// The programs that are known.
const (
	Nothing Program = iota
	Tmux
	Screen
)

// Around says which it is. Both variables are there where one runs in the
// other; only screen's own names of terminals have a dot behind "screen".
func Around(e Env) Program {
	term := e.Get("TERM")
	switch {
	case e.Get("STY") != "" && (e.Get("TMUX") == "" || strings.HasPrefix(term, "screen.")):
		return Screen
	case e.Get("TMUX") != "", strings.HasPrefix(term, "tmux"): // the second one over SSH
		return Tmux
	}
	return Nothing
}

// Through is a sequence as the program hands it on to its terminal; tmux does
// only where it is told to (allow-passthrough).
func (p Program) Through(sequence string) string {
	switch p {
	case Tmux:
		return "\x1bPtmux;" + strings.ReplaceAll(sequence, "\x1b", "\x1b\x1b") + "\x1b\\"
	case Screen:
		return "\x1bP" + sequence + "\x1b\\"
	}
	return sequence
}
