package flowcore

import (
	"errors"
	"net/http"
	"net/url"
	"slices"
	"strings"
	"testing"

	"fntop/api"
	"fntop/model"
)

func TestEachWayToSignInSendsWhatTheSDKSends(t *testing.T) {
	for _, x := range []struct {
		name           string
		token, key, id string
		want           string // Authorization of a read
		socket         string // query of the socket
		invokes        bool
	}{
		{"bearer", "tok+/= x", "", "", "", "", false},
		{"bearer", "tok+/=", "", "", "Bearer tok+/=", "token=tok%2B%2F%3D", false},
		{"new key", "", "fc_k1_s3cretpart", "", "ApiKey k1:fc_k1_s3cretpart", "api_key=fc_k1_s3cretpart", true},
		{"old key", "", "s3cretpart", "k9", "ApiKey k9:s3cretpart", "api_key=s3cretpart&api_key_id=k9", true},
		{"key with another id", "", "fc_k1_s3cretpart", "k2", "ApiKey k2:fc_k1_s3cretpart", "api_key=fc_k1_s3cretpart&api_key_id=k2", true},
		{"bearer and key", "token1", "s3cretpart", "", "Bearer token1", "token=token1", true},
		{"old key alone", "", "s3cretpart", "", "", "", false},
		{"four parts", "", "fc_a_b_c", "", "", "", false},
		{"id alone", "", "", "k1", "", "", false},
		{"nothing", "", "", "", "", "", false},
	} {
		s := newStand(t)
		config := Config{Profile: "p", URL: s.URL, Tenant: "acme", Core: "shop", Token: x.token, APIKey: x.key, APIKeyID: x.id, Clock: s.clock}
		c, err := New(config)
		if x.want == "" {
			if err == nil || strings.Contains(err.Error(), "s3cret") || !strings.Contains(err.Error(), "FLOWCORE_") {
				t.Errorf("%s: %v", x.name, err)
			}
			continue
		}
		if err != nil {
			t.Errorf("%s: %v", x.name, err)
			continue
		}
		if _, err := c.Functions(t.Context()); err != nil {
			t.Error(x.name, err)
		}
		if got := s.heads[0].Get("Authorization"); got != x.want {
			t.Errorf("%s: sent %q", x.name, got)
		}
		if got := c.socket.Encode(); got != x.socket {
			t.Errorf("%s: the socket has %q", x.name, got)
		}
		caps, event := c.Info().Caps, c.run(event{key: key{id: "e"}}, "")
		if (caps.NoInvoke == "") != x.invokes || (caps.AgainOf(&event.Run).No == "") != x.invokes {
			t.Errorf("%s: %+v", x.name, caps)
		}
		c.CloseIdle()
	}
}

func TestRequestsGoToTheHostsOfTheSDK(t *testing.T) {
	h, err := newHosts("", "", "acme", false)
	if err != nil {
		t.Fatal(err)
	}
	for got, want := range map[*url.URL]string{
		h.coreNamed("a b", "c"):               "https://data-core-2.api.flowcore.io/api/v1/data-cores?name=c&tenant=a+b",
		h.flowTypes("x"):                      "https://flow-type-2.api.flowcore.io/api/v1/flow-types?dataCoreId=x",
		h.eventTypes("x"):                     "https://event-type-2.api.flowcore.io/api/v1/event-types?flowTypeId=x",
		h.instance("a/b"):                     "https://tenant.api.flowcore.io/api/v1/tenants/by-name/a%2Fb/instance",
		h.notify:                              "https://tenant.api.flowcore.io/notifications",
		h.ingest("t", "c", "order.0", "../x"): "https://webhook.api.flowcore.io/event/t/c/order.0/..%2Fx",
		h.ingest("t", "c", "..", "."):         "https://webhook.api.flowcore.io/event/t/c/%2E%2E/%2E",
	} {
		if got.String() != want {
			t.Errorf("got %s, want %s", got, want)
		}
	}
	if own, _ := newHosts("", "", "flowcore", false); own.webhook.Host != "flowcore.webhook.flowcore.io" {
		t.Errorf("the platform's own tenant ingests at %s", own.webhook.Host)
	}
	one, err := newHosts("http://localhost:8080", "http://localhost:9090/elsewhere", "acme", false)
	if err != nil || one.source.String() != "http://localhost:8080/" || one.notify.String() != "http://localhost:9090/elsewhere" {
		t.Errorf("got %s and %s, %v", one.source, one.notify, err)
	}
	for _, bad := range []string{"http://flowcore.example", "https://u:p@x.example", "https://x.example?y", "ftp://x.example"} {
		if _, err := newHosts(bad, "", "acme", false); err == nil || strings.Contains(err.Error(), "u:p") {
			t.Errorf("%s: %v", bad, err)
		}
	}
}

// elsewhere makes a client believe that the public services are the stand-in,
// but for a tenant's own.
func TestATenantOfItsOwnIsReadWhereItIs(t *testing.T) {
	s := newStand(t)
	c := s.client(t)
	shared, _ := url.Parse(s.URL)
	c.hosts.one = false
	for body, want := range map[string]string{
		`{"isDedicated":false,"instance":null}`:                                           shared.Host,
		`{"isDedicated":true,"instance":{"status":"ready","domain":"acme.flowcore.app"}}`: "event-source.acme.flowcore.app",
		`{"isDedicated":true,"instance":{"status":"ready","domain":"x.example/@evil"}}`:   "",
		`{"isDedicated":true,"instance":{"status":"degraded","domain":""}}`:               "",
		`{"isDedicated":true,"instance":null}`:                                            "",
		`[]`:                                                                              "",
	} {
		c.own = ownHost{turn: newTurn()}
		s.next(says(200, body))
		u, err := c.source(t.Context(), reading0())
		if want == "" {
			if e := fault(t, err); e.Kind != api.Unreadable {
				t.Errorf("%s: %v", body, e)
			}
			continue
		}
		if err != nil || u.Host != want {
			t.Errorf("%s: %v, %v", body, u, err)
			continue
		}
		s.since()
		if again, _ := c.source(t.Context(), reading0()); again != u || len(s.requests()) != 0 {
			t.Error("it is asked again at once")
		}
		s.clock.Advance(ownHostKept)
		s.next(says(403, `{"message":"IAM validation failed"}`))
		if again, err := c.source(t.Context(), reading0()); err != nil || again.Host != shared.Host {
			t.Errorf("who may not ask reads the shared service, not %v, %v", again, err)
		}
	}
}

func TestAnUnknownTenantOrDataCoreIsAMistakeOfConfiguration(t *testing.T) {
	s := newStand(t)
	for _, x := range []struct{ tenant, core, reason, next string }{
		{"acme", "shpo", "no data core of this name", `did you mean data core "shop"`},
		{"acme", "billing", "no data core of this name", "there is shop"},
		{"acne", "shop", `no tenant "acne"`, "FLOWCORE_TENANT and FLOWCORE_DATA_CORE"},
	} {
		c := s.client(t, func(c *Config) { c.Tenant, c.Core, c.FromEnv = x.tenant, x.core, true })
		for what, do := range map[string]func() error{
			"functions": func() error { _, err := c.Functions(t.Context()); return err },
			"triggers":  func() error { _, err := c.Triggers(t.Context()); return err },
			"run":       func() error { _, err := c.Run(t.Context(), model.RunID{ID: timeID(noon, 1)}); return err },
		} {
			e := fault(t, do())
			if e.Kind != api.NotFound || e.Op != api.ListFunctions || !strings.Contains(e.Error(), x.reason) || !strings.Contains(e.Error(), x.next) {
				t.Errorf("%s of %s/%s: %v", what, x.tenant, x.core, e)
			}
		}
	}
}

func TestListsAreReadAsTheyAre(t *testing.T) {
	s := newStand(t)
	c := s.client(t)
	functions, err := c.Functions(t.Context())
	if err != nil || len(functions) != 2 || functions[0].Name != "order.0" || functions[0].ID != orderID || functions[0].Description != "Orders" {
		t.Errorf("got %+v, %v", functions, err)
	}
	triggers, err := c.Triggers(t.Context())
	if err != nil || len(triggers) != 3 {
		t.Fatalf("got %+v, %v", triggers, err)
	}
	for _, x := range triggers {
		why := x.WhyNotInvoke()
		if x.Function.ID == "" || x.Function.Name == "" || x.Type != "event-type" || (why == "") != (x.ID != shipped) {
			t.Errorf("got %+v: %s", x, why)
		}
	}
	s.since()
	if _, err := c.Triggers(t.Context()); err != nil || len(s.requests()) != 0 {
		t.Errorf("event types are asked for again at once: %q", s.requests())
	}
	s.clock.Advance(kindsKept + 1)
	if _, err := c.Triggers(t.Context()); err != nil || len(s.requests()) != 3 {
		t.Errorf("sent %q", s.requests())
	}
}

func TestErrorsOfEveryEnvelopeAreRead(t *testing.T) {
	s := newStand(t)
	for body, want := range map[string]string{
		`{"status":401,"code":"UNAUTHORIZED","message":"Unauthorized: bad key"}`: "bad key",
		`{"message":"Token expired"}`:                                            "Token expired",
		`{"error":"invalid api key"}`:                                            "invalid api key",
		`{"status":401,"code":"UNAUTHORIZED","message":"key fc_k1_s3cretpart of ApiKey k1:fc_k1_s3cretpart"}`: "[redacted]",
		`no JSON`: "no JSON",
	} {
		c := s.client(t, func(c *Config) { c.FromEnv = true })
		s.next(says(401, body))
		_, err := c.Functions(t.Context())
		e := fault(t, err)
		if e.Kind != api.Unauthorized || !strings.Contains(e.Error(), want) || strings.Contains(e.Error(), "s3cret") || !strings.Contains(e.Error(), "FLOWCORE_API_KEY") {
			t.Errorf("%s: %v", body, e)
		}
	}
	c := s.client(t)
	s.next(says(403, `{"status":403,"code":"FORBIDDEN","message":"IAM validation failed","validPolicies":[],"invalidRequest":[]}`))
	_, err := c.Functions(t.Context())
	if e := fault(t, err); e.Kind != api.Forbidden || !strings.Contains(e.Error(), "IAM validation failed") || !strings.Contains(e.Error(), "flow types") {
		t.Error(e)
	}
}

func TestInvokingIngestsOnceWithTheBareKey(t *testing.T) {
	s := newStand(t)
	c := s.client(t)
	s.later = true
	receipt, err := c.Do(t.Context(), model.Action{Kind: model.Invoke, Trigger: model.Ref{ID: placed}, Payload: []byte(` {"order": 1.50} `)})
	if err != nil || receipt.JobID == "" || receipt.JobID != receipt.RunID {
		t.Fatalf("got %+v, %v", receipt, err)
	}
	last := len(s.seen) - 1
	if s.seen[last] != "POST /event/acme/"+coreID+"/order.0/order.placed.0" || s.heads[last].Get("Authorization") != apiKey || s.bodies[last] != `{"order": 1.50}` {
		t.Errorf("sent %s with %v: %s", s.seen[last], s.heads[last], s.bodies[last])
	}
	id := model.RunID{Profile: "prod", ID: receipt.RunID}
	run, err := c.Run(t.Context(), id)
	if err != nil || run.Status != model.StatusPending || run.StatusText != "accepted" || !run.Unfinished() || run.Trigger.Name != "order.placed.0" || string(run.RunData) != `{"order": 1.50}` {
		t.Errorf("got %+v, %v", run.Run, err)
	}
	s.mu.Lock()
	s.events = append(s.events, stored{receipt.RunID, "20261121120000", placed, noon, `{"order": 1.50}`})
	s.mu.Unlock()
	if run, err = c.Run(t.Context(), id); err != nil || run.Status != model.StatusRecorded {
		t.Errorf("got %+v, %v", run.Run, err)
	}
}

func TestWhatIsAcceptedAndNeverStoredIsNotWaitedForForEver(t *testing.T) {
	s := newStand(t)
	c := s.client(t)
	s.later = true
	receipt, err := c.Do(t.Context(), model.Action{Kind: model.Invoke, Trigger: model.Ref{ID: placed}})
	if err != nil || s.bodies[len(s.bodies)-1] != "{}" {
		t.Fatalf("sent %q: %v", s.bodies, err)
	}
	s.clock.Advance(unconfirmed)
	_, err = c.Run(t.Context(), model.RunID{ID: receipt.RunID})
	if e := fault(t, err); e.Kind != api.NotFound || !strings.Contains(e.Error(), "was accepted and has not been stored within 2m") {
		t.Error(e)
	}
}

func TestRerunningIngestsThePayloadAsANewEvent(t *testing.T) {
	s := newStand(t)
	c := s.client(t)
	s.mu.Lock()
	e := s.keep(placed, noon, noon, `{"b":1.0,"a":{"x":null}}`)
	s.mu.Unlock()
	if c.Info().Caps.RerunsAnew == "" {
		t.Error("it must be said that a rerun is a new event")
	}
	for override, want := range map[string]string{"": e.payload, `{"b":2,"c":[]}`: `{"a":{"x":null},"b":2,"c":[]}`} {
		action := model.Action{Kind: model.Rerun, Run: model.RunID{ID: e.id}}
		if override != "" {
			action.Override = []byte(override)
		}
		receipt, err := c.Do(t.Context(), action)
		if err != nil || receipt.RunID == e.id || s.bodies[len(s.bodies)-1] != want {
			t.Errorf("got %+v, %v; sent %s", receipt, err, s.bodies[len(s.bodies)-1])
		}
	}
}

func TestActionsThatCannotBeAreRefusedBeforeAnythingIsSent(t *testing.T) {
	s := newStand(t)
	e := s.store(placed, noon)
	bearer := func(c *Config) { c.Token, c.APIKey = "token1", "" }
	for _, x := range []struct {
		name   string
		change func(*Config)
		action model.Action
		kind   api.Kind
	}{
		{"no key", bearer, model.Action{Kind: model.Invoke, Trigger: model.Ref{ID: placed}}, api.Unsupported},
		{"no key", bearer, model.Action{Kind: model.Rerun, Run: model.RunID{ID: e.id}}, api.Unsupported},
		{"read-only", func(c *Config) { c.ReadOnly = true }, model.Action{Kind: model.Invoke, Trigger: model.Ref{ID: placed}}, api.ReadOnly},
		{"pause", nil, model.Action{Kind: model.Pause, Trigger: model.Ref{ID: placed}}, api.Unsupported},
		{"resume", nil, model.Action{Kind: model.Resume, Trigger: model.Ref{ID: placed}}, api.Unsupported},
		{"no object", nil, model.Action{Kind: model.Invoke, Trigger: model.Ref{ID: placed}, Payload: []byte(`[1]`)}, api.Refused},
		{"no JSON", nil, model.Action{Kind: model.Invoke, Trigger: model.Ref{ID: placed}, Payload: []byte(`{`)}, api.Refused},
		{"unknown", nil, model.Action{Kind: model.Invoke, Trigger: model.Ref{ID: coreID}}, api.NotFound},
		{"no id", nil, model.Action{Kind: model.Invoke}, api.NotFound},
		{"flow type", nil, model.Action{Kind: model.Invoke, Function: model.Ref{ID: coreID}}, api.Unsupported},
		{"latest code", nil, model.Action{Kind: model.Rerun, Run: model.RunID{ID: e.id}, LatestCode: true}, api.Unsupported},
		{"reason", nil, model.Action{Kind: model.Rerun, Run: model.RunID{ID: e.id}, Reason: "again"}, api.Unsupported},
		{"override", nil, model.Action{Kind: model.Rerun, Run: model.RunID{ID: e.id}, Override: []byte(`[]`)}, api.Refused},
	} {
		c := s.client(t)
		if x.change != nil {
			c = s.client(t, x.change)
		}
		s.since()
		_, err := c.Do(t.Context(), x.action)
		if f := fault(t, err); f.Kind != x.kind || f.Lost {
			t.Errorf("%s: %v", x.name, f)
		}
		if slices.ContainsFunc(s.requests(), func(r string) bool { return strings.HasPrefix(r, "POST") }) {
			t.Errorf("%s: sent %q", x.name, s.requests())
		}
	}
}

// The SDK repeats an ingestion that failed, and may record an event twice.
func TestAnIngestionIsNeverSentTwice(t *testing.T) {
	for _, x := range []struct {
		name string
		say  func(http.ResponseWriter, *http.Request) bool
		kind api.Kind
		lost bool
	}{
		{"503", says(503, `{"statusCode":503,"message":"busy"}`), api.ServerError, true},
		{"408", says(408, `{}`), api.Refused, false},
		{"409", says(409, `{"message":"conflict"}`), api.Refused, false},
		{"429", says(429, `{}`), api.RateLimited, false},
		{"401", says(401, `{"error":"Unauthorized"}`), api.Unauthorized, false},
		{"dropped", func(http.ResponseWriter, *http.Request) bool { panic(http.ErrAbortHandler) }, api.Unreachable, true},
		{"nothing", says(200, ``), api.Unreadable, true},
		{"no id", says(200, `{"success":true}`), api.Unreadable, true},
		{"not taken", says(200, `{"success":false,"eventId":""}`), api.Refused, false},
	} {
		s := newStand(t)
		c := s.client(t, func(c *Config) { c.Retries = 3 })
		if _, err := c.Triggers(t.Context()); err != nil {
			t.Fatal(err)
		}
		s.since()
		s.next(x.say)
		_, err := c.Do(t.Context(), model.Action{Kind: model.Invoke, Trigger: model.Ref{ID: placed}})
		if e := fault(t, err); e.Kind != x.kind || e.Lost != x.lost || len(s.requests()) != 1 {
			t.Errorf("%s: %v (lost %v) after %q", x.name, e, e.Lost, s.requests())
		}
	}
}

func TestEntriesAreNotThere(t *testing.T) {
	c := newStand(t).client(t)
	err := c.Entries(t.Context(), model.RunRef{}, 0, nil)
	var e *api.Error
	if !errors.As(err, &e) || e.Kind != api.Unsupported || c.Info().Caps.NoEntries == "" {
		t.Error(err)
	}
}
