package ui_test

import (
	"slices"
	"strings"
	"testing"
	"time"

	"fntop/api/connect"
	"fntop/api/demo"
	"fntop/model"
	"fntop/ui"
)

func withRefresh(d time.Duration) option {
	return func(_ *connect.Profile, o *ui.Options, _ *demo.Options) { o.Refresh = d }
}

// streaming waits until the stream is up.
func (r *rig) streaming() *rig {
	r.t.Helper()
	r.until("the stream", func(string) bool { return r.app.Streams() })
	r.until("the catch-up read", func(string) bool { return r.app.Settled() })
	return r
}

// invokePast invokes a trigger past the UI and returns the job's id.
func (r *rig) invokePast(trigger string) string {
	r.t.Helper()
	triggers, err := r.provider.Triggers(r.t.Context())
	if err != nil {
		r.t.Fatal(err)
	}
	at := slices.IndexFunc(triggers, func(tr model.Trigger) bool { return tr.Name == trigger })
	if at < 0 {
		r.t.Fatalf("the demo has no trigger %q", trigger)
	}
	receipt, err := r.provider.Do(r.t.Context(), model.Action{Kind: model.Invoke, Trigger: model.Ref{ID: triggers[at].ID}})
	if err != nil {
		r.t.Fatal(err)
	}
	return receipt.JobID
}

func TestPushedEndingIsReadLongBeforeTheNextRefresh(t *testing.T) {
	r := start(t, 120, 36, withRefresh(10*time.Minute)).ready().streaming()
	job := r.invokePast("retry-mail")
	// It takes about five seconds, the refresh ten minutes. The clock is driven
	// and the socket is not: two minutes leave the stream time to arrive.
	for range 480 {
		r.pass(250 * time.Millisecond)
		if r.app.HasEnded(job) {
			return
		}
	}
	t.Errorf("the ending of job %s was not read\n%s", job, r.Screen())
}

// An answer may have been made before what an event tells of that comes while
// the answer is on its way.
func TestEndingPushedWhileAnAnswerIsOnItsWayIsRead(t *testing.T) {
	r := start(t, 120, 36, withRefresh(10*time.Minute)).ready().streaming()
	function := r.functionID("translate-商品")
	if err := r.server.SetFaults("slow-body=20s*1@/function-runs/function/" + function); err != nil {
		t.Fatal(err)
	}
	before := len(r.server.Requests())
	r.Press("ctrl+r")
	r.await("the question", func(string) bool {
		return slices.ContainsFunc(r.server.Requests()[before:], func(q demo.Request) bool { return strings.HasSuffix(q.Path, function) })
	})
	job := r.invokePast("翻訳-now")
	r.pass(25 * time.Second)
	if !r.app.HasEnded(job) {
		t.Errorf("the ending of job %s was not read after the answer that was under way", job)
	}
}

func TestEndingsMissedWhileTheStreamWasDownAreRead(t *testing.T) {
	r := start(t, 120, 36, withRefresh(5*time.Minute)).ready().streaming()
	before := len(r.server.Requests())
	r.pass(time.Hour + 10*time.Second) // the service closes every stream after an hour
	r.until("the stream again", func(string) bool { return r.app.Streams() })
	lists := 0
	for _, q := range r.server.Requests()[before:] {
		if strings.Contains(q.Path, "/function-runs/function/") {
			lists++
		}
	}
	if lists < 12 {
		t.Errorf("%d lists were read after the stream came back, want every function's", lists)
	}
}

func TestPauseClosesTheStream(t *testing.T) {
	r := start(t, 120, 36).ready().streaming()
	r.Press("p")
	r.pass(time.Second)
	if r.app.Streams() {
		t.Error("the stream is up while paused")
	}
	r.Press("p")
	r.streaming()
}

// A stream whose connection died in the machine's sleep says nothing of it.
func TestSleepReopensTheStreamAndReadsEverythingAnew(t *testing.T) {
	r := start(t, 120, 36, withFaults("sse-close=24h"), withRefresh(5*time.Minute)).ready().streaming()
	before := len(r.server.Requests())
	r.clk.Advance(8 * time.Hour)
	// No time passes after waking: everything is due at once.
	r.await("the stream and every list", func(string) bool {
		streams, lists := 0, map[string]bool{}
		for _, q := range r.server.Requests()[before:] {
			switch {
			case strings.Contains(q.Path, "/realtime/"):
				streams++
			case strings.Contains(q.Path, "/function-runs/function/"):
				lists[q.Path] = true
			}
		}
		return streams > 0 && len(lists) >= 12
	})
}

func TestShortDelayIsNoSleep(t *testing.T) {
	r := start(t, 120, 36, withFaults("sse-close=24h")).ready().streaming()
	before := len(r.server.Requests())
	r.clk.Advance(40 * time.Second)
	r.pass(time.Second)
	for _, q := range r.server.Requests()[before:] {
		if strings.Contains(q.Path, "/realtime/") {
			t.Fatal("the stream was opened anew")
		}
	}
}
