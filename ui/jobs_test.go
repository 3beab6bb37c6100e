package ui

import (
	"fmt"
	"testing"

	"fntop/model"
	"fntop/ui/follow"
)

func TestFollowedRunsAreBoundedAndUnfinishedOnesNeverDropped(t *testing.T) {
	var j jobs
	for i := range 1000 {
		state := follow.Over
		if i%10 == 0 {
			state = follow.Looking
		}
		j.add(&job{run: model.RunID{ID: fmt.Sprint(i)}, state: state})
	}
	looking := 0
	for _, x := range j.list {
		if x.state == follow.Looking {
			looking++
		}
	}
	if looking != 100 || len(j.list) != jobsKept {
		t.Errorf("%d of 100 unfinished ones are left, among %d", looking, len(j.list))
	}
	for range 300 {
		j.add(&job{state: follow.Queued})
	}
	if len(j.list) != 400 {
		t.Errorf("%d are left, want the 400 unfinished ones", len(j.list))
	}
}

func TestThousandsOfUpdatesLeaveTheFollowScreenAsLargeAsItIs(t *testing.T) {
	a := full(t, 1000)
	runs := many(200)
	for _, r := range runs {
		r.Status, r.StatusText = model.StatusRunning, "running"
		a.watchRun(r)
	}
	a.onFollow = true
	a.draw()
	picked := a.followed.Selected().Number
	for round := range 50 {
		for _, r := range runs {
			again := *r
			again.MemoryBytes = model.Some(int64(round))
			again.Updated = r.Updated.Add(1)
			*r = again
			a.changed(a.store.Merge([]*model.Run{&again}))
		}
		a.draw()
	}
	if got := a.followed.Selected().Number; got != picked {
		t.Errorf("row %d is selected, was %d", got, picked)
	}
	for _, j := range a.jobs.list {
		if got := len(j.history.Steps()); got > 3 {
			t.Fatalf("%d steps of a run that went on running", got)
		}
	}
	if n := testing.AllocsPerRun(50, func() { a.draw() }); n > 100 {
		t.Errorf("%v allocations a frame, want at most 100", n)
	}
}

func TestRunIsKnownByItsJobBeforeAnybodyHasSeenIt(t *testing.T) {
	var j jobs
	invoked := j.add(&job{action: model.Action{Kind: model.Invoke, Profile: "p"}, state: follow.Queued, id: "job_1"})
	j.add(&job{run: model.RunID{Profile: "p", ID: "r2"}, state: follow.Looking})
	for _, c := range []struct {
		run  model.Run
		want *job
	}{
		{model.Run{ID: model.RunID{Profile: "p", ID: "r1"}, JobID: "job_1"}, invoked},
		{model.Run{ID: model.RunID{Profile: "q", ID: "r1"}, JobID: "job_1"}, nil},
		{model.Run{ID: model.RunID{Profile: "p", ID: "r1"}, JobID: "job_2"}, nil},
		{model.Run{ID: model.RunID{Profile: "p", ID: "r1"}}, nil},
	} {
		if got := j.of(&c.run); got != c.want {
			t.Errorf("run %v of job %q belongs to %v, want %v", c.run.ID, c.run.JobID, got, c.want)
		}
	}
}

func TestFollowScreenOfRunsThatAreOverDoesNotTick(t *testing.T) {
	a := full(t, 10)
	runs := many(2)
	runs[0].Status = model.StatusRunning
	for _, r := range runs {
		r.ID.ID += "x"
		a.watchRun(r)
	}
	a.onFollow = true
	a.draw()
	if !a.somethingUnfinished() {
		t.Error("a running run does not tick")
	}
	over := *runs[0]
	over.Status = model.StatusCompleted
	a.saw(a.jobs.of(runs[0]), &over, noon)
	for _, j := range a.jobs.list {
		j.state = follow.Over
		a.jobChanged(j)
	}
	a.draw()
	if a.somethingUnfinished() {
		t.Error("runs that are over tick")
	}
}

// Not every backend has jobs: what was taken is then told by its run.
func TestWhatWasTakenIsToldByItsJobOrItsRun(t *testing.T) {
	j := &job{action: model.Action{Kind: model.Rerun, Profile: "p"}, target: "run x", id: "j1"}
	if got := j.accepted(); got != "Rerun of run x: queued (job j1)." {
		t.Error(got)
	}
	j.id, j.run = "", model.RunID{Profile: "p", ID: "r2"}
	if got := j.accepted(); got != "Rerun of run x: queued (run r2)." {
		t.Error(got)
	}
}
