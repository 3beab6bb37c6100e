// fntop shows the runs of serverless functions in the terminal: a live table
// of runs, their output and errors, and the means to run them again.
package main

import (
	"context"
	"errors"
	"fmt"
	"os"
	"time"

	"golang.org/x/term"

	"fntop/api"
	"fntop/api/clock"
	"fntop/api/connect"
	"fntop/api/demo"
	"fntop/api/history"
	"fntop/api/trail"
	"fntop/keymap"
	_ "fntop/theme/ground" // before Bubble Tea's own start-up: see there
	"fntop/ui"
	"fntop/ui/alarm"
	"fntop/ui/cli"
)

var version = "dev" // set by -ldflags "-X main.version=…"

func main() {
	ctx, release := cli.Catch(context.Background())
	width, _, _ := term.GetSize(int(os.Stdout.Fd()))
	os.Exit(cli.Run(ctx, cli.Options{
		Args: os.Args[1:], In: os.Stdin, Out: os.Stdout, Err: os.Stderr,
		InTTY: isTerminal(os.Stdin), OutTTY: isTerminal(os.Stdout), ErrTTY: isTerminal(os.Stderr),
		Width: width, Env: connect.OSEnv(), Version: version,
		UI: func(ctx context.Context, s cli.Start) error {
			release() // signals are the screen's now: it gives the terminal back first
			return openUI(ctx, s)
		},
		Ask: func(ctx context.Context, s cli.Start) (kept api.Kept, err error) {
			release()
			o, _, _, err := options(ctx, s)
			if err == nil {
				kept, err = ui.Ask(ctx, o, terminal(s))
			}
			return kept, err
		},
	}))
}

// openUI makes a provider of what was chosen and shows it.
func openUI(ctx context.Context, s cli.Start) error {
	o, open, past, err := options(ctx, s)
	if err != nil {
		return err
	}
	o.Demo = func(ctx context.Context) ([]api.Provider, error) {
		past.Forgetful() // what the demo makes up is no history
		return cli.OpenDemo(ctx, demo.Options{}, open)
	}
	if s.Demo != nil {
		o.Providers, err = cli.OpenDemo(ctx, *s.Demo, open)
	} else {
		o.Providers, err = connect.OpenAll(s.Profiles, open)
		switch {
		case err != nil && len(o.Providers) > 0: // the others are shown
			o.Warnings, err = append(o.Warnings, err.Error()), nil
		case err != nil && s.ByFile:
			o.Problem, err = err.Error(), nil
		}
	}
	if err != nil {
		return err
	}
	return errors.Join(ui.Run(ctx, o, terminal(s)), past.Close(ctx))
}

// options are what the UI begins with, and what providers are opened with.
func options(ctx context.Context, s cli.Start) (ui.Options, connect.Options, *history.History, error) {
	traffic, env := &ui.Traffic{}, connect.OSEnv()
	keys, err := keymap.New(s.Config.Keys())
	if err != nil {
		err = &connect.ConfigError{Path: s.Config.Path(), What: err.Error()}
	}
	clk := clock.Real()
	record := trail.New(stateDir(), clk, func(err error) { traffic.Warn(clk.Now(), err) })
	past := s.History(stateDir(), clk, func(err error) { traffic.Warn(clk.Now(), err) })
	open := connect.Options{Clock: clk, Acted: record.Acted, Recorded: past.Recorded, Patience: ui.Patience, Observe: s.Observed(traffic.Observe), Watched: s.Watched, Version: version, ReadOnly: s.ReadOnly, Context: ctx}
	told := s.Config.Alerts()
	return ui.Options{
		Clock: open.Clock, History: past, Past: past, Notes: past, Keys: keys, Zone: time.Local, Version: version, Refresh: s.Refresh, Traffic: traffic, Env: env.Lookup,
		Alerting: ui.Alerting{Rules: told.Rules(), Ways: alarm.Ways(told.Ways)},
		Profiles: connect.NewProfiles(s.Config.Path(), env, open), Choices: s.Config.Choices(), View: s.View, Restore: s.Restore,
		ConfigPath: s.Config.Path(), Problem: s.Problem, Warnings: s.Warnings,
	}, open, past, err
}

// stateDir is where fntop keeps what it writes itself, or nowhere: whoever
// would keep something says so then.
func stateDir() string {
	dir, _ := connect.OSEnv().StateDir()
	return dir
}

func terminal(s cli.Start) ui.Terminal {
	return ui.Terminal{
		In: os.Stdin, Out: os.Stdout, Err: os.Stderr, Mouse: s.Config.UI().Mouse, Theme: s.Theme, NoColor: s.NoColor,
		StateDir: stateDir(), Program: fmt.Sprintf("fntop %s", version),
	}
}

func isTerminal(f *os.File) bool { return term.IsTerminal(int(f.Fd())) }
