package demo

import (
	"net/http"
	"slices"
	"strings"
)

// route is one call of Centrali's data API. In pattern, {id} stands for one
// segment. The certainty of each is wire knowledge that a client should not
// copy from here.
type route struct {
	method, pattern string
	answer          func(*request) answer
	resource        string // as scopes and permissions call it
	scope           string // what a publishable key needs; empty: no key can
}

// routes never changes. There is no list of all runs, no way to cancel and no
// logs: no public material shows any of them.
var routes = [...]route{
	// INFERRED paths: the starter app calls functions.list and functions.get.
	{"GET", "compute-functions", listFunctions, "compute-functions", "compute-functions:list:*"},
	{"GET", "compute-functions/{id}", getFunction, "compute-functions", "compute-functions:read:*"},
	// INFERRED: the twins of the documented POST.
	{"GET", "function-triggers", listTriggers, "triggers", "triggers:list:*"},
	{"GET", "function-triggers/{id}", getTrigger, "triggers", "triggers:read:*"},
	// PUT or PATCH is UNKNOWN.
	{"PATCH", "function-triggers/{id}", updateTrigger, "triggers", ""},
	{"PUT", "function-triggers/{id}", updateTrigger, "triggers", ""},
	// INFERRED paths: triggers.invoke in the README of SDK 4.4.5, and the
	// starter app's own proxy for pause and resume.
	{"POST", "function-triggers/{id}/execute", executeTrigger, "triggers", "triggers:execute:*"},
	{"PATCH", "function-triggers/{id}/pause", pauseTrigger, "triggers", ""},
	{"PATCH", "function-triggers/{id}/resume", resumeTrigger, "triggers", ""},
	// CONFIRMED, SDK 4.4.4 diff.
	{"GET", "function-runs/trigger/{id}", runsByTrigger, "function-runs", "function-runs:list:*"},
	{"GET", "function-runs/function/{id}", runsByFunction, "function-runs", "function-runs:list:*"},
	{"GET", "function-runs/{id}", getRun, "function-runs", "function-runs:read:*"},
	// CONFIRMED, docs.centrali.dev/platform/function-rerun.
	{"POST", "function-runs/{id}/rerun", rerunRun, "function-runs", ""},
	{"GET", "function-runs/{id}/rerun-history", rerunHistory, "function-runs", "function-runs:read:*"},
}

// Both paths of the token endpoint are documented: /oidc/token in
// docs.centrali.dev/guides/authentication-overview, /oauth/token in
// docs.centrali.io/api-reference.
func isTokenPath(path string) bool { return path == "/oidc/token" || path == "/oauth/token" }

// dispatch answers a request: sign-in, or a call below a workspace. The
// documentation prints paths with and without the leading /data; the SDK
// always sends it (CONFIRMED, SDK 4.4.4).
func (q *request) dispatch() answer {
	path := q.http.URL.Path
	if isTokenPath(path) {
		if q.http.Method != http.MethodPost {
			return q.notAllowed([]string{"POST"})
		}
		return signIn(q)
	}
	if isRealtime(path) {
		return realtime(q)
	}
	if isFlowcore(path) {
		return q.flowcore()
	}
	if isAgentOS(path) {
		return q.agentOS()
	}
	rest, ok := strings.CutPrefix(strings.TrimPrefix(path, "/data"), "/workspace/")
	slug, rest, deep := strings.Cut(rest, "/")
	rest, versioned := strings.CutPrefix(rest, "api/v1/")
	if !ok || !deep || !versioned {
		return q.notFound("Path", path)
	}
	if refused := q.admit(); refused != nil {
		return *refused
	}
	header, wait := q.server.ledger.spend(q.byKey, q.http.Method != http.MethodGet, q.now)
	a := q.tooMany(wait)
	if wait == 0 {
		a = q.call(slug, rest)
	}
	for name, values := range header {
		a.header[name] = values
	}
	return a
}

// call finds the route of a path below the workspace and answers it.
func (q *request) call(slug, rest string) answer {
	if refused := q.admitWorkspace(slug); refused != nil {
		return *refused
	}
	var allowed []string
	for i := range routes {
		r := &routes[i]
		id, ok := match(r.pattern, rest)
		if !ok {
			continue
		}
		if r.method != q.http.Method {
			if !slices.Contains(allowed, r.method) {
				allowed = append(allowed, r.method)
			}
			continue
		}
		q.id = id
		if refused := q.permit(r); refused != nil {
			return *refused
		}
		return r.answer(q)
	}
	if len(allowed) > 0 {
		return q.notAllowed(allowed)
	}
	return q.notFound("Path", q.http.URL.Path)
}

// match holds a path against a pattern and returns what stands for {id}.
func match(pattern, path string) (id string, ok bool) {
	want, got := strings.Split(pattern, "/"), strings.Split(path, "/")
	if len(want) != len(got) {
		return "", false
	}
	for i, w := range want {
		switch {
		case w == "{id}" && got[i] != "":
			id = got[i]
		case w != got[i]:
			return "", false
		}
	}
	return id, true
}
