package centrali

import (
	"context"
	"net/url"
	"slices"
	"strings"

	"fntop/api"
	"fntop/api/internal/rest"
	"fntop/api/internal/sse"
)

var _ api.Prober = (*Client)(nil)

// Addresses are those of the API, and of the other services where they are
// elsewhere.
func (c *Client) Addresses() []api.Address {
	all := []api.Address{{What: "API", URL: c.routes.api.String()}}
	for what, u := range map[string]*url.URL{signInHost: c.auth, realtimeHost: c.routes.live} {
		if u != nil && (u.Host != c.routes.api.Host || u.Scheme != c.routes.api.Scheme) {
			all = append(all, api.Address{What: what, URL: u.String(), Beside: what == realtimeHost})
		}
	}
	slices.SortFunc(all, func(a, b api.Address) int { return strings.Compare(a.What, b.What) })
	return all
}

const (
	signInHost   = "sign-in"
	realtimeHost = "realtime"
)

// Reach connects to one of them and sends nothing.
func (c *Client) Reach(ctx context.Context, at api.Address) (_ api.Reached, err error) {
	defer c.rest.Tell(&err)
	op := api.ListFunctions
	if at.What == signInHost {
		op = api.SignIn
	}
	return c.rest.Reach(ctx, op, at)
}

// SignIn gets what requests are signed with.
func (c *Client) SignIn(ctx context.Context) (_ api.SignedIn, err error) {
	defer c.rest.Tell(&err)
	return c.rest.SignIn(ctx)
}

// Allowance is what the service's answers last said of its own limit.
func (c *Client) Allowance() (api.Allowance, bool) { return c.rest.Allowance() }

// Stream opens the stream once and waits for its first word, a comment
// included.
func (c *Client) Stream(ctx context.Context, opened func()) (err error) {
	defer c.rest.Tell(&err)
	target := rest.Named("workspace", c.info.Workspace)
	body, err := c.rest.Open(ctx, rest.Request{Op: api.WatchRuns, Target: target, URL: c.routes.events()},
		rest.Streaming{Type: eventStream, Refusals: streamRefusals})
	if err != nil {
		return err
	}
	defer func() { _ = body.Close() }()
	opened()
	for frames := sse.NewReader(body, sse.Limits{Line: eventLimit, Event: eventLimit}); ; {
		switch f, err := frames.Next(); {
		case ctx.Err() != nil:
			return &api.Error{Kind: api.Canceled, Op: api.WatchRuns, Target: target, Err: ctx.Err()}
		case err != nil:
			return &api.Error{Kind: api.Unreachable, Op: api.WatchRuns, Target: target, Reason: "the stream ended before it said anything", Err: err}
		case f.Kind != sse.Retry:
			return nil
		}
	}
}
