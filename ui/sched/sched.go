// Package sched is how the event loop waits: timers, streams, and the
// tickets by which a late answer is known.
package sched

import (
	"context"
	"time"

	tea "github.com/charmbracelet/bubbletea"

	"fntop/api/clock"
)

// Ticket is given out when something is asked for and comes back with the
// answer. An answer whose ticket is not the last one given out is late.
type Ticket uint64

// Desk gives out tickets for one question. The zero Desk is ready.
type Desk struct{ last Ticket }

// Next makes every ticket before it late.
func (d *Desk) Next() Ticket {
	d.last++
	return d.last
}

// Holds reports whether t is the last ticket given out.
func (d *Desk) Holds(t Ticket) bool { return t != 0 && t == d.last }

// After delivers msg when wait is over, unless ctx ends before.
func After(ctx context.Context, clk clock.Clock, wait time.Duration, msg tea.Msg) tea.Cmd {
	timer := clk.NewTimer(wait)
	return func() tea.Msg {
		defer timer.Stop()
		select {
		case <-timer.C():
			return msg
		case <-ctx.Done():
			return nil
		}
	}
}
