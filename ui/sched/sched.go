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
// answer. Whoever asks keeps the last one it got: an answer with another
// ticket is late. Zero is no ticket.
type Ticket uint64

// Desk gives out tickets, no two of them alike, so that an answer to one
// question is never taken for the answer to another. The zero Desk is ready.
type Desk struct{ last Ticket }

// Next is a new ticket.
func (d *Desk) Next() Ticket {
	d.last++
	return d.last
}

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
