package demo

import (
	"encoding/json"
	"strconv"
)

// wireAgentEvent is one event of an attempt (CONFIRMED, DIFF).
type wireAgentEvent struct {
	ID        string          `json:"id"`
	Seq       int             `json:"seq"`
	Type      string          `json:"type"`
	Timestamp string          `json:"timestamp"`
	AttemptID string          `json:"attempt_id"`
	Payload   json.RawMessage `json:"payload"`
}

// followed is an attempt that somebody asks about.
type followed struct {
	id      string
	attempt *agentAttempt
}

// followedAttempt finds the attempt of a run that is asked about: without one
// there is no answer (CONFIRMED, DIFF).
func (q *request) followedAttempt() (followed, *answer) {
	refuse := func(status int, code, message string) (followed, *answer) {
		a := q.agentError(status, code, message)
		return followed{}, &a
	}
	r, ok := q.server.agents.find(q.id, q.now)
	if !ok {
		return refuse(404, "NOT_FOUND", "Run not found")
	}
	asked := q.query.Get("attemptId")
	if asked == "" {
		return refuse(400, "VALIDATION_ERROR", "attemptId is required")
	}
	for n := range r.attemptsAt(q.now) {
		if id := q.world().attemptID(r, n+1); id == asked {
			return followed{id, &r.attempts[n]}, nil
		}
	}
	return refuse(404, "NOT_FOUND", "Attempt not found")
}

func (f *followed) wire(seq int) wireAgentEvent {
	e := &f.attempt.events[seq-1]
	return wireAgentEvent{f.id + "-" + strconv.Itoa(seq), seq, e.kind, stamp(e.at), f.id, json.RawMessage(e.payload)}
}

// agentEvents answers with the page of events that follow one (CONFIRMED,
// DIFF; that afterSeq leaves out the event itself is INFERRED).
func agentEvents(q *request) answer {
	f, refused := q.followedAttempt()
	if refused != nil {
		return *refused
	}
	after, bad := q.agentNumber("afterSeq", 0, 0)
	if bad != nil {
		return *bad
	}
	limit, bad := q.agentNumber("limit", 100, 1)
	if bad != nil {
		return *bad
	}
	latest := int64(f.attempt.seqAt(q.now))
	if q.form("run-inclusive") != "" {
		after = max(after-1, 0)
	}
	events := []wireAgentEvent{}
	for seq := after + 1; seq <= latest && int64(len(events)) < min(limit, pageMax); seq++ {
		events = append(events, f.wire(int(seq)))
	}
	var next *int64
	if n := len(events); n > 0 {
		next = new(int64(events[n-1].Seq))
	}
	return q.json(200, struct {
		Events []wireAgentEvent `json:"events"`
		Latest int64            `json:"latest_seq"`
		Next   *int64           `json:"next_after_seq"`
		More   bool             `json:"has_more"`
	}{events, latest, next, next != nil && *next < latest})
}
