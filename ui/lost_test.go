package ui_test

import (
	"strings"
	"testing"
	"time"
)

// carriedOut is the job of the only action that the server carried out.
func (r *rig) carriedOut() string {
	r.t.Helper()
	var jobs []string
	for _, q := range r.server.Requests() {
		if q.Job != "" {
			jobs = append(jobs, q.Job)
		}
	}
	if len(jobs) != 1 {
		r.t.Fatalf("the server carried out %q, want one action", jobs)
	}
	return jobs[0]
}

// alone lets the time pass in which somebody else invokes retry-mail: who that
// was cannot be told.
func (r *rig) alone() {
	r.t.Helper()
	r.pass(20 * time.Second)
}

func TestRunOfALostInvokeIsFoundAndFollowedToItsEnd(t *testing.T) {
	r := start(t, 160, 36, withFaults("drop=after*1@/execute")).ready()
	r.alone()
	r.invoke(`{}`)
	r.untilText("which may have come of the invoke of trigger \"retry-mail\": completed after")
	if job := r.carriedOut(); r.app.Followed(job) != "completed "+job {
		t.Errorf("job %s was not followed to its end\n%s", job, r.Screen())
	}
}

func TestLostActionIsLookedForHoweverLongTheBackendIsAway(t *testing.T) {
	drivenLong(t)
	r := start(t, 160, 36).ready()
	r.alone()
	r.faults("drop=after")
	r.invoke(`{}`)
	r.untilText("It is looked for as soon")
	r.pass(10 * time.Minute)
	asked := r.asked()
	r.pass(5 * time.Minute)
	if n := r.asked() - asked; n > 100 {
		t.Errorf("%d requests in five minutes for a backend that is away", n)
	}
	r.faults("")
	r.untilText("completed after")
	if job := r.carriedOut(); r.app.Followed(job) != "completed "+job {
		t.Errorf("job %s was not followed to its end\n%s", job, r.Screen())
	}
}

func TestLostActionThatNothingCameOfIsGivenUpAndSaid(t *testing.T) {
	r := start(t, 160, 36, withFaults("drop=before*1@/execute")).ready()
	r.alone()
	r.invoke(`{}`)
	r.untilText("it is still looked for")
	r.untilText("No run of it has been seen; look before you send it again.")
	if got := r.posts(); got != 1 {
		t.Errorf("%d actions were sent, want 1", got)
	}
}

func TestRunIsFollowedOnAfterALongOutage(t *testing.T) {
	r := start(t, 160, 36).ready()
	r.invoke(`{"sleepMs": 25000}`)
	r.queued()
	r.pass(5 * time.Second)
	r.faults("503")
	r.pass(3 * time.Minute)
	r.faults("")
	r.untilText("Invoke of trigger \"retry-mail\": completed after")
	if !strings.Contains(r.Screen(), "● live") {
		r.untilText("● live")
	}
}
