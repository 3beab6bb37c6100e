package ui_test

import (
	"errors"
	"regexp"
	"strings"
	"testing"
	"time"

	tea "github.com/charmbracelet/bubbletea"

	"fntop/model"
)

// standing is the row of a function on the board.
func (r *rig) standing(name string) string {
	r.t.Helper()
	for _, line := range strings.Split(r.Screen(), "\n") {
		if cells := strings.Fields(strings.Trim(line, "│▸ ")); len(cells) > 2 && cells[1] == name {
			return line
		}
	}
	r.t.Fatalf("there is no row of %s on\n%s", name, r.Screen())
	return ""
}

func TestBoardTellsHowFunctionsAreDoing(t *testing.T) {
	r := start(t, 120, 36).ready()
	r.Press("d")
	r.settle()
	for _, want := range []string{"Board ─ last 1h ─ 12 functions ─ worst first", "in all", "1 stuck", "charge-card"} {
		if !strings.Contains(r.Screen(), want) {
			t.Errorf("the board says nothing of %q:\n%s", want, r.Screen())
		}
	}
	if row := r.standing("nightly-report"); !strings.Contains(row, "!1h52m") {
		t.Errorf("the run that is stuck is not told: %s", row)
	}
	r.Press("d")
	if strings.Contains(r.Screen(), "Board") || !strings.Contains(r.Screen(), "Runs ─") {
		t.Errorf("the key does not close it:\n%s", r.Screen())
	}
}

func TestEnterOnTheBoardShowsTheRunsOfTheFunction(t *testing.T) {
	r := start(t, 120, 36).ready()
	r.Press("d")
	r.settle()
	r.Press("/", "invoice", "enter", "enter")
	r.settle()
	if s := r.Screen(); !strings.Contains(s, "Runs ─ fn=create-invoice") || strings.Contains(s, "Board") {
		t.Errorf("the screen is\n%s", s)
	}
	// Where the runs are narrowed to it already, they stay so.
	r.Press("d", "enter")
	r.settle()
	if !strings.Contains(r.Screen(), "Runs ─ fn=create-invoice") {
		t.Errorf("the screen is\n%s", r.Screen())
	}
	r.Press("esc")
	r.settle()
	if strings.Contains(r.Screen(), "Runs ─ fn=create-invoice") {
		t.Error("esc does not widen")
	}
}

func TestEscOnTheBoardClearsTheFilterThenCloses(t *testing.T) {
	r := start(t, 100, 30).ready()
	r.Press("d")
	r.settle()
	r.Press("/", "mail", "enter")
	if !strings.Contains(r.Screen(), "1 of 12 functions") {
		t.Fatalf("the filter is not in force:\n%s", r.Screen())
	}
	r.Press("esc")
	if !strings.Contains(r.Screen(), "─ 12 functions") {
		t.Errorf("esc does not clear the filter:\n%s", r.Screen())
	}
	r.Press("esc")
	if strings.Contains(r.Screen(), "Board") {
		t.Error("esc does not close the board")
	}
}

func TestBoardReadsOnForALongerWindowAndSaysWhatItHasSeen(t *testing.T) {
	r := start(t, 120, 36).ready()
	r.Press("d")
	r.settle()
	if strings.Contains(r.standing("process-order"), "~") {
		t.Errorf("the hour was read, and yet: %s", r.standing("process-order"))
	}
	before := r.runsRead()
	r.Press("]")
	r.await("the window", func(s string) bool { return strings.Contains(s, "last 24h") })
	r.settle()
	if r.runsRead() <= before {
		t.Error("nothing more was read for a day's window")
	}
	if row := r.standing("process-order"); !strings.Contains(row, "~") {
		t.Errorf("a day was not read whole, and nothing says so: %s", row)
	}
	r.Press("]", "]")
	r.await("a week", func(s string) bool {
		return strings.Contains(s, "last 7d") && strings.Contains(s, "There is no longer window.")
	})
	r.Press("w", "1", "5", "m", "enter")
	r.await("a quarter of an hour", func(s string) bool { return strings.Contains(s, "last 15m") })
}

// runsRead is how many pages of functions' runs were asked for.
func (r *rig) runsRead() int { return r.read("/function-runs/function/") }

func (r *rig) read(path string) int {
	n := 0
	for _, q := range r.server.Requests() {
		if strings.Contains(q.Path, path) {
			n++
		}
	}
	return n
}

func TestBoardOrdersItsRows(t *testing.T) {
	r := start(t, 120, 36).ready()
	r.Press("d")
	r.settle()
	r.Press("S", "name", "enter")
	s := r.Screen()
	if !strings.Contains(s, "12 functions ─ name") || strings.Index(s, "café-search") > strings.Index(s, "translate-") {
		t.Errorf("the rows are\n%s", s)
	}
}

func TestNothingActsOnARunThatIsUnderTheBoard(t *testing.T) {
	r := start(t, 120, 36).ready()
	r.Press("d")
	r.settle()
	for _, key := range []string{"r", "R", "f", "y", "D", "L", "e", "E", "o", "X", " ", "*"} {
		r.Press(key)
		r.Quiet()
		if s := r.Screen(); !strings.Contains(s, "Board ─") || strings.Contains(s, "╮\n│ Rerun") {
			t.Fatalf("%q acts on what is not in sight:\n%s", key, s)
		}
	}
	for _, q := range r.server.Requests() {
		if q.Method == "POST" && !strings.Contains(q.Path, "token") {
			t.Errorf("%s %s was sent", q.Method, q.Path)
		}
	}
}

func TestScreensOverTheBoardLeadBackToIt(t *testing.T) {
	r := start(t, 120, 36).ready()
	r.Press("d")
	r.settle()
	r.Press("ctrl+g")
	if !strings.Contains(r.Screen(), "Log of this fntop") {
		t.Fatalf("the screen is\n%s", r.Screen())
	}
	r.Press("esc")
	if !strings.Contains(r.Screen(), "Board ─") {
		t.Errorf("the screen is\n%s", r.Screen())
	}
	r.Press("F") // is about runs
	r.settle()
	if strings.Contains(r.Screen(), "Board ─") || !strings.Contains(r.Screen(), "status:failure") {
		t.Errorf("the screen is\n%s", r.Screen())
	}
}

// What a weekly trigger missed days ago is known at once: its own runs are
// read, not all those of its function since then.
func TestBoardTellsOfAMissedScheduleBeforeAWeekIsRead(t *testing.T) {
	r := start(t, 160, 36).ready()
	if strings.Contains(r.Screen(), "1 missed") {
		t.Fatalf("it is known already:\n%s", r.Screen())
	}
	r.Press("d")
	r.settle()
	if row := r.standing("nightly-report"); !regexp.MustCompile(`!1 +(now|\ds)`).MatchString(row) {
		t.Errorf("the schedule that was missed is not told: %s\n%s", row, r.Screen())
	}
	if n := r.triggersRead(); n > 4 {
		t.Errorf("%d pages of triggers were read for it", n)
	}
	// It is not read again each time that the triggers are.
	before := r.triggersRead()
	r.pass(2 * time.Minute)
	if n := r.triggersRead(); n != before {
		t.Errorf("%d pages of triggers were read again", n-before)
	}
	if !strings.Contains(r.Screen(), "1 missed") {
		t.Errorf("the pulse does not tell of it:\n%s", r.Screen())
	}
}

func (r *rig) triggersRead() int { return r.read("/function-runs/trigger/") }

func TestBoardWhilePausedIsOfWhatIsThere(t *testing.T) {
	r := start(t, 120, 36).ready()
	r.Press("p")
	r.settle()
	asked := len(r.server.Requests())
	r.Press("d")
	r.await("the board", func(s string) bool {
		return strings.Contains(s, "charge-card") && strings.Contains(s, "Board ─ last 1h ─ 12")
	})
	r.Quiet()
	if got := len(r.server.Requests()); got != asked {
		t.Errorf("%d requests while paused", got-asked)
	}
	r.Send(tea.WindowSizeMsg{Width: 59, Height: 12})
	if !strings.Contains(r.Screen(), "Board 1h") {
		t.Errorf("nothing says what this is:\n%s", r.Screen())
	}
}

func TestBoardHasTheFiguresOfHistoryForTimeThatIsNotLoaded(t *testing.T) {
	old := &memory{}
	r := start(t, 120, 36, withHistory(old)).ready()
	functions, err := r.provider.Functions(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	old.figures = func(w model.Window, now time.Time) (map[model.Subject]*model.Figures, error) {
		all := map[model.Subject]*model.Figures{}
		for _, fn := range functions {
			f := &model.Figures{Of: model.Subject{Profile: "prod", ID: fn.ID}, Seen: model.Coverage{{From: w.From(now), To: now}}}
			f.Begin(w.From(now), now, 60)
			f.AddTally(&model.Tally{At: now.Add(-time.Hour), Status: [model.StatusCount]int{model.StatusCompleted: 4321}})
			f.Done()
			all[f.Of] = f
		}
		return all, nil
	}
	r.Press("d")
	r.settle()
	if len(old.asked) != 0 {
		t.Errorf("history was asked for an hour that is loaded: %v", old.asked)
	}
	r.Press("]")
	r.settle()
	if row := r.standing("process-order"); !strings.Contains(row, " 3.0 ") || strings.Contains(r.Screen(), "~") {
		t.Errorf("the day is not that of history, of 3.0 a minute: %s\n%s", row, r.Screen())
	}
	asked := len(old.asked)
	r.pass(20 * time.Second)
	if len(old.asked) != asked {
		t.Errorf("history was asked %d times in %d s", len(old.asked)-asked, 20)
	}

	old.figures = func(model.Window, time.Time) (map[model.Subject]*model.Figures, error) {
		return nil, errors.New("the disk is full")
	}
	r.Press("]")
	r.settle()
	if s := r.Screen(); !strings.Contains(s, "memory alone: the disk is full.") || !strings.Contains(s, "last 7d") || !strings.Contains(s, "~") {
		t.Errorf("what is in memory is not told:\n%s", s)
	}
}
