package ui_test

import (
	"encoding/json"
	"fmt"
	"net/http"
	"strings"
	"testing"
	"time"

	"fntop/api/demo"
	"fntop/model"
)

// told is a run as the server tells it, read with nothing of the client.
type told struct {
	ID           string    `json:"id"`
	FunctionID   string    `json:"functionId"`
	TriggerID    string    `json:"triggerId"`
	JobID        string    `json:"jobId"`
	Status       string    `json:"status"`
	CreatedAt    time.Time `json:"createdAt"`
	StartedAt    time.Time `json:"startedAt"`
	EndedAt      time.Time `json:"endedAt"`
	UpdatedAt    time.Time `json:"updatedAt"`
	ErrorCode    string    `json:"errorCode"`
	ErrorMessage string    `json:"errorMessage"`
}

// of is what the store knows of a run, in the server's words.
func of(r *model.Run) told {
	return told{
		ID: r.ID.ID, FunctionID: r.Function.ID, TriggerID: r.Trigger.ID, JobID: r.JobID, Status: r.StatusText,
		CreatedAt: r.Created, StartedAt: r.Started, EndedAt: r.Ended, UpdatedAt: r.Updated,
		ErrorCode: r.ErrorCode, ErrorMessage: r.ErrorMessage,
	}
}

// truth is what the server says of every run created since then, by id, and of
// every function by its name. No fault may be set, and a driven clock must
// stand still meanwhile.
func truth(t testing.TB, server *demo.Server, since time.Time) (runs map[string]told, functions map[string]string) {
	t.Helper()
	var listed struct {
		Data []struct{ ID, Name string }
	}
	plain(t, server, "compute-functions", &listed)
	runs, functions = map[string]told{}, map[string]string{}
	for _, f := range listed.Data {
		functions[f.Name] = f.ID
		for page := 1; page > 0; page++ {
			var list struct{ Data []told }
			plain(t, server, fmt.Sprintf("function-runs/function/%s?page=%d&limit=%d", f.ID, page, model.MaxLimit), &list)
			older := len(list.Data) == 0
			for _, r := range list.Data {
				if r.CreatedAt.Before(since) {
					older = true
					continue
				}
				r.ErrorMessage, _ = model.CutError(r.ErrorMessage)
				runs[r.ID] = r
			}
			if older {
				break
			}
		}
	}
	return runs, functions
}

// plain reads one answer by plain HTTP.
func plain(t testing.TB, server *demo.Server, path string, into any) {
	t.Helper()
	ready := server.Ready()
	url := strings.Replace(ready.URL, "https:", "http:", 1) + "/data/workspace/" + ready.Centrali.Workspace + "/api/v1/" + path
	req, err := http.NewRequestWithContext(t.Context(), http.MethodGet, url, nil)
	if err != nil {
		t.Fatal(err)
	}
	req.Header.Set("Authorization", "Bearer "+ready.Centrali.Token)
	req.Close = true // nothing is left open
	res, err := http.DefaultTransport.RoundTrip(req)
	if err != nil {
		t.Fatalf("the truth: %v", err)
	}
	defer func() { _ = res.Body.Close() }()
	if res.StatusCode != http.StatusOK {
		t.Fatalf("the truth: %s: %s", path, res.Status)
	}
	if err := json.NewDecoder(res.Body).Decode(into); err != nil {
		t.Fatalf("the truth: %s: %v", path, err)
	}
}

// readAll lets everything be read once more and returns when it was: the clock
// then stands still, so that the screen and the server mean the same moment.
// No fault may be set.
func (r *rig) readAll() {
	r.t.Helper()
	r.until("the end of all troubles", func(string) bool { return r.app.Settled() && r.app.Idle() && !r.app.Troubled() })
	for range 20 {
		r.clk.Advance(55 * time.Second) // more than any pace, less than a sleep
		now := r.clk.Now()
		r.still()
		if r.app.Settled() && r.app.ReadSince(now) {
			return
		}
	}
	r.t.Fatalf("not everything was read again\n%s", r.Screen())
}

// wantTruth holds the store against the server: every run created since then
// is there and as the server has it, and no other is.
func (r *rig) wantTruth(since time.Time) {
	r.t.Helper()
	want, functions := truth(r.t, r.server, since)
	names := make(map[string]string, len(functions))
	for name, id := range functions {
		names[id] = name
	}
	wrong := 0
	complain := func(format string, args ...any) {
		r.t.Helper()
		if wrong++; wrong <= 10 {
			r.t.Errorf(format, args...)
		}
	}
	kept := 0
	for _, run := range r.app.Runs() {
		if run.When().Before(since) {
			continue
		}
		kept++
		switch server, there := want[run.ID.ID]; {
		case !there:
			complain("a run that the server does not have: %+v", of(run))
		case server != of(run):
			complain("a run of %s is not as the server has it\nhere  %+v\nthere %+v", names[run.Function.ID], of(run), server)
		}
		delete(want, run.ID.ID)
	}
	for _, run := range want {
		complain("a run of %s is missing, created at %s, %s", names[run.FunctionID], run.CreatedAt, run.Status)
	}
	if wrong > 0 {
		r.t.Errorf("%d runs since %s are not as the server has them, %d are", wrong, since, kept-wrong)
	}
}

func TestStoreEqualsTheServer(t *testing.T) {
	r := start(t, 120, 36).ready()
	since := r.clk.Now()
	r.pass(5 * time.Minute)
	r.readAll()
	r.wantTruth(since)
}
