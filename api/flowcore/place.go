package flowcore

import (
	"context"
	"encoding/json"
	"errors"
	"net/url"
	"strings"
	"sync"
	"time"

	"fntop/api"
	"fntop/api/internal/loose"
	"fntop/api/internal/rest"
	"fntop/model"
)

// place is the data core that a profile looks at. Its name is looked up once.
type place struct {
	tenant, core string
	turn         turn
	mu           sync.Mutex
	id           string // of the data core; empty until it is known
}

func (p *place) known() string {
	p.mu.Lock()
	defer p.mu.Unlock()
	return p.id
}

// coreID is the data core's id. That there is no such tenant or data core is a
// mistake of configuration, whatever was asked for, so it is told as one of
// listing what is there.
func (c *Client) coreID(ctx context.Context) (string, error) {
	if id := c.place.known(); id != "" {
		return id, nil
	}
	r := rest.Request{Op: api.ListFunctions, Target: rest.Named("data core", c.info.Workspace), URL: c.hosts.coreNamed(c.place.tenant, c.place.core)}
	if err := c.place.turn.take(ctx, &r); err != nil {
		return "", err
	}
	defer c.place.turn.done()
	if id := c.place.known(); id != "" {
		return id, nil
	}
	rows, answer, err := c.list(ctx, r)
	switch {
	case api.KindOf(err) == api.NotFound:
		return "", c.nowhere(ctx, r, err)
	case err != nil:
		return "", err
	case len(rows) == 0:
		return "", c.nowhere(ctx, r, nil)
	}
	for _, row := range rows {
		// A server may not heed the name.
		if f, _ := loose.Fields(row); loose.Text(f["name"]) == c.place.core && loose.Text(f["id"]) != "" {
			c.place.mu.Lock()
			defer c.place.mu.Unlock()
			c.place.id = loose.Text(f["id"])
			return c.place.id, nil
		}
	}
	return "", rest.BadAnswer(&r, answer, "it names another data core", nil)
}

// nowhere says whether the tenant or the data core is not there.
func (c *Client) nowhere(ctx context.Context, r rest.Request, beneath error) error {
	e := &api.Error{Kind: api.NotFound, Op: r.Op, Target: r.Target, Err: beneath,
		Reason: "no data core of this name in " + rest.Named("tenant", c.place.tenant),
		Next:   "Check {workspace}: both are names, not ids."}
	if was := (*api.Error)(nil); errors.As(beneath, &was) {
		e.Status = was.Status
	}
	asked := r
	asked.URL = c.hosts.tenantNamed(c.place.tenant)
	if _, err := c.rest.Do(ctx, asked); api.KindOf(err) == api.NotFound {
		e.Reason = "no " + rest.Named("tenant", c.place.tenant) + ", or none that this sign-in may see"
		return e
	}
	asked.URL = c.hosts.coreNamed(c.place.tenant, "")
	rows, _, err := c.list(ctx, asked)
	if err != nil || len(rows) == 0 {
		return e // the names are a kindness
	}
	var names []string
	for _, row := range rows {
		f, _ := loose.Fields(row)
		if name := loose.Text(f["name"]); name != "" {
			names = append(names, name)
		}
	}
	const most = 10
	if near, ok := model.Nearest(c.place.core, names); ok {
		e.Next = "Check {workspace}; did you mean " + rest.Named("data core", near) + "?"
	} else if len(names) > 0 {
		e.Next = "Check {workspace}; there is " + model.Visible(strings.Join(names[:min(len(names), most)], ", ")) + "."
	}
	return e
}

// list reads an answer that is an array, as all of Flowcore's lists are but
// those of events and buckets (SDK; CONFIRMED).
func (c *Client) list(ctx context.Context, r rest.Request) ([]json.RawMessage, rest.Answer, error) {
	answer, err := c.rest.Do(ctx, r)
	if err != nil {
		return nil, answer, err
	}
	rows, err := loose.Elements(answer.Body)
	if err != nil {
		return nil, answer, rest.BadAnswer(&r, answer, "no list", err)
	}
	return rows, answer, nil
}

// ownHost is where a tenant with machines of its own has its events.
type ownHost struct {
	turn   turn
	mu     sync.Mutex
	source *url.URL
	at     time.Time // when that was asked; zero: never
}

// ownHostKept is how long an answer is believed. The SDK does for 60 s.
const ownHostKept = 10 * time.Minute

// source is where events and buckets are read: the shared service, or the
// tenant's own (SDK; CONFIRMED). Where nobody can tell it is the shared one: a
// key need not be let in to ask about its tenant.
func (c *Client) source(ctx context.Context, r rest.Request) (*url.URL, error) {
	if c.hosts.one {
		return c.hosts.source, nil
	}
	if err := c.own.turn.take(ctx, &r); err != nil {
		return nil, err
	}
	defer c.own.turn.done()
	now := c.clock.Now()
	c.own.mu.Lock()
	u, at := c.own.source, c.own.at
	c.own.mu.Unlock()
	if !at.IsZero() && now.Sub(at) < ownHostKept {
		return u, nil
	}
	u, err := c.askSource(ctx, r)
	if err != nil {
		return nil, err
	}
	c.own.mu.Lock()
	defer c.own.mu.Unlock()
	c.own.source, c.own.at = u, now
	return u, nil
}

func (c *Client) askSource(ctx context.Context, r rest.Request) (*url.URL, error) {
	r.URL = c.hosts.instance(c.place.tenant)
	answer, err := c.rest.Do(ctx, r)
	switch api.KindOf(err) {
	case 0:
	case api.NotFound, api.Forbidden:
		return c.hosts.source, nil
	default:
		return nil, err
	}
	f, err := loose.Fields(answer.Body)
	if err != nil {
		return nil, rest.BadAnswer(&r, answer, "it does not say where the tenant's events are", err)
	}
	if !loose.Flag(f["isDedicated"]).Value {
		return c.hosts.source, nil
	}
	in, _ := loose.Fields(f["instance"]) // nil where it is no object
	u, ok := dedicated(hostSource, loose.Text(in["domain"]))
	if !ok {
		return nil, rest.BadAnswer(&r, answer, "the tenant is dedicated and its domain is not named", nil)
	}
	return u, nil
}
