package demo

import "encoding/json"

// wireAgent is an agent: name, live_bundle_id, metadata and last_run_* are
// CONFIRMED (DIFF).
type wireAgent struct {
	ID            string  `json:"id"`
	Name          string  `json:"name"`
	Description   string  `json:"description"`
	LiveBundleID  string  `json:"live_bundle_id"`
	LastRunID     *string `json:"last_run_id"`
	LastRunStatus *string `json:"last_run_status"`
	LastRunAt     *string `json:"last_run_at"`
	Metadata      object  `json:"metadata"`
	UpdatedAt     string  `json:"updated_at"`
}

func (q *request) wireAgent(i int) wireAgent {
	w := q.world()
	d := newDice(w.seed, diceAgent, uint64(i))
	out := wireAgent{
		ID: w.agentID(i), Name: agents[i].name, Description: agents[i].description, LiveBundleID: "bundle_" + d.word(10),
		Metadata: object{}, UpdatedAt: stamp(tablesMade + int64(i)*day),
	}
	if last, _ := q.server.agents.list(agentAsk{agent: i, limit: 1}, q.now); len(last) == 1 {
		r := &last[0]
		out.LastRunID, out.LastRunStatus, out.LastRunAt = new(w.agentRunID(r)), new(r.statusAt(q.now).word), new(stamp(r.created))
	}
	return out
}

func listAgents(q *request) answer {
	skip, limit, bad := q.agentPage()
	if bad != nil {
		return *bad
	}
	all := make([]wireAgent, len(agents))
	for i := range agents {
		all[i] = q.wireAgent(i)
	}
	page, more := part(all, skip, limit)
	return q.agentList(page, more)
}

func getAgent(q *request) answer {
	i, ok := q.world().agentAt(q.id)
	if !ok {
		return q.agentError(404, "NOT_FOUND", "Agent not found")
	}
	return q.json(200, q.wireAgent(i))
}

// wireTrigger is a trigger: type and config are CONFIRMED (DIFF).
type wireAgentTrigger struct {
	ID       string          `json:"id"`
	AgentID  string          `json:"agent_id"`
	Name     string          `json:"name"`
	Type     string          `json:"type"`
	IsActive bool            `json:"is_active"`
	Config   json.RawMessage `json:"config"`
}

// listAgentTriggers lists the triggers of one agent, or of all: that the agent
// may be left out is a guess, which the fault run-triggers takes back.
func listAgentTriggers(q *request) answer {
	skip, limit, bad := q.agentPage()
	if bad != nil {
		return *bad
	}
	only := -1
	id := q.query.Get("agent_id")
	if id == "" && q.form("triggers-by-agent") != "" {
		return q.agentError(400, "VALIDATION_ERROR", "agent_id is required")
	}
	if id != "" {
		var ok bool
		if only, ok = q.world().agentAt(id); !ok {
			return q.agentError(404, "NOT_FOUND", "Agent not found")
		}
	}
	all := []wireAgentTrigger{}
	for i, t := range agentTriggers {
		if only < 0 || t.agent == only {
			all = append(all, wireAgentTrigger{
				q.world().agentTriggerID(i), q.world().agentID(t.agent), t.name, t.kind, t.active, json.RawMessage(t.config),
			})
		}
	}
	page, more := part(all, skip, limit)
	return q.agentList(page, more)
}
