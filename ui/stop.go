package ui

import (
	tea "github.com/charmbracelet/bubbletea"

	"fntop/model"
	"fntop/ui/palette"
	"fntop/ui/pane"
)

// stopWarning is said before a run is cancelled or resumed: the one backend
// that can be asked has no public word on it.
const stopWarning = "The call is a guess: nothing public tells of it. It is sent once, and the run tells what became of it."

// stoppable is the run that a key means where its backend can be asked to
// cancel or resume runs; nil where the key means a trigger.
func (a *App) stoppable() *model.Run {
	if a.onLists() && (a.focus == onTriggers || a.focus == onFunctions) {
		return nil
	}
	r := a.target()
	if r == nil {
		return nil
	}
	if caps := a.infoOf(r.ID.Profile).Caps; !caps.Cancels && !caps.Resumes {
		return nil
	}
	return r
}

// whyNotStop says why a run cannot be cancelled or resumed now.
func (a *App) whyNotStop(r *model.Run) string {
	info := a.infoOf(r.ID.Profile)
	switch {
	case info.ReadOnly:
		return readOnly
	case !r.Unfinished():
		return "The run is over: there is nothing to cancel or resume."
	case !info.Caps.Cancels && r.Status != model.StatusWaiting:
		return "Only a run that waits can be resumed, and this one is " + r.Status.String() + "."
	}
	return ""
}

// askStop asks to confirm what can be done with a run under way. Where it waits
// for a human there are two things, and it asks which.
func (a *App) askStop(r *model.Run) tea.Cmd {
	caps := a.infoOf(r.ID.Profile).Caps
	cancel := model.Action{Kind: model.CancelRun, Profile: r.ID.Profile, Run: r.ID, Trigger: r.Trigger}
	resume := cancel
	resume.Kind = model.ResumeRun
	switch waits := r.Status == model.StatusWaiting; {
	case !waits || !caps.Resumes:
		return a.confirm(cancel)
	case !caps.Cancels:
		return a.confirm(resume)
	}
	a.overlay = palette.New(palette.Options{Title: "A run that waits for a human", Items: []palette.Item{
		{Text: "resume", Note: "as if somebody had answered", Intent: pane.Composed{Action: resume}},
		{Text: "cancel", Note: "it ends here", Intent: pane.Composed{Action: cancel}},
	}})
	return nil
}
