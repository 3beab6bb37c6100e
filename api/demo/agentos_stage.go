package demo

import (
	"slices"
	"sync"
)

// agentStage is the story of the agents with what callers did on top.
type agentStage struct {
	w *world

	mu   sync.Mutex
	live []*agentRun // in the order they were asked for
	byID map[string]*agentRun
	keys map[string]bool // of idempotency
	made uint64
	// changed are scenario's runs that a caller cancelled or resumed, by key.
	changed map[uint64]*agentRun
}

func newAgentStage(w *world) *agentStage {
	return &agentStage{w: w, byID: map[string]*agentRun{}, keys: map[string]bool{}, changed: map[uint64]*agentRun{}}
}

// agentRetention is how far back runs of agents go.
const agentRetention = 2 * day

// A key of a scenario's run is its agent and its slot.
const agentSlotBits = 46

func agentKey(agent int, slot int64) uint64 { return uint64(agent)<<agentSlotBits | uint64(slot) }

func (w *world) agentRunID(r *agentRun) string {
	if r.live {
		return uuid(w.seed, idAgentLive, r.key)
	}
	return uuid(w.seed, idAgentRun, r.key)
}

// attemptID is one of an attempt: a run has few.
func (w *world) attemptID(r *agentRun, number int) string {
	key := r.key<<3 | uint64(number)
	if r.live {
		key |= 1 << (keyBits - 1)
	}
	return uuid(w.seed, idAttempt, key&(1<<keyBits-1))
}

// agentAsk is what a list of runs is narrowed to.
type agentAsk struct {
	agent       int // -1 for all
	status      string
	skip, limit int
}

// list is a page of runs, newest first, and whether more follow.
func (s *agentStage) list(a agentAsk, now int64) (page []agentRun, more bool) {
	each := func(yield func(*agentRun) bool) {
		mine := s.liveOf(a.agent, now)
		s.scenario(a.agent, now, func(r *agentRun) bool {
			for len(mine) > 0 && mine[0].created >= r.created {
				if !yield(mine[0]) {
					return false
				}
				mine = mine[1:]
			}
			return yield(r)
		})
		for _, r := range mine {
			if !yield(r) {
				return
			}
		}
	}
	seen := 0
	each(func(r *agentRun) bool {
		if a.status != "" && r.statusAt(now).word != a.status {
			return true
		}
		seen++
		switch {
		case seen <= a.skip:
		case len(page) == a.limit:
			more = true
			return false
		default:
			page = append(page, *r)
		}
		return true
	})
	return page, more
}

// liveOf are the callers' runs of an agent, newest first.
func (s *agentStage) liveOf(agent int, now int64) []*agentRun {
	s.mu.Lock()
	defer s.mu.Unlock()
	var mine []*agentRun
	for _, r := range slices.Backward(s.live) {
		if (agent < 0 || r.agent == agent) && r.created <= now {
			mine = append(mine, r)
		}
	}
	return mine
}

// scenario visits the scenario's runs of an agent, newest first. Of all agents
// at once it takes the newest of each in turn.
func (s *agentStage) scenario(agent int, now int64, visit func(*agentRun) bool) {
	from := now - s.w.pace.span(agentRetention)
	type place struct {
		agent int
		slot  int64
		next  *agentRun
	}
	var all []*place
	step := func(p *place) {
		for p.next = nil; p.next == nil && p.slot >= 0; p.slot-- {
			r := s.scenarioRun(p.agent, p.slot)
			if r.created < from {
				p.slot = -1
				return
			}
			if r.created <= now {
				p.next = &r
			}
		}
	}
	for i := range agents {
		if agent < 0 || agent == i {
			p := &place{agent: i, slot: s.w.pace.scenario(now)/agents[i].every + 1}
			step(p)
			all = append(all, p)
		}
	}
	for {
		var newest *place
		for _, p := range all {
			if p.next != nil && (newest == nil || p.next.created > newest.next.created) {
				newest = p
			}
		}
		if newest == nil || !visit(newest.next) {
			return
		}
		step(newest)
	}
}

// find is the run with an id.
func (s *agentStage) find(id string, now int64) (*agentRun, bool) {
	s.mu.Lock()
	r := s.byID[id]
	s.mu.Unlock()
	if r != nil {
		return r, r.created <= now
	}
	kind, key, ok := keyOf(s.w.seed, id)
	agent, slot := int(key>>agentSlotBits), int64(key&(1<<agentSlotBits-1))
	if !ok || kind != idAgentRun || agent >= len(agents) {
		return nil, false
	}
	found := s.scenarioRun(agent, slot)
	return &found, found.created <= now && found.created >= now-s.w.pace.span(agentRetention)
}

// create makes a run, unless its key was used before.
func (s *agentStage) create(r agentRun, key string, now int64) (*agentRun, bool) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if key != "" && s.keys[key] {
		return nil, false
	}
	if key != "" {
		s.keys[key] = true
	}
	s.made++
	r.key = uint64(now)<<8&(1<<50-1) | s.made&0xff
	r.created = now
	made := s.w.liveAgentRun(r)
	s.live = append(s.live, &made)
	s.byID[s.w.agentRunID(&made)] = &made
	if len(s.live) > liveRoom {
		delete(s.byID, s.w.agentRunID(s.live[0]))
		s.live = s.live[1:]
	}
	return &made, true
}
