package demo

import (
	"encoding/json"
	"fmt"
)

// wireTrigger is a trigger as Centrali writes it (fields CONFIRMED where seen:
// docs.centrali.io/platform/trigger-parameters, create-centrali-app; the times
// and makers INFERRED by analogy with functions; health's shape is a guess).
type wireTrigger struct {
	ID            string          `json:"id"`
	Name          string          `json:"name"`
	Description   string          `json:"description"`
	FunctionID    string          `json:"functionId"`
	ExecutionType string          `json:"executionType"`
	Enabled       bool            `json:"enabled"`
	Metadata      json.RawMessage `json:"triggerMetadata"`
	WorkspaceSlug string          `json:"workspaceSlug"`
	CreatedBy     string          `json:"createdBy"`
	UpdatedBy     string          `json:"updatedBy"`
	CreatedAt     string          `json:"createdAt"`
	UpdatedAt     string          `json:"updatedAt"`
	Health        *wireHealth     `json:"health,omitempty"`
}

type wireHealth struct {
	Status        string  `json:"status"`
	LastRunAt     *string `json:"lastRunAt"`
	LastRunStatus *string `json:"lastRunStatus"`
	RecentRuns    int     `json:"recentRuns"`
	RecentFailed  int     `json:"recentFailures"`
}

func (q *request) wireTrigger(i int, health bool) wireTrigger {
	w := q.world()
	t, made := &w.triggers[i], w.triggerMade(i)
	enabled, changed := q.server.stage.door(i)
	out := wireTrigger{
		ID: w.triggerID(i), Name: t.name, Description: t.description, FunctionID: w.functionID(t.fn),
		ExecutionType: string(t.kind), Enabled: enabled, Metadata: w.metadata(t), WorkspaceSlug: workspace,
		CreatedBy: uuid(w.seed, idUser, 1), UpdatedBy: uuid(w.seed, idUser, 1),
		CreatedAt: stamp(made), UpdatedAt: stamp(max(made, changed)),
	}
	if health {
		out.Health = q.health(i)
	}
	return out
}

// metadata returns a trigger's metadata. The interval is in seconds
// (CONFIRMED, docs.centrali.dev/api-reference/function-triggers) and tells the
// wall's time, in which the scenario's runs come.
func (w *world) metadata(t *trigger) json.RawMessage {
	if t.interval == 0 {
		return json.RawMessage(t.metadata)
	}
	seconds := max(w.pace.span(t.interval)/second, 1)
	return fmt.Appendf(nil, `{"scheduleType":"interval","interval":%d,%s}`, seconds, t.metadata)
}

// health sums up a trigger's last twenty runs.
func (q *request) health(i int) *wireHealth {
	page, _ := q.server.stage.list(ask{fn: q.world().triggers[i].fn, trigger: i, anyStatus: true, upTo: 20}, q.now)
	h := &wireHealth{Status: "healthy", RecentRuns: len(page)}
	for _, r := range page {
		if s := r.at(q.now); s == failure || s == timeout {
			h.RecentFailed++
		}
	}
	if len(page) > 0 {
		h.LastRunAt, h.LastRunStatus = new(stamp(page[0].created)), new(page[0].at(q.now).String())
	}
	switch {
	case len(page) == 0:
		h.Status = "unknown"
	case h.RecentFailed*2 > len(page):
		h.Status = "failing"
	case h.RecentFailed*10 > len(page):
		h.Status = "degraded"
	}
	return h
}

// listTriggers answers listAll({includeHealth, functionId}); the options are
// CONFIRMED (create-centrali-app), their spelling in the query INFERRED.
func listTriggers(q *request) answer {
	w, only := q.world(), q.query.Get("functionId")
	all := []wireTrigger{}
	for i := range w.triggers {
		if w.hasTrigger(i) && (only == "" || only == w.functionID(w.triggers[i].fn)) {
			all = append(all, q.wireTrigger(i, q.query.Get("includeHealth") == "true"))
		}
	}
	return q.plainList(all, len(all))
}

func getTrigger(q *request) answer {
	i, ok := q.world().triggerAt(q.id)
	if !ok {
		return q.notFound("Function trigger", q.id)
	}
	return q.single(q.wireTrigger(i, q.query.Get("includeHealth") == "true"))
}

func pauseTrigger(q *request) answer  { return q.enable(false) }
func resumeTrigger(q *request) answer { return q.enable(true) }

// updateTrigger takes a partial trigger; of its fields only enabled can be
// changed here. PUT or PATCH is UNKNOWN, both come here.
func updateTrigger(q *request) answer {
	var change struct {
		Enabled *bool `json:"enabled"`
	}
	if bad := q.read(&change); bad != nil {
		return *bad
	}
	if change.Enabled == nil {
		return q.invalid("enabled", "nothing to update: the demo changes only enabled")
	}
	return q.enable(*change.Enabled)
}

func (q *request) enable(enabled bool) answer {
	i, ok := q.world().triggerAt(q.id)
	if !ok {
		return q.notFound("Function trigger", q.id)
	}
	q.server.stage.setEnabled(i, enabled, q.now)
	return q.single(q.wireTrigger(i, false))
}

// executeTrigger invokes an on-demand trigger: POST …/{id}/execute with
// {"payload": …}. The path and the key are INFERRED; that the reply is a job
// id and not the result is CONFIRMED (SDK 4.4.5 README), its form STRONG.
func executeTrigger(q *request) answer {
	i, ok := q.world().triggerAt(q.id)
	if !ok {
		return q.notFound("Function trigger", q.id)
	}
	var body struct {
		Payload json.RawMessage `json:"payload"`
	}
	if bad := q.read(&body); bad != nil {
		return *bad
	}
	if kind := q.world().triggers[i].kind; kind != onDemand {
		return q.fail(400, "Bad Request", "TRIGGER_NOT_ON_DEMAND", fmt.Sprintf("Only on-demand triggers can be executed; this one is %s", kind))
	}
	if enabled, _ := q.server.stage.door(i); !enabled {
		return q.fail(400, "Bad Request", "TRIGGER_DISABLED", "Trigger is disabled")
	}
	q.job = q.server.stage.invoke(i, body.Payload, q.now, q.server.delayNextRun())
	return q.jobReply(q.job)
}
