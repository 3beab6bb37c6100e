package ui

import (
	tea "github.com/charmbracelet/bubbletea"

	"fntop/keymap"
)

// wheelRows is how far one notch of the wheel goes.
const wheelRows = 3

// mouse takes the wheel and a click, where the person switched the mouse on:
// the wheel moves in the pane under it, a click selects the row it is on. In
// an overlay or an open run only the wheel does something.
func (a *App) mouse(msg tea.MouseMsg) tea.Cmd {
	if a.start != nil || a.w == 0 {
		return nil
	}
	action := map[tea.MouseButton]keymap.Action{tea.MouseButtonWheelUp: keymap.Up, tea.MouseButtonWheelDown: keymap.Down}[msg.Button]
	switch {
	case action != keymap.None:
		return a.wheel(msg, action)
	case msg.Button == tea.MouseButtonLeft && msg.Action == tea.MouseActionPress && a.overlay == nil && a.contrast == nil && a.detail == nil && a.log == nil:
		a.click(msg.X, msg.Y)
	}
	return nil
}

func (a *App) wheel(msg tea.MouseMsg, action keymap.Action) tea.Cmd {
	var cmds []tea.Cmd
	for range wheelRows {
		switch {
		case a.overlay != nil:
			key := tea.KeyMsg{Type: tea.KeyDown}
			if action == keymap.Up {
				key.Type = tea.KeyUp
			}
			cmds = append(cmds, a.overlayKey(key))
		case a.travel != nil:
			cmds = append(cmds, a.act(action))
		case a.contrast != nil:
			cmds = append(cmds, a.do(a.contrast.pane.Key(tea.KeyMsg{}, action)))
		case a.detail != nil:
			cmds = append(cmds, a.do(a.detail.pane.Key(tea.KeyMsg{}, action)))
		case !a.onLists():
			cmds = append(cmds, a.act(action))
		default:
			if f, _, ok := a.paneAt(msg.X, msg.Y); ok {
				a.focus = f
			}
			cmds = append(cmds, a.act(action))
		}
	}
	return tea.Batch(cmds...)
}

func (a *App) click(x, y int) {
	if a.travel != nil {
		return // what lies beneath is not what is seen
	}
	if a.onFollow {
		a.followed.Click(y - a.layout().body.y)
		return
	}
	if a.boardOnTop() {
		a.board.Click(y - a.layout().body.y)
		return
	}
	if a.inboxOnTop() {
		b := a.layout().body
		a.trouble.pane.Click(y-b.y, b.w, b.h)
		return
	}
	f, line, ok := a.paneAt(x, y)
	if !ok || a.onMany {
		return
	}
	a.focus = f
	switch f {
	case onTriggers:
		a.trigPane.Click(line)
	case onFunctions:
		a.fnPane.Click(line)
	case onRuns:
		a.runsPane.Click(line)
		a.moved()
	}
}

// paneAt is the pane at a place of the screen, and the line in it.
func (a *App) paneAt(x, y int) (f focus, line int, ok bool) {
	l := a.layout()
	for f, r := range map[focus]rect{onTriggers: l.triggers, onFunctions: l.functions, onRuns: l.runs, onPreview: l.preview} {
		if x >= r.x && x < r.x+r.w && y >= r.y && y < r.y+r.h {
			return f, y - r.y, true
		}
	}
	return 0, 0, false
}
