package rest

import (
	"context"
	"net/http"
	"net/url"
	"strconv"
	"strings"
	"testing"

	"fntop/api"
)

func to(where func() string) func(int, http.ResponseWriter, *http.Request) {
	return func(_ int, w http.ResponseWriter, r *http.Request) {
		w.Header().Set("Location", where())
		w.WriteHeader(http.StatusFound)
	}
}

func TestReadFollowsARedirectOnItsOwnHostWithCredentials(t *testing.T) {
	b := serve(t, func(n int, w http.ResponseWriter, r *http.Request) {
		if n == 1 {
			to(func() string { return "/there?page=2" })(n, w, r)
			return
		}
		write(w, 200, `{}`)
	})
	if _, err := client(t, Config{Auth: StaticToken("token-1")}).Do(t.Context(), get(b.at(t, "/here"))); err != nil {
		t.Fatal(err)
	}
	if got := strings.Join(b.requests(), "|"); got != "GET /here Bearer token-1|GET /there Bearer token-1" {
		t.Errorf("the backend saw %s", got)
	}
}

func TestRedirectToAnotherHostTakesNoCredentialsAndNoneComeBack(t *testing.T) {
	for _, auth := range []Auth{StaticToken("token-1"), Key("x-api-key", "pk_live_1")} {
		var home *backend
		away := serve(t, to(func() string { return home.URL + "/back" }))
		home = serve(t, func(n int, w http.ResponseWriter, r *http.Request) {
			if n == 1 {
				to(func() string { return away.URL + "/away" })(n, w, r)
				return
			}
			write(w, 200, `{}`)
		})
		if _, err := client(t, Config{Auth: auth}).Do(t.Context(), get(home.at(t, "/"))); err != nil {
			t.Fatal(err)
		}
		if got := away.requests(); len(got) != 1 || got[0] != "GET /away " {
			t.Errorf("the other host saw %q", got)
		}
		if got := home.requests(); len(got) != 2 || got[1] != "GET /back " {
			t.Errorf("the way back carried %q", got)
		}
	}
}

func TestSubdomainPortAndSchemeAreOtherOrigins(t *testing.T) {
	parse := func(s string) *url.URL { u, _ := url.Parse(s); return u }
	home := parse("https://api.centrali.io/data")
	for text, want := range map[string]bool{
		"https://api.centrali.io/other": true, "https://API.centrali.io:443/": true,
		"https://x.api.centrali.io/": false, "https://centrali.io/": false,
		"https://api.centrali.io:8443/": false, "http://api.centrali.io/": false,
	} {
		if got := sameOrigin(home, parse(text)); got != want {
			t.Errorf("%s: %v, want %v", text, got, want)
		}
	}
}

func TestRefusalByAnotherHostRenewsNothing(t *testing.T) {
	away := serve(t, func(_ int, w http.ResponseWriter, _ *http.Request) { write(w, 401, `{}`) })
	home := serve(t, to(func() string { return away.URL }))
	runs := 0
	auth := TokenCommand(func(context.Context) (string, error) { runs++; return "token-1", nil }, "")
	_, err := client(t, Config{Auth: auth}).Do(t.Context(), get(home.at(t, "/")))
	e := fault(t, err)
	if e.Kind != api.Unreadable || runs != 1 {
		t.Errorf("%v after %d runs of the command", e, runs)
	}
	if want := "redirected to " + away.URL + ", which answered 401: Unauthorized"; e.Reason != want || strings.Contains(e.NextStep(), "token") {
		t.Errorf("got %q, %q", e.Reason, e.NextStep())
	}
}

func TestRedirectsEndAfterTen(t *testing.T) {
	b := serve(t, func(n int, w http.ResponseWriter, r *http.Request) {
		to(func() string { return "/again/" + strconv.Itoa(n) })(n, w, r)
	})
	_, err := client(t, Config{}).Do(t.Context(), get(b.at(t, "/")))
	if e := fault(t, err); e.Kind != api.Unreadable || len(b.requests()) != 10 {
		t.Errorf("%v after %d requests", e, len(b.requests()))
	}
}

func TestRedirectsInACircleEndWhereItCloses(t *testing.T) {
	b := serve(t, func(n int, w http.ResponseWriter, r *http.Request) {
		to(func() string { return []string{"/there", "/here"}[(n-1)%2] })(n, w, r)
	})
	_, err := client(t, Config{}).Do(t.Context(), get(b.at(t, "/here")))
	if e := fault(t, err); e.Kind != api.Unreadable || !strings.Contains(e.Reason, "in a circle") || len(b.requests()) != 2 {
		t.Errorf("%v after %d requests", e, len(b.requests()))
	}
}
