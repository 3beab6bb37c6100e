package agentos

import (
	"context"

	"fntop/api"
)

var _ api.Prober = (*Client)(nil)

// Addresses is the one address that there is.
func (c *Client) Addresses() []api.Address {
	return []api.Address{{What: "API", URL: c.routes.base.String()}}
}

// Reach connects to it and sends nothing.
func (c *Client) Reach(ctx context.Context, at api.Address) (_ api.Reached, err error) {
	defer c.rest.Tell(&err)
	return c.rest.Reach(ctx, api.ListFunctions, at)
}

// SignIn says how requests are signed: there is nothing to get.
func (c *Client) SignIn(ctx context.Context) (_ api.SignedIn, err error) {
	defer c.rest.Tell(&err)
	return c.rest.SignIn(ctx)
}

// Allowance is what the service's answers last said of its own limit.
func (c *Client) Allowance() (api.Allowance, bool) { return c.rest.Allowance() }

// Stream has nothing to open: there is no stream but that of a run.
func (c *Client) Stream(ctx context.Context, _ func()) error { return c.Watch(ctx, nil) }
