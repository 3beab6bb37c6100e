package ui_test

import (
	"strings"
	"testing"
	"time"
)

// away pauses fntop for a while, so that more runs come than a page holds.
func (r *rig) away(d time.Duration) {
	r.t.Helper()
	r.Press("p")
	r.clk.Advance(d)
	r.Press("p")
}

func (r *rig) set(faults string) {
	r.t.Helper()
	if err := r.server.SetFaults(faults); err != nil {
		r.t.Fatal(err)
	}
}

func TestGapIsClosedThoughItsPagesFailAtFirst(t *testing.T) {
	r := start(t, 120, 36, withRefresh(30*time.Second)).ready()
	r.set("500@page=2")
	r.away(2 * time.Hour)
	r.pass(time.Minute)
	if !strings.Contains(r.Screen(), "so far") {
		t.Errorf("the last hour is said to be loaded, and its pages failed\n%s", r.Screen())
	}
	r.set("")
	r.pass(3 * time.Minute)
	r.readAll()
	r.wantTruth(noon)
}

func TestGapOfANightIsClosedWithinTheBudget(t *testing.T) {
	r := start(t, 120, 36, withRefresh(30*time.Second)).ready()
	r.away(9 * time.Hour) // of process-order alone there are two thousand runs
	if a := r.ages(4*time.Minute, time.Second); a.most > 300 {
		t.Errorf("%d requests in a minute", a.most)
	}
	r.readAll()
	r.wantTruth(noon)
}

// Runs of a list may be known from elsewhere: that its newest page holds some
// of them does not mean that there is no gap.
func TestGapIsSeenWhereSomeOfTheNewestRunsAreKnown(t *testing.T) {
	drivenLong(t)
	r := start(t, 120, 36, withRefresh(30*time.Second)).ready()
	r.set("500@/function-runs/function/" + r.functionID("process-order"))
	r.Press("ctrl+p", "order-hook", "enter", "enter")
	r.until("the trigger's runs", func(s string) bool { return strings.Contains(s, "trigger=order-hook") })
	r.pass(time.Hour)
	r.set("")
	r.Press("3", "esc")
	r.pass(3 * time.Minute)
	r.readAll()
	r.wantTruth(noon)
}
