package ui_test

import (
	"strings"
	"testing"

	tea "github.com/charmbracelet/bubbletea"
)

// histories is how often the backend was asked for reruns.
func (r *rig) histories() int {
	n := 0
	for _, q := range r.server.Requests() {
		if strings.HasSuffix(q.Path, "/rerun-history") {
			n++
		}
	}
	return n
}

func TestLineageShowsTheOriginalAndItsReruns(t *testing.T) {
	r := failed(t)
	original := r.app.Target().ID.ID
	r.Press("r", "tab", "the provider is back", "enter", "y")
	r.untilText("D shows the difference")
	r.Press("L")
	r.settle()
	for _, want := range []string{original[:8] + "…  original", "this run", "the provider is back"} {
		if !strings.Contains(r.Screen(), want) {
			t.Errorf("no %q on\n%s", want, r.Screen())
		}
	}
	if got := r.histories(); got != 1 {
		t.Errorf("the reruns were asked for %d times, want once", got)
	}
	r.Press("[", "]")
	r.settle()
	if got := r.histories(); got != 1 {
		t.Errorf("looking again asked for the reruns %d times", got)
	}
	r.Press("g", "enter")
	r.settle()
	if got := r.app.Target().ID.ID; got != original {
		t.Errorf("enter opened %s, want %s\n%s", got, original, r.Screen())
	}
}

func TestEndOfARerunNamesTheNextStepOnAnyScreen(t *testing.T) {
	for _, width := range []int{60, 80, 120} {
		r := failed(t)
		r.Send(tea.WindowSizeMsg{Width: width, Height: 24})
		r.Press("r", "y")
		r.untilText("D shows the difference.")
	}
}

func TestLineageOfARunWithoutRerunsAsksNobody(t *testing.T) {
	r := start(t, 120, 36).ready()
	r.Press("/", "status:completed rerun:no", "enter")
	r.settle()
	r.Press("j", "L")
	r.settle()
	r.awaitText("none: this run is no rerun")
	if got := r.histories(); got != 0 {
		t.Errorf("the reruns were asked for %d times", got)
	}
}

func TestLineageThatCannotBeReadSaysWhyAndShowsWhatWasSeen(t *testing.T) {
	r := failed(t)
	r.Press("r", "y")
	r.untilText("D shows the difference")
	r.faults("403@/rerun-history")
	r.Press("L")
	r.settle()
	for _, want := range []string{"original", "this run", "Read the reruns of run "} {
		if !strings.Contains(r.Screen(), want) {
			t.Errorf("no %q on\n%s", want, r.Screen())
		}
	}
}

func TestOriginalThatIsNotLoadedIsReadForTheLineage(t *testing.T) {
	r := start(t, 120, 36).ready()
	r.Press("/", "rerun:yes", "enter")
	r.settle()
	r.Press("j", "G")
	r.settle()
	seen := map[string]bool{}
	for _, x := range r.app.Runs() {
		seen[x.ID.ID] = true
	}
	x := r.app.Target()
	if x == nil || x.OriginalRunID == "" {
		t.Fatalf("no rerun is selected\n%s", r.Screen())
	}
	r.Press("L")
	r.settle()
	if !strings.Contains(r.Screen(), x.OriginalRunID[:8]+"…  original") {
		t.Errorf("the original, which was loaded: %v, is not on\n%s", seen[x.OriginalRunID], r.Screen())
	}
}
