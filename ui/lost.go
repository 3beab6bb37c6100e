package ui

import (
	"fmt"
	"time"

	tea "github.com/charmbracelet/bubbletea"

	"fntop/model"
	"fntop/ui/draw"
	"fntop/ui/follow"
	"fntop/ui/sched"
)

// lookLater is when it is looked once more for what came of an action, where
// the backend could be read and showed nothing: a run may be queued a while.
var lookLater = [...]time.Duration{15 * time.Second, time.Minute}

// search is how looking for what came of a lost action goes.
type search struct {
	looks    int       // that showed nothing
	failures int       // looks in a row that failed
	at       time.Time // when it is looked again; zero while somebody looks, or nobody does any more
}

// seek looks for what came of an action whose answer was lost. It may have
// happened, so it is not sent again.
func (a *App) seek(j *job) tea.Cmd {
	j.search.at = time.Time{}
	return lookFor(a.ctx, a.o.Clock, a.whose(j.profile()).p, j.number, j.action, j.sent)
}

// found says what may have come of an action whose answer was lost. What is
// the only one to come into question is followed.
func (a *App) found(msg foundMsg) tea.Cmd {
	j := a.jobs.get(msg.job)
	if j == nil || j.state != follow.Lost {
		return nil
	}
	a.merge(msg.runs)
	if msg.err == nil {
		a.whose(j.profile()).link.retry(a.now())
	}
	s := &j.search
	switch {
	case len(msg.runs) == 1:
		return tea.Batch(a.foundOne(j, &msg.runs[0]), a.plan())
	case len(msg.runs) > 1:
		a.foundSeveral(j, msg.runs)
		return a.plan()
	case msg.err != nil:
		s.failures++
		a.tellLost(j, "the answer was lost, so it may have happened. It is looked for as soon as the backend can be read, and not sent again.")
		return tea.Batch(a.seekLater(j, model.Backoff(a.o.Refresh, s.failures)), a.plan())
	case s.looks < len(lookLater):
		wait := lookLater[s.looks]
		s.looks, s.failures = s.looks+1, 0
		a.tellLost(j, "the answer was lost, so it may have happened. No run of it has been seen so far; it is still looked for, and not sent again.")
		return tea.Batch(a.seekLater(j, wait), a.plan())
	}
	a.tellLost(j, "the answer was lost, so it may have happened. No run of it has been seen; look before you send it again.")
	return a.plan()
}

func (a *App) foundOne(j *job, r *model.RunDetail) tea.Cmd {
	a.tellLost(j, "the answer was lost. Run "+draw.ShortID(model.Visible(r.ID.ID))+" may have come of it and is followed; it was not sent again.")
	j.run, j.id, j.maybe = r.ID, r.JobID, true
	cmd := a.follow(j)
	if a.shows(j) {
		a.showJob(j, "")
		a.showDetail(r)
	}
	return cmd
}

func (a *App) foundSeveral(j *job, runs []model.RunDetail) {
	newest := runs[0].ID
	text := fmt.Sprintf("the answer was lost. %d runs since may have come of it; it was not sent again. The newest is %s",
		len(runs), draw.ShortID(model.Visible(newest.ID)))
	if _, shown := a.findRun(newest); shown {
		a.runsPane.Pick(newest)
		a.moved()
		text += ", which is selected"
	}
	a.tellLost(j, text+".")
}

// tellLost says how it stands with a lost action, wherever that is shown, but
// not the same twice.
func (a *App) tellLost(j *job, text string) {
	text = capital(j.what()) + ": " + text
	if text == j.said {
		return
	}
	j.said = text
	a.jobChanged(j)
	a.say(text)
	if a.shows(j) {
		a.detail.pane.SetState(text, true)
	}
}

// seekLater looks again after a while, or as soon as the backend answers.
func (a *App) seekLater(j *job, wait time.Duration) tea.Cmd {
	j.search.at = a.now().Add(wait)
	return sched.After(a.ctx, a.o.Clock, wait, seekMsg{})
}

// seekAgain takes up the searches whose time has come.
func (a *App) seekAgain() tea.Cmd {
	var cmds []tea.Cmd
	for _, j := range a.jobs.list {
		if at := j.search.at; j.state == follow.Lost && !at.IsZero() && !at.After(a.now()) {
			cmds = append(cmds, a.seek(j))
		}
	}
	return tea.Batch(cmds...)
}

// hasten has what was lost looked for at once that could not be so far: the
// backend answers again.
func (a *App) hasten(m *member) {
	for _, j := range a.jobs.list {
		if s := &j.search; s.failures > 0 && !s.at.IsZero() && j.profile() == m.info.Profile {
			s.at = a.now()
		}
	}
}
