package demo

import "slices"

// cancelAgentRun ends a run that is not over. No public material tells of such
// a call, nor of the next.
func cancelAgentRun(q *request) answer {
	return q.changedAgentRun(func(r *agentRun) bool { return q.now < r.ends() }, "RUN_OVER", "The run is over", (*agentRun).cancelled)
}

// resumeAgentRun has a run go on that waits for a human, as if one had answered.
func resumeAgentRun(q *request) answer {
	waits := func(r *agentRun) bool { return r.statusAt(q.now).word == "waiting_for_human" }
	return q.changedAgentRun(waits, "RUN_NOT_WAITING", "The run does not wait for anybody", (*agentRun).hastened)
}

func (q *request) changedAgentRun(may func(*agentRun) bool, code, message string, change func(*agentRun, int64) agentRun) answer {
	r, ok := q.server.agents.find(q.id, q.now)
	switch {
	case !ok:
		return q.agentError(404, "NOT_FOUND", "Run not found")
	case !may(r):
		return q.agentError(409, code, message)
	case !q.server.agents.change(r, change(r, q.now), q.http.Header.Get("Idempotency-Key")):
		return q.agentError(409, "CONFLICT", "The idempotency key was used before")
	}
	return q.json(200, object{"run_id": q.id})
}

// change puts a run in the place of what it was, unless the key was used
// before. Whoever holds the old one sees that it is as it was.
func (s *agentStage) change(was *agentRun, r agentRun, key string) bool {
	s.mu.Lock()
	defer s.mu.Unlock()
	if key != "" && s.keys[key] {
		return false
	}
	if key != "" {
		s.keys[key] = true
	}
	if !was.live {
		if len(s.changed) >= liveRoom {
			clear(s.changed)
		}
		s.changed[r.key] = &r
		return true
	}
	if i := slices.Index(s.live, was); i >= 0 {
		s.live[i] = &r
	}
	s.byID[s.w.agentRunID(&r)] = &r
	return true
}

// scenarioRun is the run of one slot of an agent, with what was done to it.
func (s *agentStage) scenarioRun(agent int, slot int64) agentRun {
	s.mu.Lock()
	changed := s.changed[agentKey(agent, slot)]
	s.mu.Unlock()
	if changed != nil {
		return *changed
	}
	return s.w.scenarioAgentRun(agent, slot)
}

// cancelled is the run as it ends at a moment.
func (r *agentRun) cancelled(now int64) agentRun {
	c := *r
	c.output, c.err = "", ""
	c.attempts = slices.Clone(r.attempts[:r.attemptsAt(now)])
	if n := len(c.attempts); n > 0 {
		last := &c.attempts[n-1]
		last.events = append(slices.Clone(last.events[:last.seqAt(now)]), agentEvent{now, "RUN_CANCELLED", "", `{"by":"a caller"}`})
	}
	c.phases = slices.DeleteFunc(slices.Clone(r.phases), func(p agentPhase) bool { return p.from > now })
	c.phases = append(c.phases, agentPhase{now, "cancelled"})
	return c
}

// hastened is the run as it goes on at a moment, which was to come later.
func (r *agentRun) hastened(now int64) agentRun {
	c, next := *r, r.ends()
	for _, p := range slices.Backward(r.phases) {
		if p.from > now {
			next = p.from
		}
	}
	sooner := func(at int64) int64 {
		if at <= now {
			return at
		}
		return at - (next - now)
	}
	c.attempts = slices.Clone(r.attempts)
	for i := range c.attempts {
		a := &c.attempts[i]
		a.began, a.events = sooner(a.began), slices.Clone(a.events)
		for j := range a.events {
			a.events[j].at = sooner(a.events[j].at)
		}
	}
	c.phases = slices.Clone(r.phases)
	for i := range c.phases {
		c.phases[i].from = sooner(c.phases[i].from)
	}
	return c
}
