package flowcore

import (
	"context"
	"sync"
	"sync/atomic"

	"fntop/api"
	"fntop/model"
)

// eventKind is the type of every trigger of Flowcore: a kind of event, of which
// anybody with a key may record one.
const eventKind model.TriggerType = "event-type"

// Functions lists the data core's flow types, and its pathways where they can
// be read.
func (c *Client) Functions(ctx context.Context) (out []model.Function, err error) {
	defer c.rest.Tell(&err)
	types, err := c.types(ctx, api.ListFunctions, flowTypesKept)
	if err != nil {
		return nil, err
	}
	for _, t := range types {
		out = append(out, model.Function{
			Backend: Backend, Profile: c.info.Profile, ID: t.id, Name: t.name, Description: t.description,
		})
	}
	for _, p := range c.withPathways(ctx) {
		out = append(out, model.Function{
			Backend: Backend, Profile: c.info.Profile, ID: p.id, Name: p.name, Description: p.description, Delivers: true,
		})
	}
	return out, nil
}

// Triggers lists the event types of every flow type: a request for each of
// those that were not asked about lately.
func (c *Client) Triggers(ctx context.Context) (out []model.Trigger, err error) {
	defer c.rest.Tell(&err)
	types, err := c.types(ctx, api.ListTriggers, kindsKept)
	if err != nil {
		return nil, err
	}
	all, err := c.kindsOfAll(ctx, api.ListTriggers, types)
	if err != nil {
		return nil, err
	}
	for i, kinds := range all {
		for _, k := range kinds {
			out = append(out, model.Trigger{
				Backend: Backend, Profile: c.info.Profile, ID: k.id, Name: k.name, Description: k.description,
				Type: eventKind, ByHand: true, Enabled: !k.leaving, Function: model.Ref{ID: types[i].id, Name: types[i].name},
			})
		}
	}
	return out, nil
}

// kindsOfAll are the event types of several flow types, in their order, a few
// lists at a time. One that fails fails them all: what is missing could not be
// told from what is not there.
func (c *Client) kindsOfAll(ctx context.Context, op api.Op, types []flowType) ([][]eventType, error) {
	all, failed, panics := make([][]eventType, len(types)), make([]error, len(types)), make([]*api.Panic, len(types))
	var beside sync.WaitGroup
	var over atomic.Bool // the others would only fail as well
	turns := make(chan struct{}, kindsOnce)
	for i, t := range types {
		turns <- struct{}{}
		if over.Load() {
			break
		}
		beside.Go(func() {
			defer func() { <-turns }()
			panics[i] = api.Guarded(func() { all[i], failed[i] = c.kindsOf(ctx, op, t.id, kindsKept) })
			if failed[i] != nil || panics[i] != nil {
				over.Store(true)
			}
		})
	}
	beside.Wait()
	for _, p := range panics {
		if p != nil {
			panic(p) // here it can be caught
		}
	}
	for _, err := range failed {
		if err != nil {
			return nil, err
		}
	}
	return all, nil
}

// learn makes sure that names can be told from ids: everything that was never
// read is.
func (c *Client) learn(ctx context.Context, op api.Op) error {
	types, err := c.types(ctx, op, kindsKept)
	if err != nil {
		return err
	}
	_, err = c.kindsOfAll(ctx, op, types)
	return err
}
