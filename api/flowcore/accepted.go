package flowcore

import (
	"encoding/json"
	"strings"
	"sync"
	"time"

	"fntop/api"
	"fntop/api/internal/rest"
	"fntop/model"
)

// unconfirmed is how long an event that was accepted may not be seen. How long
// the service takes to store one is not known.
const unconfirmed = 2 * time.Minute

// acceptedMost is how many are remembered.
const acceptedMost = 1000

// sentEvent is an event of ours that was accepted.
type sentEvent struct {
	id             string
	kind, kindName string
	flow           string
	payload        json.RawMessage
	at             time.Time // when, by our clock
}

// accepted are our own events on their way into the store.
type accepted struct {
	mu  sync.Mutex
	all map[string]sentEvent
}

func (a *accepted) add(e sentEvent) {
	a.mu.Lock()
	defer a.mu.Unlock()
	if len(a.all) >= acceptedMost {
		clear(a.all) // who still looks for one is told that it is not there
	}
	a.all[e.id] = e
}

func (a *accepted) get(id string) (sentEvent, bool) {
	a.mu.Lock()
	defer a.mu.Unlock()
	e, ok := a.all[id]
	return e, ok
}

func (a *accepted) stored(id string) {
	a.mu.Lock()
	defer a.mu.Unlock()
	delete(a.all, strings.ToLower(id))
}

// underWay is an event that was accepted and cannot be seen yet: it is
// pending, until nobody can believe any more that it will be.
func (c *Client) underWay(e sentEvent, made time.Time) (model.RunDetail, error) {
	if c.clock.Now().Sub(e.at) >= unconfirmed {
		return model.RunDetail{}, &api.Error{
			Kind: api.NotFound, Op: api.ReadRun, Target: rest.Named("event", e.id),
			Reason: "it was accepted and has not been stored within " + model.SpanText(unconfirmed),
			Next:   "Look for it in its event type's list later; it is not sent again.",
		}
	}
	flowID, _ := c.named(e.flow, e.kindName)
	return model.RunDetail{
		Run: model.Run{
			ID: model.RunID{Profile: c.info.Profile, ID: e.id}, Backend: Backend,
			Status: model.StatusPending, StatusText: statusAccepted,
			Function: model.Ref{ID: flowID, Name: e.flow}, Trigger: model.Ref{ID: e.kind, Name: e.kindName},
			JobID: e.id, Workspace: c.info.Workspace, Created: made,
		},
		RunData: e.payload,
	}, nil
}
