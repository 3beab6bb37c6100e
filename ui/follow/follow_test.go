package follow_test

import (
	"strings"
	"testing"
	"time"

	tea "github.com/charmbracelet/bubbletea"

	"fntop/keymap"
	"fntop/model"
	"fntop/theme"
	"fntop/ui/follow"
	"fntop/ui/pane"
	"fntop/ui/panetest"
)

func TestFramesOfTheFollowScreen(t *testing.T) {
	panetest.Frames(t, "some", opened(some()))
	panetest.Frames(t, "empty", opened(nil))
	panetest.Golden(t, "low_120x12", opened(some()).View(panetest.Look(theme.NoColor), 120, 12))
	panetest.Golden(t, "low_62x11", opened(some()).View(panetest.Look(theme.NoColor), 62, 11))
	several := some()
	for i, r := range several {
		r.Profile = []string{"prod", "staging-eu"}[i%2]
	}
	panetest.Golden(t, "profiles_120x36", opened(several).View(panetest.Look(theme.NoColor), 120, 36))
	panetest.Golden(t, "profiles_80x24", opened(several).View(panetest.Look(theme.NoColor), 80, 24))
	m := opened(some())
	panetest.Press(m, "G")
	panetest.Golden(t, "end_120x36", m.View(panetest.Look(theme.NoColor), 120, 36))
}

func TestFillsEverySizeExactly(t *testing.T) {
	panetest.Exact(t, opened(some()))
	panetest.Exact(t, opened(many(300)))
	panetest.Exact(t, opened(nil))
}

func TestAnyKeysLeaveItStanding(t *testing.T) {
	panetest.AnyKeys(t, func() *follow.Model { return opened(some()) })
}

func TestHostileTextIsHarmless(t *testing.T) {
	r := run(panetest.Hostile, panetest.Hostile, panetest.Hostile, time.Minute, model.StatusFailure, time.Second)
	r.ErrorMessage = panetest.Hostile
	strange := run(panetest.Hostile, panetest.Hostile, panetest.Hostile, time.Minute, model.StatusUnknown, 0)
	strange.StatusText = panetest.Hostile
	rows := []*follow.Row{
		{State: follow.Over, Run: r, History: told(r)},
		{State: follow.Looking, Run: strange, History: told(strange), Said: panetest.Hostile, Again: panetest.Now},
		{State: follow.Queued, Action: model.Invoke, Job: panetest.Hostile, Function: panetest.Hostile, Trigger: panetest.Hostile, History: told(nil, queued(0))},
		{State: follow.Refused, Action: model.Invoke, Said: panetest.Hostile, History: told(nil, sent(0))},
	}
	m := opened(numbered(rows))
	rows[0].Profile = panetest.Hostile
	m.SetRows(rows)
	panetest.Harmless(t, m)
	panetest.Exact(t, m)
}

func TestSelectedRowStaysSelectedWhileOthersCome(t *testing.T) {
	m := opened(many(40))
	m.View(panetest.Look(theme.NoColor), 120, 36)
	panetest.Press(m, "j", "j", "j", "j", "j", "j", "j", "j", "j", "j", "j", "j", "j", "j", "j")
	before := m.Selected().Number
	line := lineOf(panetest.Text(m, 120, 36), "▸")
	rows := some()
	for i, r := range rows {
		r.Number = 40 + len(rows) - i
	}
	m.SetRows(append(rows, many(40)...))
	if got := m.Selected().Number; got != before {
		t.Errorf("row %d is selected, was %d", got, before)
	}
	if got := lineOf(panetest.Text(m, 120, 36), "▸"); got != line {
		t.Errorf("it stands on line %d, was on %d", got, line)
	}
}

func lineOf(screen, mark string) int {
	for i, line := range strings.Split(screen, "\n") {
		if strings.Contains(line, mark) {
			return i
		}
	}
	return -1
}

func TestWhereAllRowsFitAllAreInSight(t *testing.T) {
	m := opened(many(1))
	m.View(panetest.Look(theme.NoColor), 120, 36)
	for n := 2; n < 10; n++ {
		m.SetRows(many(n))
		if got := strings.Count(panetest.Text(m, 120, 36), "send-mail"); got != n {
			t.Fatalf("%d rows are in sight, want %d", got, n)
		}
	}
}

func TestPickedRowIsSelectedOnceItIsThere(t *testing.T) {
	m := opened(many(5))
	m.Pick(6)
	if got := m.Selected().Number; got != 5 {
		t.Errorf("row %d is selected before there is another", got)
	}
	m.SetRows(many(6))
	if got := m.Selected().Number; got != 6 {
		t.Errorf("row %d is selected, want the picked one", got)
	}
}

func TestOpenAndBackAreAnswered(t *testing.T) {
	m := opened(many(3))
	if got := panetest.Press(m, "j", "enter"); got != (pane.OpenFollowed{Number: 2}) {
		t.Errorf("enter answers %v", got)
	}
	for _, action := range []keymap.Action{keymap.Back, keymap.Quit} {
		if got := m.Key(tea.KeyMsg{}, action); got != (pane.Close{}) {
			t.Errorf("%s answers %v", action.Name(), got)
		}
	}
	if _, ok := panetest.Press(opened(nil), "enter").(pane.Say); !ok {
		t.Error("enter does not say that there is nothing to open")
	}
}

func TestClickSelectsTheRowUnderIt(t *testing.T) {
	m := opened(many(9))
	for _, c := range []struct{ w, h, line, want int }{
		{120, 36, 2, 9}, {120, 36, 4, 9}, {120, 36, 5, 8}, {120, 36, 28, 1},
		{120, 12, 3, 8}, {40, 12, 3, 8}, {40, 4, 3, 6},
	} {
		m.Pick(9)
		m.View(panetest.Look(theme.NoColor), c.w, c.h)
		if !m.Click(c.line) || m.Selected().Number != c.want {
			t.Errorf("at %d×%d line %d selects row %d, want %d", c.w, c.h, c.line, m.Selected().Number, c.want)
		}
	}
	m.View(panetest.Look(theme.NoColor), 120, 36)
	if m.Click(0) || m.Click(1) || m.Click(29) {
		t.Error("a click beside the rows selects one")
	}
}

func TestOnlyWhatIsUnderWayInSightTicks(t *testing.T) {
	running := many(1)[0]
	stopped, over := *running, *running
	stopped.State, stopped.Left = follow.Stopped, panetest.Now
	over.State = follow.Over
	over.Run = run("r", "f", "t", time.Minute, model.StatusCompleted, time.Second)
	for _, c := range []struct {
		name string
		row  *follow.Row
		want bool
	}{{"running", running, true}, {"stopped", &stopped, false}, {"over", &over, false}} {
		m := opened([]*follow.Row{c.row})
		m.View(panetest.Look(theme.NoColor), 120, 36)
		if got := m.Ticks(); got != c.want {
			t.Errorf("a row that is %s ticks: %v", c.name, got)
		}
	}
	rows := many(40)
	for _, r := range rows[:30] {
		r.State = follow.Stopped
	}
	m := opened(rows)
	m.View(panetest.Look(theme.NoColor), 120, 36)
	if m.Ticks() {
		t.Error("rows that are not in sight tick")
	}
}

func TestFrameIsDrawnAnewOnlyWhenSomethingChanged(t *testing.T) {
	look := panetest.Look(theme.TrueColor)
	m := opened(many(200))
	draw := func() { m.View(look, 120, 36) }
	draw()
	if n := testing.AllocsPerRun(50, draw); n > 3 {
		t.Errorf("an unchanged frame costs %v allocations, want at most 3", n)
	}
	if n := testing.AllocsPerRun(50, func() { look.Now = look.Now.Add(time.Second); draw() }); n > 200 {
		t.Errorf("a second costs %v allocations, want at most 200", n)
	}
	before := m.View(look, 120, 36)
	look.Now = look.Now.Add(time.Second)
	if after := m.View(look, 120, 36); after[2] == before[2] {
		t.Error("the elapsed time stands still")
	}
}
