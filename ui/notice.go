package ui

import (
	"errors"
	"strconv"
	"time"

	"fntop/api"
	"fntop/keymap"
	"fntop/model"
	"fntop/ui/draw"
	"fntop/ui/log"
	"fntop/ui/pane"
)

// notice is a sentence in the footer. No timer takes it away: it stays until
// a key is pressed after it could be read.
type notice struct {
	text string
	at   time.Time
}

// readable is how long a notice stays whatever keys are pressed.
const readable = 1500 * time.Millisecond

// say puts a sentence in the footer.
func (a *App) say(text string) {
	a.notice = notice{model.Visible(text), a.now()}
	a.o.Traffic.Note(log.Line{At: a.notice.at, Kind: log.Notice, Text: a.notice.text})
}

// hush takes a notice away that has been there long enough to be read.
func (a *App) hush() {
	if a.notice.text != "" && a.now().Sub(a.notice.at) >= readable {
		a.notice = notice{}
	}
}

// drawFooter writes the last line: a notice, else what is wrong and what to
// do about it, else the keys that matter most here.
func (a *App) drawFooter(f *draw.Lines, look pane.Look) {
	t := look.Theme
	f.Blank(1)
	switch tr := a.truth; {
	case a.notice.text != "":
		f.Text(t.Text, a.notice.text)
	case a.overlay != nil:
		// The overlay says its own keys.
	case a.boardOnTop() && a.board.Typing():
		f.Hints(t, f.Left()-1, draw.Hint{"enter", "keep"}, draw.Hint{"esc", "undo"})
	case a.barOpen:
		f.Hints(t, f.Left()-1, draw.Hint{"enter", "keep"}, draw.Hint{"esc", "undo"}, draw.Hint{"tab", "complete"}, draw.Hint{"↑", "earlier queries"})
	case a.travel != nil && a.typing():
		f.Hints(t, f.Left()-1, a.travel.hints()...)
	case a.typing() && a.contrast != nil:
		f.Hints(t, f.Left()-1, a.contrast.pane.Hints()...)
	case a.typing():
		f.Hints(t, f.Left()-1, a.detail.pane.Hints()...)
	case len(a.members) > 0 && tr.err != nil && tr.state != paused:
		whose := ""
		if len(a.members) > 1 {
			whose = model.Visible(tr.whose) + ": "
		}
		f.Text(t.Warn, whose+a.advice(tr.err, f.Left()-1-draw.Width(whose)))
	default:
		a.drawHints(f, look)
	}
	f.End()
}

// advice is what is wrong and what to do about it. Where there is no room for
// both, the next step matters more than the backend's own words: the log has
// them, too.
func (a *App) advice(err error, room int) string {
	var e *api.Error
	if !errors.As(err, &e) {
		return sentence(err)
	}
	said := func(detail string) string {
		what := capital(e.Word())
		if detail != "" {
			what += " (" + detail + ")"
		}
		return what + ". " + e.Onward()
	}
	if whole := said(e.Detail()); draw.Width(whole) <= room {
		return whole
	}
	if e.Status == 0 {
		return said("")
	}
	return said(strconv.Itoa(e.Status))
}

// drawHints writes the keys that matter most, as many as there is room for;
// the way to all others comes first of all.
func (a *App) drawHints(f *draw.Lines, look pane.Look) {
	hints := make([]draw.Hint, 0, 12)
	for _, action := range a.hints() {
		if key := a.o.Keys.Key(action); key != "" {
			hints = append(hints, draw.Hint{key, a.wordOf(action)})
		}
	}
	f.Hints(look.Theme, f.Left()-1, hints...)
}

// wordOf is what an action's key does here, in a word or two.
func (a *App) wordOf(action keymap.Action) string {
	if word := a.travelWord(action); word != "" {
		return word
	}
	switch {
	case action == keymap.Follow:
		return a.followWord()
	case action == keymap.Fold && a.detail != nil && a.detail.pane.OnLineage():
		return keymap.Open.Short()
	case action == keymap.Open && (a.boardOnTop() || a.inboxOnTop()):
		return "its runs"
	case action == keymap.Rerun && a.inboxOnTop():
		return "rerun " + draw.Count(len(a.selectedGroup().Open))
	case action == keymap.NextPane && a.inboxOnTop():
		return "made good"
	case action == keymap.Zoom && a.zoomed:
		return "all panes"
	case action == keymap.Rerun && a.meansMany():
		return "rerun " + draw.Count(len(a.marks.set))
	case action == keymap.Bulk && a.onMany:
		return "pause, abort, continue"
	case action == keymap.Difference:
		return a.differenceWord()
	case action == keymap.NextTab && a.contrast != nil:
		return "next change"
	case action == keymap.PrevTab && a.contrast != nil:
		return "previous change"
	}
	return action.Short()
}

func (a *App) hints() []keymap.Action {
	switch {
	case a.start != nil:
		return []keymap.Action{keymap.Open, keymap.Help, keymap.Quit}
	case a.log != nil:
		return a.possible(keymap.Back, keymap.Up, keymap.Down, keymap.Bottom, keymap.Commands, keymap.Help)
	case a.travel != nil:
		return a.travelHints()
	case a.contrast != nil:
		return a.possible(keymap.Back, keymap.NextTab, keymap.PrevTab, keymap.Search, keymap.Difference, keymap.Rerun, keymap.RerunEdited,
			keymap.Commands, keymap.Help)
	case a.detail != nil:
		return a.possible(keymap.Back, keymap.NextTab, keymap.Search, keymap.Fold, keymap.Rerun, keymap.RerunEdited, keymap.Difference, keymap.Follow, keymap.Invoke,
			keymap.Copy, keymap.Editor, keymap.Pager, keymap.Commands, keymap.Help)
	case a.onMany && !a.onFollow:
		return a.possible(keymap.Back, keymap.Bulk, keymap.Open, keymap.Copy, keymap.Commands, keymap.Help)
	case a.onFollow:
		return a.possible(keymap.Back, keymap.Open, keymap.Follow, keymap.Invoke, keymap.Rerun, keymap.Copy, keymap.Commands, keymap.Help)
	case a.onBoard:
		return a.possible(keymap.Back, keymap.Open, keymap.Longer, keymap.Shorter, keymap.Sort, keymap.Filter, keymap.Commands, keymap.Help)
	case a.trouble.open:
		return a.possible(keymap.Back, keymap.Open, keymap.Rerun, keymap.Acknowledge, keymap.Regroup, keymap.NextPane, keymap.Copy, keymap.Commands, keymap.Help)
	case a.focus == onTriggers:
		return a.possible(keymap.Help, keymap.Open, keymap.Invoke, keymap.PauseTrigger, keymap.Browse, keymap.Copy, keymap.NextPane, keymap.GoTo, keymap.Commands)
	case a.focus == onFunctions:
		return a.possible(keymap.Help, keymap.Open, keymap.Invoke, keymap.Copy, keymap.NextPane, keymap.GoTo, keymap.Commands)
	}
	return a.possible(keymap.Help, keymap.Open, keymap.Filter, keymap.Status, keymap.Failed, keymap.Invoke, keymap.Rerun, keymap.Bulk, keymap.Follow,
		keymap.Copy, keymap.GoTo, keymap.Commands, keymap.Quit)
}

// possible leaves out what cannot be done now: the footer does not offer it.
func (a *App) possible(actions ...keymap.Action) []keymap.Action {
	if a.zoomed && a.onLists() {
		actions = append([]keymap.Action{keymap.Zoom}, actions...)
	}
	kept := actions[:0]
	for _, action := range actions {
		if a.unavailable(action) == "" {
			kept = append(kept, action)
		}
	}
	return kept
}
