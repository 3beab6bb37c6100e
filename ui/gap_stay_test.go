package ui_test

import (
	"encoding/json"
	"net/http"
	"slices"
	"strings"
	"testing"
	"time"

	"fntop/api/connect"
	"fntop/model"
)

// ingest stores so many events at once, by plain HTTP, and returns their ids.
func (r *rig) ingest(flow, event string, n int) []string {
	r.t.Helper()
	f := r.server.Ready().Flowcore
	ask := func(method, path, sign, body string, into any) {
		req, err := http.NewRequestWithContext(r.t.Context(), method, r.server.URL()+path, strings.NewReader(body))
		if err != nil {
			r.t.Fatal(err)
		}
		req.Header.Set("Authorization", sign)
		req.Close = true
		res, err := http.DefaultTransport.RoundTrip(req)
		if err != nil {
			r.t.Fatal(err)
		}
		defer func() { _ = res.Body.Close() }()
		if err := json.NewDecoder(res.Body).Decode(into); err != nil || res.StatusCode != http.StatusOK {
			r.t.Fatal(path, res.Status, err)
		}
	}
	var cores []struct{ ID string }
	ask(http.MethodGet, "/api/v1/data-cores?name="+f.DataCore+"&tenant="+f.Tenant, "ApiKey "+f.APIKeyID+":"+f.APIKey, "", &cores)
	body := "[" + strings.TrimSuffix(strings.Repeat(`{"of":"a flood"},`, n), ",") + "]"
	var stored struct{ EventIDs []string }
	ask(http.MethodPost, strings.Join([]string{"/events", f.Tenant, cores[0].ID, flow, event}, "/"), f.APIKey, body, &stored)
	if len(stored.EventIDs) != n {
		r.t.Fatalf("%d events were taken, want %d", len(stored.EventIDs), n)
	}
	return stored.EventIDs
}

// missing are those of the ids that are not loaded.
func (r *rig) missing(ids []string) []string {
	there := map[string]bool{}
	for _, run := range r.app.Runs() {
		there[run.ID.ID] = true
	}
	return slices.DeleteFunc(slices.Clone(ids), func(id string) bool { return there[id] })
}

// Where a page begins at the end of the one before it, whatever came since, it
// is the next one that goes on, not the one that so many runs would fill.
func TestReadingOnAfterManyEventsCameLeavesNoneOut(t *testing.T) {
	r := start(t, 120, 36, on(connect.Flowcore)).ready()
	r.Press("/", "fn=session.0", "enter")
	for range 8 {
		r.clk.Advance(7 * time.Second)
		r.ingest("session.0", "session.opened.0", 50)
		r.settle()
	}
	for range 3 {
		r.Press("G")
		r.settle()
	}
	var back time.Time
	for _, run := range r.app.Runs() {
		if run.Function.Name == "session.0" {
			back = run.Created
		}
	}
	until := r.clk.Now()
	r.clk.Advance(10 * time.Minute) // the budget is there again
	var all []string
	for page := 1; page < 30; page++ {
		p, err := r.provider.Runs(t.Context(), model.Ask{Function: r.functionID("session.0"), Page: page, Limit: model.MaxLimit})
		if err != nil || len(p.Runs) == 0 {
			t.Fatal(len(p.Runs), err)
		}
		for _, run := range p.Runs {
			if !run.Created.Before(back) && run.Created.Before(until) {
				all = append(all, run.ID.ID)
			}
		}
		if !p.More || p.Runs[len(p.Runs)-1].Created.Before(back) {
			break
		}
	}
	if missing := r.missing(all); len(missing) > 0 || len(all) < 500 {
		t.Errorf("%d of %d events are missing", len(missing), len(all))
	}
}
