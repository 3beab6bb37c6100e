package rest

import (
	"context"
	"crypto/tls"
	"net"
	"net/http"
	"net/url"
	"strings"
	"time"
)

// readTransport carries GETs.
func readTransport(base *http.Transport) *http.Transport {
	t := baseTransport(base)
	t.MaxIdleConnsPerHost = 8
	t.IdleConnTimeout = 90 * time.Second
	return t
}

// writeTransport carries everything else. Each request gets a connection of
// its own: on a kept one that the backend has just closed an action would
// fail for nothing, and net/http sends some requests again by itself there.
func writeTransport(base *http.Transport) *http.Transport {
	t := baseTransport(base)
	t.DisableKeepAlives = true
	t.ForceAttemptHTTP2 = false
	t.TLSNextProto = map[string]func(string, *tls.Conn) http.RoundTripper{}
	if t.TLSClientConfig != nil {
		t.TLSClientConfig.NextProtos = nil // else a server may choose HTTP/2
	}
	return t
}

func baseTransport(base *http.Transport) *http.Transport {
	var t *http.Transport
	if base != nil {
		t = base.Clone()
	} else {
		dialer := &net.Dialer{Timeout: DefaultTimeout, KeepAlive: 30 * time.Second}
		t = &http.Transport{
			ForceAttemptHTTP2:   true,
			TLSHandshakeTimeout: DefaultTimeout,
			DialContext: func(ctx context.Context, network, addr string) (net.Conn, error) {
				return dialer.DialContext(ctx, network, loopbackAddr(addr))
			},
		}
	}
	proxy := http.ProxyFromEnvironment
	if base != nil && base.Proxy != nil {
		proxy = base.Proxy
	}
	t.Proxy = func(r *http.Request) (*url.URL, error) {
		if Loopback(r.URL.Hostname()) {
			return nil, nil
		}
		return proxy(r)
	}
	return t
}

// loopbackAddr resolves names under .localhost as RFC 6761 asks; several
// systems' resolvers do not know them.
func loopbackAddr(addr string) string {
	host, port, err := net.SplitHostPort(addr)
	if err == nil && strings.HasSuffix(strings.ToLower(host), ".localhost") {
		return net.JoinHostPort("localhost", port)
	}
	return addr
}

// Loopback reports whether a host name or address is this machine.
func Loopback(host string) bool {
	host = strings.ToLower(strings.TrimSuffix(host, "."))
	if host == "localhost" || strings.HasSuffix(host, ".localhost") {
		return true
	}
	ip := net.ParseIP(host)
	return ip != nil && ip.IsLoopback()
}

// sameOrigin reports whether credentials meant for a may be sent to b. A
// subdomain, another port or another scheme is another origin.
func sameOrigin(a, b *url.URL) bool {
	return a.Scheme == b.Scheme && strings.EqualFold(a.Hostname(), b.Hostname()) && portOf(a) == portOf(b)
}

func portOf(u *url.URL) string {
	switch {
	case u.Port() != "":
		return u.Port()
	case u.Scheme == "https":
		return "443"
	}
	return "80"
}
