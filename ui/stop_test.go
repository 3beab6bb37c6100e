package ui_test

import (
	"strings"
	"testing"

	"fntop/api/connect"
	"fntop/api/demo"
	"fntop/ui"
)

// trying has the profile ask AgentOS for what nothing public tells of.
func trying(p *connect.Profile, _ *ui.Options, _ *demo.Options) {
	p.Experimental = []string{"cancel", "resume"}
}

// sentTo counts what was posted to paths with that end.
func (r *rig) sentTo(end string) (n int) {
	for _, q := range r.server.Requests() {
		if q.Method == "POST" && strings.HasSuffix(q.Path, end) {
			n++
		}
	}
	return n
}

func TestARunIsCancelledOnceAndItsStatusTells(t *testing.T) {
	r, _ := atAgents(t, trying)
	r.run(`{"sleepMs":600000}`)
	r.untilText("RUN_STARTED")
	r.Press("X")
	r.awaitText("Cancel?")
	r.awaitText("The call is a guess")
	r.awaitText("n let it run")
	r.Press("enter", "y")
	r.until("its end", func(s string) bool { return strings.Contains(s, ": cancelled after") })
	if n := r.sentTo("/cancel"); n != 1 {
		t.Errorf("it was sent %d times", n)
	}
	r.Press("X")
	r.awaitText("The run is over: there is nothing to cancel or resume.")
}

func TestARunThatWaitsIsResumed(t *testing.T) {
	r, _ := atAgents(t, trying)
	r.run(`{"wait":true}`)
	r.untilText("waits for a human")
	r.Press("X")
	r.awaitText("A run that waits for a human")
	r.Press("enter")
	r.awaitText("Resume?")
	r.Press("y")
	r.until("the answer", func(s string) bool { return strings.Contains(s, "HUMAN_INPUT_RECEIVED") })
	if resumed, cancelled := r.sentTo("/resume"), r.sentTo("/cancel"); resumed != 1 || cancelled != 0 {
		t.Errorf("%d resumed, %d cancelled", resumed, cancelled)
	}
}

func TestAServerThatCannotCancelIsSaidNotTo(t *testing.T) {
	for faults, want := range map[string]string{
		"404@/cancel": "not supported (404", "drop@/cancel": "the answer was lost",
	} {
		t.Run(faults, func(t *testing.T) {
			r, _ := atAgents(t, trying, withFaults(faults))
			r.run(`{"sleepMs":600000}`)
			r.untilText("RUN_STARTED")
			r.Press("X")
			r.awaitText("Cancel?")
			r.Press("y")
			r.untilText(want)
			if n := r.sentTo("/cancel"); n != 1 {
				t.Errorf("it was sent %d times", n)
			}
		})
	}
}

// A profile that does not ask for it has the key mean the trigger alone, and in
// read-only mode neither key nor command sends anything.
func TestNoRunIsCancelledWhereThatIsNotAllowed(t *testing.T) {
	for why, options := range map[string][]option{
		"How AgentOS pauses a trigger is not known": nil,
		"Read-only: this profile changes nothing":   {trying, readOnly()},
	} {
		t.Run(why, func(t *testing.T) {
			r, _ := atAgents(t, options...)
			r.Press("A", "g")
			r.until("an unfinished run", func(s string) bool { return strings.Contains(s, "● running") || strings.Contains(s, "◆ waiting") })
			for _, keys := range [][]string{{"X"}, {":", "pause_trigger", "enter"}} {
				r.Press(keys...)
				r.untilText(why)
				r.Press("esc", "esc", "esc")
			}
			r.Press("g", "enter", "X", "enter", "y")
			r.settle()
			if sent := changes(r.server); len(sent) > 0 {
				t.Errorf("sent %v", sent)
			}
		})
	}
}
