package flowcore

import (
	"cmp"
	"context"
	"encoding/json"
	"net/url"
	"strconv"
	"strings"
	"time"

	"fntop/api"
	"fntop/api/internal/loose"
	"fntop/api/internal/rest"
	"fntop/model"
)

// delivery is a row of a delivery log: what orders it, and the whole of it as
// received.
type delivery struct {
	id, pathway string
	made        time.Time
	raw         json.RawMessage
}

// deliverySep stands in a run's id between the row's own id and its pathway's,
// without which it could not be found again. No event's id has it.
const deliverySep = "@"

func (d delivery) runID() string { return d.id + deliverySep + url.QueryEscape(d.pathway) }

// splitDelivery takes a run's id apart, false where it is none of a delivery.
func splitDelivery(id string) (own, pathway string, ok bool) {
	at := strings.LastIndex(id, deliverySep)
	if at <= 0 {
		return "", "", false
	}
	pathway, err := url.QueryUnescape(id[at+1:])
	return id[:at], pathway, err == nil && pathway != ""
}

// pathwayStatuses are those of deliveries and of restarts.
func pathwayStatuses() model.StatusSet {
	set := model.NewStatusSet(model.StatusCompleted, model.StatusFailure)
	for _, s := range restartWords {
		set |= model.NewStatusSet(s)
	}
	return set
}

// logFor is what of a pathway's log is asked for, false where that is nothing:
// no event type's runs are a pathway's, and a delivery ends in one of two ways.
func logFor(ask model.Ask) (logOf, bool) {
	of := logOf{pathway: ask.Function}
	switch s := ask.Status; {
	case s.Known && s.Value == model.StatusCompleted:
		of.success = model.Some(true)
	case s.Known && s.Value == model.StatusFailure:
		of.success = model.Some(false)
	case s.Known:
		return of, false
	}
	return of, ask.Trigger == ""
}

// deliveries reads one page of one pathway's log with one request, or a few
// where rows moved since the page before was read.
func (c *Client) deliveries(ctx context.Context, p pathway, ask model.Ask) (model.Page, error) {
	of, some := logFor(ask)
	if !some {
		return model.Page{}, nil
	}
	r := rest.Request{Op: api.ListRuns, Target: rest.Named("data pathway", p.name)}
	got, err := c.logPage(ctx, c.logs.get(of), r, cut{max(ask.Page, 1), ask.Limit})
	if err != nil {
		return model.Page{}, err
	}
	page := model.Page{Runs: make([]model.RunDetail, 0, len(got.rows)), Skipped: got.skipped, More: got.more}
	for _, d := range got.rows {
		// A server may not heed what was asked for.
		if run := c.delivered(d); !ask.Status.Known || run.Status == ask.Status.Value {
			page.Runs = append(page.Runs, run)
		}
	}
	return page, nil
}

// readDelivery reads one of them.
func (c *Client) readDelivery(ctx context.Context, op api.Op, id string) (delivery, error) {
	r := rest.Request{Op: op, Target: rest.Named("delivery", id)}
	own, of, ok := splitDelivery(id)
	if !ok {
		return delivery{}, &api.Error{Kind: api.NotFound, Op: op, Target: r.Target}
	}
	if d, known := c.logs.known(id); known {
		return d, nil
	}
	p, found, err := c.pathway(ctx, op, of)
	switch {
	case !found && err != nil:
		return delivery{}, err
	case !found:
		return delivery{}, &api.Error{Kind: api.NotFound, Op: op, Target: r.Target, Reason: "the data core has no such pathway"}
	}
	return c.logFind(ctx, r, logOf{pathway: p.id}, own)
}

// delivered is a delivery as a run. Field names: github.com/flowcore-io/flowcore-sdk,
// contracts/data-pathways (CONFIRMED). That createdAt is when it ended is
// INFERRED: the row holds how long it took and how it ended.
func (c *Client) delivered(d delivery) model.RunDetail {
	f, _ := loose.Fields(d.raw)
	run := model.RunDetail{
		Run: model.Run{
			ID: model.RunID{Profile: c.info.Profile, ID: d.runID()}, Backend: Backend,
			Function:  model.Ref{ID: d.pathway, Name: c.pathwayName(d.pathway)},
			Source:    cmp.Or(loose.Shared(f["eventType"]), loose.Shared(f["flowType"])),
			Workspace: c.info.Workspace, Created: d.made, Ended: d.made,
		},
		Raw: d.raw,
	}
	if took := loose.Count(f["durationMs"]); took.Known && !d.made.IsZero() {
		run.Started = d.made.Add(-time.Duration(took.Value) * time.Millisecond)
	}
	run.Again = c.repeats.of(cmp.Or(run.Started, d.made))
	switch success := loose.Flag(f["success"]); {
	case success.Known && success.Value:
		run.Status, run.StatusText = model.StatusCompleted, statusDelivered
	case success.Known:
		run.Status, run.StatusText = model.StatusFailure, statusUndelivered
		run.ErrorMessage = loose.Prose(f["errorMessage"])
		if code := loose.Count(f["httpStatus"]); code.Known {
			run.ErrorCode = strconv.FormatInt(code.Value, 10)
			run.ErrorMessage = cmp.Or(run.ErrorMessage, "HTTP "+run.ErrorCode)
		}
	}
	run.RunData = said(f["responseBody"])
	return run
}

// said is what an address answered. A text that is JSON is that JSON, as it is
// spelled; any other stays a string.
func said(body json.RawMessage) json.RawMessage {
	data, broken := loose.Payload(body)
	if broken || loose.Kind(data) != '"' {
		return data
	}
	text := strings.TrimSpace(loose.Text(data))
	switch {
	case text == "":
		return nil
	case model.ValidJSON([]byte(text)):
		return json.RawMessage(text)
	}
	return data
}
