package flowcore

import (
	"context"
	"encoding/json"
	"errors"
	"slices"
	"strings"
	"sync"
	"time"

	"fntop/api"
	"fntop/api/internal/loose"
	"fntop/api/internal/rest"
	"fntop/model"
)

// restarts are those that were asked for here.
type restarts struct {
	mu   sync.Mutex
	sent map[string]sentRestart
}

type sentRestart struct {
	pathway, delivery string
	at                time.Time // by our clock
}

func (s *restarts) add(id string, of sentRestart) {
	s.mu.Lock()
	defer s.mu.Unlock()
	const most = 1000
	if len(s.sent) >= most {
		clear(s.sent)
	}
	s.sent[id] = of
}

func (s *restarts) get(id string) (sentRestart, bool) {
	s.mu.Lock()
	defer s.mu.Unlock()
	of, ok := s.sent[id]
	return of, ok
}

// restart asks the pathway of a delivery to start again from its hour. There is
// no call that repeats one delivery (SDK; CONFIRMED by its not being there).
func (c *Client) restart(ctx context.Context, r rest.Request, a model.Action) (model.Receipt, error) {
	r.Target, r.Auth = rest.Named("delivery", a.Run.ID), nil // as the client signs in
	switch {
	case a.LatestCode:
		return model.Receipt{}, noSuch(r, "a delivery has no code that could be the latest")
	case len(a.Override) > 0:
		return model.Receipt{}, noSuch(r, noDeliveryInput)
	}
	d, err := c.readDelivery(ctx, r.Op, a.Run.ID)
	if err != nil {
		return model.Receipt{}, unsent(err)
	}
	began := c.delivered(d).Started
	if began.IsZero() {
		began = d.made
	}
	if began.IsZero() {
		return model.Receipt{}, badInput(r, "the delivery does not say when it was, and the pathway would not know from where to start")
	}
	body := map[string]any{
		keyTargets: map[string]any{keyPathwayIDs: []string{d.pathway}}, keyMode: restartMode,
		keyPosition: map[string]any{keyBucket: bucketOf(restartFrom(began))}, keyRequestedBy: restartedBy,
	}
	if a.Reason != "" {
		body[keyReason] = a.Reason
	}
	if r.Body, err = json.Marshal(body); err != nil {
		return model.Receipt{}, badInput(r, "the reason is no text")
	}
	r.URL = c.hosts.restartRequest()
	answer, err := c.rest.Do(ctx, r)
	if err != nil {
		return model.Receipt{}, err
	}
	f, _ := loose.Fields(answer.Body)
	id := loose.Text(f["restartRequestId"])
	if id == "" {
		return model.Receipt{}, rest.BadAnswer(&r, answer, "it names no restart", nil)
	}
	if taken, err := loose.Elements(f["acceptedTargets"]); err == nil && len(taken) == 0 {
		return model.Receipt{}, &api.Error{
			Kind: api.Refused, Op: r.Op, Target: r.Target, Reason: "the request was taken and the pathway skipped",
			Next: "Nothing was started: see whether the pathway is enabled and somebody runs it.",
		}
	}
	c.restarts.add(id, sentRestart{d.pathway, d.runID(), c.clock.Now()})
	return model.Receipt{JobID: id, RunID: id}, nil
}

func noSuch(r rest.Request, why string) error {
	return &api.Error{Kind: api.Unsupported, Op: r.Op, Target: r.Target, Reason: why,
		Next: "Nothing was sent: leave it out to have the pathway start again."}
}

// readRestart reads one restart. One that was asked for a moment ago and cannot
// be seen yet is pending.
func (c *Client) readRestart(ctx context.Context, id string) (model.RunDetail, error) {
	r := rest.Request{Op: api.ReadRun, Target: rest.Named("restart", id), URL: c.hosts.restart(id), Limit: c.rest.MaxBody()}
	sent, own := c.restarts.get(id)
	answer, err := c.rest.Do(ctx, r)
	err = apart(err)
	var e *api.Error
	if errors.As(err, &e) && e.Kind == api.NotFound {
		if own && c.clock.Now().Sub(sent.at) < unconfirmed {
			return c.asRestart(id, sent, nil, nil), nil
		}
		e.Target, e.Next = rest.Named("run", id), "An event's id is a time UUID, and a delivery's ends in "+deliverySep+" and its pathway: take it from a list."
	}
	if err != nil {
		return model.RunDetail{}, err
	}
	f, err := loose.Fields(answer.Body)
	if err != nil || loose.Text(f["id"]) == "" {
		return model.RunDetail{}, rest.BadAnswer(&r, answer, "no restart", err)
	}
	targets, _ := loose.Fields(f[keyTargets])
	rows, _ := loose.Elements(targets[keyPathwayIDs])
	if !own {
		names := make([]string, 0, len(rows))
		for _, row := range rows {
			names = append(names, loose.Text(row))
		}
		all, err := c.readPathways(ctx, r.Op, kindsKept)
		i := slices.IndexFunc(all, func(p pathway) bool { return slices.Contains(names, p.id) })
		switch {
		case i >= 0:
			sent.pathway = all[i].id
		case err != nil:
			return model.RunDetail{}, err
		case len(names) > 0: // of another data core
			return model.RunDetail{}, &api.Error{Kind: api.NotFound, Op: r.Op, Target: r.Target, Reason: "it is of no pathway of the data core"}
		}
	}
	return c.asRestart(id, sent, f, answer.Body), nil
}

// asRestart is a restart as a run: where it stands, and no output. What came of
// it are the deliveries that follow. Field names: github.com/flowcore-io/flowcore-sdk,
// contracts/data-pathways (CONFIRMED).
func (c *Client) asRestart(id string, sent sentRestart, f map[string]json.RawMessage, raw json.RawMessage) model.RunDetail {
	run := model.RunDetail{
		Run: model.Run{
			ID: model.RunID{Profile: c.info.Profile, ID: id}, Backend: Backend, JobID: id,
			Status: model.StatusPending, StatusText: statusAccepted, Source: sourceRestart,
			Workspace: c.info.Workspace, IsRerun: model.Some(true), OriginalRunID: sent.delivery, Again: restartAgain,
		},
		Raw: raw,
	}
	if sent.pathway != "" {
		run.Function = model.Ref{ID: sent.pathway, Name: c.pathwayName(sent.pathway)}
	}
	if f == nil {
		return run
	}
	run.StatusText = loose.Text(f["status"])
	run.Status = restartWords[strings.ToLower(run.StatusText)]
	run.Created, run.Updated = loose.Time(f["createdAt"]), loose.Time(f["updatedAt"])
	run.Started = run.Created
	run.RerunBy, run.RerunReason = loose.Text(f[keyRequestedBy]), loose.Text(f[keyReason])
	if run.Status.Over() {
		run.Ended = run.Updated
	}
	return run
}
