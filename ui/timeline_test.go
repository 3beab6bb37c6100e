package ui_test

import (
	"context"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"fntop/api"
	"fntop/api/connect"
	"fntop/api/demo"
	"fntop/model"
	"fntop/ui"
)

// tapped counts who listens to runs.
type tapped struct {
	api.Provider
	begun, ended atomic.Int32
}

func (p *tapped) around(inner api.Provider) api.Provider {
	p.Provider = inner
	return p
}

func (p *tapped) Entries(ctx context.Context, run model.RunRef, after int64, emit func(model.Entry)) error {
	p.begun.Add(1)
	defer p.ended.Add(1)
	return p.Provider.Entries(ctx, run, after, emit)
}

func through(p *tapped) option {
	return func(_ *connect.Profile, o *ui.Options, _ *demo.Options) { o.Providers = []api.Provider{p} }
}

// atAgents is fntop on the demo's agents.
func atAgents(t *testing.T, options ...option) (*rig, *tapped) {
	t.Helper()
	p := &tapped{}
	r := start(t, 120, 36, append(options, on(connect.AgentOS), through(p))...)
	r.settle()
	return r, p
}

// timeline goes to that tab of the open run.
func (r *rig) timeline() {
	r.t.Helper()
	r.Press("]", "]", "]")
	r.awaitText("Timeline")
}

// run invokes a trigger of an agent and shows the timeline of what comes of
// it.
func (r *rig) run(payload string) {
	r.t.Helper()
	r.Press("ctrl+p", "shop-chat", "enter", "i")
	r.awaitText("Invoke trigger \"shop-chat\"")
	r.Press("ctrl+a", "ctrl+k")
	r.Press(payload, "ctrl+s")
	r.awaitText("Invoke?")
	r.Press("y")
	r.until("the run", func(s string) bool { return strings.Contains(s, "╭ support · ") })
	r.timeline()
}

// silence waits until nobody listens to a run any more. The clock stands still
// for that: a run that is over is not listened to either.
func (r *rig) silence(p *tapped) {
	r.t.Helper()
	for range 5000 {
		if p.ended.Load() == p.begun.Load() {
			return
		}
		r.Quiet()
	}
	r.t.Fatalf("somebody still listens; the screen is\n%s", r.Screen())
}

func TestRunIsHeardLiveWhileItIsOpenAndNoLonger(t *testing.T) {
	r, p := atAgents(t)
	r.Press("/", "status:running fn:market", "enter", "S", "created", "down", "enter", "g")
	r.settle()
	r.Press("enter")
	r.settle()
	r.timeline()
	r.awaitText("RUN_STARTED")
	entries := func() int { return strings.Count(r.Screen(), "NODE_") }
	before := entries()
	r.until("what it does next", func(string) bool { return entries() > before+1 })
	if strings.Contains(r.Screen(), "missing") || p.begun.Load() != 1 || p.ended.Load() != 0 {
		t.Fatalf("%d listened, %d ended\n%s", p.begun.Load(), p.ended.Load(), r.Screen())
	}
	r.Press("esc")
	r.silence(p)
	r.pass(10 * time.Second)
	if p.begun.Load() != 1 {
		t.Error("somebody listens to a run that nobody looks at")
	}
}

func TestNothingIsHeardWhilePausedAndNothingIsMissedByIt(t *testing.T) {
	r, p := atAgents(t)
	r.Press("/", "status:running fn:market", "enter", "g", "enter")
	r.settle()
	r.timeline()
	r.awaitText("RUN_STARTED")
	r.Press("p")
	r.silence(p)
	r.awaitText("paused, so nothing more is heard of the run. p goes on.")
	r.pass(2 * time.Minute)
	if p.begun.Load() != 1 {
		t.Error("it is listened to while paused")
	}
	r.Press("p")
	r.until("what happened meanwhile", func(s string) bool { return strings.Count(s, "NODE_STARTED") > 1 })
	if s := r.Screen(); strings.Count(s, "RUN_STARTED") != 1 || strings.Contains(s, "missing") || strings.Contains(s, "paused, so") {
		t.Errorf("the timeline is\n%s", s)
	}
}

func TestAttemptsHaveHeadings(t *testing.T) {
	r, p := atAgents(t)
	r.run(`{"switch":true}`)
	r.until("its end", func(s string) bool {
		return strings.Contains(s, "RUN_FINISHED") && strings.Contains(s, "✓ completed")
	})
	r.until("silence", func(string) bool { return p.ended.Load() == p.begun.Load() })
	s := r.Screen()
	at := -1
	for _, want := range []string{"invoke sent", "── attempt 1 ", "RUN_STARTED", "the worker was lost", "── attempt 2 ", "RUN_STARTED", "RUN_FINISHED", "✓ completed"} {
		next := strings.Index(s[at+1:], want)
		if next < 0 {
			t.Fatalf("%q does not follow\n%s", want, s)
		}
		at += next + 1
	}
}

func TestRunThatWaitsSaysForWhat(t *testing.T) {
	r, _ := atAgents(t)
	r.run(`{"wait":true}`)
	r.untilText("◆ waits for a human since 12:0")
	_, told := r.row("HUMAN_INPUT_REQUESTED")
	_, question, _ := strings.Cut(told, "question ")
	if _, row := r.row("waits for a human since"); question == "" || !strings.Contains(row, strings.TrimRight(strings.TrimSpace(question), " │…")) {
		t.Errorf("it says %q of %q", row, told)
	}
	r.until("its end", func(s string) bool {
		return strings.Contains(s, "HUMAN_INPUT_RECEIVED") && strings.Contains(s, "✓ completed")
	})
	if _, sum := r.row("queued "); !strings.Contains(sum, "ran ") || !strings.Contains(sum, "waited for a human ") || strings.Contains(r.Screen(), "waits for") {
		t.Errorf("the time went %q\n%s", sum, r.Screen())
	}
}

func TestHolesAndRepetitionsOfTheStreamLeaveNoTrace(t *testing.T) {
	for _, fault := range []string{"run-hole=2", "run-dup", "run-cut=2", "run-close=2", "run-error=2", "run-reorder"} {
		t.Run(fault, func(t *testing.T) {
			r, _ := atAgents(t, withFaults(fault))
			r.run(`{}`)
			r.until("its end", func(s string) bool {
				return strings.Contains(s, "RUN_FINISHED") && strings.Contains(s, "✓ completed")
			})
			if s := r.Screen(); strings.Contains(s, "missing") || strings.Count(s, "RUN_STARTED") != 1 || strings.Count(s, "RUN_FINISHED") != 1 {
				t.Errorf("the timeline is\n%s", s)
			}
		})
	}
}

func TestEntriesThatCannotBeHeardSayWhyAndAreAskedForAgain(t *testing.T) {
	r, p := atAgents(t, withFaults("403@/events"))
	r.run(`{}`)
	r.untilText("What the run does is no longer heard.")
	if s := r.Screen(); !strings.Contains(s, "403") || !strings.Contains(s, "○ created") {
		t.Errorf("the timeline is\n%s", s)
	}
	tries := p.begun.Load()
	r.pass(30 * time.Second)
	if p.begun.Load() != tries {
		t.Errorf("it was tried %d times more by itself", p.begun.Load()-tries)
	}
	if err := r.server.SetFaults(""); err != nil {
		t.Fatal(err)
	}
	r.Press("ctrl+r")
	r.until("what it did", func(s string) bool {
		return strings.Contains(s, "RUN_STARTED") && !strings.Contains(s, "no longer heard")
	})
}

func TestStreamOfARunThatIsDownIsSaidToBe(t *testing.T) {
	r, _ := atAgents(t, withFaults("503@/events"))
	r.run(`{"sleepMs":60000}`)
	r.untilText("The stream of what the run does is down: server error. It is tried again at 12:0")
	if err := r.server.SetFaults(""); err != nil {
		t.Fatal(err)
	}
	r.until("what it did", func(s string) bool { return strings.Contains(s, "RUN_STARTED") && !strings.Contains(s, "is down") })
}

func TestBackEndsThatTellNothingShowWhatWasSeen(t *testing.T) {
	for backend, why := range map[string]string{
		connect.Centrali: "There is no more: Centrali does not tell what a run does on its way.",
		connect.Flowcore: "There is no more: an event of Flowcore is recorded and does nothing more.",
	} {
		t.Run(backend, func(t *testing.T) {
			p := &tapped{}
			r := start(t, 120, 36, on(backend), through(p))
			r.settle()
			if backend == connect.Centrali {
				r.Press("A")
				r.settle()
			}
			r.Press("g", "enter")
			r.settle()
			r.timeline()
			r.awaitText(why)
			if backend == connect.Centrali {
				r.until("its end", func(s string) bool { return !strings.Contains(s, "so far") && strings.Count(s, "seen ") > 1 })
				for _, want := range []string{"created", "started", "seen running", "ran "} {
					if !strings.Contains(r.Screen(), want) {
						t.Errorf("no %q\n%s", want, r.Screen())
					}
				}
			} else if !strings.Contains(r.Screen(), "▪ recorded") {
				t.Errorf("the timeline is\n%s", r.Screen())
			}
			if p.begun.Load() != 0 {
				t.Errorf("entries were asked for %d times", p.begun.Load())
			}
		})
	}
}

func TestRerunIsOnTheTimelineOfBothRuns(t *testing.T) {
	r := start(t, 120, 36).ready()
	r.Press("F")
	r.settle()
	r.Press("enter", "r")
	r.awaitText("Rerun?")
	r.Press("y")
	job := r.queued()
	r.until("the end of the rerun", func(string) bool { return r.app.Followed(job) != "" })
	r.timeline()
	r.awaitText("» rerun sent  by this fntop")
	r.awaitText("original created")
	r.Press("esc", "esc", "enter")
	r.settle()
	r.timeline()
	r.awaitText("» rerun sent  by this fntop, as run ")
	r.awaitText("rerun created")
}

func TestPayloadOfAnEntryUnfoldsByKey(t *testing.T) {
	r, _ := atAgents(t)
	r.Press("/", "status:completed fn:support", "enter", "g", "enter")
	r.settle()
	r.timeline()
	r.awaitText("RUN_FINISHED")
	r.Press("k", "k")
	for _, key := range []string{"enter", "space"} {
		r.Press(key)
		r.awaitText(`"cost": `)
		r.Press(key)
		r.await("the payload folded", func(s string) bool { return !strings.Contains(s, `"cost": `) })
	}
	r.Press("-", "+")
	r.awaitText(`"arguments": `)
	r.Press("-")
	r.await("all folded", func(s string) bool { return !strings.Contains(s, `"arguments": `) })
	r.Press("[", "[", "[", "enter")
	r.awaitText("There is nothing to fold in Overview; Output, Input and Raw hold JSON.")
}
