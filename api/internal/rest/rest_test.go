package rest

import (
	"context"
	"errors"
	"net/http"
	"net/http/httptest"
	"net/url"
	"sync"
	"testing"
	"time"

	"go.uber.org/goleak"

	"fntop/api"
	"fntop/api/clock"
)

func TestMain(m *testing.M) { goleak.VerifyTestMain(m) }

// backend is a server that counts what reaches it.
type backend struct {
	*httptest.Server
	mu   sync.Mutex
	seen []string // "METHOD path credential"
}

func serve(t *testing.T, answer func(n int, w http.ResponseWriter, r *http.Request)) *backend {
	t.Helper()
	b := &backend{}
	b.Server = httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		b.mu.Lock()
		b.seen = append(b.seen, r.Method+" "+r.URL.Path+" "+r.Header.Get("Authorization")+r.Header.Get("X-Api-Key"))
		n := len(b.seen)
		b.mu.Unlock()
		answer(n, w, r)
	}))
	t.Cleanup(b.Close)
	return b
}

func (b *backend) requests() []string {
	b.mu.Lock()
	defer b.mu.Unlock()
	return append([]string(nil), b.seen...)
}

func (b *backend) at(t *testing.T, path string) *url.URL {
	t.Helper()
	u, err := url.Parse(b.URL + path)
	if err != nil {
		t.Fatal(err)
	}
	return u
}

func client(t *testing.T, c Config) *Client {
	t.Helper()
	made := New(c)
	t.Cleanup(made.CloseIdle)
	return made
}

func get(u *url.URL) Request { return Request{Op: api.ListRuns, Method: http.MethodGet, URL: u} }

func post(u *url.URL) Request {
	return Request{Op: api.InvokeTrigger, Method: http.MethodPost, URL: u, Body: []byte(`{"payload":1}`)}
}

func fault(t *testing.T, err error) *api.Error {
	t.Helper()
	var e *api.Error
	if !errors.As(err, &e) {
		t.Fatalf("got %v, want an *api.Error", err)
	}
	return e
}

func write(w http.ResponseWriter, status int, body string) {
	w.Header().Set("Content-Type", "application/json")
	w.WriteHeader(status)
	_, _ = w.Write([]byte(body))
}

// drop ends the connection without an answer.
func drop(t *testing.T, w http.ResponseWriter) {
	conn, _, err := http.NewResponseController(w).Hijack()
	if err != nil {
		t.Error(err)
		return
	}
	_ = conn.Close()
}

// driven starts at the real time, since contexts' deadlines are real.
func driven() *clock.Driven { return clock.NewDriven(time.Now()) }

// during runs f and, each time it goes to sleep on the clock, moves the clock
// to its next timer. It returns how far that was.
func during(d *clock.Driven, f func()) time.Duration {
	began, done := d.Now(), make(chan struct{})
	go func() { defer close(done); f() }()
	for {
		woke := make(chan struct{})
		go func() { d.AwaitTimers(1); close(woke) }()
		select {
		case <-woke:
			d.Next()
		case <-done:
			past := d.Now().Sub(began)
			timer := d.NewTimer(time.Hour) // lets the waiter go
			<-woke
			timer.Stop()
			return past
		}
	}
}

func TestGetReturnsTheAnswerAndTellsTheObserver(t *testing.T) {
	b := serve(t, func(_ int, w http.ResponseWriter, _ *http.Request) { write(w, 200, `{"data":[]}`) })
	var events []api.Requested
	c := client(t, Config{Profile: "p", Version: "1", Auth: StaticToken("token-1"), Observe: func(e api.Event) {
		events = append(events, e.(api.Requested))
	}})
	a, err := c.Do(t.Context(), get(b.at(t, "/runs?page=2")))
	if err != nil || string(a.Body) != `{"data":[]}` {
		t.Fatalf("got %q, %v", a.Body, err)
	}
	if len(events) != 1 {
		t.Fatalf("%d events, want 1", len(events))
	}
	e := events[0]
	if e.Method != "GET" || e.Path != "/runs?page=2" || e.Status != 200 || e.Used != 1 || e.Profile != "p" || e.Transfer != 11 || e.Attempt != 1 || e.Budget != 150 {
		t.Errorf("got %+v", e)
	}
}

func TestCanceledRequestIsCanceledAndALateOneTimesOut(t *testing.T) {
	release := make(chan struct{})
	b := serve(t, func(_ int, _ http.ResponseWriter, r *http.Request) {
		select {
		case <-release:
		case <-r.Context().Done():
		}
	})
	defer close(release)
	c := client(t, Config{})
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	_, err := c.Do(ctx, get(b.at(t, "/")))
	if e := fault(t, err); e.Kind != api.Canceled || !errors.Is(err, context.Canceled) {
		t.Errorf("got %v", e)
	}
	late, stop := context.WithDeadline(t.Context(), time.Now())
	defer stop()
	_, err = c.Do(late, get(b.at(t, "/")))
	if e := fault(t, err); e.Kind != api.TimedOut {
		t.Errorf("got %v", e)
	}
	quick := client(t, Config{Timeout: time.Millisecond})
	_, err = quick.Do(t.Context(), get(b.at(t, "/")))
	if e := fault(t, err); e.Kind != api.TimedOut {
		t.Errorf("got %v", e)
	}
}
