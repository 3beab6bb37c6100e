package centrali

import (
	"context"

	"fntop/api"
	"fntop/api/internal/loose"
	"fntop/api/internal/rest"
	"fntop/model"
)

var _ api.Lineager = (*Client)(nil)

// Lineage reads the reruns of a run (docs.centrali.dev/platform/function-rerun;
// CONFIRMED for the path, originalRunId, rerunCount and reruns with their ids).
// Of an entry two fields are documented; others are read where they are those
// of a run (INFERRED), else they are unknown.
func (c *Client) Lineage(ctx context.Context, id model.RunID) (_ model.Lineage, err error) {
	defer c.rest.Tell(&err)
	r := rest.Request{Op: api.ReadRun, Target: "the reruns of " + rest.Named("run", id.ID), URL: c.routes.reruns(id.ID), Limit: c.rest.MaxBody()}
	if id.ID == "" {
		return model.Lineage{}, &api.Error{Kind: api.NotFound, Op: api.ReadRun, Reason: "no id"}
	}
	answer, err := c.rest.Do(ctx, r)
	if err != nil {
		return model.Lineage{}, err
	}
	f, err := loose.Fields(answer.Body)
	if err != nil {
		return model.Lineage{}, rest.BadAnswer(&r, answer, "no history of reruns", err)
	}
	if loose.Kind(f["data"]) == '{' { // as single objects may come
		if f, err = loose.Fields(f["data"]); err != nil {
			return model.Lineage{}, rest.BadAnswer(&r, answer, "no history of reruns", err)
		}
	}
	if loose.Kind(f["reruns"]) != '[' {
		return model.Lineage{}, rest.BadAnswer(&r, answer, "no history of reruns", nil)
	}
	rows, err := loose.Elements(f["reruns"])
	if err != nil {
		return model.Lineage{}, rest.BadAnswer(&r, answer, "no history of reruns", err)
	}
	l := model.Lineage{Reruns: make([]model.RunDetail, 0, len(rows))}
	if original := loose.Text(f["originalRunId"]); original != "" {
		l.Original = model.RunID{Profile: id.Profile, ID: original}
	}
	for _, row := range rows {
		run := c.run(row)
		if run.ID.IsZero() {
			l.Skipped++
			continue
		}
		if run.OriginalRunID == "" {
			run.OriginalRunID = l.Original.ID
		}
		l.Reruns = append(l.Reruns, run)
	}
	return l, nil
}
