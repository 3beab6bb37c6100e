package agentos

import (
	"bytes"
	"context"
	"crypto/rand"
	"encoding/json"
	"errors"
	"fmt"
	"net/http"
	"time"

	"fntop/api"
	"fntop/api/internal/loose"
	"fntop/api/internal/rest"
	"fntop/model"
)

// Do sends one action, at most once. In read-only mode it sends nothing,
// whatever asked for it.
func (c *Client) Do(ctx context.Context, a model.Action) (_ model.Receipt, err error) {
	defer c.rest.Tell(&err)
	var op api.Op
	var target, id string
	switch a.Kind {
	case model.Invoke:
		kind := "trigger"
		if a.Trigger.ID == "" {
			kind = "agent"
		}
		op, id = api.InvokeTrigger, a.Invoked().ID
		if target = c.rest.Called(kind, id); a.Invoked().Name != "" {
			target = rest.Named(kind, a.Invoked().Name)
		}
	case model.Rerun:
		op, id, target = api.RerunRun, a.Run.ID, runTarget(a.Run)
	case model.Pause, model.Resume:
		op = map[model.ActionKind]api.Op{model.Pause: api.PauseTrigger, model.Resume: api.ResumeTrigger}[a.Kind]
		return model.Receipt{}, &api.Error{Kind: api.Unsupported, Op: op, Target: c.rest.Called("trigger", a.Trigger.ID), Reason: noPause}
	case model.CancelRun, model.ResumeRun:
		op, id, target = runOps[a.Kind], a.Run.ID, runTarget(a.Run)
	default:
		return model.Receipt{}, &api.Error{Kind: api.Unsupported}
	}
	switch {
	case c.info.ReadOnly:
		return model.Receipt{}, &api.Error{Kind: api.ReadOnly, Op: op, Target: target}
	case id == "":
		return model.Receipt{}, &api.Error{Kind: api.NotFound, Op: op, Reason: "no id"}
	}
	r := rest.Request{Op: op, Target: target, Method: http.MethodPost}
	switch {
	case op == api.InvokeTrigger:
		return c.invoke(ctx, r, a)
	case a.OfRun():
		return c.changeRun(ctx, r, a)
	case c.native:
		return c.rerun(ctx, r, a)
	}
	return c.runAgain(ctx, r, a)
}

// invoke creates a run of an agent, in a thread of its own: of the one that is
// named, or of the trigger's. How a trigger itself is fired is not known.
func (c *Client) invoke(ctx context.Context, r rest.Request, a model.Action) (model.Receipt, error) {
	agent := a.Function.ID
	if a.Trigger.ID != "" {
		var err error
		if agent, err = c.agentOf(ctx, a.Trigger.ID); err != nil {
			return model.Receipt{}, err
		}
	}
	n := newRun{agent: agent, input: a.Payload}
	return c.create(ctx, r, n)
}

// runAgain repeats a run by creating another with the same agent, thread and
// input. Such a run has no place for a reason.
func (c *Client) runAgain(ctx context.Context, r rest.Request, a model.Action) (model.Receipt, error) {
	if a.Reason != "" {
		return model.Receipt{}, noReason(r)
	}
	original, err := c.read(ctx, r.Op, a.Run)
	if err != nil {
		return model.Receipt{}, err
	}
	if original.Function.ID == "" {
		return model.Receipt{}, badInput(r, "the run does not name its agent")
	}
	n := newRun{agent: original.Function.ID, thread: threadOf(original.Raw), input: original.Input}
	if len(a.Override) > 0 {
		n.input = a.Override
	}
	return c.create(ctx, r, n)
}

func noReason(r rest.Request) error {
	return &api.Error{
		Kind: api.Unsupported, Op: r.Op, Target: r.Target, Reason: noReasons,
		Next: "Nothing was sent: rerun it without a reason.",
	}
}

// rerun asks AgentOS itself to rerun. The call is a guess (OURS), made only
// where the profile says so. What it answers is not known either: where it
// names no run, the run itself goes on in another attempt.
func (c *Client) rerun(ctx context.Context, r rest.Request, a model.Action) (model.Receipt, error) {
	switch {
	case a.Reason != "":
		return model.Receipt{}, noReason(r)
	case len(a.Override) > 0:
		return model.Receipt{}, &api.Error{
			Kind: api.Unsupported, Op: r.Op, Target: r.Target, Reason: "AgentOS' own rerun takes no input, as far as is known",
			Next: `Nothing was sent: leave "rerun" out of experimental in the profile to rerun with another input.`,
		}
	}
	r.URL, r.Body, r.Header = c.routes.rerun(a.Run.ID), []byte("{}"), http.Header{idempotencyHeader: {freshKey()}}
	answer, err := c.rest.Do(ctx, r)
	if e := noCall(err, `Nothing was started: this server has no such call, or no such run. Leave "rerun" out of experimental in the profile to have a new run created instead.`); e != nil {
		return model.Receipt{}, e
	}
	if err != nil {
		return model.Receipt{}, err
	}
	f, _, _ := single(answer.Body)
	if id := idOf(f); id != "" {
		return model.Receipt{RunID: id}, nil
	}
	return model.Receipt{RunID: a.Run.ID}, nil
}

// noCall says of a server that does not know a guessed call that it does not.
func noCall(err error, next string) error {
	var e *api.Error
	if !errors.As(err, &e) || e.Status != http.StatusNotFound && e.Status != http.StatusMethodNotAllowed && e.Status != http.StatusNotImplemented {
		return nil
	}
	none := *e
	none.Kind, none.Lost = api.Unsupported, false
	none.Next = next
	return &none
}

// newRun is a run that is to be created.
type newRun struct {
	agent  string
	thread string // empty: a new one
	input  json.RawMessage
}

// body spells it. Its input stays as it is spelled.
func (n newRun) body() ([]byte, bool) {
	text := func(s string) []byte {
		b, err := json.Marshal(s)
		if err != nil {
			return []byte(`""`) // strings always can
		}
		return b
	}
	b := append([]byte(`{"`+keyAgent+`":`), text(n.agent)...)
	b = append(b, `,"`+keyThread+`":{"`...)
	if n.thread == "" {
		b = append(b, keyNewThread+`":true}`...)
	} else {
		b = append(append(append(b, keyThreadID+`":`...), text(n.thread)...), '}')
	}
	if len(n.input) > 0 {
		if !model.ValidJSON(n.input) {
			return nil, false
		}
		b = append(append(b, `,"`+keyInput+`":`...), n.input...)
	}
	return append(b, '}'), true
}

// create creates a run and returns its id (DIFF; CONFIRMED for the body and
// the answer's run_id). The key is a fresh one, and the request is not sent
// again by us: whether a server heeds the key where we put it is not certain.
// So a 409 says that something on the way sent it twice and that the first
// went through: that run is looked for.
func (c *Client) create(ctx context.Context, r rest.Request, n newRun) (model.Receipt, error) {
	body, ok := n.body()
	if !ok {
		return model.Receipt{}, badInput(r, "the payload is not valid JSON")
	}
	r.URL, r.Body, r.Header = c.routes.create(), body, http.Header{idempotencyHeader: {freshKey()}}
	sent := c.clock.Now()
	answer, err := c.rest.Do(ctx, r)
	if e := (*api.Error)(nil); errors.As(err, &e) && e.Status == http.StatusConflict {
		return c.wentThrough(ctx, n, sent, e)
	}
	if err != nil {
		return model.Receipt{}, err
	}
	f, _, _ := single(answer.Body)
	if id := idOf(f); id != "" {
		return model.Receipt{RunID: id}, nil
	}
	return model.Receipt{}, rest.BadAnswer(&r, answer, "it names no run", nil)
}

// Looking for a run that was created although the answer says otherwise.
const (
	skew       = 5 * time.Second // that its time may be before the sending
	newestRows = 50
)

// wentThrough finds the run that was created by a request whose repetition was
// refused. Only where one run alone fits is it taken for that; else the action
// counts as lost, and the caller looks on.
func (c *Client) wentThrough(ctx context.Context, n newRun, sent time.Time, refused *api.Error) (model.Receipt, error) {
	if ahead, known := c.Offset(); known {
		sent = sent.Add(ahead)
	}
	lost := *refused
	lost.Lost = true
	page, err := c.Runs(ctx, model.Ask{Function: n.agent, Page: 1, Limit: newestRows})
	if err != nil {
		return model.Receipt{}, &lost
	}
	var fits []string
	for i := range page.Runs {
		run := &page.Runs[i]
		if !run.When().Before(sent.Add(-skew)) && alike(run.Input, n.input) && (n.thread == "" || threadOf(run.Raw) == n.thread) {
			fits = append(fits, run.ID.ID)
		}
	}
	if len(fits) != 1 {
		return model.Receipt{}, &lost
	}
	return model.Receipt{RunID: fits[0]}, nil
}

// alike reports whether two inputs are the same but for white space.
func alike(a, b json.RawMessage) bool {
	var x, y bytes.Buffer
	if len(a) == 0 || len(b) == 0 || json.Compact(&x, a) != nil || json.Compact(&y, b) != nil {
		return len(loose.Text(a)) == 0 && len(a) == len(b)
	}
	return bytes.Equal(x.Bytes(), y.Bytes())
}

// freshKey is a key that nobody has sent before: a UUID of version 4.
func freshKey() string {
	var b [16]byte
	_, _ = rand.Read(b[:]) // never fails (crypto/rand)
	b[6], b[8] = b[6]&0x0f|0x40, b[8]&0x3f|0x80
	return fmt.Sprintf("%x-%x-%x-%x-%x", b[:4], b[4:6], b[6:8], b[8:10], b[10:])
}

// badInput refuses what cannot be sent before anything is.
func badInput(r rest.Request, why string) error {
	return &api.Error{Kind: api.Refused, Op: r.Op, Target: r.Target, Reason: why}
}
