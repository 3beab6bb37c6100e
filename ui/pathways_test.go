package ui_test

import (
	"strings"
	"testing"

	"fntop/api/connect"
	"fntop/api/demo"
	"fntop/ui"
)

// atPathways is fntop on a data core whose pathways a token lets it see.
func atPathways(t *testing.T, faults string) *rig {
	t.Helper()
	return start(t, 140, 40, on(connect.Flowcore), func(p *connect.Profile, _ *ui.Options, d *demo.Options) {
		p.Token, d.Faults = connect.Literal(usual().Ready().Flowcore.Token), faults
	})
}

// restarts counts the restarts that were asked for.
func (r *rig) restarts() int {
	n := 0
	for _, q := range r.server.Requests() {
		if q.Method == "POST" && strings.HasPrefix(q.Path, "/api/v1/restarts") {
			n++
		}
	}
	return n
}

func TestAFailedDeliveryIsRunAgainByARestartThatIsFollowed(t *testing.T) {
	r := atPathways(t, "").ready()
	r.Press("/", "fn:erp-orders status:failure", "enter", "g")
	r.untilText("Endpoint returned 500")
	r.settle()
	r.Press("R")
	r.awaitText("A delivery takes no input")
	r.Press("r")
	r.awaitText("Rerun?")
	s := strings.Join(strings.Fields(strings.NewReplacer("│", " ", "…", " ").Replace(r.Screen())), " ")
	for _, want := range []string{"once more", "runs since 2026-11-20", "start again from 2026-11-20"} {
		if !strings.Contains(s, want) {
			t.Errorf("the question does not say %q\n%s", want, r.Screen())
		}
	}
	r.Press("y")
	r.until("the restart", func(s string) bool { return strings.Contains(s, "restarting") && strings.Contains(s, "following") })
	r.until("its end", func(s string) bool {
		return strings.Contains(s, "✓ completed") && strings.Contains(s, "rerun of") && !strings.Contains(s, "following")
	})
	if n := r.restarts(); n != 1 {
		t.Errorf("%d restarts were asked for", n)
	}
	r.Press("esc", "/", "ctrl+u", "fn:erp-orders source:restart", "enter")
	r.awaitText("1 of ")
	r.Press("r")
	r.awaitText("A restart is not asked for again from here")
}

func TestPathwaysThatAreClosedLeaveTheEventsOnScreen(t *testing.T) {
	r := atPathways(t, "403@/pathways").ready()
	r.untilText("recorded")
	if s := r.Screen(); strings.Contains(s, "erp-orders") || !strings.Contains(s, "order.0") || !strings.Contains(s, "● live") {
		t.Errorf("the screen is\n%s", s)
	}
	r.Press("ctrl+g", "g")
	r.awaitText("list functions of data pathways of tenant")
}

func TestManyDeliveriesAreNotRunAgainOneByOne(t *testing.T) {
	dir := t.TempDir()
	r := start(t, 140, 40, on(connect.Flowcore), func(p *connect.Profile, o *ui.Options, d *demo.Options) {
		p.Token, o.StateDir = connect.Literal(usual().Ready().Flowcore.Token), dir
	}).ready()
	r.Press("/", "fn:erp-orders status:failure", "enter", "g")
	r.untilText("Endpoint returned 500")
	r.settle()
	r.Press("*", "r")
	r.awaitText("None of the marked runs can be run again")
	if n := r.restarts(); n != 0 {
		t.Errorf("%d restarts were asked for", n)
	}
}

func TestADeliveryIsTakenForNoEvent(t *testing.T) {
	r := atPathways(t, "").ready()
	if !strings.Contains(r.Screen(), "→ erp-orders") {
		t.Errorf("a pathway looks like a flow type\n%s", r.Screen())
	}
	r.Press("/", "fn:erp-orders status:failure", "enter", "g")
	r.untilText("Endpoint returned 500")
	r.settle()
	r.Press("enter")
	r.settle()
	r.timeline()
	r.awaitText("Flowcore tells how a delivery or a restart ended")
	if s := r.Screen(); strings.Contains(s, "created") || !strings.Contains(s, "started") {
		t.Errorf("it was created after its start\n%s", s)
	}
	r.Press("[")
	r.awaitText("none: a delivery takes no input")
	if strings.Contains(r.Screen(), "starts from {}") {
		t.Errorf("R is offered\n%s", r.Screen())
	}
}
