package rest

import (
	"context"
	"errors"
	"io"
	"net"
	"net/http"
	"net/http/httptrace"
	"net/url"
	"strings"
	"testing"

	"fntop/api"
)

// Each case is a way in which an action's answer can go wrong, and how often
// the backend may see the action then: once, but for a renewed sign-in.
func TestActionIsNeverSentTwice(t *testing.T) {
	elsewhere := serve(t, func(_ int, w http.ResponseWriter, _ *http.Request) { write(w, 200, `"job"`) })
	for _, c := range []struct {
		name   string
		answer func(w http.ResponseWriter)
		kind   api.Kind
		lost   bool
	}{
		{"dropped", func(w http.ResponseWriter) { drop(t, w) }, api.Unreachable, true},
		{"dropped in the body", func(w http.ResponseWriter) {
			w.Header().Set("Content-Length", "100")
			w.WriteHeader(200)
			_, _ = w.Write([]byte(`"jo`))
		}, api.Unreachable, true},
		{"307", func(w http.ResponseWriter) { w.Header().Set("Location", elsewhere.URL); w.WriteHeader(307) }, api.Refused, false},
		{"308", func(w http.ResponseWriter) { w.Header().Set("Location", elsewhere.URL); w.WriteHeader(308) }, api.Refused, false},
		{"302", func(w http.ResponseWriter) { w.Header().Set("Location", elsewhere.URL); w.WriteHeader(302) }, api.Refused, false},
		{"303", func(w http.ResponseWriter) { w.Header().Set("Location", "/job"); w.WriteHeader(303) }, api.Refused, true},
		{"307 to nowhere", func(w http.ResponseWriter) { w.WriteHeader(307) }, api.Unreadable, false},
		{"500", func(w http.ResponseWriter) { write(w, 500, `{}`) }, api.ServerError, true},
		{"503 with Retry-After", func(w http.ResponseWriter) { w.Header().Set("Retry-After", "1"); write(w, 503, `{}`) }, api.ServerError, true},
		{"504", func(w http.ResponseWriter) { write(w, 504, `<html>`) }, api.ServerError, true},
		{"429", func(w http.ResponseWriter) { w.Header().Set("Retry-After", "1"); write(w, 429, `{}`) }, api.RateLimited, false},
		{"409", func(w http.ResponseWriter) { write(w, 409, `{"message":"busy"}`) }, api.Refused, false},
		{"404", func(w http.ResponseWriter) { write(w, 404, `{"message":"gone"}`) }, api.NotFound, false},
		{"401", func(w http.ResponseWriter) { write(w, 401, `{}`) }, api.Unauthorized, false},
		{"a web page", func(w http.ResponseWriter) { _, _ = w.Write([]byte("<!DOCTYPE html><title>Login</title>")) }, api.Unreadable, true},
		{"too large", func(w http.ResponseWriter) { write(w, 200, strings.Repeat(" ", 2048)) }, api.TooLarge, true},
	} {
		t.Run(c.name, func(t *testing.T) {
			for _, method := range []string{http.MethodPost, http.MethodPatch} {
				b := serve(t, func(_ int, w http.ResponseWriter, r *http.Request) {
					_, _ = io.ReadAll(r.Body)
					c.answer(w)
				})
				r := post(b.at(t, "/execute"))
				r.Method, r.Limit = method, 1024
				_, err := client(t, Config{Auth: StaticToken("token-1")}).Do(t.Context(), r)
				e := fault(t, err)
				if e.Kind != c.kind || e.Lost != c.lost {
					t.Errorf("%s: kind %d, lost %v; want %d, %v (%v)", method, e.Kind, e.Lost, c.kind, c.lost, e)
				}
				if n := len(b.requests()); n != 1 {
					t.Errorf("%s was sent %d times", method, n)
				}
			}
		})
	}
	if n := len(elsewhere.requests()); n != 0 {
		t.Errorf("a redirected action was sent on %d times", n)
	}
}

func TestActionIsSentExactlyTwiceWhenItsSignInIsRenewed(t *testing.T) {
	for _, status := range []int{401, 403} {
		b := serve(t, func(n int, w http.ResponseWriter, r *http.Request) {
			if body, _ := io.ReadAll(r.Body); string(body) != `{"payload":1}` {
				t.Errorf("request %d has the body %q", n, body)
			}
			if r.Header.Get("Idempotency-Key") != "" || r.Header.Get("X-Idempotency-Key") != "" {
				t.Error("an idempotency key makes net/http send again by itself")
			}
			write(w, status, `{"message":"no"}`)
		})
		tokens := 0
		auth := TokenCommand(func(context.Context) (string, error) {
			tokens++
			return "token-" + string(rune('0'+tokens)), nil
		}, "")
		_, err := client(t, Config{Auth: auth}).Do(t.Context(), post(b.at(t, "/execute")))
		if e := fault(t, err); e.Status != status || e.Lost {
			t.Errorf("got %v", e)
		}
		want := "POST /execute Bearer token-1|POST /execute Bearer token-2"
		if got := strings.Join(b.requests(), "|"); got != want {
			t.Errorf("the backend saw %s, want %s", got, want)
		}
	}
}

func TestEveryActionHasAConnectionOfItsOwn(t *testing.T) {
	// On a kept connection that the server has just closed an action would be
	// lost for nothing, or sent again by net/http.
	var from []string
	b := serve(t, func(_ int, w http.ResponseWriter, r *http.Request) {
		from = append(from, r.RemoteAddr)
		write(w, 200, `"job"`)
	})
	c := client(t, Config{})
	for _, r := range []Request{get(b.at(t, "/")), post(b.at(t, "/a")), post(b.at(t, "/b")), get(b.at(t, "/"))} {
		if _, err := c.Do(t.Context(), r); err != nil {
			t.Fatal(err)
		}
	}
	if from[1] == from[0] || from[2] == from[1] || from[2] == from[0] {
		t.Errorf("actions came over kept connections: %v", from)
	}
	if from[3] != from[0] {
		t.Errorf("a read did not use the kept connection: %v", from)
	}
}

func TestActionCountsAsSentOnceItsHeadersMayHaveLeft(t *testing.T) {
	var s sending
	trace := s.trace()
	if s.maybeWhole() {
		t.Error("nothing was written yet")
	}
	// The connection may break before net/http reports the end of the write.
	if trace.WroteHeaders(); !s.maybeWhole() {
		t.Error("the request may have left whole")
	}
	if trace.WroteRequest(httptrace.WroteRequestInfo{Err: io.ErrShortWrite}); s.maybeWhole() {
		t.Error("the write failed, so the request did not leave whole")
	}
}

func TestActionThatWasNotSentIsNotLost(t *testing.T) {
	closed, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	addr := closed.Addr().String()
	_ = closed.Close()
	plain := serve(t, func(_ int, w http.ResponseWriter, _ *http.Request) { write(w, 200, `{}`) })
	dial := func(ctx context.Context, network, to string) (net.Conn, error) {
		if strings.HasPrefix(to, "name.invalid") { // no test asks a name server
			return nil, &net.DNSError{Err: "no such host", Name: "name.invalid", IsNotFound: true}
		}
		return new(net.Dialer).DialContext(ctx, network, to)
	}
	for name, u := range map[string]*url.URL{
		"refused":  {Scheme: "http", Host: addr, Path: "/"},
		"no name":  {Scheme: "http", Host: "name.invalid", Path: "/"},
		"TLS":      {Scheme: "https", Host: plain.Listener.Addr().String(), Path: "/"},
		"bad port": {Scheme: "http", Host: "127.0.0.1:0", Path: "/"},
	} {
		t.Run(name, func(t *testing.T) {
			_, err := client(t, Config{Transport: &http.Transport{DialContext: dial}}).Do(t.Context(), post(u))
			if e := fault(t, err); e.Lost || e.Kind != api.Unreachable || e.Reason == "" {
				t.Errorf("kind %d, lost %v: %v", e.Kind, e.Lost, e)
			}
		})
	}
	if n := len(plain.requests()); n != 0 {
		t.Errorf("%d requests arrived", n)
	}
}

func TestActionThatIsCanceledUnderWayIsLost(t *testing.T) {
	arrived := make(chan struct{})
	b := serve(t, func(_ int, _ http.ResponseWriter, r *http.Request) {
		_, _ = io.ReadAll(r.Body) // else the server does not see the client go
		close(arrived)
		<-r.Context().Done()
	})
	ctx, cancel := context.WithCancel(t.Context())
	defer cancel()
	go func() { <-arrived; cancel() }()
	_, err := client(t, Config{}).Do(ctx, post(b.at(t, "/execute")))
	if e := fault(t, err); e.Kind != api.Canceled || !e.Lost || !errors.Is(err, context.Canceled) {
		t.Errorf("kind %d, lost %v: %v", e.Kind, e.Lost, e)
	}
}

func TestActionIsNotDelayedByTheBudget(t *testing.T) {
	b := serve(t, func(_ int, w http.ResponseWriter, _ *http.Request) { write(w, 200, `"job"`) })
	c := client(t, Config{PerMinute: 1, Clock: driven()})
	for range 3 {
		if _, err := c.Do(t.Context(), post(b.at(t, "/execute"))); err != nil {
			t.Fatal(err)
		}
	}
	if c.Left() != 0 || c.Used() != 3 {
		t.Errorf("%d left, %d used; actions are counted", c.Left(), c.Used())
	}
}
