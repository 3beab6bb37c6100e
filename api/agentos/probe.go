package agentos

import (
	"context"
	"net/url"

	"fntop/api"
	"fntop/api/internal/rest"
)

var _ api.Prober = (*Client)(nil)

// Addresses is the one address that there is.
func (c *Client) Addresses() []api.Address {
	return []api.Address{{What: "API", URL: c.routes.base.String()}}
}

// Reach connects to it and sends nothing.
func (c *Client) Reach(ctx context.Context, at api.Address) (got api.Reached, err error) {
	defer c.tell(&err)
	u, err := url.Parse(at.URL)
	if err != nil { // not one of Addresses
		return got, &api.Error{Kind: api.Unreachable, Op: api.ListFunctions, Err: err}
	}
	return c.rest.Reach(ctx, rest.Request{Op: api.ListFunctions, Target: c.rest.Target(u), URL: u})
}

// SignIn says how requests are signed: there is nothing to get.
func (c *Client) SignIn(ctx context.Context) (got api.SignedIn, err error) {
	defer c.tell(&err)
	got.Setup = c.setup
	got.Expires, err = c.rest.SignIn(ctx)
	return got, err
}

// Allowance is what the service's answers last said of its own limit.
func (c *Client) Allowance() (api.Allowance, bool) { return c.rest.Allowance() }

// Stream has nothing to open: there is no stream but that of a run.
func (c *Client) Stream(ctx context.Context, _ func()) error { return c.Watch(ctx, nil) }
