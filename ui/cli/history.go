package cli

import (
	"context"
	"sync"

	"fntop/api/clock"
	"fntop/api/connect"
	"fntop/api/history"
	"fntop/model"
)

// History is what is kept of what is seen, as was asked for. The demo leaves
// no trace.
func (s Start) History(dir string, clk clock.Clock, told func(error)) *history.History {
	if s.NoHistory || s.Demo != nil {
		dir = ""
	}
	return newHistory(dir, s.Config, clk, told)
}

func newHistory(dir string, c *connect.Config, clk clock.Clock, told func(error)) *history.History {
	h := c.History()
	return history.New(history.Options{Dir: dir, Clock: clk, Told: told, Keep: h.Kept(), MaxSize: h.MaxSize, NoPayloads: !h.Payloads})
}

// keep has what a command reads kept from now on, until what it returns is
// called.
func (a *app) keep(ctx context.Context, c *connect.Config) (end func()) {
	h, letGo := a.kept(ctx, c)
	if h == nil {
		return func() {} // what ends with the command need not be kept
	}
	a.recorded, a.past = h.Recorded, h
	stop := beside(ctx, h.Run)
	return func() {
		stop()
		letGo()
	}
}

// beside has a history written until what it returns is called: reading waits
// where too much is not written yet.
func beside(ctx context.Context, write func(context.Context)) (end func()) {
	ctx, stop := context.WithCancel(ctx)
	var under sync.WaitGroup
	under.Go(func() { write(ctx) })
	return func() {
		stop()
		under.Wait()
	}
}

// kept is the history in the state folder, and what lets go of it; nil where
// nothing is kept.
func (a *app) kept(ctx context.Context, c *connect.Config) (h *history.History, end func()) {
	dir, err := a.Env.StateDir()
	if err != nil || a.global.noHistory || !c.History().Enabled {
		return nil, func() {}
	}
	h = newHistory(dir, c, a.Clock, nil)
	say := func() {
		if said := h.Said(); said != "" {
			a.say("warning: %s.", model.Visible(said))
		}
	}
	h.Ready(ctx)
	say()
	return h, func() {
		_ = h.Close(ctx) // what went wrong it has said
		say()
	}
}
