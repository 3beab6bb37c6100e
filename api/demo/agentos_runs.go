package demo

import "encoding/json"

// wireAgentRun is a run. input, output, error, the current attempt, latest_seq
// and the times are CONFIRMED (DIFF).
type wireAgentRun struct {
	RunID            string          `json:"run_id"`
	AgentID          string          `json:"agent_id"`
	ThreadID         string          `json:"thread_id"`
	Status           string          `json:"status"`
	Input            json.RawMessage `json:"input"`
	Output           json.RawMessage `json:"output"`
	Error            json.RawMessage `json:"error"`
	CurrentAttemptID *string         `json:"current_attempt_id"`
	CurrentAttemptNo *int            `json:"current_attempt_no"`
	LatestSeq        int             `json:"latest_seq"`
	CreatedAt        string          `json:"created_at"`
	StartedAt        *string         `json:"started_at"`
	CompletedAt      *string         `json:"completed_at"`
}

// agentRun tells a run as it stands at a moment.
func (w *world) wireAgentRun(r *agentRun, now int64) wireAgentRun {
	out := wireAgentRun{
		RunID: w.agentRunID(r), AgentID: w.agentID(r.agent), ThreadID: r.thread, Status: r.statusAt(now).word,
		Input: r.input, CreatedAt: stamp(r.created),
	}
	if n := r.attemptsAt(now); n > 0 {
		out.CurrentAttemptID, out.CurrentAttemptNo = new(w.attemptID(r, n)), &n
		out.LatestSeq = r.attempts[n-1].seqAt(now)
		out.StartedAt = new(stamp(r.attempts[0].began))
	}
	if now >= r.ends() {
		out.CompletedAt = new(stamp(r.ends()))
		if r.output != "" {
			out.Output = json.RawMessage(r.output)
		}
		if r.err != "" {
			out.Error = json.RawMessage(r.err)
		}
	}
	return out
}

// listAgentRuns lists runs, newest first. What it can be narrowed to is a
// guess.
func listAgentRuns(q *request) answer {
	skip, limit, bad := q.agentPage()
	if bad != nil {
		return *bad
	}
	ask := agentAsk{agent: -1, status: q.query.Get("status"), skip: int(min(skip, 1<<30)), limit: int(limit)}
	if id := q.query.Get("agent_id"); id != "" {
		var ok bool
		if ask.agent, ok = q.world().agentAt(id); !ok {
			return q.agentError(404, "NOT_FOUND", "Agent not found")
		}
	}
	page, more := q.server.agents.list(ask, q.now)
	rows := make([]wireAgentRun, len(page))
	for i := range page {
		rows[i] = q.world().wireAgentRun(&page[i], q.now)
	}
	return q.agentList(rows, more)
}

func getAgentRun(q *request) answer {
	r, ok := q.server.agents.find(q.id, q.now)
	if !ok {
		return q.agentError(404, "NOT_FOUND", "Run not found")
	}
	return q.json(200, q.world().wireAgentRun(r, q.now))
}

// createAgentRun creates a run (body and run_id CONFIRMED, DIFF). The same key
// again is a conflict (CONFIRMED); it stands in a header by inference.
func createAgentRun(q *request) answer {
	var body struct {
		AgentID string `json:"agent_id"`
		Thread  struct {
			ThreadID  string `json:"thread_id"`
			NewThread bool   `json:"new_thread"`
		} `json:"thread"`
		Input json.RawMessage `json:"input"`
	}
	if err := json.Unmarshal(q.body, &body); err != nil {
		return q.agentError(400, "INVALID_JSON", "The body could not be read: "+err.Error())
	}
	agent, ok := q.world().agentAt(body.AgentID)
	if !ok {
		return q.agentError(404, "NOT_FOUND", "Agent not found")
	}
	return q.agentCreated(agentRun{agent: agent, thread: body.Thread.ThreadID, input: body.Input})
}

func (q *request) agentCreated(r agentRun) answer {
	made, fresh := q.server.agents.create(r, q.http.Header.Get("Idempotency-Key"), q.now)
	if !fresh {
		return q.agentError(409, "CONFLICT", "This idempotency key was used before")
	}
	q.job = q.world().agentRunID(made)
	return q.json(201, object{"run_id": q.job, "status": "queued"})
}

// rerunAgentRun repeats a run as another one. No public material tells of such
// a call.
func rerunAgentRun(q *request) answer {
	r, ok := q.server.agents.find(q.id, q.now)
	if !ok {
		return q.agentError(404, "NOT_FOUND", "Run not found")
	}
	if q.now < r.ends() {
		return q.agentError(409, "RUN_ACTIVE", "The run is not over")
	}
	return q.agentCreated(agentRun{agent: r.agent, thread: r.thread, input: r.input})
}
