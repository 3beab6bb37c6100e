package ui

import (
	"errors"

	tea "github.com/charmbracelet/bubbletea"

	"fntop/api"
	"fntop/model"
	"fntop/ui/detail"
	"fntop/ui/follow"
)

// send sends a confirmed action, once, under the program's context: leaving
// the screen does not abandon it half-sent.
func (a *App) send(action model.Action) tea.Cmd {
	j := a.jobs.add(&job{action: action, target: a.targetOf(action), sent: a.now()})
	a.tellSent(j)
	if action.Kind == model.Invoke || action.Kind == model.Rerun {
		a.showJob(j, "sending …")
	}
	a.say(capital(action.Kind.String()) + " of " + j.target + ": sending …")
	return sendAction(a.ctx, a.whose(action.Profile).p, j.number, action)
}

// showJob opens a pane for the run that will come of a job.
func (a *App) showJob(j *job, state string) {
	a.closeRun()
	a.runsPane.Hold()
	a.show(detail.New(j.run))
	a.detail.job = j
	a.detail.pane.Following(true)
	a.detail.pane.SetState(state, false)
	a.detail.pane.SetRun(a.store.Run(j.run))
	a.detail.pane.SetInput(j.input())
}

// tellSent puts an action on the Follow screen: what is known before its run
// is.
func (a *App) tellSent(j *job) {
	j.trigger = j.action.Trigger.Label()
	if r := a.store.Run(j.action.Run); r != nil {
		j.function = r.Function.Label()
	} else if j.action.Function.ID != "" {
		j.function = j.action.Function.Label()
	} else if t := a.store.Book().Trigger(j.action.Profile, j.action.Trigger.ID); t != nil {
		j.function = t.Function.Label()
	}
	j.history.Did(follow.WasSent, j.sent)
	a.jobChanged(j)
	if j.told() {
		a.followed.Pick(j.number)
	}
}

// acted takes in the answer to an action.
func (a *App) acted(msg actedMsg) tea.Cmd {
	j := a.jobs.get(msg.job)
	if j == nil || j.state != follow.Sending {
		return nil
	}
	if msg.err != nil {
		return a.notDone(j, msg.err)
	}
	a.whose(j.profile()).link.retry(a.now())
	if j.action.OfRun() {
		j.state = follow.Over
		a.say(capital(j.action.Kind.String()) + " of " + j.target + ": taken. What becomes of it is read.")
		return a.rereadRun(j.action.Run)
	}
	if j.action.Kind == model.Pause || j.action.Kind == model.Resume {
		j.state = follow.Over
		a.say(capital(j.action.Kind.String()) + "d " + j.target + ".")
		return a.switched(j.action)
	}
	j.id = msg.receipt.JobID
	j.history.Did(follow.WasQueued, a.now())
	if msg.receipt.RunID != "" {
		j.run = model.RunID{Profile: j.action.Profile, ID: msg.receipt.RunID}
	}
	a.say(j.accepted())
	if a.shows(j) {
		a.detail.pane.SetState(queuedAs(j), false)
	}
	return tea.Batch(a.follow(j), a.plan())
}

// switched shows a paused or resumed trigger as what it is now, and makes late
// whatever was asked of the triggers before.
func (a *App) switched(action model.Action) tea.Cmd {
	m := a.of(action.Profile)
	if m == nil {
		return nil
	}
	for _, list := range [][]model.Trigger{a.triggers, m.triggerList} {
		for i := range list {
			if t := &list[i]; t.Profile == action.Profile && t.ID == action.Trigger.ID {
				t.Enabled = action.Kind == model.Resume
			}
		}
	}
	a.trigPane.SetRows(a.triggers)
	m.triggers.forget()
	a.live.once = true
	return a.plan()
}

// rereadRun makes late whatever was asked before that tells of a run, and asks
// anew.
func (a *App) rereadRun(id model.RunID) tea.Cmd {
	m, r := a.of(id.Profile), a.store.Run(id)
	if m == nil || r == nil {
		return a.plan()
	}
	feeds := []*feed{m.runs[functionSource(r)], m.strays[id]}
	if a.detail != nil && a.detail.pane.ID() == id {
		feeds = append(feeds, &a.live.open)
	}
	for _, f := range feeds {
		if f != nil {
			f.forget()
			f.need.Touched = true
		}
	}
	a.live.once = true
	return a.plan()
}

// notDone says what became of an action that was not answered with success.
// Where the answer was lost it may have happened: then its run is looked for,
// and nothing is sent again.
func (a *App) notDone(j *job, err error) tea.Cmd {
	text := sentence(err)
	var e *api.Error
	if errors.As(err, &e) && e.Unsent {
		text = capital(j.what()) + ": " + e.Error() // it says nothing of what for
	}
	j.state, j.said = follow.Refused, text
	happened := follow.WasRefused
	if lost(err) {
		j.state, happened = follow.Lost, follow.WasLost
	}
	j.history.Did(happened, a.now())
	a.jobChanged(j)
	a.say(text)
	if m := a.of(j.profile()); m != nil && api.WaitOf(err) > 0 {
		a.linkFails(m, j.sent, err) // reads are held back as long
	}
	if a.shows(j) {
		a.detail.pane.Following(false)
		a.detail.pane.SetState(text, true)
	}
	switch {
	case !lost(err):
		return a.plan()
	case j.action.Kind == model.Invoke, j.action.Kind == model.Rerun:
		return tea.Batch(a.plan(), a.seek(j))
	}
	if j.action.OfRun() {
		return a.rereadRun(j.action.Run) // it tells whether it happened
	}
	if m := a.of(j.profile()); m != nil {
		m.triggers.forget() // they tell whether it happened
	}
	return a.plan()
}
