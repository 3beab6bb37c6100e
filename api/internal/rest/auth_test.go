package rest

import (
	"context"
	"encoding/base64"
	"errors"
	"fmt"
	"net/http"
	"slices"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"testing/synctest"
	"time"

	"fntop/api"
	"fntop/api/clock"
)

// shop sells tokens t1, t2, … and accepts the newest for everything else.
type shop struct {
	*backend
	sold atomic.Int32
	life int
}

func newShop(t *testing.T, life int, paths ...string) *shop {
	t.Helper()
	s := &shop{life: life}
	s.backend = serve(t, func(_ int, w http.ResponseWriter, r *http.Request) {
		switch {
		case slices.Contains(paths, r.URL.Path):
			if r.FormValue("client_id") != "ci_1" || r.FormValue("client_secret") != "sk_secret" || r.FormValue("grant_type") != "client_credentials" || r.FormValue("scope") != "openid" || r.Header.Get("Authorization") != "" {
				write(w, 401, `{"error":"Unauthorized","message":"Invalid client credentials"}`)
				return
			}
			write(w, 200, fmt.Sprintf(`{"access_token":"t%d","token_type":"Bearer","expires_in":%d}`, s.sold.Add(1), s.life))
		case strings.HasPrefix(r.URL.Path, "/o"):
			write(w, 404, `{"message":"no such path"}`)
		case r.Header.Get("Authorization") != fmt.Sprintf("Bearer t%d", s.sold.Load()):
			write(w, 401, `{"message":"Token expired"}`)
		default:
			write(w, 200, `{}`)
		}
	})
	return s
}

func (s *shop) auth(t *testing.T, first string) Auth {
	t.Helper()
	return ClientCredentials(Credentials{
		ID: "ci_1", Secret: "sk_secret", URL: s.at(t, "/oidc/token"), Fallback: s.at(t, "/oauth/token"),
		Scopes: []string{"openid"}, First: first,
	})
}

func TestStaticTokenIsNotRenewed(t *testing.T) {
	b := serve(t, func(_ int, w http.ResponseWriter, _ *http.Request) { write(w, 401, `{"message":"Token expired"}`) })
	_, err := client(t, Config{Auth: StaticToken("token-1")}).Do(t.Context(), get(b.at(t, "/")))
	if e := fault(t, err); e.Kind != api.Unauthorized || e.Reason != "Token expired" || len(b.requests()) != 1 {
		t.Errorf("%v after %d requests", e, len(b.requests()))
	}
}

func TestPublishableKeyGoesInItsOwnHeaderAndIsNeverRetried(t *testing.T) {
	b := serve(t, func(_ int, w http.ResponseWriter, r *http.Request) {
		if r.Header.Get("Authorization") != "" || r.Header.Get("X-Api-Key") != "pk_live_1" {
			t.Errorf("headers %v", r.Header)
		}
		write(w, 403, `{"message":"Missing scope: records:list:users"}`)
	})
	_, err := client(t, Config{Auth: Key("x-api-key", "pk_live_1")}).Do(t.Context(), get(b.at(t, "/")))
	if e := fault(t, err); e.Kind != api.Forbidden || len(b.requests()) != 1 {
		t.Errorf("%v after %d requests", e, len(b.requests()))
	}
}

func TestCredentialsBuyOneTokenWhenItIsFirstNeeded(t *testing.T) {
	s := newShop(t, 25200, "/oidc/token")
	c := client(t, Config{Auth: s.auth(t, "")})
	if len(s.requests()) != 0 {
		t.Error("a token was bought before it was needed")
	}
	var all sync.WaitGroup
	for range 20 {
		all.Go(func() {
			if _, err := c.Do(t.Context(), get(s.at(t, "/runs"))); err != nil {
				t.Error(err)
			}
		})
	}
	all.Wait()
	if s.sold.Load() != 1 {
		t.Errorf("%d tokens were bought", s.sold.Load())
	}
}

func TestManyRefusedAtOnceRenewOneToken(t *testing.T) {
	s := newShop(t, 25200, "/oidc/token")
	c := client(t, Config{Auth: s.auth(t, "stale")})
	var all sync.WaitGroup
	for range 20 {
		all.Go(func() {
			if _, err := c.Do(t.Context(), get(s.at(t, "/runs"))); err != nil {
				t.Error(err)
			}
		})
	}
	all.Wait()
	if s.sold.Load() != 1 {
		t.Errorf("%d tokens were bought", s.sold.Load())
	}
	if first := s.requests()[0]; !strings.HasSuffix(first, "Bearer stale") {
		t.Errorf("the given token was not the first bearer: %s", first)
	}
}

func TestManyRefusedAtOnceShareOneFailedRenewal(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		var ran, failed atomic.Int32
		release := make(chan struct{})
		tokens := newTokens("old")
		c := New(Config{})
		for range 10 {
			go func() {
				_, err := tokens.obtain(t.Context(), c, "old", func(context.Context) (token, error) {
					ran.Add(1)
					<-release
					return token{}, errors.New("no")
				})
				if err != nil {
					failed.Add(1)
				}
			}()
		}
		synctest.Wait() // one fetches, nine wait for their turn
		close(release)
		synctest.Wait()
		if ran.Load() != 1 || failed.Load() != 10 {
			t.Errorf("fetched %d times, %d failed", ran.Load(), failed.Load())
		}
	})
}

func TestCanceledRenewalIsLeftToTheNext(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		tokens := newTokens("")
		c := New(Config{})
		ctx, cancel := context.WithCancel(t.Context())
		go func() {
			_, err := tokens.obtain(ctx, c, "", func(ctx context.Context) (token, error) {
				<-ctx.Done()
				return token{}, ctx.Err()
			})
			if api.KindOf(err) != api.Canceled {
				t.Errorf("the one that was canceled got %v", err)
			}
		}()
		synctest.Wait()
		go func() {
			got, err := tokens.obtain(t.Context(), c, "", func(context.Context) (token, error) { return token{text: "t1"}, nil })
			if got != "t1" || err != nil {
				t.Errorf("the next got %q, %v", got, err)
			}
		}()
		synctest.Wait()
		cancel()
		synctest.Wait()
	})
}

func TestTokenIsReplacedFiveMinutesBeforeItEnds(t *testing.T) {
	s := newShop(t, 25200, "/oidc/token")
	d := driven()
	c := client(t, Config{Auth: s.auth(t, ""), Clock: d})
	for _, step := range []struct {
		after time.Duration
		sold  int32
	}{{0, 1}, {25200*time.Second - 5*time.Minute - time.Second, 1}, {time.Second, 2}} {
		d.Advance(step.after)
		if _, err := c.Do(t.Context(), get(s.at(t, "/runs"))); err != nil {
			t.Fatal(err)
		}
		if s.sold.Load() != step.sold {
			t.Errorf("after %v %d tokens were bought, want %d", step.after, s.sold.Load(), step.sold)
		}
	}
}

func TestTokenThatStillHoldsIsUsedWhenItsRefreshFails(t *testing.T) {
	var broken atomic.Bool
	b := serve(t, func(_ int, w http.ResponseWriter, r *http.Request) {
		if r.URL.Path == "/oidc/token" && broken.Load() {
			write(w, 503, `{}`)
			return
		}
		write(w, 200, `{"access_token":"t1","expires_in":3600}`)
	})
	d := driven()
	c := client(t, Config{Clock: d, Auth: ClientCredentials(Credentials{ID: "a", Secret: "bbbb", URL: b.at(t, "/oidc/token")})})
	if _, err := c.Do(t.Context(), get(b.at(t, "/runs"))); err != nil {
		t.Fatal(err)
	}
	broken.Store(true)
	d.Advance(57 * time.Minute)
	for range 3 {
		if _, err := c.Do(t.Context(), get(b.at(t, "/runs"))); err != nil {
			t.Fatal(err)
		}
	}
	if n := len(b.requests()); n != 6 {
		t.Errorf("%d requests; one refresh should have been tried, not one each time", n)
	}
}

func TestTokenIsNotUsedBeyondItsEnd(t *testing.T) {
	var broken atomic.Bool
	b := serve(t, func(_ int, w http.ResponseWriter, r *http.Request) {
		if r.URL.Path == "/oidc/token" && broken.Load() {
			write(w, 503, `{}`)
			return
		}
		write(w, 200, `{"access_token":"t1","expires_in":100}`)
	})
	d := driven()
	c := client(t, Config{Clock: d, Auth: ClientCredentials(Credentials{ID: "a", Secret: "bbbb", URL: b.at(t, "/oidc/token")})})
	for _, step := range []struct {
		broken bool
		after  time.Duration
		fails  bool
	}{{false, 0, false}, {true, 90 * time.Second, false}, {true, 9 * time.Second, false}, {true, 2 * time.Second, true}} {
		broken.Store(step.broken)
		d.Advance(step.after)
		if _, err := c.Do(t.Context(), post(b.at(t, "/execute"))); (err != nil) != step.fails {
			t.Errorf("%v later: %v", step.after, err)
		}
	}
}

func TestSecondTokenPathIsTriedOnceAndRemembered(t *testing.T) {
	s := newShop(t, 25200, "/oauth/token")
	d := driven()
	c := client(t, Config{Auth: s.auth(t, ""), Clock: d})
	for range 2 {
		if _, err := c.Do(t.Context(), get(s.at(t, "/runs"))); err != nil {
			t.Fatal(err)
		}
		d.Advance(8 * time.Hour)
	}
	want := "POST /oidc/token |POST /oauth/token |GET /runs Bearer t1|POST /oauth/token |GET /runs Bearer t2"
	if got := strings.Join(s.requests(), "|"); got != want {
		t.Errorf("got  %s\nwant %s", got, want)
	}
}

func TestSignInSaysWhyItFailed(t *testing.T) {
	for _, c := range []struct {
		status int
		kind   string
		body   string
		want   api.Kind
		reason string
	}{
		{401, "application/json", `{"error":"Unauthorized","message":"Invalid client credentials"}`, api.Unauthorized, "Invalid client credentials"},
		{400, "application/json", `{"error":"invalid_client","error_description":"unknown client"}`, api.Unauthorized, "unknown client"},
		{400, "application/json", `{"error":"invalid_scope"}`, api.Refused, "invalid_scope"},
		{403, "application/json", `{"error":"access_denied"}`, api.Unauthorized, "access_denied"},
		{200, "application/json", `{"error":"invalid_client","error_description":"unknown client"}`, api.Unauthorized, "invalid_client unknown client"},
		{200, "application/json", `{"ok":true}`, api.Unreadable, "the answer holds no access token"},
		{200, "application/json", `[1`, api.Unreadable, "the answer holds no access token"},
		{200, "text/html", `<html>Log in</html>`, api.Unreadable, "the answer looks like a web page, not like data"},
		{302, "text/html", ``, api.Unreadable, "a redirect that leads nowhere"},
		{500, "application/json", `{"message":"down"}`, api.ServerError, "down"},
		{404, "application/json", `{"message":"no such path"}`, api.NotFound, "no such path"},
	} {
		b := serve(t, func(_ int, w http.ResponseWriter, _ *http.Request) {
			w.Header().Set("Content-Type", c.kind)
			w.WriteHeader(c.status)
			_, _ = w.Write([]byte(c.body))
		})
		auth := ClientCredentials(Credentials{ID: "ci_1", Secret: "sk_secret", URL: b.at(t, "/oidc/token")})
		_, err := client(t, Config{Auth: auth}).Do(t.Context(), get(b.at(t, "/runs")))
		e := fault(t, err)
		if e.Op != api.SignIn || e.Kind != c.want || e.Reason != c.reason || e.Lost || strings.Contains(e.Error(), "sk_secret") {
			t.Errorf("%d %s: op %d, kind %d, lost %v: %v", c.status, c.body, e.Op, e.Kind, e.Lost, e)
		}
		if got := b.requests(); len(got) != 1 {
			t.Errorf("%d %s: %v", c.status, c.body, got)
		}
	}
}

func TestFailedRenewalReturnsTheOriginalError(t *testing.T) {
	b := serve(t, func(_ int, w http.ResponseWriter, _ *http.Request) { write(w, 401, `{"message":"Token expired"}`) })
	runs := 0
	auth := TokenCommand(func(context.Context) (string, error) {
		if runs++; runs > 1 {
			return "", errors.New("exit status 1")
		}
		return "token-1\nignored\n", nil
	}, "")
	_, err := client(t, Config{Auth: auth}).Do(t.Context(), get(b.at(t, "/")))
	if e := fault(t, err); e.Op != api.ListRuns || e.Status != 401 || e.Reason != "Token expired" {
		t.Errorf("got %v", e)
	}
	if got := b.requests(); len(got) != 1 || got[0] != "GET / Bearer token-1" {
		t.Errorf("the backend saw %v", got)
	}
}

func TestSignInServiceThatFailsIsNamedAndNotTheCredentials(t *testing.T) {
	b := serve(t, func(_ int, w http.ResponseWriter, r *http.Request) {
		if r.URL.Path == "/oidc/token" {
			write(w, 503, `{"message":"down"}`)
			return
		}
		write(w, 401, `{"message":"Token expired"}`)
	})
	auth := func() Auth {
		return ClientCredentials(Credentials{ID: "ci_1", Secret: "sk_secret", URL: b.at(t, "/oidc/token"), First: "old"})
	}
	_, err := client(t, Config{Auth: auth()}).Do(t.Context(), get(b.at(t, "/runs")))
	if e := fault(t, err); e.Op != api.SignIn || e.Kind != api.ServerError || e.Unsent {
		t.Errorf("a read: %v", e)
	}
	_, err = client(t, Config{Auth: auth()}).Do(t.Context(), post(b.at(t, "/execute")))
	if e := fault(t, err); e.Op != api.SignIn || e.Lost || !strings.Contains(e.Error(), "Nothing was sent.") {
		t.Errorf("an action: %v", e)
	}
}

func TestForbiddenThingBuysOneTokenAMinute(t *testing.T) {
	s := newShop(t, 25200, "/oidc/token")
	forbids := serve(t, func(_ int, w http.ResponseWriter, _ *http.Request) { write(w, 403, `{"message":"Missing scope"}`) })
	d := driven()
	c := client(t, Config{Auth: s.auth(t, ""), Clock: d})
	for range 120 { // of them
		if _, err := c.Do(t.Context(), get(forbids.at(t, "/runs"))); fault(t, err).Kind != api.Forbidden {
			t.Fatal(err)
		}
		d.Advance(time.Second)
	}
	if got := s.sold.Load(); got != 3 { // the first one, and one in each minute
		t.Errorf("%d tokens were bought in two minutes, want 3", got)
	}
	// That it is not let in any more is another matter.
	s.sold.Add(1)
	if _, err := c.Do(t.Context(), get(s.at(t, "/runs"))); err != nil {
		t.Error(err)
	}
}

func TestLimitOfTokensHoldsNoReadsBack(t *testing.T) {
	b := serve(t, func(_ int, w http.ResponseWriter, _ *http.Request) {
		w.Header().Set("Retry-After", "30")
		write(w, 429, `{}`)
	})
	c := client(t, Config{Clock: driven(), Auth: ClientCredentials(Credentials{ID: "a", Secret: "bbbb", URL: b.at(t, "/oidc/token")})})
	_, err := c.Do(t.Context(), get(b.at(t, "/runs")))
	if e := fault(t, err); e.Op != api.SignIn || e.Kind != api.RateLimited || e.Wait != 30*time.Second {
		t.Errorf("got %v", e)
	}
	if c.Left() == 0 {
		t.Error("reads are held back although the limit is of tokens")
	}
}

func TestReadIsRenewedOnceOverAllItsRetries(t *testing.T) {
	b := serve(t, func(n int, w http.ResponseWriter, _ *http.Request) { write(w, []int{401, 503, 401, 401}[n-1], `{}`) })
	runs := 0
	auth := TokenCommand(func(context.Context) (string, error) { runs++; return fmt.Sprint("token-", runs), nil }, "")
	d := driven()
	c := client(t, Config{Auth: auth, Clock: d})
	var err error
	during(d, func() { _, err = c.Do(t.Context(), get(b.at(t, "/"))) })
	if e := fault(t, err); e.Status != 401 || runs != 2 || len(b.requests()) != 3 {
		t.Errorf("%v after %d tokens and %d requests", e, runs, len(b.requests()))
	}
}

func TestFailingTokenCommandSendsNothing(t *testing.T) {
	b := serve(t, func(_ int, w http.ResponseWriter, _ *http.Request) { write(w, 200, `{}`) })
	for name, run := range map[string]func(context.Context) (string, error){
		"fails":    func(context.Context) (string, error) { return "half-a-token", errors.New("exit 1: half-a-token") },
		"nothing":  func(context.Context) (string, error) { return "\n\n", nil },
		"late":     func(context.Context) (string, error) { return "\nhalf-a-token", nil },
		"no token": func(context.Context) (string, error) { return "please log in\n", nil },
	} {
		_, err := client(t, Config{Auth: TokenCommand(run, "")}).Do(t.Context(), get(b.at(t, "/")))
		if e := fault(t, err); e.Kind != api.Unauthorized || e.Op != api.SignIn || strings.Contains(e.Error(), "half-a") || strings.Contains(e.Error(), "log in") {
			t.Errorf("%s: %v", name, e)
		}
	}
	if n := len(b.requests()); n != 0 {
		t.Errorf("%d requests were sent", n)
	}
}

func TestCommandsTokenIsKeptUntilItExpires(t *testing.T) {
	d := driven()
	jwt := func(life time.Duration) string {
		payload := fmt.Sprintf(`{"exp":%d}`, d.Now().Add(life).Unix())
		return "e30." + base64.RawURLEncoding.EncodeToString([]byte(payload)) + ".sig"
	}
	for name, c := range map[string]struct {
		print func() string
		life  time.Duration
	}{
		"opaque": {func() string { return "opaque-token" }, 5 * time.Minute},
		"JWT":    {func() string { return jwt(time.Hour) }, time.Hour},
	} {
		runs := 0
		auth := TokenCommand(func(context.Context) (string, error) { runs++; return c.print(), nil }, "")
		made := client(t, Config{Clock: clock.Clock(d)})
		for _, step := range []struct {
			after time.Duration
			runs  int
		}{{0, 1}, {c.life - 2*time.Second, 1}, {2 * time.Second, 2}} {
			d.Advance(step.after)
			if _, err := auth.sign(t.Context(), made); err != nil {
				t.Fatal(err)
			}
			if runs != step.runs {
				t.Errorf("%s: ran %d times, want %d", name, runs, step.runs)
			}
		}
	}
}
