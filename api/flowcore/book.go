package flowcore

import (
	"context"
	"sync"
	"time"

	"fntop/api"
	"fntop/api/internal/loose"
	"fntop/api/internal/rest"
)

// book is what the data core's flow types and event types are called. Events
// and notifications name them; everything else goes by their ids.
type book struct {
	turn turn // who holds it may read the lists

	mu        sync.Mutex
	flowTypes []flowType
	read      time.Time // when these were; zero: never
	kinds     map[string]kinds
}

// kinds are the event types of one flow type.
type kinds struct {
	all  []eventType
	read time.Time // zero: what is known is out of date
}

type flowType struct{ id, name, description string }

type eventType struct {
	id, name, description string
	flowType              string // its id
	leaving               bool   // it is being deleted
	masked                bool   // what it holds of people is left out
}

func newBook() book { return book{turn: newTurn(), kinds: map[string]kinds{}} }

const (
	// flowTypesKept lets one reading of the list serve two questions.
	flowTypesKept = time.Second
	// kindsKept is how long event types are believed: there is a list of them
	// for each flow type, and they seldom change.
	kindsKept = 5 * time.Minute
	kindsOnce = 4 // lists that are read at a time
)

// types are the data core's flow types, read no longer ago than age.
func (c *Client) types(ctx context.Context, op api.Op, age time.Duration) ([]flowType, error) {
	r := rest.Request{Op: op, Target: rest.Named("data core", c.info.Workspace)}
	if err := c.book.turn.take(ctx, &r); err != nil {
		return nil, err
	}
	defer c.book.turn.done()
	c.book.mu.Lock()
	have, read := c.book.flowTypes, c.book.read
	c.book.mu.Unlock()
	if !read.IsZero() && c.clock.Now().Sub(read) <= age {
		return have, nil
	}
	core, err := c.coreID(ctx)
	if err != nil {
		return nil, err
	}
	r.URL = c.hosts.flowTypes(core)
	rows, answer, err := c.list(ctx, r)
	if err != nil {
		return nil, err
	}
	var all []flowType
	for _, row := range rows {
		f, _ := loose.Fields(row) // of a row that breaks off, what was before
		if t := (flowType{loose.Text(f["id"]), loose.Text(f["name"]), loose.Text(f["description"])}); t.id != "" {
			all = append(all, t)
		}
	}
	if err := c.rest.Skipped(&r, answer, len(rows)-len(all), len(rows)); err != nil {
		return nil, err
	}
	c.book.mu.Lock()
	defer c.book.mu.Unlock()
	c.book.flowTypes, c.book.read = all, c.clock.Now()
	return all, nil
}

// kindsOf are the event types of one flow type, read no longer ago than age,
// or whenever where that is less than nothing.
func (c *Client) kindsOf(ctx context.Context, op api.Op, flowType string, age time.Duration) ([]eventType, error) {
	c.book.mu.Lock()
	have := c.book.kinds[flowType]
	c.book.mu.Unlock()
	if !have.read.IsZero() && (age < 0 || c.clock.Now().Sub(have.read) <= age) {
		return have.all, nil
	}
	r := rest.Request{Op: op, Target: rest.Named("flow type", c.typeName(flowType)), URL: c.hosts.eventTypes(flowType)}
	rows, answer, err := c.list(ctx, r)
	if err != nil {
		return nil, err
	}
	var all []eventType
	for _, row := range rows {
		f, _ := loose.Fields(row)
		t := eventType{
			id: loose.Text(f["id"]), name: loose.Text(f["name"]), description: loose.Text(f["description"]), flowType: flowType,
			leaving: loose.Flag(f["isDeleting"]).Value, masked: loose.Flag(f["sensitiveDataEnabled"]).Value,
		}
		if t.id != "" {
			all = append(all, t)
		}
	}
	if err := c.rest.Skipped(&r, answer, len(rows)-len(all), len(rows)); err != nil {
		return nil, err
	}
	c.book.mu.Lock()
	defer c.book.mu.Unlock()
	c.book.kinds[flowType] = kinds{all, c.clock.Now()}
	return all, nil
}

// typeName is what a flow type is called, or its id.
func (c *Client) typeName(id string) string {
	c.book.mu.Lock()
	defer c.book.mu.Unlock()
	for _, t := range c.book.flowTypes {
		if t.id == id {
			return t.name
		}
	}
	return id
}

// named are the ids of a flow type and of an event type of it, empty where
// they are not known.
func (c *Client) named(flow, event string) (flowID, eventID string) {
	c.book.mu.Lock()
	defer c.book.mu.Unlock()
	for _, t := range c.book.flowTypes {
		if t.name != flow {
			continue
		}
		flowID = t.id
		for _, k := range c.book.kinds[t.id].all {
			if k.name == event {
				return flowID, k.id
			}
		}
	}
	return flowID, ""
}

// kind is the event type with an id, and the name of its flow type.
func (c *Client) kind(id string) (eventType, string, bool) {
	c.book.mu.Lock()
	defer c.book.mu.Unlock()
	for _, t := range c.book.flowTypes {
		for _, k := range c.book.kinds[t.id].all {
			if k.id == id {
				return k, t.name, true
			}
		}
	}
	return eventType{}, "", false
}

// everyKind are the ids of all event types that are known.
func (c *Client) everyKind() []string {
	c.book.mu.Lock()
	defer c.book.mu.Unlock()
	var all []string
	for _, t := range c.book.flowTypes {
		for _, k := range c.book.kinds[t.id].all {
			all = append(all, k.id)
		}
	}
	return all
}

// outdate makes the lists be read again when they are asked for next: a name
// came up that they do not know.
func (c *Client) outdate(flowID string) {
	c.book.mu.Lock()
	defer c.book.mu.Unlock()
	c.book.read = time.Time{}
	if k, ok := c.book.kinds[flowID]; ok {
		k.read = time.Time{}
		c.book.kinds[flowID] = k
	}
}
