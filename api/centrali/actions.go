package centrali

import (
	"context"
	"encoding/json"
	"errors"
	"net/http"

	"fntop/api"
	"fntop/api/internal/loose"
	"fntop/api/internal/rest"
	"fntop/model"
)

var actionOps = map[model.ActionKind]api.Op{
	model.Invoke: api.InvokeTrigger, model.Rerun: api.RerunRun,
	model.Pause: api.PauseTrigger, model.Resume: api.ResumeTrigger,
}

// noInvokeFunction is why a function is not invoked by itself: the calls that
// are known name a trigger, each of them (docs.centrali.io, the SDK).
const noInvokeFunction = "Centrali starts a function by its triggers alone"

// Do sends one action, at most once. In read-only mode it sends nothing,
// whatever asked for it.
func (c *Client) Do(ctx context.Context, a model.Action) (_ model.Receipt, err error) {
	defer c.rest.Tell(&err)
	op, ok := actionOps[a.Kind]
	if !ok {
		return model.Receipt{}, &api.Error{Kind: api.Unsupported}
	}
	r := rest.Request{Op: op, Method: http.MethodPost}
	id := a.Trigger.ID
	if a.Kind == model.Rerun {
		id = a.Run.ID
		r.Target = rest.Named("run", id)
	} else if id == "" && a.Function.ID != "" {
		r.Target = rest.Named("function", a.Function.Label())
	} else if r.Target = c.rest.Called("trigger", id); a.Trigger.Name != "" {
		r.Target = rest.Named("trigger", a.Trigger.Name)
	}
	switch {
	case c.info.ReadOnly:
		return model.Receipt{}, &api.Error{Kind: api.ReadOnly, Op: op, Target: r.Target}
	case a.Kind == model.Invoke && id == "" && a.Function.ID != "":
		return model.Receipt{}, &api.Error{Kind: api.Unsupported, Op: op, Target: r.Target, Reason: noInvokeFunction}
	case id == "":
		return model.Receipt{}, &api.Error{Kind: api.NotFound, Op: op, Reason: "no id"}
	}
	switch a.Kind {
	case model.Invoke:
		return c.invoke(ctx, r, a)
	case model.Rerun:
		return c.rerun(ctx, r, a)
	}
	return model.Receipt{}, c.enable(ctx, r, id, a.Kind == model.Resume)
}

// invoke starts an on-demand trigger
// (my.diffend.io/npm/@centrali-io/centrali-sdk/4.4.2/4.4.5 for the call and
// that a job id comes back; CONFIRMED).
func (c *Client) invoke(ctx context.Context, r rest.Request, a model.Action) (model.Receipt, error) {
	r.URL = c.routes.trigger(a.Trigger.ID, segExecute)
	body := object{}
	if err := body.put(keyPayload, a.Payload); err != nil {
		return model.Receipt{}, badInput(r, "the payload is not valid JSON")
	}
	return c.job(ctx, r, body)
}

// rerun repeats a run (docs.centrali.dev/platform/function-rerun; CONFIRMED).
// Every field is optional, and what was not asked for is not sent.
func (c *Client) rerun(ctx context.Context, r rest.Request, a model.Action) (model.Receipt, error) {
	r.URL = c.routes.rerun(a.Run.ID)
	body := object{}
	if a.LatestCode {
		body[keyUseLatestCode] = json.RawMessage("true")
	}
	if a.Reason != "" {
		reason, err := json.Marshal(a.Reason)
		if err != nil {
			return model.Receipt{}, badInput(r, "the reason cannot be sent")
		}
		body[keyReason] = reason
	}
	if err := body.put(keyOverride, a.Override); err != nil {
		return model.Receipt{}, badInput(r, "the override is not valid JSON")
	}
	return c.job(ctx, r, body)
}

// job sends an action that is answered with a job id.
func (c *Client) job(ctx context.Context, r rest.Request, body object) (model.Receipt, error) {
	r.Body = body.bytes()
	answer, err := c.rest.Do(ctx, r)
	if err != nil {
		return model.Receipt{}, err
	}
	receipt := receiptOf(answer.Body)
	if receipt.JobID == "" {
		return receipt, rest.BadAnswer(&r, answer, "it names no job", nil)
	}
	return receipt, nil
}

// receiptOf reads a job id in its four forms: "id", {data: "id"},
// {jobId: "id"} and {data: {jobId: "id"}}. The third is a rerun's
// (docs.centrali.dev/platform/function-rerun; CONFIRMED); which one an invoke
// sends is not known, but that the SDK's result.data is the id
// (github.com/blueinit/create-centrali-app; STRONG). A run id beside it is
// INFERRED.
func receiptOf(body []byte) model.Receipt {
	if loose.Kind(body) != '{' {
		return model.Receipt{JobID: jobText(body)}
	}
	f, err := loose.Fields(body)
	if err != nil {
		return model.Receipt{}
	}
	if id := loose.Text(f["jobId"]); id != "" {
		return model.Receipt{JobID: id, RunID: loose.Text(f["runId"])}
	}
	if loose.Kind(f["data"]) == '{' {
		in, _ := loose.Fields(f["data"])
		return model.Receipt{JobID: loose.Text(in["jobId"]), RunID: loose.Text(in["runId"])}
	}
	return model.Receipt{JobID: jobText(f["data"])}
}

// jobText is a value as a job id, where it is whole.
func jobText(raw []byte) string {
	if !json.Valid(raw) {
		return ""
	}
	return loose.Text(raw)
}

// enable resumes or pauses a trigger. The path is INFERRED; where the backend
// does not know it although it knows the trigger, the trigger's enabled field
// is changed instead. That is another request after a plain refusal, not the
// same one again.
func (c *Client) enable(ctx context.Context, r rest.Request, id string, on bool) error {
	r.Method = http.MethodPatch
	path := segPause
	if on {
		path = segResume
	}
	r.URL = c.routes.trigger(id, path)
	_, err := c.rest.Do(ctx, r)
	var e *api.Error
	if !errors.As(err, &e) || e.Op != r.Op ||
		e.Status != http.StatusNotFound && e.Status != http.StatusMethodNotAllowed {
		return err
	}
	triggers, listErr := c.Triggers(ctx)
	if listErr != nil {
		return err // the refusal is what the person asked about
	}
	for _, t := range triggers {
		if t.ID == id {
			r.URL = c.routes.trigger(id)
			enabled, value := object{}, json.RawMessage("false")
			if on {
				value = json.RawMessage("true")
			}
			enabled[keyEnabled] = value
			r.Body = enabled.bytes()
			_, err = c.rest.Do(ctx, r)
			return err
		}
	}
	return err
}

// object is a JSON object that is sent.
type object map[string]json.RawMessage

// put adds a value byte for byte, unless there is none.
func (o object) put(key string, value json.RawMessage) error {
	if len(value) == 0 {
		return nil
	}
	if !json.Valid(value) {
		return loose.ErrNotJSON
	}
	o[key] = value
	return nil
}

// bytes spells the object. Its values stay as they are spelled.
func (o object) bytes() []byte {
	b := []byte{'{'}
	for _, key := range []string{keyPayload, keyUseLatestCode, keyReason, keyOverride, keyEnabled} {
		if v, ok := o[key]; ok {
			if len(b) > 1 {
				b = append(b, ',')
			}
			b = append(append(append(b, '"'), key...), '"', ':')
			b = append(b, v...)
		}
	}
	return append(b, '}')
}

// badInput refuses what a person gave before anything is sent.
func badInput(r rest.Request, why string) error {
	return &api.Error{Kind: api.Refused, Op: r.Op, Target: r.Target, Reason: why}
}
