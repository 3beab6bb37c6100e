package ui_test

import (
	"strings"
	"testing"

	"fntop/api/connect"
)

func TestAgentWithoutATriggerIsInvokedFromItsPane(t *testing.T) {
	r, _ := atAgents(t)
	r.Press("ctrl+p", "market-research", "enter", "i")
	r.awaitText(`Invoke function "market-research"`)
	r.Press("ctrl+a", "ctrl+k", `{"about":"kettles"}`, "ctrl+s")
	r.awaitText("Invoke?")
	if s := r.Screen(); strings.Contains(s, "trigger  ") || !strings.Contains(s, "market-research") || !strings.Contains(s, "profile") {
		t.Errorf("the question does not name the function alone\n%s", s)
	}
	r.Press("y")
	r.until("its run", func(s string) bool {
		return strings.Contains(s, "╭ market-research · ") && strings.Contains(s, "following")
	})
	r.Press("]", "]")
	r.awaitText(`"about": "kettles"`)
	if got := r.created(); got != 1 {
		t.Errorf("%d runs were created", got)
	}
	// From its run it is invoked again, with what was sent last.
	r.Press("i")
	r.awaitText(`Invoke function "market-research"`)
	r.awaitText("  2    \"about\": \"kettles\"")
}

// created counts the runs that were asked for.
func (r *rig) created() int {
	n := 0
	for _, q := range r.server.Requests() {
		if q.Method == "POST" && strings.HasSuffix(q.Path, "/runs") {
			n++
		}
	}
	return n
}

func TestFunctionThatStartsByTriggersAloneSaysWhich(t *testing.T) {
	for backend, says := range map[string]map[int]string{ // by the function's row
		connect.Centrali: {
			0: "-search has none that can be invoked by hand.",
			6: "Centrali starts a function by its triggers alone: invoke run-order in the triggers pane.",
		},
		connect.Flowcore: {
			0: "event types: invoke event.user.created.0 in the triggers pane.",
			1: "event types: invoke one of mail.bounced.0, mail.sent.0 in the triggers pane.",
		},
	} {
		t.Run(backend, func(t *testing.T) {
			r := start(t, 160, 36, on(backend))
			r.settle()
			for row, why := range says {
				r.Press("2", "g")
				for range row {
					r.Press("j")
				}
				r.Press("i")
				r.awaitText(why)
			}
		})
	}
}

func TestReadOnlyProfileInvokesNoAgent(t *testing.T) {
	r, _ := atAgents(t, readOnly())
	r.Press("ctrl+p", "market-research", "enter", "i")
	r.awaitText("Read-only: this profile changes nothing.")
}
