package ui

import (
	"context"
	"strings"
	"time"

	tea "github.com/charmbracelet/bubbletea"

	"fntop/keymap"
	"fntop/model"
	"fntop/ui/board"
	"fntop/ui/detail"
	"fntop/ui/pane"
	"fntop/ui/runs"
	"fntop/ui/sched"
	"fntop/ui/scrubber"
)

// travel is a look at the past: the runs and the board as they were. It has
// panes of its own, so that what arrives meanwhile goes on arriving beneath it
// and moves nothing, and the present is found as it was left.
type travel struct {
	ctx    context.Context
	cancel context.CancelFunc

	line    *scrubber.Model
	runs    *runs.Model
	board   *board.Model
	onBoard bool
	open    *detail.Model // the open run of then
	only    model.Subject // the function that the runs are narrowed to

	all   []*model.Run // of the moment, newest first
	of    map[model.RunID]*model.Run
	view  model.View
	cut   bool // older ones were left out
	shown time.Time

	// What was asked for last of each, zero once it is answered; an answer to
	// anything before is late.
	moment, stretch, run, earliest sched.Ticket
	stop                           context.CancelFunc // of the moment that is read
}

// travelRuns is how many runs of a moment are read.
const travelRuns = 5000

// travelKey goes to the past; there it asks for a time.
func (a *App) travelKey() tea.Cmd {
	if a.travel != nil {
		a.travel.open, a.travel.run = nil, 0
		a.travel.line.Type()
		return nil
	}
	onBoard := a.boardOnTop()
	t := &travel{line: scrubber.New(a.theirNow()), runs: runs.New(), onBoard: onBoard, of: map[model.RunID]*model.Run{}}
	t.ctx, t.cancel = context.WithCancel(a.ctx)
	t.board = board.New(func(id model.RunID) *model.Run { return t.of[id] })
	t.board.SetWindow(a.board.Window())
	t.runs.SetNames(a.functions, a.triggers)
	t.runs.SetProfiles(a.profileNames())
	t.runs.SetColumns(a.runsPane.OwnColumns())
	a.closeContrast()
	a.closeRun()
	a.onFollow, a.onMany = false, false
	a.travel = t
	return tea.Batch(a.readMoment(), a.readStretch())
}

// lookingBack reports whether something of the past is being read.
func (a *App) lookingBack() bool {
	t := a.travel
	return t != nil && (t.moment != 0 || t.stretch != 0 || t.run != 0 || t.earliest != 0)
}

// toNow leaves the past.
func (a *App) toNow() {
	if a.travel != nil {
		a.travel.cancel()
		a.travel = nil
	}
}

// whyNotInPast says why an action cannot be done while the past is shown.
// Nothing is sent from there: what one sees need not be so any more.
func (a *App) whyNotInPast(action keymap.Action) string {
	t := a.travel
	switch action {
	case keymap.Invoke, keymap.Rerun, keymap.RerunEdited, keymap.PauseTrigger, keymap.Bulk, keymap.Follow, keymap.Acknowledge, keymap.Regroup,
		keymap.Mark, keymap.MarkRange, keymap.MarkAll, keymap.ClearMarks:
		return "This is the past, and nothing is done to it. " + a.o.Keys.Key(keymap.Back) + " goes back to now."
	case keymap.Up, keymap.Down, keymap.PageUp, keymap.PageDown, keymap.HalfUp, keymap.HalfDown, keymap.Top, keymap.Bottom,
		keymap.Back, keymap.Quit, keymap.QuitNow, keymap.Help, keymap.Commands, keymap.Times, keymap.Redraw, keymap.Suspend, keymap.Log,
		keymap.TimeTravel:
		return ""
	case keymap.Status, keymap.Failed, keymap.Unfinished, keymap.EveryStatus, keymap.Filter, keymap.Window, keymap.Sort:
		if t.onBoard || t.open != nil {
			return "In the past that is for the runs. Go back first."
		}
		return ""
	case keymap.Board, keymap.Open, keymap.Earlier, keymap.Later, keymap.MuchEarlier, keymap.MuchLater, keymap.Longer, keymap.Shorter:
		if t.open != nil {
			return "A run of then is open. Go back first."
		}
		return ""
	case keymap.NextTab, keymap.PrevTab, keymap.Search, keymap.NextMatch, keymap.PrevMatch, keymap.Fold, keymap.FoldAll, keymap.UnfoldAll, keymap.FlatText:
		if t.open == nil {
			return "That is for an open run. Open one first."
		}
		return t.open.WhyNot(action)
	}
	return "That is not there in the past. " + a.o.Keys.Key(keymap.Back) + " goes back to now."
}

// travelAct does what a key does in the past. It reports false for what is
// done there as anywhere else.
func (a *App) travelAct(action keymap.Action) (tea.Cmd, bool) {
	t := a.travel
	switch action {
	case keymap.Back, keymap.Quit:
		a.travelBack()
		return nil, true
	case keymap.Board:
		t.onBoard = !t.onBoard
		return nil, true
	case keymap.Earlier:
		return a.travelBy(-1), true
	case keymap.Later:
		return a.travelBy(1), true
	case keymap.MuchEarlier:
		return a.travelBy(-10), true
	case keymap.MuchLater:
		return a.travelBy(10), true
	case keymap.Longer, keymap.Shorter:
		by := map[keymap.Action]int{keymap.Longer: 1, keymap.Shorter: -1}[action]
		if !t.line.Longer(by) {
			a.say(map[int]string{1: "There is no longer stretch of time.", -1: "There is no shorter stretch of time."}[by])
			return nil, true
		}
		return a.readStretch(), true
	case keymap.QuitNow, keymap.Help, keymap.Commands, keymap.Times, keymap.Redraw, keymap.Suspend, keymap.Log, keymap.TimeTravel,
		keymap.Status, keymap.Failed, keymap.Unfinished, keymap.EveryStatus, keymap.Filter, keymap.Window, keymap.Sort:
		return nil, false
	}
	return a.doThen(t.pane().Key(tea.KeyMsg{}, action)), true
}

// pane is what the keys for moving go to.
func (t *travel) pane() pane.Pane {
	switch {
	case t.open != nil:
		return t.open
	case t.onBoard:
		return t.board
	}
	return t.runs
}

// doThen carries out what a pane of the past wants.
func (a *App) doThen(i pane.Intent) tea.Cmd {
	t := a.travel
	switch i := i.(type) {
	case pane.OpenRun:
		t.open = detail.New(i.ID)
		t.open.SetRun(t.of[i.ID])
		t.run = a.desk.Next()
		return readRunThen(t.ctx, a.o.Past, t.run, i.ID, t.shown)
	case pane.ShowFunction:
		t.only, t.onBoard = model.Subject{Kind: model.OfFunction, Profile: i.Profile, ID: i.ID}, false
		a.arrangeThen()
	case pane.LoadMore:
		if t.cut {
			a.say("These are the newest " + model.Counted(travelRuns, "run") + " of then. Go further back for older ones.")
		}
	case pane.Say:
		a.say(i.Text)
	case pane.Close:
		a.travelBack()
	}
	return nil
}

// travelBack undoes one thing: the open run, the filter of the board, the
// narrowing, then the past itself.
func (a *App) travelBack() {
	switch t := a.travel; {
	case t.open != nil:
		if !t.open.Back() {
			t.open = nil
			t.run = 0
		}
	case t.onBoard && t.board.Back():
	case t.only != model.Subject{}:
		t.only = model.Subject{}
		a.arrangeThen()
	default:
		a.toNow()
	}
}

func (a *App) travelBy(steps int) tea.Cmd {
	if !a.travel.line.Step(steps) {
		a.say("Nothing is later than this but now: " + a.o.Keys.Key(keymap.Back) + " goes there.")
		return nil
	}
	return a.travelled()
}

// travelled reads what there is to show of the moment that was gone to.
func (a *App) travelled() tea.Cmd {
	cmds := []tea.Cmd{a.readMoment()}
	if a.travel.line.Bare() {
		cmds = append(cmds, a.readStretch())
	}
	return tea.Batch(cmds...)
}

// travelTyped takes a key while a time is typed.
func (a *App) travelTyped(msg tea.KeyMsg) tea.Cmd {
	text, done := a.travel.line.Typed(msg)
	if !done {
		return nil
	}
	now := a.theirNow()
	to, err := momentOf(text, now, a.times.Zone(a.o.Zone))
	switch {
	case err != nil:
		a.say(capital(model.Visible(err.Error())) + ".")
		return nil
	case to.After(now):
		a.say("That is not past yet.")
		return nil
	}
	a.travel.line.Go(to)
	return a.travelled()
}

// momentOf reads a moment: a time of the last day, or what --since takes.
func momentOf(text string, now time.Time, zone *time.Location) (time.Time, error) {
	for _, layout := range [...]string{"15:04", "15:04:05"} {
		if at, err := time.ParseInLocation(layout, text, zone); err == nil {
			y, m, d := now.In(zone).Date()
			to := time.Date(y, m, d, at.Hour(), at.Minute(), at.Second(), 0, zone)
			if to.After(now) {
				to = to.AddDate(0, 0, -1)
			}
			return to, nil
		}
	}
	return model.ParseWhen(strings.TrimSuffix(text, " ago"), now, zone)
}

// travelKeys takes text that is typed in the past, and the keys for both ends
// of time, which are fixed.
func (a *App) travelKeys(msg tea.KeyMsg) (tea.Cmd, bool) {
	t := a.travel
	switch {
	case t == nil || a.log != nil || a.overlay != nil || a.barOpen:
		return nil, false
	case t.line.Typing():
		return a.travelTyped(msg), true
	case t.onBoard && t.open == nil && t.board.Typing():
		return a.doThen(t.board.Key(msg, keymap.None)), true
	case t.open != nil && t.open.Typing():
		return a.doThen(t.open.Key(msg, keymap.None)), true
	case t.open != nil:
		return nil, false
	}
	switch msg.Type {
	case tea.KeyEnd:
		a.toNow()
		return nil, true
	case tea.KeyHome:
		t.earliest = a.desk.Next()
		return readEarliest(t.ctx, a.o.Past, t.earliest, a.profileNames()), true
	}
	return nil, false
}
