package jq

import (
	"context"
	"runtime/metrics"
	"time"

	"fntop/api/clock"
)

// Limits are what one run may take.
type Limits struct {
	Clock  clock.Clock
	Time   time.Duration
	Memory uint64 // bytes that the program may grow by meanwhile
	Output int    // bytes of all results
}

// Usual are the limits that hold wherever a person waits.
func Usual(c clock.Clock) Limits {
	return Limits{Clock: c, Time: 10 * time.Second, Memory: 1 << 30, Output: 64 << 20}
}

// guard is a context that ends when a limit is met. gojq asks for Done before
// each step, so that no goroutine has to watch it.
type guard struct {
	context.Context
	limits Limits
	over   chan struct{}
	why    error
	asked  int
	output int
	timer  clock.Timer
	memory []metrics.Sample
	before uint64
}

// between is how many steps lie between two looks at the memory.
const between = 1 << 10

const heap = "/memory/classes/heap/objects:bytes"

func newGuard(ctx context.Context, limits Limits) *guard {
	g := &guard{Context: ctx, limits: limits, over: make(chan struct{}), memory: []metrics.Sample{{Name: heap}}}
	g.before = g.inUse()
	g.timer = limits.Clock.NewTimer(limits.Time)
	return g
}

func (g *guard) inUse() uint64 {
	metrics.Read(g.memory)
	return g.memory[0].Value.Uint64()
}

func (g *guard) end() { g.timer.Stop() }

// Done is closed once a limit is met.
func (g *guard) Done() <-chan struct{} {
	if g.asked++; g.asked%between != 0 || g.why != nil {
		if g.why != nil {
			return g.over
		}
		return g.Context.Done()
	}
	if g.look(); g.why != nil {
		return g.over
	}
	return g.Context.Done()
}

// look sees whether a limit is met.
func (g *guard) look() {
	if now := g.inUse(); now > g.before && now-g.before > g.limits.Memory {
		g.stop(errMemory)
		return
	}
	select {
	case <-g.timer.C():
		g.stop(errTime)
	case <-g.Context.Done():
		g.stop(g.Context.Err())
	default:
	}
}

func (g *guard) stop(why error) {
	if g.why == nil {
		g.why = why
		close(g.over)
	}
}

// Err is the limit that was met.
func (g *guard) Err() error {
	if g.why != nil {
		return g.why
	}
	return g.Context.Err()
}

// perResult is what keeping a result costs beside its bytes.
const perResult = 32

// emitted hands a result on, as long as there are not too many.
func (g *guard) emitted(result []byte, emit func([]byte) error) error {
	if g.output += len(result) + perResult; g.output > g.limits.Output {
		return said(errOutput)
	}
	return emit(result)
}
