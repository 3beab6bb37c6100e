package cli_test

import (
	"strings"
	"testing"
)

func TestARunThatHasEndedIsNotFollowedForGood(t *testing.T) {
	t.Parallel()
	b := small()
	b.runs = []object{run("r1", "hibernated", 0), run("r2", "Cancelled", 0), run("r3", "canceled", 0)}
	b.runs[0]["endedAt"] = b.runs[0]["createdAt"]
	s := serve(t, b)
	s.run("follow", "r1").want(t, 1, "unknown (hibernated) (run r1)")
	s.run("follow", "job:job-r1").want(t, 1)
	s.run("follow", "r2").want(t, 1, "cancelled (run r2)")
	s.run("follow", "r3").want(t, 1, "cancelled (run r3)")
}

func TestATimeoutBeforeTheFirstAnswerNamesTheRun(t *testing.T) {
	t.Parallel()
	b, _ := hung("function-runs/r1")
	r := serve(t, b).run("follow", "r1", "--timeout", "300ms").want(t, 124, `follow run "r1": not done in time`, "--timeout")
	if r.out != "" || strings.Contains(r.err, "job") || strings.Count(r.err, "\n") != 1 {
		t.Errorf("printed %q and %q", r.out, r.err)
	}
}
