package centrali

import (
	"context"
	"encoding/json"
	"strings"

	"fntop/api"
	"fntop/api/internal/loose"
	"fntop/api/internal/rest"
	"fntop/model"
)

// Runs reads one page of one trigger's or function's runs with one request.
func (c *Client) Runs(ctx context.Context, ask model.Ask) (_ model.Page, err error) {
	defer c.rest.Tell(&err)
	r := rest.Request{Op: api.ListRuns, Target: c.rest.Called("function", ask.Function)}
	if ask.Trigger != "" {
		r.Target = c.rest.Called("trigger", ask.Trigger)
	}
	if ask.Trigger == "" && ask.Function == "" {
		return model.Page{}, &api.Error{Kind: api.Unsupported, Op: api.ListRuns}
	}
	ask.Limit = min(ask.Limit, model.MaxLimit)
	r.URL = c.routes.runs(ask)
	answer, err := c.rest.Do(ctx, r)
	if err != nil {
		return model.Page{}, err
	}
	l, err := list(answer.Body)
	if err != nil {
		return model.Page{}, rest.BadAnswer(&r, answer, "no list of runs", err)
	}
	page := model.Page{Runs: make([]model.RunDetail, 0, len(l.rows)), More: l.more(ask.Page, ask.Limit, c.first(ask, &l))}
	for _, row := range l.rows {
		// More was told from the page as it came; what is dropped here does
		// not make it shorter.
		switch run := c.run(row); {
		case run.ID.IsZero():
			page.Skipped++
		case wanted(&run, ask):
			page.Runs = append(page.Runs, run)
		}
	}
	if err := c.rest.Skipped(&r, answer, page.Skipped, len(l.rows)); err != nil {
		return model.Page{}, err
	}
	return page, nil
}

// first is how many rows the first page of a list had, where the server gives
// fewer than are asked for, else zero. The pages after it cannot tell: the last
// one is short anyway.
func (c *Client) first(ask model.Ask, l *listed) int {
	page := ask.Page
	ask.Page = 0
	c.mu.Lock()
	defer c.mu.Unlock()
	switch {
	case page > 1:
	case l.fewer(ask.Limit):
		c.firsts[ask] = len(l.rows)
	default:
		delete(c.firsts, ask)
	}
	return c.firsts[ask]
}

// wanted holds a run against what was asked for, since a server may not know
// a status or may ignore it, and no list is by trigger and function at once.
func wanted(r *model.RunDetail, ask model.Ask) bool {
	if ask.Status.Known && r.Status != ask.Status.Value {
		return false
	}
	if ask.Trigger != "" && ask.Function != "" && r.Function.ID != ask.Function {
		return false
	}
	return true
}

// Run reads one run in full.
func (c *Client) Run(ctx context.Context, id model.RunID) (_ model.RunDetail, err error) {
	defer c.rest.Tell(&err)
	r := rest.Request{Op: api.ReadRun, Target: rest.Named("run", id.ID), URL: c.routes.run(id.ID), Limit: c.rest.MaxBody()}
	if id.ID == "" {
		return model.RunDetail{}, &api.Error{Kind: api.NotFound, Op: api.ReadRun, Reason: "no id"}
	}
	answer, err := c.rest.Do(ctx, r)
	if err != nil {
		return model.RunDetail{}, err
	}
	raw, err := single(answer.Body)
	if err != nil {
		return model.RunDetail{}, rest.BadAnswer(&r, answer, "no run", err)
	}
	run := c.run(raw)
	switch {
	case run.ID.IsZero():
		return model.RunDetail{}, rest.BadAnswer(&r, answer, "a run without an id", nil)
	case !strings.EqualFold(run.ID.ID, id.ID):
		return model.RunDetail{}, rest.BadAnswer(&r, answer, "it is about "+rest.Named("run", run.ID.ID), nil)
	}
	return run, nil
}

// run decodes one run. What makes no sense is unknown; a row in which no id
// could be found comes back as the zero value. Field names:
// my.diffend.io/npm/@centrali-io/centrali-sdk/4.4.1/4.4.4 (CONFIRMED).
func (c *Client) run(raw json.RawMessage) model.RunDetail {
	f, _ := loose.Fields(raw) // of a row that breaks off, what was before
	id := loose.Text(f["id"])
	if id == "" {
		return model.RunDetail{}
	}
	d := model.RunDetail{
		Run: model.Run{
			ID:          model.RunID{Profile: c.info.Profile, ID: id},
			Backend:     Backend,
			StatusText:  loose.Shared(f["status"]),
			Function:    model.Ref{ID: loose.Shared(f["functionId"])},
			Trigger:     model.Ref{ID: loose.Shared(f["triggerId"])},
			TriggerType: loose.Shared(f["triggerType"]),
			Source:      loose.Shared(f["executionSource"]),

			JobID:       loose.Text(f["jobId"]),
			ExecutionID: loose.Text(f["executionId"]),
			Workspace:   loose.Shared(f["workspaceSlug"]),
			CreatedBy:   loose.Shared(f["createdBy"]),

			Created: loose.Time(f["createdAt"]),
			Started: loose.Time(f["startedAt"]),
			Ended:   loose.Time(f["endedAt"]),
			Updated: loose.Time(f["updatedAt"]),

			ErrorCode:    loose.Shared(f["errorCode"]),
			ErrorMessage: loose.Prose(f["errorMessage"]),

			IsRerun:       loose.Flag(f["isRerun"]),
			RerunCount:    loose.Whole(f["rerunCount"]),
			OriginalRunID: loose.Text(f["originalRunId"]),
			RerunBy:       loose.Shared(f["rerunBy"]),
			RerunReason:   loose.Text(f["rerunReason"]),

			FunctionVersion:  loose.Shared(f["functionVersion"]),
			FunctionCodeHash: loose.Shared(f["functionCodeHash"]),

			MemoryBytes: memory(f),
			CPUSeconds:  cpu(f),

			OrchestrationRunID:  loose.Text(f["orchestrationRunId"]),
			OrchestrationStepID: loose.Text(f["orchestrationStepId"]),

			Stripped:       loose.Time(f["dataStrippedAt"]),
			Archived:       loose.Time(f["archivedAt"]),
			ArchiveAddress: loose.Text(f["archiveStorageAddress"]),
		},
		Raw: raw,
	}
	d.RunData, d.Broken = loose.Payload(f["runData"])
	d.Status = statusWords[strings.ToLower(d.StatusText)]
	return d
}

// memory is declared as memoryUsageBytes (SDK; CONFIRMED) and seen as
// memoryUsage.rss (github.com/blueinit/create-centrali-app commit 76cd992; STRONG).
func memory(f map[string]json.RawMessage) model.Opt[int64] {
	if n := loose.Whole(f["memoryUsageBytes"]); n.Known {
		return n
	}
	in, _ := loose.Fields(f["memoryUsage"]) // nil where it is no object
	return loose.Whole(in["rss"])
}

// cpu is declared as cpuUsageSeconds (SDK; CONFIRMED) and seen as
// cpuUsage.user in microseconds (github.com/blueinit/create-centrali-app
// commit 76cd992; STRONG). User time only, as the vendor's starter shows it.
func cpu(f map[string]json.RawMessage) model.Opt[float64] {
	if s := loose.Real(f["cpuUsageSeconds"]); s.Known {
		return s
	}
	in, _ := loose.Fields(f["cpuUsage"])
	if us := loose.Real(in["user"]); us.Known {
		return model.Some(us.Value / 1e6)
	}
	return model.Opt[float64]{}
}
