package ui

import (
	"context"

	tea "github.com/charmbracelet/bubbletea"

	"fntop/api"
	"fntop/model"
	"fntop/ui/draw"
)

// follow looks at the run of a job until it is over.
func (a *App) follow(j *job) tea.Cmd {
	t := api.Target{Run: j.run, JobID: j.id, Trigger: j.action.Trigger.ID}
	if j.action.Kind == model.Rerun {
		t.Trigger = ""
		if r := a.store.Run(j.action.Run); r != nil {
			t.Function = r.Function.ID
		}
	}
	ctx, stop := context.WithCancel(a.ctx)
	j.stop = stop
	j.stream = followRun(ctx, a.o.Clock, a.of(j.profile()).p, a.spawn, j.number, t)
	return j.stream.Next()
}

// sighted shows what was seen of a followed run.
func (a *App) sighted(msg sightingsMsg) tea.Cmd {
	j := a.jobs.get(msg.job)
	if j == nil || !j.follows() {
		return nil
	}
	for _, s := range msg.seen {
		a.sight(j, s)
	}
	if !msg.over {
		return j.stream.Next()
	}
	j.state = done
	j.stop()
	a.end(j)
	return a.goOn()
}

func (a *App) sight(j *job, s api.Sighting) {
	if s.Err != nil {
		text := sentence(s.Err)
		if s.Again > 0 {
			text += " Looking again at " + s.At.Add(s.Again).In(a.times.Zone(a.o.Zone)).Format("15:04:05") + "."
		}
		if a.shows(j) {
			a.detail.pane.SetState(text, true)
		} else if s.Again == 0 {
			a.say(text)
		}
	}
	if s.Run == nil {
		return
	}
	d := *s.Run
	if j.state == queued {
		j.state, j.run = seen, d.ID
		a.notice = notice{} // "queued" is no longer so
		if a.shows(j) && a.detail.pane.ID() != d.ID {
			a.showJob(j, "")
		}
	}
	j.status = d.Status
	if a.shows(j) && s.Err == nil {
		a.showDetail(&d)
	}
	a.merge([]model.RunDetail{d})
}

// end says how a followed run ended.
func (a *App) end(j *job) {
	if a.shows(j) {
		a.detail.pane.Following(false)
	}
	r := a.store.Run(j.run)
	if r == nil || !r.Status.Over() {
		return
	}
	text := capital(j.what()) + ": " + r.Status.String()
	if d, ok := r.Took(); ok {
		text += " after " + draw.Took(d)
	}
	a.say(text + ".")
}

// shows reports whether the open pane is this job's.
func (a *App) shows(j *job) bool { return a.detail != nil && a.detail.job == j }

// followSelected follows the run that is open or selected to its end. A run
// that is followed already is shown; where it is shown too, following stops.
func (a *App) followSelected() tea.Cmd {
	r := a.target()
	if j := a.jobs.following(r.ID); j != nil {
		if !a.shows(j) {
			a.showJob(j, "")
			return a.readOpen()
		}
		if j.action.Kind != 0 {
			a.say("The run of what you sent is followed to its end.")
			return nil
		}
		a.unfollow(j)
		a.say("No longer following " + j.target + ".")
		return a.plan()
	}
	j := a.jobs.add(&job{run: r.ID, sent: a.now(), state: seen, target: a.runName(r)})
	a.showJob(j, "")
	a.detail.pane.SetInput(a.inputOf(r))
	return a.follow(j)
}

// unfollow ends the looking at a run.
func (a *App) unfollow(j *job) {
	j.state = done
	j.stop()
	if a.shows(j) {
		a.detail.pane.Following(false)
		a.detail.job = nil
	}
}

// stopWatching ends the following of runs that nobody here started: it is not
// worth a request while paused.
func (a *App) stopWatching() {
	for _, j := range a.jobs.list {
		if j.follows() && j.action.Kind == 0 {
			a.unfollow(j)
		}
	}
}
