package demo

import (
	"encoding/json"
	"fmt"
	"strconv"
)

// Sizes of a page. INFERRED from orchestrations, which document 20 and at most
// 100 (docs.centrali.io/api-reference/orchestrations-api), and from the
// starter app, which holds itself to the same.
const (
	pageDefault = 20
	pageMax     = 100
)

func runsByFunction(q *request) answer {
	i, ok := q.world().functionAt(q.id)
	if !ok {
		return q.notFound("Compute function", q.id)
	}
	return q.runs(ask{fn: i, trigger: noTrigger})
}

func runsByTrigger(q *request) answer {
	i, ok := q.world().triggerAt(q.id)
	if !ok {
		return q.notFound("Function trigger", q.id)
	}
	return q.runs(ask{fn: q.world().triggers[i].fn, trigger: i})
}

// runs answers a list with page, limit and status (CONFIRMED, SDK 4.4.4).
// Pages count from 1, newest runs first (CONFIRMED, SDK 4.4.5 README).
func (q *request) runs(a ask) answer {
	page, bad := q.positive("page", 1)
	if bad != nil {
		return *bad
	}
	limit, bad := q.positive("limit", pageDefault)
	if bad != nil {
		return *bad
	}
	limit = min(limit, pageMax)
	if cut, err := strconv.Atoi(q.form("pages")); err == nil {
		limit = min(limit, cut) // checked when the spec was read
	}
	a.anyStatus = true
	if word := q.query.Get("status"); word != "" {
		status, ok := statusOf(word)
		if !ok {
			return q.invalid("status", fmt.Sprintf("status must be one of pending, running, completed, failure, timeout; got %q", word))
		}
		a.status, a.anyStatus = status, false
	}
	a.skip, a.upTo = (min(page, 1<<30)-1)*limit, limit
	found, total := q.server.stage.list(a, q.now)
	rows := make([]wireRun, len(found))
	for i, r := range found {
		rows[i] = q.world().wire(r, q.now)
	}
	return q.runList(rows, wireMeta{Total: total, Page: page, PageSize: limit})
}

// positive reads a number that counts from 1.
func (q *request) positive(name string, otherwise int) (int, *answer) {
	text := q.query.Get(name)
	if text == "" {
		return otherwise, nil
	}
	n, err := strconv.Atoi(text)
	if err != nil || n < 1 {
		bad := q.invalid(name, fmt.Sprintf("%s must be a whole number from 1, got %q", name, text))
		return 0, &bad
	}
	return n, nil
}

func getRun(q *request) answer {
	r, ok := q.server.stage.find(q.id, q.now)
	if !ok {
		return q.notFound("Function run", q.id)
	}
	return q.single(q.world().wire(r, q.now))
}

// rerunRun runs something again (paths, body and reply CONFIRMED,
// docs.centrali.dev/platform/function-rerun; every refusal INFERRED).
func rerunRun(q *request) answer {
	r, ok := q.server.stage.find(q.id, q.now)
	if !ok {
		return q.notFound("Function run", q.id)
	}
	var body struct {
		UseLatestCode  bool            `json:"useLatestCode"`
		Reason         string          `json:"reason"`
		OverrideParams json.RawMessage `json:"overrideParams"`
	}
	if bad := q.read(&body); bad != nil {
		return *bad
	}
	if override := body.OverrideParams; len(override) > 0 && string(override) != "null" && override[0] != '{' {
		return q.invalid("overrideParams", "overrideParams must be an object")
	} else if string(override) == "null" {
		body.OverrideParams = nil
	}
	if state := r.at(q.now); state == pending || state == running {
		return q.fail(400, "Bad Request", "RUN_NOT_FINISHED", fmt.Sprintf("Run is still %s and cannot be re-run yet", state))
	}
	q.job = q.server.stage.rerun(r, body.UseLatestCode, body.Reason, body.OverrideParams, q.now)
	return q.json(200, map[string]string{
		"jobId":   q.job,
		"message": fmt.Sprintf("Re-run successfully queued. Original run %s has been re-executed.", q.id),
	})
}

// rerunHistory tells the reruns of a run. Further fields of an entry are
// UNKNOWN; here each is a whole run.
func rerunHistory(q *request) answer {
	r, ok := q.server.stage.find(q.id, q.now)
	if !ok {
		return q.notFound("Function run", q.id)
	}
	original := q.world().originalOf(r)
	reruns := []wireRun{}
	for _, again := range q.server.stage.lineage(original, q.now) {
		reruns = append(reruns, q.world().wire(again, q.now))
	}
	return q.json(200, map[string]any{"originalRunId": original, "rerunCount": len(reruns), "reruns": reruns})
}
