package flowcore

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"net/http"
	"strings"

	"fntop/api"
	"fntop/api/internal/loose"
	"fntop/api/internal/rest"
	"fntop/model"
)

var actionOps = map[model.ActionKind]api.Op{
	model.Invoke: api.InvokeTrigger, model.Rerun: api.RerunRun,
	model.Pause: api.PauseTrigger, model.Resume: api.ResumeTrigger,
}

// noInvokeFunction is why a flow type is not invoked: an event has a type
// (DOCS; CONFIRMED), and of a flow type's it is not known which is meant.
const (
	noInvokeFunction = "an event of Flowcore is ingested into one of the flow type's event types"
	noInvokePathway  = ", and a data pathway delivers by itself what is stored"
)

// Do sends one action, at most once. In read-only mode it sends nothing,
// whatever asked for it.
func (c *Client) Do(ctx context.Context, a model.Action) (_ model.Receipt, err error) {
	defer c.rest.Tell(&err)
	op, ok := actionOps[a.Kind]
	if !ok {
		return model.Receipt{}, &api.Error{Kind: api.Unsupported}
	}
	r := rest.Request{Op: op, Method: http.MethodPost, Auth: c.ingest}
	id, why := a.Trigger.ID, c.info.Caps.NoInvoke
	r.Target = rest.Named("event type", a.Trigger.Label())
	if a.Kind == model.Invoke && id == "" && a.Function.ID != "" {
		id, why, r.Target = a.Function.ID, c.info.Caps.NoInvokeFunction, rest.Named("flow type", a.Function.Label())
	}
	switch a.Kind {
	case model.Rerun:
		id, why, r.Target = a.Run.ID, "", rest.Named("event", a.Run.ID)
	case model.Pause, model.Resume:
		why = c.info.Caps.NoPause
	}
	switch {
	case c.info.ReadOnly:
		return model.Receipt{}, &api.Error{Kind: api.ReadOnly, Op: op, Target: r.Target}
	case why != "":
		return model.Receipt{}, &api.Error{Kind: api.Unsupported, Op: op, Target: r.Target, Reason: why}
	case id == "":
		return model.Receipt{}, &api.Error{Kind: api.NotFound, Op: op, Reason: "no id"}
	case a.Kind == model.Rerun:
		if _, _, is := splitDelivery(id); is && c.bearer {
			return c.restart(ctx, r, a)
		}
		return c.rerun(ctx, r, a)
	}
	return c.invoke(ctx, r, a)
}

// invoke ingests one event of an event type.
func (c *Client) invoke(ctx context.Context, r rest.Request, a model.Action) (model.Receipt, error) {
	kind, flow, known := c.kind(a.Trigger.ID)
	if !known {
		if err := c.learn(ctx, r.Op); err != nil {
			return model.Receipt{}, unsent(err)
		}
		if kind, flow, known = c.kind(a.Trigger.ID); !known {
			return model.Receipt{}, &api.Error{Kind: api.NotFound, Op: r.Op, Target: r.Target}
		}
	}
	r.Target = rest.Named("event type", kind.name)
	payload := a.Payload
	if len(payload) == 0 {
		payload = json.RawMessage("{}")
	}
	return c.record(ctx, r, flow, kind.name, kind.id, payload)
}

// rerun ingests the payload of an event again, as a new event: an event that
// is stored does not happen once more.
func (c *Client) rerun(ctx context.Context, r rest.Request, a model.Action) (model.Receipt, error) {
	switch {
	case a.LatestCode:
		return model.Receipt{}, unsupported(r, "an event has no code that could be the latest")
	case a.Reason != "":
		return model.Receipt{}, unsupported(r, "Flowcore keeps no reason with an event")
	}
	run, err := c.Run(ctx, a.Run)
	if err != nil {
		return model.Receipt{}, unsent(err)
	}
	if no := c.info.Caps.AgainOf(&run.Run).No; no != "" {
		return model.Receipt{}, &api.Error{Kind: api.Unsupported, Op: r.Op, Target: r.Target, Reason: no}
	}
	f, _ := loose.Fields(run.Raw)
	flow, kind := loose.Text(f["flowType"]), loose.Text(f["eventType"])
	switch {
	case run.Status != model.StatusRecorded:
		return model.Receipt{}, badInput(r, "the event is not stored yet")
	case flow == "" || kind == "":
		return model.Receipt{}, badInput(r, "the event does not name its flow type and event type")
	case len(run.RunData) == 0:
		return model.Receipt{}, badInput(r, "the event has no payload that could be sent")
	}
	payload, err := replaced(run.RunData, a.Override)
	if err != nil {
		return model.Receipt{}, badInput(r, "the override is no JSON object, or the event's payload is none")
	}
	return c.record(ctx, r, flow, kind, run.Trigger.ID, payload)
}

// replaced is an object with members of another in place of its own.
func replaced(payload, override json.RawMessage) (json.RawMessage, error) {
	if len(override) == 0 {
		return payload, nil
	}
	var old, fresh map[string]json.RawMessage
	if err := json.Unmarshal(payload, &old); err != nil {
		return nil, err
	}
	if err := json.Unmarshal(override, &fresh); err != nil {
		return nil, err
	}
	for name, value := range fresh {
		old[name] = value
	}
	return json.Marshal(old)
}

// record ingests an event (npm @flowcore/sdk 1.79.0, ingest.event; CONFIRMED,
// but for its repeating a request that failed). What answers with an id has
// accepted the event and stores it a moment later
// (github.com/flowcore-io/bun-webhook-service; CONFIRMED).
func (c *Client) record(ctx context.Context, r rest.Request, flow, kind, kindID string, payload json.RawMessage) (model.Receipt, error) {
	if loose.Kind(payload) != '{' || !model.ValidJSON(payload) {
		return model.Receipt{}, badInput(r, "the payload of an event is a JSON object")
	}
	core, err := c.coreID(ctx)
	if err != nil {
		return model.Receipt{}, unsent(err)
	}
	r.URL, r.Body = c.hosts.ingest(c.place.tenant, core, flow, kind), bytes.TrimSpace(payload)
	answer, err := c.rest.Do(ctx, r)
	if err != nil {
		var e *api.Error
		if errors.As(err, &e) {
			e.Setup.Way = api.ByKey
		}
		return model.Receipt{}, err
	}
	f, _ := loose.Fields(answer.Body)
	id := loose.Text(f["eventId"])
	switch no := loose.Flag(f["success"]); {
	case no.Known && !no.Value:
		return model.Receipt{}, badInput(r, "the service says that it did not take the event")
	case id == "":
		return model.Receipt{}, rest.BadAnswer(&r, answer, "it names no event", nil)
	}
	c.accepted.add(sentEvent{
		id: strings.ToLower(id), kind: kindID, kindName: kind, flow: flow, payload: r.Body, at: c.clock.Now(),
	})
	return model.Receipt{JobID: id, RunID: id}, nil
}

// unsent says of a failure to read that nothing was sent.
func unsent(err error) error {
	var e *api.Error
	if errors.As(err, &e) {
		e.Unsent = true
	}
	return err
}

func unsupported(r rest.Request, why string) error {
	return &api.Error{Kind: api.Unsupported, Op: r.Op, Target: r.Target, Reason: why,
		Next: "Nothing was sent: leave it out; a rerun records the same payload as a new event."}
}

// badInput refuses what a person gave before anything is sent.
func badInput(r rest.Request, why string) error {
	return &api.Error{Kind: api.Refused, Op: r.Op, Target: r.Target, Reason: why}
}
