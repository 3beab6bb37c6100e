package cli_test

import (
	"fmt"
	"net/http"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"fntop/api/clock"
)

// hasty is a clock whose timers do not take as long as they should, but for
// those of half a minute, which end a command: a busy machine may need that.
type hasty struct{ clock.Clock }

func (h hasty) NewTimer(d time.Duration) clock.Timer {
	if d < 30*time.Second {
		d /= 10
	}
	return h.Clock.NewTimer(d)
}

// hurried is a shell that does not wait for long.
func hurried(t *testing.T, b *wire) *shell {
	t.Helper()
	s := serve(t, b)
	s.clock = hasty{clock.Real()}
	return s
}

// losing is a back end that does what it is asked to and drops the answer.
// Each action makes the runs that made returns.
func losing(made func(n int) []object) *wire {
	b := small()
	n := 0
	b.hook = func(_ http.ResponseWriter, r *http.Request) bool {
		if r.Method != http.MethodPost {
			return false
		}
		b.mu.Lock()
		b.runs = append(made(n), b.runs...)
		n++
		b.mu.Unlock()
		panic(http.ErrAbortHandler)
	}
	return b
}

// fresh is a run that was made just now.
func fresh(id string) object {
	r := run(id, "pending", 0)
	r["createdAt"] = time.Now().UTC().Format(time.RFC3339Nano)
	return r
}

func TestALostAnswerIsOneLineWithItsCandidates(t *testing.T) {
	t.Parallel()
	b := losing(func(int) []object { return []object{fresh("made-1"), fresh("made-2")} })
	r := hurried(t, b).run("invoke", "by-hand").want(t, 4, "may have happened and is not sent again", "made-1 (pending, ", "made-2 (pending, ")
	if strings.Count(r.err, "\n") != 1 {
		t.Errorf("printed %q", r.err)
	}
	b = losing(func(int) []object { return nil })
	r = hurried(t, b).run("rerun", "r1").want(t, 4, "may have happened and is not sent again", "No run that came of it")
	if strings.Count(r.err, "\n") != 1 {
		t.Errorf("printed %q", r.err)
	}
}

func TestManyCandidatesAreNotAllNamed(t *testing.T) {
	t.Parallel()
	b := losing(func(int) (all []object) {
		for i := range 30 {
			all = append(all, fresh(fmt.Sprint("made-", i)))
		}
		return all
	})
	r := hurried(t, b).run("invoke", "by-hand").want(t, 4, "and 20 more")
	if n := strings.Count(r.err, "made-"); n != 10 {
		t.Errorf("%d are named: %s", n, r.err)
	}
}

// The clock goes on no further than to the time-out: what waited for longer
// would wait for ever.
func TestTheLookAfterALostAnswerKeepsToTheTimeout(t *testing.T) {
	t.Parallel()
	for _, args := range []string{"rerun r1 --timeout 400ms", "rerun r1 --follow --timeout 400ms"} {
		b, clk := losing(func(int) []object { return nil }), clock.NewDriven(time.Now())
		sent, looks := b.hook, make(chan int, 10)
		var lost atomic.Bool
		b.hook = func(w http.ResponseWriter, r *http.Request) bool {
			if lost.Load() {
				looks <- clk.Timers()
			}
			lost.Store(lost.Load() || r.Method == http.MethodPost)
			return sent(w, r)
		}
		s := serve(t, b)
		s.clock = clk
		go func() {
			clk.AwaitTimers(<-looks + 1) // one until the next look
			clk.Advance(400 * time.Millisecond)
		}()
		r := s.run(strings.Fields(args)...).want(t, 4, "may have happened")
		if strings.Count(r.err, "\n") != 1 {
			t.Errorf("%s: %s", args, r.err)
		}
	}
}

func TestATimeoutDuringTheRequestLeavesNoTimeToLook(t *testing.T) {
	t.Parallel()
	b, asked := hung("execute")
	s, clk := serve(t, b), clock.NewDriven(time.Now())
	s.clock = clk
	go func() {
		<-asked
		clk.Advance(300 * time.Millisecond)
	}()
	r := s.run("invoke", "by-hand", "--follow", "--timeout", "300ms").want(t, 124, "may have happened")
	if strings.Count(r.err, "\n") != 1 {
		t.Errorf("printed %q", r.err)
	}
}
