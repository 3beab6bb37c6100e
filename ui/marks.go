package ui

import (
	tea "github.com/charmbracelet/bubbletea"

	"fntop/keymap"
	"fntop/model"
	"fntop/ui/draw"
)

// mostMarks is how many runs can be marked: more than anybody means to act on,
// and few enough to be counted with every change of the table.
const mostMarks = 10_000

// marks are the runs that are marked, by id: they outlive refreshes, filters
// and orders, and only one key takes them all away.
type marks struct {
	set    map[model.RunID]bool
	hidden int // marked, and not in the table as it is narrowed
}

// markOne marks the selected run, or takes its mark away, and moves on. While
// a range is being marked it ends the range instead.
func (a *App) markOne() tea.Cmd {
	if a.runsPane.Ranging() {
		return a.markRange()
	}
	id := a.runsPane.Selected().ID
	switch {
	case a.marks.set[id]:
		delete(a.marks.set, id)
	case len(a.marks.set) >= mostMarks:
		a.say("No more than " + draw.Count(mostMarks) + " runs can be marked.")
		return nil
	default:
		a.marks.set[id] = true
	}
	a.runsPane.Hold()
	a.marked()
	intent := a.runsPane.Key(tea.KeyMsg{}, keymap.Down)
	a.moved()
	return a.do(intent)
}

// markRange begins a range at the selected run, or marks all from there to
// here.
func (a *App) markRange() tea.Cmd {
	if !a.runsPane.Ranging() {
		a.runsPane.BeginRange()
		keys := a.o.Keys
		a.say("A range of marks begins here. Move to its other end, then " + keys.Key(keymap.MarkRange) + "; " + keys.Key(keymap.Back) + " leaves it.")
		return nil
	}
	runs := a.runsPane.EndRange()
	if len(runs) == 0 {
		a.say("The run where the range began is not shown any more; nothing was marked.")
		return nil
	}
	a.notice = notice{} // it told what to do
	a.mark(runs)
	return nil
}

// markAll marks every run that is shown: that the filter lets through, on the
// screen or below it.
func (a *App) markAll() tea.Cmd {
	a.mark(a.view.Rows())
	return nil
}

func (a *App) mark(runs []*model.Run) {
	for _, r := range runs {
		if len(a.marks.set) >= mostMarks && !a.marks.set[r.ID] {
			a.say("No more than " + draw.Count(mostMarks) + " runs can be marked; these are " + draw.Count(len(a.marks.set)) + ".")
			break
		}
		a.marks.set[r.ID] = true
	}
	a.marked()
}

func (a *App) clearMarks() tea.Cmd {
	n := len(a.marks.set)
	clear(a.marks.set)
	a.runsPane.EndRange()
	a.marked()
	a.say("The marks of " + draw.Count(n) + " runs are taken away.")
	return nil
}

// marked tells the table of the marks, and counts those that it does not show.
func (a *App) marked() {
	m := &a.marks
	m.hidden = 0
	if len(m.set) == 0 {
		a.runsPane.SetMarks(nil)
		return
	}
	for id := range m.set {
		if _, shown := a.findRun(id); !shown {
			m.hidden++
		}
	}
	a.runsPane.SetMarks(func(id model.RunID) bool { return m.set[id] })
}

// marksText is what the border of the runs says of the marks.
func (a *App) marksText() string {
	m := &a.marks
	if len(m.set) == 0 {
		return ""
	}
	text := draw.Count(len(m.set)) + " marked"
	if m.hidden > 0 {
		text += ", " + draw.Count(m.hidden) + " of them hidden"
	}
	return text
}

// whyNotMark says why no mark can be set here, or nothing when one can.
func (a *App) whyNotMark(action keymap.Action) string {
	switch {
	case !a.onLists():
		return "Marks are set in the table of runs. Go back there first."
	case action == keymap.ClearMarks && len(a.marks.set) == 0 && !a.runsPane.Ranging():
		return "No run is marked."
	case action == keymap.ClearMarks, action == keymap.MarkAll && len(a.view.Rows()) > 0:
		return ""
	case len(a.view.Rows()) == 0:
		return "There is no run to mark."
	case a.focus != onRuns:
		return "Marks are for runs. " + a.o.Keys.Key(keymap.PaneRuns) + " goes to them."
	}
	return ""
}
