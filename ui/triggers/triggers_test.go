package triggers

import (
	"slices"
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
	panetest.Exact(t, ofSeveral())
}

// ofSeveral has triggers of three profiles.
func ofSeveral() *Model {
	m := New()
	var all []model.Trigger
	for _, profile := range []string{"prod", "staging", "商品-eu-west-1-second-account"} {
		for _, t := range some()[:3] {
			t.Profile = profile
			all = append(all, t)
		}
	}
	m.SetRows(all)
	m.SetWhose(func(k Key) string { return k.Profile })
	return m
}

func TestRowsOfSeveralProfilesStandUnderTheirNames(t *testing.T) {
	m := ofSeveral()
	panetest.Golden(t, "profiles_30x14", view(m, 30, 14))
	panetest.Golden(t, "profiles_cut_30x9", view(m, 30, 9))
	panetest.Press(m, "G", "k", "k")
	panetest.Golden(t, "profiles_scrolled_30x9", view(m, 30, 9))
	if n := m.Wants(); n != 12 {
		t.Errorf("it wants %d lines for 9 rows under 3 names", n)
	}
}

// However the pane is scrolled, the names cost no row that is wanted: the
// selected one is always there, and a click hits what it points at.
func TestTheSelectedRowIsInSightAmongTheNamesOfProfiles(t *testing.T) {
	for h := 3; h <= 16; h++ {
		m := ofSeveral()
		view(m, 30, h)
		for _, key := range strings.Split("jjjjjjjjjGkkkkkkkkkkjjjjkkGgG", "") {
			panetest.Press(m, key)
			lines, at := slices.Clone(view(m, 30, h)), 0
			for i := range lines {
				lines[i] = ansi.Strip(lines[i])
			}
			m.Stale()
			if again := ansi.Strip(strings.Join(view(m, 30, h), "\n")); again != strings.Join(lines, "\n") {
				t.Fatalf("after %s it is drawn as\n%s\nand then as\n%s", key, strings.Join(lines, "\n"), again)
			}
			for i, line := range lines {
				if strings.Contains(line, "▸ "+m.Selected().Name) {
					at = i
				}
			}
			if at == 0 {
				t.Fatalf("%s after %s is not among\n%s", m.Selected().Name, key, strings.Join(lines, "\n"))
			}
			before := *m.Selected()
			for line := range h {
				named := strings.Contains(lines[line], "─") || strings.Contains(lines[line], "商品")
				if hit := m.Click(line); hit && (named || !strings.Contains(lines[line], m.Selected().Name)) {
					t.Fatalf("a click on %q selects %s", lines[line], m.Selected().Name)
				} else if !hit && !named && strings.Trim(lines[line], "│ ") != "" {
					t.Fatalf("a click on %q selects nothing", lines[line])
				}
			}
			m.Pick(Key{before.Profile, before.ID})
		}
	}
}

func TestOneProfileCostsNoLine(t *testing.T) {
	if n := filled().Wants(); n != 5 {
		t.Errorf("5 rows want %d lines", n)
	}
}

func TestHostileNamesShowAsMarks(t *testing.T) {
	m := New()
	m.SetRows([]model.Trigger{{ID: "x", Name: panetest.Hostile, Path: panetest.Hostile, Enabled: true}})
	m.SetEmpty(model.Visible(panetest.Hostile))
	m.SetWhose(func(Key) string { return panetest.Hostile })
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
