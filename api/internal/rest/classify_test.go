package rest

import (
	"context"
	"crypto/x509"
	"encoding/base64"
	"fmt"
	"io"
	"log"
	"net"
	"net/http"
	"net/http/httptest"
	"net/url"
	"strings"
	"testing"
	"unicode/utf8"

	"fntop/api"
)

const jwt = "eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiIxIn0.c2lnbmF0dXJl"

func TestNoSecretReachesAnErrorOrAnEvent(t *testing.T) {
	secrets := []string{"token-secret-1", "sk_deadbeef00112233", "bought+token/2", jwt}
	echo := strings.Join(secrets, " ") + " " + url.QueryEscape("bought+token/2") + " pk_live_abc Bearer abcdefgh12345"
	b := serve(t, func(_ int, w http.ResponseWriter, r *http.Request) {
		if r.URL.Path == "/token" {
			write(w, 200, `{"access_token":"bought+token/2"}`)
			return
		}
		write(w, 403, fmt.Sprintf(`{"message":"bad %s"}`, echo))
	})
	for name, auth := range map[string]Auth{
		"static":      StaticToken("token-secret-1"),
		"key":         Key("x-api-key", "token-secret-1"),
		"command":     TokenCommand(func(context.Context) (string, error) { return "token-secret-1", nil }, ""),
		"credentials": ClientCredentials(Credentials{ID: "ci_1", Secret: "token-secret-1", URL: b.at(t, "/token"), First: "token-secret-1"}),
	} {
		var events strings.Builder
		c := client(t, Config{Auth: auth, Observe: func(e api.Event) { fmt.Fprintf(&events, "%+v\n", e) }})
		_, err := c.Do(t.Context(), get(b.at(t, "/runs?access_token=token-secret-1")))
		e := fault(t, err)
		for _, text := range []string{e.Error(), fmt.Sprintf("%+v", *e), events.String(), fmt.Sprint(e.Unwrap())} {
			for _, secret := range []string{"token-secret-1", "deadbeef", jwt, "pk_live_abc", "abcdefgh12345"} {
				if strings.Contains(text, secret) {
					t.Errorf("%s: %q shows %s", name, text, secret)
				}
			}
			if name == "credentials" && (strings.Contains(text, "bought+") || strings.Contains(text, "bought%2B")) {
				t.Errorf("%q shows the bought token", text)
			}
		}
	}
}

func TestNoPartOfASecretReachesAReason(t *testing.T) {
	const secret = "tok-5f0c2d9be1/77a1+long?enough"
	b64 := base64.StdEncoding.EncodeToString
	for _, said := range []string{
		"bad " + secret, "bad " + secret[:12] + "…", "bad " + secret[:20], "bad " + url.QueryEscape(secret)[:25],
		b64([]byte(secret)), base64.RawURLEncoding.EncodeToString([]byte(secret)), b64([]byte(secret[:16])),
		"Basic " + b64([]byte("ci_0123:"+secret)), "Basic " + b64([]byte("ci_012:"+secret)), "Basic " + b64([]byte("ci_01:"+secret+" and more")),
		secret[:12] + secret[:12], "x" + secret + "x",
	} {
		got := redact(said, []string{secret})
		for i := range len(secret) - 8 {
			for _, form := range []string{secret, b64([]byte(secret))} {
				if part := form[i : i+8]; strings.Contains(got, part) {
					t.Fatalf("%q shows %q of %q", got, part, said)
				}
			}
		}
		if !strings.Contains(got, redacted) {
			t.Errorf("%q: %q", said, got)
		}
	}
	for _, said := range []string{"tok-5f0c2d9", "no secret", secret[1:9]} {
		if got := redact(said, []string{secret}); got != said {
			t.Errorf("%q became %q", said, got)
		}
	}
}

func TestAnEndedContextIsTheCauseWhateverTheSocketSays(t *testing.T) {
	c := client(t, Config{})
	running := t.Context()
	canceled, cancel := context.WithCancel(running)
	cancel()
	over, cancel := context.WithTimeout(running, 0)
	defer cancel()
	r := get(&url.URL{})
	for _, err := range []error{io.EOF, io.ErrUnexpectedEOF, net.ErrClosed, &net.OpError{Op: "read", Err: net.ErrClosed}, context.DeadlineExceeded} {
		for _, tt := range []struct {
			ctx, limited context.Context
			want         api.Kind
		}{
			{running, over, api.TimedOut}, {canceled, canceled, api.Canceled}, {over, over, api.TimedOut}, {canceled, over, api.Canceled},
		} {
			if e := c.netError(tt.ctx, tt.limited, &r, err); e.Kind != tt.want || strings.Contains(e.Reason, "dropped") {
				t.Errorf("%v: got %v (%s), want %v", err, e.Kind, e.Reason, tt.want)
			}
		}
	}
	if e := c.netError(running, running, &r, io.EOF); e.Kind != api.Unreachable {
		t.Errorf("got %v", e.Kind)
	}
}

func TestReasonIsVisibleOneLineAndShort(t *testing.T) {
	c := client(t, Config{})
	got := c.reason("a\x1b[31mred\r\n\tb " + strings.Repeat("é", 4000))
	if strings.ContainsAny(got, "\x1b\r\n\t") || len(got) > reasonLimit+len("…") || !utf8.ValidString(got) {
		t.Errorf("got %q", got)
	}
}

func TestErrorBodiesOfEveryFormGiveTheirReason(t *testing.T) {
	for body, want := range map[string]string{
		`{"error":"Validation Failed","message":"bad input","details":[{"field":"name","message":"is required"},{"message":"and more"}],"code":"E1","requestId":"req_1"}`: "bad input; name: is required; and more [E1] (request req_1)",
		`{"error":"invalid_client","error_description":"unknown client"}`:                                                                                                 "unknown client",
		`{"error":{"message":"nested"}}`: "nested",
		`{"error":"Unauthorized"}`:       "Unauthorized",
		`{"message":7}`:                  "7",
		`{"detail":"from elsewhere"}`:    "from elsewhere",
		`"just text"`:                    "just text",
		`plain words`:                    "plain words",
		``:                               "Bad Request",
		`{}`:                             "Bad Request",
		`[]`:                             "Bad Request",
		`{"message":`:                    "Bad Request",
		`{"details":"x","error":null}`:   "Bad Request",
		strings.Repeat("x", 1<<20):       "Bad Request",
	} {
		b := serve(t, func(_ int, w http.ResponseWriter, _ *http.Request) { write(w, 400, body) })
		_, err := client(t, Config{}).Do(t.Context(), get(b.at(t, "/")))
		if e := fault(t, err); e.Reason != want {
			t.Errorf("%.60s gives %q, want %q", body, e.Reason, want)
		}
	}
}

func TestStatusBecomesItsKind(t *testing.T) {
	for _, c := range []struct {
		status int
		body   string
		want   api.Kind
	}{
		{400, `{"message":"Run not found"}`, api.NotFound},
		{401, `{"message":"user not found"}`, api.Unauthorized},
		{404, `{}`, api.NotFound},
		{404, `<!doctype html><pre>Cannot GET /x</pre>`, api.Unreadable},
		{413, `<html>nginx</html>`, api.Refused},
		{418, `{}`, api.Refused},
		{304, ``, api.Unreadable},
	} {
		b := serve(t, func(_ int, w http.ResponseWriter, _ *http.Request) { write(w, c.status, c.body) })
		_, err := client(t, Config{}).Do(t.Context(), get(b.at(t, "/")))
		if e := fault(t, err); e.Kind != c.want {
			t.Errorf("%d %s: kind %d, want %d (%v)", c.status, c.body, e.Kind, c.want, e)
		}
	}
}

func TestWebPageIsNamedAsOne(t *testing.T) {
	for _, body := range []string{"<!DOCTYPE html>", "\ufeff\n <HTML lang=en>"} {
		b := serve(t, func(_ int, w http.ResponseWriter, _ *http.Request) { write(w, 200, body) })
		_, err := client(t, Config{}).Do(t.Context(), get(b.at(t, "/")))
		if e := fault(t, err); e.Kind != api.Unreadable || !strings.Contains(e.Error(), "looks like a web page") || !strings.Contains(e.Error(), b.URL) {
			t.Errorf("got %v", e)
		}
	}
}

func TestUntrustedCertificateIsNamed(t *testing.T) {
	s := httptest.NewUnstartedServer(http.NotFoundHandler())
	s.Config.ErrorLog = log.New(io.Discard, "", 0) // it complains of the handshake
	s.StartTLS()
	defer s.Close()
	u, _ := url.Parse(s.URL)
	_, err := client(t, Config{Transport: &http.Transport{}}).Do(t.Context(), get(u))
	if e := fault(t, err); e.Kind != api.Unreachable || !strings.Contains(e.Reason, "unknown authority") {
		t.Errorf("got %v", e)
	}
}

func TestConnectionFailuresSayWhatHappened(t *testing.T) {
	for want, err := range map[string]error{
		"no such host: x.example":                   &net.OpError{Op: "dial", Err: &net.DNSError{Name: "x.example", IsNotFound: true}},
		"the name x.example could not be resolved":  &net.DNSError{Name: "x.example"},
		"TLS: the certificate is not valid for api": x509.HostnameError{Certificate: &x509.Certificate{}, Host: "api"},
		"the connection failed":                     fmt.Errorf("something else"),
	} {
		if kind, got := netReason(err); kind != api.Unreachable || got != want {
			t.Errorf("%v: kind %d, %q, want %q", err, kind, got, want)
		}
	}
}

func TestLoopbackNeverGoesThroughAProxy(t *testing.T) {
	asked := ""
	base := &http.Transport{Proxy: func(r *http.Request) (*url.URL, error) { asked = r.URL.Host; return nil, nil }}
	for _, tr := range []*http.Transport{readTransport(base), writeTransport(base)} {
		for _, host := range []string{"localhost", "acme.localhost:99", "127.0.0.1:1", "[::1]:2", "127.8.9.1"} {
			r := &http.Request{URL: &url.URL{Scheme: "http", Host: host}}
			if u, err := tr.Proxy(r); u != nil || err != nil || asked != "" {
				t.Errorf("%s: %v, %v, asked for %q", host, u, err, asked)
			}
		}
		if _, _ = tr.Proxy(&http.Request{URL: &url.URL{Scheme: "https", Host: "centrali.io"}}); asked != "centrali.io" {
			t.Error("another host goes by the environment")
		}
		asked = ""
	}
}
