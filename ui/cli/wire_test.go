package cli_test

import (
	"encoding/json"
	"fmt"
	"net/http"
	"net/http/httptest"
	"slices"
	"strconv"
	"strings"
	"sync"
	"testing"
)

// wire is a back end for what the demo does not tell: each test says what
// its lists hold. It speaks Centrali's wire by itself, not through the
// client's types.
type wire struct {
	mu        sync.Mutex
	functions []object
	triggers  []object
	runs      []object // newest first
	deaf      bool     // ignores the status asked for
	sent      []string // paths of every POST
	asked     int
	hook      func(w http.ResponseWriter, r *http.Request) bool // true: answered
}

const base = "/data/workspace/acme/api/v1/"

func (b *wire) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	if b.hook != nil && b.hook(w, r) {
		return
	}
	b.mu.Lock()
	defer b.mu.Unlock()
	b.asked++
	path := strings.TrimPrefix(r.URL.Path, base)
	switch {
	case r.Method == http.MethodPost:
		b.sent = append(b.sent, path)
		answer(w, "job-1")
	case path == "compute-functions":
		answer(w, object{"data": b.functions})
	case path == "function-triggers":
		answer(w, object{"data": b.triggers})
	case strings.HasPrefix(path, "function-runs/function/"):
		b.page(w, r, "functionId", strings.TrimPrefix(path, "function-runs/function/"))
	case strings.HasPrefix(path, "function-runs/trigger/"):
		b.page(w, r, "triggerId", strings.TrimPrefix(path, "function-runs/trigger/"))
	default:
		for _, run := range b.runs {
			if path == fmt.Sprint("function-runs/", run["id"]) {
				answer(w, run)
				return
			}
		}
		w.WriteHeader(http.StatusNotFound)
		answer(w, object{"error": "Not Found", "message": "not found"})
	}
}

func (b *wire) page(w http.ResponseWriter, r *http.Request, key, id string) {
	status := r.URL.Query().Get("status")
	rows := slices.DeleteFunc(slices.Clone(b.runs), func(run object) bool {
		return run[key] != id || !b.deaf && status != "" && run["status"] != status
	})
	page, _ := strconv.Atoi(r.URL.Query().Get("page"))
	limit, _ := strconv.Atoi(r.URL.Query().Get("limit"))
	from := min((max(page, 1)-1)*limit, len(rows))
	answer(w, object{"data": rows[from:min(from+limit, len(rows))], "meta": object{"total": len(rows), "page": page, "pageSize": limit}})
}

func answer(w http.ResponseWriter, v any) {
	w.Header().Set("Content-Type", "application/json")
	_ = json.NewEncoder(w).Encode(v)
}

// posts is what was asked to act.
func (b *wire) posts() []string {
	b.mu.Lock()
	defer b.mu.Unlock()
	return slices.Clone(b.sent)
}

// serve starts the back end and returns a shell whose environment leads there.
func serve(t *testing.T, b *wire) *shell {
	t.Helper()
	server := httptest.NewServer(b)
	t.Cleanup(server.Close)
	return &shell{t: t, env: map[string]string{
		"HOME": "/nowhere", "CENTRALI_URL": server.URL, "CENTRALI_WORKSPACE": "acme", "CENTRALI_TOKEN": secret,
	}}
}

// secret must never be seen in what is printed.
const secret = "tok-5f0c2d9be1"

// small is a workspace with one function, two triggers and one failed run.
func small() *wire {
	return &wire{
		functions: []object{{"id": "f1", "name": "resize", "timeoutMs": 30000}},
		triggers: []object{
			{"id": "t1", "name": "by-hand", "functionId": "f1", "executionType": "on-demand", "enabled": true,
				"triggerMetadata": object{"params": object{"key": "params-are-secret"}}},
			{"id": "t2", "name": "nightly", "functionId": "f1", "executionType": "scheduled", "enabled": true,
				"triggerMetadata": object{"scheduleType": "cron", "cronExpression": "0 3 * * *", "timezone": "UTC"}},
			{"id": "t3", "name": "paused", "functionId": "f1", "executionType": "on-demand", "enabled": false},
		},
		runs: []object{run("r1", "failure", 0)},
	}
}

// run is a run of f1 by t1, created so many seconds before noon.
func run(id, status string, age int) object {
	at := noon.Add(-seconds(age)).Format("2006-01-02T15:04:05.000Z07:00")
	r := object{
		"id": id, "functionId": "f1", "triggerId": "t1", "workspaceSlug": "acme", "createdBy": "u", "jobId": "job-" + id,
		"status": status, "createdAt": at, "startedAt": at, "executionId": "e-" + id, "executionSource": "manual",
		"isRerun": false, "rerunCount": 0,
	}
	if status == "failure" {
		r["endedAt"], r["errorCode"], r["errorMessage"] = at, "E_FAIL", "it broke"
	}
	return r
}
