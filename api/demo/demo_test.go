package demo

import (
	"bytes"
	"context"
	"encoding/json"
	"io"
	"net/http"
	"net/url"
	"strings"
	"sync"
	"testing"
	"time"

	"fntop/api/clock"
)

// noon is when most tests begin: a Saturday, far from any midnight.
var noon = time.Date(2026, 11, 21, 12, 0, 0, 0, time.UTC)

// bench is a server on a driven clock, and someone who talks to it.
type bench struct {
	t      *testing.T
	server *Server
	clock  *clock.Driven
	ready  CentraliReady
	token  string // sent as bearer when not empty
	key    string // sent as x-api-key when not empty
	client *http.Client
}

// week is the history that most tests begin with, worked out once.
var week = sync.OnceValue(func() *stage {
	return newStage(newWorld(1, 1, Size{}), noon.UnixMilli())
})

// setup starts a server. With no options of its own it stands at noon with a
// copy of week's history.
func setup(t *testing.T, o Options) *bench {
	t.Helper()
	driven := clock.NewDriven(noon)
	if o.Clock == nil {
		o.Clock = driven
	} else {
		driven, _ = o.Clock.(*clock.Driven)
	}
	s, err := Start(t.Context(), o)
	if err != nil {
		t.Fatal(err)
	}
	transport := &http.Transport{}
	t.Cleanup(func() {
		transport.CloseIdleConnections()
		if err := s.Close(); err != nil {
			t.Error(err)
		}
	})
	if (o.Seed == 0 || o.Seed == 1) && (o.Speed == 0 || o.Speed == 1) && o.Clock.Now().Equal(noon) && o.Size == (Size{}) {
		s.stage.history = week().worked(s.stage.w, noon.UnixMilli())
	}
	ready := s.Ready().Centrali
	return &bench{t: t, server: s, clock: driven, ready: ready, token: ready.Token, client: &http.Client{
		Transport:     transport,
		CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse },
	}}
}

// reply is an answer taken in whole.
type reply struct {
	status int
	header http.Header
	body   []byte
	err    error // of the request, or of reading its answer
}

func (b *bench) send(ctx context.Context, method, path, body string) reply {
	b.t.Helper()
	return b.sendWith(ctx, method, path, body, nil)
}

func (b *bench) sendWith(ctx context.Context, method, path, body string, header map[string]string) reply {
	b.t.Helper()
	r, err := http.NewRequestWithContext(ctx, method, b.server.URL()+path, strings.NewReader(body))
	if err != nil {
		b.t.Fatal(err)
	}
	if b.token != "" {
		r.Header.Set("Authorization", "Bearer "+b.token)
	}
	if b.key != "" {
		r.Header.Set("X-Api-Key", b.key)
	}
	if isTokenPath(r.URL.Path) {
		r.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	}
	for name, value := range header {
		r.Header.Set(name, value)
		if value == "" {
			r.Header.Del(name)
		}
	}
	r.GetBody = nil
	answer, err := b.client.Do(r)
	if err != nil {
		return reply{err: err}
	}
	defer answer.Body.Close()
	read, err := io.ReadAll(answer.Body)
	return reply{answer.StatusCode, answer.Header, read, err}
}

func (b *bench) path(rest string) string {
	return "/data/workspace/" + b.ready.Workspace + "/api/v1/" + rest
}

// get fetches a path below the workspace and wants a status.
func (b *bench) want(status int, method, rest, body string) reply {
	b.t.Helper()
	r := b.send(b.t.Context(), method, b.path(rest), body)
	if r.err != nil {
		b.t.Fatalf("%s %s: %v", method, rest, r.err)
	}
	if r.status != status {
		b.t.Fatalf("%s %s: %d %.200s, want %d", method, rest, r.status, r.body, status)
	}
	return r
}

func (b *bench) get(rest string, into any) {
	b.t.Helper()
	decode(b.t, b.want(200, "GET", rest, "").body, into)
}

func decode(t *testing.T, body []byte, into any) {
	t.Helper()
	d := json.NewDecoder(bytes.NewReader(body))
	d.UseNumber()
	if err := d.Decode(into); err != nil {
		t.Fatalf("decode %.200s: %v", body, err)
	}
}

// seen is a run as a client would see it: the test's own reading of the wire.
type seen struct {
	ID, FunctionID, JobID, Status, StartedAt, CreatedAt, UpdatedAt, ExecutionSource string

	RunData                                                 json.RawMessage
	EndedAt, TriggerID, OriginalRunID, RerunBy, RerunReason *string
	ErrorCode, ErrorMessage, DataStrippedAt, ArchivedAt     *string
	ArchiveStorageAddress, FunctionVersion                  *string
	OrchestrationRunID                                      *string
	IsRerun                                                 bool
	RerunCount                                              int
	MemoryUsage                                             *struct{ RSS int64 }
	CPUUsage                                                *struct{ User int64 }
	MemoryUsageBytes                                        *int64
}

type seenPage struct {
	Data []seen
	Meta struct{ Total, Page, PageSize int }
}

func (b *bench) page(rest string) seenPage {
	b.t.Helper()
	var p seenPage
	b.get(rest, &p)
	return p
}

type named struct {
	ID, Name, FunctionID, ExecutionType string
	Enabled                             bool
}

func (b *bench) trigger(name string) named  { return b.named("function-triggers", name) }
func (b *bench) function(name string) named { return b.named("compute-functions", name) }

func (b *bench) named(list, name string) named {
	b.t.Helper()
	var all struct{ Data []named }
	b.get(list, &all)
	for _, n := range all.Data {
		if n.Name == name {
			return n
		}
	}
	b.t.Fatalf("%s has no %q", list, name)
	return named{}
}

// invoke executes a trigger and returns the job's id.
func (b *bench) invoke(trigger, payload string) string {
	b.t.Helper()
	var job string
	decode(b.t, b.want(200, "POST", "function-triggers/"+trigger+"/execute", payload).body, &job)
	return job
}

// byJob finds a job's run among a trigger's newest.
func (b *bench) byJob(trigger, job string) (seen, bool) {
	b.t.Helper()
	for _, r := range b.page("function-runs/trigger/" + trigger + "?limit=100").Data {
		if r.JobID == job {
			return r, true
		}
	}
	return seen{}, false
}

func (b *bench) faults(spec string) {
	b.t.Helper()
	if err := b.server.SetFaults(spec); err != nil {
		b.t.Fatal(err)
	}
}

func (b *bench) credentials() string {
	return url.Values{
		"grant_type": {"client_credentials"}, "scope": {"openid"},
		"client_id": {b.ready.ClientID}, "client_secret": {b.ready.ClientSecret},
	}.Encode()
}
