package rest

import (
	"context"
	"errors"
	"io"
	"net/http"
	"strings"
	"testing"
	"time"

	"fntop/api"
	"fntop/api/clock"
)

var streamed = Streaming{Type: "text/event-stream", Refusals: map[string]Refusal{
	"MISSING_TOKEN": {api.Unauthorized, true}, "INVALID_TOKEN": {api.Unauthorized, false},
	"WORKSPACE_MISMATCH": {api.Forbidden, true}, "RATE_LIMIT_EXCEEDED": {api.RateLimited, false},
}}

func open(t *testing.T, c *Client, b *backend, path string) (io.ReadCloser, error) {
	t.Helper()
	return c.Open(t.Context(), Request{Op: api.WatchRuns, URL: b.at(t, path)}, streamed)
}

// events begins a stream; it is held open until the client goes away.
func events(w http.ResponseWriter, r *http.Request, text string) {
	w.Header().Set("Content-Type", "text/event-stream; charset=utf-8")
	_, _ = io.WriteString(w, text)
	w.(http.Flusher).Flush()
	<-r.Context().Done()
}

func TestAStreamIsReadAsItComesAndCountsAsOneRequest(t *testing.T) {
	head := make(chan http.Header, 1)
	b := serve(t, func(_ int, w http.ResponseWriter, r *http.Request) {
		head <- r.Header.Clone()
		events(w, r, ": hello\n")
	})
	seen := make(chan api.Event, 10)
	c := client(t, Config{Auth: StaticToken("tok-1"), Timeout: 50 * time.Millisecond, Observe: func(e api.Event) { seen <- e }})
	body, err := open(t, c, b, "/events?events=a")
	if err != nil {
		t.Fatal(err)
	}
	got := make([]byte, 8)
	if _, err := io.ReadFull(body, got); err != nil || string(got) != ": hello\n" {
		t.Errorf("read %q, %v", got, err)
	}
	h := <-head
	if h.Get("Accept") != "text/event-stream" || h.Get("Authorization") != "Bearer tok-1" || h.Get("Accept-Encoding") != "identity" {
		t.Errorf("sent %v", h)
	}
	e, ok := (<-seen).(api.Requested)
	if !ok || e.Status != 200 || e.Kind != 0 || e.Path != "/events?events=a" || c.Used() != 1 {
		t.Errorf("observed %+v, %d used", e, c.Used())
	}
	if err := body.Close(); err != nil {
		t.Error(err)
	}
	b.Close() // waits until the server has seen it go
}

func TestEndsOfAStreamAreToldApart(t *testing.T) {
	b := serve(t, func(_ int, w http.ResponseWriter, r *http.Request) {
		w.Header().Set("Content-Type", "text/event-stream")
		_, _ = io.WriteString(w, ": hello\n")
		w.(http.Flusher).Flush()
		if strings.HasSuffix(r.URL.Path, "cut") {
			panic(http.ErrAbortHandler)
		}
	})
	for path, want := range map[string]error{"/close": io.EOF, "/cut": io.ErrUnexpectedEOF} {
		c := client(t, Config{Auth: StaticToken("tok-1")})
		body, err := open(t, c, b, path)
		if err != nil {
			t.Fatal(err)
		}
		for buf := make([]byte, 100); err == nil; {
			_, err = body.Read(buf)
		}
		if err != want {
			t.Errorf("%s: %v, want %v", path, err, want)
		}
		body.Close()
	}

	held := serve(t, func(_ int, w http.ResponseWriter, r *http.Request) { events(w, r, ":\n") })
	c := client(t, Config{Auth: StaticToken("tok-1")})
	ctx, cancel := context.WithCancel(t.Context())
	body, err := c.Open(ctx, Request{Op: api.WatchRuns, URL: held.at(t, "/")}, streamed)
	if err != nil {
		t.Fatal(err)
	}
	cancel()
	if _, err := io.ReadAll(body); fault(t, err).Kind != api.Canceled {
		t.Errorf("a stream that was given up ends with %v", err)
	}
	body.Close()
}

func TestRefusalsOfAStreamAreReadByTheirCodes(t *testing.T) {
	for _, c := range []struct {
		name   string
		status int
		body   string
		want   api.Kind
		sent   int
	}{
		{"no token", 401, `{"error":"Unauthorized","code":"MISSING_TOKEN"}`, api.Unauthorized, 1},
		{"bad token", 401, `{"error":"Unauthorized","code":"INVALID_TOKEN"}`, api.Unauthorized, 2},
		{"bad token, as 400", 400, `{"code":"INVALID_TOKEN"}`, api.Unauthorized, 2},
		{"another workspace", 403, `{"error":{"code":"WORKSPACE_MISMATCH","message":"no"}}`, api.Forbidden, 1},
		{"another workspace, as 400", 400, `{"error":"WORKSPACE_MISMATCH"}`, api.Forbidden, 1},
		{"any other 403", 403, `{"code":"FORBIDDEN"}`, api.Forbidden, 2},
		{"too many", 429, `{"code":"RATE_LIMIT_EXCEEDED"}`, api.RateLimited, 1},
		{"too many, as 403", 403, `{"code":"RATE_LIMIT_EXCEEDED"}`, api.RateLimited, 1},
		{"not there", 404, ``, api.NotFound, 1},
		{"broken", 503, `{}`, api.ServerError, 1},
		{"nothing to tell", 204, ``, api.Refused, 1},
		{"a list", 200, `[]`, api.Unreadable, 1},
	} {
		b := serve(t, func(_ int, w http.ResponseWriter, _ *http.Request) { write(w, c.status, c.body) })
		tokens := 0
		client := client(t, Config{Auth: TokenCommand(func(context.Context) (string, error) {
			tokens++
			return "tok-" + strings.Repeat("x", tokens), nil
		}, "")})
		_, err := open(t, client, b, "/events")
		if e := fault(t, err); e.Kind != c.want || e.Status != c.status || len(b.requests()) != c.sent {
			t.Errorf("%s: %v after %q", c.name, e, b.requests())
		}
	}
}

func TestARefusedStreamAsksNobodyElseToWait(t *testing.T) {
	driven := clock.NewDriven(noonish)
	b := serve(t, func(_ int, w http.ResponseWriter, r *http.Request) {
		w.Header().Set("Retry-After", "300")
		w.Header().Set("X-RateLimit-Remaining", "0")
		write(w, 429, `{}`)
	})
	c := client(t, Config{Auth: StaticToken("tok-1"), Clock: driven})
	_, err := open(t, c, b, "/events")
	if e := fault(t, err); e.Wait != 5*time.Minute || c.Left() != 149 {
		t.Errorf("%v asks to wait %v, %d left", e, e.Wait, c.Left())
	}
}

var noonish = time.Date(2026, 11, 21, 12, 0, 0, 0, time.UTC)

func TestAStreamWhoseHeadDoesNotComeIsGivenUp(t *testing.T) {
	b := serve(t, func(_ int, w http.ResponseWriter, r *http.Request) {
		if r.URL.Path == "/page" { // begins and never ends
			w.Header().Set("Content-Type", "text/html")
			w.(http.Flusher).Flush()
		}
		<-r.Context().Done()
	})
	c := client(t, Config{Auth: StaticToken("tok-1"), Timeout: 50 * time.Millisecond})
	for _, path := range []string{"/", "/page"} {
		_, err := open(t, c, b, path)
		if e := fault(t, err); e.Kind != api.TimedOut {
			t.Errorf("%s: %v", path, e)
		}
	}
}

func TestAStreamIsFollowedToAnotherHostWithoutItsToken(t *testing.T) {
	other := serve(t, func(_ int, w http.ResponseWriter, r *http.Request) { write(w, 401, `{"code":"INVALID_TOKEN"}`) })
	b := serve(t, func(_ int, w http.ResponseWriter, r *http.Request) {
		http.Redirect(w, r, other.URL+"/x", http.StatusFound)
	})
	c := client(t, Config{Auth: TokenCommand(func(context.Context) (string, error) { return "tok-1", nil }, "")})
	_, err := open(t, c, b, "/events")
	if e := fault(t, err); e.Kind != api.Unreadable || len(b.requests()) != 1 || other.requests()[0] != "GET /x " {
		t.Errorf("%v after %q and %q", e, b.requests(), other.requests())
	}
	page := serve(t, func(_ int, w http.ResponseWriter, _ *http.Request) {
		w.Header().Set("Content-Type", "text/html")
		_, _ = io.WriteString(w, "<!DOCTYPE html><title>Sign in</title>")
	})
	_, err = open(t, c, page, "/events")
	if e := fault(t, err); e.Kind != api.Unreadable || !strings.Contains(e.Error(), "web page") {
		t.Errorf("got %v", e)
	}
}

func TestSigningInToAStreamFailsAsItself(t *testing.T) {
	b := serve(t, func(_ int, w http.ResponseWriter, r *http.Request) { events(w, r, "") })
	c := client(t, Config{Auth: TokenCommand(func(context.Context) (string, error) { return "", errors.New("no network") }, "")})
	_, err := open(t, c, b, "/events")
	if e := fault(t, err); e.Op != api.SignIn || e.Status != 0 || e.Kind != api.Unauthorized || len(b.requests()) != 0 {
		t.Errorf("%v after %q", e, b.requests())
	}
}
