package demo

import (
	"encoding/json"
	"fmt"
)

// agentEvent is something that an attempt does. Its number is its place.
type agentEvent struct {
	at         int64 // wall milliseconds
	kind, node string
	payload    string // JSON
}

// agentAttempt is one try of a run; its events count from 1.
type agentAttempt struct {
	began  int64
	events []agentEvent
}

// agentPhase is since when a run has a status.
type agentPhase struct {
	from int64
	word string
}

// agentRun is one run of an agent from its beginning to its end. All of it is
// known from the start; what is told of it depends on the clock.
type agentRun struct {
	key      uint64
	live     bool // a caller made it
	agent    int
	created  int64
	thread   string
	input    json.RawMessage // nil: none
	attempts []agentAttempt
	phases   []agentPhase
	output   string // JSON, empty where there is none
	err      string // likewise
}

// agentSteer is what the input of a run may ask for, so that people can try
// things out: {"fail":true}, {"wait":true}, {"switch":true}, {"sleepMs":5000}.
type agentSteer struct {
	Fail    any `json:"fail"`
	Wait    any `json:"wait"`
	Switch  any `json:"switch"`
	SleepMS any `json:"sleepMs"`
}

// plotOf is how a caller's run goes: well, unless its input asks for another.
func (s *agentSteer) plotOf() plot {
	switch {
	case s.Fail == true:
		return fails
	case s.Wait == true:
		return asksHuman
	case s.Switch == true:
		return changesAttempt
	}
	return goesWell
}

// scenarioAgentRun works out the run of one slot of an agent.
func (w *world) scenarioAgentRun(i int, slot int64) agentRun {
	a := &agents[i]
	d := newDice(w.seed, diceAgentRun, uint64(i), uint64(slot))
	at := w.pace.wall(slot*a.every + d.below(a.every))
	r := agentRun{key: agentKey(i, slot), agent: i, created: at, thread: "thread_" + d.word(12)}
	r.input = json.RawMessage(fmt.Sprintf(`{"message":%s,"conversation":%d}`, pick(&d, messages[:]), d.between(1000, 9999)))
	w.act(&r, &d, pick(&d, a.plots), 0)
	return r
}

// liveAgentRun works out a run that a caller made.
func (w *world) liveAgentRun(r agentRun) agentRun {
	d := newDice(w.seed, diceAgentRun, r.key)
	var asked agentSteer
	_ = json.Unmarshal(r.input, &asked) // what is no object asks for nothing
	if r.thread == "" {
		r.thread = "thread_" + d.word(12)
	}
	ms, _ := asked.SleepMS.(float64)
	r.live = true
	w.act(&r, &d, asked.plotOf(), int64(min(max(ms, 0), float64(hour))))
	return r
}

// storyteller writes a run down as it goes.
type storyteller struct {
	w   *world
	r   *agentRun
	now int64 // scenario milliseconds since the run was created
}

func (s *storyteller) at() int64 { return s.r.created + s.w.pace.span(s.now) }

func (s *storyteller) phase(word string) {
	s.r.phases = append(s.r.phases, agentPhase{s.at(), word})
}

func (s *storyteller) say(kind, node, payload string) {
	last := &s.r.attempts[len(s.r.attempts)-1]
	if node != "" {
		payload = fmt.Sprintf(`{"node":%q%s}`, node, payload)
	} else if payload != "null" {
		payload = "{" + payload + "}"
	}
	last.events = append(last.events, agentEvent{s.at(), kind, node, payload})
}

// begin begins an attempt. A run has none until a worker takes it up.
func (s *storyteller) begin(d *dice) {
	s.now += d.between(300, 1600)
	s.r.attempts = append(s.r.attempts, agentAttempt{began: s.at()})
	s.phase("running")
	s.say("RUN_STARTED", "", fmt.Sprintf(`"attempt":%d`, len(s.r.attempts)))
}

// act lets a run go by its plot. Its words but for those that end it, and all
// payloads, are ours: none of them is public.
func (w *world) act(r *agentRun, d *dice, p plot, sleep int64) {
	s, a := &storyteller{w: w, r: r}, &agents[r.agent]
	s.phase("queued")
	s.begin(d)
	turn := int(d.below(int64(len(a.nodes))))
	for i := 0; i < len(a.nodes); i++ {
		node := a.nodes[i]
		s.say("NODE_STARTED", node, "")
		s.now += sleep / int64(len(a.nodes))
		s.now += a.step/2 + d.below(a.step)
		if d.below(3) == 0 {
			s.say("TOOL_CALLED", node, fmt.Sprintf(`,"tool":%q,"arguments":{"id":%d}`, pick(d, []string{"orders.get", "search", "crm.note"}), d.between(1000, 99999)))
			s.now += d.between(200, 1500)
		}
		if d.below(12) == 0 {
			s.say("MEMORY_COMPACTED", "", fmt.Sprintf(`"before":%d,"after":%d`, d.between(9000, 90000), d.between(1000, 9000)))
		}
		switch {
		case i != turn:
		case p == asksHuman:
			s.waitForHuman(d, node)
		case p == fails:
			r.err = pick(d, agentErrors[:])
			s.say("NODE_FAILED", node, `,"error":`+r.err)
			s.say("RUN_FAILED", "", `"error":`+r.err)
			s.phase("failed")
			return
		case p == isCancelled:
			s.say("RUN_CANCELLED", "", `"by":"anna"`)
			s.phase("cancelled")
			return
		case p == changesAttempt && len(r.attempts) == 1:
			s.say("RUN_FAILED", "", `"error":"the worker was lost","retried":true`)
			s.phase("queued")
			s.now += 2 * second
			s.begin(d)
			i = -1
			continue
		}
		s.say("NODE_FINISHED", node, fmt.Sprintf(`,"tokens":%d,"cost":0.0%d0`, d.between(80, 4000), d.between(1, 9)))
	}
	r.output = a.output(d)
	s.say("RUN_FINISHED", "", "null")
	s.phase("completed")
}

// waitForHuman asks a person, who takes a while to answer. The attempt goes on
// after that; whether a real one does is UNKNOWN.
func (s *storyteller) waitForHuman(d *dice, node string) {
	s.say("HUMAN_INPUT_REQUESTED", node, `,"question":`+pick(d, questions[:]))
	s.phase("waiting_for_human")
	s.now += d.between(8*second, 90*second)
	s.say("HUMAN_INPUT_RECEIVED", node, `,"by":"anna","decision":"approve"`)
	s.phase("resumed")
	s.now += 1500
	s.phase("running")
}

// statusAt is the run's status at a moment, and since when it has it.
func (r *agentRun) statusAt(now int64) agentPhase {
	at := r.phases[0]
	for _, p := range r.phases {
		if p.from <= now {
			at = p
		}
	}
	return at
}

// ends is when the run is over.
func (r *agentRun) ends() int64 { return r.phases[len(r.phases)-1].from }

// attemptsAt is how many attempts have begun.
func (r *agentRun) attemptsAt(now int64) int {
	n := 0
	for n < len(r.attempts) && r.attempts[n].began <= now {
		n++
	}
	return n
}

// seqAt is how many events an attempt has had.
func (a *agentAttempt) seqAt(now int64) int {
	n := 0
	for n < len(a.events) && a.events[n].at <= now {
		n++
	}
	return n
}
