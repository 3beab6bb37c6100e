package ui_test

import (
	"context"
	"strings"
	"testing"
	"time"

	tea "github.com/charmbracelet/bubbletea"

	"fntop/api"
)

func TestReopenedRunIsReadOnce(t *testing.T) {
	r := start(t, 120, 36).ready()
	r.Press("j", "enter", "esc", "enter")
	r.settle()
	r.Press("]")
	if s := r.Screen(); strings.Contains(s, "stopped") || strings.Contains(s, "reading") {
		t.Errorf("the answer to the first opening was taken for the second's\n%s", s)
	}
	r.Press("[")
	r.await("its id", runLine.MatchString)
}

func TestStuckRunThatIsReadByItselfOpensInFull(t *testing.T) {
	r := start(t, 120, 36).ready()
	r.Press("A", "S", "created", "down", "enter") // the oldest unfinished run on top
	r.settle()
	for range 5 {
		r.pass(time.Minute)
		r.Press("g", "enter")
		r.settle()
		r.Press("[")
		r.until("the raw object", func(s string) bool { return strings.Contains(s, `"functionId"`) })
		r.Press("esc")
	}
}

func TestFollowingTwiceLooksOnceAndStopsWhenAskedTo(t *testing.T) {
	r := start(t, 120, 36).ready()
	r.Press("A", "S", "created", "down", "enter", "g", "f")
	r.settle()
	for range 4 {
		r.Press("esc", "f")
	}
	if got := r.app.Following(); got != 1 {
		t.Errorf("the run is followed %d times, want once", got)
	}
	r.Press("f")
	r.awaitText("No longer following")
	if got := r.app.Following(); got != 0 {
		t.Errorf("the run is followed %d times still", got)
	}
	r.Press("f", "esc", "p")
	if got := r.app.Following(); got != 0 {
		t.Error("a run is followed while paused")
	}
}

func TestOneForbiddenFunctionDoesNotCondemnTheOthers(t *testing.T) {
	r := start(t, 120, 36).ready()
	id := r.functionID("send-mail")
	if err := r.server.SetFaults("403@/function-runs/function/" + id); err != nil {
		t.Fatal(err)
	}
	r.until("the failure", func(s string) bool { return strings.Contains(s, "partly stale") })
	before := len(r.server.Requests())
	for range 24 {
		r.pass(5 * time.Second)
		if s := r.Screen(); strings.Contains(s, "✗ not permitted") {
			t.Fatalf("the whole backend is called forbidden\n%s", s)
		}
	}
	asked := 0
	for _, q := range r.server.Requests()[before:] {
		if strings.Contains(q.Path, id) && q.Status == 403 {
			asked++
		}
	}
	if asked > 30 {
		t.Errorf("the forbidden function was asked %d times in two minutes", asked)
	}
}

// functionID is the id of a function of the demo.
func (r *rig) functionID(name string) string {
	r.t.Helper()
	functions, err := r.provider.Functions(r.t.Context())
	if err != nil {
		r.t.Fatal(err)
	}
	for _, f := range functions {
		if f.Name == name {
			return f.ID
		}
	}
	r.t.Fatalf("the demo has no function %q", name)
	return ""
}

func TestOlderPagesThatFailAreNotAskedForAgainAtOnce(t *testing.T) {
	r := start(t, 120, 36).ready()
	if err := r.server.SetFaults("500@page=2"); err != nil {
		t.Fatal(err)
	}
	r.Press("w", "24h", "enter")
	r.pass(2 * time.Minute)
	pages := 0
	for _, q := range r.server.Requests() {
		if strings.Contains(q.Query, "page=2") {
			pages++
		}
	}
	if pages > 12*4*8 { // lists, tries of one reading, readings in two minutes
		t.Errorf("%d requests for a page that fails", pages)
	}
}

func TestGapOfAnHourIsClosed(t *testing.T) {
	r := start(t, 120, 36).ready()
	r.Press("p")
	r.clk.Advance(time.Hour)
	r.Press("p")
	r.until("the present", func(string) bool { return r.app.Settled() })
	r.pass(20 * time.Second)
	r.settle()
	r.Press("/", "fn:process-order created<1h", "enter")
	id := r.functionID("process-order")
	want := 0
	for page := 1; ; page++ {
		p, err := r.provider.Runs(r.t.Context(), ask(id, page))
		if err != nil {
			t.Fatal(err)
		}
		for i := range p.Runs {
			if r.clk.Now().Sub(p.Runs[i].When()) < time.Hour {
				want++
			}
		}
		if !p.More || page > 20 || want < page*100 {
			break
		}
	}
	r.await("the runs of the hour", func(s string) bool { return strings.Contains(s, " of ") })
	if got := r.app.Shown(); got < want-5 {
		t.Errorf("%d runs of the last hour are shown, the server has %d", got, want)
	}
}

func TestEditorDoesNotComeUpByItselfLater(t *testing.T) {
	r := start(t, 120, 36).ready()
	if err := r.server.SetFaults("503"); err != nil {
		t.Fatal(err)
	}
	r.Press("j", "e")
	r.until("the failure", func(s string) bool { return strings.Contains(s, "backend") && r.app.Settled() })
	if err := r.server.SetFaults(""); err != nil {
		t.Fatal(err)
	}
	r.pass(2 * time.Minute)
	if strings.Contains(r.Screen(), "no terminal to hand over") {
		t.Error("the editor was started long after it was asked for")
	}
}

func TestDemoIsOpenedOnceHoweverOftenAsked(t *testing.T) {
	opened := 0
	provider := start(t, 120, 36).provider
	d := empty(t, func(context.Context) ([]api.Provider, error) { opened++; return []api.Provider{provider}, nil })
	d.Press("enter", "enter", "enter")
	if !d.AwaitText("● live") {
		t.Fatal("the demo did not open")
	}
	if opened != 1 {
		t.Errorf("%d demos were opened", opened)
	}
}

func TestSmallScreenGoesToNoPaneThatIsNotThere(t *testing.T) {
	r := start(t, 120, 36).ready()
	r.Press("1")
	r.Send(tea.WindowSizeMsg{Width: 50, Height: 20})
	r.Press("tab", "enter")
	r.settle()
	if !strings.Contains(r.Screen(), "Overview") {
		t.Errorf("enter did not open the selected run\n%s", r.Screen())
	}
}

func TestPaneKeysLeaveTheOpenRun(t *testing.T) {
	r := start(t, 120, 36).ready()
	r.Press("enter")
	r.settle()
	r.Press("2")
	if strings.Contains(r.Screen(), "Overview") {
		t.Error("the run is still open")
	}
	r.Press("3", "enter", ":", "open", "enter")
	r.awaitText("The run is open already.")
}

func TestMouseSelectsAndWheelMoves(t *testing.T) {
	r := start(t, 120, 36).ready()
	r.Send(tea.MouseMsg{X: 60, Y: 8, Button: tea.MouseButtonLeft, Action: tea.MouseActionPress})
	if got := r.place(); got != 8 {
		t.Errorf("a click on line 8 selected line %d", got)
	}
	r.Send(tea.MouseMsg{X: 60, Y: 8, Button: tea.MouseButtonWheelDown})
	if got := r.place(); got != 11 {
		t.Errorf("the wheel went to line %d, want 11", got)
	}
	r.Send(tea.MouseMsg{X: 5, Y: 6, Button: tea.MouseButtonLeft, Action: tea.MouseActionPress})
	r.Press("enter")
	r.settle()
	if !strings.Contains(r.Screen(), "trigger=invoice-due") {
		t.Errorf("a click did not select the trigger under it\n%s", r.Screen())
	}
}
