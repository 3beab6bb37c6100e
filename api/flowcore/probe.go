package flowcore

import (
	"context"
	"net/url"

	"fntop/api"
	"fntop/api/internal/rest"
)

var _ api.Prober = (*Client)(nil)

// Addresses are those of the services, each once.
func (c *Client) Addresses() []api.Address {
	var all []api.Address
	seen := map[string]bool{}
	type service struct {
		what   string
		u      *url.URL
		beside bool
	}
	services := []service{
		{"data cores", c.hosts.core, false}, {"flow types", c.hosts.flowType, false}, {"event types", c.hosts.eventType, false},
		{"events", c.hosts.source, false}, {"ingestion", c.hosts.webhook, false}, {"realtime", c.hosts.notify, true},
	}
	if c.bearer {
		services = append(services, service{"data pathways", c.hosts.pathways, true})
	}
	for _, s := range services {
		if at := s.u.Scheme + "://" + s.u.Host; !seen[at] {
			seen[at] = true
			what := s.what
			if c.hosts.one && s.what == "data cores" {
				what = "API"
			}
			all = append(all, api.Address{What: what, URL: at, Beside: s.beside})
		}
	}
	return all
}

// Reach connects to one of them and sends nothing.
func (c *Client) Reach(ctx context.Context, at api.Address) (_ api.Reached, err error) {
	defer c.rest.Tell(&err)
	return c.rest.Reach(ctx, api.ListFunctions, at)
}

// SignIn is what requests are signed with; there is nothing to fetch.
func (c *Client) SignIn(ctx context.Context) (_ api.SignedIn, err error) {
	defer c.rest.Tell(&err)
	return c.rest.SignIn(ctx)
}

// Allowance is what the service's answers last said of its own limit. Nothing
// public says that Flowcore's do.
func (c *Client) Allowance() (api.Allowance, bool) { return c.rest.Allowance() }

// Stream opens the socket once and waits for the answer to a ping: a service
// with nothing to tell says nothing else.
func (c *Client) Stream(ctx context.Context, opened func()) (err error) {
	defer c.rest.Tell(&err)
	r := rest.Request{Op: api.WatchRuns, Target: rest.Named("data core", c.info.Workspace), URL: c.hosts.notify}
	alive := make(chan struct{}, 1)
	ctx, heard := context.WithCancel(ctx)
	defer heard()
	conn, err := c.subscribe(ctx, r, func() {
		select {
		case alive <- struct{}{}:
		default:
		}
		heard()
	})
	if err != nil {
		return err
	}
	defer conn.Close()
	opened()
	if err := conn.Ping(); err != nil {
		return ended(r, err)
	}
	message, err := conn.Next() // which reads the pong as well
	select {
	case <-alive:
		if err == nil {
			_, _, err = c.heard(r, message)
			return err
		}
		return nil
	default:
	}
	return ended(r, err)
}
