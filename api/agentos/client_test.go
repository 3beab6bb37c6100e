package agentos

import (
	"errors"
	"io"
	"net/http"
	"net/http/httptest"
	"strings"
	"sync"
	"testing"

	"go.uber.org/goleak"

	"fntop/api"
	"fntop/model"
)

func TestMain(m *testing.M) { goleak.VerifyTestMain(m) }

// backend answers requests and keeps what it was asked, body included.
type backend struct {
	*httptest.Server
	mu   sync.Mutex
	seen []string
	keys map[string]bool // of idempotency
}

const base = "/v1/api/"

// serve answers with what answer returns for "METHOD path?query", the path
// without its base.
func serve(t *testing.T, answer func(asked string) (int, string)) *backend {
	t.Helper()
	b := &backend{keys: map[string]bool{}}
	b.Server = httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		body, _ := io.ReadAll(r.Body)
		asked := r.Method + " " + strings.TrimPrefix(r.URL.RequestURI(), base)
		b.mu.Lock()
		b.seen = append(b.seen, strings.TrimSpace(asked+" "+string(body)))
		if key := r.Header.Get("Idempotency-Key"); key != "" {
			b.keys[key] = true
		}
		b.mu.Unlock()
		status, text := answer(asked)
		w.Header().Set("Content-Type", "application/json")
		w.WriteHeader(status)
		_, _ = io.WriteString(w, text)
	}))
	t.Cleanup(b.Close)
	return b
}

func (b *backend) requests() string {
	b.mu.Lock()
	defer b.mu.Unlock()
	return strings.Join(b.seen, "|")
}

func (b *backend) client(t *testing.T, change ...func(*Config)) *Client {
	t.Helper()
	config := Config{Profile: "p", URL: b.URL, Token: "token-1"}
	for _, f := range change {
		f(&config)
	}
	c, err := New(config)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(c.CloseIdle)
	return c
}

func fault(t *testing.T, err error) *api.Error {
	t.Helper()
	var e *api.Error
	if !errors.As(err, &e) {
		t.Fatalf("got %v, want an *api.Error", err)
	}
	return e
}

func always(body string) func(string) (int, string) {
	return func(string) (int, string) { return 200, body }
}

func run(id string) model.RunID { return model.RunID{Profile: "p", ID: id} }

func TestMistakesOfConfigurationAreOneSentenceWithoutASecret(t *testing.T) {
	for name, test := range map[string]struct {
		change func(*Config)
		part   string
	}{
		"no address":        {func(c *Config) { c.URL = " " }, "AGENTOS_URL"},
		"plain http":        {func(c *Config) { c.URL = "http://agents.example" }, "plain http"},
		"nobody":            {func(c *Config) { c.Token = "" }, "AGENTOS_TOKEN, or AGENTOS_HEADERS"},
		"a torn token":      {func(c *Config) { c.Token = "hush-hush 1" }, "AGENTOS_TOKEN holds a space"},
		"our own header":    {func(c *Config) { c.Headers = map[string]string{"last-event-id": "hush-hush"} }, "fntop's own"},
		"two ways":          {func(c *Config) { c.Headers = map[string]string{"authorization": "hush-hush"} }, "keep one"},
		"one header twice":  {func(c *Config) { c.Headers = map[string]string{"x-a": "1", "X-A": "hush-hush"} }, "twice"},
		"a header in lines": {func(c *Config) { c.Headers = map[string]string{"X-A": "hush-hush\n"} }, "X-A holds a character"},
	} {
		config := Config{Profile: "p", URL: "https://agents.example", Token: "token-1"}
		test.change(&config)
		_, err := New(config)
		if err == nil || !strings.Contains(err.Error(), test.part) || strings.Contains(err.Error(), "hush-hush") {
			t.Errorf("%s: %v", name, err)
		}
	}
}

func TestTheBaseAddressMayEndAsEveryPathBegins(t *testing.T) {
	b := serve(t, always(`{"items":[]}`))
	for _, end := range []string{"", "/", "/v1/api", "/v1/api/"} {
		c := b.client(t, func(c *Config) { c.URL += end })
		if _, err := c.Functions(t.Context()); err != nil {
			t.Fatal(err)
		}
	}
	if got, want := b.requests(), strings.TrimSuffix(strings.Repeat("GET agents?limit=100|", 4), "|"); got != want {
		t.Errorf("asked %s", got)
	}
}

func TestEveryRequestBringsTheTokenAndTheHeaders(t *testing.T) {
	var got []string
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		got = append(got, r.Header.Get("Authorization")+" "+r.Header.Get("X-Workspace-Id"))
		_, _ = io.WriteString(w, `{"items":[]}`)
	}))
	t.Cleanup(server.Close)
	for _, config := range []Config{
		{URL: server.URL, Token: "t1", Headers: map[string]string{"x-workspace-id": "w1"}},
		{URL: server.URL, Headers: map[string]string{"Authorization": "ApiKey k1"}},
	} {
		c, err := New(config)
		if err != nil {
			t.Fatal(err)
		}
		t.Cleanup(c.CloseIdle)
		if _, err := c.Functions(t.Context()); err != nil {
			t.Fatal(err)
		}
	}
	if all := strings.Join(got, "|"); all != "Bearer t1 w1|ApiKey k1 " {
		t.Errorf("sent %q", all)
	}
}

func TestAgentsAreFunctions(t *testing.T) {
	b := serve(t, always(`{"items":[{"id":"a1","name":"support","description":"Answers","updated_at":"2026-03-27T10:00:00Z","last_run_id":"r1"},{"id":7},{"name":"nobody"},"x"],"total":4}`))
	var skipped api.Skipped
	c := b.client(t, func(c *Config) {
		c.Observe = func(e api.Event) {
			if s, ok := e.(api.Skipped); ok {
				skipped = s
			}
		}
	})
	all, err := c.Functions(t.Context())
	if err != nil || len(all) != 2 || all[0].Name != "support" || all[0].Backend != "agentos" || all[0].Updated.IsZero() || all[1].ID != "7" {
		t.Errorf("got %+v, %v", all, err)
	}
	if skipped.Rows != 2 || skipped.Of != 4 {
		t.Errorf("skipped %+v", skipped)
	}
}

func TestListsAreReadToTheirEndWhateverSaysThatThereIsMore(t *testing.T) {
	for name, pages := range map[string][]string{
		"has_more":    {`{"items":[{"id":"1"}],"has_more":true}`, `{"items":[{"id":"2"}],"has_more":false}`},
		"total":       {`{"items":[{"id":"1"}],"total":2}`, `{"items":[{"id":"2"}],"total":2}`},
		"a cursor":    {`{"items":[{"id":"1"}],"next_cursor":"c"}`, `{"items":[{"id":"2"}],"next_cursor":null}`},
		"wrapped":     {`{"data":{"items":[{"id":"1"}],"total":2}}`, `{"data":[{"id":"2"}]}`},
		"for ever":    {`{"items":[{"id":"1"}],"has_more":true}`, `{"items":[{"id":"2"}],"has_more":true}`, `{"items":[{"id":"2"}],"has_more":true}`},
		"a full page": {`{"items":[` + strings.Repeat(`{"id":"1"},`, 99) + `{"id":"1"}]}`, `{"items":[{"id":"2"}]}`},
	} {
		n := 0
		b := serve(t, func(string) (int, string) { n++; return 200, pages[n-1] })
		all, err := b.client(t).Functions(t.Context())
		if err != nil || len(all) != 2 || n != len(pages) {
			t.Errorf("%s: %d agents by %d requests, %v; %s", name, len(all), n, err, b.requests())
		}
	}
}

func TestWhatIsNoListIsSaidToBeNone(t *testing.T) {
	for body, part := range map[string]string{`{"agents":[]}`: "no list", `{"items":[{},{}]}`: "none of its rows has an id", `<`: "no list"} {
		b := serve(t, always(body))
		if _, err := b.client(t).Functions(t.Context()); fault(t, err).Kind != api.Unreadable || !strings.Contains(err.Error(), part) {
			t.Errorf("%s: %v", body, err)
		}
	}
}

func TestErrorsAreReadInEveryFormAndNameTheSettings(t *testing.T) {
	for body, words := range map[string]string{
		`{"message":"Token expired","code":"UNAUTHORIZED"}`: "Token expired", `{"error":"Token expired"}`: "Token expired",
		`{"error":{"message":"Token expired","code":"X"}}`: "Token expired", `{"detail":"Token expired"}`: "Token expired",
		`{"type":"about:blank","title":"Unauthorized","status":401}`: "Unauthorized", `Token expired`: "Token expired",
	} {
		b := serve(t, func(string) (int, string) { return 401, body })
		_, err := b.client(t, func(c *Config) { c.FromEnv = true }).Functions(t.Context())
		if e := fault(t, err); e.Kind != api.Unauthorized || !strings.Contains(e.Error(), words) || !strings.Contains(e.Error(), "Renew AGENTOS_TOKEN") {
			t.Errorf("%s: %v", body, e)
		}
	}
	b := serve(t, func(string) (int, string) { return 404, `{"message":"Not Found"}` })
	if _, err := b.client(t).Functions(t.Context()); !strings.Contains(err.Error(), "Check the profile's url") {
		t.Errorf("got %v", err)
	}
}

func TestWhatThereIsNotIsRefusedBeforeAnythingIsSent(t *testing.T) {
	b := serve(t, always(`{}`))
	c := b.client(t)
	_, byTrigger := c.Runs(t.Context(), model.Ask{Trigger: "t1"})
	_, pause := c.Do(t.Context(), model.Action{Kind: model.Pause, Trigger: model.Ref{ID: "t1"}})
	for name, err := range map[string]error{"runs of a trigger": byTrigger, "pause": pause, "watch": c.Watch(t.Context(), func(api.Event) {})} {
		if fault(t, err).Kind != api.Unsupported {
			t.Errorf("%s: %v", name, err)
		}
	}
	if caps := c.Info().Caps; caps.NoTriggerRuns == "" || caps.NoPause == "" || caps.NoWatch == "" || caps.NoEntries != "" || b.requests() != "" {
		t.Errorf("caps %+v, asked %s", caps, b.requests())
	}
}
