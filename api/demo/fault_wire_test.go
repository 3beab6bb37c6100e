package demo

import (
	"context"
	"crypto/tls"
	"crypto/x509"
	"errors"
	"io"
	"net/http"
	"runtime"
	"strings"
	"syscall"
	"testing"
	"time"
)

func TestAResetTellsTheClientAtOnce(t *testing.T) {
	t.Parallel()
	b := setup(t, Options{})
	trigger := b.trigger("retry-mail").ID
	for spec, done := range map[string]bool{"reset*1": false, "reset=before*1": false, "reset=after*1": true, "reset=within*1": true} {
		b.faults(spec)
		r := b.send(t.Context(), "POST", b.path("function-triggers/"+trigger+"/execute"), "{}")
		if !errors.Is(r.err, syscall.ECONNRESET) {
			t.Errorf("%s: %d, %v", spec, r.status, r.err)
		}
		if r.status != 0 && spec != "reset=within*1" {
			t.Errorf("%s: an answer began, with %d", spec, r.status)
		}
		last := b.server.Requests()[len(b.server.Requests())-1]
		if (last.Job != "") != done {
			t.Errorf("%s: led to job %q", spec, last.Job)
		}
	}
}

func TestAnActionIsCarriedOutWhateverIsSaidOfIt(t *testing.T) {
	t.Parallel()
	b := setup(t, Options{})
	trigger := b.trigger("retry-mail").ID
	for spec, status := range map[string]int{"500=after": 500, "502=after": 502, "504=after": 504, "empty=after": 200, "garbage=after": 200} {
		b.faults(spec)
		b.want(status, "POST", "function-triggers/"+trigger+"/execute", "{}")
		if last := b.server.Requests()[len(b.server.Requests())-1]; last.Job == "" {
			t.Errorf("%s: it was not carried out", spec)
		}
	}
	b.faults("503")
	b.want(503, "POST", "function-triggers/"+trigger+"/execute", "{}")
	if last := b.server.Requests()[len(b.server.Requests())-1]; last.Job != "" {
		t.Error("503: it was carried out")
	}
}

func TestAPortThatRefusesOpensAgainAtTheSameAddress(t *testing.T) {
	t.Parallel()
	b := setup(t, Options{})
	stream := b.listen("").greeted(greeting)
	b.faults("refused=10s*1")
	if r := b.send(t.Context(), "GET", b.path("compute-functions"), ""); r.err == nil {
		t.Errorf("answered %d", r.status)
	}
	if _, err := stream.frame(); err == nil {
		t.Error("the stream goes on")
	}
	if r := b.send(t.Context(), "GET", b.path("compute-functions"), ""); !errors.Is(r.err, syscall.ECONNREFUSED) {
		t.Errorf("%d, %v; want a refusal", r.status, r.err)
	}
	b.clock.Advance(10 * time.Second)
	b.untilOpen()
	b.want(200, "GET", "compute-functions", "")
}

// untilOpen waits until the port is open again.
func (b *bench) untilOpen() {
	shut := func() bool {
		b.server.port.mu.Lock()
		defer b.server.port.mu.Unlock()
		return b.server.port.listener == nil
	}
	for shut() {
		runtime.Gosched()
	}
}

func TestAfterARestartOldTokensAreRefused(t *testing.T) {
	t.Parallel()
	b := setup(t, Options{})
	ready := b.token
	b.token, _ = b.signIn("/oidc/token")
	b.want(200, "GET", "compute-functions", "")
	b.faults("restart*1")
	b.send(t.Context(), "GET", b.path("compute-functions"), "")
	b.clock.Advance(3 * time.Second)
	b.untilOpen()
	b.want(401, "GET", "compute-functions", "")
	b.token, _ = b.signIn("/oidc/token")
	b.want(200, "GET", "compute-functions", "")
	b.token = ready // it stands in the ready line, which no restart changes
	b.want(200, "GET", "compute-functions", "")
}

func TestClosingAShutServerEnds(t *testing.T) {
	t.Parallel()
	b := setup(t, Options{Faults: "refused=1h"})
	b.send(t.Context(), "GET", b.path("compute-functions"), "")
	if err := b.server.Close(); err != nil {
		t.Error(err)
	}
}

func TestTLSGoesWrongAsAsked(t *testing.T) {
	t.Parallel()
	b := setup(t, Options{Faults: "tls"})
	if !strings.HasPrefix(b.server.URL(), "https://") {
		t.Errorf("the address is %s", b.server.URL())
	}
	roots, err := b.server.Roots()
	if err != nil {
		t.Fatal(err)
	}
	b.client.Transport = &http.Transport{TLSClientConfig: &tls.Config{RootCAs: roots}, DisableKeepAlives: true}
	for spec, want := range map[string]func(error) bool{
		"tls":         func(err error) bool { return errors.As(err, new(x509.UnknownAuthorityError)) },
		"tls=unknown": func(err error) bool { return errors.As(err, new(x509.UnknownAuthorityError)) },
		"tls=expired": func(err error) bool {
			var invalid x509.CertificateInvalidError
			return errors.As(err, &invalid) && invalid.Reason == x509.Expired
		},
		"tls=name":  func(err error) bool { return errors.As(err, new(x509.HostnameError)) },
		"tls=alert": func(err error) bool { return strings.Contains(err.Error(), "handshake failure") },
		"tls=plain": func(err error) bool {
			return errors.Is(err, http.ErrSchemeMismatch) || errors.As(err, new(tls.RecordHeaderError))
		},
	} {
		b.faults(spec)
		if r := b.send(t.Context(), "GET", b.path("compute-functions"), ""); r.err == nil || !want(r.err) {
			t.Errorf("%s: %d, %v", spec, r.status, r.err)
		}
	}
	b.faults("")
	b.want(200, "GET", "compute-functions", "")
}

func TestASlowBodyFollowsItsHeaders(t *testing.T) {
	t.Parallel()
	b := setup(t, Options{Faults: "slow-body=2s"})
	answer := b.begin(t.Context())
	defer answer.Body.Close()
	b.clock.AwaitTimers(1)
	b.clock.Advance(2 * time.Second)
	if body, err := io.ReadAll(answer.Body); err != nil || len(body) == 0 {
		t.Errorf("%d bytes, %v", len(body), err)
	}
}

// begin sends a request and returns once the answer's headers are there.
func (b *bench) begin(ctx context.Context) *http.Response {
	b.t.Helper()
	r, err := http.NewRequestWithContext(ctx, "GET", b.server.URL()+b.path("compute-functions"), nil)
	if err != nil {
		b.t.Fatal(err)
	}
	r.Header.Set("Authorization", "Bearer "+b.token)
	answer, err := b.client.Do(r)
	if err != nil {
		b.t.Fatal(err)
	}
	return answer
}

func TestADripTakesAsLongAsItsRateSays(t *testing.T) {
	t.Parallel()
	b := setup(t, Options{})
	whole := b.want(200, "GET", "compute-functions", "").body
	b.faults("drip=100/s")
	answer := b.begin(t.Context())
	defer answer.Body.Close()
	part := make([]byte, 100)
	for second := range 3 {
		b.clock.AwaitTimers(1)
		b.clock.Advance(time.Second)
		if _, err := io.ReadFull(answer.Body, part); err != nil {
			t.Fatal(err)
		}
		if want := string(whole[second*100 : (second+1)*100]); string(part) != want {
			t.Errorf("second %d: %q, want %q", second+1, part, want)
		}
	}
}

func TestARedirectLoopLeadsBackToItself(t *testing.T) {
	t.Parallel()
	b := setup(t, Options{Faults: "redirect-loop"})
	path := b.path("function-triggers") + "?a=b"
	if r := b.send(t.Context(), "GET", path, ""); r.status != 302 || r.header.Get("Location") != path {
		t.Errorf("%d to %q", r.status, r.header.Get("Location"))
	}
}

func TestWhatIsNoHTTPIsNone(t *testing.T) {
	t.Parallel()
	b := setup(t, Options{Faults: "not-http"})
	if r := b.send(t.Context(), "GET", b.path("compute-functions"), ""); r.err == nil || !strings.Contains(r.err.Error(), "malformed HTTP") {
		t.Errorf("%d, %v", r.status, r.err)
	}
}

func TestASkewMovesAllThatIsTold(t *testing.T) {
	t.Parallel()
	b := setup(t, Options{})
	newest := func() time.Time {
		var page struct {
			Data []struct{ CreatedAt time.Time }
		}
		b.get("function-runs/function/"+b.function("process-order").ID+"?limit=1", &page)
		return page.Data[0].CreatedAt
	}
	if at := newest(); at.After(noon) || at.Before(noon.Add(-5*time.Minute)) {
		t.Errorf("the newest run is of %s", at)
	}
	b.faults("skew=-2h")
	if at := newest(); at.After(noon.Add(-2*time.Hour)) || at.Before(noon.Add(-2*time.Hour-5*time.Minute)) {
		t.Errorf("with a skew the newest run is of %s", at)
	}
	for _, spec := range []string{"skew=2h*1", "skew=2h@function-runs", "tls@function-runs"} {
		if err := b.server.SetFaults(spec); err == nil || !strings.Contains(err.Error(), "whole server") {
			t.Errorf("%s: %v", spec, err)
		}
	}
}
