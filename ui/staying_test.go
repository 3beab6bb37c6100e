package ui_test

import (
	"fmt"
	"net/url"
	"regexp"
	"strings"
	"testing"
	"time"

	"fntop/api/demo"
)

func TestTenMinutesOfDataKeepFilterSelectionAndItsLine(t *testing.T) {
	drivenLong(t)
	r := start(t, 120, 36).ready()
	r.Press("/", "-fn:score", "enter", "j", "j", "j", "j", "j", "enter")
	r.settle()
	id := r.openID()
	r.Press("esc")
	line, text := r.place(), r.selected()
	for range 10 {
		r.pass(time.Minute)
		r.settle()
		if got := r.place(); got != line {
			t.Fatalf("the selected run stands on line %d, want %d\n%s", got, line, r.Screen())
		}
		if !strings.Contains(r.Screen(), "-fn:score") {
			t.Fatal("the filter is gone")
		}
	}
	// All but the age, and the status of what ended meanwhile, stays.
	if got := r.selected(); got[24:50] != text[24:50] {
		t.Errorf("the selected row is %q, was %q", got, text)
	}
	if !strings.Contains(r.Screen(), "↑ ") {
		t.Error("nothing says that newer runs came")
	}
	r.Press("enter")
	r.settle()
	if got := r.openID(); got != id {
		t.Errorf("the selected run is %s, was %s", got, id)
	}
}

// openID is the id of the open run.
func (r *rig) openID() string {
	r.t.Helper()
	found := runLine.FindStringSubmatch(r.Screen())
	if found == nil {
		r.t.Fatalf("no open run says its id\n%s", r.Screen())
	}
	return found[1]
}

var runLine = regexp.MustCompile(`  run +([0-9a-f-]{36})`)

func TestServerThatGoesAndComesBack(t *testing.T) {
	r := start(t, 120, 36).ready()
	rows := r.selected()
	address, err := url.Parse(r.server.URL())
	if err != nil {
		t.Fatal(err)
	}
	if err := r.server.Close(); err != nil {
		t.Fatal(err)
	}
	r.untilText("unreachable")
	s := r.Screen()
	for _, want := range []string{"stale since 12:0", "next try 12:0", rows[:30]} {
		if !strings.Contains(s, want) {
			t.Errorf("the screen does not show %q\n%s", want, s)
		}
	}
	if _, footer := r.row("Check"); footer == "" {
		t.Errorf("the footer has no next step\n%s", s)
	}
	r.pass(3 * time.Minute)
	if !strings.Contains(r.Screen(), rows[:20]) {
		t.Error("the rows are gone")
	}
	again, err := demo.Start(t.Context(), demo.Options{Clock: r.clk, Addr: address.Host})
	if err != nil {
		t.Fatal(err)
	}
	defer again.Close()
	r.until("recovery", func(s string) bool { return strings.Contains(s, "● live") })
	if len(again.Requests()) == 0 {
		t.Error("nothing was read from the new server")
	}
}

func TestEachFailureHasItsWordAndNextStep(t *testing.T) {
	drivenLong(t)
	seen := map[string]string{}
	for fault, word := range map[string]string{
		"401": "not authorised", "403": "not permitted", "404": "not found", "429=30": "rate limited",
		"503": "server error", "garbage": "unreadable answer",
	} {
		t.Run(fault, func(t *testing.T) {
			r := start(t, 120, 36).ready()
			if err := r.server.SetFaults(fault); err != nil {
				t.Fatal(err)
			}
			r.until(word+", since when and until when", func(s string) bool {
				return strings.Contains(s, word) && strings.Contains(s, "stale since") && strings.Contains(s, "next try")
			})
			lines := strings.Split(r.Screen(), "\n")
			footer := lines[len(lines)-1]
			for other, sentence := range seen {
				if sentence == footer {
					t.Errorf("%s and %s have the same sentence: %s", fault, other, footer)
				}
			}
			seen[fault] = footer
			if err := r.server.SetFaults(""); err != nil {
				t.Fatal(err)
			}
			r.until("recovery", func(s string) bool { return strings.Contains(s, "● live") })
		})
	}
}

func TestOneListThatIsMissingIsNamedInTheFooter(t *testing.T) {
	r := start(t, 140, 36).ready()
	if err := r.server.SetFaults("404@function-triggers"); err != nil {
		t.Fatal(err)
	}
	r.until("the failure", func(s string) bool { return strings.Contains(s, "partly stale") })
	lines := strings.Split(r.Screen(), "\n")
	if footer := lines[len(lines)-1]; !strings.Contains(footer, "The list of triggers is missing, while that of functions is there") {
		t.Errorf("the footer is %q", footer)
	}
}

func TestPausedAsksForNothingAndSetsNoTimer(t *testing.T) {
	r := start(t, 120, 36).ready()
	r.Press("p")
	r.awaitText("paused")
	r.pass(2 * time.Second) // a tick that was under way ends
	before, frame := len(r.server.Requests()), r.Screen()
	r.pass(5 * time.Minute)
	if got := len(r.server.Requests()) - before; got != 0 {
		t.Errorf("%d requests while paused", got)
	}
	if n := r.clk.Timers(); n != 0 {
		t.Errorf("%d timers wait while paused, want none", n)
	}
	if r.Screen() != frame {
		t.Error("the screen changed while paused")
	}
	r.Press("ctrl+r")
	r.settle()
	if got := len(r.server.Requests()) - before; got == 0 {
		t.Error("refresh read nothing")
	}
	r.Press("p")
	r.until("live", func(s string) bool { return strings.Contains(s, "● live") })
}

func TestRefreshStaysWithinTheBudget(t *testing.T) {
	drivenLong(t)
	r := start(t, 120, 36).ready()
	r.pass(5 * time.Minute)
	perMinute := map[string]int{}
	for _, q := range r.server.Requests() {
		perMinute[q.Time.Format("15:04")]++
	}
	for minute, n := range perMinute {
		if n > 300 {
			t.Errorf("%d requests at %s, the budget is 300", n, minute)
		}
	}
	if len(perMinute) < 5 {
		t.Errorf("requests in %d minutes only: %v", len(perMinute), fmt.Sprint(perMinute))
	}
}

func TestWiderWindowReadsOlderRuns(t *testing.T) {
	r := start(t, 120, 36).ready()
	r.Press("w", "6h", "enter")
	r.until("six hours", func(s string) bool {
		return strings.Contains(s, "created<=6h") && !strings.Contains(s, "loaded")
	})
	r.settle()
	r.Press("G")
	r.settle()
	if got := r.selected(); !strings.Contains(got, "5h ago") {
		t.Errorf("the oldest row is %q, want one of nearly six hours ago", got)
	}
}

func TestEndOfTheTableReadsOn(t *testing.T) {
	r := start(t, 120, 36).ready()
	before := r.app.Loaded()
	r.Press("G")
	r.settle()
	if got := r.app.Loaded(); got <= before {
		t.Errorf("%d runs are loaded after going to the end, were %d", got, before)
	}
}

func TestLogTellsWhatHappened(t *testing.T) {
	r := start(t, 120, 36).ready()
	if err := r.server.Close(); err != nil {
		t.Fatal(err)
	}
	r.untilText("unreachable")
	r.Press("ctrl+g")
	for _, want := range []string{"GET    200", "POST   200", "/oidc/token", "link   unreachable; next try at 12:0"} {
		r.Press("G")
		if !strings.Contains(r.Screen(), want) {
			r.Press("g")
		}
		if !strings.Contains(r.Screen(), want) {
			t.Errorf("the log does not show %q\n%s", want, r.Screen())
		}
	}
	r.clean("the log")
	r.Press("esc")
	if strings.Contains(r.Screen(), "Log of this fntop") {
		t.Error("esc did not close the log")
	}
}
