package functions

import (
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

func some() []model.Function {
	return []model.Function{{ID: "f1", Name: "charge-card"}, {ID: "f2", Name: "process-order"}, {ID: "f3", Name: "sync-stock"}}
}

func filled() *Model {
	m := New()
	m.SetRows(some())
	ok, no := model.StatusCompleted, model.StatusFailure
	m.SetRecent(Key{"", "f1"}, Recent{Statuses: []model.Status{model.StatusRunning, no, ok, ok}, Failures: 1, As: panetest.Now.Add(-8 * time.Second)})
	m.SetRecent(Key{"", "f2"}, Recent{Statuses: slices.Repeat([]model.Status{ok}, Strip), Failures: 0, As: panetest.Now})
	return m
}

func view(m *Model, w, h int) []string { return m.View(panetest.Look(theme.NoColor), w, h) }

func TestFrames(t *testing.T) {
	panetest.Golden(t, "side_30x7", view(filled(), 30, 7))
	m := filled()
	m.SetNarrowed(Key{"", "f2"})
	m.Pick(Key{"", "f3"})
	panetest.Golden(t, "narrowed_44x7", view(m, 44, 7))
	panetest.Golden(t, "unread_30x4", view(New(), 30, 4))
}

func TestPaneFillsAnySizeExactly(t *testing.T) {
	panetest.Exact(t, New())
	panetest.Exact(t, filled())
}

func TestHostileNamesShowAsMarks(t *testing.T) {
	m := New()
	m.SetRows([]model.Function{{ID: "x", Name: panetest.Hostile}})
	panetest.Harmless(t, m)
	panetest.Exact(t, m)
}

func TestNewestRunIsAtTheRightOfTheStrip(t *testing.T) {
	row := view(filled(), 44, 7)[1]
	newest, older := strings.Index(row, theme.Glyph(model.StatusRunning)), strings.Index(row, theme.Glyph(model.StatusFailure))
	if older < 0 || newest < older {
		t.Errorf("the row is %q", row)
	}
}

func TestWhatIsKnownOfAFunctionGoesWithIt(t *testing.T) {
	m := filled()
	m.SetRows(some()[1:])
	m.SetRows(some())
	if len(m.recent) != 1 {
		t.Errorf("%d functions are known of, want the one that stayed", len(m.recent))
	}
}

func TestOnlyWhatIsOnScreenIsVisible(t *testing.T) {
	m := filled()
	view(m, 30, 4)
	panetest.Press(m, "G")
	if got := m.Visible(); !slices.Equal(got, []Key{{"", "f2"}, {"", "f3"}}) {
		t.Errorf("visible are %v", got)
	}
}

func TestEnterNarrowsToTheSelectedFunction(t *testing.T) {
	m := filled()
	panetest.Press(m, "j")
	if got := m.Key(panetest.Messages("enter")[0], keymap.Open); got != (pane.NarrowFunction{ID: "f2"}) {
		t.Errorf("enter answered %#v", got)
	}
	if _, ok := New().Key(panetest.Messages("enter")[0], keymap.Open).(pane.Say); !ok {
		t.Error("enter says nothing where there is no function")
	}
}

func TestAClickSelectsTheFunctionUnderIt(t *testing.T) {
	m := filled()
	view(m, 30, 7)
	if !m.Click(2) || m.Selected().ID != "f2" {
		t.Errorf("%v is selected, want process-order", m.Selected())
	}
	if m.Click(4) || m.Selected().ID != "f2" {
		t.Error("a click beneath the rows selected something")
	}
}

func TestFirstRowIsSelectedUntilAPersonChooses(t *testing.T) {
	m := New()
	m.SetRows(some()[1:])
	m.SetRows(some())
	if got := m.Selected(); got.ID != "f1" {
		t.Errorf("%s is selected, want the first", got.ID)
	}
	view(m, 30, 7)
	panetest.Press(m, "j")
	m.SetRows(some()[1:])
	m.SetRows(some())
	if got := m.Selected(); got.ID != "f2" {
		t.Errorf("%s is selected, want the one that was chosen", got.ID)
	}
}
