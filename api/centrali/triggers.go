package centrali

import (
	"context"
	"encoding/json"
	"time"

	"fntop/api"
	"fntop/api/internal/loose"
	"fntop/model"
)

// Triggers lists the workspace's triggers. Types that this version does not
// know are kept as they are. The params of a trigger's metadata hold secrets
// (docs.centrali.io/platform/trigger-parameters; CONFIRMED) and are never read.
func (c *Client) Triggers(ctx context.Context) (out []model.Trigger, err error) {
	defer c.rest.Tell(&err)
	err = c.all(ctx, api.ListTriggers, c.routes.triggers(), func(f map[string]json.RawMessage) {
		enabled := loose.Flag(f["enabled"])
		meta, _ := loose.Fields(f["triggerMetadata"]) // nil where it is no object
		t := model.Trigger{
			Backend: Backend, Profile: c.info.Profile, ID: loose.Text(f["id"]),
			Name: loose.Text(f["name"]), Description: loose.Text(f["description"]),
			Type: model.TriggerType(loose.Shared(f["executionType"])),
			// Absent means enabled (github.com/blueinit/create-centrali-app
			// tests enabled !== false; CONFIRMED).
			Enabled:  !enabled.Known || enabled.Value,
			Since:    later(loose.Time(f["createdAt"]), loose.Time(f["updatedAt"])),
			Function: model.Ref{ID: loose.Text(f["functionId"])},
			Schedule: schedule(meta),
			Path:     loose.Text(meta["path"]),
			Event:    event(meta),
		}
		c.rest.Remember(t.ID, t.Name)
		out = append(out, t)
	})
	return out, err
}

// later is the later of two times; the fields are INFERRED by analogy with
// functions, so either may be missing.
func later(a, b time.Time) time.Time {
	if b.After(a) {
		return b
	}
	return a
}

// event is what an event-driven trigger waits for, with the collection it
// watches: "record_created:orders". Both names of the field are in use
// (docs.centrali.io/platform/triggers and
// my.diffend.io/npm/@centrali-io/centrali-mcp/4.2.8/4.2.10; CONFIRMED).
func event(meta map[string]json.RawMessage) string {
	name := loose.Text(meta["event"])
	if name == "" {
		name = loose.Text(meta["eventType"])
	}
	if slug := loose.Text(meta["recordSlug"]); slug != "" && name != "" {
		return name + ":" + slug
	}
	return name
}

// schedule is when a scheduled trigger runs, as one string: "0 3 * * * UTC",
// "every 1h". Fields: docs.centrali.io/api-reference/FUNCTION_TRIGGERS_API
// (CONFIRMED but for one-time schedules, whose word and field are INFERRED).
func schedule(meta map[string]json.RawMessage) string {
	kind := loose.Text(meta["scheduleType"])
	if cron := loose.Text(meta["cronExpression"]); cron != "" && kind != "interval" {
		if zone := loose.Text(meta["timezone"]); zone != "" {
			return cron + " " + zone
		}
		return cron
	}
	const longest = 1 << 32 // seconds; beyond, a duration overflows
	if s := loose.Whole(meta["interval"]); s.Known && s.Value > 0 && s.Value < longest {
		return "every " + model.SpanText(time.Duration(s.Value)*time.Second)
	}
	for _, field := range []string{"runAt", "executeAt", "scheduledAt", "scheduledTime", "date"} {
		if at := loose.Time(meta[field]); kind != "" && !at.IsZero() {
			return "once at " + at.Format(time.RFC3339)
		}
	}
	return kind
}
