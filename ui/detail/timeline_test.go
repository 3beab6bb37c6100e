package detail

import (
	"encoding/json"
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"fntop/keymap"
	"fntop/model"
	"fntop/theme"
	"fntop/ui/pane"
	"fntop/ui/panetest"
)

func onTimeline(m *Model) *Model {
	for m.tab != timelineTab {
		press(m, "]")
	}
	return m
}

// screen is the timeline as plain text.
func screen(m *Model, w, h int) string { return plainFrame(m.View(look(), w, h)) }

// lineWith is the row of the screen that holds a text.
func lineWith(s, text string) string {
	for _, line := range strings.Split(s, "\n") {
		if strings.Contains(line, text) {
			return line
		}
	}
	return ""
}

func TestTimelineFramesAreThoseThatWereReviewed(t *testing.T) {
	plain := look()
	plain.Theme = theme.New("auto", theme.NoColor, theme.Dark)
	unfolded := onTimeline(waitingAgent())
	screen(unfolded, 120, 36)
	searchFor(unfolded, "tool_called")
	press(unfolded, "esc", "enter")
	for name, m := range map[string]*Model{
		"agent-waits": onTimeline(waitingAgent()), "agent-ended": onTimeline(endedAgent()), "agent-unfolded": unfolded,
		"centrali": onTimeline(oldRun()), "agent-hostile": onTimeline(hostileAgent()),
	} {
		for _, size := range [][2]int{{120, 36}, {100, 30}, {80, 24}, {60, 15}} {
			drawn := plainFrame(m.View(look(), size[0], size[1]))
			panetest.Compare(t, fmt.Sprintf("timeline-%s_%dx%d", name, size[0], size[1]), drawn)
			if grey := plainFrame(m.View(plain, size[0], size[1])); grey != drawn {
				t.Errorf("%s at %d×%d reads otherwise without colours", name, size[0], size[1])
			}
		}
	}
	panetest.Compare(t, "timeline-no-color_80x24", strings.ReplaceAll(strings.Join(onTimeline(waitingAgent()).View(plain, 80, 24), "\n"), "\x1b", "␛")+"\n")
}

func TestTimelineIsInOrderOfTimeWithTheDistanceToTheOneBefore(t *testing.T) {
	m := onTimeline(waitingAgent())
	s := screen(m, 120, 36)
	at := -1
	for _, want := range []string{
		"invoke sent", "created", "started", "attempt 1 att-1f0c", "RUN_STARTED", "seen running", "the worker was lost", "attempt 2 att-9ab2",
		"TOOL_CALLED", "entry 4 is missing", "HUMAN_INPUT_REQUESTED", "seen waiting", "waits for a human  ask",
	} {
		next := strings.Index(s[at+1:], want)
		if next < 0 {
			t.Fatalf("%q does not follow what comes before it\n%s", want, s)
		}
		at += next + 1
	}
	for what, distance := range map[string]string{"RUN_FAILED": "+7.8s", "invoke sent": "13:59:19.700", "HUMAN_INPUT_REQUESTED": "+33s"} {
		if line := lineWith(s, what); !strings.Contains(line, distance) {
			t.Errorf("%s has no %s: %q", what, distance, line)
		}
	}
	if line := lineWith(s, "invoke sent"); strings.Contains(line, "+") {
		t.Errorf("the first has a distance: %q", line)
	}
	if sum := lineWith(s, "queued"); !strings.Contains(sum, "queued 4.4s") || !strings.Contains(sum, "ran 48s") || !strings.Contains(sum, "waited for a human 2m08s") {
		t.Errorf("the time went %q", sum)
	}
}

func TestTimelineSaysWhatARunWaitsForAndWhy(t *testing.T) {
	m := waitingAgent()
	const want = "waits for a human since 14:00:12 in ask: Refund order 48213? The customer says the cup came broken."
	for range 2 {
		if s := screen(m, 120, 30); !strings.Contains(s, want) {
			t.Errorf("%s does not say it\n%s", tabNames[m.tab], s)
		}
		onTimeline(m)
	}
	d := agentRun()
	d.Status, d.StatusText = model.StatusRunning, "running"
	m.SetRun(nil)
	m.SetDetail(d)
	m.Tell(second, []model.Entry{did(8, 60, "HUMAN_INPUT_RECEIVED", "ask", `{"decision":"approve"}`)})
	if s := screen(m, 120, 30); strings.Contains(s, "waits for a human") || !strings.Contains(s, "running so far") {
		t.Errorf("it still says that it waits\n%s", s)
	}
}

func TestRunsThatTellNothingSayWhy(t *testing.T) {
	m := onTimeline(oldRun())
	s := screen(m, 140, 30)
	for _, want := range []string{"Timeline 7", "Centrali does not tell what a run does on its way.", "output stripped", "archived", "rerun sent", "rerun created", "by ada@acme.example"} {
		if !strings.Contains(s, want) {
			t.Errorf("%q is not there\n%s", want, s)
		}
	}
}

func TestTimelineStaysAtTheEndUntilOneLeavesIt(t *testing.T) {
	m := onTimeline(chatty(50))
	if s := screen(m, 100, 20); !strings.Contains(s, "node-50") || !strings.Contains(lineWith(s, "so far"), "▸") {
		t.Fatalf("the end is not in sight\n%s", s)
	}
	tellMany(m, 51, 80)
	if s := screen(m, 100, 20); !strings.Contains(s, "node-80") {
		t.Fatalf("what came is not in sight\n%s", s)
	}
	press(m, "k", "k", "k")
	before := screen(m, 100, 20)
	tellMany(m, 81, 200)
	after := screen(m, 100, 20)
	if lineWith(before, "│ ▸") != lineWith(after, "│ ▸") || !strings.Contains(lineWith(after, "│ ▸"), "node-78") || strings.Contains(after, "node-200") {
		t.Errorf("the place was not kept\n%s\n%s", before, after)
	}
	press(m, "G")
	tellMany(m, 201, 210)
	if s := screen(m, 100, 20); !strings.Contains(s, "node-210") {
		t.Errorf("G does not go to the end for good\n%s", s)
	}
	press(m, "g")
	tellMany(m, 211, 220)
	if s := screen(m, 100, 20); !strings.Contains(s, "created") || strings.Contains(s, "node-220") {
		t.Errorf("g does not go to the top\n%s", s)
	}
}

func TestPlaceIsKeptWhileOldEntriesAreLetGo(t *testing.T) {
	m := onTimeline(chatty(4000))
	screen(m, 100, 20)
	searchFor(m, "node-3900 ")
	row := func() string {
		_, cells, _ := strings.Cut(lineWith(screen(m, 100, 20), "│ ▸"), "STEP")
		return cells
	}
	before := row()
	for from := 4001; from < 8000; from += 500 {
		tellMany(m, from, from+499)
	}
	if after := row(); before != after || !strings.Contains(after, "node-3900 ") {
		t.Errorf("the cursor was on %q, now on %q\n%s", before, after, screen(m, 100, 20))
	}
	press(m, "esc", "g")
	s := screen(m, 100, 20)
	if kept := len(m.tl.tries[0].entries); kept > entriesKept || kept < entriesKept/2 {
		t.Errorf("%d entries are kept", kept)
	}
	if !strings.Contains(s, "earlier entries were let go: 5,000 are kept at the most.") || !strings.Contains(s, "Timeline 8,002") || strings.Contains(s, "missing") {
		t.Errorf("it does not say what is gone\n%s", s)
	}
}

func TestEntriesAreBoundedByTheirSizeToo(t *testing.T) {
	m := onTimeline(chatty(0))
	large := json.RawMessage(`{"text":"` + strings.Repeat("x", payloadKept/2) + `"}`)
	for i := range int64(60) {
		m.Tell(first, []model.Entry{{Seq: i + 1, At: atSecond(float64(i)), Kind: "STEP", Payload: large}})
	}
	if m.tl.size > entryBytes || len(m.tl.tries[0].entries) < 10 {
		t.Errorf("%d entries of %d bytes are kept", len(m.tl.tries[0].entries), m.tl.size)
	}
	m.Tell(first, []model.Entry{{Seq: 61, At: atSecond(99), Kind: "DUMP", Payload: json.RawMessage(`{"text":"` + strings.Repeat("x", payloadKept) + `"}`)}})
	screen(m, 100, 20)
	press(m, "k")
	if say, _ := press(m, "enter").(pane.Say); !strings.Contains(say.Text, "too large") {
		t.Errorf("unfolding it says %q", say.Text)
	}
}

func TestPayloadUnfoldsInPlace(t *testing.T) {
	for _, key := range []string{"enter", " "} {
		m := onTimeline(waitingAgent())
		screen(m, 120, 36)
		searchFor(m, "tool_called")
		press(m, "esc", key)
		if s := screen(m, 120, 36); !strings.Contains(s, `"expand": [`) || !strings.Contains(lineWith(s, "TOOL_CALLED"), "▾") {
			t.Errorf("%q does not unfold it\n%s", key, s)
		}
		m.Tell(second, []model.Entry{did(8, 60, "HUMAN_INPUT_RECEIVED", "ask", `{"decision":"approve"}`)})
		press(m, "j", "j", "j")
		if s := screen(m, 120, 36); !strings.Contains(lineWith(s, "│ ▸"), `"tool": "orders.get"`) {
			t.Errorf("the cursor does not go through it\n%s", s)
		}
		press(m, key)
		if s := screen(m, 120, 36); strings.Contains(s, `"expand": [`) || !strings.Contains(lineWith(s, "│ ▸"), "TOOL_CALLED") {
			t.Errorf("%q does not fold it again\n%s", key, s)
		}
	}
}

func TestNothingToUnfoldIsSaid(t *testing.T) {
	m := onTimeline(endedAgent())
	screen(m, 100, 30)
	for want, keys := range map[string][]string{"nothing to unfold": {"enter"}, "no payload": {"k", "enter"}} {
		press(m, "G")
		if say, _ := press(m, keys...).(pane.Say); !strings.Contains(say.Text, want) {
			t.Errorf("%v says %q", keys, say.Text)
		}
	}
}

func TestSearchFindsEntriesBeyondTheirRowAndComesBack(t *testing.T) {
	m := onTimeline(chatty(300))
	screen(m, 60, 15)
	press(m, "/")
	for _, r := range "number 17 " {
		press(m, string(r))
	}
	press(m, "backspace", "enter")
	if s := screen(m, 60, 15); !strings.Contains(s, "1 of 11") || !strings.Contains(lineWith(s, "│ ▸"), "node-17 ") {
		t.Fatalf("it found\n%s", s)
	}
	press(m, "n")
	if s := screen(m, 60, 15); !strings.Contains(s, "2 of 11") || !strings.Contains(lineWith(s, "│ ▸"), "node-170 ") {
		t.Errorf("n goes to\n%s", s)
	}
	tellMany(m, 301, 320)
	if s := screen(m, 60, 15); !strings.Contains(s, "2 of 11") || !strings.Contains(lineWith(s, "│ ▸"), "node-170 ") {
		t.Errorf("what came moved the match\n%s", s)
	}
	press(m, "N")
	if s := screen(m, 60, 15); !strings.Contains(s, "1 of 11") {
		t.Errorf("N goes to\n%s", s)
	}
	press(m, "esc", "G", "/", "1", "7", "esc")
	tellMany(m, 321, 330)
	if s := screen(m, 60, 15); !strings.Contains(s, "node-330") {
		t.Errorf("a search that was given up left the end\n%s", s)
	}
}

func TestEntryThatIsToldTwiceIsThereOnce(t *testing.T) {
	m := onTimeline(chatty(5))
	tellMany(m, 3, 7)
	if n := len(m.tl.tries[0].entries); n != 7 {
		t.Errorf("%d entries", n)
	}
}

func TestAttemptsAreInTheirOrderWhoeverIsHeardFirst(t *testing.T) {
	m := onTimeline(opened(agentRun()))
	m.Tell(second, []model.Entry{did(1, 13, "RUN_STARTED", "", "null")})
	if s := screen(m, 100, 20); !strings.Contains(s, "Attempts before number 2 are not told") {
		t.Errorf("it does not say what is missing\n%s", s)
	}
	m.Tell(first, []model.Entry{did(1, 2, "RUN_STARTED", "", "null"), did(2, 9, "RUN_FAILED", "", "null")})
	s := screen(m, 100, 20)
	if a, b := strings.Index(s, "── attempt 1"), strings.Index(s, "── attempt 2"); a < 0 || a > b || strings.Contains(s, "not told") {
		t.Errorf("attempts are out of order\n%s", s)
	}
}

func TestTimelineIsSafeAndFits(t *testing.T) {
	m := onTimeline(hostileAgent())
	for i := range m.timeline().len() {
		m.selectRow(place{line: i})
		m.fold(keymap.Fold)
	}
	for w := 1; w <= 130; w += 1 + w/6 {
		for h := 0; h <= 40; h += 1 + h/4 {
			lines := m.View(look(), w, h)
			panetest.Fills(t, lines, w, h)
			for _, line := range lines {
				if bad, found := unsafeRune(withoutOurs(line)); found {
					t.Fatalf("draws %U: %q", bad, line)
				}
			}
		}
	}
	for _, line := range strings.Split(m.Text(), "\n") {
		if bad, found := unsafeRune(line); found {
			t.Errorf("the text has %U in %q", bad, line)
		}
	}
}

func TestEntriesOfOddTimesKeepTheirNumbersOrder(t *testing.T) {
	m := onTimeline(opened(agentRun()))
	m.Tell(first, []model.Entry{did(1, 10, "A", "", "null"), did(2, 5, "B", "", "null"), {Seq: 3, Kind: "C"}, did(4, 11, "D", "", "null")})
	var kinds []string
	for _, it := range m.timeline().items {
		if it.kind == entryItem {
			kinds = append(kinds, m.tl.tries[it.try].entries[it.n].kind)
		}
	}
	if !slices.Equal(kinds, []string{"A", "B", "C", "D"}) {
		t.Errorf("entries are %v", kinds)
	}
	if spent := m.tl.spent[working] + m.tl.spent[queued]; spent > 11*time.Second {
		t.Errorf("%v were spent", spent)
	}
}

func BenchmarkFrameOfFiveThousandEntries(b *testing.B) {
	m := onTimeline(chatty(entriesKept))
	l := look()
	b.ReportAllocs()
	for b.Loop() {
		press(m, "k")
		m.View(l, 120, 36)
	}
}

func BenchmarkTellingFiveHundredOfFiveThousandEntries(b *testing.B) {
	m := onTimeline(chatty(entriesKept))
	l := look()
	next := entriesKept + 1
	b.ReportAllocs()
	for b.Loop() {
		tellMany(m, next, next+499)
		next += 500
		m.View(l, 120, 36)
	}
}
