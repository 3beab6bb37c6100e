package ui_test

import (
	"strings"
	"testing"
	"time"
)

// brief is a limit for requests that get no answer, and one that others keep
// to on a busy machine.
const brief = time.Second

// atOnce is how many requests fntop has under way at the most.
const atOnce = 4

// soon is ready, where a busy machine may let a request run into its limit.
func (r *rig) soon() *rig {
	r.t.Helper()
	r.until("the first data", func(string) bool { return strings.Contains(r.header(), "● live") && r.app.Settled() })
	return r
}

// faults sets what goes wrong from now on; nothing does without a spec.
func (r *rig) faults(spec string) {
	r.t.Helper()
	if err := r.server.SetFaults(spec); err != nil {
		r.t.Fatal(err)
	}
}

// header is the first line of the screen.
func (r *rig) header() string {
	line, _, _ := strings.Cut(r.Screen(), "\n")
	return line
}

func TestServerThatHangsIsToldFromAListThatDoes(t *testing.T) {
	drivenLong(t)
	t.Run("server", func(t *testing.T) {
		r := startWithin(t, brief, 120, 36).soon().streaming()
		r.faults("hang")
		r.until("the header's word", func(string) bool { return strings.Contains(r.header(), "✗ no answer") })
		// The limit of a request is in real time, so tries are counted, not timed.
		before, tries := r.asked(), 0
		for last := before; tries < 5; tries++ {
			r.until("the next try", func(string) bool { return r.asked() > last })
			last = r.asked()
		}
		if n := r.asked() - before; n > tries+atOnce {
			t.Errorf("%d tries took %d requests, want one each, beside what was under way", tries, n)
		}
		r.faults("")
		r.until("recovery", func(string) bool { return strings.Contains(r.header(), "● live") })
	})
	t.Run("list", func(t *testing.T) {
		r := startWithin(t, brief, 120, 36, withRefresh(time.Second)).soon().streaming()
		id := r.functionID("process-order")
		r.faults("hang@/function-runs/function/" + id)
		r.until("the header's word", func(string) bool { return strings.Contains(r.header(), "partly stale") })
		for range 300 {
			if strings.Contains(r.header(), "✗") {
				t.Fatalf("one list is taken for the backend\n%s", r.Screen())
			}
			r.pass(250 * time.Millisecond)
		}
		if others := r.lists(time.Minute); len(others) < 11 {
			t.Errorf("%d lists were read in the last minute, want every other function's", len(others))
		}
	})
}

func TestServerThatFailsEveryRequestIsAskedOneThingAtATime(t *testing.T) {
	drivenLong(t)
	for _, fault := range []string{"503", "garbage", "html"} {
		t.Run(fault, func(t *testing.T) {
			r := start(t, 120, 36, withRefresh(time.Second)).ready()
			r.faults(fault)
			r.until("the header's word", func(string) bool { return strings.Contains(r.header(), "✗") })
			r.pass(time.Minute)
			before := len(r.server.Requests())
			r.pass(2 * time.Minute)
			if n := len(r.server.Requests()) - before; n > 12 {
				t.Errorf("%d requests were sent in two minutes, want one after another, ever more seldom", n)
			}
		})
	}
}

func TestHeaderNamesNoTryThatIsOver(t *testing.T) {
	r := startWithin(t, brief, 120, 36).soon()
	r.faults("hang")
	r.until("a failure", func(string) bool { return strings.Contains(r.header(), "stale since") })
	for range 400 {
		r.pass(250 * time.Millisecond)
		_, next, ok := strings.Cut(r.header(), "next try ")
		if !ok {
			continue
		}
		at, err := time.Parse("15:04:05", next[:8])
		if err != nil {
			t.Fatalf("the header is %q", r.header())
		}
		// The clock is driven faster than messages travel: some steps are theirs.
		if now := r.clk.Now(); now.Format("15:04:05") > at.Add(10*time.Second).Format("15:04:05") {
			t.Fatalf("at %s the header is %q", now.Format("15:04:05"), r.header())
		}
	}
}

// asked is how many requests the server has seen, tokens and streams aside.
func (r *rig) asked() int {
	n := 0
	for _, q := range r.server.Requests() {
		if q.Auth == "bearer" && !strings.Contains(q.Path, "/realtime/") {
			n++
		}
	}
	return n
}

// lists are the lists of runs that the server was asked for in the last d.
func (r *rig) lists(d time.Duration) map[string]int {
	found := map[string]int{}
	for _, q := range r.server.Requests() {
		if q.Time.After(r.clk.Now().Add(-d)) && strings.Contains(q.Path, "/function-runs/function/") {
			found[q.Path]++
		}
	}
	return found
}

func TestRefreshDuringAWaitSaysUntilWhen(t *testing.T) {
	r := start(t, 160, 36).ready().streaming()
	r.faults("429=60")
	r.untilText("✗ rate limited")
	r.settle() // what was under way when the first answer came
	asked := r.asked()
	r.Press("ctrl+r")
	r.awaitText("The backend asked to wait. It is read again at 12:01:")
	r.pass(10 * time.Second)
	if n := r.asked() - asked; n > 0 {
		t.Errorf("%d requests although it asked to wait", n)
	}
	if !strings.Contains(r.header(), "next try 12:01:") {
		t.Errorf("the header is %s", r.header())
	}
}
