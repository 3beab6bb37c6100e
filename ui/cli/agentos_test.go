package cli_test

import (
	"encoding/json"
	"slices"
	"strings"
	"testing"

	"fntop/api/demo"
)

// onAgents is a shell whose environment leads to the agents of a demo server.
func onAgents(t *testing.T, faults string) (*shell, *demo.Server) {
	t.Helper()
	s, server := onDemo(t, faults)
	ready := server.Ready()
	s.env = map[string]string{
		"HOME": "/nowhere", "AGENTOS_URL": ready.URL, "AGENTOS_TOKEN": ready.AgentOS.Token, "AGENTOS_HEADERS": ready.AgentOS.Headers,
	}
	return s, server
}

func TestAgentsAreListedAsFunctionsAndTheirRunsFiltered(t *testing.T) {
	t.Parallel()
	s, _ := onAgents(t, "")
	functions := decode[[]object](t, s.run("functions", "-o", "json").want(t, 0).out)
	if len(functions) != 8 || functions[0]["backend"] != "agentos" || functions[0]["profile"] != "agentos" || functions[0]["name"] != "support" {
		t.Errorf("functions %v", functions)
	}
	triggers := decode[[]object](t, s.run("triggers", "-o", "json").want(t, 0).out)
	if len(triggers) != 8 || triggers[0]["type"] != "chatwoot" || triggers[0]["function"].(object)["name"] != "support" {
		t.Errorf("triggers %v", triggers)
	}
	for _, args := range [][]string{
		{}, {"--function", "scribe"}, {"--status", "failure,cancelled"}, {"--status", "running"}, {"--query", "error~model", "--since", "12h"}, {"--since", "20s", "--until", "1s"},
	} {
		r := s.run(append([]string{"runs", "-o", "jsonl", "--limit", "30"}, args...)...).want(t, 0)
		lines := strings.Split(strings.TrimSpace(r.out), "\n")
		if len(lines) < 2 && !(len(args) > 0 && slices.Contains([]string{"--status", "--query", "--since"}, args[0])) {
			t.Errorf("%v: %d lines: %s", args, len(lines), r.err)
		}
		for _, line := range lines {
			if line == "" {
				continue
			}
			run := decode[object](t, line)
			status := run["status"].(string)
			if len(args) > 1 && args[0] == "--status" && !strings.Contains(args[1], status) || len(args) > 1 && args[1] == "scribe" && run["function"].(object)["name"] != "scribe" {
				t.Errorf("%v: %s", args, line)
			}
			for _, name := range []string{"id", "statusText", "jobId", "input", "attempt", "trigger"} {
				if _, there := run[name]; !there {
					t.Fatalf("%s is not a field of %s", name, line)
				}
			}
			if run["jobId"] != nil || run["trigger"] != nil || run["backend"] != "agentos" {
				t.Errorf("%s", line)
			}
		}
	}
}

func TestRunsOfAnAgentsTriggerCannotBeAskedFor(t *testing.T) {
	t.Parallel()
	s, server := onAgents(t, "")
	s.run("runs", "--trigger", "shop-chat").want(t, 2, "runs of AgentOS do not name their trigger", "--function")
	s.run("follow", "job:x").want(t, 2, "AgentOS has no jobs")
	s.run("invoke", "sunday-evening").want(t, 2, "the trigger is paused", "Nothing was sent")
	s.run("rerun", "nobody").want(t, 5)
	for _, r := range server.Requests() {
		if r.Method != "GET" {
			t.Errorf("sent %s %s", r.Method, r.Path)
		}
	}
}

func TestInvokingAnAgentsTriggerNamesItsRunAtOnce(t *testing.T) {
	t.Parallel()
	s, _ := onAgents(t, "")
	receipt := decode[object](t, s.run("invoke", "shop-chat", "--payload", `{"n":1.50}`, "-o", "json").want(t, 0).out)
	id, _ := receipt["runId"].(string)
	if id == "" || receipt["jobId"] != nil {
		t.Fatalf("receipt %v", receipt)
	}
	if r := s.run("follow", id, "-o", "json").want(t, 0); !strings.Contains(r.out, `"n": 1.50`) {
		t.Errorf("followed to %s", r.out)
	}
	for payload, code := range map[string]int{`{"wait":true}`: 0, `{"switch":true}`: 0, `{"fail":true}`: 1} {
		r := s.run("invoke", "shop-chat", "--payload", payload, "--follow", "-o", "jsonl").want(t, code)
		run := decode[object](t, r.out) // one Run, whatever the run tells on its way
		attempt := run["attempt"].(object)["number"]
		if (attempt == 2.0) != (payload == `{"switch":true}`) || (run["status"] == "failure") != (code == 1) || (run["errorMessage"] != nil) != (code == 1) {
			t.Errorf("%s: %s", payload, r.out)
		}
	}
}

func TestAgentIsInvokedByItselfWhereNoTriggerHasItsName(t *testing.T) {
	t.Parallel()
	s, server := onAgents(t, "")
	for _, fn := range decode[[]object](t, s.run("functions", "-o", "json").want(t, 0).out) {
		if fn["name"] != "market-research" { // which has no trigger
			continue
		}
		for _, word := range []string{"market-research", fn["id"].(string)} {
			receipt := decode[object](t, s.run("invoke", word, "--payload", `{"about":"kettles"}`, "-o", "json").want(t, 0).out)
			id, _ := receipt["runId"].(string)
			run := decode[object](t, s.run("run", id, "-o", "json").want(t, 0).out)
			if id == "" || run["function"].(object)["name"] != "market-research" || run["input"].(object)["about"] != "kettles" {
				t.Errorf("%s: %v", word, run)
			}
		}
	}
	if got := posts(server); got != 2 {
		t.Errorf("%d runs were created", got)
	}
	s.run("invoke", "market-reserch").want(t, 5, `Did you mean "market-research"?`)
	s.run("invoke", "market-research", "--read-only").want(t, 2, "read-only", "Nothing was sent")
	if err := server.SetFaults("drop=after@/v1/api/runs"); err != nil {
		t.Fatal(err)
	}
	before := posts(server)
	s.run("invoke", "market-research").want(t, 4, "not sent again")
	if got := posts(server) - before; got != 1 {
		t.Errorf("sent %d times", got)
	}
}

func TestFunctionsThatStartByTriggersAloneSayWhy(t *testing.T) {
	t.Parallel()
	s, server := onDemo(t, "")
	s.run("invoke", "process-order").want(t, 2, `invoke function "process-order": Centrali starts a function by its triggers alone`, "Nothing was sent")
	if got := posts(server); got != 0 {
		t.Errorf("sent %d times", got)
	}
}

// posts counts what was sent to change something.
func posts(server *demo.Server) int {
	n := 0
	for _, r := range server.Requests() {
		if r.Method == "POST" && !strings.Contains(r.Path, "token") {
			n++
		}
	}
	return n
}

func TestARerunOfAnAgentSaysThatItIsANewRun(t *testing.T) {
	t.Parallel()
	s, server := onAgents(t, "")
	failed := decode[object](t, s.run("invoke", "new-product", "--payload", `{"fail":true}`, "--follow", "-o", "json").want(t, 1).out)
	id := failed["id"].(string)
	r := s.run("rerun", id, "--follow", "-o", "json").want(t, 1, "rerun: a new run with the same agent, thread and input.")
	again := decode[object](t, r.out)
	if again["id"] == id || again["function"].(object)["name"] != "scribe" {
		t.Errorf("rerun as %s", r.out)
	}
	if input := again["input"].(object); input["fail"] != true {
		t.Errorf("input %v", input)
	}
	s.run("rerun", id, "--override", `{"note":1}`, "--follow").want(t, 0)
	before := len(server.Requests())
	s.run("rerun", id, "--reason", "why not").want(t, 2, "keeps no reason", "Nothing was sent")
	for _, r := range server.Requests()[before:] {
		if r.Method != "GET" {
			t.Errorf("sent %s %s", r.Method, r.Path)
		}
	}
}

// line is one line of "follow -o jsonl".
type line struct {
	At  string `json:"at"`
	Run struct {
		ID string `json:"id"`
	} `json:"run"`
	Entry *struct {
		Seq     int64           `json:"seq"`
		Attempt string          `json:"attempt"`
		Kind    string          `json:"kind"`
		Node    *string         `json:"node"`
		Payload json.RawMessage `json:"payload"`
	} `json:"entry"`
	Status string `json:"status"`
}

func TestFollowPrintsWhatARunDoesAsLines(t *testing.T) {
	t.Parallel()
	for _, faults := range []string{"", "run-cut=2", "run-dup,run-reorder,run-hole=2", "404@events/stream"} {
		s, _ := onAgents(t, faults)
		receipt := decode[object](t, s.run("invoke", "shop-chat", "--payload", `{"switch":true}`, "-o", "json").want(t, 0).out)
		id := receipt["runId"].(string)
		out := s.run("follow", id, "-o", "jsonl").want(t, 0).out
		lines := strings.Split(strings.TrimSpace(out), "\n")
		var attempts []string
		seq := map[string]int64{}
		for i, text := range lines {
			l := decode[line](t, text)
			if i == len(lines)-1 {
				if l.Entry != nil || l.Status != "completed" {
					t.Errorf("%s: the last line is %s", faults, text)
				}
				break
			}
			if l.Entry == nil || l.Run.ID != id || l.At == "" || l.Entry.Kind == "" {
				t.Fatalf("%s: line %s", faults, text)
			}
			if !slices.Contains(attempts, l.Entry.Attempt) {
				attempts = append(attempts, l.Entry.Attempt)
			}
			if seq[l.Entry.Attempt]++; seq[l.Entry.Attempt] != l.Entry.Seq {
				t.Errorf("%s: %d comes as event %d", faults, l.Entry.Seq, seq[l.Entry.Attempt])
			}
		}
		if n := len(attempts); n != 1 && n != 2 || len(lines) < 5 {
			t.Errorf("%s: %d attempts in\n%s", faults, n, out)
		}
		// A run that is over tells all of it again, and nothing else does.
		if again := s.run("follow", id, "-o", "jsonl").want(t, 0).out; strings.Count(again, `"entry"`) < 4 {
			t.Errorf("%s: again %s", faults, again)
		}
		if table := s.run("follow", id, "-o", "json").want(t, 0).out; strings.Contains(table, `"entry"`) {
			t.Errorf("%s: as json %s", faults, table)
		}
	}
	s, _ := onDemo(t, "") // Centrali tells nothing
	receipt := decode[object](t, s.run("invoke", "run-order", "--follow", "-o", "jsonl").want(t, 0).out)
	if again := s.run("follow", receipt["id"].(string), "-o", "jsonl").want(t, 0).out; strings.Count(again, "\n") != 1 {
		t.Errorf("printed %s", again)
	}
}

func TestAnAnswerThatWasLostIsLookedForAmongTheAgentsRuns(t *testing.T) {
	t.Parallel()
	s, server := onAgents(t, "")
	if err := server.SetFaults("500=after*1@/v1/api/runs"); err != nil {
		t.Fatal(err)
	}
	s.run("invoke", "mailbox").want(t, 4, "not sent again", "may have come of it")
	if err := server.SetFaults("409=after*1@/v1/api/runs"); err != nil {
		t.Fatal(err)
	}
	// The key was fresh: the conflict is with itself, and its run is found.
	s.run("invoke", "mailbox", "--payload", `{"once":"only"}`, "--follow").want(t, 0)
	posts := 0
	for _, r := range server.Requests() {
		if r.Method == "POST" {
			posts++
		}
	}
	if posts != 2 {
		t.Errorf("%d actions were sent", posts)
	}
}

func TestDoctorExaminesAgentOS(t *testing.T) {
	t.Parallel()
	s, _ := onAgents(t, "")
	r := s.run("doctor").want(t, 0)
	for _, part := range []string{"8 listed", "one run", "AgentOS has no stream of all runs"} {
		if !strings.Contains(r.out, part) {
			t.Errorf("doctor lacks %q:\n%s", part, r.out)
		}
	}
	s.env["AGENTOS_TOKEN"] = "stale-token-4711"
	if r := s.run("doctor").want(t, 3); !strings.Contains(r.out, "Renew AGENTOS_TOKEN, or check AGENTOS_HEADERS") || strings.Contains(r.out+r.err, "4711") {
		t.Errorf("of a bad token:\n%s%s", r.out, r.err)
	}
	delete(s.env, "AGENTOS_HEADERS")
	s.env["AGENTOS_TOKEN"] = onAgentsToken(t)
	s.run("functions").want(t, 3, "X-Workspace-Id is missing", "a header that it wants may be missing")
}

// onAgentsToken is the token of every demo: it follows from the seed.
func onAgentsToken(t *testing.T) string {
	_, server := onAgents(t, "")
	return server.Ready().AgentOS.Token
}

func TestWatchPrintsRunsOfAgents(t *testing.T) {
	t.Parallel()
	s, _ := onAgents(t, "")
	s.run("watch", "-o", "jsonl", "--trigger", "shop-chat").want(t, 2, "do not name their trigger")
	receipt := decode[object](t, s.run("invoke", "shop-chat", "--payload", `{"sleepMs":200000,"wait":true}`, "-o", "json").want(t, 0).out)
	out := s.run("watch", "-o", "jsonl", "--function", "support", "--until-idle", "--refresh", "500ms").want(t, 0).out
	if !strings.Contains(out, `"change":"ended"`) || !strings.Contains(out, receipt["runId"].(string)) {
		t.Errorf("watched %s", out)
	}
}
