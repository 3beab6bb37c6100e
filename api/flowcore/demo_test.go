package flowcore

import (
	"strings"
	"testing"
	"time"

	"fntop/api"
	"fntop/api/clock"
	"fntop/api/demo"
	"fntop/model"
)

// onDemo is a client of the demo server, over a real socket. They share no
// code, and the clock is driven.
func onDemo(t *testing.T, faults string) (*Client, *demo.Server, *clock.Driven) {
	t.Helper()
	clk := clock.NewDriven(noon)
	server, err := demo.Start(t.Context(), demo.Options{Clock: clk, Faults: faults})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = server.Close() })
	r := server.Ready()
	c, err := New(Config{
		Profile: "prod", URL: r.URL, Tenant: r.Flowcore.Tenant, Core: r.Flowcore.DataCore, Token: r.Flowcore.Token, APIKey: r.Flowcore.APIKey,
		Clock: clk, Retries: -1, RequestsPerMinute: 10000,
	})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(c.CloseIdle)
	return c, server, clk
}

func pathwayNamed(t *testing.T, c *Client, name string) string {
	t.Helper()
	for _, f := range functionsOf(t, c) {
		if f.Name == name {
			return f.ID
		}
	}
	t.Fatalf("no function %s", name)
	return ""
}

func TestTheDemosPathwaysAreReadWholeWhileTheyGoOn(t *testing.T) {
	t.Parallel()
	for _, faults := range []string{"", "page-size=17"} {
		c, _, clk := onDemo(t, faults)
		if n := len(functionsOf(t, c)); n != 10 {
			t.Fatalf("%d functions, want 7 flow types and the 3 pathways of the data core", n)
		}
		for _, name := range []string{"erp-orders", "fraud-check", "stock-mirror"} {
			id := pathwayNamed(t, c, name)
			seen, statuses, newest := map[model.RunID]int{}, map[model.Status]int{}, time.Time{}
			for page := 1; ; page++ {
				p := runsOf(t, c, model.Ask{Function: id, Page: page, Limit: 100})
				for _, r := range p.Runs {
					seen[r.ID]++
					statuses[r.Status]++
					if r.Created.After(newest) {
						newest = r.Created
					}
					if r.Unfinished() || r.Broken || r.Status == model.StatusFailure && r.ErrorMessage == "" {
						t.Fatalf("%s: %+v", name, r.Run)
					}
				}
				if !p.More {
					break
				}
				clk.Advance(20 * time.Second)
			}
			for id, n := range seen {
				if n > 1 {
					t.Errorf("%s came %d times", id.ID, n)
				}
			}
			fresh := onDemoAgain(t, c, clk)
			missing := 0
			for page := 1; ; page++ {
				p := runsOf(t, fresh, model.Ask{Function: id, Page: page, Limit: 100})
				for _, r := range p.Runs {
					if seen[r.ID] == 0 && !r.Created.After(newest) {
						missing++
					}
				}
				if !p.More {
					break
				}
			}
			if missing > 0 || statuses[model.StatusFailure] == 0 || statuses[model.StatusCompleted] == 0 || len(statuses) != 2 {
				t.Errorf("%s: %d are missing; %v", name, missing, statuses)
			}
		}
	}
}

// onDemoAgain is another client of the same server, which knows nothing yet.
func onDemoAgain(t *testing.T, c *Client, clk *clock.Driven) *Client {
	t.Helper()
	fresh, err := New(Config{
		Profile: "prod", URL: c.hosts.core.String(), Tenant: c.place.tenant, Core: c.place.core, Token: c.socket.Get(socketToken), Clock: clk, Retries: -1, RequestsPerMinute: 10000,
	})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(fresh.CloseIdle)
	functionsOf(t, fresh)
	return fresh
}

func TestARestartOnTheDemoIsFollowedAndDeliversAgain(t *testing.T) {
	t.Parallel()
	for faults, want := range map[string]model.Status{
		"": model.StatusCompleted, "restart-ends=failed": model.StatusFailure, "restart-ends=timedOut": model.StatusTimeout,
		"503*2@/restarts/,page-size=9": model.StatusCompleted,
	} {
		c, server, clk := onDemo(t, "")
		id := pathwayNamed(t, c, "erp-orders")
		failed := runsOf(t, c, model.Ask{Function: id, Status: model.Some(model.StatusFailure), Limit: 1}).Runs[0]
		if err := server.SetFaults(strings.TrimPrefix(faults, "503*2@/restarts/,")); err != nil {
			t.Fatal(err)
		}
		receipt, err := c.Do(t.Context(), model.Action{Kind: model.Rerun, Run: failed.ID})
		if err != nil {
			t.Fatal(err)
		}
		if err := server.SetFaults(faults); err != nil {
			t.Fatal(err)
		}
		done := make(chan struct{})
		var run model.RunDetail
		go func() {
			defer close(done)
			run, err = api.Follow(t.Context(), clk, c, api.Target{Run: model.RunID{Profile: "prod", ID: receipt.RunID}, JobID: receipt.JobID}, nil)
		}()
		for over := false; !over; {
			select {
			case <-done:
				over = true
			default:
				clk.Next()
			}
		}
		if err != nil || run.Status != want || run.Function.ID != id || run.OriginalRunID != failed.ID.ID {
			t.Errorf("%s: %v, %v: %+v", faults, run.Status, err, run.Run)
		}
		clk.Advance(20 * time.Second)
		again := 0
		for page := 1; page < 20; page++ {
			p := runsOf(t, c, model.Ask{Function: id, Page: page, Limit: 50})
			for _, r := range p.Runs {
				if strings.Contains(string(r.Raw), `"batchSize":25`) && r.Created.After(run.Ended) {
					again++
				}
			}
			if !p.More {
				break
			}
		}
		if (again > 0) != (want == model.StatusCompleted) {
			t.Errorf("%s: %d batches were delivered again", faults, again)
		}
		posts := 0
		for _, q := range server.Requests() {
			if q.Method == "POST" {
				posts++
			}
		}
		if posts != 1 {
			t.Errorf("%s: %d restarts were asked for", faults, posts)
		}
	}
}
