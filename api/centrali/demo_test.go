package centrali

import (
	"context"
	"testing"

	"fntop/api"
	"fntop/api/demo"
	"fntop/model"
)

func startDemo(t *testing.T, faults string) *demo.Server {
	t.Helper()
	s, err := demo.Start(t.Context(), demo.Options{Faults: faults})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = s.Close() })
	return s
}

func setFaults(t *testing.T, s *demo.Server, spec string) {
	t.Helper()
	if err := s.SetFaults(spec); err != nil {
		t.Fatal(err)
	}
}

// demoClient signs in as change says; with nothing changed, with a token.
func demoClient(t *testing.T, s *demo.Server, change func(*Config, demo.CentraliReady)) *Client {
	t.Helper()
	r := s.Ready()
	config := Config{Profile: "p", URL: r.URL, Workspace: r.Centrali.Workspace, RequestsPerMinute: 10000}
	if change == nil {
		config.Token = r.Centrali.Token
	} else {
		change(&config, r.Centrali)
	}
	c, err := New(config)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(c.CloseIdle)
	return c
}

func TestDemoIsReadWithEveryWayToSignIn(t *testing.T) {
	s := startDemo(t, "")
	for name, change := range map[string]func(*Config, demo.CentraliReady){
		"token":       func(c *Config, r demo.CentraliReady) { c.Token = r.Token },
		"credentials": func(c *Config, r demo.CentraliReady) { c.ClientID, c.ClientSecret = r.ClientID, r.ClientSecret },
		"stale token": func(c *Config, r demo.CentraliReady) {
			c.ClientID, c.ClientSecret, c.Token = r.ClientID, r.ClientSecret, "stale"
		},
		"command": func(c *Config, r demo.CentraliReady) {
			c.TokenCommand = func(context.Context) (string, error) { return r.Token + "\n", nil }
		},
	} {
		c := demoClient(t, s, change)
		if f, err := c.Functions(t.Context()); err != nil || len(f) == 0 {
			t.Errorf("%s: %d functions, %v", name, len(f), err)
		}
	}
}

func TestDemoIsReadInEveryFormOfItsAnswers(t *testing.T) {
	s := startDemo(t, "")
	for _, faults := range []string{
		"", "envelope=array", "envelope=data", "envelope=nested", "envelope=pagination", "envelope=nometa",
		"lists=bare", "lists=nested", "single=wrapped", "invoke=string", "invoke=data", "invoke=job", "invoke=data-job", "invoke=created",
	} {
		setFaults(t, s, faults)
		c := demoClient(t, s, nil)
		functions, err := c.Functions(t.Context())
		if err != nil || len(functions) == 0 {
			t.Errorf("%s: %d functions, %v", faults, len(functions), err)
			continue
		}
		seen := map[string]bool{}
		ask := model.Ask{Function: functions[0].ID, Page: 1, Limit: 50}
		for ; ask.Page < 4; ask.Page++ {
			page, err := c.Runs(t.Context(), ask)
			if err != nil {
				t.Errorf("%s: %v", faults, err)
			}
			for i, r := range page.Runs {
				seen[r.ID.ID] = true
				if r.Function.ID != functions[0].ID || r.When().IsZero() {
					t.Errorf("%s: %+v", faults, r.Run)
				}
				if i == 0 {
					if d, err := c.Run(t.Context(), r.ID); err != nil || d.ID != r.ID {
						t.Errorf("%s: %v", faults, err)
					}
				}
			}
			if !page.More {
				break
			}
		}
		if len(seen) == 0 {
			t.Errorf("%s: no runs", faults)
		}
		triggers, err := c.Triggers(t.Context())
		if err != nil {
			t.Errorf("%s: %v", faults, err)
		}
		for _, tr := range triggers {
			if tr.WhyNotInvoke() == "" {
				if got, err := c.Do(t.Context(), model.Action{Kind: model.Invoke, Trigger: model.Ref{ID: tr.ID}}); err != nil || got.JobID == "" {
					t.Errorf("%s: %+v, %v", faults, got, err)
				}
				break
			}
		}
	}
}

func TestDemoFaultsBecomeTheirKinds(t *testing.T) {
	s := startDemo(t, "")
	for faults, want := range map[string]api.Kind{
		"401": api.Unauthorized, "403": api.Forbidden, "404": api.NotFound, "400": api.Refused, "409": api.Refused,
		"429=60": api.RateLimited, "501": api.ServerError, "empty": api.Unreadable, "garbage": api.Unreadable,
		"html": api.Unreadable, "truncated=json": api.Unreadable, "huge=40MB": api.TooLarge,
		"wrongtypes": 0, "deep": 0,
	} {
		setFaults(t, s, faults+"@function-runs")
		c := demoClient(t, s, nil)
		f, err := c.Functions(t.Context())
		if err != nil || len(f) == 0 {
			t.Errorf("%s: %v", faults, err)
			continue
		}
		page, err := c.Runs(t.Context(), model.Ask{Function: f[0].ID, Limit: 20})
		if api.KindOf(err) != want {
			t.Errorf("%s: kind %d, want %d: %v", faults, api.KindOf(err), want, err)
		}
		if want == 0 && len(page.Runs) == 0 {
			t.Errorf("%s: the page was lost", faults)
		}
	}
}

func TestDemoSeesALostActionOnce(t *testing.T) {
	for _, faults := range []string{"drop=before", "drop=after", "504", "html", "truncated"} {
		s := startDemo(t, faults+"@execute")
		c := demoClient(t, s, nil)
		triggers, err := c.Triggers(t.Context())
		if err != nil {
			t.Fatal(err)
		}
		for _, tr := range triggers {
			if tr.WhyNotInvoke() == "" {
				_, err = c.Do(t.Context(), model.Action{Kind: model.Invoke, Trigger: model.Ref{ID: tr.ID}})
				break
			}
		}
		if e := fault(t, err); !e.Lost {
			t.Errorf("%s: %v", faults, e)
		}
		sent := 0
		for _, r := range s.Requests() {
			if r.Method == "POST" {
				sent++
			}
		}
		if sent != 1 {
			t.Errorf("%s: sent %d times", faults, sent)
		}
	}
}
