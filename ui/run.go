package ui

import (
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"time"

	tea "github.com/charmbracelet/bubbletea"

	"fntop/api"
	"fntop/theme"
	"fntop/ui/clip"
	"fntop/ui/screen"
)

// Terminal is where the UI runs.
type Terminal struct {
	In, Out  *os.File
	Err      *os.File
	Mouse    bool
	Theme    string // "auto", or one of theme.Names
	NoColor  bool
	StateDir string // as in Options; crash reports go there, too
	Program  string // name and version, for these
}

// ExitError ends the program with a code: a signal ended the UI.
type ExitError struct{ Code int }

func (e *ExitError) Error() string { return fmt.Sprintf("ended by signal %d", e.Code-128) }

// ExitCode is 128 and the number of the signal.
func (e *ExitError) ExitCode() int { return e.Code }

// groundLimit is how long the terminal may take to tell its background.
const groundLimit = 120 * time.Millisecond

// Run shows the UI on the terminal until the person quits or a signal comes.
// The terminal is then as it was, whatever happened.
func Run(parent context.Context, o Options, t Terminal) error {
	var a *App
	err := t.run(parent, o, func(o Options) tea.Model {
		a = New(o)
		return a
	})
	if a != nil {
		a.left()
	}
	return err
}

// run makes a model of the options, once there is a terminal to complete them,
// and shows it.
func (t Terminal) run(parent context.Context, o Options, begin func(Options) tea.Model) (err error) {
	s, err := screen.New(screen.Options{
		In: t.In, Out: t.Out, Err: t.Err, Clock: o.Clock, Mouse: t.Mouse, Title: true,
		Program: t.Program, Report: reporter(t.StateDir, o.Clock.Now),
	})
	if err != nil {
		return fmt.Errorf("open the terminal: %w", err)
	}
	defer s.Recover()
	ctx, stop := s.Signals(parent)
	defer stop()
	ctx, end := context.WithCancel(ctx)
	defer func() {
		end()
		err = errors.Join(err, s.Close())
		if code := screen.ExitCode(ctx); code != 0 {
			err = &ExitError{code}
		}
	}()
	o.StateDir = t.StateDir
	o.Theme = chooseTheme(s, t, o.Env)
	if err := s.Enter(); err != nil {
		return fmt.Errorf("open the terminal: %w", err)
	}
	o.Context, o.Screen = ctx, s
	if o.Clipboard == nil {
		o.Clipboard = clip.System(o.Env)
	}
	if o.History != nil {
		s.Spawn(ctx, o.History.Run)
	}
	program := tea.NewProgram(s.Guarded(begin(o)), append(s.TeaOptions(), tea.WithContext(ctx))...)
	s.Spawn(ctx, func(ctx context.Context) { s.Resizes(ctx, program.Send) })
	if _, err := program.Run(); err != nil && ctx.Err() == nil {
		return fmt.Errorf("run the terminal UI: %w", err)
	}
	return nil
}

// chooseTheme asks the terminal for its background only where neither the
// settings nor the environment say it: the question costs a moment.
func chooseTheme(s *screen.Screen, t Terminal, env func(string) (string, bool)) *theme.Theme {
	depth := theme.DepthOf(env)
	if t.NoColor {
		depth = theme.NoColor
	}
	ground, known := theme.GroundOf(env)
	if !known && depth >= theme.Colors256 && t.Theme == "auto" {
		if dark, answered := s.AskDark(groundLimit); answered && !dark {
			ground = theme.Light
		}
	}
	return theme.New(t.Theme, depth, ground)
}

// reporter writes crash reports into the state folder.
func reporter(dir string, now func() time.Time) func(value any, stack []byte) (string, error) {
	return func(value any, stack []byte) (string, error) {
		if dir == "" {
			return "", api.ErrNoFolder
		}
		if err := os.MkdirAll(dir, 0o700); err != nil {
			return "", fmt.Errorf("make the state folder: %w", err)
		}
		path := filepath.Join(dir, "crash-"+now().UTC().Format("20060102T150405.000")+".txt")
		text := fmt.Sprintf("fntop crashed: %v\n\n%s", value, stack)
		if err := os.WriteFile(path, []byte(text), 0o600); err != nil {
			return "", fmt.Errorf("write the crash report: %w", err)
		}
		return path, nil
	}
}
