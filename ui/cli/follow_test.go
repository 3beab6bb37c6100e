package cli_test

import (
	"strings"
	"testing"
)

func TestATimeoutBeforeTheFirstAnswerNamesTheRun(t *testing.T) {
	t.Parallel()
	b, _ := hung("function-runs/r1")
	r := serve(t, b).run("follow", "r1", "--timeout", "300ms").want(t, 124, `follow run "r1": not done in time`, "--timeout")
	if r.out != "" || strings.Contains(r.err, "job") || strings.Count(r.err, "\n") != 1 {
		t.Errorf("printed %q and %q", r.out, r.err)
	}
}
