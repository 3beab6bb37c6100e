package rest

import (
	"context"
	"crypto/tls"
	"errors"
	"net"
	"net/http"
	"net/url"
	"time"

	"fntop/api"
)

// Road is how this client gets to an address.
type Road struct {
	Dial  func(ctx context.Context, network, address string) (net.Conn, error)
	Proxy func(*http.Request) (*url.URL, error)
	TLS   *tls.Config // nil: the usual
}

// Road is how a connection is made that does not stay with HTTP.
func (c *Client) Road() Road {
	r := Road{Dial: c.reads.DialContext, Proxy: c.reads.Proxy}
	if r.Dial == nil {
		r.Dial = new(net.Dialer).DialContext
	}
	if c.reads.TLSClientConfig != nil {
		r.TLS = c.reads.TLSClientConfig.Clone()
		r.TLS.NextProtos = nil // net/http has put HTTP/2 there, which no upgrade can use
	}
	return r
}

// Shake makes one attempt at a request that shake sends itself, because it
// ends in something other than an answer: it is counted, told of and limited
// as a GET of r.URL, which holds no secret. shake returns the answer's head
// and the beginning of its body where there was an answer at all, and an error
// unless it got what it wanted. The body is closed here. shake signs in itself,
// and nothing is tried again. Every error is an *api.Error.
func (c *Client) Shake(ctx context.Context, r Request, shake func(context.Context) (*http.Response, error)) error {
	r.Method = http.MethodGet
	if err := c.budgeted(ctx, &r); err != nil {
		return err
	}
	limited, cancel := context.WithTimeout(ctx, c.timeout)
	defer cancel()
	began := c.clock.Now()
	res, err := shake(limited)
	event := api.Requested{
		At: began, Method: r.Method, Path: c.pathOf(r.URL), Attempt: 1, Profile: c.profile,
		Took: c.clock.Now().Sub(began), Used: c.Used(), Budget: c.Budget(),
	}
	if res != nil {
		event.Status = res.StatusCode
		defer func() { _ = res.Body.Close() }() // the socket is no part of it
	}
	var fault *api.Error
	if err != nil {
		fault = c.unshaken(ctx, limited, &r, res, err)
		event.Kind = fault.Kind
	}
	c.observe(event)
	if fault != nil {
		return fault
	}
	return nil
}

// unshaken is why a handshake came to nothing.
func (c *Client) unshaken(ctx, limited context.Context, r *Request, res *http.Response, err error) *api.Error {
	if res == nil {
		return c.netError(ctx, limited, r, err)
	}
	a := Answer{Status: res.StatusCode, Header: res.Header}
	a.Body, _ = readBody(res, refusalLimit) // what is there tells enough
	switch {
	case redirects(a.Status):
		e := fail(r, api.Unreadable, "redirected, which a socket does not follow", nil)
		e.Status = a.Status
		return e
	case good(a.Status) || a.Status < 200:
		e := fail(r, api.Unreadable, "the answer is no socket", err)
		e.Status = a.Status
		return e
	}
	return c.statusError(&hopRequest{Request: r, url: r.URL}, a, askedWait(a.Header, a.Body, c.clock.Now()))
}

// Broken is the error of a connection that failed after its handshake.
func (c *Client) Broken(ctx context.Context, r *Request, err error) *api.Error {
	var timeout net.Error
	if errors.As(err, &timeout) && timeout.Timeout() && ctx.Err() == nil {
		return fail(r, api.TimedOut, "none within "+c.timeout.Round(time.Second).String(), err)
	}
	return c.netError(ctx, ctx, r, err)
}
