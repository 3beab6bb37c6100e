// fntop shows the runs of serverless functions in the terminal: a live table
// of runs, their output and errors, and the means to run them again.
package main

import (
	"context"
	"errors"
	"fmt"
	"os"
	"os/signal"
	"sync"
	"syscall"
	"time"

	"golang.org/x/term"

	"fntop/api"
	"fntop/api/clock"
	"fntop/api/connect"
	"fntop/api/demo"
	"fntop/keymap"
	_ "fntop/theme/ground" // before Bubble Tea's own start-up: see there
	"fntop/ui"
	"fntop/ui/cli"
)

var version = "dev" // set by -ldflags "-X main.version=…"

func main() {
	ctx, release := caught()
	width, _, _ := term.GetSize(int(os.Stdout.Fd()))
	os.Exit(cli.Run(ctx, cli.Options{
		Args: os.Args[1:], In: os.Stdin, Out: os.Stdout, Err: os.Stderr,
		InTTY: isTerminal(os.Stdin), OutTTY: isTerminal(os.Stdout), ErrTTY: isTerminal(os.Stderr),
		Width: width, Env: connect.OSEnv(), Version: version,
		UI: func(ctx context.Context, s cli.Start) error {
			release() // signals are the screen's now: it gives the terminal back first
			return openUI(ctx, s)
		},
	}))
}

// caught returns a context that ends with the signal that asked for it, and
// what stops listening.
func caught() (context.Context, func()) {
	ctx, cancel := context.WithCancelCause(context.Background())
	signals, released := make(chan os.Signal, 1), make(chan struct{})
	signal.Notify(signals, os.Interrupt, syscall.SIGTERM)
	go func() {
		defer signal.Stop(signals) // a second one ends the program at once
		select {
		case s := <-signals:
			cancel(cli.Caught(s))
		case <-released:
		}
	}()
	return ctx, sync.OnceFunc(func() { close(released) })
}

// openUI makes a provider of what was chosen and shows it.
func openUI(ctx context.Context, s cli.Start) error {
	keys, err := keymap.New(s.Config.Keys())
	if err != nil {
		return &connect.ConfigError{Path: s.Config.Path(), What: err.Error()}
	}
	traffic := &ui.Traffic{}
	open := connect.Options{Clock: clock.Real(), Observe: s.Observed(traffic.Observe), Watched: s.Watched, Version: version, ReadOnly: s.ReadOnly, Context: ctx}
	startDemo := func(ctx context.Context) (api.Provider, error) { return openDemo(ctx, demo.Options{}, open) }

	var provider api.Provider
	switch {
	case s.Demo != nil:
		provider, err = openDemo(ctx, *s.Demo, open)
	case len(s.Profiles) > 1:
		err = errors.New("several profiles on one screen are not in this version; choose one with --profile")
	case len(s.Profiles) == 1:
		provider, err = connect.Open(s.Profiles[0], open)
	}
	if err != nil {
		return err
	}
	env := connect.OSEnv()
	state, err := env.StateDir()
	if err != nil {
		state = os.TempDir()
	}
	return ui.Run(ctx, ui.Options{
		Clock: open.Clock, Provider: provider, Demo: startDemo, Keys: keys, Zone: time.Local, Refresh: s.Refresh,
		Traffic: traffic, Env: env.Lookup, ConfigPath: s.Config.Path(), Problem: s.Problem, Warnings: s.Warnings,
	}, ui.Terminal{
		In: os.Stdin, Out: os.Stdout, Err: os.Stderr, Mouse: s.Config.UI().Mouse, Theme: s.Theme, NoColor: s.NoColor,
		StateDir: state, Program: fmt.Sprintf("fntop %s", version),
	})
}

// openDemo starts the demo server and signs in to it as to any other.
func openDemo(ctx context.Context, o demo.Options, open connect.Options) (api.Provider, error) {
	server, err := demo.Start(ctx, o)
	if err != nil {
		return nil, err
	}
	c := server.Ready().Centrali
	return connect.Open(connect.Profile{
		Name: "demo", Backend: connect.Centrali, URL: server.URL(), Workspace: c.Workspace,
		ClientID: c.ClientID, ClientSecret: connect.Literal(c.ClientSecret),
	}, open)
}

func isTerminal(f *os.File) bool { return term.IsTerminal(int(f.Fd())) }
