package rest

import (
	"net/http"
	"net/http/httptest"
	"net/url"
	"strings"
	"testing"

	"fntop/api"
)

// Headers of a profile may be what signs it in, so they go as far as a
// credential does and no further.
func TestHeadersGoToTheirOwnAddressOnly(t *testing.T) {
	var elsewhere, here []string
	seen := func(r *http.Request) string { return r.Header.Get("X-Team") + " " + r.Header.Get("Idempotency-Key") }
	other := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		elsewhere = append(elsewhere, seen(r))
		write(w, 200, `{}`)
	}))
	t.Cleanup(other.Close)
	b := serve(t, func(_ int, w http.ResponseWriter, r *http.Request) {
		here = append(here, seen(r))
		if r.URL.Path == "/away" {
			http.Redirect(w, r, other.URL, http.StatusFound)
			return
		}
		write(w, 403, `{"title":"No way for on-call-4711","status":403}`)
	})
	c := client(t, Config{Headers: http.Header{"X-Team": {"on-call-4711"}}})
	r := get(b.at(t, "/away"))
	r.Header = http.Header{"Idempotency-Key": {"k1"}}
	if _, err := c.Do(t.Context(), r); err != nil {
		t.Fatal(err)
	}
	if strings.Join(here, "|") != "on-call-4711 k1" || strings.Join(elsewhere, "|") != " " {
		t.Errorf("sent %q here and %q elsewhere", here, elsewhere)
	}
	_, err := c.Do(t.Context(), get(b.at(t, "/no")))
	if e := fault(t, err); e.Kind != api.Forbidden || strings.Contains(e.Error(), "4711") || !strings.Contains(e.Error(), "No way for") {
		t.Errorf("got %v", e)
	}
}

func TestAddressesOfProfilesAreRead(t *testing.T) {
	for text, want := range map[string]string{
		"localhost:1/base/": "http://localhost:1/base", "agents.example": "https://agents.example/", "https://a.example/x?y": "",
		"http://a.example": "", "https://u:p@a.example": "", "ftp://a.example": "", "": "",
	} {
		u, err := ParseOrigin("url", text, "https://agents.example", false)
		if got := spelled(u); got != want || (err == nil) != (want != "") {
			t.Errorf("%q is %q (%v), want %q", text, got, err, want)
		}
		if err != nil && strings.Contains(err.Error(), ":p@") {
			t.Errorf("%v holds a password", err)
		}
	}
}

func spelled(u *url.URL) string {
	if u == nil {
		return ""
	}
	return u.String()
}
