package connect

import (
	"errors"
	"fmt"
)

// ErrNoProfile says that nothing names a profile to open: the start page of
// the terminal UI, exit 2 of a command.
var ErrNoProfile = errors.New("no profile")

// ConfigError is a mistake in the configuration file, the environment or a
// flag that names a profile: exit 2. Its text is one sentence and a next step;
// it holds no secret and is made of visible characters only.
type ConfigError struct {
	Path string // the file at fault, empty where it is no file
	Line int    // in that file, 0 where none is known
	What string // what is wrong, without a full stop
	Next string // what to do about it, a whole sentence
	Err  error  // what lies beneath, for errors.Is
}

// Error says where, what and what to do next.
func (e *ConfigError) Error() string {
	text := e.What + "."
	if e.Next != "" {
		text += " " + e.Next
	}
	switch {
	case e.Path == "":
		return text
	case e.Line == 0:
		return visible(e.Path) + ": " + text
	}
	return fmt.Sprintf("%s:%d: %s", visible(e.Path), e.Line, text)
}

// Unwrap gives errors.Is and errors.As what lies beneath.
func (e *ConfigError) Unwrap() error { return e.Err }
