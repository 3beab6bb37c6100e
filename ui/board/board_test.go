package board

import (
	"fmt"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"fntop/keymap"
	"fntop/model"
	"fntop/theme"
	"fntop/ui/pane"
	"fntop/ui/panetest"
)

// scene is a survey of functions that go badly in several ways.
func scene() (*model.Surveyed, map[model.RunID]*model.Run) {
	q := &model.Surveyed{
		Window: model.Window{Last: time.Hour}, Now: panetest.Now, Buckets: 60,
		Seen: map[model.Subject]model.Coverage{}, As: map[model.Subject]time.Time{},
	}
	byID := map[model.RunID]*model.Run{}
	add := func(fn string, d time.Duration, s model.Status, took time.Duration) *model.Run {
		at := panetest.Now.Add(-d)
		r := &model.Run{ID: model.RunID{Profile: "prod", ID: fmt.Sprintf("%08x-0000-4000-8000-000000000000", len(q.Runs)*2654435761)}, Status: s, Function: model.Ref{ID: fn, Name: fn}, Created: at, Started: at}
		if s.Over() {
			r.Ended = at.Add(took)
		}
		if s == model.StatusFailure {
			r.ErrorCode, r.ErrorMessage = "E_COUPON", "Coupon SUMMER-10 expired at checkout step 3"
		}
		q.Runs = append(q.Runs, r)
		byID[r.ID] = r
		return r
	}
	for i, name := range []string{"charge-card", "clean-sessions", "import-feed", "nightly-report", "process-order", "resize-image", "翻訳-text", "unread"} {
		q.Functions = append(q.Functions, model.Function{Profile: "prod", ID: name, Name: name, Timeout: model.Some(5 * time.Minute)})
		of := model.Subject{Profile: "prod", ID: name}
		if name != "unread" {
			q.Seen[of] = model.Coverage{{From: panetest.Now.Add(-30 * time.Hour), To: panetest.Now}}
			q.As[of] = panetest.Now.Add(-time.Duration(i*7) * time.Second)
		}
	}
	q.Seen[model.Subject{Profile: "prod", ID: "process-order"}] = model.Coverage{{From: panetest.Now.Add(-22 * time.Minute), To: panetest.Now}}
	q.As[model.Subject{Profile: "prod", ID: "resize-image"}] = panetest.Now.Add(-5 * time.Minute)
	for i := range 45 {
		s := model.StatusCompleted
		if i%4 == 0 || i < 3 {
			s = model.StatusFailure
		}
		add("charge-card", time.Duration(i)*80*time.Second, s, time.Duration(i)*100*time.Millisecond)
	}
	for i := range 130 {
		s := model.StatusCompleted
		if i == 60 {
			s = model.StatusTimeout
		}
		add("process-order", time.Duration(i*10)*time.Second, s, time.Duration(800+i*30)*time.Millisecond)
	}
	for i := range 9 {
		add("import-feed", time.Duration(4+i*6)*time.Minute, model.Statuses[3+i%2], 40*time.Second)
	}
	add("resize-image", 2*time.Minute, model.StatusRunning, 0)
	add("resize-image", 19*time.Hour, model.StatusRunning, 0)
	add("翻訳-text", 26*time.Hour, model.StatusCancelled, time.Minute)
	for i := range 25 {
		r := add("nightly-report", 3*time.Hour+2*time.Minute+time.Duration(i)*30*time.Minute, model.StatusCompleted, 16*time.Second)
		r.Source, r.Trigger.ID = "scheduled", "report"
	}
	q.Triggers = []model.Trigger{
		{Profile: "prod", ID: "report", Name: "report-30m", Type: model.Scheduled, Enabled: true, Function: model.Ref{ID: "nightly-report"}, Schedule: "*/30 * * * * Europe/Berlin"},
		{Profile: "prod", ID: "weekly", Name: "weekly-close", Type: model.Scheduled, Enabled: true, Function: model.Ref{ID: "nightly-report"}, Schedule: "0 4 * * 1 Asia/Tokyo"},
		{Profile: "prod", ID: "sessions", Name: "sessions", Type: model.Scheduled, Function: model.Ref{ID: "clean-sessions"}, Schedule: "every 15m"},
		{Profile: "prod", ID: "odd", Name: "odd", Type: model.Scheduled, Enabled: true, Function: model.Ref{ID: "clean-sessions"}, Schedule: "61 * * * *"},
	}
	slices.SortFunc(q.Runs, model.Newer)
	return q, byID
}

// usual is the scene's survey. A board changes nothing in it.
var usual = sync.OnceValues(func() (*model.Survey, map[model.RunID]*model.Run) {
	q, runs := scene()
	return q.Survey(), runs
})

func filled() *Model {
	s, runs := usual()
	m := New(func(id model.RunID) *model.Run { return runs[id] })
	m.SetSurvey(s)
	return m
}

// severalProfiles is the same of two profiles.
func severalProfiles() *Model {
	q, runs := scene()
	for i := range q.Functions {
		if i%2 == 1 {
			q.Functions[i].Profile = "staging"
		}
	}
	m := New(func(id model.RunID) *model.Run { return runs[id] })
	m.SetSurvey(q.Survey())
	return m
}

var screens = [][2]int{{120, 36}, {100, 30}, {80, 24}, {60, 15}, {40, 12}}

func TestFrames(t *testing.T) {
	panetest.FramesAt(t, "board", filled(), screens...)
	m := filled()
	m.Key(panetest.Messages("x")[0], keymap.Filter)
	for _, msg := range panetest.Messages("c", "a") {
		m.Key(msg, keymap.None)
	}
	panetest.FramesAt(t, "typing", m, [2]int{100, 30}, [2]int{40, 12})
	panetest.FramesAt(t, "profiles", severalProfiles(), [2]int{120, 36}, [2]int{40, 12})
	panetest.FramesAt(t, "empty", New(nil), [2]int{80, 24})
	m = filled()
	pick(t, m, "nightly-report")
	panetest.FramesAt(t, "schedules", m, [2]int{120, 36}, [2]int{80, 24})
	pick(t, m, "clean-sessions")
	panetest.FramesAt(t, "paused", m, [2]int{100, 30})
}

func pick(t *testing.T, m *Model, name string) {
	t.Helper()
	panetest.Press(m, "g")
	for range len(m.rows) {
		if m.Selected().Name == name {
			return
		}
		panetest.Press(m, "j")
	}
	t.Fatalf("there is no %s", name)
}

// TestFrameInColour holds one frame with its colours, on a dark ground and on
// a light one.
func TestFrameInColour(t *testing.T) {
	for name, ground := range map[string]theme.Ground{"dark": theme.Dark, "light": theme.Light} {
		look := panetest.Look(theme.TrueColor)
		look.Theme = theme.New(name, theme.TrueColor, ground)
		lines := filled().View(look, 100, 20)
		panetest.Compare(t, "colour_"+name, strings.ReplaceAll(strings.Join(lines, "\n"), "\x1b", "␛")+"\n")
	}
}

func TestBoardFillsAnySizeExactly(t *testing.T) {
	panetest.Exact(t, New(nil))
	panetest.Exact(t, filled())
	panetest.AnyKeys(t, filled)
}

func TestHostileNamesShowAsMarks(t *testing.T) {
	q, runs := scene()
	for i := range q.Functions {
		q.Functions[i].Name = panetest.Hostile
	}
	for i := range q.Triggers {
		q.Triggers[i].Name, q.Triggers[i].Schedule = panetest.Hostile, panetest.Hostile
	}
	for _, r := range runs {
		r.ErrorMessage, r.ErrorCode = panetest.Hostile, panetest.Hostile
	}
	m := New(func(id model.RunID) *model.Run { return runs[id] })
	m.SetSurvey(q.Survey())
	for range len(m.rows) {
		panetest.Harmless(t, m)
		panetest.Press(m, "j")
	}
	panetest.Exact(t, m)
}

func TestWorstIsSelectedUntilAPersonChooses(t *testing.T) {
	q, runs := scene()
	m := New(func(id model.RunID) *model.Run { return runs[id] })
	s := q.Survey()
	m.SetSurvey(s)
	if got := m.Selected().Name; got != s.Rows[0].Function.Name {
		t.Errorf("%s is selected", got)
	}
	slices.Reverse(s.Rows)
	m.SetSurvey(s)
	if got := m.Selected().Name; got != s.Rows[0].Function.Name {
		t.Errorf("%s is selected, want the one that is the worst now", got)
	}
	m.View(panetest.Look(theme.NoColor), 100, 30)
	panetest.Press(m, "j")
	chosen := m.Selected().Name
	slices.Reverse(s.Rows)
	m.SetSurvey(s)
	if got := m.Selected().Name; got != chosen {
		t.Errorf("%s is selected, want %s, which was chosen", got, chosen)
	}
}

func TestFilterKeepsTheFunctionsOfThatName(t *testing.T) {
	m := filled()
	all := len(m.rows)
	m.Key(panetest.Messages("x")[0], keymap.Filter)
	for _, msg := range panetest.Messages("R", "E", "S", "backspace", "backspace", "backspace", "r", "e", "p") {
		m.Key(msg, keymap.None)
	}
	if len(m.rows) != 1 || m.Selected().Name != "nightly-report" || !m.Typing() {
		t.Errorf("%d rows, %v selected", len(m.rows), m.Selected())
	}
	m.Key(panetest.Messages("enter")[0], keymap.None)
	if m.Typing() || len(m.rows) != 1 {
		t.Error("the filter is not kept")
	}
	m.Key(panetest.Messages("x")[0], keymap.Filter)
	m.Key(panetest.Messages("x")[0], keymap.None)
	m.Key(panetest.Messages("esc")[0], keymap.None)
	if m.Typing() || len(m.rows) != 1 {
		t.Errorf("%d rows: esc leaves the filter as it was", len(m.rows))
	}
	if !m.Back() || len(m.rows) != all || m.Back() {
		t.Errorf("%d rows, want all %d", len(m.rows), all)
	}
}

func TestOrdersPutWhatIsNotKnownLast(t *testing.T) {
	first := map[Order]string{
		Worst: "charge-card", ByName: "charge-card", ByFailures: "import-feed", ByRate: "process-order", ByP95: "import-feed",
		ByLastFailure: "charge-card", ByRunning: "resize-image", ByNext: "nightly-report", ByAge: "unread",
	}
	m := filled()
	for o := range Orders {
		m.SetOrder(Order(o))
		if got := m.rows[0].name; got != first[Order(o)] {
			t.Errorf("by %s the first is %s, want %s", Orders[o], got, first[Order(o)])
		}
	}
}

func TestKeysOfTheBoard(t *testing.T) {
	m := filled()
	if got := panetest.Press(m, "enter"); got != (pane.ShowFunction{Profile: "prod", ID: "charge-card"}) {
		t.Errorf("enter answers %#v", got)
	}
	if got := panetest.Press(m, "]"); got != (pane.SetBoardWindow{Last: 24 * time.Hour}) {
		t.Errorf("] answers %#v", got)
	}
	if got := panetest.Press(m, "["); got != (pane.SetBoardWindow{Last: 15 * time.Minute}) {
		t.Errorf("[ answers %#v", got)
	}
	m.SetWindow(Windows[0])
	if _, ok := panetest.Press(m, "[").(pane.Say); !ok {
		t.Error("nothing is said where there is no shorter window")
	}
	if got := panetest.Press(m, "q"); got != (pane.Close{}) {
		t.Errorf("q answers %#v", got)
	}
	if _, ok := panetest.Press(New(nil), "enter").(pane.Say); !ok {
		t.Error("nothing is said where there is no function")
	}
}

func TestAClickSelectsTheFunctionUnderIt(t *testing.T) {
	m := filled()
	m.View(panetest.Look(theme.NoColor), 100, 30)
	if !m.Click(3) || m.Selected() != &m.rows[1].Function {
		t.Errorf("%v is selected", m.Selected())
	}
	if m.Click(1) || m.Click(2+len(m.rows)) {
		t.Error("a click beside the rows selected something")
	}
}

func TestFiguresAreNeitherNothingNorAllBeforeTheyAre(t *testing.T) {
	for part, want := range map[float64]string{0: "0.0%", 0.0004: "<.1%", 0.0123: "1.2%", 0.0996: "10%", 0.996: "99%", 1: "100%"} {
		if got := percent(part); got != want {
			t.Errorf("%v is %s, want %s", part, got, want)
		}
	}
	for n, want := range map[float64]string{0: "0", 0.001: "<.01", 0.25: "0.25", 0.996: "1.0", 42.04: "42.0", 120.4: "120"} {
		if got := PerMinute(n); got != want {
			t.Errorf("%v is %s, want %s", n, got, want)
		}
	}
}
