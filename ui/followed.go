package ui

import (
	"slices"

	tea "github.com/charmbracelet/bubbletea"

	"fntop/keymap"
	"fntop/model"
	"fntop/ui/follow"
	"fntop/ui/log"
)

// followKey is what the key for following does: in the table it follows the
// selected run and shows all that are followed; on that screen, and in an
// open run, it follows or stops. From the log it goes back to these: nobody
// stops what is not in sight.
func (a *App) followKey() tea.Cmd {
	fromLog := a.log != nil
	a.log = nil
	switch {
	case fromLog && (a.detail != nil || a.onFollow):
		return nil
	case a.detail != nil:
		return a.followOpened()
	case a.onFollow:
		return a.followOrStop(a.selectedJob())
	}
	return a.followSelected()
}

// followSelected follows the selected run of the table and opens the Follow
// screen, on it where it has a row there. A run that is over has none unless
// it was followed: then the screen opens all the same, for it is the way to
// the others.
func (a *App) followSelected() tea.Cmd {
	r := a.runsPane.Selected()
	j := a.jobs.of(r)
	a.onFollow = true
	var cmd tea.Cmd
	switch why := a.whyNotFollowRun(r); {
	case j != nil && !a.mayGoOn(j):
	case j == nil && why != "":
		a.say(why)
	case j == nil:
		j = a.watchRun(r)
		fallthrough
	default:
		cmd = a.follow(j)
	}
	if j != nil {
		a.followed.Pick(j.number)
	}
	return cmd
}

// followOpened follows the open run, or stops.
func (a *App) followOpened() tea.Cmd {
	j := a.openJob()
	if j == nil {
		j = a.watchRun(a.target())
	} else if j.follows() {
		return a.followOrStop(j)
	}
	a.say("Following " + j.target + " to its end. " + a.o.Keys.Key(keymap.Follow) + " stops.")
	return a.follow(j)
}

// followOrStop goes on with a job of the Follow screen, or stops.
func (a *App) followOrStop(j *job) tea.Cmd {
	if j == nil {
		return nil
	}
	if !j.follows() {
		return a.follow(j)
	}
	a.unfollow(j, follow.Stopped)
	a.say("No longer following " + j.target + ".")
	return a.plan()
}

// openFollowed opens the run of a row of the Follow screen.
func (a *App) openFollowed(number int) tea.Cmd {
	j := a.jobs.get(number)
	switch {
	case j == nil:
		return nil
	case j.state == follow.Sending:
		a.showJob(j, "sending …")
		return nil
	case j.follows() && j.run.IsZero():
		a.showJob(j, queuedAs(j))
		return nil
	case j.run.IsZero():
		a.say("No run of it is known, so there is none to open.")
		return nil
	case a.of(j.profile()) == nil:
		a.say(a.offScreen(j))
		return nil
	}
	return a.open(j.run)
}

func (a *App) offScreen(j *job) string {
	return "Profile " + model.Visible(j.profile()) + " is not on screen. " + a.o.Keys.Key(keymap.Profiles) + " puts it there."
}

// queuedAs says what is waited for while no run is known.
func queuedAs(j *job) string {
	if j.id == "" {
		return "queued · waiting for the run"
	}
	return "queued · waiting for the run of job " + model.Visible(j.id)
}

// whyNotFollow says why the key for following can do nothing here.
func (a *App) whyNotFollow() string {
	switch {
	case a.detail != nil:
		if j := a.openJob(); j != nil {
			return a.whyNotFollowJob(j)
		}
	case a.onMany && !a.onFollow:
		return "A bulk rerun follows what came of it. Open one to follow it by itself."
	case a.onFollow:
		if j := a.selectedJob(); j != nil {
			return a.whyNotFollowJob(j)
		}
		return "There is nothing to follow here."
	case a.boardOnTop():
		return "That is about a run, and the board is about functions. Go back first."
	case a.jobs.any():
		return "" // the screen of those that are followed
	}
	return a.whyNotFollowRun(a.target())
}

func (a *App) whyNotFollowJob(j *job) string {
	switch {
	case j.state == follow.Sending, j.follows() && j.action.Kind != 0:
		return "The run of what you sent is followed to its end."
	case j.follows():
		return ""
	case j.state == follow.Refused:
		return "It was not done, so there is no run to follow."
	case j.state == follow.Lost:
		return "The answer was lost, so it is not known which run to follow."
	case a.of(j.profile()) == nil:
		return a.offScreen(j)
	case j.state == follow.GaveUp && j.action.Kind != 0:
		return ""
	}
	return a.whyNotFollowRun(j.last)
}

func (a *App) whyNotFollowRun(r *model.Run) string {
	switch {
	case r == nil:
		return "There is no run to follow. Select one first."
	case !r.Unfinished():
		return "The run is over: " + r.Status.String() + "."
	case a.live.paused:
		return "fntop is paused, so nothing more is followed. " + a.o.Keys.Key(keymap.PausePolling) + " goes on."
	}
	return ""
}

// mayGoOn reports whether a job's run, which nobody looks at, can be followed.
func (a *App) mayGoOn(j *job) bool { return j.done() && a.whyNotFollowJob(j) == "" }

// followWord is what the footer says of the key for following.
func (a *App) followWord() string {
	j := a.selectedJob()
	switch {
	case a.detail != nil:
		j = a.openJob()
	case !a.onFollow:
		r := a.runsPane.Selected()
		if j = a.jobs.of(r); a.whyNotFollowRun(r) != "" || j != nil && !a.mayGoOn(j) {
			return "followed runs"
		}
		return keymap.Follow.Short()
	}
	if j != nil && j.follows() {
		return "stop following"
	}
	return keymap.Follow.Short()
}

// openJob is the job of the open run, nil when it has none.
func (a *App) openJob() *job {
	if a.detail.job != nil {
		return a.detail.job
	}
	return a.jobs.of(a.target())
}

// selectedJob is the job of the row that is selected on the Follow screen.
func (a *App) selectedJob() *job {
	if r := a.followed.Selected(); r != nil {
		return a.jobs.get(r.Number)
	}
	return nil
}

// jobChanged makes what the Follow screen tells of a job be told anew.
func (a *App) jobChanged(j *job) {
	j.row, a.jobs.stale = nil, true
	if a.detail != nil {
		a.detail.stale = true
	}
}

// showJobs brings the Follow screen up to date.
func (a *App) showJobs() {
	if !a.jobs.stale {
		return
	}
	a.jobs.stale = false
	rows := make([]*follow.Row, 0, len(a.jobs.list))
	for _, j := range slices.Backward(a.jobs.list) {
		if !j.told() {
			continue
		}
		if j.row == nil {
			j.row = a.makeRow(j)
		}
		rows = append(rows, j.row)
	}
	a.followed.SetRows(rows)
}

func (a *App) makeRow(j *job) *follow.Row {
	return &follow.Row{
		Number: j.number, State: j.state, Action: j.action.Kind, Profile: j.profile(), Job: j.id, Function: j.function, Trigger: j.trigger,
		Run: j.last, Maybe: j.maybe, Since: a.theirs(j.sent), Left: a.theirs(j.left), History: j.history.Copy(), Said: j.said, Again: j.again,
	}
}

// sayOf says what became of a job, in the footer unless its row is on the
// screen: that says it, too.
func (a *App) sayOf(j *job, text string) {
	if a.onFollow && a.detail == nil && a.log == nil && j.told() {
		a.o.Traffic.Note(log.Line{At: a.now(), Kind: log.Notice, Text: model.Visible(text)})
		return
	}
	a.say(text)
}
