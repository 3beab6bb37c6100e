package ui

import (
	tea "github.com/charmbracelet/bubbletea"

	"fntop/keymap"
	"fntop/model"
	"fntop/ui/functions"
	"fntop/ui/log"
	"fntop/ui/pane"
	"fntop/ui/triggers"
)

// focus is the pane that keys go to.
type focus uint8

const (
	onTriggers focus = iota
	onFunctions
	onRuns
	onPreview
)

// focused is the pane that keys go to.
func (a *App) focused() pane.Pane {
	switch a.focus {
	case onTriggers:
		return a.trigPane
	case onFunctions:
		return a.fnPane
	case onPreview:
		return a.prevPane
	}
	return a.runsPane
}

// turn goes to the next or the previous pane that is on screen.
func (a *App) turn(by int) tea.Cmd {
	order := make([]focus, 0, 4)
	for f := onTriggers; f <= onPreview; f++ {
		if a.reachable(f) {
			order = append(order, f)
		}
	}
	at := 0
	for i, f := range order {
		if f == a.focus {
			at = i
		}
	}
	a.focus = order[(at+by+len(order))%len(order)]
	return nil
}

func (a *App) focusOn(f focus) tea.Cmd {
	a.toLists()
	if a.reachable(f) {
		a.focus = f
	}
	return nil
}

// reachable reports whether a pane is on screen, or comes there when it is
// gone to.
func (a *App) reachable(f focus) bool {
	switch f {
	case onRuns:
		return true
	case onPreview:
		return a.panes().preview.h > 0
	}
	return !a.small()
}

// back undoes one thing: the difference, then the open run, then the Follow
// screen, then the filter of the board and the board, or the inbox, then a range
// of marks that was begun, then the zoom, then the filter, then the narrowing.
func (a *App) back() tea.Cmd {
	latest, filtered := a.latestWish()
	switch {
	case a.log != nil:
		a.log = nil
	case a.contrast != nil:
		if !a.contrast.pane.Back() {
			a.closeContrast()
		}
	case a.detail != nil:
		if a.detail.pane.Back() {
			return nil
		}
		a.closeRun()
		return nil
	case a.onFollow:
		a.onFollow = false
	case a.onMany:
		a.onMany = false
	case a.onBoard:
		if !a.board.Back() {
			a.onBoard = false
		}
	case a.trouble.open:
		a.trouble.open = false
	case a.runsPane.Ranging():
		a.runsPane.EndRange()
	case a.zoomed:
		a.zoomed = false
	case filtered:
		return a.undo(latest)
	case a.narrowed():
		return a.widen()
	case a.filter.Group != nil:
		return a.leaveGroup()
	case a.focus != onRuns:
		a.focus = onRuns
	}
	return nil
}

// closeTop takes away what lies on top.
func (a *App) closeTop() tea.Cmd {
	if a.overlay != nil {
		a.overlay = nil
		return nil
	}
	if a.log != nil {
		a.log = nil
		return nil
	}
	if a.contrast != nil {
		a.closeContrast()
		return nil
	}
	if a.detail != nil {
		a.closeRun()
		return nil
	}
	if a.onFollow {
		a.onFollow = false
		return nil
	}
	if a.onMany {
		a.onMany = false
		return nil
	}
	a.onBoard, a.trouble.open = false, false
	return nil
}

// typing reports whether keys are text for the filter or for what lies above
// the lists.
func (a *App) typing() bool {
	switch {
	case a.barOpen:
		return true
	case a.contrast != nil:
		return a.contrast.pane.Typing()
	case a.travel != nil:
		return a.travel.line.Typing() || a.travel.open != nil && a.travel.open.Typing()
	}
	return a.detail != nil && a.detail.pane.Typing()
}

// reads reports whether keys are those of an open run.
func (a *App) reads() bool {
	if a.travel != nil && a.log == nil {
		return a.travel.open != nil
	}
	return a.detail != nil || a.contrast != nil
}

// onLists reports whether the panes are on the screen and nothing that fills
// it.
func (a *App) onLists() bool {
	return a.start == nil && a.travel == nil && a.log == nil && a.contrast == nil && a.detail == nil && !a.onFollow && !a.onMany && !a.onBoard && !a.trouble.open
}

// toLists takes away what fills the screen.
func (a *App) toLists() {
	a.closeContrast()
	a.closeRun()
	a.log, a.onFollow, a.onMany, a.onBoard, a.trouble.open = nil, false, false, false, false
}

// zoom gives the pane in focus the whole screen, or the others their part of it
// back.
func (a *App) zoom() tea.Cmd {
	a.zoomed = !a.zoomed
	a.settle()
	return a.fill()
}

// openLog shows what fntop itself did, or goes back from it.
func (a *App) openLog() tea.Cmd {
	if a.log != nil {
		a.log = nil
		return nil
	}
	a.log = log.New()
	return nil
}

// quit leaves, but not while an action is on its way out: its answer would
// be lost.
func (a *App) quit(action keymap.Action) tea.Cmd {
	if action == keymap.Quit && !a.onLists() && a.start == nil {
		return a.closeTop()
	}
	if n := a.jobs.sending(); n > 0 && action == keymap.Quit {
		a.say("An action is being sent. Quit again in a moment, or at once with " + a.o.Keys.Key(keymap.QuitNow) + ".")
		return nil
	}
	if a.many != nil && a.many.runner != nil && action == keymap.Quit {
		a.say("A bulk rerun is under way. " + a.o.Keys.Key(keymap.Bulk) + " shows it and can abort it; " + a.o.Keys.Key(keymap.QuitNow) + " leaves the rest for later.")
		return nil
	}
	a.quitting = true
	return tea.Quit
}

func (a *App) goTrigger(profile, id string) tea.Cmd {
	a.toLists()
	a.trigPane.Pick(triggers.Key{Profile: profile, ID: id})
	return a.goPane(onTriggers, func() tea.Cmd { return a.narrowTrigger(profile, id) })
}

func (a *App) goFunction(profile, id string) tea.Cmd {
	a.toLists()
	a.fnPane.Pick(functions.Key{Profile: profile, ID: id})
	return a.goPane(onFunctions, func() tea.Cmd { return a.narrowFunction(profile, id) })
}

// goPane goes to a pane. On a screen too small for it the runs are narrowed
// instead: that is what one goes there for.
func (a *App) goPane(f focus, narrow func() tea.Cmd) tea.Cmd {
	if !a.reachable(f) {
		return narrow()
	}
	a.focus = f
	return nil
}

// goRun selects a run in the table, or opens it where the filter hides it.
func (a *App) goRun(id model.RunID) tea.Cmd {
	a.toLists()
	if _, shown := a.findRun(id); !shown {
		return a.open(id)
	}
	a.runsPane.Pick(id)
	a.focus = onRuns
	return nil
}
