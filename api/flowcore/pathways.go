package flowcore

import (
	"context"
	"encoding/json"
	"errors"
	"net/url"
	"slices"
	"strings"
	"sync"
	"time"

	"fntop/api"
	"fntop/api/internal/loose"
	"fntop/api/internal/rest"
	"fntop/model"
)

// A Data Pathway takes what is stored in some flow types and delivers it to
// addresses outside. It is shown as a function, and each try to deliver
// something as a run. The service that tells of them stands beside all the
// others and wants a token, so whatever is wrong with it hides no event.

// pathways are those of the data core.
type pathways struct {
	turn turn // who holds it may read the list

	mu   sync.Mutex
	all  []pathway
	read time.Time // when it was; zero: never
	told api.Kind  // why it could not be read last, as was told; zero: it could
}

type pathway struct{ id, name, description string }

const (
	// pathwaysPages is how much of the list is read: two thousand.
	pathwaysPages = 20
	// pathwaysWithin is how long the flow types wait for the pathways beside them.
	pathwaysWithin = 5 * time.Second
)

// withPathways are the data core's pathways, none where no token signs in.
// Where they cannot be read now, they are those that were read last, and the
// observer is told why, once.
func (c *Client) withPathways(ctx context.Context) []pathway {
	if !c.bearer {
		return nil
	}
	all, err := c.readPathways(ctx, api.ListFunctions, flowTypesKept)
	kind := api.KindOf(err)
	if kind == api.Canceled {
		return all
	}
	c.pathways.mu.Lock()
	before := c.pathways.told
	c.pathways.told = kind
	c.pathways.mu.Unlock()
	if err != nil && kind != before {
		c.rest.Tell(&err)
		c.rest.Observe(api.Skipped{At: c.clock.Now(), Profile: c.info.Profile, Op: api.ListFunctions, Err: err})
	}
	return all
}

// readPathways reads the list, unless that was done no longer ago than age.
// With an error come those that were known before.
func (c *Client) readPathways(ctx context.Context, op api.Op, age time.Duration) ([]pathway, error) {
	r := rest.Request{Op: op, Target: rest.Named("data pathways of tenant", c.place.tenant), Within: pathwaysWithin}
	if err := c.pathways.turn.take(ctx, &r); err != nil {
		return nil, err
	}
	defer c.pathways.turn.done()
	c.pathways.mu.Lock()
	have, read := c.pathways.all, c.pathways.read
	c.pathways.mu.Unlock()
	if !read.IsZero() && c.clock.Now().Sub(read) <= age {
		return have, nil
	}
	core, err := c.coreID(ctx)
	if err != nil {
		return have, err
	}
	all := []pathway{}
	for offset, page := 0, 0; page < pathwaysPages; page++ {
		r.URL = c.hosts.pathwaysOf(c.place.tenant, offset)
		l, err := c.pathwayRows(ctx, r, "pathways")
		if err != nil {
			return have, err
		}
		skipped := 0
		for _, row := range l.rows {
			f, _ := loose.Fields(row)
			switch p := pathwayOf(f); {
			case p.id == "":
				skipped++
			case c.ours(loose.Text(f["dataCore"]), core):
				all = append(all, p)
			}
		}
		if err := c.rest.Skipped(&r, l.answer, skipped, len(l.rows)); err != nil {
			return have, err
		}
		if offset += len(l.rows); !l.goesOn(offset) {
			break
		}
	}
	c.pathways.mu.Lock()
	defer c.pathways.mu.Unlock()
	c.pathways.all, c.pathways.read = all, c.clock.Now()
	return all, nil
}

// ours reports whether a pathway's data core is the profile's. That it goes by
// its name is INFERRED from what registers pathways
// (github.com/flowcore-io/flowcore-pathways); its id can mean nothing else.
func (c *Client) ours(core, id string) bool {
	return core == "" || core == id || core == c.place.core
}

// pathwayOf reads a row of the list. Field names: github.com/flowcore-io/flowcore-sdk,
// contracts/data-pathways (CONFIRMED). Of its addresses the host alone is kept:
// the rest may hold secrets.
func pathwayOf(f map[string]json.RawMessage) pathway {
	p := pathway{id: loose.Text(f["id"]), name: loose.Text(f["name"])}
	if p.name == "" {
		p.name = p.id
	}
	config, _ := loose.Fields(f["config"])
	virtual, _ := loose.Fields(f["virtualConfig"])
	sources, _ := loose.Elements(config["sources"])
	var flows, to []string
	add := func(all *[]string, text string) {
		if text != "" && !slices.Contains(*all, text) {
			*all = append(*all, text)
		}
	}
	for _, s := range sources {
		in, _ := loose.Fields(s)
		add(&flows, loose.Text(in["flowType"]))
		ends, _ := loose.Elements(in["endpoints"])
		for _, e := range ends {
			at, _ := loose.Fields(e)
			if u, err := url.Parse(loose.Text(at["url"])); err == nil {
				add(&to, u.Host)
			}
		}
	}
	names, _ := loose.Elements(virtual["flowTypes"])
	for _, n := range names {
		add(&flows, loose.Text(n))
	}
	p.description = "Data Pathway"
	if loose.Text(f["type"]) == "virtual" {
		p.description += ", virtual"
	}
	if on := loose.Flag(f["enabled"]); on.Known && !on.Value {
		p.description += ", not enabled"
	}
	if len(flows) > 0 {
		p.description += ": " + strings.Join(flows, ", ")
	}
	if len(to) > 0 {
		p.description += " to " + strings.Join(to, ", ")
	}
	return p
}

// pathway is the data core's pathway with an id, false where there is none.
// Its list is read where that may tell more: not for what is known to be a
// flow type.
func (c *Client) pathway(ctx context.Context, op api.Op, id string) (pathway, bool, error) {
	if !c.bearer || id == "" {
		return pathway{}, false, nil
	}
	find := func(all []pathway) (pathway, bool) {
		i := slices.IndexFunc(all, func(p pathway) bool { return p.id == id })
		if i < 0 {
			return pathway{}, false
		}
		return all[i], true
	}
	c.pathways.mu.Lock()
	p, found := find(c.pathways.all)
	c.pathways.mu.Unlock()
	if found || c.typeName(id) != id {
		return p, found, nil
	}
	all, err := c.readPathways(ctx, op, kindsKept)
	p, found = find(all)
	return p, found, err
}

// pathwayName is what a pathway is called, or its id.
func (c *Client) pathwayName(id string) string {
	c.pathways.mu.Lock()
	defer c.pathways.mu.Unlock()
	for _, p := range c.pathways.all {
		if p.id == id {
			return p.name
		}
	}
	return id
}

// rowsOf is one page of a list of Data Pathways.
type rowsOf struct {
	rows   []json.RawMessage
	total  model.Opt[int64]
	answer rest.Answer
}

// goesOn reports whether there may be rows behind an offset.
func (l *rowsOf) goesOn(offset int) bool {
	if l.total.Known {
		return len(l.rows) > 0 && int64(offset) < l.total.Value
	}
	return len(l.rows) > 0 // how many come at a time at most is not known
}

// pathwayRows reads one page: an object with its rows and how many there are
// (SDK; CONFIRMED).
func (c *Client) pathwayRows(ctx context.Context, r rest.Request, name string) (rowsOf, error) {
	answer, err := c.rest.Do(ctx, r)
	if err != nil {
		return rowsOf{}, apart(err)
	}
	f, err := loose.Fields(answer.Body)
	if err != nil {
		return rowsOf{}, rest.BadAnswer(&r, answer, "no list of "+name, err)
	}
	rows, err := loose.Elements(f[name])
	if err != nil {
		return rowsOf{}, rest.BadAnswer(&r, answer, "no list of "+name, err)
	}
	return rowsOf{rows, loose.Count(f["total"]), answer}, nil
}

// apart makes of a failure of this service one that is about nothing else: the
// kinds that it leaves out would be taken for the end of the whole profile.
func apart(err error) error {
	var e *api.Error
	if !errors.As(err, &e) {
		return err
	}
	own := *e
	switch e.Kind {
	case api.Unauthorized:
		own.Kind, own.Next = api.Forbidden, "{Renew}, or ask for permission to read Data Pathways."
	case api.Forbidden:
		own.Next = "Ask for permission to read Data Pathways in the tenant's access control; events are read without it."
	case api.NotFound:
		own.Next = "The tenant may have no Data Pathways; events are read without them."
	case api.Unreachable, api.TimedOut:
		own.Kind, own.Reason, own.Status = api.ServerError, e.What(), 0
		own.Next = "Nothing to do: it is tried again, and events are read meanwhile."
	}
	return &own
}
