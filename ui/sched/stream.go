package sched

import (
	"context"
	"time"

	tea "github.com/charmbracelet/bubbletea"

	"fntop/api/clock"
)

// What a stream gathers into one message at the most, so that a flood of
// events costs the event loop twenty messages a second. What comes after a
// pause is not gathered: it is delivered at once.
const (
	gatherFor  = 50 * time.Millisecond
	gatherMost = 500
)

// Stream carries what a blocking call emits to the event loop, gathered.
type Stream[T any] struct {
	ctx  context.Context
	clk  clock.Clock
	wrap func(batch []T, over bool) tea.Msg
	c    chan T
	last time.Time // when a batch was delivered; read and written by Next's commands, one after another
}

// NewStream starts call through spawn. wrap makes the message of a batch; over
// is set on the last one, whose batch may be empty.
func NewStream[T any](ctx context.Context, clk clock.Clock, spawn func(context.Context, func(context.Context)),
	call func(ctx context.Context, emit func(T)), wrap func(batch []T, over bool) tea.Msg) *Stream[T] {
	s := &Stream[T]{ctx: ctx, clk: clk, wrap: wrap, c: make(chan T, 64)}
	spawn(ctx, func(ctx context.Context) {
		defer close(s.c)
		call(ctx, func(v T) {
			select {
			case s.c <- v:
			case <-ctx.Done():
			}
		})
	})
	return s
}

// Next is the command that waits for the next batch. The handler of its
// message asks for the one after it, unless the stream is over: a busy event
// loop slows the stream down, not the other way round.
func (s *Stream[T]) Next() tea.Cmd {
	return func() tea.Msg {
		first, open := <-s.c
		if !open {
			return s.wrap(nil, true)
		}
		batch := []T{first}
		timer := s.clk.NewTimer(s.last.Add(gatherFor).Sub(s.clk.Now()))
		defer timer.Stop()
		for len(batch) < gatherMost {
			select {
			case v, open := <-s.c:
				if !open {
					return s.wrap(batch, true)
				}
				batch = append(batch, v)
				continue
			case <-timer.C():
			case <-s.ctx.Done():
				return s.wrap(batch, true)
			}
			break
		}
		s.last = s.clk.Now()
		return s.wrap(batch, false)
	}
}
