package rest

import (
	"fmt"
	"net"
	"net/url"
	"strings"

	"fntop/model"
)

// ParseOrigin reads one address of a profile, whose key is given, and a sample
// of what would do. Its errors never quote it whole: it may hold a password.
func ParseOrigin(key, text, sample string, insecure bool) (*url.URL, error) {
	text = strings.TrimSpace(text)
	if !strings.Contains(text, "://") {
		scheme := "https://"
		if host, _, _ := strings.Cut(strings.TrimPrefix(text, "//"), "/"); Loopback(hostOnly(host)) {
			scheme = "http://"
		}
		text = scheme + strings.TrimPrefix(text, "//")
	}
	u, err := url.Parse(text)
	if err != nil || u.Hostname() == "" {
		return nil, fmt.Errorf("%s is no web address, such as %s", key, sample)
	}
	u.Scheme, u.Host = strings.ToLower(u.Scheme), strings.ToLower(u.Host)
	switch {
	case u.User != nil:
		return nil, fmt.Errorf("%s holds a user name or password; leave it out and sign in with a token or client credentials", key)
	case u.Scheme != "http" && u.Scheme != "https":
		return nil, fmt.Errorf("%s must begin with https://", key)
	case u.RawQuery != "" || u.Fragment != "":
		return nil, fmt.Errorf("%s must end before any ? or #", key)
	case u.Scheme == "http" && !insecure && !Loopback(u.Hostname()):
		return nil, fmt.Errorf("%s is plain http to %s, which would show the token to everybody on the way; use https, or set insecure = true in the profile", key, u.Hostname())
	}
	// Never empty: JoinPath would make relative paths of it.
	u.Path, u.RawPath = "/"+strings.Trim(u.Path, "/"), ""
	return u, nil
}

func hostOnly(hostport string) string {
	if host, _, err := net.SplitHostPort(hostport); err == nil {
		return host
	}
	return strings.Trim(hostport, "[]")
}

// Segment makes a name from outside one segment of a path, whatever it holds.
func Segment(name string) string {
	if name == "." || name == ".." { // would lead elsewhere
		return strings.ReplaceAll(name, ".", "%2E")
	}
	return url.PathEscape(name)
}

// Named is a kind of object and its name as errors show them:
// `trigger "nightly-sync"`. No name is longer than a line.
func Named(kind, name string) string {
	const longest = 120
	name = model.Visible(name)
	if r := []rune(name); len(r) > longest {
		name = string(r[:longest]) + "…"
	}
	return kind + ` "` + name + `"`
}
