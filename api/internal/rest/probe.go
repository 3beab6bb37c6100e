package rest

import (
	"context"
	"crypto/tls"
	"net"
	"net/http"
	"net/url"
	"time"

	"fntop/api"
)

// reachLimit is how long one step of reaching an address may take.
const reachLimit = 5 * time.Second

// Reach connects to an address as a request would, and sends none. Behind a
// proxy nothing can be told but by a request. What the address is for names
// it in errors.
func (c *Client) Reach(ctx context.Context, op api.Op, at api.Address) (api.Reached, error) {
	u, err := url.Parse(at.URL)
	if err != nil {
		return api.Reached{}, &api.Error{Kind: api.Unreachable, Op: op, Err: err}
	}
	r := Request{Op: op, Target: c.Target(u), URL: u, Method: http.MethodGet}
	ctx, cancel := context.WithTimeout(ctx, 2*reachLimit)
	defer cancel()
	got := api.Reached{Step: api.Resolving}
	if proxy, err := c.reads.Proxy(&http.Request{URL: r.URL}); err == nil && proxy != nil {
		got.Step, got.Proxy = api.Connected, proxy.Host
		return got, nil
	}
	host := r.URL.Hostname()
	if net.ParseIP(host) == nil && !Loopback(host) {
		names, err := net.DefaultResolver.LookupHost(ctx, host)
		if err != nil {
			return got, c.unreached(ctx, &r, err)
		}
		got.Names = len(names)
	}
	got.Step = api.Connecting
	dial := c.reads.DialContext
	if dial == nil {
		dial = new(net.Dialer).DialContext
	}
	short, stop := context.WithTimeout(ctx, reachLimit)
	defer stop()
	conn, err := dial(short, "tcp", net.JoinHostPort(host, portOf(r.URL)))
	if err != nil {
		return got, c.unreached(short, &r, err)
	}
	defer func() { _ = conn.Close() }()
	if r.URL.Scheme != "https" {
		got.Step = api.Connected
		return got, nil
	}
	got.Step = api.Handshaking
	config := c.reads.TLSClientConfig.Clone()
	if config == nil {
		config = &tls.Config{}
	}
	config.ServerName, config.MinVersion = host, max(config.MinVersion, tls.VersionTLS12)
	secure := tls.Client(conn, config)
	if err := secure.HandshakeContext(ctx); err != nil {
		return got, c.unreached(ctx, &r, err)
	}
	state := secure.ConnectionState()
	got.Step, got.TLS, got.Until = api.Connected, tls.VersionName(state.Version), state.PeerCertificates[0].NotAfter
	return got, nil
}

// unreached is netError under a limit of its own.
func (c *Client) unreached(ctx context.Context, r *Request, err error) *api.Error {
	kind, reason := netReason(err)
	if ctx.Err() != nil {
		kind = api.TimedOut
	}
	if kind == api.TimedOut {
		reason = "none within " + reachLimit.String()
	}
	return fail(r, kind, c.reason(reason), err)
}

// Target is an address as errors name it.
func (c *Client) Target(u *url.URL) string { return c.reason(u.Host) }

// SignIn gets a credential as a request would, and says when it ends, where
// that is known. The credential itself is not told.
func (c *Client) SignIn(ctx context.Context) (api.SignedIn, error) {
	got := api.SignedIn{Setup: c.setup}
	cred, err := c.auth.sign(ctx, c)
	if err != nil {
		return got, asError(&Request{Op: signIn}, err)
	}
	if got.Expires = jwtExpiry(tokenOf(cred)); !got.Expires.IsZero() {
		return got, nil
	}
	if a, ok := c.auth.(*credentials); ok {
		a.tokens.mu.Lock()
		defer a.tokens.mu.Unlock()
		got.Expires = a.tokens.current.hard
	}
	return got, nil
}

// Allowance is what the service's answers said last of its own limit, false
// where that is over or was never said.
func (c *Client) Allowance() (api.Allowance, bool) {
	c.ledger.mu.Lock()
	defer c.ledger.mu.Unlock()
	if !c.clock.Now().Before(c.ledger.serverReset) {
		return api.Allowance{}, false
	}
	return api.Allowance{Left: max(0, c.ledger.serverLeft), Reset: c.ledger.serverReset}, true
}
