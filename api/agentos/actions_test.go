package agentos

import (
	"encoding/json"
	"strings"
	"testing"
	"time"

	"fntop/api"
	"fntop/model"
)

var shopChat = model.Ref{ID: "trg_1", Name: "Shop chat"}

// answers has a trigger and a run, and answers a POST with what post returns.
func answers(t *testing.T, post func(n int) (int, string)) *backend {
	t.Helper()
	n := 0
	return serve(t, func(asked string) (int, string) {
		switch {
		case strings.HasPrefix(asked, "POST"):
			n++
			return post(n)
		case strings.HasPrefix(asked, "GET triggers"):
			return 200, fixture(t, "triggers")
		case strings.HasPrefix(asked, "GET runs/"):
			return 200, fixture(t, "run_waiting")
		}
		return 200, `{"items":[{"run_id":"run_03","agent_id":"agent_support","status":"queued","input":{"n": 1.50},"created_at":"` +
			time.Now().UTC().Format(time.RFC3339) + `"},{"run_id":"run_01","agent_id":"agent_support","input":{"n":1.50},"created_at":"2026-03-27T10:00:00Z"}]}`
	})
}

func created(t *testing.T) func(int) (int, string) {
	return func(int) (int, string) { return 201, fixture(t, "create") }
}

func TestInvokingATriggerCreatesARunOfItsAgent(t *testing.T) {
	b := answers(t, created(t))
	c := b.client(t)
	for range 2 {
		got, err := c.Do(t.Context(), model.Action{Kind: model.Invoke, Trigger: shopChat, Payload: json.RawMessage(`{"n": 1.50, "s":"<é>"}`)})
		if err != nil || got != (model.Receipt{RunID: "run_03"}) {
			t.Fatalf("got %+v, %v", got, err)
		}
	}
	const post = `POST runs {"agent_id":"agent_support","thread":{"new_thread":true},"input":{"n": 1.50, "s":"<é>"}}`
	if got := b.requests(); got != "GET triggers?limit=100|"+post+"|"+post {
		t.Errorf("asked %s", got)
	}
	if len(b.keys) != 2 {
		t.Errorf("%d keys for two actions", len(b.keys))
	}
	if _, err := c.Do(t.Context(), model.Action{Kind: model.Invoke, Trigger: shopChat}); err != nil || !strings.HasSuffix(b.requests(), `"thread":{"new_thread":true}}`) {
		t.Errorf("%v, asked %s", err, b.requests())
	}
}

func TestInvokingAnAgentAsksForNoTrigger(t *testing.T) {
	b := answers(t, created(t))
	c := b.client(t)
	got, err := c.Do(t.Context(), model.Action{Kind: model.Invoke, Function: model.Ref{ID: "agent_support", Name: "support"}, Payload: json.RawMessage(`{"n": 1.50}`)})
	if err != nil || got != (model.Receipt{RunID: "run_03"}) {
		t.Fatalf("got %+v, %v", got, err)
	}
	if got := b.requests(); got != `POST runs {"agent_id":"agent_support","thread":{"new_thread":true},"input":{"n": 1.50}}` {
		t.Errorf("asked %s", got)
	}
}

func TestRerunningCreatesARunWithTheSameAgentThreadAndInput(t *testing.T) {
	b := answers(t, created(t))
	c := b.client(t)
	if c.Info().Caps.RerunsAnew == "" {
		t.Error("nothing says that a rerun is a new run")
	}
	for override, input := range map[string]string{"": `{"message": "Refund order 1001?", "amount": 12.50}`, `{"amount":1}`: `{"amount":1}`} {
		got, err := c.Do(t.Context(), model.Action{Kind: model.Rerun, Run: run("run_01"), Override: json.RawMessage(override)})
		if err != nil || got != (model.Receipt{RunID: "run_03"}) {
			t.Fatalf("got %+v, %v", got, err)
		}
		if want := `POST runs {"agent_id":"agent_support","thread":{"thread_id":"thread_7"},"input":` + input + `}`; !strings.HasSuffix(b.requests(), want) {
			t.Errorf("asked %s", b.requests())
		}
	}
}

func TestAReasonIsRefusedRatherThanLost(t *testing.T) {
	b := answers(t, created(t))
	for _, native := range []bool{false, true} {
		c := b.client(t, func(c *Config) { c.NativeRerun = native })
		if _, err := c.Do(t.Context(), model.Action{Kind: model.Rerun, Run: run("run_01"), Reason: "why not"}); fault(t, err).Kind != api.Unsupported || b.requests() != "" {
			t.Errorf("got %v, asked %s", err, b.requests())
		}
	}
}

func TestAgentOSItselfRerunsOnlyWhereTheProfileSaysSo(t *testing.T) {
	for body, want := range map[string]string{`{"run_id":"run_09"}`: "run_09", `{}`: "run_01", ``: "run_01"} {
		b := answers(t, func(int) (int, string) { return 200, body })
		c := b.client(t, func(c *Config) { c.NativeRerun = true })
		got, err := c.Do(t.Context(), model.Action{Kind: model.Rerun, Run: run("run_01")})
		if err != nil || got.RunID != want || b.requests() != "POST runs/run_01/rerun {}" || c.Info().Caps.RerunsAnew != "" {
			t.Errorf("%q: got %+v, %v, asked %s", body, got, err, b.requests())
		}
	}
	b := answers(t, func(int) (int, string) { return 405, `{}` })
	_, err := b.client(t, func(c *Config) { c.NativeRerun = true }).Do(t.Context(), model.Action{Kind: model.Rerun, Run: run("run_01")})
	if e := fault(t, err); e.Kind != api.Unsupported || e.Lost || !strings.Contains(e.Error(), "no such call") {
		t.Errorf("got %v", e)
	}
}

func TestAnActionIsSentOnceWhateverComesBack(t *testing.T) {
	for name, c := range map[string]struct {
		status int
		body   string
		kind   api.Kind
		lost   bool
	}{
		"server error": {502, `{}`, api.ServerError, true}, "names no run": {200, `{}`, api.Unreadable, true},
		"refused": {422, `{"message":"input does not fit"}`, api.Refused, false}, "unauthorised": {401, `{}`, api.Unauthorized, false},
		"too many": {429, `{}`, api.RateLimited, false}, "no such agent": {404, `{}`, api.NotFound, false},
	} {
		b := answers(t, func(int) (int, string) { return c.status, c.body })
		_, err := b.client(t).Do(t.Context(), model.Action{Kind: model.Invoke, Trigger: shopChat})
		if e := fault(t, err); e.Kind != c.kind || e.Lost != c.lost || strings.Count(b.requests(), "POST") != 1 {
			t.Errorf("%s: %v (lost %t), asked %s", name, e, e.Lost, b.requests())
		}
	}
}

// The key is fresh, so a conflict can only be the second of two that something
// on the way made of the one: the first went through.
func TestAConflictLeadsToTheRunThatWentThrough(t *testing.T) {
	conflict := func(int) (int, string) { return 409, `{"message":"this idempotency key was used"}` }
	b := answers(t, conflict)
	got, err := b.client(t).Do(t.Context(), model.Action{Kind: model.Invoke, Trigger: shopChat, Payload: json.RawMessage(`{"n":1.50}`)})
	if err != nil || got.RunID != "run_03" || strings.Count(b.requests(), "POST") != 1 {
		t.Errorf("got %+v, %v, asked %s", got, err, b.requests())
	}
	b = answers(t, conflict)
	_, err = b.client(t).Do(t.Context(), model.Action{Kind: model.Invoke, Trigger: shopChat, Payload: json.RawMessage(`{"n":2}`)})
	if e := fault(t, err); e.Status != 409 || !e.Lost {
		t.Errorf("no run fits: %v", e)
	}
}

func TestReadOnlySendsNothing(t *testing.T) {
	b := answers(t, created(t))
	c := b.client(t, func(c *Config) { c.ReadOnly = true })
	for _, a := range []model.Action{{Kind: model.Invoke, Trigger: shopChat}, {Kind: model.Rerun, Run: run("run_01")}} {
		if _, err := c.Do(t.Context(), a); fault(t, err).Kind != api.ReadOnly || b.requests() != "" {
			t.Errorf("%v: %v, asked %s", a.Kind, err, b.requests())
		}
	}
}
