package ui

import (
	tea "github.com/charmbracelet/bubbletea"

	"fntop/keymap"
	"fntop/model"
	"fntop/ui/pane"
)

// key says where a key goes: the start page, the overlay, a text field, an
// action that works everywhere, the open run, the pane in focus.
func (a *App) key(msg tea.KeyMsg) tea.Cmd {
	a.hush()
	if msg.Type == tea.KeyCtrlC && a.action(msg) == keymap.QuitNow {
		return a.quit(keymap.QuitNow)
	}
	if cmd, done := a.travelKeys(msg); done {
		return cmd
	}
	switch {
	case a.overlay != nil:
		return a.overlayKey(msg)
	case a.barOpen:
		return a.do(a.bar.Key(msg, a.action(msg)))
	case a.typing() && a.contrast != nil:
		return a.do(a.contrast.pane.Key(msg, keymap.None))
	case a.typing():
		return a.do(a.detail.pane.Key(msg, keymap.None))
	case a.boardOnTop() && a.board.Typing():
		return a.do(a.board.Key(msg, keymap.None))
	case len(msg.Runes) > 1:
		return a.ahead(msg)
	case a.start != nil:
		return a.startKey(msg)
	}
	return a.act(a.action(msg))
}

// action is what the key does in the place where it is pressed.
func (a *App) action(msg tea.KeyMsg) keymap.Action {
	if msg.Paste {
		return keymap.None
	}
	if a.reads() && a.overlay == nil {
		return a.o.Keys.InDetail(msg.String())
	}
	return a.o.Keys.InLists(msg.String())
}

// ahead takes several letters that came in one message: keys typed ahead, or
// an unbracketed paste. Only movement is taken out of it, and only when there
// is nothing else in it, so that pasted text never acts. What begins with the
// key of the filter or of the search is text for that: a slow line delivers it
// at once, and to be narrowed or found is all that can come of it.
func (a *App) ahead(msg tea.KeyMsg) tea.Cmd {
	if a.start != nil {
		return nil
	}
	if msg.Paste {
		a.say("Text was pasted here; nothing is taken from it.")
		return nil
	}
	first := a.action(tea.KeyMsg{Type: tea.KeyRunes, Runes: msg.Runes[:1]})
	if first == keymap.Filter || first == keymap.Search {
		opened := a.act(first)
		if !a.typing() {
			return opened // it said why not
		}
		return tea.Batch(opened, a.key(tea.KeyMsg{Type: tea.KeyRunes, Runes: msg.Runes[1:]}))
	}
	actions := make([]keymap.Action, 0, len(msg.Runes))
	for _, r := range msg.Runes {
		action := a.action(tea.KeyMsg{Type: tea.KeyRunes, Runes: []rune{r}})
		if !action.Repeats() {
			a.say("Text was pasted or typed ahead here; only movement is taken from it.")
			return nil
		}
		actions = append(actions, action)
	}
	cmds := make([]tea.Cmd, 0, len(actions))
	for _, action := range actions {
		cmds = append(cmds, a.act(action))
	}
	return tea.Batch(cmds...)
}

func (a *App) startKey(msg tea.KeyMsg) tea.Cmd {
	switch action := a.action(msg); action {
	case keymap.Quit, keymap.Suspend, keymap.Redraw, keymap.Help:
		return a.act(action)
	default:
		if intent := a.start.Key(msg, action); intent != nil || action == keymap.None {
			return a.do(intent)
		}
		return a.act(action) // which says why it cannot be done here
	}
}

// act does what an action's key does, unless it cannot be done now: then it
// says why.
func (a *App) act(action keymap.Action) tea.Cmd {
	if action == keymap.None {
		return nil
	}
	if why := a.unavailable(action); why != "" {
		a.say(why)
		return nil
	}
	if a.travel != nil && a.log == nil {
		if cmd, done := a.travelAct(action); done {
			return cmd
		}
	}
	switch action {
	case keymap.TimeTravel:
		return a.travelKey()
	case keymap.Back:
		return a.back()
	case keymap.Quit, keymap.QuitNow:
		return a.quit(action)
	case keymap.Help:
		return a.openHelp()
	case keymap.Commands:
		return a.openCommands()
	case keymap.GoTo:
		return a.openGoTo()
	case keymap.Status:
		return a.openStatuses()
	case keymap.Failed:
		return a.toggleStatuses(model.FailedStatuses)
	case keymap.Unfinished:
		return a.toggleStatuses(model.UnfinishedStatuses)
	case keymap.EveryStatus:
		return a.setStatuses(nil)
	case keymap.Sort:
		if a.boardOnTop() {
			return a.openBoardOrder()
		}
		return a.openSort()
	case keymap.Columns:
		return a.openColumns()
	case keymap.Times:
		return a.turnTimes()
	case keymap.Window:
		if a.boardOnTop() {
			return a.openBoardWindow()
		}
		return a.openWindow()
	case keymap.SaveView:
		return a.saveView()
	case keymap.Views:
		return a.openViews()
	case keymap.Invoke:
		return a.askInvoke()
	case keymap.Rerun:
		if a.inboxOnTop() {
			return a.askGroupRerun()
		}
		if a.meansMany() {
			return a.askMany()
		}
		return a.askRerun(false)
	case keymap.Bulk:
		return a.manyKey()
	case keymap.Acknowledge:
		return a.askAck()
	case keymap.Regroup:
		return a.openRegroup()
	case keymap.RerunEdited:
		return a.askRerun(true)
	case keymap.Lineage:
		return a.lineageKey()
	case keymap.Difference:
		return a.differenceKey()
	case keymap.Follow:
		return a.followKey()
	case keymap.PauseTrigger:
		return a.askPause()
	case keymap.Mark:
		return a.markOne()
	case keymap.MarkRange:
		return a.markRange()
	case keymap.MarkAll:
		return a.markAll()
	case keymap.ClearMarks:
		return a.clearMarks()
	case keymap.Copy:
		return a.openCopy()
	case keymap.Editor:
		return a.readIn(editor)
	case keymap.Pager:
		return a.readIn(pager)
	case keymap.Browse:
		return a.browse()
	case keymap.Save:
		return a.save()
	case keymap.Bundle:
		return a.askBundle()
	case keymap.PausePolling:
		return a.pausePolling()
	case keymap.Refresh:
		return a.refresh()
	case keymap.Redraw:
		return a.redraw()
	case keymap.Suspend:
		return a.suspend()
	case keymap.Zoom:
		return a.zoom()
	case keymap.Board:
		return a.boardKey()
	case keymap.Alerts:
		return a.openAlertMenu()
	case keymap.Inbox:
		return a.inboxKey()
	case keymap.Profiles:
		return a.openProfiles()
	case keymap.Log:
		return a.openLog()
	}
	if a.log != nil {
		return a.do(a.log.Key(tea.KeyMsg{}, action))
	}
	if a.boardOnTop() {
		switch action {
		case keymap.PaneTriggers, keymap.PaneFunctions, keymap.PaneRuns, keymap.PanePreview:
		default:
			return a.do(a.board.Key(tea.KeyMsg{}, action))
		}
	}
	switch action {
	case keymap.Longer:
		return a.stepWindow(1)
	case keymap.Shorter:
		return a.stepWindow(-1)
	case keymap.Filter:
		return a.openFilter()
	case keymap.PaneTriggers:
		return a.focusOn(onTriggers)
	case keymap.PaneFunctions:
		return a.focusOn(onFunctions)
	case keymap.PaneRuns:
		return a.focusOn(onRuns)
	case keymap.PanePreview:
		return a.focusOn(onPreview)
	}
	if a.contrast != nil {
		return a.do(a.contrast.pane.Key(tea.KeyMsg{}, action))
	}
	if a.detail != nil {
		return a.do(a.detail.pane.Key(tea.KeyMsg{}, action))
	}
	if a.onFollow {
		return a.do(a.followed.Key(tea.KeyMsg{}, action))
	}
	if a.onMany {
		return a.do(a.many.pane.Key(tea.KeyMsg{}, action))
	}
	if a.trouble.open {
		return a.do(a.trouble.pane.Key(tea.KeyMsg{}, action))
	}
	switch action {
	case keymap.NextPane:
		return a.turn(1)
	case keymap.PrevPane:
		return a.turn(-1)
	}
	intent := a.focused().Key(tea.KeyMsg{}, action)
	a.moved()
	return a.do(intent)
}

// overlayKey gives a key to the overlay and carries out what it answers. A
// question asked over an editor gives way to the editor again: what was
// written is not lost.
func (a *App) overlayKey(msg tea.KeyMsg) tea.Cmd {
	intent := a.overlay.Key(msg, a.action(msg))
	switch intent := intent.(type) {
	case nil:
		return nil
	case pane.Say, pane.EditText, pane.TryDraft, pane.StopTrying, pane.SaveDraft:
		return a.do(intent)
	case pane.Close:
		a.overlay, a.under = a.under, nil
		return nil
	case pane.Composed:
		a.under = a.overlay
		a.remember(intent.Action)
		return a.confirm(intent.Action)
	}
	a.overlay, a.under = nil, nil
	return a.do(intent)
}
