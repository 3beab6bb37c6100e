package demo

import (
	"encoding/json"
	"strings"
	"testing"
	"time"
)

func TestAnInvokedRunGoesFromPendingToCompleted(t *testing.T) {
	t.Parallel()
	b := setup(t, Options{})
	trigger := b.trigger("run-order").ID
	job := b.invoke(trigger, `{"payload":{"orderId":12345678901234567890}}`)
	if _, there := b.byJob(trigger, job); there {
		t.Error("the run is in the list before a moment has passed")
	}
	b.clock.Advance(300 * time.Millisecond)
	r, there := b.byJob(trigger, job)
	if !there || r.Status != "pending" || r.ExecutionSource != "manual" || r.EndedAt != nil {
		t.Fatalf("after 300 ms: %v %+v, want a pending manual run", there, r)
	}
	b.clock.Advance(1200 * time.Millisecond)
	if r, _ = b.byJob(trigger, job); r.Status != "running" || r.UpdatedAt <= r.CreatedAt {
		t.Fatalf("after 1.5 s: %+v, want it running", r)
	}
	b.clock.Advance(4 * time.Second)
	if r, _ = b.byJob(trigger, job); r.Status != "completed" || r.EndedAt == nil || r.UpdatedAt != *r.EndedAt {
		t.Fatalf("after 5.5 s: %+v, want it completed", r)
	}
	if !strings.HasPrefix(string(r.RunData), `{"input":{"orderId":12345678901234567890},`) {
		t.Errorf("run data %.80s does not echo the payload as it was spelled", r.RunData)
	}
}

func TestThreeInvocationsAreToldApartWhenTheMiddleRunIsLate(t *testing.T) {
	t.Parallel()
	b := setup(t, Options{Faults: "delay-run=2:10s"})
	trigger := b.trigger("run-order").ID
	var jobs [3]string
	for i := range jobs {
		jobs[i] = b.invoke(trigger, `{"payload":{"orderId":7}}`)
	}
	b.clock.Advance(time.Second)
	shown := func() (text string) {
		for _, job := range jobs {
			if _, there := b.byJob(trigger, job); there {
				text += "x"
			} else {
				text += "."
			}
		}
		return text
	}
	if got := shown(); got != "x.x" {
		t.Errorf("after a second the runs %s are there, want x.x", got)
	}
	b.clock.Advance(9 * time.Second)
	if got := shown(); got != "x.x" {
		t.Errorf("after ten seconds the runs %s are there, want x.x", got)
	}
	b.clock.Advance(time.Second)
	if got := shown(); got != "xxx" {
		t.Errorf("after eleven seconds the runs %s are there, want xxx", got)
	}
}

func TestAPayloadSteersItsRun(t *testing.T) {
	t.Parallel()
	b := setup(t, Options{})
	trigger := b.trigger("run-order").ID
	for payload, want := range map[string]string{
		`{"payload":{"fail":true}}`:     "failure",
		`{"payload":{"sleepMs":70000}}`: "timeout",
		`{"payload":{"sleepMs":20000}}`: "completed",
		`{"payload":"just text"}`:       "completed",
		`{}`:                            "completed",
		``:                              "completed",
	} {
		job := b.invoke(trigger, payload)
		b.clock.Advance(10 * time.Second)
		if r, _ := b.byJob(trigger, job); strings.Contains(payload, "sleep") && r.Status != "running" {
			t.Errorf("%s: %s after ten seconds, want running", payload, r.Status)
		}
		b.clock.Advance(time.Minute)
		r, _ := b.byJob(trigger, job)
		if r.Status != want {
			t.Errorf("%s: %s, want %s", payload, r.Status, want)
		}
		if (want == "completed") != (r.ErrorMessage == nil) {
			t.Errorf("%s: error message %v of a run that is %s", payload, r.ErrorMessage, want)
		}
	}
}

func TestOnlyEnabledOnDemandTriggersExecute(t *testing.T) {
	t.Parallel()
	b := setup(t, Options{})
	b.want(400, "POST", "function-triggers/"+b.trigger("order-created").ID+"/execute", "{}")
	trigger := b.trigger("run-order").ID
	b.want(200, "PATCH", "function-triggers/"+trigger+"/pause", "")
	b.want(400, "POST", "function-triggers/"+trigger+"/execute", "{}")
	b.want(200, "PATCH", "function-triggers/"+trigger, `{"enabled":true}`)
	b.want(200, "POST", "function-triggers/"+trigger+"/execute", "{}")
	b.want(404, "POST", "function-triggers/"+b.function("send-mail").ID+"/execute", "{}")
	b.want(400, "POST", "function-triggers/"+trigger+"/execute", "{")
	b.want(413, "POST", "function-triggers/"+trigger+"/execute", strings.Repeat(" ", maxBody+1))
}

func TestAPausedTriggerHasNoNewRunsUntilItIsResumed(t *testing.T) {
	t.Parallel()
	b := setup(t, Options{})
	trigger := b.trigger("stock-1m").ID
	runs := func() int { return b.page("function-runs/trigger/" + trigger + "?limit=1").Meta.Total }
	before := runs()
	b.want(200, "PATCH", "function-triggers/"+trigger+"/pause", "")
	if b.trigger("stock-1m").Enabled {
		t.Error("the trigger is still enabled")
	}
	b.clock.Advance(5*time.Minute + time.Second)
	if got := runs(); got != before {
		t.Errorf("%d runs while paused, want %d as before", got, before)
	}
	b.want(200, "PATCH", "function-triggers/"+trigger+"/resume", "")
	b.clock.Advance(5 * time.Minute)
	if got := runs(); got != before+5 {
		t.Errorf("%d runs five minutes after it was resumed, want %d", got, before+5)
	}
	b.want(200, "PUT", "function-triggers/"+trigger, `{"enabled":false}`)
	if b.trigger("stock-1m").Enabled {
		t.Error("an update did not pause the trigger")
	}
}

// rerun asks for a rerun and returns it once it has ended.
func (b *bench) rerun(r seen, body string) seen {
	b.t.Helper()
	var reply struct{ JobID, Message string }
	decode(b.t, b.want(200, "POST", "function-runs/"+r.ID+"/rerun", body).body, &reply)
	if !strings.Contains(reply.Message, r.ID) {
		b.t.Errorf("the message %q does not name the run", reply.Message)
	}
	b.clock.Advance(10 * time.Second)
	for _, found := range b.page("function-runs/function/" + r.FunctionID + "?limit=100").Data {
		if found.JobID == reply.JobID {
			return found
		}
	}
	b.t.Fatalf("no run has the job %s", reply.JobID)
	return seen{}
}

func TestARerunFailsAgainOnlyWhileItsCauseLasts(t *testing.T) {
	t.Parallel()
	b := setup(t, Options{})
	from, to := b.server.stage.w.causeTimes(0, noon.UnixMilli()/hour)
	b.clock.Advance(time.UnixMilli(from).Sub(noon) + 2*time.Minute)
	list := "function-runs/function/" + b.function("charge-card").ID
	failed := b.page(list + "?status=failure&limit=1").Data[0]
	if *failed.ErrorCode != "GATEWAY_TIMEOUT" {
		t.Fatalf("the newest failure is %s, want the cause's", *failed.ErrorCode)
	}
	again := b.rerun(failed, `{"reason":"try again"}`)
	if again.Status != "failure" || *again.ErrorCode != "GATEWAY_TIMEOUT" {
		t.Errorf("a rerun while the cause lasts: %s, want failure", again.Status)
	}
	if !again.IsRerun || *again.OriginalRunID != failed.ID || *again.RerunReason != "try again" || again.ExecutionSource != "rerun" || again.RerunBy == nil {
		t.Errorf("the rerun's lineage: %+v", again)
	}
	if latest := b.rerun(failed, `{"useLatestCode":true}`); latest.Status != "completed" {
		t.Errorf("a rerun with the latest code: %s, want completed", latest.Status)
	}
	b.clock.Advance(time.Duration(to-from) * time.Millisecond)
	if after := b.rerun(again, `{}`); after.Status != "completed" || *after.OriginalRunID != failed.ID {
		t.Errorf("a rerun of the rerun after the cause: %s of %s, want completed of %s", after.Status, *after.OriginalRunID, failed.ID)
	}
	var history struct {
		OriginalRunID string
		RerunCount    int
		Reruns        []seen
	}
	b.get("function-runs/"+again.ID+"/rerun-history", &history)
	var original seen
	b.get("function-runs/"+failed.ID, &original)
	if history.OriginalRunID != failed.ID || history.RerunCount < 3 || len(history.Reruns) != history.RerunCount || original.RerunCount != history.RerunCount {
		t.Errorf("history %d of %s, the run says %d; want at least 3 of %s", history.RerunCount, history.OriginalRunID, original.RerunCount, failed.ID)
	}
}

func TestARerunTakesTheOverriddenParameters(t *testing.T) {
	t.Parallel()
	b := setup(t, Options{})
	trigger := b.trigger("run-order").ID
	job := b.invoke(trigger, `{"payload":{"fail":true}}`)
	b.clock.Advance(500 * time.Millisecond)
	r, _ := b.byJob(trigger, job)
	b.want(400, "POST", "function-runs/"+r.ID+"/rerun", "{}")
	b.clock.Advance(10 * time.Second)
	if again := b.rerun(r, `{}`); again.Status != "failure" {
		t.Errorf("the same again: %s, want failure", again.Status)
	}
	again := b.rerun(r, `{"overrideParams":{"fail":false}}`)
	var data struct{ Input json.RawMessage }
	decode(t, again.RunData, &data)
	if again.Status != "completed" || string(data.Input) != `{"fail":false}` {
		t.Errorf("with other parameters: %s %s, want completed with the parameters", again.Status, data.Input)
	}
	b.want(400, "POST", "function-runs/"+r.ID+"/rerun", `{"overrideParams":[1]}`)
	b.want(404, "POST", "function-runs/"+trigger+"/rerun", `{}`)
}
