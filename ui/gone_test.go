package ui_test

import (
	"net/url"
	"testing"
	"time"

	"fntop/api/demo"
	"fntop/model"
)

// withJob is the run of a job, nil where the table has none.
func (r *rig) withJob(job string) *model.Run {
	for _, run := range r.app.Runs() {
		if run.JobID == job {
			return run
		}
	}
	return nil
}

func TestRunThatTheServerForgotLeavesTheTable(t *testing.T) {
	r := start(t, 160, 36).ready()
	r.invoke(`{"sleepMs": 600000}`)
	job := r.queued()
	r.until("its run", func(string) bool { return r.withJob(job) != nil })
	r.Press("esc")
	address, err := url.Parse(r.server.URL())
	if err != nil {
		t.Fatal(err)
	}
	if err := r.server.Close(); err != nil {
		t.Fatal(err)
	}
	again, err := demo.Start(t.Context(), demo.Options{Clock: r.clk, Addr: address.Host})
	if err != nil {
		t.Fatal(err)
	}
	defer again.Close()
	r.until("the table without it", func(string) bool { return r.withJob(job) == nil })
}

func TestNothingLeavesTheTableWhileNothingIsFound(t *testing.T) {
	r := start(t, 160, 36).ready()
	var unfinished []model.RunID
	for _, run := range r.app.Runs() {
		if run.Unfinished() {
			unfinished = append(unfinished, run.ID)
		}
	}
	r.faults("404")
	r.pass(5 * time.Minute)
	r.faults("")
	r.untilText("● live")
	there := map[model.RunID]bool{}
	for _, run := range r.app.Runs() {
		there[run.ID] = true
	}
	for _, id := range unfinished {
		if !there[id] {
			t.Errorf("run %s is gone", id.ID)
		}
	}
	if len(unfinished) == 0 {
		t.Error("nothing was unfinished")
	}
}
