package demo

import (
	"fmt"
	"io"
	"net/http"
	"slices"
	"strings"
)

// streamsAtOnce is how many streams a workspace on the free plan may have open
// (CONFIRMED, docs.centrali.dev/guides/realtime/troubleshooting).
const streamsAtOnce = 10

// isRealtime tells the path of the event stream, GET
// /realtime/workspace/{slug}/events (CONFIRMED, docs.centrali.io/api-reference/realtime).
func isRealtime(path string) bool {
	slug, deep := strings.CutPrefix(path, "/realtime/workspace/")
	slug, last, _ := strings.Cut(slug, "/")
	return deep && slug != "" && last == "events"
}

// realtime answers with the stream of endings. That these refusals come with
// 401, 401 and 403, and in the common form, is INFERRED; their codes are
// CONFIRMED (docs.centrali.dev/guides/realtime/troubleshooting).
func realtime(q *request) answer {
	if q.http.Method != http.MethodGet {
		return q.notAllowed([]string{"GET"})
	}
	scheme, token, _ := strings.Cut(q.http.Header.Get("Authorization"), " ")
	if !strings.EqualFold(scheme, "Bearer") {
		token = q.query.Get("access_token")
	}
	if token == "" { // a publishable key is no token: only tokens are documented
		return q.fail(401, "Unauthorized", "MISSING_TOKEN", "Missing authentication token")
	}
	switch q.server.check(token, q.at) {
	case tokenBad:
		return q.fail(401, "Unauthorized", "INVALID_TOKEN", "Invalid token")
	case tokenExpired:
		return q.fail(401, "Unauthorized", "INVALID_TOKEN", "Token expired")
	}
	if slug, _, _ := strings.Cut(strings.TrimPrefix(q.http.URL.Path, "/realtime/workspace/"), "/"); slug != workspace {
		return q.fail(403, "Forbidden", "WORKSPACE_MISMATCH", fmt.Sprintf("The token is not for workspace %q", slug))
	}
	if q.server.streams.Add(1) > streamsAtOnce {
		q.server.streams.Add(-1)
		return q.tooMany(60)
	}
	q.streaming = true // serve counts it out
	return answer{
		status: 200,
		header: http.Header{ // CONFIRMED, docs.centrali.io/api-reference/realtime
			"Content-Type": {"text/event-stream"}, "Cache-Control": {"no-cache"}, "Connection": {"keep-alive"}, "X-Accel-Buffering": {"no"},
		},
		stream: func(w io.Writer) { newFeed(q, w).run() },
	}
}

// streamRefusal is the answer of a fault that refuses a stream.
func (q *request) streamRefusal(f *fault) (answer, bool) {
	code := f.Value
	switch f.Name {
	case "sse-401":
		if code == "" {
			code = "INVALID_TOKEN"
		}
		return q.fail(401, "Unauthorized", code, "Invalid token"), true
	case "sse-403":
		if code == "" {
			code = "WORKSPACE_MISMATCH"
		}
		return q.fail(403, "Forbidden", code, "The token is not for this workspace"), true
	case "sse-404":
		return q.notFound("Path", q.http.URL.Path), true
	case "sse-429":
		return q.retryLater(code), true
	}
	return answer{}, false
}

// choice is what a stream was narrowed to. jobId, triggerType and functionId
// take one value each (CONFIRMED as filters of compute events).
type choice struct {
	events                     []string
	function, job, triggerKind string
}

func (q *request) choice() choice {
	c := choice{function: q.query.Get("functionId"), job: q.query.Get("jobId"), triggerKind: q.query.Get("triggerType")}
	if list := q.query.Get("events"); list != "" {
		for _, event := range strings.Split(list, ",") {
			c.events = append(c.events, strings.TrimSpace(event))
		}
	}
	return c
}

func (c *choice) takes(event string, e *wireEnding) bool {
	kind := ""
	if e.TriggerType != nil {
		kind = *e.TriggerType
	}
	return (len(c.events) == 0 || slices.Contains(c.events, event)) && (c.function == "" || c.function == e.FunctionID) &&
		(c.job == "" || c.job == e.JobID) && (c.triggerKind == "" || c.triggerKind == kind)
}
