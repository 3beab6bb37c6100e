package ui

import (
	"context"
	"time"

	tea "github.com/charmbracelet/bubbletea"

	"fntop/api"
	"fntop/keymap"
	"fntop/model"
	"fntop/ui/draw"
	"fntop/ui/follow"
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
	j.state, j.said, j.again, j.left = follow.Queued, "", time.Time{}, time.Time{}
	if j.last != nil {
		j.state = follow.Looking
	}
	a.jobChanged(j)
	if a.detail != nil && a.detail.job == nil && a.detail.pane.ID() == j.run {
		a.detail.job = j
		a.detail.pane.Following(true)
	}
	looking := &a.jobs.looking
	looking.Store(int32(a.jobs.following()))
	t.Beside = func() int { return int(looking.Load()) - 1 }
	ctx, stop := context.WithCancel(a.ctx)
	j.stop, j.ticket = stop, a.desk.Next()
	j.stream = followRun(ctx, a.o.Clock, a.whose(j.profile()).p, a.spawn, j.number, j.ticket, t)
	return j.stream.Next()
}

// sighted shows what was seen of a followed run.
func (a *App) sighted(msg sightingsMsg) tea.Cmd {
	j := a.jobs.get(msg.job)
	if j == nil || !j.follows() || msg.ticket != j.ticket {
		return nil
	}
	for _, s := range msg.seen {
		a.sight(j, s)
	}
	if !msg.over {
		return tea.Batch(j.stream.Next(), a.hear())
	}
	j.stop()
	j.state, j.again = follow.Over, time.Time{}
	if j.last == nil || j.last.Unfinished() {
		a.giveUp(j)
	}
	a.jobs.looking.Store(int32(a.jobs.following()))
	a.jobChanged(j)
	a.end(j)
	return a.goOn()
}

func (a *App) sight(j *job, s api.Sighting) {
	j.said, j.again = "", time.Time{}
	if s.Err != nil {
		a.missed(j, s)
	} else {
		j.givenUp = 0
	}
	a.jobChanged(j)
	if s.Run == nil {
		return
	}
	d := *s.Run
	if j.state == follow.Queued {
		j.state, j.run = follow.Looking, d.ID
		if a.notice.text == model.Visible(j.accepted()) {
			a.notice = notice{} // it is no longer so
		}
		if a.shows(j) && a.detail.pane.ID() != d.ID {
			a.showJob(j, "")
		}
	}
	if a.shows(j) && s.Err == nil {
		a.showDetail(&d)
	}
	if a.of(d.ID.Profile) != nil {
		a.merge([]model.RunDetail{d})
		if r := a.store.Run(d.ID); r != nil {
			a.saw(j, r, s.At)
			return
		}
	}
	// It is of no profile on screen, or older than all that there is room for.
	a.saw(j, d.Listed(), s.At)
}

// missed says why a look at a run failed, and when the next one is.
func (a *App) missed(j *job, s api.Sighting) {
	j.said, j.passes = briefly(s.Err), api.ConcernsAll(s.Err) || mayConcernAll(s.Err)
	if !j.passes {
		j.said = a.advice(s.Err, a.w)
	}
	text := sentence(s.Err)
	if s.Again > 0 {
		j.again = s.At.Add(s.Again)
		text += " Looking again at " + j.again.In(a.times.Zone(a.o.Zone)).Format("15:04:05") + "."
	}
	if a.shows(j) {
		a.detail.pane.SetState(text, true)
	} else if s.Again == 0 {
		a.sayOf(j, text)
	}
}

// giveUp ends looking at a run that could not be read for half a minute.
func (a *App) giveUp(j *job) {
	now := a.now()
	j.givenUp++
	j.state, j.left = follow.GaveUp, now
	if j.passes {
		j.again = now.Add(model.Backoff(a.o.Refresh, j.givenUp))
	}
}

// followOn goes on with what was given up because the profile did not answer:
// it does now. How often it is tried for one run that cannot be read while
// all else can is bounded like every retry.
func (a *App) followOn(profile string) tea.Cmd {
	var cmds []tea.Cmd
	for _, j := range a.jobs.list {
		if j.state == follow.GaveUp && j.passes && j.profile() == profile && !a.now().Before(j.again) && (j.action.Kind != 0 || !a.live.paused) {
			cmds = append(cmds, a.follow(j))
		}
	}
	return tea.Batch(cmds...)
}

// saw takes in a copy of a job's run, whoever read it.
func (a *App) saw(j *job, r *model.Run, at time.Time) {
	if j.last == r {
		return // a run in the store is never changed in place
	}
	j.last, j.run = r, r.ID
	j.history.Saw(r, at)
	a.jobChanged(j)
	switch {
	case !j.done():
	case r.Unfinished() && j.state == follow.Over:
		j.state, j.left = follow.Stopped, at // it was opened again
	case !r.Unfinished() && j.state != follow.Over:
		was := j.state
		j.state, j.said, j.left = follow.Over, "", time.Time{}
		if was == follow.GaveUp {
			a.end(j)
		}
	}
}

// jobsSaw tells the jobs of a change in the store: what a list brings is on
// the Follow screen before the next look at the run.
func (a *App) jobsSaw(c model.Change) {
	if c.New == nil {
		return
	}
	for _, j := range a.jobs.list {
		if j.has(c.New) {
			a.saw(j, c.New, a.now())
		}
	}
}

// end says how a followed run ended.
func (a *App) end(j *job) {
	if a.shows(j) {
		a.detail.pane.Following(false)
	}
	r := j.last
	if r == nil || !r.Status.Over() {
		return
	}
	text := capital(j.what()) + ": " + ended(r)
	if original := a.store.Run(a.originalOf(r)); original != nil && j.action.Kind == model.Rerun {
		next := ". " + a.o.Keys.Key(keymap.Difference) + " shows the difference"
		said := [...]string{text + "; the original: " + ended(original), text, "The rerun: " + ended(r)}
		for _, text = range said { // the next step matters more than all that can be said of the run
			if text += next; draw.Width(text) <= a.w-len(" .") {
				break
			}
		}
	}
	a.sayOf(j, text+".")
}

// shows reports whether the open pane is this job's.
func (a *App) shows(j *job) bool { return a.detail != nil && a.detail.job == j }

// watchRun makes a job of following a run that nobody here started.
func (a *App) watchRun(r *model.Run) *job {
	j := a.jobs.add(&job{run: r.ID, sent: a.now(), target: a.runName(r)})
	j.state = follow.Looking
	a.saw(j, r, j.sent)
	a.followed.Pick(j.number)
	return j
}

// unfollow ends the looking at a run.
func (a *App) unfollow(j *job, state follow.State) {
	j.state, j.left = state, a.now()
	j.said, j.again = "", time.Time{}
	j.stop()
	a.jobs.looking.Store(int32(a.jobs.following()))
	a.jobChanged(j)
	if a.shows(j) {
		a.detail.pane.Following(false)
		a.detail.job = nil
	}
}

// stopWatching ends the following of runs that nobody here started: it is not
// worth a request while paused, or off the screen.
func (a *App) stopWatching(why follow.State, whose func(profile string) bool) {
	for _, j := range a.jobs.list {
		if j.follows() && j.action.Kind == 0 && whose(j.profile()) {
			a.unfollow(j, why)
		}
	}
}

// watchAgain goes on with those that were ended so, as far as may be.
func (a *App) watchAgain() tea.Cmd {
	var cmds []tea.Cmd
	for _, j := range a.jobs.list {
		if j.state != follow.Paused && j.state != follow.Aside {
			continue
		}
		switch {
		case a.of(j.profile()) == nil:
			j.state = follow.Aside
		case a.live.paused:
			j.state = follow.Paused
		default:
			cmds = append(cmds, a.follow(j))
		}
		a.jobChanged(j)
	}
	return tea.Batch(cmds...)
}
