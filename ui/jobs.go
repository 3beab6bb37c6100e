package ui

import (
	"context"
	"slices"
	"time"

	"fntop/api"
	"fntop/model"
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
	stop   context.CancelFunc // ends the following
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
	if len(j.list) > jobsKept {
		if i := slices.IndexFunc(j.list, func(x *job) bool { return x.state == done }); i >= 0 {
			j.list = slices.Delete(j.list, i, i+1)
		}
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

// following is the job that looks at that run, nil when none does.
func (j *jobs) following(id model.RunID) *job {
	for _, x := range j.list {
		if x.follows() && !id.IsZero() && x.run == id {
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
	return j.action.Kind.String() + " of " + j.target
}

func (j *job) input() []byte {
	if j.action.Kind == model.Rerun {
		return j.action.Override
	}
	return j.action.Payload
}
