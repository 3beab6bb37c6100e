package connect_test

import (
	"io"
	"net/http"
	"os"
	"os/exec"
	"strings"
	"testing"

	"fntop/api"
	"fntop/api/connect"
	"fntop/api/demo"
	"fntop/model"
)

// onDemo opens all three back ends of a demo server, and says which variables
// a shell would need to ask them.
func onDemo(t *testing.T) (providers []api.Provider, shell map[string]string) {
	t.Helper()
	s, err := demo.Start(t.Context(), demo.Options{})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = s.Close() })
	c, f, g := s.Ready().Centrali, s.Ready().Flowcore, s.Ready().AgentOS
	shell = map[string]string{
		"CENTRALI_TOKEN": c.Token, "AGENTOS_TOKEN": g.Token, "FLOWCORE_API_KEY": f.APIKey, "FLOWCORE_API_KEY_ID": f.APIKeyID,
		"AGENTOS_X_WORKSPACE_ID": connectHeader(g.Headers, "X-Workspace-Id"),
	}
	for _, p := range []connect.Profile{
		{Name: "c", Backend: connect.Centrali, URL: s.URL(), Workspace: c.Workspace, ClientID: c.ClientID, ClientSecret: connect.Literal(c.ClientSecret)},
		{Name: "a", Backend: connect.AgentOS, URL: s.URL(), Token: connect.Literal(g.Token), Headers: connect.Headers(g.Headers)},
		{Name: "f", Backend: connect.Flowcore, URL: s.URL(), Tenant: f.Tenant, DataCore: f.DataCore, APIKey: connect.Literal(f.APIKey), APIKeyID: f.APIKeyID},
	} {
		opened, err := connect.Open(p, connect.Options{Context: t.Context(), Watched: func(api.Event) {}})
		if err != nil {
			t.Fatal(err)
		}
		t.Cleanup(opened.CloseIdle)
		providers = append(providers, opened)
	}
	return providers, shell
}

func connectHeader(text, name string) string {
	for pair := range strings.SplitSeq(text, ";") {
		if n, v, ok := strings.Cut(pair, ":"); ok && strings.EqualFold(strings.TrimSpace(n), name) {
			return strings.TrimSpace(v)
		}
	}
	return ""
}

func TestWhatOthersAreToSendReadsTheSameAndHoldsNoSecret(t *testing.T) {
	providers, shell := onDemo(t)
	for _, p := range providers {
		backend := p.Info().Backend
		functions, err := p.Functions(t.Context())
		if err != nil {
			t.Fatal(err)
		}
		var run *model.Run
		ask := model.Ask{Limit: 5}
		for _, f := range functions {
			ask.Function = f.ID
			if page, err := p.Runs(t.Context(), ask); err == nil && len(page.Runs) > 0 {
				run = &page.Runs[0].Run
				break
			}
		}
		if run == nil {
			t.Fatalf("%s: there is no run", backend)
		}
		l, ok := api.LinkerOf(p)
		if !ok {
			t.Fatalf("%s tells no links", backend)
		}
		one, ok := l.RunRequest(run)
		if !ok {
			t.Fatalf("%s does not say how a run is read", backend)
		}
		requests := []api.Request{one}
		if many, ok := l.RunsRequest(ask); ok {
			requests = append(requests, many)
		} else if backend != connect.Flowcore {
			t.Errorf("%s does not say how runs are listed", backend)
		}
		for _, r := range requests {
			for name, secret := range shell {
				if secret != "" && strings.Contains(r.Curl(), secret) {
					t.Errorf("%s: the command holds $%s: %s", backend, name, r.Curl())
				}
			}
			request, err := http.NewRequestWithContext(t.Context(), http.MethodGet, r.URL, nil)
			if err != nil {
				t.Fatal(err)
			}
			for _, h := range r.Headers {
				request.Header.Set(h.Name, os.Expand(h.Value, func(name string) string { return shell[name] }))
			}
			answer, err := http.DefaultClient.Do(request)
			if err != nil {
				t.Fatal(err)
			}
			body, _ := io.ReadAll(answer.Body)
			answer.Body.Close()
			if answer.StatusCode != http.StatusOK || !strings.Contains(string(body), run.ID.ID) {
				t.Errorf("%s: %s is answered with %d and %.200s", backend, r.URL, answer.StatusCode, body)
			}
		}
	}
}

func TestAShellTakesACommandApartAsItWasMeant(t *testing.T) {
	if _, err := exec.LookPath("sh"); err != nil {
		t.Skip("there is no sh")
	}
	provider, err := connect.Open(connect.Profile{
		Name: "a", Backend: connect.AgentOS, URL: "http://127.0.0.1:1",
		Headers: map[string]connect.Secret{"X-$(id)`id`": connect.Literal("hush-hush")},
	}, connect.Options{Context: t.Context()})
	if err != nil {
		t.Fatal(err)
	}
	l, _ := api.LinkerOf(provider)
	hostile := `a'; echo owned "$(id)" ` + "`id`\n\x1b[2J"
	r, _ := l.RunRequest(&model.Run{ID: model.RunID{ID: hostile}})
	out, err := exec.CommandContext(t.Context(), "sh", "-c", `curl() { for word; do printf '<%s>\n' "$word"; done; }; `+r.Curl()).CombinedOutput()
	if err != nil {
		t.Fatalf("%v: %s", err, out)
	}
	want := "<-sS>\n<-H>\n<X-$(id)`id`: >\n<" + strings.ReplaceAll(r.URL, "'", "%27") + ">\n"
	if string(out) != want || strings.ContainsAny(r.Curl(), "\x1b\n") || strings.Contains(r.Curl(), "hush") {
		t.Errorf("the words are\n%swant\n%s", out, want)
	}
}
