package demo

import (
	"bufio"
	"context"
	"encoding/json"
	"io"
	"net/http"
	"slices"
	"strings"
	"testing"
	"time"
)

// listener is an open stream, and the test's own reading of it.
type listener struct {
	*http.Response
	b     *bench
	lines *bufio.Reader
	leave context.CancelFunc
}

const streamPath = "/realtime/workspace/" + workspace + "/events"

func (b *bench) listen(query string) *listener {
	b.t.Helper()
	ctx, leave := context.WithCancel(b.t.Context())
	r, err := http.NewRequestWithContext(ctx, "GET", b.server.URL()+streamPath+query, nil)
	if err != nil {
		b.t.Fatal(err)
	}
	if b.token != "" {
		r.Header.Set("Authorization", "Bearer "+b.token)
	}
	res, err := b.client.Do(r)
	if err != nil {
		b.t.Fatal(err)
	}
	b.t.Cleanup(func() { leave(); res.Body.Close() })
	return &listener{res, b, bufio.NewReader(res.Body), leave}
}

// frame reads up to an empty line.
func (l *listener) frame() (string, error) {
	var text strings.Builder
	for {
		line, err := l.lines.ReadString('\n')
		if err != nil || line == "\n" {
			return strings.TrimSuffix(text.String()+line, "\n\n"), err
		}
		text.WriteString(line)
	}
}

// heard is an event of the stream as a client might read it.
type heard struct {
	name                                                              string
	Event, RunID, ID, JobID, FunctionID, TriggerID, Status, Timestamp string
	TriggerType, WorkspaceSlug, Error                                 string
	Data                                                              json.RawMessage
}

// hear reads up to the next event.
func (l *listener) hear() heard {
	l.b.t.Helper()
	for {
		text, err := l.frame()
		if err != nil {
			l.b.t.Fatalf("after %q: %v", text, err)
		}
		name, data, ok := strings.Cut(text, "\ndata: ")
		if !ok {
			continue
		}
		h := heard{name: strings.TrimPrefix(name, "event: ")}
		decode(l.b.t, []byte(data), &h)
		return h
	}
}

func (l *listener) greeted(want string) *listener {
	l.b.t.Helper()
	if got, err := l.frame(); err != nil || got != want {
		l.b.t.Fatalf("greeted with %q, %v", got, err)
	}
	return l
}

const greeting = "retry: 3000\n: connected to workspace acme-shop"

// ended returns when and which runs ended after one moment and no later than
// another, worked out from the lists alone.
func (b *bench) ended(from, to time.Time) []string {
	b.t.Helper()
	var all []string
	for fn := range functions {
		runs, _ := b.server.stage.list(ask{fn: fn, trigger: noTrigger, anyStatus: true, upTo: 20000}, to.UnixMilli())
		for _, r := range runs {
			if r.ended() > from.UnixMilli() && r.ended() <= to.UnixMilli() {
				all = append(all, stamp(r.ended())+b.server.stage.w.idOf(r))
			}
		}
	}
	slices.Sort(all)
	return all
}

func TestEveryEndingIsToldAsItHappens(t *testing.T) {
	t.Parallel()
	b := setup(t, Options{})
	b.want(200, "PATCH", "function-triggers/"+b.trigger("mail-queue").ID+"/pause", "") // its runs do not come
	l := b.listen("").greeted(greeting)
	if h := l.Header; h.Get("Content-Type") != "text/event-stream" || h.Get("Cache-Control") != "no-cache" || h.Get("X-Accel-Buffering") != "no" {
		t.Errorf("headers: %v", h)
	}
	b.clock.Advance(40 * time.Minute) // as after a SIGSTOP
	b.clock.Advance(time.Second)
	var told []string
	for range 25 {
		b.clock.Advance(47 * time.Second)
	}
	to := b.clock.Now()
	want := b.ended(noon, to)
	for len(told) < len(want) {
		h := l.hear()
		if h.WorkspaceSlug != workspace || h.name != "message" || h.FunctionID == "" || h.JobID == "" || (h.Event == eventCompleted) != (h.Status == "completed") {
			t.Fatalf("heard %+v", h)
		}
		told = append(told, h.Timestamp+h.RunID)
	}
	if !slices.IsSortedFunc(told, func(x, y string) int { return strings.Compare(x[:24], y[:24]) }) {
		t.Error("not told in the order of their ends")
	}
	slices.Sort(told) // those of one moment come in any order
	if !slices.Equal(told, want) {
		t.Fatalf("told of %d endings, want %d", len(told), len(want))
	}
	if len(want) < 500 {
		t.Errorf("only %d endings in an hour", len(want))
	}
}

func TestACallersRunIsToldWhenItEnds(t *testing.T) {
	t.Parallel()
	b := setup(t, Options{})
	l := b.listen("?functionId=" + b.function("process-order").ID + "&triggerType=on-demand&events=function_run_failed").greeted(greeting)
	var job string
	decode(t, b.want(200, "POST", "function-triggers/"+b.trigger("run-order").ID+"/execute", `{"payload":{"fail":true,"sleepMs":5000}}`).body, &job)
	b.clock.Advance(10 * time.Second)
	h := l.hear()
	for h.JobID != job { // the scenario's own
		h = l.hear()
	}
	if h.Status != "failure" || h.TriggerID != b.trigger("run-order").ID || h.TriggerType != "on-demand" || h.Error == "" {
		t.Errorf("heard %+v", h)
	}
	if r := b.send(t.Context(), "GET", b.path("function-runs/"+h.RunID), ""); !strings.Contains(string(r.body), job) {
		t.Errorf("the run of the hint: %s", r.body)
	}
}

func TestEventsComeInEveryForm(t *testing.T) {
	t.Parallel()
	b := setup(t, Options{})
	hear := func(spec string) heard {
		b.faults(spec)
		l := b.listen("?events=" + eventCompleted)
		_, _ = l.frame()
		b.clock.Advance(time.Minute)
		defer l.leave()
		return l.hear()
	}
	for spec, right := range map[string]func(heard) bool{
		"sse-payload=top": func(h heard) bool { return h.RunID != "" && h.Data == nil && h.Event == eventCompleted },
		"sse-payload=data": func(h heard) bool {
			return h.RunID == "" && h.JobID == "" && strings.Contains(string(h.Data), `"jobId":"job_`) && h.Event == eventCompleted
		},
		"sse-payload=output": func(h heard) bool {
			return h.RunID != "" && len(h.Data) > 2 && !strings.Contains(string(h.Data), "jobId")
		},
		"sse-id=id":      func(h heard) bool { return h.RunID == "" && h.ID != "" },
		"sse-id=none":    func(h heard) bool { return h.RunID == "" && h.ID == "" && h.JobID != "" },
		"sse-name=event": func(h heard) bool { return h.name == eventCompleted && h.Event == "" },
		"sse-name=both":  func(h heard) bool { return h.name == eventCompleted && h.Event == eventCompleted },
	} {
		if h := hear(spec); !right(h) {
			t.Errorf("%s: heard %+v", spec, h)
		}
	}
}

func TestAStreamPingsAndClosesAfterItsHour(t *testing.T) {
	t.Parallel()
	b := setup(t, Options{})
	l := b.listen("?events=none").greeted(greeting)
	for range 10 {
		b.clock.Advance(20 * time.Second)
		if got, err := l.frame(); err != nil || got != ": ping" {
			t.Fatalf("got %q, %v", got, err)
		}
	}
	b.clock.Advance(time.Hour)
	if got, err := io.ReadAll(l.lines); err != nil || strings.Trim(string(got), ": ping\n") != "" {
		t.Errorf("got %q, %v", got, err)
	}
	b.faults("sse-close=10s,sse-bye,sse-ping=3s,sse-retry=0s")
	l = b.listen("?events=none").greeted(": connected to workspace acme-shop")
	b.clock.Advance(10 * time.Second)
	if got, err := io.ReadAll(l.lines); err != nil || string(got) != ": ping\n\nevent: close\ndata: {\"reason\":\"max_duration\"}\n\n" {
		t.Errorf("got %q, %v", got, err)
	}
}

func TestFaultsOfTheStream(t *testing.T) {
	t.Parallel()
	b := setup(t, Options{Faults: "sse-cut=3,sse-ping=1s"})
	l := b.listen("?events=none").greeted(greeting)
	b.clock.Advance(time.Second)
	_, _ = l.frame()
	b.clock.Advance(time.Second)
	if got, err := io.ReadAll(l.lines); err != io.ErrUnexpectedEOF || !strings.HasSuffix(string(got), "function_r") {
		t.Errorf("cut: %q, %v", got, err)
	}

	b.faults("sse-silent,sse-close=5m")
	l = b.listen("")
	b.clock.Advance(5 * time.Minute)
	if got, err := io.ReadAll(l.lines); err != nil || len(got) > 0 || l.StatusCode != 200 {
		t.Errorf("silent: %q, %v", got, err)
	}

	b.faults("sse-dup")
	l = b.listen("").greeted(greeting)
	b.clock.Advance(time.Minute)
	for range 3 {
		if x, y := l.hear(), l.hear(); x.RunID != y.RunID {
			t.Errorf("dup: %s, then %s", x.RunID, y.RunID)
		}
	}
	l.leave()

	b.faults("sse-reorder")
	l = b.listen("").greeted(greeting)
	b.clock.Advance(time.Minute)
	for range 3 {
		if x, y := l.hear(), l.hear(); x.Timestamp < y.Timestamp {
			t.Errorf("reorder: %s, then %s", x.Timestamp, y.Timestamp)
		}
	}
	l.leave()

	b.faults("sse-flood=100/s")
	l = b.listen("").greeted(greeting)
	for range 20 {
		b.clock.Advance(time.Second)
		for range 100 {
			l.hear()
		}
	}
	b.clock.Advance(time.Hour) // stopped: it does not make up for that
	n := strings.Count(string(must(io.ReadAll(l.lines))), "data:")
	if most := 110 + len(b.ended(b.clock.Now().Add(-time.Hour-20*time.Second), b.clock.Now())); n > most {
		t.Errorf("flood: %d events after an hour, want at most %d", n, most)
	}
}

func must(b []byte, err error) []byte {
	if err != nil {
		panic(err)
	}
	return b
}

func TestRefusalsOfTheStream(t *testing.T) {
	t.Parallel()
	b := setup(t, Options{})
	token, _ := b.signIn("/oidc/token")
	for _, c := range []struct {
		name, token, path, faults, code string
		status                          int
	}{
		{"no token", "", streamPath, "", "MISSING_TOKEN", 401},
		{"bad token", "x", streamPath, "", "INVALID_TOKEN", 401},
		{"bad token in the query", "", streamPath + "?access_token=x", "", "INVALID_TOKEN", 401},
		{"another workspace", b.token, "/realtime/workspace/other/events", "", "WORKSPACE_MISMATCH", 403},
		{"401", b.token, streamPath, "sse-401", "INVALID_TOKEN", 401},
		{"401 of a kind", b.token, streamPath, "sse-401=MISSING_TOKEN", "MISSING_TOKEN", 401},
		{"403", b.token, streamPath, "sse-403", "WORKSPACE_MISMATCH", 403},
		{"403 of a kind", b.token, streamPath, "sse-403=NO_PLAN", "NO_PLAN", 403},
		{"404", b.token, streamPath, "sse-404", "NOT_FOUND", 404},
		{"429", b.token, streamPath, "sse-429=7", "RATE_LIMIT_EXCEEDED", 429},
		{"by path", b.token, streamPath, "503@/realtime/", "", 503},
	} {
		b.faults(c.faults)
		b.token = c.token
		r := b.send(t.Context(), "GET", c.path, "")
		if r.status != c.status || !strings.Contains(string(r.body), c.code) {
			t.Errorf("%s: %d %s", c.name, r.status, r.body)
		}
	}
	if r := b.send(t.Context(), "POST", streamPath, ""); r.status != 503 && r.status != 405 {
		t.Errorf("POST: %d", r.status)
	}
	b.faults("401,sse-404*1,truncated") // none is about streams but the second
	b.token = ""
	if r := b.send(t.Context(), "GET", streamPath+"?access_token="+token, ""); r.status != 404 {
		t.Errorf("%d %s", r.status, r.body)
	}
	b.listen("?access_token=" + token).greeted(greeting)
	for _, r := range b.server.Requests() {
		if strings.Contains(r.Query, token) {
			t.Errorf("the log holds a token: %s", r.Query)
		}
	}
	b.clock.Advance(8 * time.Hour)
	if r := b.send(t.Context(), "GET", streamPath+"?access_token="+token, ""); r.status != 401 || !strings.Contains(string(r.body), "INVALID_TOKEN") {
		t.Errorf("an expired token: %d %s", r.status, r.body)
	}
}

func TestOnlySoManyStreamsAreOpenAtOnce(t *testing.T) {
	t.Parallel()
	b := setup(t, Options{})
	var open []*listener
	for range streamsAtOnce {
		open = append(open, b.listen("").greeted(greeting))
	}
	if r := b.send(t.Context(), "GET", streamPath, ""); r.status != 429 || !strings.Contains(string(r.body), "RATE_LIMIT_EXCEEDED") || r.header.Get("Retry-After") == "" {
		t.Errorf("%d %s", r.status, r.body)
	}
	open[3].leave()
	again := func() {
		for b.listen("").StatusCode != 200 { // until the server has seen somebody go
		}
	}
	again()
	open[4].leave()
	open[5].leave()
	again()
	b.faults("drop=after@/realtime/") // neither takes a place
	for range 2 {
		if r := b.send(t.Context(), "GET", streamPath, ""); r.err == nil {
			t.Errorf("%d", r.status)
		}
	}
	b.faults("")
	again()
}

func TestClosingTheServerEndsItsStreams(t *testing.T) {
	t.Parallel()
	b := setup(t, Options{})
	l := b.listen("").greeted(greeting)
	if err := b.server.Close(); err != nil {
		t.Fatal(err)
	}
	_, _ = io.ReadAll(l.lines) // ends, whole or not
}
