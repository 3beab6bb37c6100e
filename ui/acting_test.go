package ui_test

import (
	"regexp"
	"strings"
	"testing"
	"time"
)

// invoke invokes retry-mail with a payload and confirms.
func (r *rig) invoke(payload string) {
	r.t.Helper()
	r.Press("ctrl+p", "retry-mail", "enter", "i")
	r.awaitText(`Invoke trigger "retry-mail"`)
	r.Press("ctrl+a", "ctrl+k")
	r.Press(payload, "ctrl+s")
	r.awaitText("Invoke?")
	r.Press("y")
}

var jobInNotice = regexp.MustCompile(`queued \(job (job_\w+)\)`)

// queued waits for the answer to an action and returns its job. The clock
// stands still for that: it would take the run to its end, and with it the
// notice to the next one, before the answer is seen.
func (r *rig) queued() string {
	r.t.Helper()
	var found []string
	r.await("a job in the notice", func(s string) bool {
		found = jobInNotice.FindStringSubmatch(s)
		return found != nil
	})
	return found[1]
}

func TestInvokeIsFollowedToItsOwnEnd(t *testing.T) {
	r := start(t, 120, 36).ready()
	r.invoke(`{"orderId": 12345678901234567890}`)
	job := r.queued()
	r.untilText("Invoke of trigger \"retry-mail\": completed after")
	if !strings.Contains(r.Screen(), job) {
		t.Errorf("the open run is not of job %s\n%s", job, r.Screen())
	}
	r.Press("]", "]")
	r.awaitText("12345678901234567890")
	if got := r.posts(); got != 1 {
		t.Errorf("%d actions were sent, want 1", got)
	}
}

func TestThreeInvokesEachFollowTheirOwnRun(t *testing.T) {
	r := start(t, 120, 36, withFaults("delay-run=2:20s")).ready()
	var jobs []string
	for range 3 {
		r.invoke(`{}`)
		jobs = append(jobs, r.queued())
	}
	// The third one's pane is open. Its run must be of its job, and the
	// delayed second must not have been given another's.
	r.until("the end of the third", func(string) bool { return r.app.Followed(jobs[2]) != "" })
	if !strings.Contains(r.Screen(), jobs[2]) {
		t.Errorf("the last invoke follows another run\n%s", r.Screen())
	}
	if jobs[0] == jobs[1] || jobs[1] == jobs[2] {
		t.Fatalf("jobs are %v", jobs)
	}
	r.untilNoneIsFollowed()
	for _, job := range jobs {
		if got := r.app.Followed(job); got != "completed "+job {
			t.Errorf("job %s ended as %q", job, got)
		}
	}
}

func TestRerunOfAFailedRunIsFollowedToItsEnd(t *testing.T) {
	r := start(t, 120, 36).ready()
	r.Press("F")
	r.settle()
	r.Press("j", "r")
	r.awaitText("Rerun?")
	r.Press("y")
	r.until("the end of the rerun", func(s string) bool {
		return regexp.MustCompile(`Rerun of run \S+ of charge-card: (completed|failure) after`).MatchString(s)
	})
	for _, want := range []string{"rerun of  ", "0e5ce591-1b89-4b9d-a2e4-a06cd1dcbb81"} {
		if !strings.Contains(r.Screen(), want) {
			t.Errorf("the rerun does not say %q\n%s", want, r.Screen())
		}
	}
}

func TestNothingIsSentUnlessConfirmed(t *testing.T) {
	r := start(t, 120, 36).ready()
	r.Press("F")
	r.settle()
	for _, keys := range [][]string{{"r", "n"}, {"r", "esc"}, {"r", "enter", "esc"}} {
		r.Press(keys...)
	}
	r.settle()
	if got := r.posts(); got != 0 {
		t.Errorf("%d actions were sent, want none", got)
	}
}

func TestCarefulProfileHasTheNameTyped(t *testing.T) {
	r := start(t, 120, 36, typeName()).ready()
	r.Press("ctrl+p", "retry-mail", "enter", "i", "ctrl+s")
	r.awaitText("Invoke?")
	r.Press("retry-mai", "enter")
	r.settle()
	if got := r.posts(); got != 0 {
		t.Fatalf("a wrong name sent %d actions", got)
	}
	r.Press("l", "enter")
	r.untilText("completed after")
}

func TestReadOnlyNeverSends(t *testing.T) {
	r := start(t, 120, 36, readOnly()).ready()
	for _, keys := range [][]string{{"F"}, {"r"}, {"R"}, {"X"}, {"ctrl+p", "retry-mail", "enter", "i"}} {
		r.Press(keys...)
		r.Press("y")
		r.Press("esc", "esc", "esc", "3")
	}
	r.settle()
	if got := r.posts(); got != 0 {
		t.Errorf("read-only sent %d actions", got)
	}
	if !strings.Contains(r.Screen(), "RO") {
		t.Error("the header does not say that it is read-only")
	}
}

func TestLostAnswerIsLookedForAndNeverSentAgain(t *testing.T) {
	r := start(t, 120, 36, withFaults("drop=after*1@/execute")).ready()
	r.invoke(`{}`)
	r.untilText("may have come of")
	r.pass(30 * time.Second)
	if got := r.posts(); got != 1 {
		t.Errorf("%d actions reached the server, want 1", got)
	}
}

func TestPauseAndResumeOfATrigger(t *testing.T) {
	r := start(t, 120, 36).ready()
	r.Press("ctrl+p", "nightly-sync", "enter", "X")
	r.awaitText("Pause?")
	r.Press("y")
	r.until("the pause", func(s string) bool {
		_, line := r.row("│▸ nightly-sync")
		return strings.Contains(line, "‖ paused")
	})
	r.Press("X")
	r.awaitText("Resume?")
	r.Press("y")
	r.until("the resumption", func(s string) bool {
		_, line := r.row("│▸ nightly-sync")
		return strings.Contains(line, "◷ 03:00")
	})
}

func TestPayloadIsOfferedAgain(t *testing.T) {
	r := start(t, 120, 36).ready()
	r.invoke(`{"orderId":7}`)
	r.untilText("completed after")
	r.Press("esc", "ctrl+p", "retry-mail", "enter", "i")
	r.awaitText(`"orderId": 7`)
}
