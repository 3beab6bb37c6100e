package ui

import (
	"slices"
	"time"

	tea "github.com/charmbracelet/bubbletea"

	"fntop/model"
	"fntop/ui/board"
	"fntop/ui/palette"
	"fntop/ui/pane"
)

// boardKey opens the board, over whatever fills the screen, or closes it.
func (a *App) boardKey() tea.Cmd {
	if a.boardOnTop() {
		a.onBoard = false
		return nil
	}
	a.toLists()
	a.onBoard = true
	if last := a.surveys.last; last != nil && last.Window.Last == a.board.Window() {
		a.board.SetSurvey(last) // until the next one is made
	}
	a.surveys.stale = true
	return tea.Batch(a.plan(), a.fill())
}

// boardOnTop reports whether the board is what fills the screen. Everything
// else that does lies over it.
func (a *App) boardOnTop() bool {
	return a.onBoard && a.travel == nil && a.log == nil && a.contrast == nil && a.detail == nil && !a.onFollow && !a.onMany && a.start == nil
}

// showFunction leaves the board for the runs of one function.
func (a *App) showFunction(profile, id string) tea.Cmd {
	f := a.store.Book().Function(profile, id)
	if f == nil {
		a.say("That function is no more.")
		return nil
	}
	a.toLists()
	a.focus = onRuns
	return a.narrow(profile, model.Ref{ID: id, Name: f.Name}, model.Ref{})
}

// setBoardWindow has the board be of another span of time. What of it has not
// been loaded is read on for, as the budget allows.
func (a *App) setBoardWindow(d time.Duration) tea.Cmd {
	a.board.SetWindow(d)
	return a.fill()
}

// fillBoard reads on while the board is open: first what seldom triggers did,
// a page of each, for a schedule that was missed days ago is to be seen though
// its function has had thousands of runs since; then back to the beginning of
// the window.
func (a *App) fillBoard() tea.Cmd {
	if !a.onBoard {
		return nil
	}
	now := a.theirNow()
	from := now.Add(-model.MissedFor)
	var seldom []list
	for i := range a.triggers {
		t := &a.triggers[i]
		l := list{source: source{byTrigger, t.Profile, t.ID}}
		if m := a.of(t.Profile); m != nil && t.Seldom() && m.info.Caps.NoTriggerRuns == "" && !a.reaches(l, from) {
			seldom = append(seldom, l)
		}
	}
	if len(seldom) > 0 {
		if cmd := a.readOn(a.affordable(seldom), from); cmd != nil {
			return cmd
		}
	}
	if from = now.Add(-a.board.Window()); a.isLoaded(from) {
		return nil
	}
	return a.readOn(a.affordable(a.allLists()), from)
}

// seldom reports whether a source is a trigger that comes so seldom that its
// runs are read by themselves.
func (m *member) seldom(s source) bool {
	return s.by == byTrigger && slices.ContainsFunc(m.triggerList, func(t model.Trigger) bool { return t.ID == s.id && t.Seldom() })
}

func (a *App) openBoardWindow() tea.Cmd {
	items := make([]palette.Item, 0, len(board.Windows))
	for _, d := range board.Windows {
		note := ""
		if d == a.board.Window() {
			note = "now"
		}
		items = append(items, palette.Item{Text: model.SpanText(d), Note: note, Intent: pane.SetBoardWindow{Last: d}})
	}
	a.overlay = palette.New(palette.Options{Title: "Board of the last", Items: items, Filter: true, Empty: "no such window"})
	return nil
}

func (a *App) openBoardOrder() tea.Cmd {
	items := make([]palette.Item, 0, len(board.Orders))
	for i, name := range board.Orders {
		note := ""
		if board.Order(i) == a.board.Order() {
			note = "now"
		}
		items = append(items, palette.Item{Text: name, Note: note, Intent: pane.SetBoardOrder{Order: i}})
	}
	a.overlay = palette.New(palette.Options{Title: "Order by", Items: items, Filter: true, Empty: "no such order"})
	return nil
}

// windowSteps are the windows that the keys for a longer and a shorter one go
// through, the shortest first; zero is all of time.
var windowSteps = [...]time.Duration{15 * time.Minute, time.Hour, 6 * time.Hour, 24 * time.Hour, 7 * 24 * time.Hour, 0}

// stepWindow takes the next longer window of the runs, or the next shorter.
func (a *App) stepWindow(by int) tea.Cmd {
	last := a.filter.Window.Last
	at := slices.Index(windowSteps[:], last)
	for i := 0; at < 0; i++ { // one that was typed: it lies between two of them
		if d := windowSteps[i]; d == 0 || d > last {
			at = i
			if by > 0 {
				at--
			}
		}
	}
	to := at + by
	if to < 0 || to >= len(windowSteps) {
		a.say(map[int]string{1: "Runs are shown however old they are.", -1: "There is no shorter window."}[by])
		return nil
	}
	return a.setWindow(model.Window{Last: windowSteps[to]})
}
