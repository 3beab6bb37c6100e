package ui

import (
	"context"
	"slices"
	"sync/atomic"
	"time"

	"fntop/api"
	"fntop/model"
	"fntop/ui/draw"
	"fntop/ui/follow"
	"fntop/ui/sched"
)

// job is an action from the moment it is sent, or a run that is followed, to
// its end.
type job struct {
	number int
	action model.Action // its Kind is zero for a run that is only followed
	target string       // for sentences, visible
	sent   time.Time
	// What it is about, while no run is known that says so.
	function, trigger string
	state             follow.State
	id                string // the backend's job id
	run               model.RunID
	stream            *sched.Stream[api.Sighting]
	ticket            sched.Ticket       // of the stream
	stop              context.CancelFunc // ends the following

	// What is told of it on the Follow screen.
	last    *model.Run // as seen last; nil before
	history follow.History
	said    string    // why the last look failed, or why nothing came of it
	passes  bool      // what failed may go away by itself
	givenUp int       // times that looking was given up since one worked
	again   time.Time // when it is looked at again; of one that was given up: not before
	left    time.Time // when looking ended before the run did
	search  search    // for what came of it, where its answer was lost
	maybe   bool      // the run was found by that, so it may be somebody else's
	row     *follow.Row
}

// follows reports whether somebody looks at the run all the time.
func (j *job) follows() bool { return j.state.Follows() }

// done reports whether nothing more is done about it by itself.
func (j *job) done() bool { return j.state > follow.Looking }

// told reports whether the Follow screen has a row for it: pausing a trigger
// makes no run, and to cancel one makes no other.
func (j *job) told() bool {
	return j.action.Kind != model.Pause && j.action.Kind != model.Resume && !j.action.OfRun()
}

// jobs are the latest of them, the oldest first, with the payloads they were
// sent with.
type jobs struct {
	list  []*job
	next  int  // number
	stale bool // the Follow screen shows something else
	// looking is how many are followed: each looks less often the more there
	// are.
	looking atomic.Int32
}

// jobsKept is how many jobs are remembered after their end: a screen stays
// open for weeks.
const jobsKept = 200

func (j *jobs) add(n *job) *job {
	j.next++
	n.number = j.next
	j.list = append(j.list, n)
	for len(j.list) > jobsKept {
		i := slices.IndexFunc(j.list, (*job).done)
		if i < 0 {
			break // what is under way is never forgotten
		}
		j.list = slices.Delete(j.list, i, i+1)
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

// of is the latest job that the run belongs to, nil when it belongs to none.
func (j *jobs) of(r *model.Run) *job {
	for _, x := range slices.Backward(j.list) {
		if r != nil && x.has(r) {
			return x
		}
	}
	return nil
}

// has reports whether the run is the job's: followed by its id, or the one
// that carries the job's.
func (j *job) has(r *model.Run) bool {
	if !j.run.IsZero() {
		return j.run == r.ID
	}
	return j.id != "" && j.id == r.JobID && j.profile() == r.ID.Profile
}

// following is how many runs are looked at all the time.
func (j *jobs) following() int {
	n := 0
	for _, x := range j.list {
		if x.follows() {
			n++
		}
	}
	return n
}

// any reports whether the Follow screen has something to show.
func (j *jobs) any() bool { return slices.ContainsFunc(j.list, (*job).told) }

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
		if x.state == follow.Sending {
			n++
		}
	}
	return n
}

// profile is whose run it is.
func (j *job) profile() string {
	if j.action.Kind != 0 {
		return j.action.Profile
	}
	return j.run.Profile
}

func (j *job) what() string {
	if j.action.Kind == 0 {
		return j.target
	}
	what := j.action.Kind.String() + " of " + j.target
	if j.maybe {
		return "run " + draw.ShortID(model.Visible(j.run.ID)) + ", which may have come of the " + what
	}
	return what
}

// accepted is what is said once the action is.
func (j *job) accepted() string {
	if j.id == "" { // the back end has no jobs: it names the run at once
		return capital(j.what()) + ": queued (run " + draw.ShortID(model.Visible(j.run.ID)) + ")."
	}
	return capital(j.what()) + ": queued (job " + j.id + ")."
}

func (j *job) input() []byte {
	if j.action.Kind == model.Rerun {
		return j.action.Override
	}
	return j.action.Payload
}
