package runs

import (
	"strings"
	"testing"
	"time"

	"github.com/charmbracelet/x/ansi"

	"fntop/keymap"
	"fntop/model"
	"fntop/theme"
	"fntop/ui/draw"
	"fntop/ui/pane"
	"fntop/ui/panetest"
)

func TestFrames(t *testing.T) {
	m := filled(some())
	panetest.Press(m, "j", "j")
	panetest.Golden(t, "all_91x30", view(m, 91, 30))
	panetest.Golden(t, "all_58x20", view(m, 58, 20))
	panetest.Golden(t, "all_140x12", view(m, 140, 12))
	m.Resize(12, true)
	panetest.Golden(t, "bare_58x12", view(m, 58, 12))
	panetest.Golden(t, "bare_20x5", view(m, 20, 5))

	times := panetest.Look(theme.NoColor)
	times.Times = draw.UTC
	panetest.Golden(t, "utc_91x12", filled(some()).View(times, 91, 12))

	rows := some()
	for i, r := range rows {
		r.ID.Profile = []string{"prod", "warehouse"}[i%2]
	}
	m = filled(rows)
	m.SetProfiles([]string{"prod", "warehouse"})
	panetest.Golden(t, "profiles_140x12", view(m, 140, 12))
	panetest.Golden(t, "profiles_91x12", view(m, 91, 12))
	panetest.Golden(t, "profiles_58x12", view(m, 58, 12))

	m = filled(nil)
	m.SetTitle(Title{Filter: "status:failure", Loaded: 1204, Sort: model.NewestFirst, Empty: "none of 1,204 runs matches", Note: "reading on"})
	panetest.Golden(t, "none_91x6", view(m, 91, 6))
	m = New()
	m.SetTitle(Title{Unread: true, Sort: model.NewestFirst, Empty: "…"})
	panetest.Golden(t, "unread_91x6", view(m, 91, 6))
}

func TestTableFillsAnySizeExactly(t *testing.T) {
	for _, rows := range [][]*model.Run{nil, some(), many(50)} {
		for _, bare := range []bool{false, true} {
			m := filled(rows)
			m.Resize(10, bare)
			panetest.Exact(t, m)
		}
	}
}

func TestHostileTextShowsAsMarks(t *testing.T) {
	r := ago("x", 0, model.StatusUnknown, time.Second)
	for _, s := range []*string{&r.StatusText, &r.Function.Name, &r.Trigger.Name, &r.Source, &r.ErrorMessage} {
		*s = panetest.Hostile
	}
	for _, bare := range []bool{false, true} {
		m := filled([]*model.Run{r})
		m.Resize(10, bare)
		panetest.Harmless(t, m)
		panetest.Exact(t, m)
	}
}

func TestColumnsAreAsWideAsTheLongestName(t *testing.T) {
	m := filled(some())
	short := strings.Index(text(m, 140, 12)[1], "TRIGGER")
	m.SetNames([]model.Function{{Name: "reconcile-ledgers-nightly"}}, []model.Trigger{{Name: "order-hook"}})
	long := strings.Index(text(m, 140, 12)[1], "TRIGGER")
	if want := len("reconcile-ledgers-nightly") - len("process-order"); long-short != want {
		t.Errorf("the column grew by %d cells, want %d", long-short, want)
	}
	m.SetNames([]model.Function{{Name: strings.Repeat("long", 50)}}, []model.Trigger{{Name: strings.Repeat("long", 50)}})
	if head := text(m, 91, 12)[1]; !strings.Contains(head, "ERROR") {
		t.Errorf("long names push the error out: %q", head)
	}
}

func TestErrorGetsWhatTheOtherColumnsLeave(t *testing.T) {
	r := ago("r1", time.Second, model.StatusFailure, time.Second)
	r.ErrorMessage = strings.Repeat("0123456789", 60)
	m := filled([]*model.Run{r})
	for _, w := range []int{91, 140, 300} {
		lines := text(m, w, 8)
		from := len([]rune(lines[1][:strings.Index(lines[1], "ERROR")]))
		if row := []rune(lines[2]); row[from] != '0' || row[w-3] != '…' {
			t.Errorf("at %d cells the error is not as wide as its column: %q", w, lines[2])
		}
	}
}

func TestStatusThatIsUnknownShowsTheBackendsWord(t *testing.T) {
	if row := text(filled(some()[4:5]), 91, 6)[2]; !strings.Contains(row, "? throttled") {
		t.Errorf("the row is %q", row)
	}
}

func TestSourcesAreShortWords(t *testing.T) {
	for in, want := range map[string]string{"http-trigger": "http", "orchestration": "orch", "scheduled": "scheduled", "": "–"} {
		if got := source(in); got != want {
			t.Errorf("%q is %q, want %q", in, got, want)
		}
	}
}

func TestErrorShowsItsMessageAndElseItsCode(t *testing.T) {
	rows := some()
	if row := text(filled(rows[2:3]), 140, 6)[2]; !strings.Contains(row, "Coupon SUMMER-10") {
		t.Errorf("the row is %q", row)
	}
	if row := text(filled(rows[3:4]), 140, 6)[2]; !strings.Contains(row, "TIMEOUT") {
		t.Errorf("the row is %q", row)
	}
}

func TestReachingTheLastRowAsksForOlderRuns(t *testing.T) {
	m := filled(many(3))
	view(m, 91, 10)
	if got := panetest.Press(m, "j"); got != nil {
		t.Errorf("the second row asks for %#v", got)
	}
	for _, key := range []string{"j", "j", "G"} {
		if got := panetest.Press(m, key); got != (pane.LoadMore{}) {
			t.Errorf("%s on the last row asks for %#v", key, got)
		}
	}
	if got := panetest.Press(m, "k"); got != nil {
		t.Errorf("going back asks for %#v", got)
	}
}

func TestWhatIsNewAboveIsCountedUntilItIsSeen(t *testing.T) {
	rows := many(60)
	m := filled(rows[10:])
	view(m, 91, 12)
	panetest.Press(m, "G")
	show(m, rows[7:], 3)
	show(m, rows[5:], 2)
	if last := text(m, 91, 12)[11]; !strings.Contains(last, "↑ 5 new") {
		t.Errorf("the border says %q", last)
	}
	panetest.Press(m, "g")
	if last := text(m, 91, 12)[11]; strings.Contains(last, "new") {
		t.Errorf("at the top the border says %q", last)
	}
	show(m, rows, 5)
	if lines := text(m, 91, 12); strings.Contains(lines[11], "new") || m.Selected() != rows[0] {
		t.Errorf("what comes in sight is counted, or the newest is not selected: %q", lines[11])
	}
}

// The border never tells of more new runs than there are above the window:
// some are gone again, as where only unfinished ones are shown, and another
// filter has other rows.
func TestNoMoreIsNewThanStandsAbove(t *testing.T) {
	rows := many(60)
	m := filled(rows[10:])
	view(m, 91, 12)
	panetest.Press(m, "j")
	show(m, rows[6:], 4)
	show(m, rows[9:], 0) // three of them ended
	if last := text(m, 91, 12)[11]; !strings.Contains(last, "↑ 1 new") {
		t.Errorf("one stands above, and the border says %q", last)
	}
	m.SetRows(rows[30:], func(id model.RunID) (int, bool) { return 25, true }, 0)
	m.Settle()
	if last := text(m, 91, 12)[11]; strings.Contains(last, "new") {
		t.Errorf("among other rows the border says %q", last)
	}
}

func TestSelectedRunKeepsItsLineWhenRunsArriveAbove(t *testing.T) {
	rows := many(60)
	m := filled(rows[10:])
	view(m, 91, 12)
	panetest.Press(m, "j", "j", "j")
	line := func() int { return m.cursor.Index() - m.Top() }
	before, id := line(), m.Selected().ID
	show(m, rows, 10)
	if m.Selected().ID != id || line() != before {
		t.Errorf("%v is selected at line %d, want %v at %d", m.Selected().ID, line(), id, before)
	}
}

func TestOpeningAnswersWithTheSelectedRun(t *testing.T) {
	m := filled(some())
	panetest.Press(m, "j")
	if got := m.Key(panetest.Messages("enter")[0], keymap.Open); got != (pane.OpenRun{ID: model.RunID{Profile: "prod", ID: "r7"}}) {
		t.Errorf("enter answered %#v", got)
	}
	if _, ok := filled(nil).Key(panetest.Messages("enter")[0], keymap.Open).(pane.Say); !ok {
		t.Error("enter says nothing where there is no run")
	}
}

func TestReturningGoesBackToTheRunAndItsLine(t *testing.T) {
	rows := many(60)
	m := filled(rows)
	view(m, 91, 12)
	panetest.Press(m, "pgdown", "pgdown", "k")
	was, top := m.Here(), m.Top()
	id := m.Selected().ID
	show(m, rows[:3], 0)
	show(m, rows, 0)
	m.Return(was)
	if m.Selected().ID != id || m.Top() != top {
		t.Errorf("back at %v from row %d, want %v from %d", m.Selected().ID, m.Top(), id, top)
	}
}

func TestLongWaitsFitTheirColumn(t *testing.T) {
	for _, waited := range []time.Duration{99 * time.Hour, 101 * time.Hour, 400 * 24 * time.Hour} {
		r := ago("w", waited, model.StatusWaiting, 0)
		if row := text(filled([]*model.Run{r}), 91, 6)[2]; !strings.Contains(row, " "+draw.Took(waited)+" ") {
			t.Errorf("%v is cut: %q", waited, row)
		}
	}
}

func TestPickedRunIsShownAmongTheOthers(t *testing.T) {
	rows := many(60)
	m := filled(rows)
	view(m, 91, 12)
	m.Pick(rows[59].ID)
	if last := text(m, 91, 12)[10]; m.Selected() != rows[59] || !strings.HasPrefix(last, "│▸ ") {
		t.Errorf("the last row is %q: the table is not full", last)
	}
}

func TestElapsedTimeGrowsWhileARunIsUnderWay(t *testing.T) {
	m, look := filled(some()[1:2]), panetest.Look(theme.NoColor)
	look.Now = look.Now.Add(time.Minute)
	if row := ansi.Strip(m.View(look, 91, 6)[2]); !strings.Contains(row, "1m03s") {
		t.Errorf("a minute later the row is %q", row)
	}
}

func TestScrollingKeepsTheTextOfAFewScreensOnly(t *testing.T) {
	m := filled(many(5 * mostCells))
	view(m, 91, 45)
	for range 5 * mostCells / 40 {
		panetest.Press(m, "pgdown")
		view(m, 91, 45)
		if len(m.cells) > mostCells {
			t.Fatalf("the text of %d runs is kept", len(m.cells))
		}
	}
}

func BenchmarkFrame(b *testing.B) {
	m := filled(many(20_000))
	look := panetest.Look(theme.TrueColor)
	m.View(look, 160, 45)
	b.ReportAllocs()
	for b.Loop() {
		m.View(look, 160, 45)
	}
}

func TestMarkedRunsBearASignInEveryLayout(t *testing.T) {
	m := filled(some())
	panetest.Press(m, "j", "j")
	m.SetMarks(func(id model.RunID) bool { return id.ID == "r1" || id.ID == "r3" })
	m.SetTitle(Title{Loaded: 8, Sort: model.NewestFirst, Whole: true, Marks: "3 marked, 1 of them hidden", Note: "reading older …"})
	panetest.Golden(t, "marks_91x12", view(m, 91, 12))
	m.Resize(8, true)
	panetest.Golden(t, "marks_bare_40x8", view(m, 40, 8))
}
