package demo

import (
	"slices"
	"strconv"
	"strings"
)

// What stands in this wire's files was read in the diff of the SDK's own code,
// my.diffend.io/npm/@agent-os-sdk/client/0.9.1/0.9.3/page/8, called DIFF here.
// Where nothing is said of it, it is a guess.

// agentBase begins every path (CONFIRMED, DIFF).
const agentBase = "/v1/api/"

func isAgentOS(path string) bool { return strings.HasPrefix(path, agentBase) }

// isAgentStream tells the path of the stream of a run's events.
func isAgentStream(path string) bool {
	return isAgentOS(path) && strings.HasSuffix(path, "/events/stream")
}

// isAgentEvents tells the paths of a run's events in either form.
func isAgentEvents(path string) bool {
	return isAgentOS(path) && (isAgentStream(path) || strings.HasSuffix(path, "/events"))
}

// agentRoutes never changes. No public material shows the last three.
var agentRoutes = [...]struct {
	method, pattern string
	answer          func(*request) answer
}{
	{"GET", "agents", listAgents},
	{"GET", "agents/{id}", getAgent},
	{"GET", "triggers", listAgentTriggers},     // CONFIRMED, DIFF
	{"GET", "credentials/{id}", getCredential}, // CONFIRMED, DIFF
	{"GET", "runs", listAgentRuns},
	{"POST", "runs", createAgentRun},
	{"GET", "runs/{id}", getAgentRun},
	{"GET", "runs/{id}/events", agentEvents},        // CONFIRMED, DIFF
	{"GET", "runs/{id}/events/stream", agentStream}, // CONFIRMED, DIFF
	{"GET", "runs/{id}/checkpoints", noCheckpoints}, // CONFIRMED as a method, DIFF
	{"POST", "runs/{id}/rerun", rerunAgentRun},
	{"POST", "runs/{id}/cancel", cancelAgentRun},
	{"POST", "runs/{id}/resume", resumeAgentRun},
}

// agentOS answers a request of this wire.
func (q *request) agentOS() answer {
	if refused := q.admitAgentOS(); refused != nil {
		return *refused
	}
	rest := strings.TrimPrefix(q.http.URL.Path, agentBase)
	var allowed []string
	for _, r := range agentRoutes {
		id, ok := match(r.pattern, rest)
		switch {
		case ok && r.method == q.http.Method:
			q.id = id
			return r.answer(q)
		case ok && !slices.Contains(allowed, r.method):
			allowed = append(allowed, r.method)
		}
	}
	if allowed != nil {
		a := q.agentError(405, "METHOD_NOT_ALLOWED", q.http.Method+" is not allowed here")
		a.header.Set("Allow", strings.Join(allowed, ", "))
		return a
	}
	return q.agentError(404, "NOT_FOUND", "There is nothing at "+q.http.URL.Path)
}

// agentHeader names the workspace. That there is such a header is CONFIRMED
// (DIFF: every module is given headers of the context); its name is a guess.
const agentHeader = "X-Workspace-Id"

// admitAgentOS checks who sends a request, and for which workspace. Calls of
// run events bring no context headers in the SDK (CONFIRMED, DIFF), so they
// are not asked for them.
func (q *request) admitAgentOS() *answer {
	refuse := func(status int, code, message string) *answer {
		a := q.agentError(status, code, message)
		return &a
	}
	scheme, token, _ := strings.Cut(q.http.Header.Get("Authorization"), " ")
	identity := &q.server.identity
	switch space := q.http.Header.Get(agentHeader); {
	case !strings.EqualFold(scheme, "Bearer") || token == "":
		return refuse(401, "UNAUTHORIZED", "Missing access token")
	case !same(token, identity.agentToken):
		return refuse(401, "UNAUTHORIZED", "Invalid access token")
	case space == "" && !strings.Contains(q.http.URL.Path, "/events"):
		return refuse(403, "WORKSPACE_REQUIRED", agentHeader+" is missing")
	case space != "" && space != identity.agentSpace:
		return refuse(403, "WORKSPACE_MISMATCH", "The token is not for this workspace")
	}
	return nil
}

// agentError has the form that errors of the SDK have (CONFIRMED, DIFF); what
// the server sends is UNKNOWN.
func (q *request) agentError(status int, code, message string) answer {
	return q.json(status, object{"message": message, "code": code})
}

// agentList is a list: items (CONFIRMED, DIFF) and whether there are more.
func (q *request) agentList(items any, more bool) answer {
	return q.json(200, struct {
		Items any  `json:"items"`
		More  bool `json:"has_more"`
	}{items, more})
}

// agentNumber reads a number of the query, from least on.
func (q *request) agentNumber(name string, otherwise, least int64) (int64, *answer) {
	text := q.query.Get(name)
	if text == "" {
		return otherwise, nil
	}
	n, err := strconv.ParseInt(text, 10, 64)
	if err != nil || n < least {
		a := q.agentError(400, "VALIDATION_ERROR", name+" must be a whole number from "+strconv.FormatInt(least, 10))
		return 0, &a
	}
	return n, nil
}

// agentPage reads which part of a list is asked for.
func (q *request) agentPage() (skip, limit int64, bad *answer) {
	if skip, bad = q.agentNumber("offset", 0, 0); bad == nil {
		limit, bad = q.agentNumber("limit", pageDefault, 1)
	}
	return skip, min(limit, pageMax), bad
}

// part is what is asked for of a list that is at hand.
func part[T any](all []T, skip, limit int64) ([]T, bool) {
	from := min(skip, int64(len(all)))
	to := min(from+limit, int64(len(all)))
	return all[from:to], to < int64(len(all))
}

func noCheckpoints(q *request) answer {
	if _, ok := q.server.agents.find(q.id, q.now); !ok {
		return q.agentError(404, "NOT_FOUND", "Run not found")
	}
	return q.agentList([]object{}, false)
}
