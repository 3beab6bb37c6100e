package sched

import (
	"context"
	"slices"
	"testing"
	"time"

	tea "github.com/charmbracelet/bubbletea"
	"go.uber.org/goleak"

	"fntop/api/clock"
)

var start = time.Date(2026, 11, 21, 14, 0, 0, 0, time.UTC)

func TestMain(m *testing.M) { goleak.VerifyTestMain(m) }

func spawn(ctx context.Context, f func(context.Context)) { go f(ctx) }

type batch struct {
	values []int
	over   bool
}

func wrap(values []int, over bool) tea.Msg { return batch{values, over} }

func TestNoTwoTicketsAreAlikeAndNoneIsZero(t *testing.T) {
	var d Desk
	if first, second := d.Next(), d.Next(); first == 0 || first == second {
		t.Errorf("tickets are %d and %d", first, second)
	}
}

func TestAfterDeliversWhenTheWaitIsOver(t *testing.T) {
	clk := clock.NewDriven(start)
	cmd := After(t.Context(), clk, time.Second, "now")
	clk.Advance(time.Second)
	if got := cmd(); got != "now" {
		t.Errorf("delivered %v", got)
	}
}

func TestAfterEndsWithItsContext(t *testing.T) {
	clk := clock.NewDriven(start)
	ctx, cancel := context.WithCancel(t.Context())
	cmd := After(ctx, clk, time.Hour, "now")
	cancel()
	if got := cmd(); got != nil {
		t.Errorf("delivered %v after its context ended", got)
	}
	if clk.Timers() != 0 {
		t.Error("the timer was left behind")
	}
}

func TestStreamGathersWhatComesTogether(t *testing.T) {
	clk := clock.NewDriven(start)
	s := NewStream(t.Context(), clk, spawn, func(_ context.Context, emit func(int)) {
		for i := range 700 {
			emit(i)
		}
	}, wrap)
	var sizes []int
	total := 0
	for {
		got := s.Next()().(batch)
		sizes = append(sizes, len(got.values))
		total += len(got.values)
		if got.over {
			break
		}
	}
	if total != 700 || len(sizes) > 3 {
		t.Errorf("700 values came as %v", sizes)
	}
}

func TestStreamEndsWithItsContext(t *testing.T) {
	ctx, cancel := context.WithCancel(t.Context())
	s := NewStream(ctx, clock.NewDriven(start), spawn, func(ctx context.Context, emit func(int)) {
		emit(1)
		<-ctx.Done()
		emit(2) // must not block
	}, wrap)
	cancel()
	for !s.Next()().(batch).over {
	}
}

func TestStreamDeliversAtOnceWhatComesAfterAPause(t *testing.T) {
	clk := clock.NewDriven(start)
	next := make(chan int)
	s := NewStream(t.Context(), clk, spawn, func(ctx context.Context, emit func(int)) {
		for {
			select {
			case v := <-next:
				emit(v)
			case <-ctx.Done():
				return
			}
		}
	}, wrap)
	next <- 1
	if got := s.Next()().(batch); len(got.values) != 1 { // with the clock standing still
		t.Fatalf("the first event came as %v", got)
	}
	delivered := make(chan batch)
	go func() { delivered <- s.Next()().(batch) }()
	next <- 2
	clk.AwaitTimers(1) // it waits for more
	clk.Advance(gatherFor - time.Millisecond)
	select {
	case got := <-delivered:
		t.Fatalf("what followed came at once as %v", got)
	default:
	}
	clk.Advance(time.Millisecond)
	<-delivered
	clk.Advance(gatherFor)
	next <- 3
	if got := s.Next()().(batch); !slices.Equal(got.values, []int{3}) {
		t.Errorf("after a pause came %v", got)
	}
}
