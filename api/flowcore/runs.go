package flowcore

import (
	"context"
	"net/url"
	"slices"
	"strings"
	"time"

	"fntop/api"
	"fntop/api/internal/rest"
	"fntop/model"
)

// Runs reads one page of one flow type's or event type's events. That takes
// one request where the newest hour is full, else one for each hour that has
// not been read yet.
func (c *Client) Runs(ctx context.Context, ask model.Ask) (_ model.Page, err error) {
	defer c.rest.Tell(&err)
	r := rest.Request{Op: api.ListRuns, Target: rest.Named("flow type", c.typeName(ask.Function))}
	if ask.Trigger == "" && ask.Function == "" {
		return model.Page{}, &api.Error{Kind: api.Unsupported, Op: api.ListRuns}
	}
	if ask.Limit < 1 || ask.Limit > model.MaxLimit {
		ask.Limit = model.MaxLimit
	}
	if p, is, _ := c.pathway(ctx, r.Op, ask.Function); is { // that it cannot be told was said of the functions
		return c.deliveries(ctx, p, ask)
	}
	if ask.Status.Known && ask.Status.Value != model.StatusRecorded {
		return model.Page{}, nil // everything that is stored is recorded
	}
	name, kinds := "function "+ask.Function, []string{ask.Trigger}
	if ask.Trigger != "" {
		name, r.Target = "trigger "+ask.Trigger, rest.Named("event type", c.kindName(ask.Trigger))
		if other, err := c.elsewhere(ctx, ask); other || err != nil {
			return model.Page{}, err
		}
	} else if kinds, err = c.kindIDs(ctx, ask.Function); err != nil || len(kinds) == 0 {
		return model.Page{}, err
	}
	w, err := c.shelves.get(name, kinds).page(ctx, &reading{c: c, request: r}, max(ask.Page, 1), ask.Limit)
	if err != nil {
		return model.Page{}, err
	}
	page := model.Page{Runs: make([]model.RunDetail, 0, len(w.events)), More: w.more, Ahead: w.ahead}
	for _, e := range w.events {
		run := c.run(e, ask.Trigger)
		if run.Function.ID == "" {
			run.Function.ID = ask.Function
		}
		if ask.Function == "" || run.Function.ID == ask.Function {
			page.Runs = append(page.Runs, run)
		}
	}
	return page, nil
}

// elsewhere reports whether the event type that is asked for belongs to another
// flow type than the one that is asked for.
func (c *Client) elsewhere(ctx context.Context, ask model.Ask) (bool, error) {
	if ask.Function == "" {
		return false, nil
	}
	kinds, err := c.kindsOf(ctx, api.ListRuns, ask.Function, -1)
	return !slices.ContainsFunc(kinds, func(k eventType) bool { return k.id == ask.Trigger }), err
}

// kindName is what an event type is called, or its id.
func (c *Client) kindName(id string) string {
	if k, _, ok := c.kind(id); ok {
		return k.name
	}
	return id
}

// kindIDs are the ids of a flow type's event types. They are read where they
// are not known; new ones turn up when the triggers are listed.
func (c *Client) kindIDs(ctx context.Context, flowType string) ([]string, error) {
	all, err := c.kindsOf(ctx, api.ListRuns, flowType, -1)
	ids := make([]string, 0, len(all))
	for _, k := range all {
		ids = append(ids, k.id)
	}
	slices.Sort(ids)
	return ids, err
}

// kindsAtOnce is how many event types are asked about in one request: each
// makes its URL 49 characters longer.
const kindsAtOnce = 40

// Run reads one event in full. There is no call for one event (npm
// @flowcore/sdk 1.79.0; CONFIRMED by its not being there), so its hour is
// asked, in which it is where its id says, or beside it.
func (c *Client) Run(ctx context.Context, id model.RunID) (_ model.RunDetail, err error) {
	defer c.rest.Tell(&err)
	r := rest.Request{Op: api.ReadRun, Target: rest.Named("event", id.ID)}
	if _, _, is := splitDelivery(id.ID); is && c.bearer {
		d, err := c.readDelivery(ctx, r.Op, id.ID)
		if err != nil {
			return model.RunDetail{}, err
		}
		return c.delivered(d), nil
	}
	made, ok := uuidTime(id.ID)
	switch {
	case ok:
	case c.bearer && isUUID(id.ID):
		return c.readRestart(ctx, id.ID)
	default:
		return model.RunDetail{}, &api.Error{Kind: api.NotFound, Op: r.Op, Target: r.Target, Reason: "an event's id is a time UUID, and this is none"}
	}
	rd := &reading{c: c, request: r}
	own, waits := c.accepted.get(strings.ToLower(id.ID))
	var kinds []string
	if waits {
		kinds = []string{own.kind}
	} else if err := c.learn(ctx, api.ReadRun); err != nil {
		return model.RunDetail{}, err
	} else {
		kinds = c.everyKind()
	}
	hours := []time.Duration{0, -time.Hour, time.Hour}
	if waits {
		hours = hours[:1] // it is asked for again and again until it is there
	}
	for _, beside := range hours {
		bucket := bucketOf(made.Add(beside))
		for some := range slices.Chunk(kinds, kindsAtOnce) {
			e, found, err := rd.event(ctx, some, bucket, id.ID)
			if err != nil {
				return model.RunDetail{}, err
			}
			if found {
				c.accepted.stored(id.ID)
				kind := ""
				if len(some) == 1 {
					kind = some[0]
				}
				return c.run(e, kind), nil
			}
		}
	}
	if waits {
		return c.underWay(own, made)
	}
	return model.RunDetail{}, &api.Error{Kind: api.NotFound, Op: r.Op, Target: r.Target}
}

// event reads one event of an hour, where it is there.
func (rd *reading) event(ctx context.Context, kinds []string, bucket, id string) (event, bool, error) {
	found, _, err := rd.events(ctx, kinds, bucket, url.Values{queryFrom: {id}, queryPageSize: {"1"}, queryOrder: {oldestFirst}})
	if err != nil {
		return event{}, false, err
	}
	for _, e := range found {
		if strings.EqualFold(e.id, id) {
			return e, true, nil
		}
	}
	return event{}, false, nil
}
