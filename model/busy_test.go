package model

import "testing"

func TestBusyGuessesFromWhatStartsRuns(t *testing.T) {
	scheduled := func(schedule string) Trigger { return Trigger{Type: Scheduled, Enabled: true, Schedule: schedule} }
	for _, c := range []struct {
		trigger Trigger
		want    float64
	}{
		{scheduled("every 1m"), 60}, {scheduled("every 2h"), 0.5}, {scheduled("*/5 * * * *"), 12}, {scheduled("0,30 * * * * UTC"), 2},
		{scheduled("0 3 * * * UTC"), 1.0 / 24}, {scheduled("0 */6 * * *"), 4.0 / 24}, {scheduled("once at 2026-11-21T14:00:00Z"), 0},
		{scheduled("every now and then"), 0.1}, {scheduled(""), 0}, {scheduled("*/0 * * * *"), 1},
		{Trigger{Type: EventDriven, Enabled: true}, 4}, {Trigger{Type: OnDemand, Enabled: true}, 0.1}, {Trigger{Type: EventDriven}, 0},
	} {
		if got := c.trigger.perHour(); got != c.want {
			t.Errorf("%+v comes %v times an hour, want %v", c.trigger, got, c.want)
		}
	}
	busy := Busy([]Trigger{
		{Profile: "p", Function: Ref{ID: "f"}, Type: Scheduled, Enabled: true, Schedule: "every 1h"},
		{Profile: "p", Function: Ref{ID: "f"}, Type: Endpoint, Enabled: true},
		{Profile: "q", Function: Ref{ID: "f"}, Type: Endpoint, Enabled: true},
	})
	if busy("p", "f") != 5 || busy("q", "f") != 4 || busy("p", "g") != 0 {
		t.Errorf("got %v, %v and %v", busy("p", "f"), busy("q", "f"), busy("p", "g"))
	}
}
