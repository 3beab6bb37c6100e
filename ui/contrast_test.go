package ui_test

import (
	"regexp"
	"strings"
	"testing"
	"time"
)

// readInFull is how many runs were read one by one.
func (r *rig) readInFull() int {
	n := 0
	for _, q := range r.server.Requests() {
		if q.Method == "GET" && oneRun.MatchString(q.Path) {
			n++
		}
	}
	return n
}

var oneRun = regexp.MustCompile(`/function-runs/[0-9a-f-]{36}$`)

// failed selects a failed run that has an earlier success.
func failed(t *testing.T, options ...option) *rig {
	t.Helper()
	r := start(t, 120, 36, options...).ready()
	r.Press("F")
	r.settle()
	r.Press("j")
	return r
}

func (r *rig) differs(was, is string) {
	r.t.Helper()
	r.settle()
	r.awaitText("Difference ─ " + was + " → " + is)
}

func TestFewKeysLeadFromAFailedRunToItsRerunComparedWithIt(t *testing.T) {
	r := start(t, 120, 36).ready()
	keys := 0
	press := func(k string) {
		r.Press(k)
		keys++
	}
	press("F")
	r.settle()
	press("j")
	press("r")
	r.awaitText("Rerun?")
	press("y")
	r.untilText("D shows the difference")
	press("D")
	r.differs("original", "this run")
	for _, want := range []string{"- line 1", "  took", "~ source", "the original: failure, "} {
		if !strings.Contains(r.Screen(), want) {
			t.Errorf("the difference does not say %q\n%s", want, r.Screen())
		}
	}
	if keys > 9 {
		t.Errorf("it took %d keys", keys)
	}
	if got := r.posts(); got != 1 {
		t.Errorf("%d actions were sent, want 1", got)
	}
}

func TestRerunSaysWhatCameOfItAgainstTheOriginal(t *testing.T) {
	r := failed(t)
	r.Press("r", "y")
	r.until("the end of the rerun", func(s string) bool {
		return regexp.MustCompile(`Rerun of run \S+ of charge-card: \w+ after \S+; the original: failure after \S+\. D shows`).MatchString(s)
	})
	if _, line := r.row("the original: failure"); !regexp.MustCompile(`rerun +(completed|failure).*; took \S+ instead of \S+`).MatchString(line) {
		t.Errorf("the open run does not tell:\n%s", r.Screen())
	}
}

func TestDifferenceGoesOnToWhatElseThereIs(t *testing.T) {
	r := failed(t)
	r.Press("r", "y")
	r.untilText("D shows the difference")
	r.Press("D")
	r.differs("original", "this run")
	r.Press("D")
	r.differs("last success", "this run")
	r.Press("D")
	r.differs("original", "this run")
}

func TestRunIsHeldAgainstItsRerunAndTheMarkedRun(t *testing.T) {
	r := failed(t)
	r.Press("r", "y")
	r.untilText("D shows the difference")
	r.Press("esc", "D")
	r.differs("this run", "rerun")
	r.Press("esc", "j", "j", " ", "k", "k", "k", "D")
	r.settle()
	r.await("the marked run", func(s string) bool {
		return strings.Contains(s, "marked run → this run") || strings.Contains(s, "this run → marked run")
	})
}

func TestOpenRunIsNotReadAgainToBeCompared(t *testing.T) {
	r := failed(t)
	r.Press("enter")
	r.settle()
	before := r.readInFull()
	r.Press("D")
	r.differs("last success", "this run")
	if got := r.readInFull() - before; got != 1 {
		t.Errorf("%d runs were read, want 1", got)
	}
}

func TestLeavingTheDifferenceGoesBackToWhereOneWas(t *testing.T) {
	r := failed(t)
	r.Press("enter")
	r.settle()
	open := r.Screen()
	r.Press("D")
	r.differs("last success", "this run")
	r.Press("/", "took", "enter", "esc", "esc")
	r.settle()
	if got := r.Screen(); got != open {
		// The header counts requests.
		if _, rest, _ := strings.Cut(got, "\n"); !strings.HasSuffix(open, rest) {
			t.Errorf("back on\n%s\nwas\n%s", got, open)
		}
	}
	r.Press("esc", "D", "q")
	r.settle()
	if !strings.Contains(r.Screen(), "╭ Runs") {
		t.Errorf("q left to\n%s", r.Screen())
	}
}

func TestRunThatCannotBeReadIsSaidAndTheRestStands(t *testing.T) {
	r := failed(t)
	r.faults("500@/function-runs/" + r.app.Target().ID.ID)
	r.Press("D")
	r.until("why it was not read", func(s string) bool { return strings.Contains(s, "500") })
	for _, want := range []string{"Difference ─ last success → this run", "~ status"} {
		if !strings.Contains(r.Screen(), want) {
			t.Errorf("no %q on\n%s", want, r.Screen())
		}
	}
}

func TestAnswerForADifferenceThatWasLeftIsDropped(t *testing.T) {
	r := failed(t)
	r.faults("slow=2s@/function-runs/" + r.app.Target().ID.ID)
	r.Press("D", "esc", "j", "j", "D")
	r.differs("last success", "this run")
	first := r.Screen()
	r.pass(10 * time.Second)
	if got := r.Screen(); title(got) != title(first) || !strings.Contains(got, "changes") {
		t.Errorf("it became\n%s\nfrom\n%s", got, first)
	}
}

// title is the screen's third line and what names the two runs.
func title(screen string) string { return strings.Join(strings.Split(screen, "\n")[2:4], "\n") }

func TestWhereNothingCanBeComparedItIsSaid(t *testing.T) {
	r := start(t, 120, 36).ready()
	r.Press("/", "fn:nothing-of-that-name", "enter")
	r.settle()
	r.Press("D")
	r.awaitText("There is no run to compare.")
}
