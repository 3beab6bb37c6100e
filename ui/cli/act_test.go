package cli_test

import (
	"context"
	"fmt"
	"io"
	"net/http"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"fntop/api/clock"
	"fntop/api/demo"
	"fntop/ui/cli"
)

func TestInvokeSendsOncePrintsTheJobAndKeepsThePayload(t *testing.T) {
	t.Parallel()
	b := small()
	var body string
	b.hook = func(_ http.ResponseWriter, r *http.Request) bool {
		if r.Method == http.MethodPost {
			text, _ := io.ReadAll(r.Body)
			body = string(text)
		}
		return false
	}
	s := serve(t, b)
	s.in = "\ufeff {\"n\": 1.50, \"a\": 12345678901234567890}\n"
	if out := s.run("invoke", "by-hand", "--payload", "-", "-o", "jsonl").want(t, 0).out; out != `{"jobId":"job-1","runId":null}`+"\n" {
		t.Errorf("printed %q", out)
	}
	if want := `{"payload":{"n": 1.50, "a": 12345678901234567890}}`; body != want {
		t.Errorf("sent %s\nwant %s", body, want)
	}
	if out := s.run("rerun", "r1", "-o", "csv").want(t, 0).out; out != "jobId,runId\njob-1,\n" {
		t.Errorf("printed %q", out)
	}
	if out := s.run("rerun", "r1").want(t, 0).out; !strings.Contains(out, "job-1") {
		t.Errorf("printed %q", out)
	}
	want := []string{"function-triggers/t1/execute", "function-runs/r1/rerun", "function-runs/r1/rerun"}
	if !slices.Equal(b.posts(), want) {
		t.Errorf("sent %v", b.posts())
	}
}

func TestAPayloadIsNeverQuotedInAnError(t *testing.T) {
	t.Parallel()
	r := serve(t, small()).run("invoke", "by-hand", "--payload", "{\n\"password\": hunter2}").want(t, 2, "line 2, column 13")
	if strings.Contains(r.err, "hunter2") {
		t.Errorf("it says %s", r.err)
	}
}

func TestAPayloadThatIsNotUTF8IsNotSent(t *testing.T) {
	t.Parallel()
	b := small()
	s := serve(t, b)
	s.run("invoke", "by-hand", "--payload", "{\n\"a\":\"\xff\"}").want(t, 2, "UTF-8", "line 2, column 6", "Nothing was sent")
	s.in = "\xff\xfe{\x00}\x00" // UTF-16, as some editors save it
	s.run("invoke", "by-hand", "--payload", "-").want(t, 2, "Nothing was sent")
	s.run("rerun", "r1", "--override", "{\"a\":\"\xc3\"}").want(t, 2, "UTF-8")
	s.run("rerun", "r1", "--reason", "\xc3").want(t, 2, "--reason", "UTF-8")
	if b.posts() != nil {
		t.Errorf("sent %v", b.posts())
	}
	s.run("invoke", "by-hand", "--payload", `"\ud800 \u00e9 é"`).want(t, 0)
}

func TestConfirmByNameNeedsYes(t *testing.T) {
	t.Parallel()
	b := small()
	s := serve(t, b)
	s.files = map[string]string{"/c.toml": fmt.Sprintf(
		"[profiles.prod]\nurl = %q\nworkspace = \"acme\"\ntoken = \"t\"\nconfirm = \"name\"\n", s.env["CENTRALI_URL"])}
	s.env = map[string]string{"HOME": "/nowhere", "FNTOP_CONFIG": "/c.toml"}
	s.run("invoke", "by-hand").want(t, 2, "--yes")
	s.run("rerun", "r1").want(t, 2, "--yes")
	if b.posts() != nil {
		t.Errorf("sent %v", b.posts())
	}
	s.run("invoke", "by-hand", "--yes").want(t, 0)
	s.env["FNTOP_READ_ONLY"] = "1"
	s.run("invoke", "by-hand", "--yes").want(t, 2, "read-only")
	if len(b.posts()) != 1 {
		t.Errorf("sent %v", b.posts())
	}
}

func TestReadOnlySendsNothingAtAll(t *testing.T) {
	t.Parallel()
	b := small()
	s := serve(t, b)
	s.run("invoke", "by-hand", "--read-only").want(t, 2)
	s.run("rerun", "r1", "--read-only").want(t, 2)
	if b.asked != 0 {
		t.Errorf("%d requests", b.asked)
	}
}

func TestALostAnswerIsLookedForAndNeverSentAgain(t *testing.T) {
	t.Parallel()
	b := small()
	sent := 0
	b.hook = func(w http.ResponseWriter, r *http.Request) bool {
		if r.Method != http.MethodPost {
			return false
		}
		b.mu.Lock()
		sent++
		made := run("made", "pending", 0)
		made["createdAt"] = time.Now().UTC().Format(time.RFC3339Nano)
		made["originalRunId"], made["isRerun"] = "r1", true
		b.runs = append([]object{made}, b.runs...)
		b.mu.Unlock()
		panic(http.ErrAbortHandler) // the connection drops
	}
	s := hurried(t, b)
	for i, args := range []string{"invoke by-hand --follow", "rerun r1"} {
		r := s.run(strings.Fields(args)...).want(t, 4, "may have happened", "made (pending")
		if r.out != "" || sent != i+1 {
			t.Errorf("%s: printed %q, sent %d", args, r.out, sent)
		}
	}
}

func TestFollowEndsWithTheRunsOwnOutcome(t *testing.T) {
	t.Parallel()
	s, _ := onDemo(t, "")
	ok := s.run("invoke", "run-order", "--follow", "-o", "json").want(t, 0, "queued (job ", "completed (run ")
	run := decode[object](t, ok.out)
	if run["status"] != "completed" || run["trigger"].(object)["name"] != "run-order" || run["source"] != "manual" {
		t.Errorf("got %v", run)
	}
	s.run("follow", "job:"+run["jobId"].(string)).want(t, 0)
	s.run("follow", run["id"].(string)).want(t, 0)
	failed := decode[object](t, s.run("runs", "--status", "failure", "--limit", "1", "-o", "jsonl").want(t, 0).out)
	s.run("follow", failed["id"].(string)).want(t, 1, "failure (run ")
}

func TestEachOfThreeIdenticalInvokesFollowsItsOwnRun(t *testing.T) {
	t.Parallel()
	s, _ := onDemo(t, "delay-run=2:1s")
	codes := make(chan result)
	seen := make(map[any]string)
	for range 3 {
		go func() { codes <- s.run("invoke", "run-order", "--payload", "{}", "--follow", "-o", "json") }()
	}
	for range 3 {
		r := (<-codes).want(t, 0)
		run := decode[object](t, r.out)
		if !strings.Contains(r.err, fmt.Sprintf("queued (job %s)", run["jobId"])) || !strings.Contains(r.err, run["id"].(string)) {
			t.Errorf("followed %s to %v", r.err, run["jobId"])
		}
		if seen[run["id"]] != "" || seen[run["jobId"]] != "" {
			t.Errorf("run %v was taken twice", run["id"])
		}
		seen[run["id"]], seen[run["jobId"]] = "x", "x"
	}
}

// outOfTime runs a command whose --timeout is over once it has said something.
func (s *shell) outOfTime(says string, args ...string) result {
	s.t.Helper()
	clk := clock.NewDriven(time.Now())
	w := s.begin(clk, append(args, "--timeout", "300ms")...)
	for limit := time.After(time.Minute); !w.warned(says)(); {
		select {
		case <-time.After(time.Millisecond):
		case code := <-w.code:
			s.t.Fatalf("it ended with %d and has not said %q: %s", code, says, w.err.String())
		case <-limit:
			s.t.Fatalf("it has not said %q: %s", says, w.err.String())
		}
	}
	clk.Advance(300 * time.Millisecond)
	return result{args, <-w.code, w.out.String(), w.err.String()}
}

func TestATimeoutPrintsTheRunAsLastSeen(t *testing.T) {
	t.Parallel()
	b := small()
	b.runs = []object{run("r2", "running", 0)}
	s := serve(t, b)
	// The names are learned meanwhile, which nothing tells of: two seconds are for that.
	r := s.run("follow", "r2", "--timeout", "2s", "-o", "jsonl").want(t, 124, "running (run r2)", `"fntop follow r2"`)
	if got := decode[object](t, r.out); got["status"] != "running" || got["function"].(object)["name"] != "resize" {
		t.Errorf("printed %v", got)
	}
	r = s.outOfTime("queued (job job-1)", "invoke", "by-hand", "--follow", "-o", "jsonl").want(t, 124, "job:job-1")
	if r.out != `{"jobId":"job-1","runId":null}`+"\n" {
		t.Errorf("printed %q", r.out)
	}
	if r = s.run("follow", "job:nobody", "--timeout", "300ms", "-o", "jsonl").want(t, 124); r.out != "" {
		t.Errorf("printed %q", r.out)
	}
}

func TestFollowSaysWhatFailsAndGoesOn(t *testing.T) {
	t.Parallel()
	b := small()
	b.runs = []object{run("r2", "completed", 0)}
	var reads atomic.Int32
	b.hook = func(w http.ResponseWriter, r *http.Request) bool {
		if !strings.HasSuffix(r.URL.Path, "function-runs/r2") || reads.Add(1) > 1 {
			return false
		}
		return answers("", 200, "<html>a proxy's page</html>")(w, r)
	}
	serve(t, b).run("follow", "r2").want(t, 0, "Trying again.", "completed (run r2)")
}

func TestACommandThatDoesNotFollowEndsAfterThirtySeconds(t *testing.T) {
	t.Parallel()
	b, asked := hung("function-runs")
	s := serve(t, b)
	clk := clock.NewDriven(time.Now())
	s.clock = clk
	go func() {
		<-asked
		clk.Advance(30 * time.Second)
	}()
	s.run("runs", "--limit", "1").want(t, 4)
}

func TestTheUIGetsWhatWasAskedFor(t *testing.T) {
	t.Parallel()
	s := serve(t, small())
	s.tty = true
	var got cli.Start
	s.ui = func(_ context.Context, start cli.Start) error { got = start; return nil }

	s.run("--theme", "light", "--refresh", "2s", "--no-color", "--read-only").want(t, 0)
	if got.Demo != nil || len(got.Profiles) != 1 || got.Theme != "light" || got.Refresh != 2*time.Second || !got.NoColor || !got.ReadOnly {
		t.Errorf("got %+v", got)
	}
	s.run("--demo", "--seed", "3", "--speed", "2", "--faults", "500*1", "--size", "500x2000").want(t, 0)
	if got.Demo == nil || got.Demo.Seed != 3 || got.Demo.Speed != 2 || got.Demo.Faults != "500*1" || got.Demo.Size != (demo.Size{Functions: 500, Triggers: 2000}) || got.Profiles != nil {
		t.Errorf("got %+v", got)
	}
	s.env["NO_COLOR"], s.env["FNTOP_THEME"] = "1", "dark"
	s.run().want(t, 0)
	if !got.NoColor || got.Theme != "dark" || got.Refresh != 5*time.Second {
		t.Errorf("got %+v", got)
	}
	s.env = map[string]string{"HOME": "/nowhere"}
	s.run().want(t, 0)
	if got.Profiles != nil || got.Config == nil {
		t.Errorf("no profile leads to the start page, got %+v", got)
	}
	s.run("--faults", "help", "--demo").want(t, 0)
}

func TestConfigTellsWhereAndWhatButNoSecret(t *testing.T) {
	t.Parallel()
	s := serve(t, small())
	s.env["FNTOP_CONFIG"] = "/broken.toml"
	s.files = map[string]string{"/broken.toml": "nonsense ["}
	if out := s.run("config", "path").want(t, 0).out; out != "/broken.toml\n" {
		t.Errorf("path: %q", out)
	}
	s.run("config", "show").want(t, 2, "/broken.toml")
	delete(s.env, "FNTOP_CONFIG")
	if r := s.run("config", "show").want(t, 0); strings.Contains(r.out+r.err, secret) || !strings.Contains(r.out, "acme") {
		t.Errorf("show: %s", r.out)
	}
	if out := s.run("config", "init").want(t, 0).out; !strings.Contains(out, "default_profile") {
		t.Errorf("init: %s", out)
	}
}

func TestCompletionAsksNoBackend(t *testing.T) {
	t.Parallel()
	b := small()
	s := serve(t, b)
	s.files = map[string]string{"/c.toml": "[profiles.prod]\nworkspace = \"a\"\ntoken = \"t\"\n[profiles.dev]\nworkspace = \"a\"\ntoken = \"t\"\n"}
	s.env["FNTOP_CONFIG"] = "/c.toml"
	for args, want := range map[string]string{
		"runs --status fa":           "failure\n:4\n",
		"runs --status failure,time": "failure,timeout\n:4\n",
		"runs -o js":                 "json\njsonl\n:4\n",
		"runs --profile d":           "dev\n:4\n",
		"runs --profile dev,p":       "dev,prod\n:4\n",
		"runs --function r":          ":4\n",
		"invoke b":                   ":4\n",
	} {
		if out := s.run(append([]string{"__complete"}, strings.Fields(args)...)...).want(t, 0).out; out != want {
			t.Errorf("%s: %q", args, out)
		}
	}
	for _, shell := range []string{"bash", "zsh", "fish", "powershell"} {
		if out := s.run("completion", shell).want(t, 0).out; !strings.Contains(out, "fntop") {
			t.Errorf("%s: %q", shell, out)
		}
	}
	if b.asked != 0 {
		t.Errorf("%d requests", b.asked)
	}
}

func TestEveryActionIsInTheRecordOfActions(t *testing.T) {
	t.Parallel()
	b := small()
	s := serve(t, b)
	s.run("invoke", "by-hand", "--payload", `{"password":"hunter2"}`).want(t, 0)
	s.run("rerun", "r1", "--read-only").want(t, 2)
	s.run("runs").want(t, 0)
	data, err := os.ReadFile(filepath.Join(s.stateHome(), "fntop", "actions.jsonl"))
	if err != nil {
		t.Fatal(err)
	}
	text := string(data)
	if strings.Count(text, "\n") != 1 || !strings.Contains(text, `"jobId":"job-1"`) || !strings.Contains(text, `"name":"by-hand"`) {
		t.Errorf("it holds %s", text)
	}
	if strings.Contains(text, "hunter2") || strings.Contains(text, secret) {
		t.Errorf("it holds what nobody may read: %s", text)
	}
}
