package triggers

import (
	"strings"
	"testing"
	"time"

	"github.com/charmbracelet/x/ansi"

	"fntop/keymap"
	"fntop/model"
	"fntop/theme"
	"fntop/ui/pane"
	"fntop/ui/panetest"
)

func some() []model.Trigger {
	return []model.Trigger{
		{ID: "t1", Name: "nightly-sync", Type: model.Scheduled, Schedule: "0 2 * * * UTC", Enabled: true},
		{ID: "t2", Name: "order-hook", Type: model.HTTPTrigger, Path: "/orders", Enabled: true},
		{ID: "t3", Name: "retry-mail", Type: model.OnDemand, Enabled: true},
		{ID: "t4", Name: "stock-changed", Type: model.EventDriven, Event: "record_updated", Enabled: true},
		{ID: "t5", Name: "old-import", Type: model.Scheduled, Schedule: "every 5m", Enabled: false},
	}
}

func filled() *Model {
	m := New()
	m.SetRows(some())
	m.SetAges(func(k Key) time.Time {
		if k.ID == "t1" {
			return panetest.Now.Add(-8 * time.Second)
		}
		return time.Time{}
	})
	return m
}

func view(m *Model, w, h int) []string { return m.View(panetest.Look(theme.NoColor), w, h) }

func TestFrames(t *testing.T) {
	panetest.Golden(t, "side_30x9", view(filled(), 30, 9))
	m := filled()
	m.SetNarrowed(Key{"", "t2"})
	m.Pick(Key{"", "t5"})
	panetest.Golden(t, "narrowed_44x9", view(m, 44, 9))
	panetest.Golden(t, "scrolled_30x5", view(m, 30, 5))
	panetest.Golden(t, "unread_30x4", view(New(), 30, 4))
}

func TestPaneFillsAnySizeExactly(t *testing.T) {
	panetest.Exact(t, New())
	panetest.Exact(t, filled())
}

func TestHostileNamesShowAsMarks(t *testing.T) {
	m := New()
	m.SetRows([]model.Trigger{{ID: "x", Name: panetest.Hostile, Path: panetest.Hostile, Enabled: true}})
	m.SetEmpty(model.Visible(panetest.Hostile))
	panetest.Harmless(t, m)
	panetest.Exact(t, m)
}

func TestSelectionStaysWithItsTrigger(t *testing.T) {
	m := filled()
	view(m, 30, 9)
	panetest.Press(m, "j", "j")
	m.SetRows(append([]model.Trigger{{ID: "t0", Name: "a-new-one"}}, some()...))
	if got := m.Selected(); got == nil || got.ID != "t3" {
		t.Errorf("%v is selected, want retry-mail", got)
	}
}

func TestSelectionReturnsWithTheRows(t *testing.T) {
	m := filled()
	panetest.Press(m, "j")
	m.SetRows(nil)
	if m.Selected() != nil {
		t.Error("something is selected where there is nothing")
	}
	m.SetRows(some())
	if got := m.Selected(); got == nil || got.ID != "t2" {
		t.Errorf("%v is selected, want order-hook", got)
	}
}

func TestEnterNarrowsToTheSelectedTrigger(t *testing.T) {
	m := filled()
	panetest.Press(m, "j")
	if got := m.Key(panetest.Messages("enter")[0], keymap.Open); got != (pane.NarrowTrigger{ID: "t2"}) {
		t.Errorf("enter answered %#v", got)
	}
	if _, ok := New().Key(panetest.Messages("enter")[0], keymap.Open).(pane.Say); !ok {
		t.Error("enter says nothing where there is no trigger")
	}
}

func TestAgeShowsWhileThePaneHasTheFocus(t *testing.T) {
	m, look := filled(), panetest.Look(theme.NoColor)
	if last := m.View(look, 30, 9)[8]; !strings.Contains(last, "as of 14:02:00") {
		t.Errorf("the border says %q", last)
	}
	look.Focused = false
	if last := m.View(look, 30, 9)[8]; strings.Contains(last, "as of") {
		t.Errorf("without the focus the border says %q", last)
	}
}

func TestSchedulesAreShort(t *testing.T) {
	for in, want := range map[string]string{
		"0 2 * * *": "02:00", "5 14 * * * UTC": "14:05", "*/5 * * * *": "*/5 * * * *", "every 5m": "5m", "0 2 * * 1": "0 2 * * 1",
	} {
		if got := shortSchedule(in); got != want {
			t.Errorf("%q is %q, want %q", in, got, want)
		}
	}
}

func TestAPickedTriggerIsShownAmongTheOthers(t *testing.T) {
	m := filled()
	view(m, 30, 5)
	m.Pick(Key{"", "t5"})
	if row := view(m, 30, 5)[1]; !strings.Contains(row, "retry-mail") {
		t.Errorf("the first row is %q: the pane is not full", row)
	}
}

func TestATriggerPickedBeforeItIsKnownIsSelectedOnceItIs(t *testing.T) {
	m := New()
	m.Pick(Key{"", "t3"})
	m.SetRows(some())
	if got := m.Selected(); got == nil || got.ID != "t3" {
		t.Errorf("%v is selected, want retry-mail", got)
	}
}

func TestAClickSelectsTheRowUnderIt(t *testing.T) {
	m := filled()
	view(m, 30, 5)
	panetest.Press(m, "G")
	before := view(m, 30, 5)
	for _, line := range []int{-1, 0, 4, 9} {
		if m.Click(line) || m.Selected().ID != "t5" {
			t.Errorf("line %d of 5 holds a row", line)
		}
	}
	if !m.Click(1) || m.Selected().ID != "t3" {
		t.Errorf("a click on %q selected %v", before[1], m.Selected())
	}
	if row := ansi.Strip(view(m, 30, 5)[1]); !strings.Contains(row, "▸ retry-mail") {
		t.Errorf("the row is %q", row)
	}
	if New().Click(1) {
		t.Error("an empty pane has a row")
	}
}
