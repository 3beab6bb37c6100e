package cli_test

import (
	"fmt"
	"net/http"
	"slices"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"fntop/api/clock"
)

// listed runs "runs -o jsonl" and returns the ids.
func listed(t *testing.T, s *shell, args ...string) string {
	t.Helper()
	var all []string
	for line := range strings.Lines(s.run(append([]string{"runs", "-o", "jsonl"}, args...)...).want(t, 0).out) {
		all = append(all, fmt.Sprint(decode[object](t, line)["id"]))
	}
	return strings.Join(all, " ")
}

func TestTwentyFailuresOnPageThreeAreFound(t *testing.T) {
	t.Parallel()
	for _, deaf := range []bool{false, true} {
		b := small()
		b.deaf, b.runs = deaf, nil
		var want []string
		for i := range 400 {
			status := "completed"
			if i >= 210 && i < 230 {
				status = "failure"
				want = append(want, fmt.Sprint("r", i))
			}
			b.runs = append(b.runs, run(fmt.Sprint("r", i), status, i))
		}
		if got := listed(t, serve(t, b), "--limit", "20", "--status", "failure"); got != strings.Join(want, " ") {
			t.Errorf("deaf %v: got %s", deaf, got)
		}
	}
}

func TestRunsAreNarrowed(t *testing.T) {
	t.Parallel()
	b := small()
	b.functions = append(b.functions, object{"id": "f2", "name": "other"})
	b.triggers = append(b.triggers, object{"id": "t4", "name": "elsewhere", "functionId": "f2", "executionType": "on-demand"})
	b.runs = []object{run("a", "running", 0), run("b", "completed", 60), run("c", "failure", 120), run("d", "timeout", 3600)}
	b.runs[1]["functionId"], b.runs[1]["triggerId"] = "f2", "t4"
	s := serve(t, b)
	for args, want := range map[string]string{
		"":                                 "a b c d",
		"--function resize":                "a c d",
		"--function f2":                    "b",
		"--function resize --function f2":  "a b c d",
		"--trigger elsewhere":              "b",
		"--trigger by-hand --function f2":  "",
		"--trigger t1 --function resize":   "a c d",
		"--status failure,timeout":         "c d",
		"--status running --status failed": "error",
		"--status running --status=timeout --status=timeout": "a d",
		"--status unknown":             "",
		"--since 2026-11-21T11:58:00Z": "a b c",
		"--until 2026-11-21T11:58:00Z": "d",
		"--limit 2":                    "a b",
		"--query trigger:elsewhere":    "b",
		"--query broke":                "c",
	} {
		if want == "error" {
			s.run(strings.Fields("runs "+args)...).want(t, 2)
			continue
		}
		if got := listed(t, s, strings.Fields(args)...); got != want {
			t.Errorf("%s: got %q, want %q", args, got, want)
		}
	}
}

func TestANameThatFitsSeveralIsRefusedWithTheirIDs(t *testing.T) {
	t.Parallel()
	b := small()
	b.functions = append(b.functions, object{"id": "f2", "name": "resize"})
	b.triggers = append(b.triggers, object{"id": "t9", "name": "by-hand", "functionId": "f2", "executionType": "on-demand", "enabled": true})
	s := serve(t, b)
	s.run("runs", "--function", "resize").want(t, 2, "f1", "f2")
	s.run("runs", "--trigger", "by-hand").want(t, 2, "t1", "t9")
	s.run("invoke", "by-hand").want(t, 2, "t1", "t9")
	if b.posts() != nil {
		t.Errorf("sent %v", b.posts())
	}
	s.run("runs", "--function", "resise").want(t, 5, `"resize"`)
}

func TestOneFunctionThatFailsDoesNotHideTheOthers(t *testing.T) {
	t.Parallel()
	b := small()
	b.functions = append(b.functions, object{"id": "f2", "name": "other"}, object{"id": "f3", "name": "third"})
	b.hook = func(w http.ResponseWriter, r *http.Request) bool {
		return answers("function/f2", 403, `{"message":"Missing scope"}`)(w, r) || answers("function/f3", 403, `{"message":"Missing scope"}`)(w, r)
	}
	r := serve(t, b).run("runs", "-o", "jsonl").want(t, 3, "Missing scope", "1 more list")
	if strings.Count(r.out, "\n") != 1 || strings.Count(r.err, "\n") != 1 {
		t.Errorf("printed %q and %q", r.out, r.err)
	}
}

func TestNamesThatCannotBeReadAreAWarning(t *testing.T) {
	t.Parallel()
	b := small()
	b.hook = answers("function-triggers", 403, `{"message":"Missing scope"}`)
	s := serve(t, b)
	s.run("runs").want(t, 0, "warning: names are missing")
	s.run("run", "r1").want(t, 0, "warning: names are missing")
	s.run("runs", "--trigger", "t1").want(t, 3)
	s.run("invoke", "t1").want(t, 3)
}

func TestAnIDNeedsNoListOfFunctionsOrTriggers(t *testing.T) {
	t.Parallel()
	const id, other = "7b0c2a52-53e4-4c5d-8c0e-2f1f4cf1f1a0", "11111111-53e4-4c5d-8c0e-2f1f4cf1f1a0"
	b := small()
	b.functions[0]["id"], b.runs[0]["functionId"] = id, id
	b.triggers[0]["id"], b.runs[0]["triggerId"] = other, other
	b.hook = func(w http.ResponseWriter, r *http.Request) bool {
		return answers("compute-functions", 403, `{"message":"Missing scope"}`)(w, r) || answers("function-triggers", 403, `{"message":"Missing scope"}`)(w, r)
	}
	s := serve(t, b)
	for _, args := range []string{"--function " + id, "--trigger " + other, "--function " + id + " --trigger " + other} {
		r := s.run(append([]string{"runs", "-o", "jsonl"}, strings.Fields(args)...)...).want(t, 0, "names are missing")
		if strings.Count(r.out, "\n") != 1 {
			t.Errorf("%s: %s", args, r.out)
		}
	}
	s.run("runs", "--function", "resize").want(t, 3)
	s.run("runs", "--function", id, "--function", "resize").want(t, 3)
	s.run("runs").want(t, 3)
	b.hook = answers("", 401, `{"message":"Token expired"}`)
	if r := s.run("runs", "--function", id).want(t, 3); strings.Count(r.err, "\n") != 1 {
		t.Errorf("%s", r.err)
	}
}

func TestAListThatIsNotDoneInTimeSaysWhatSlowedIt(t *testing.T) {
	t.Parallel()
	b := small()
	for i := range 3 {
		b.functions = append(b.functions, object{"id": fmt.Sprint("more-", i), "name": fmt.Sprint("more-", i)})
	}
	s := serve(t, b)
	// Six a minute are three at the start: two lists, and one function's runs.
	s = reading(s, fmt.Sprintf("[profiles.p]\nurl = %q\nworkspace = \"acme\"\ntoken = %q\nrequests_per_minute = 6\n", s.env["CENTRALI_URL"], secret))
	s.env["FNTOP_PROFILE"] = "p"
	clk := clock.NewDriven(time.Now())
	s.clock = clk
	go func() {
		clk.AwaitTimers(4) // the command's limit, and three that wait
		clk.Advance(20 * time.Second)
		clk.AwaitTimers(3)
		clk.Advance(10 * time.Second)
	}()
	r := s.run("runs").want(t, 4, "list runs: not done in time", "requests_per_minute")
	if r.out != "" || strings.Count(r.err, "\n") != 1 {
		t.Errorf("printed %q and %q", r.out, r.err)
	}

	b, asked := hung("function-runs")
	s = serve(t, b)
	slow := clock.NewDriven(time.Now())
	s.clock = slow
	go func() {
		<-asked
		slow.Advance(30 * time.Second)
	}()
	if r := s.run("runs").want(t, 4, "list runs: not done in time", "--since"); strings.Contains(r.err, "requests_per_minute") {
		t.Errorf("it was not the budget: %s", r.err)
	}
}

func TestRowsThatCannotBeReadAreAWarning(t *testing.T) {
	t.Parallel()
	b := small()
	b.hook = func(w http.ResponseWriter, r *http.Request) bool {
		return answers("compute-functions", 200, `[{"id":"f1","name":"resize"},7,{"name":"x"}]`)(w, r) ||
			answers("function-runs/function", 200, `[{"id":"r1","functionId":"f1","status":"completed"},null]`)(w, r)
	}
	s := serve(t, b)
	if r := s.run("functions").want(t, 0, "warning: 2 of 3 functions could not be read"); strings.Count(r.out, "\n") != 2 {
		t.Errorf("%s", r.out)
	}
	s.run("runs").want(t, 0, "warning: 1 of 2 runs could not be read", "2 of 3 functions")
	for command, path := range map[string]string{"functions": "compute-functions", "triggers": "function-triggers", "runs": "function-runs"} {
		b := small()
		b.hook = answers(path, 200, `{"data":[1,{"name":"x"}],"meta":{"total":2}}`)
		if r := serve(t, b).run(command).want(t, 6, "could not be understood"); r.out != "" {
			t.Errorf("%s: %s", command, r.out)
		}
	}
}

func TestARunOfAnotherIDIsNotTheAnswer(t *testing.T) {
	t.Parallel()
	b := small()
	b.hook = answers("function-runs/r1", 200, `{"id":"r2","functionId":"f1","status":"completed"}`)
	s := serve(t, b)
	s.run("run", "r1").want(t, 6, `read run "r1"`, `it is about run "r2"`)
	s.run("rerun", "r1").want(t, 6)
	if b.posts() != nil {
		t.Errorf("sent %v", b.posts())
	}
	b.hook = answers("function-runs/R1", 200, `{"id":"r1","functionId":"f1","status":"completed"}`)
	s.run("run", "R1").want(t, 0)
}

// A long search without a find says how far it is, to a person alone.
func TestALongSearchSaysHowFarItIs(t *testing.T) {
	t.Parallel()
	for _, tty := range []bool{true, false} {
		b := small()
		b.runs = nil
		for i := range 950 {
			b.runs = append(b.runs, run(fmt.Sprintf("r%d", i), "completed", i))
		}
		clk := clock.NewDriven(noon.Add(time.Minute))
		b.hook = func(_ http.ResponseWriter, r *http.Request) bool {
			if strings.Contains(r.URL.Path, "function-runs") {
				clk.Advance(1500 * time.Millisecond)
			}
			return false
		}
		s := serve(t, b)
		s.clock, s.tty, s.width = clk, tty, 120
		r := s.run("runs", "--query", "nothing-has-this-name").want(t, 0)
		if lines := strings.Count(r.err, "still reading: "); tty && lines < 2 || !tty && lines != 0 {
			t.Errorf("on a terminal: %v; %d lines on standard error:\n%s", tty, lines, r.err)
		}
		if tty && !strings.Contains(r.err, "runs so far, back to 2026-") || strings.Contains(r.out, "reading") {
			t.Errorf("it says %s\nand prints %s", r.err, r.out)
		}
	}
}

// pair is a configuration with two profiles.
func pair(t *testing.T, one, two *wire) *shell {
	t.Helper()
	a, b := serve(t, one), serve(t, two)
	text := ""
	for name, s := range map[string]*shell{"one": a, "two": b} {
		text += fmt.Sprintf("[profiles.%s]\nurl = %q\nworkspace = \"acme\"\ntoken = %q\n", name, s.env["CENTRALI_URL"], secret)
	}
	return &shell{t: t, env: map[string]string{"HOME": "/nowhere", "FNTOP_CONFIG": "/c.toml", "FNTOP_PROFILE": "one,two"}, files: map[string]string{"/c.toml": text}}
}

func TestSeveralProfilesAreReadTogether(t *testing.T) {
	t.Parallel()
	one, two := small(), small()
	two.runs = []object{run("x1", "completed", 30), run("r2", "running", -30)}
	s := pair(t, one, two)
	if got := listed(t, s); got != "r2 r1 x1" {
		t.Errorf("merged %s", got)
	}
	if out := s.run("run", "x1", "-o", "jsonl").want(t, 0).out; !strings.Contains(out, `"profile":"two"`) {
		t.Errorf("%s", out)
	}
	s.run("run", "r9").want(t, 5, "no profile has")
	s.run("invoke", "by-hand").want(t, 2, "one and two", "--profile")
	s.run("follow", "x1").want(t, 0)
	s.run("follow", "job:job-x1").want(t, 0)
	two.runs = append(two.runs, run("r1", "completed", 0))
	s.run("run", "r1").want(t, 2, "one and two")
	s.run("rerun", "r1").want(t, 2, "one and two")
	s.run("follow", "job:job-r1").want(t, 2, "one and two")
	if one.posts() != nil || two.posts() != nil {
		t.Error("something was sent")
	}
}

// Whose a row is stands behind its first word, and only where there are several.
func TestATableOfSeveralProfilesSaysWhoseARowIs(t *testing.T) {
	t.Parallel()
	one, two := small(), small()
	two.runs = []object{run("x1", "completed", 30)}
	s := pair(t, one, two)
	for command, first := range map[string]string{"runs": "STATUS", "functions": "NAME", "triggers": "NAME"} {
		lines := strings.Split(strings.TrimSpace(s.run(command).want(t, 0).out), "\n")
		if f := strings.Fields(lines[0]); f[0] != first || f[1] != "PROFILE" {
			t.Errorf("%s: the titles are %q", command, lines[0])
		}
		seen := map[string]bool{}
		for _, line := range lines[1:] {
			seen[strings.Fields(line)[1]] = true
		}
		if len(seen) != 2 || !seen["one"] || !seen["two"] {
			t.Errorf("%s: the rows are of %v:\n%s", command, seen, strings.Join(lines, "\n"))
		}
		if out := s.run(command, "--profile", "two").want(t, 0).out; strings.Contains(out, "PROFILE") {
			t.Errorf("%s of one profile has a column for it:\n%s", command, out)
		}
	}
}

func TestAProfileThatFailsDoesNotHideTheOthers(t *testing.T) {
	t.Parallel()
	one, two := small(), small()
	two.triggers = append(two.triggers, object{"id": "t7", "name": "alone", "functionId": "f1", "executionType": "on-demand", "enabled": true})
	two.runs = []object{run("x1", "completed", 0)}
	var down atomic.Bool
	down.Store(true)
	one.hook = func(w http.ResponseWriter, r *http.Request) bool {
		return down.Load() && answers("", 401, `{"message":"Token expired"}`)(w, r)
	}
	s := pair(t, one, two)
	for _, command := range []string{"functions", "triggers", "runs", "run x1"} {
		if r := s.run(append(strings.Fields(command), "-o", "jsonl")...).want(t, 3, `profile "one"`); !strings.Contains(r.out, `"profile":"two"`) {
			t.Errorf("%s: %q", command, r.out)
		}
	}
	s.run("follow", "x1").want(t, 0, `profile "one"`)
	s.run("follow", "job:job-x1").want(t, 0)
	s.run("invoke", "alone").want(t, 3, `profile "one"`) // a name may fit there too
	if two.posts() != nil {
		t.Errorf("sent %v", two.posts())
	}
	s.run("invoke", "t7").want(t, 0, "warning")
	if len(two.posts()) != 1 {
		t.Errorf("sent %v", two.posts())
	}
}

// asking is a back end that notes the queries of the lists of runs.
func asking(b *wire) (*wire, func() string) {
	var queries []string
	b.hook = func(_ http.ResponseWriter, r *http.Request) bool {
		if strings.Contains(r.URL.Path, "function-runs/function") {
			b.mu.Lock()
			queries = append(queries, r.URL.Query().Get("status")+"/"+r.URL.Query().Get("page"))
			b.mu.Unlock()
		}
		return false
	}
	return b, func() string {
		b.mu.Lock()
		defer b.mu.Unlock()
		slices.Sort(queries)
		return strings.Join(queries, ", ")
	}
}

func TestServersAreAskedForWhatTheQueryLeaves(t *testing.T) {
	t.Parallel()
	for args, want := range map[string]string{
		"--status cancelled":                       "",
		"--status waiting,recorded":                "",
		"--status failure,cancelled":               "failure/1",
		"--query status:completed":                 "completed/1, completed/2, completed/3",
		"--query status:failure,timeout":           "failure/1, timeout/1",
		"--status failure --query status:failure":  "failure/1",
		"--status failure --query status:timeout":  "",
		"--query -status:completed":                "/1, /2, /3",
		"--query created>2026-11-21T11:59:00Z":     "/1, /2",
		"--since 2026-11-21T11:59:00Z --query z":   "/1, /2",
		"--query created>2026-11-21T11:59:00Z,foo": "wrong",
	} {
		b := small()
		b.runs = nil
		for i := range 290 {
			b.runs = append(b.runs, run(fmt.Sprint("r", i), "completed", i))
		}
		b, asked := asking(b)
		s := serve(t, b)
		if want == "wrong" {
			s.run(strings.Fields("runs "+args)...).want(t, 2)
			continue
		}
		listed(t, s, append(strings.Fields(args), "--limit", "1000")...)
		if got := asked(); got != want {
			t.Errorf("%s: asked %q, want %q", args, got, want)
		}
	}
}

func TestNobodyReadsTheRunsOfFunctionsThatAQueryLeavesOut(t *testing.T) {
	t.Parallel()
	b := small()
	b.functions = append(b.functions, object{"id": "f2", "name": "other"})
	s := serve(t, b)
	for _, c := range []struct {
		args        string
		code, lists int
	}{
		{"runs --query fn:nope", 0, 0},
		{"runs --query profile:prod", 0, 0},
		{"runs --query fn:other", 0, 1},
		{"runs --query -fn:other", 0, 2},
		{"rerun --query fn:nope --dry-run", 0, 0},
		{"rerun --query fn:nope --yes", 5, 0},
		{"rerun --query fn:nope", 5, 0},
	} {
		before := b.asked
		s.run(strings.Fields(c.args)...).want(t, c.code)
		if got := b.asked - before - 2; got != c.lists { // functions and triggers are listed
			t.Errorf("%s: %d lists of runs are read, want %d", c.args, got, c.lists)
		}
	}
	if sent := b.posts(); sent != nil {
		t.Errorf("sent %v", sent)
	}
}
