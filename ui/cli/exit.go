package cli

import (
	"context"
	"errors"
	"fmt"
	"io"
	"slices"
	"strings"

	"fntop/api"
	"fntop/model"
)

// The exit codes of CLI.md.
const (
	exitDone        = 0
	exitEnded       = 1 // a followed run ended otherwise
	exitUsage       = 2
	exitDenied      = 3
	exitBackend     = 4
	exitNotFound    = 5
	exitUnreadable  = 6
	exitTimeout     = 124
	exitInterrupted = 130
	exitTerminated  = 143
)

// fault is an error that knows its exit code. Its text is one sentence and a
// next step.
type fault struct {
	code int
	text string
}

func (f *fault) Error() string { return f.text }

// usage is a mistake in what was asked for.
func usage(format string, args ...any) error {
	return &fault{exitUsage, fmt.Sprintf(format, args...)}
}

func notFound(format string, args ...any) error {
	return &fault{exitNotFound, fmt.Sprintf(format, args...)}
}

// quiet is an exit code with nothing more to say.
type quiet int

func (q quiet) Error() string { return fmt.Sprintf("exit %d", int(q)) }

// troubles are several failures, each with a line of its own. The first one
// has the exit code.
type troubles []error

func (t troubles) Error() string {
	lines := make([]string, len(t))
	for i, err := range t {
		lines[i] = err.Error()
	}
	return strings.Join(lines, "; ")
}

// or is t as an error, nil where there is none.
func (t troubles) or() error {
	if len(t) == 0 {
		return nil
	}
	return t
}

// inProfile is an error of one profile among several.
type inProfile struct {
	profile string
	err     error
}

func (e *inProfile) Error() string { return fmt.Sprintf("profile %s: %v", quoted(e.profile), e.err) }
func (e *inProfile) Unwrap() error { return e.err }

// The reasons for which a command's own context ends.
var (
	errLimit   = errors.New("the time for a command is over")
	errTimeout = errors.New("--timeout passed")
)

// maxTroubles is how many failures are told one by one.
const maxTroubles = 8

// report prints what is left to say of err and returns the exit code.
func (a *app) report(err error) int {
	if err == nil {
		return exitDone
	}
	var q quiet
	if errors.As(err, &q) {
		return int(q)
	}
	if goneAway(err) {
		return exitDone
	}
	var all troubles
	if !errors.As(err, &all) {
		all = troubles{err}
	}
	told := make(map[string]bool)
	for _, err := range all {
		text := strings.TrimSpace(model.Visible(err.Error()))
		if told[text] {
			continue
		}
		if told[text] = true; len(told) > maxTroubles {
			a.say("and more failures like these")
			break
		}
		a.say("%s", text)
	}
	return code(all[0])
}

// goneAway reports whether err says that the reader of standard output has
// what it wanted and left, as head does.
func goneAway(err error) bool {
	return errors.Is(err, io.ErrClosedPipe) ||
		slices.ContainsFunc(gone, func(g error) bool { return errors.Is(err, g) })
}

// say writes one line to standard error. What it says must be visible text.
func (a *app) say(format string, args ...any) {
	_, _ = fmt.Fprintf(a.Err, "fntop: "+format+"\n", args...)
}

// code is the exit code of an error.
func code(err error) int {
	var f *fault
	var coded interface{ ExitCode() int }
	switch {
	case errors.Is(err, ErrInterrupted):
		return exitInterrupted
	case errors.Is(err, ErrTerminated):
		return exitTerminated
	case errors.Is(err, errTimeout):
		return exitTimeout
	case errors.Is(err, errLimit):
		return exitBackend
	case errors.As(err, &f):
		return f.code
	case errors.As(err, &coded):
		return coded.ExitCode()
	case errors.Is(err, context.Canceled):
		return exitInterrupted
	}
	var e *api.Error
	if errors.As(err, &e) {
		return codeOf(e)
	}
	// What is left is a mistake in the arguments (cobra), the configuration
	// (connect) or a place that cannot be written to. None of it is worth a
	// second try, which is what the other codes would suggest.
	return exitUsage
}

func codeOf(e *api.Error) int {
	switch e.Kind {
	case api.Unauthorized, api.Forbidden:
		return exitDenied
	case api.NotFound:
		if e.Alone {
			return exitBackend // the workspace is there, and one of its lists is not
		}
		switch e.Op {
		case api.ListFunctions, api.ListTriggers, api.SignIn:
			return exitUsage // an unknown workspace or address is configuration
		}
		return exitNotFound
	case api.Unreadable, api.TooLarge:
		return exitUnreadable
	case api.ReadOnly, api.Unsupported:
		return exitUsage
	}
	return exitBackend
}

// ended says why ctx ended, as an error with an exit code; nil while it has
// not. doing is what was under way, "list runs".
func ended(ctx context.Context, doing, next string) error {
	if ctx.Err() == nil {
		return nil
	}
	cause := context.Cause(ctx)
	switch {
	case errors.Is(cause, errTimeout), errors.Is(cause, errLimit):
		return &stopped{cause, fmt.Sprintf("%s: not done in time. %s", doing, next)}
	case errors.Is(cause, ErrTerminated):
		return &stopped{cause, doing + ": terminated."}
	}
	return &stopped{ErrInterrupted, doing + ": interrupted."}
}

// stopped is an end that came from outside.
type stopped struct {
	cause error
	text  string
}

func (s *stopped) Error() string { return s.text }
func (s *stopped) Unwrap() error { return s.cause }
