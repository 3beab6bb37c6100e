// Package cli is fntop without the terminal UI: the commands that scripts and
// people use in a shell, and the start of the UI itself. What it promises is
// CLI.md: commands, flags, exit codes and the names in its JSON.
package cli

import (
	"context"
	"errors"
	"io"
	"os"
	"os/signal"
	"sync"
	"syscall"
	"time"

	"fntop/api"
	"fntop/api/clock"
	"fntop/api/connect"
	"fntop/api/demo"
	"fntop/ui/alarm"
	"fntop/ui/jq"
	"fntop/ui/state"
)

// Options are what a run of the program has to do with.
type Options struct {
	Args []string // without the program's name
	In   io.Reader
	Out  io.Writer // data and nothing else
	Err  io.Writer // progress, warnings, errors

	InTTY, OutTTY, ErrTTY bool
	Width                 int            // of the terminal behind Out, 0 when unknown
	Zone                  *time.Location // nil is the machine's

	Env     connect.Env
	Clock   clock.Clock // nil is the machine's
	Version string

	// UI opens the terminal UI and returns when it is closed. An error may
	// have a method ExitCode() int.
	UI func(context.Context, Start) error
	// Ask asks for a connection in the terminal and saves it. So may its error.
	Ask func(context.Context, Start) (api.Kept, error)
}

// Start is what the terminal UI is opened with. Flags have been put before
// the environment, and the environment before the file.
type Start struct {
	Demo     *demo.Options // nil unless --demo
	Config   *connect.Config
	Profiles []connect.Profile // none: the start page
	ByFile   bool              // the file chose them: what is wrong with them is said on the start page
	ReadOnly bool              // every profile
	// View is shown first; nil: what was looked at last, where Restore says so.
	View    *state.Named
	Restore bool
	// NoHistory: what is seen is kept in memory alone.
	NoHistory bool
	Problem   string   // why there is no profile although the file chose one
	Warnings  []string // of the configuration
	Theme     string   // one of theme.Names
	NoColor   bool
	Refresh   time.Duration
	// Watched hears of what happens on the way to a backend, for --debug; nil
	// without it. Observed composes it with another.
	Watched func(api.Event)
}

// The reasons for which the context of Catch ends: its cause.
var (
	ErrInterrupted = errors.New("interrupted") // exit 130
	ErrTerminated  = errors.New("terminated")  // exit 143
)

// Catch returns a context that ends with the signal that asked for it, and
// what stops listening.
func Catch(parent context.Context) (context.Context, func()) {
	ctx, cancel := context.WithCancelCause(parent)
	signals, released := make(chan os.Signal, 1), make(chan struct{})
	signal.Notify(signals, os.Interrupt, syscall.SIGTERM)
	go func() {
		defer signal.Stop(signals) // a second one ends the program at once
		select {
		case s := <-signals:
			cancel(caught(s))
		case <-released:
		}
	}()
	return ctx, sync.OnceFunc(func() { close(released) })
}

// caught is the cause that a signal stands for.
func caught(s os.Signal) error {
	if s == syscall.SIGTERM {
		return ErrTerminated
	}
	return ErrInterrupted
}

// Run does what the arguments say and returns the exit code. It has printed
// everything there is to say. The context's cause tells an interrupt from a
// termination; one without a cause counts as interrupted.
func Run(ctx context.Context, o Options) int {
	if o.Clock == nil {
		o.Clock = clock.Real()
	}
	if o.Zone == nil {
		o.Zone = time.Local
	}
	if o.Env.Lookup == nil {
		o.Env = connect.OSEnv()
	}
	a := &app{Options: o, ctx: ctx, begun: o.Clock.Now()}
	root := a.root()
	root.SetArgs(append([]string{}, o.Args...)) // given nil, it would read those of the process
	root.SetIn(o.In)
	root.SetOut(o.Out)
	root.SetErr(o.Err)
	exit := a.report(root.ExecuteContext(ctx))
	a.debug.end(exit)
	return exit
}

// app is one run of the program.
type app struct {
	Options
	global globals
	begun  time.Time
	// observers hear of every request. They are set before a profile is opened.
	observers []func(api.Event)
	// recorded keeps what a provider answers; nil where the command keeps nothing.
	recorded func(api.Provider) api.Provider
	// past is what it is kept in; nil likewise.
	past  alarm.Notes
	debug *debugLog // nil without --debug
	jq    *jq.Query // nil without --jq
	// ctx ends only when main says so; commands work under shorter ones.
	ctx context.Context
}
