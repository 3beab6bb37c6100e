package agentos

import (
	"context"
	"encoding/json"
	"slices"
	"strings"

	"fntop/api"
	"fntop/api/internal/loose"
	"fntop/api/internal/rest"
	"fntop/model"
)

// pageOf is a list of runs, whatever page of it.
type pageOf struct {
	agent, status string
	limit         int
}

// Runs reads one page of one agent's runs: with one request, but that a status
// for which there are two words takes one for each. What the list can be
// narrowed to is not known, so its rows are held against the question here,
// too. A word that the server refuses is not asked for again: the runs of that
// status are then picked out of all.
func (c *Client) Runs(ctx context.Context, ask model.Ask) (_ model.Page, err error) {
	defer c.rest.Tell(&err)
	switch {
	case ask.Trigger != "":
		return model.Page{}, &api.Error{
			Kind: api.Unsupported, Op: api.ListRuns, Target: c.rest.Called("trigger", ask.Trigger), Reason: noTriggerRuns,
			Next: "Ask for the runs of its agent instead.",
		}
	case ask.Function == "":
		return model.Page{}, &api.Error{Kind: api.Unsupported, Op: api.ListRuns}
	}
	limit := min(ask.Limit, model.MaxLimit)
	if limit <= 0 {
		limit = model.MaxLimit
	}
	var parts []model.Page
	for _, word := range c.words(ask.Status) {
		part, err := c.page(ctx, pageOf{ask.Function, word, limit}, ask)
		if word != "" && api.KindOf(err) == api.Refused {
			c.refuses(word)
			return c.Runs(ctx, ask)
		}
		if err != nil {
			return model.Page{}, err
		}
		parts = append(parts, part)
	}
	return joined(parts), nil
}

// joined is one page of several lists. Its last rows say how far back it
// reaches, so they are those of the list that goes on, or that reaches back
// least of those that do.
func joined(parts []model.Page) (all model.Page) {
	slices.SortStableFunc(parts, func(a, b model.Page) int {
		switch {
		case a.More != b.More && b.More || len(a.Runs) == 0:
			return -1
		case a.More != b.More || len(b.Runs) == 0:
			return 1
		}
		return a.Runs[len(a.Runs)-1].When().Compare(b.Runs[len(b.Runs)-1].When())
	})
	seen := map[model.RunID]bool{} // a server may not heed the word
	for _, p := range parts {
		for _, r := range p.Runs {
			if !seen[r.ID] {
				all.Runs = append(all.Runs, r)
			}
			seen[r.ID] = true
		}
		all.Skipped += p.Skipped
		all.More = all.More || p.More
	}
	return all
}

// page reads one page of one list.
func (c *Client) page(ctx context.Context, of pageOf, ask model.Ask) (model.Page, error) {
	offset := c.offset(of, ask.Page)
	r := rest.Request{
		Op: api.ListRuns, Target: c.rest.Called("agent", of.agent), URL: c.routes.runs(of.agent, of.status, of.limit, offset),
	}
	answer, err := c.rest.Do(ctx, r)
	if err != nil {
		return model.Page{}, err
	}
	l, err := rowsOf(answer.Body)
	if err != nil {
		return model.Page{}, rest.BadAnswer(&r, answer, "no list of runs", err)
	}
	page := model.Page{Runs: make([]model.RunDetail, 0, len(l.rows)), More: l.goesOn(offset, of.limit)}
	c.learnSize(of, ask.Page, &l, page.More)
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
	// In which order they come is not known.
	slices.SortStableFunc(page.Runs, func(a, b model.RunDetail) int { return model.Newer(&a.Run, &b.Run) })
	return page, nil
}

// words are what a status is asked for by: nothing, where all statuses are
// wanted, or where the server does not take one of its words.
func (c *Client) words(status model.Opt[model.Status]) []string {
	all := []string{""}
	if words := askWords[status.Value]; status.Known && words != nil {
		all = words
	}
	c.mu.Lock()
	defer c.mu.Unlock()
	if slices.ContainsFunc(all, func(word string) bool { return c.deaf[word] }) {
		return []string{""}
	}
	return all
}

func (c *Client) refuses(word string) {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.deaf[word] = true
}

// offset is where a page begins. A server may give fewer rows at a time than
// were asked for; counting by those that were asked for would leave rows out.
// New runs push known ones to later pages, so that rows come twice and none is
// missed.
func (c *Client) offset(of pageOf, page int) int {
	c.mu.Lock()
	defer c.mu.Unlock()
	size := of.limit
	if shorter := c.sizes[of]; shorter > 0 {
		size = shorter
	}
	return max(page-1, 0) * size
}

// learnSize notes how many rows a page has where the first one is short and
// yet not the last.
func (c *Client) learnSize(of pageOf, page int, l *listed, more bool) {
	if page > 1 {
		return
	}
	c.mu.Lock()
	defer c.mu.Unlock()
	delete(c.sizes, of)
	if more && len(l.rows) < of.limit {
		c.sizes[of] = len(l.rows)
	}
}

// wanted holds a run against what was asked for.
func wanted(r *model.RunDetail, ask model.Ask) bool {
	if ask.Status.Known && r.Status != ask.Status.Value {
		return false
	}
	return r.Function.ID == "" || r.Function.ID == ask.Function
}

// Run reads one run in full.
func (c *Client) Run(ctx context.Context, id model.RunID) (_ model.RunDetail, err error) {
	defer c.rest.Tell(&err)
	return c.read(ctx, api.ReadRun, id)
}

// read reads a run for what is being done.
func (c *Client) read(ctx context.Context, op api.Op, id model.RunID) (model.RunDetail, error) {
	r := rest.Request{Op: op, Target: runTarget(id), URL: c.routes.run(id.ID), Limit: c.rest.MaxBody()}
	if id.ID == "" {
		return model.RunDetail{}, &api.Error{Kind: api.NotFound, Op: op, Reason: "no id"}
	}
	answer, err := c.rest.Do(ctx, r)
	if err != nil {
		return model.RunDetail{}, err
	}
	_, raw, err := single(answer.Body)
	if err != nil {
		return model.RunDetail{}, rest.BadAnswer(&r, answer, "no run", err)
	}
	run := c.run(raw)
	switch {
	case run.ID.IsZero():
		return model.RunDetail{}, rest.BadAnswer(&r, answer, "a run without an id", nil)
	case !strings.EqualFold(run.ID.ID, id.ID):
		return model.RunDetail{}, rest.BadAnswer(&r, answer, "it is about "+runTarget(run.ID), nil)
	}
	return run, nil
}

// run decodes one run. What makes no sense is unknown; a row in which no id
// could be found comes back as the zero value. input, output, error, the
// attempt's fields and the times are CONFIRMED (DIFF), agent_id and the rest
// INFERRED.
func (c *Client) run(raw json.RawMessage) model.RunDetail {
	f, _ := loose.Fields(raw) // of a row that breaks off, what was before
	id := idOf(f)
	if id == "" {
		return model.RunDetail{}
	}
	d := model.RunDetail{
		Run: model.Run{
			ID:           model.RunID{Profile: c.info.Profile, ID: id},
			Backend:      Backend,
			StatusText:   loose.Shared(f["status"]),
			Function:     model.Ref{ID: loose.Shared(f["agent_id"])},
			Created:      loose.Time(f["created_at"]),
			Started:      loose.Time(f["started_at"]),
			Ended:        loose.Time(f["completed_at"]),
			Updated:      loose.Time(f["updated_at"]),
			ErrorMessage: loose.Prose(f["error"]),
			Attempt:      attempt(f),
		},
		Raw: raw,
	}
	if in, err := loose.Fields(f["error"]); err == nil {
		d.ErrorCode = loose.Shared(in["code"])
	}
	d.RunData, d.Broken = loose.Payload(f["output"])
	d.Input, _ = loose.Payload(f["input"])
	d.Status = statusWords[strings.ToLower(d.StatusText)]
	if d.Started.IsZero() && d.Status != model.StatusPending {
		d.Started = d.Created
	}
	return d
}

// attempt is the try that is under way, unknown until a worker has taken the
// run up.
func attempt(f map[string]json.RawMessage) model.Opt[model.Attempt] {
	a := model.Attempt{ID: loose.Text(f["current_attempt_id"]), Number: loose.Count(f["current_attempt_no"]).Value}
	if a == (model.Attempt{}) {
		return model.Opt[model.Attempt]{}
	}
	return model.Some(a)
}

// threadOf is the conversation that a run belongs to: thread_id, or an object
// that holds it (INFERRED).
func threadOf(raw json.RawMessage) string {
	f, _ := loose.Fields(raw)
	if id := loose.Text(f[keyThreadID]); id != "" {
		return id
	}
	in, _ := loose.Fields(f[keyThread])
	if id := loose.Text(in[keyThreadID]); id != "" {
		return id
	}
	return loose.Text(in["id"])
}
