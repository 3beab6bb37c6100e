package demo

import (
	"bytes"
	"fmt"
	"io"
	"net/http"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"
)

// agentBench is a server with an agent's customer.
type agentBench struct {
	*bench
	headers map[string]string
}

func setupAgents(t *testing.T, o Options) *agentBench {
	t.Helper()
	b := setup(t, o)
	ready := b.server.Ready().AgentOS
	name, value, _ := strings.Cut(ready.Headers, ": ")
	return &agentBench{b, map[string]string{"Authorization": "Bearer " + ready.Token, name: value}}
}

func (b *agentBench) call(method, path, body string, header ...string) reply {
	b.t.Helper()
	r, err := http.NewRequestWithContext(b.t.Context(), method, b.server.URL()+agentBase+path, bytes.NewReader([]byte(body)))
	if err != nil {
		b.t.Fatal(err)
	}
	for name, value := range b.headers {
		r.Header.Set(name, value)
	}
	for i := 0; i < len(header); i += 2 {
		r.Header.Set(header[i], header[i+1])
	}
	res, err := b.client.Do(r)
	if err != nil {
		b.t.Fatal(err)
	}
	defer res.Body.Close()
	all, err := io.ReadAll(res.Body)
	if err != nil {
		b.t.Fatal(err)
	}
	return reply{status: res.StatusCode, header: res.Header, body: all}
}

func (b *agentBench) get(path string, into any) {
	b.t.Helper()
	r := b.call("GET", path, "")
	if r.status != 200 {
		b.t.Fatalf("%s: %d %s", path, r.status, r.body)
	}
	decode(b.t, r.body, into)
}

type agentRows struct {
	Items []wireAgentRun `json:"items"`
	More  bool           `json:"has_more"`
}

func TestAgentOSAdmitsItsTokenAndItsWorkspaceOnly(t *testing.T) {
	t.Parallel()
	b := setupAgents(t, Options{})
	for name, c := range map[string]struct {
		header []string
		path   string
		want   int
	}{
		"as told":                   {nil, "agents", 200},
		"no token":                  {[]string{"Authorization", ""}, "agents", 401},
		"another token":             {[]string{"Authorization", "Bearer nobody"}, "agents", 401},
		"Centrali's token":          {[]string{"Authorization", "Bearer " + b.ready.Token}, "agents", 401},
		"no workspace":              {[]string{agentHeader, ""}, "agents", 403},
		"another workspace":         {[]string{agentHeader, "ws_other"}, "agents", 403},
		"no such run, no workspace": {[]string{agentHeader, ""}, "runs/x/events", 404},
		"no such path":              {nil, "nothing", 404},
		"another method":            {[]string{"X-Y", "z"}, "runs/x/rerun", 405},
	} {
		if r := b.call("GET", c.path, "", c.header...); r.status != c.want || c.want != 200 && !bytes.Contains(r.body, []byte(`"message":`)) {
			t.Errorf("%s: %d %s", name, r.status, r.body)
		}
	}
}

func TestAgentsTellTheSameStoryAfterARestart(t *testing.T) {
	t.Parallel()
	var bodies []string
	for range 2 {
		b := setupAgents(t, Options{})
		all := ""
		for _, path := range []string{"agents", "triggers", "runs?limit=100", "runs?limit=5&offset=300&status=failed"} {
			all += string(b.call("GET", path, "").body)
		}
		bodies = append(bodies, all)
	}
	if bodies[0] != bodies[1] {
		t.Error("another story")
	}
	if other := setupAgents(t, Options{Seed: 2}); string(other.call("GET", "agents", "").body) == bodies[0] {
		t.Error("another seed tells the same")
	}
}

// Everything that the wire can show is there within the last hours.
func TestTheStoryOfTheAgentsHasEveryKindOfRun(t *testing.T) {
	t.Parallel()
	b := setupAgents(t, Options{})
	var rows agentRows
	seen, second, noAttempt := map[string]int{}, 0, 0
	for offset := 0; offset < 3000; offset += 100 {
		b.get(fmt.Sprintf("runs?limit=100&offset=%d", offset), &rows)
		if len(rows.Items) != 100 || !rows.More {
			t.Fatalf("%d rows at %d", len(rows.Items), offset)
		}
		for _, r := range rows.Items {
			seen[r.Status]++
			if r.CurrentAttemptNo != nil && *r.CurrentAttemptNo == 2 {
				second++
			}
			if r.CurrentAttemptID == nil {
				noAttempt++
			}
		}
	}
	for _, word := range []string{"completed", "failed", "cancelled"} {
		if seen[word] == 0 {
			t.Errorf("no run is %s: %v", word, seen)
		}
	}
	if second == 0 {
		t.Error("no run is in another attempt")
	}
	// What lasts for moments only is met while time goes by.
	for range 400 {
		b.clock.Advance(3 * time.Second)
		b.get("runs?limit=30", &rows)
		for _, r := range rows.Items {
			seen[r.Status]++
			if r.CurrentAttemptID == nil {
				noAttempt++
			}
		}
	}
	for _, word := range []string{"queued", "running", "waiting_for_human", "resumed"} {
		if seen[word] == 0 {
			t.Errorf("no run is ever %s: %v", word, seen)
		}
	}
	if noAttempt == 0 {
		t.Error("no run is ever without an attempt")
	}
}

func TestRunsOfAgentsAreListedNewestFirstAndWithoutAHole(t *testing.T) {
	t.Parallel()
	b := setupAgents(t, Options{})
	var whole, rows agentRows
	b.get("runs?limit=90", &whole)
	for i := 1; i < len(whole.Items); i++ {
		if whole.Items[i].CreatedAt > whole.Items[i-1].CreatedAt {
			t.Fatalf("%s after %s", whole.Items[i].CreatedAt, whole.Items[i-1].CreatedAt)
		}
	}
	for offset := 0; offset < 90; offset += 30 {
		b.get(fmt.Sprintf("runs?limit=30&offset=%d", offset), &rows)
		for i, r := range rows.Items {
			if r.RunID != whole.Items[offset+i].RunID {
				t.Fatalf("row %d is another one", offset+i)
			}
		}
	}
	for _, r := range whole.Items[:20] {
		var one wireAgentRun
		b.get("runs/"+r.RunID, &one)
		if one.Status != r.Status || one.CreatedAt != r.CreatedAt || one.AgentID != r.AgentID {
			t.Errorf("by its id it is %+v, in the list %+v", one, r)
		}
	}
}

// An attempt begins with RUN_STARTED and ends with the one event that ends it,
// its numbers count from 1, and pages of it leave nothing out.
func TestAttemptsAreToldWholeByPagesOfEvents(t *testing.T) {
	t.Parallel()
	b := setupAgents(t, Options{})
	var rows agentRows
	b.get("runs?limit=100&offset=100", &rows)
	ends := map[string]bool{"RUN_FINISHED": true, "RUN_FAILED": true, "RUN_CANCELLED": true}
	over := 0
	for _, r := range rows.Items {
		if r.CompletedAt == nil || r.CurrentAttemptID == nil {
			continue
		}
		over++
		last := 0
		for more := true; more; {
			var page struct {
				Events []wireAgentEvent `json:"events"`
				Latest int              `json:"latest_seq"`
				Next   *int             `json:"next_after_seq"`
				More   bool             `json:"has_more"`
			}
			b.get(fmt.Sprintf("runs/%s/events?attemptId=%s&afterSeq=%d&limit=3", r.RunID, *r.CurrentAttemptID, last), &page)
			for _, e := range page.Events {
				if last++; e.Seq != last || e.AttemptID != *r.CurrentAttemptID || (e.Type == "RUN_STARTED") != (last == 1) || ends[e.Type] != (last == page.Latest) {
					t.Fatalf("event %d is %+v of %d", last, e, page.Latest)
				}
			}
			if more = page.More; page.Latest != r.LatestSeq || more && *page.Next != last {
				t.Fatalf("got %+v, the run says %d", page, r.LatestSeq)
			}
		}
		if last != r.LatestSeq {
			t.Errorf("%d events of %d", last, r.LatestSeq)
		}
	}
	if over < 50 {
		t.Errorf("%d runs are over", over)
	}
	if r := b.call("GET", "runs/"+rows.Items[0].RunID+"/events", ""); r.status != 400 || !strings.Contains(string(r.body), "attemptId is required") {
		t.Errorf("without an attempt: %d %s", r.status, r.body)
	}
}

func TestARunOfAnAgentIsCreatedOncePerKey(t *testing.T) {
	t.Parallel()
	b := setupAgents(t, Options{})
	var all struct {
		Items []wireAgent `json:"items"`
	}
	b.get("agents", &all)
	body := fmt.Sprintf(`{"agent_id":%q,"thread":{"thread_id":"thread_x"},"input":{"n": 1.50, "wait":true}}`, all.Items[0].ID)
	first := b.call("POST", "runs", body, "Idempotency-Key", "k1")
	again := b.call("POST", "runs", body, "Idempotency-Key", "k1")
	var made struct {
		RunID string `json:"run_id"`
	}
	decode(t, first.body, &made)
	if first.status != 201 || again.status != 409 || made.RunID == "" {
		t.Fatalf("%d %s, then %d %s", first.status, first.body, again.status, again.body)
	}
	var r wireAgentRun
	b.get("runs/"+made.RunID, &r)
	if r.Status != "queued" || r.CurrentAttemptID != nil || string(r.Input) != `{"n":1.50,"wait":true}` && string(r.Input) != `{"n": 1.50, "wait":true}` || r.ThreadID != "thread_x" {
		t.Errorf("it is %+v", r)
	}
	words := map[string]bool{}
	for range 200 {
		b.clock.Advance(time.Second)
		b.get("runs/"+made.RunID, &r)
		words[r.Status] = true
	}
	if r.Status != "completed" || !words["waiting_for_human"] || !words["resumed"] || r.Output == nil {
		t.Errorf("it ends as %+v after %v", r, words)
	}
	if r := b.call("POST", "runs", `{"agent_id":"nobody"}`); r.status != 404 {
		t.Errorf("an agent that is not there: %d", r.status)
	}
}

func TestFaultsConcernTheStreamOfARunByTheirName(t *testing.T) {
	t.Parallel()
	b := setupAgents(t, Options{Faults: "run-cut=1,triggers-by-agent"})
	if r := b.call("GET", "triggers", ""); r.status != 400 {
		t.Errorf("triggers of all agents: %d", r.status)
	}
	if r := b.call("GET", "runs?limit=1", ""); r.status != 200 {
		t.Errorf("runs: %d", r.status)
	}
	if err := b.server.SetFaults("503"); err != nil {
		t.Fatal(err)
	}
	if r := b.call("GET", "agents", ""); r.status != 503 {
		t.Errorf("a fault of every request: %d", r.status)
	}
}

// The demo and the client are held against the same forms: what a fixture has,
// an answer of the demo has, too.
func TestAgentOSAnswersHaveTheFormsOfTheFixtures(t *testing.T) {
	t.Parallel()
	b := setupAgents(t, Options{})
	var rows agentRows
	b.get("runs?limit=100&offset=100&status=failed", &rows)
	failed := rows.Items[0]
	forms := map[string]string{
		"run_waiting": "runs/" + failed.RunID,
		"triggers":    "triggers",
		"events_page": fmt.Sprintf("runs/%s/events?attemptId=%s", failed.RunID, *failed.CurrentAttemptID),
	}
	for name, path := range forms {
		text, err := os.ReadFile(filepath.Join("..", "testdata", "agentos", name+".json"))
		if err != nil {
			t.Fatal(err)
		}
		var want, got any
		decode(t, text, &want)
		decode(t, b.call("GET", path, "").body, &got)
		for _, key := range missing(want, got, name) {
			t.Errorf("%s has no %s", path, key)
		}
	}
}

// missing are the members of want that got does not have, the first row of a
// list standing for all.
func missing(want, got any, at string) (all []string) {
	switch w := want.(type) {
	case object:
		g, _ := got.(object)
		for key, value := range w {
			if _, has := g[key]; !has {
				all = append(all, at+"."+key)
			} else if key != "input" && key != "config" && key != "payload" {
				all = append(all, missing(value, g[key], at+"."+key)...)
			}
		}
	case []any:
		g, _ := got.([]any)
		if len(g) == 0 {
			return []string{at + "[0]"}
		}
		all = missing(w[0], g[0], at+"[0]")
	}
	return all
}
