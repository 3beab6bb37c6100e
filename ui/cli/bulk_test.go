package cli_test

import (
	"net/http"
	"strings"
	"testing"

	"fntop/api/clock"
)

// failing is a workspace with n failed runs and one that is not over.
func failing(n int) *wire {
	b := small()
	b.runs = []object{run("going", "running", 0)}
	for i := range n {
		b.runs = append(b.runs, run("r"+string(rune('a'+i)), "failure", i+1))
	}
	return b
}

func TestBulkRerunWithNothingThatNarrowsItIsRefused(t *testing.T) {
	t.Parallel()
	b := failing(3)
	s := serve(t, b)
	for _, args := range []string{"--query=", "--since=1h", "--limit=5", "--function=resize", "--query= --since=1h"} {
		s.run(append([]string{"rerun", "--yes"}, strings.Split(args, " ")...)...).want(t, 2, "every run would be sent", "Nothing was sent")
	}
	s.run("rerun", "--yes").want(t, 2)
	if sent := b.posts(); sent != nil {
		t.Errorf("sent %v", sent)
	}
}

func TestBulkRerunOnlyListsUntilItIsConfirmed(t *testing.T) {
	t.Parallel()
	b := failing(3)
	s := serve(t, b)
	r := s.run("rerun", "--query", "error:broke").want(t, 2, "3 runs would be run again, at 30/m in some 4s", "add --yes")
	if strings.Count(r.out, "E_FAIL")+strings.Count(r.out, "it broke") != 3 {
		t.Errorf("it lists\n%s", r.out)
	}
	r = s.run("rerun", "--status", "failure", "--dry-run", "--yes", "--order", "oldest", "-o", "csv").want(t, 0, "Nothing was sent")
	if !strings.Contains(r.out, "\nrc,") || strings.Index(r.out, "\nrc,") > strings.Index(r.out, "\nra,") {
		t.Errorf("it lists\n%s", r.out)
	}
	s.run("rerun", "--query", "fn:resize", "--limit", "2", "--dry-run").want(t, 0, "more than 2 runs match", `1 run is not over yet and left out: "going"`)
	if sent := b.posts(); sent != nil {
		t.Errorf("sent %v", sent)
	}
}

func TestBulkRerunSendsWhatMatchesAndPrintsWhatBecameOfEach(t *testing.T) {
	t.Parallel()
	b := failing(3)
	s := serve(t, b)
	r := s.run("rerun", "--status", "failure", "--rate", "100/s", "--order", "oldest", "--yes", "-o", "jsonl").want(t, 0, "3 of 3 sent")
	if got := strings.Join(b.posts(), " "); got != "function-runs/rc/rerun function-runs/rb/rerun function-runs/ra/rerun" {
		t.Errorf("sent %s", got)
	}
	if strings.Count(r.out, `"result":"sent"`) != 3 || !strings.HasPrefix(r.out, `{"id":"rc","profile":"centrali"`) {
		t.Errorf("printed %s", r.out)
	}
	s.run("rerun", "--continue").want(t, 5, "anything left", "--journals")
	if r := s.run("rerun", "--journals", "-o", "csv").want(t, 0); !strings.Contains(r.out, ",done,3,3,0,0,0,") {
		t.Errorf("printed %s", r.out)
	}
}

func TestBulkRerunEndsWithTheExitCodeOfWhatBecameOfIt(t *testing.T) {
	t.Parallel()
	for name, c := range map[string]struct {
		body string
		says string
		code int
		args []string
		sent int
	}{
		"refused":         {`{"message":"archived"}`, "3 refused", 4, nil, 3},
		"stopped":         {`{"message":"archived"}`, "--continue", 4, []string{"--stop-after", "1"}, 1},
		"cannot be known": {`{}`, "3 may have happened", 4, nil, 3},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			b := failing(3)
			sent := 0
			b.hook = func(w http.ResponseWriter, r *http.Request) bool {
				if r.Method != http.MethodPost {
					return false
				}
				sent++
				status := 422
				if c.body == `{}` {
					status = 200
				}
				w.WriteHeader(status)
				_, _ = w.Write([]byte(c.body))
				return true
			}
			s := serve(t, b)
			s.clock = hasty{clock.Real()}
			s.run(append([]string{"rerun", "--status", "failure", "--rate", "100/s", "--yes"}, c.args...)...).want(t, c.code, c.says)
			if sent != c.sent {
				t.Errorf("%d were sent, want %d", sent, c.sent)
			}
		})
	}
}

func TestBulkRerunIsRefusedWhereNothingMayBeChanged(t *testing.T) {
	t.Parallel()
	b := failing(3)
	s := serve(t, b)
	s.run("rerun", "--status", "failure", "--rate", "100/s", "--yes", "--read-only").want(t, 2, "read-only")
	s.env["FNTOP_READ_ONLY"] = "1"
	s.run("rerun", "--status", "failure", "--yes").want(t, 2, "read-only")
	if sent := b.posts(); sent != nil {
		t.Errorf("sent %v", sent)
	}
}

func TestBulkRerunStopsWhereAListCannotBeRead(t *testing.T) {
	t.Parallel()
	b := failing(3)
	b.functions = append(b.functions, object{"id": "f2", "name": "closed"})
	s := serve(t, b)
	b.hook = func(w http.ResponseWriter, r *http.Request) bool {
		return answers("function/f2", 403, `{"message":"Missing scope"}`)(w, r)
	}
	s.run("rerun", "--status", "failure", "--yes").want(t, 3, "Nothing was sent")
	if sent := b.posts(); sent != nil {
		t.Errorf("sent %v", sent)
	}
}

func TestDryRunOfOneRunSaysWhatWouldBeSentAndSendsNothing(t *testing.T) {
	t.Parallel()
	b := failing(2)
	s := serve(t, b)
	r := s.run("rerun", "ra", "--dry-run", "--latest-code", "--reason", "fixed", "--override", `{"a":1}`).want(t, 0,
		"would be run again, with the code of now", "parameters replaced", `because "fixed"`, "Nothing was sent")
	if !strings.Contains(r.out, "ra") || strings.Contains(r.out, "rb") {
		t.Errorf("it lists %s", r.out)
	}
	s.run("rerun", "no-such", "--dry-run").want(t, 5)
	s.run("rerun", "ra", "--dry-run", "--read-only").want(t, 2, "read-only")
	if sent := b.posts(); sent != nil {
		t.Errorf("sent %v", sent)
	}
}

func TestAbandonedBulkRerunIsNotContinued(t *testing.T) {
	t.Parallel()
	b := failing(3)
	b.hook = func(w http.ResponseWriter, r *http.Request) bool {
		if r.Method != http.MethodPost {
			return false
		}
		w.WriteHeader(422)
		_, _ = w.Write([]byte(`{"message":"archived"}`))
		return true
	}
	s := serve(t, b)
	s.clock = hasty{clock.Real()}
	s.run("rerun", "--status", "failure", "--rate", "100/s", "--yes", "--stop-after", "1").want(t, 4, "2 runs are not sent", "--continue")
	s.run("rerun", "--abandon").want(t, 0, "is given up; 2 runs are not sent")
	s.run("rerun", "--continue").want(t, 5, "anything left")
	r := s.run("rerun", "--journals", "-o", "csv").want(t, 0)
	name, _, _ := strings.Cut(r.out[strings.Index(r.out, "\n")+1:], ",")
	if !strings.Contains(r.out, ",given up,") {
		t.Errorf("listed as\n%s", r.out)
	}
	s.run("rerun", "--continue", name).want(t, 2, "given up for good")
}

func TestWhatABulkRerunIsAboutIsSaidOnce(t *testing.T) {
	t.Parallel()
	s := serve(t, failing(1))
	for args, says := range map[string]string{
		"rerun r1 --status failure":                 "Leave one of them out",
		"rerun --status failure --override {}":      "for a single run",
		"rerun --continue --rate 3/m":               "was begun",
		"rerun --journals x":                        "was begun",
		"rerun --status failure --rate 3/d":         "30/m",
		"rerun --status failure --order newest":     "listed or oldest",
		"rerun --status failure --stop-after -1":    "0 for never",
		"rerun --continue no-such-journal":          "--journals",
		"rerun --status failure --limit 0 --yes":    "at least 1",
		"rerun --query status:flying --yes":         "flying",
		"demo serve --plan gold":                    "free or pro",
		"rerun --continue --abandon a b":            "was begun",
		"rerun --reason x --status failure --rate=": "30/m",
	} {
		s.run(strings.Fields(args)...).want(t, 2, says)
	}
}
