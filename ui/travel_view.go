package ui

import (
	"fntop/keymap"
	"fntop/model"
	"fntop/ui/draw"
	"fntop/ui/pane"
	"fntop/ui/scrubber"
)

// drawTravel draws the past: the line on which one goes through it, and what
// was then. Its ages are those of then.
func (a *App) drawTravel(f *draw.Lines, look pane.Look, b rect) {
	t := a.travel
	h := min(b.h, scrubber.Height(b.h))
	place(f, t.line.View(a.focusedLook(look), b.w, h), b.w)
	if b.h == h {
		return
	}
	then := look
	then.Focused = a.overlay == nil && !a.barOpen
	if then.Now = t.shown; then.Now.IsZero() {
		then.Now = t.line.At()
	}
	if t.pane() == pane.Pane(t.runs) {
		t.runs.Resize(b.h-h, a.small())
		t.runs.SetTitle(a.titleThen())
	}
	place(f, t.pane().View(then, b.w, b.h-h), b.w)
}

// travelHints are the keys of the past.
func (a *App) travelHints() []keymap.Action {
	if a.travel.open != nil {
		return a.possible(keymap.Back, keymap.NextTab, keymap.Search, keymap.Fold, keymap.Help)
	}
	return a.possible(keymap.Back, keymap.Earlier, keymap.Later, keymap.MuchEarlier, keymap.TimeTravel, keymap.Longer, keymap.Shorter, keymap.Open, keymap.Board, keymap.Filter, keymap.Failed, keymap.Help)
}

// hints are the keys while something is typed in the past.
func (t *travel) hints() []draw.Hint {
	if t.open != nil {
		return t.open.Hints()
	}
	return []draw.Hint{{"enter", "go there"}, {"esc", "stay"}}
}

// travelWord is what a key does in the past; empty where it is as elsewhere.
func (a *App) travelWord(action keymap.Action) string {
	switch {
	case a.travel == nil:
		return ""
	case action == keymap.Back && a.travel.open == nil && a.travel.only == (model.Subject{}):
		return "now"
	case action == keymap.TimeTravel:
		return "go to a time"
	case action == keymap.Board && a.travel.onBoard:
		return "runs"
	}
	return ""
}
