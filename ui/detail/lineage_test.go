package detail

import (
	"fmt"
	"strings"
	"testing"
	"time"

	"fntop/model"
	"fntop/ui/pane"
	"fntop/ui/panetest"
)

// related is a run with its original and two other reruns, on that tab.
func related() *Model {
	m := opened(failedRun())
	this := failedRun().Run
	original := model.Run{ID: model.RunID{Profile: this.ID.Profile, ID: this.OriginalRunID}, Status: model.StatusTimeout,
		ErrorCode: "TIMEOUT", ErrorMessage: "Function execution timed out\nafter a while", Created: this.Created.Add(-time.Hour), FunctionVersion: "13",
		Started: this.Created.Add(-time.Hour), Ended: this.Created.Add(-time.Hour + 30*time.Second)}
	if original.ID.ID == "" {
		original.ID.ID = "0192f000-0000-7bbb-8ccc-000000000001"
		this.OriginalRunID = original.ID.ID
		m.SetRun(&this)
	}
	later := this
	later.ID.ID, later.Status, later.ErrorCode, later.ErrorMessage = "0192f999-0000-7bbb-8ccc-000000000009", model.StatusCompleted, "", ""
	later.Created, later.RerunBy, later.RerunReason = this.Created.Add(time.Minute), "0a1b2c3d-0000-7bbb-8ccc-000000000009", "the supplier answers again"
	stub := model.Run{ID: model.RunID{Profile: this.ID.Profile, ID: "0192f777-0000-7bbb-8ccc-000000000007"}, OriginalRunID: original.ID.ID}
	m.SetLineage([]*model.Run{&later, &stub, &original, &this})
	m.ShowLineage()
	return m
}

func TestFramesOfTheLineage(t *testing.T) {
	m := related()
	press(m, "down")
	for _, s := range [][2]int{{120, 36}, {80, 24}, {60, 15}, {20, 5}} {
		panetest.Golden(t, fmt.Sprintf("lineage_%dx%d", s[0], s[1]), m.View(look(), s[0], s[1]))
	}
}

func TestLineageIsInOrderWithTheOriginalFirst(t *testing.T) {
	m := related()
	text := plainFrame(m.View(look(), 100, 30))
	at := -1
	for _, want := range []string{"original", "this run", "by 0a1b2c3d…: the supplier answers again"} {
		next := strings.Index(text, want)
		if next <= at {
			t.Fatalf("%q is not where it should be in\n%s", want, text)
		}
		at = next
	}
	for _, want := range []string{"TIMEOUT: Function execution timed out", "? unknown", "version 13", "took"} {
		if want != "took" && !strings.Contains(text, want) {
			t.Errorf("%q is not told in\n%s", want, text)
		}
	}
}

func TestKeysSelectARelativeAndOpenIt(t *testing.T) {
	m := related()
	m.View(look(), 80, 24)
	all := m.relatives()
	press(m, "g")
	got := press(m, "enter")
	if got != (pane.OpenRelative{ID: all[0].ID}) {
		t.Errorf("enter on the original answered %#v", got)
	}
	for i := range all {
		if m.pickedRelative(all) != i {
			t.Fatalf("relative %d is selected, want %d", m.pickedRelative(all), i)
		}
		if frame := plainFrame(m.View(look(), 80, 9)); !strings.Contains(frame, "▸ ") {
			t.Errorf("relative %d is not in sight:\n%s", i, frame)
		}
		press(m, "down")
	}
	press(m, "G", "k")
	if m.pickedRelative(all) != len(all)-2 {
		t.Errorf("relative %d is selected", m.pickedRelative(all))
	}
	m.picked = m.id
	if _, ok := press(m, "enter").(pane.Say); !ok {
		t.Error("enter on the run itself does not say that it is open")
	}
}

func TestRunWithoutRerunsSaysSo(t *testing.T) {
	m := New(model.RunID{Profile: "p", ID: "r"})
	m.ShowLineage()
	if text := plainFrame(m.View(look(), 80, 12)); !strings.Contains(text, "no rerun of it is known") {
		t.Errorf("it is\n%s", text)
	}
	m.SetLineageState("Read the reruns of run r: not permitted.")
	if text := plainFrame(m.View(look(), 80, 12)); !strings.Contains(text, "not permitted") {
		t.Errorf("it is\n%s", text)
	}
	if got := press(m, "up", "down", "enter"); got == nil {
		t.Error("enter says nothing")
	}
}

func TestTurningToTheLineageAsksForIt(t *testing.T) {
	m := opened(failedRun())
	m.View(look(), 80, 24)
	var got pane.Intent
	for range tabs {
		if i := press(m, "]"); i != nil {
			got = i
		}
	}
	if got != (pane.ReadLineage{}) {
		t.Errorf("turning answered %#v", got)
	}
}

func TestHostileLineageShowsAsMarks(t *testing.T) {
	m := opened(hostileRun())
	r := hostileRun().Run
	other := r
	other.ID.ID, other.RerunBy, other.RerunReason, other.FunctionVersion, other.OriginalRunID = "x"+hostile, hostile, hostile, hostile, r.ID.ID
	m.SetLineage([]*model.Run{&r, &other})
	m.SetLineageState(hostile)
	m.ShowLineage()
	for _, s := range [][2]int{{120, 30}, {40, 12}, {9, 3}} {
		for _, line := range m.View(look(), s[0], s[1]) {
			if bad, found := unsafeRune(withoutOurs(line)); found {
				t.Fatalf("%U at %v: %q", bad, s, line)
			}
		}
	}
}
