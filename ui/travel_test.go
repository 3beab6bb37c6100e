package ui_test

import (
	"fmt"
	"strings"
	"testing"
	"time"

	tea "github.com/charmbracelet/bubbletea"

	"fntop/api"
	"fntop/api/connect"
	"fntop/api/demo"
	"fntop/api/history"
	"fntop/ui"
)

// remembering is a rig whose back end is recorded, in memory.
func remembering(t *testing.T, w, h int) (*rig, *history.History) {
	t.Helper()
	var past *history.History
	r := startWith(t, connect.Options{Timeout: time.Hour, Recorded: func(p api.Provider) api.Provider { return past.Recorded(p) }}, w, h,
		withFaults("hang@/realtime/"), func(_ *connect.Profile, o *ui.Options, _ *demo.Options) {
			past = history.New(history.Options{Clock: o.Clock})
			o.Past = past
		}).ready()
	t.Cleanup(func() { _ = past.Close(t.Context()) })
	if err := past.Flush(t.Context()); err != nil {
		t.Fatal(err)
	}
	return r, past
}

func TestFramesOfThePast(t *testing.T) {
	if racing {
		t.Skip("frames are drawn in one goroutine; the run without the race detector compares them")
	}
	r, _ := remembering(t, 120, 36)
	for _, size := range []struct{ w, h int }{{120, 36}, {80, 24}, {60, 15}} {
		r.Send(tea.WindowSizeMsg{Width: size.w, Height: size.h})
		r.settle()
		r.Press("ctrl+t")
		r.settle()
		golden(t, fmt.Sprintf("past-%dx%d", size.w, size.h), r, size.w, size.h)
		r.Press("d")
		r.settle()
		golden(t, fmt.Sprintf("past-board-%dx%d", size.w, size.h), r, size.w, size.h)
		r.Press("esc", "esc")
		r.settle()
	}
}

func TestPastShowsWhatWasThenAndTheWayBackIsShort(t *testing.T) {
	r, past := remembering(t, 120, 36)
	before := r.Screen()
	r.Press("ctrl+t")
	r.settle()
	if !strings.Contains(r.Screen(), "THE PAST  Nov 20 11:45:00 UTC · 15m ago") && !strings.Contains(r.Screen(), "THE PAST") {
		t.Fatalf("the screen does not say that this is the past:\n%s", r.Screen())
	}
	at := noon.Add(-15 * time.Minute)
	want, err := past.At(t.Context(), []string{"prod"}, at, time.Time{}, 5000)
	if err != nil || len(want) == 0 {
		t.Fatalf("%d runs, %v", len(want), err)
	}
	if !strings.Contains(r.Screen(), "as of 11:45:00") {
		t.Errorf("the table is of another moment:\n%s", r.Screen())
	}
	r.Press("left")
	r.settle()
	if !strings.Contains(r.Screen(), "as of 11:30:00") {
		t.Errorf("a step back leads elsewhere:\n%s", r.Screen())
	}
	r.Press("end")
	if r.Screen() != before {
		t.Errorf("now is not as it was left:\n%s", r.Screen())
	}
}

func TestNothingIsSentFromThePast(t *testing.T) {
	r, _ := remembering(t, 120, 36)
	r.Press("ctrl+t")
	r.settle()
	for _, key := range []string{"r", "R", "i", "X", "f", "a", " ", "*", "M"} {
		r.Press(key)
		if !strings.Contains(r.Screen(), "This is the past, and nothing is done to it. esc goes back to now.") {
			t.Errorf("%q is not refused:\n%s", key, r.Screen())
		}
	}
	r.Press("enter")
	r.settle()
	if !strings.Contains(r.Screen(), "as it was known then") || !strings.Contains(r.Screen(), "THE PAST") {
		t.Errorf("the open run is not one of then:\n%s", r.Screen())
	}
	r.Press("r")
	if !strings.Contains(r.Screen(), "This is the past") {
		t.Errorf("the open run can be run again:\n%s", r.Screen())
	}
}

func TestTimeCanBeTypedAndTheEarliestBeGoneTo(t *testing.T) {
	r, _ := remembering(t, 120, 36)
	r.Press("ctrl+t", "ctrl+t", "11:05", "enter")
	r.settle()
	if !strings.Contains(r.Screen(), "11:05:00 UTC · 55m ago") {
		t.Errorf("it did not go there:\n%s", r.Screen())
	}
	r.Press("ctrl+t", "nonsense", "enter")
	if !strings.Contains(r.Screen(), "neither a duration") {
		t.Errorf("a mistake is not told:\n%s", r.Screen())
	}
	r.Press("home")
	r.settle()
	if strings.Contains(r.Screen(), "11:05:00") || !strings.Contains(r.Screen(), "not all seen") && !strings.Contains(r.Screen(), "nothing was seen") {
		t.Errorf("the earliest moment is not marked as one of which little was seen:\n%s", r.Screen())
	}
}

func TestFilterHoldsInThePastAndWithoutHistoryThereIsNone(t *testing.T) {
	r, _ := remembering(t, 120, 36)
	r.Press("ctrl+t")
	r.settle()
	r.Press("F")
	r.settle()
	if s := r.Screen(); !strings.Contains(s, "THE PAST") || strings.Contains(s, "✓ completed") {
		t.Errorf("the runs of then are not narrowed:\n%s", s)
	}
	bare := start(t, 120, 36).ready()
	bare.Press("ctrl+t")
	if !strings.Contains(bare.Screen(), "Nothing of the past is kept.") {
		t.Errorf("it is not said why not:\n%s", bare.Screen())
	}
}

// An answer to a run of then that was left for the line of time changes
// nothing, and it is no longer waited for.
func TestARunOfThenThatWasLeftIsNotWaitedFor(t *testing.T) {
	r, _ := remembering(t, 120, 36)
	r.Press("ctrl+t")
	r.settle()
	r.Press("enter")
	if r.app.Settled() {
		t.Fatal("the run of then is not read")
	}
	r.Press("ctrl+t", "esc")
	r.await("an end of the reading", func(string) bool { return r.app.Settled() })
}

// What is under way now is not on screen while the past is, which stays as it
// was.
func TestThePastIsNotDrawnAnewEverySecond(t *testing.T) {
	r, _ := remembering(t, 120, 36)
	if !r.app.Ticks() {
		t.Fatal("nothing is under way now")
	}
	r.Press("ctrl+t")
	r.settle()
	if r.app.Ticks() {
		t.Error("the past is drawn anew every second")
	}
	r.Press("end")
	if !r.app.Ticks() {
		t.Error("now is not drawn anew any more")
	}
}
