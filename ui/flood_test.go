package ui_test

import (
	"testing"
	"time"
)

func TestFloodOfEventsLosesNothingAndStaysWithinTheBudget(t *testing.T) {
	r := start(t, 120, 36, withFaults("sse-flood=2000/s*1,sse-close=20s*1"), withRefresh(30*time.Second)).ready()
	since := r.clk.Now()
	a := r.ages(30*time.Second, 250*time.Millisecond)
	t.Log(a)
	// Twelve functions, each touched again as soon as it has been read: without
	// a limit there would be four readings a second of each.
	if a.most > 270 {
		t.Errorf("%d requests in half a minute, the budget is 300 in a minute", a.most)
	}
	r.readAll()
	r.wantTruth(since)
}
