package centrali

import (
	"errors"
	"net"
	"net/url"
	"strings"

	"fntop/api/internal/rest"
)

// defaultURL is where Centrali is (docs.centrali.io/api-reference; CONFIRMED).
const defaultURL = "https://centrali.io"

// origins are where the services of one deployment answer.
type origins struct{ api, auth *url.URL }

// newOrigins derives the services from one base URL: api.H and auth.H for a
// public host H, with a leading "api." or "auth." removed
// (docs.centrali.io/api-reference names both forms; CONFIRMED; the removal is
// INFERRED from my.diffend.io/npm/@centrali-io/centrali-mcp/4.4.6/4.4.7). For
// this machine and for addresses nothing is prefixed: the one origin serves
// everything, which is fntop's own convention.
func newOrigins(base, api, auth string, insecure bool) (origins, error) {
	if base == "" {
		base = defaultURL
	}
	root, err := rest.ParseOrigin("url", base, defaultURL, insecure)
	if err != nil {
		return origins{}, err
	}
	o := origins{api: prefixed(root, "api."), auth: prefixed(root, "auth.")}
	if api != "" {
		if o.api, err = rest.ParseOrigin("api_url", api, defaultURL, insecure); err != nil {
			return origins{}, err
		}
	}
	if auth != "" {
		if o.auth, err = rest.ParseOrigin("auth_url", auth, defaultURL, insecure); err != nil {
			return origins{}, err
		}
	}
	return o, nil
}

// CheckURL says what is wrong with a base address, in one sentence, and after
// a ";" what to do.
func CheckURL(base string) error {
	_, err := newOrigins(base, "", "", false)
	return err
}

// realtime is where the event stream is: below the API, unless the profile
// says otherwise (docs.centrali.io/api-reference; CONFIRMED).
func (o origins) realtime(text string, insecure bool) (*url.URL, error) {
	if text == "" {
		return o.api.JoinPath(segRealtime), nil
	}
	return rest.ParseOrigin("realtime_url", text, defaultURL, insecure)
}

func prefixed(root *url.URL, service string) *url.URL {
	u := *root
	host := u.Hostname()
	if rest.Loopback(host) || net.ParseIP(host) != nil {
		return &u
	}
	host = strings.TrimPrefix(strings.TrimPrefix(host, "api."), "auth.")
	u.Host = service + host
	if p := root.Port(); p != "" {
		u.Host = net.JoinHostPort(u.Host, p)
	}
	return &u
}

// tokenURLs are where credentials buy a token, and where else to try once if
// that answers 404. A path from the profile has no second.
func (o origins) tokenURLs(path string) (first, fallback *url.URL, err error) {
	if path == "" {
		return o.auth.JoinPath(tokenPath), o.auth.JoinPath(tokenPathNew), nil
	}
	if strings.Contains(path, "://") || strings.ContainsAny(path, "?#") {
		return nil, nil, errors.New("token_path is a path on auth_url, such as /oidc/token")
	}
	return o.auth.JoinPath(path), nil, nil
}
