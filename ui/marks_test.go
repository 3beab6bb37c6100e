package ui_test

import (
	"strings"
	"testing"
	"time"
)

// marked is how many rows on the screen bear a mark.
func (r *rig) marked() int {
	n := 0
	for _, line := range strings.Split(r.Screen(), "\n") {
		if strings.Contains(line, "│▸*") || strings.Contains(line, "│ *") {
			n++
		}
	}
	return n
}

func TestMarksSurviveRefreshFilterAndOrder(t *testing.T) {
	r := start(t, 120, 36).ready()
	r.Press("F")
	r.settle()
	r.Press(" ", " ", "j", " ")
	r.awaitText("3 marked ")
	if n := r.marked(); n != 3 {
		t.Errorf("%d rows bear a mark, want 3:\n%s", n, r.Screen())
	}
	r.pass(2 * time.Minute)
	r.settle()
	r.Press("S", "function", "enter")
	r.settle()
	r.awaitText("3 marked ")
	r.Press("0")
	r.Press("/", "status:completed", "enter")
	r.settle()
	r.awaitText("3 marked, 3 of them hidden")
	if n := r.marked(); n != 0 {
		t.Errorf("%d rows that were not marked bear a mark:\n%s", n, r.Screen())
	}
	r.Press("esc", "esc", "esc")
	r.settle()
	r.awaitText("3 marked ")
	r.Press("ctrl+x")
	if s := r.Screen(); strings.Contains(s, " marked ") || r.marked() != 0 {
		t.Errorf("marks are left:\n%s", s)
	}
}

func TestSpaceTakesAMarkAwayAgain(t *testing.T) {
	r := start(t, 120, 36).ready()
	r.Press("p", "G")
	r.settle()
	r.Press("g", "j", "j", " ", "k", " ")
	if s := r.Screen(); strings.Contains(s, " marked ") {
		t.Errorf("the mark is still there:\n%s", s)
	}
}

func TestRangeMarksFromWhereItBeganToTheSelection(t *testing.T) {
	r := start(t, 120, 36).ready()
	r.Press("p", "j", "j", "v", "j", "j", "j")
	if n := r.marked(); n != 4 {
		t.Errorf("%d rows of the range are seen, want 4:\n%s", n, r.Screen())
	}
	r.Press("v")
	r.awaitText("4 marked ")
	r.Press("j", "j", "v", "k", "esc")
	if n := r.marked(); n != 4 {
		t.Errorf("a range that was left marks: %d rows, want 4", n)
	}
}

func TestAllMarksWhatTheFilterLetsThroughAndNoMore(t *testing.T) {
	r := start(t, 120, 36).ready()
	r.Press("p", "F")
	r.settle()
	r.Press("*")
	failed := r.app.Shown()
	if got := len(r.app.Marked()); got != failed || got == 0 {
		t.Errorf("%d are marked, want the %d that are shown", got, failed)
	}
	r.Press("0")
	r.settle()
	if got := len(r.app.Marked()); got != failed {
		t.Errorf("%d are marked once every run is shown, want %d", got, failed)
	}
}

func TestMarksAreSetNowhereButInTheTable(t *testing.T) {
	r := start(t, 120, 36).ready()
	r.Press("1", " ")
	r.awaitText("Marks are for runs")
	r.Press("3", "enter")
	r.settle()
	r.Press("*")
	if n := len(r.app.Marked()); n != 0 {
		t.Errorf("%d runs were marked where no run is shown", n)
	}
}
