package ui

import (
	"context"
	"fmt"
	"slices"
	"time"

	tea "github.com/charmbracelet/bubbletea"

	"fntop/api"
	"fntop/model"
	"fntop/ui/detail"
	"fntop/ui/draw"
	"fntop/ui/sched"
)

// job is an action from the moment it is sent, or a run that is followed, to
// its end.
type job struct {
	number int
	action model.Action // its Kind is zero for a run that is only followed
	target string       // for sentences, visible
	sent   time.Time
	state  jobState
	id     string // the backend's job id
	run    model.RunID
	status model.Status
	stream *sched.Stream[api.Sighting]
}

type jobState uint8

const (
	sending jobState = iota
	queued           // accepted; no run carries its job id yet
	seen             // a run carries it
	done             // over, refused or lost
)

// follows reports whether somebody looks at the run all the time.
func (j *job) follows() bool { return j.state == queued || j.state == seen }

// jobs are the latest of them, with the payloads they were sent with.
type jobs struct {
	list []*job
	next int // number
}

// jobsKept is how many jobs are remembered after their end: a screen stays
// open for weeks.
const jobsKept = 200

func (j *jobs) add(n *job) *job {
	j.next++
	n.number = j.next
	j.list = append(j.list, n)
	if first := j.list[0]; len(j.list) > jobsKept && first.state == done {
		j.list = slices.Delete(j.list, 0, 1)
	}
	return n
}

func (j *jobs) get(number int) *job {
	for _, x := range j.list {
		if x.number == number {
			return x
		}
	}
	return nil
}

// input is what was sent for the run that carries a job id.
func (j *jobs) input(id string) []byte {
	for _, x := range j.list {
		if id != "" && x.id == id {
			return x.input()
		}
	}
	return nil
}

// sending is how many actions wait for their answer.
func (j *jobs) sending() int {
	n := 0
	for _, x := range j.list {
		if x.state == sending {
			n++
		}
	}
	return n
}

// send sends a confirmed action, once, under the program's context: leaving
// the screen does not abandon it half-sent.
func (a *App) send(action model.Action) tea.Cmd {
	j := a.jobs.add(&job{action: action, target: a.targetOf(action), sent: a.now()})
	if action.Kind == model.Invoke || action.Kind == model.Rerun {
		a.showJob(j, "sending …")
	}
	a.say(capital(action.Kind.String()) + " of " + j.target + ": sending …")
	return sendAction(a.ctx, a.o.Provider, j.number, action)
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

// acted takes in the answer to an action.
func (a *App) acted(msg actedMsg) tea.Cmd {
	j := a.jobs.get(msg.job)
	if j == nil || j.state != sending {
		return nil
	}
	if msg.err != nil {
		return a.notDone(j, msg.err)
	}
	if j.action.Kind == model.Pause || j.action.Kind == model.Resume {
		j.state = done
		a.say(capital(j.action.Kind.String()) + "d " + j.target + ".")
		a.live.triggers.need.Fetched = time.Time{}
		return a.plan()
	}
	j.state, j.id = queued, msg.receipt.JobID
	if msg.receipt.RunID != "" {
		j.run = model.RunID{Profile: a.info.Profile, ID: msg.receipt.RunID}
	}
	a.say(capital(j.action.Kind.String()) + " of " + j.target + ": queued (job " + j.id + ").")
	if a.shows(j) {
		a.detail.pane.SetState("queued · job "+model.Visible(j.id), false)
	}
	return a.follow(j)
}

// notDone says what became of an action that was not answered with success.
// Where the answer was lost it may have happened: then its run is looked for,
// and nothing is sent again.
func (a *App) notDone(j *job, err error) tea.Cmd {
	j.state = done
	a.say(sentence(err))
	if a.shows(j) {
		a.detail.pane.Following(false)
		a.detail.pane.SetState(sentence(err), true)
	}
	if !lost(err) || (j.action.Kind != model.Invoke && j.action.Kind != model.Rerun) {
		return a.plan()
	}
	ctx, clk, p, action, sent, number := a.ctx, a.o.Clock, a.o.Provider, j.action, j.sent, j.number
	return tea.Batch(a.plan(), func() tea.Msg {
		runs, err := api.LookFor(ctx, clk, p, action, sent, nil)
		return foundMsg{number, runs, err}
	})
}

// found says what may have come of an action whose answer was lost.
func (a *App) found(msg foundMsg) tea.Cmd {
	j := a.jobs.get(msg.job)
	if j == nil {
		return nil
	}
	a.merge(msg.runs)
	text := "The answer was lost, so it may have happened. No run of it has been seen so far; look before you send it again."
	if n := len(msg.runs); n > 0 {
		text = fmt.Sprintf("The answer was lost. %d %s since may have come of it; it was not sent again. The newest is selected.", n, plural(n, "run", "runs"))
		a.runsPane.Pick(msg.runs[0].ID)
	}
	a.say(text)
	if a.shows(j) {
		a.detail.pane.SetState(text, true)
	}
	return nil
}

// follow looks at the run of a job until it is over.
func (a *App) follow(j *job) tea.Cmd {
	t := api.Target{Run: j.run, JobID: j.id, Trigger: j.action.Trigger.ID}
	if j.action.Kind == model.Rerun {
		t.Trigger = ""
		if r := a.store.Run(j.action.Run); r != nil {
			t.Function = r.Function.ID
		}
	}
	clk, p, number := a.o.Clock, a.o.Provider, j.number
	j.stream = sched.NewStream(a.ctx, clk, a.spawn,
		func(ctx context.Context, emit func(api.Sighting)) { _, _ = api.Follow(ctx, clk, p, t, emit) },
		func(seen []api.Sighting, over bool) tea.Msg { return sightingsMsg{number, seen, over} })
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
	a.end(j)
	return a.plan()
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
	text := capital(j.what()) + " " + r.Status.String()
	if d, ok := r.Took(); ok {
		text += " after " + draw.Took(d)
	}
	a.say(text + ".")
}

// shows reports whether the open pane is this job's.
func (a *App) shows(j *job) bool { return a.detail != nil && a.detail.job == j }

// followSelected follows the run that is open or selected to its end.
func (a *App) followSelected() tea.Cmd {
	r := a.target()
	j := a.jobs.add(&job{run: r.ID, sent: a.now(), state: seen, target: a.runName(r)})
	a.showJob(j, "")
	a.detail.pane.SetInput(a.inputOf(r))
	return a.follow(j)
}

func (j *job) what() string {
	if j.action.Kind == 0 {
		return j.target
	}
	return j.action.Kind.String() + " of " + j.target
}

func (j *job) input() []byte {
	if j.action.Kind == model.Rerun {
		return j.action.Override
	}
	return j.action.Payload
}
