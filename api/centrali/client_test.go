package centrali

import (
	"errors"
	"io"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"time"

	"go.uber.org/goleak"

	"fntop/api"
	"fntop/api/clock"
	"fntop/model"
)

func TestMain(m *testing.M) { goleak.VerifyTestMain(m) }

// backend answers requests and keeps what it was asked, body included.
type backend struct {
	*httptest.Server
	mu   sync.Mutex
	seen []string
}

const base = "/data/workspace/acme/api/v1/"

// serve answers with what answer returns for "METHOD path?query", the path
// without its base.
func serve(t *testing.T, answer func(asked string) (int, string)) *backend {
	t.Helper()
	b := &backend{}
	b.Server = httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		body, _ := io.ReadAll(r.Body)
		asked := r.Method + " " + strings.TrimPrefix(r.URL.RequestURI(), base)
		b.mu.Lock()
		b.seen = append(b.seen, strings.TrimSpace(asked+" "+string(body)))
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
	config := Config{Profile: "p", URL: b.URL, Workspace: "acme", Token: "token-1"}
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

// fixture is a wire form of api/testdata; its sidecar names its source.
func fixture(t *testing.T, name string) string {
	t.Helper()
	b, err := os.ReadFile(filepath.Join("..", "testdata", "centrali", name+".json"))
	if err != nil {
		t.Fatal(err)
	}
	return string(b)
}

func always(body string) func(string) (int, string) {
	return func(string) (int, string) { return 200, body }
}

func TestEveryFixtureNamesItsSourceAndHowSureItIs(t *testing.T) {
	files, err := filepath.Glob(filepath.Join("..", "testdata", "centrali", "*.json"))
	if err != nil || len(files) == 0 {
		t.Fatalf("no fixtures: %v", err)
	}
	for _, f := range files {
		source, err := os.ReadFile(strings.TrimSuffix(f, ".json") + ".source")
		if err != nil {
			t.Error(err)
			continue
		}
		text := string(source)
		if !strings.Contains(text, "CONFIRMED") && !strings.Contains(text, "STRONG") && !strings.Contains(text, "INFERRED") {
			t.Errorf("%s does not say how certain it is", f)
		}
	}
}

func TestRunsAreAskedForWithWhatSaysSomethingOnly(t *testing.T) {
	for want, ask := range map[string]model.Ask{
		"GET function-runs/function/f":                          {Function: "f"},
		"GET function-runs/trigger/t?limit=20&page=2":           {Trigger: "t", Function: "f", Page: 2, Limit: 20},
		"GET function-runs/function/f?limit=100&status=failure": {Function: "f", Limit: 1000, Status: model.Some(model.StatusFailure)},
		"GET function-runs/function/f?page=1":                   {Function: "f", Page: 1, Status: model.Some(model.StatusCancelled)},
		"GET function-runs/function/a%2Fb%3Fc%20%E2%82%AC":      {Function: "a/b?c €"},
		"GET function-runs/function/%2E%2E":                     {Function: ".."},
		"GET function-runs/trigger/t":                           {Trigger: "t", Page: -1, Limit: -5},
	} {
		b := serve(t, always(`[]`))
		if _, err := b.client(t).Runs(t.Context(), ask); err != nil {
			t.Error(err)
		}
		if got := b.requests(); got != want {
			t.Errorf("asked %s, want %s", got, want)
		}
	}
}

func TestRunsOfNothingIsUnsupportedAndSendsNothing(t *testing.T) {
	b := serve(t, always(`[]`))
	_, err := b.client(t).Runs(t.Context(), model.Ask{})
	if e := fault(t, err); e.Kind != api.Unsupported || b.requests() != "" {
		t.Errorf("%v after %q", e, b.requests())
	}
}

func TestUnknownWorkspaceIsToldApart(t *testing.T) {
	b := serve(t, func(string) (int, string) { return 404, `{"message":"Workspace not found"}` })
	c := b.client(t, func(c *Config) { c.FromEnv = true })
	_, f := c.Functions(t.Context())
	_, tr := c.Triggers(t.Context())
	for _, err := range []error{f, tr} {
		e := fault(t, err)
		if e.Kind != api.NotFound || e.Op != api.ListFunctions && e.Op != api.ListTriggers || !strings.Contains(e.Error(), `workspace "acme"`) || !strings.Contains(e.Error(), "Check CENTRALI_WORKSPACE:") {
			t.Errorf("got %v", e)
		}
	}
}

func TestErrorsNameTriggersAsTheyAreCalled(t *testing.T) {
	b := serve(t, func(asked string) (int, string) {
		if asked == "GET function-triggers" {
			return 200, `[{"id":"t1","name":"nightly-sync"}]`
		}
		return 401, fixture(t, "error_expired")
	})
	c := b.client(t, func(c *Config) { c.FromEnv = true })
	if _, err := c.Triggers(t.Context()); err != nil {
		t.Fatal(err)
	}
	_, err := c.Runs(t.Context(), model.Ask{Trigger: "t1"})
	want := `list runs of trigger "nightly-sync": not authorised (401: Token expired). Renew CENTRALI_TOKEN or set up client credentials.`
	if err == nil || err.Error() != want {
		t.Errorf("got  %v\nwant %s", err, want)
	}
}

func TestErrorFixturesGiveTheirWords(t *testing.T) {
	for name, c := range map[string]struct {
		status int
		kind   api.Kind
		part   string
	}{
		"error_validation": {400, api.Refused, "The request is not valid; limit: must be at most 100"},
		"error_expired":    {401, api.Unauthorized, "Token expired"},
		"error_scope":      {403, api.Forbidden, "Missing scope"},
		"error_not_found":  {500, api.ServerError, "not found"},
		"error_oauth":      {400, api.Refused, "Client authentication failed"},
		"error_rate":       {429, api.RateLimited, "asks to wait 1m0s"},
	} {
		b := serve(t, func(string) (int, string) { return c.status, fixture(t, name) })
		_, err := b.client(t).Do(t.Context(), model.Action{Kind: model.Invoke, Trigger: model.Ref{ID: "t"}})
		if e := fault(t, err); e.Kind != c.kind || !strings.Contains(e.Error(), c.part) {
			t.Errorf("%s: kind %d: %v", name, e.Kind, e)
		}
	}
}

func TestABudgetThatWasUsedUpComesBackWithoutARequest(t *testing.T) {
	clk := clock.NewDriven(time.Date(2026, 11, 21, 12, 0, 0, 0, time.UTC))
	s := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) {
		w.Header().Set("X-RateLimit-Remaining", "0")
		_, _ = io.WriteString(w, `{"data":[]}`)
	}))
	t.Cleanup(s.Close)
	var p api.Provider = (&backend{Server: s}).client(t, func(c *Config) { c.Clock, c.RequestsPerMinute = clk, 20 })
	clk.Advance(time.Hour)
	if left := p.Left(); left != 20 {
		t.Errorf("%d left before the first request, want 20", left)
	}
	if _, err := p.Functions(t.Context()); err != nil {
		t.Fatal(err)
	}
	if left := p.Left(); left != 0 {
		t.Errorf("%d left when the backend allows none", left)
	}
	clk.Advance(time.Minute)
	if left := p.Left(); left != 20 {
		t.Errorf("%d left when the window is over, want 20", left)
	}
	p.CloseIdle()
}
