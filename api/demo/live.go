package demo

import (
	"encoding/json"
	"math"
	"time"
)

// liveRun is a run that a caller made, by invoking a trigger or rerunning.
type liveRun struct {
	record
	id       string
	jobID    string
	original string          // the run it repeats
	by, why  string          // of a rerun
	code     int64           // when the code was deployed that a rerun without the latest repeats
	input    json.RawMessage // the caller's payload, as it came
}

// codeOf is the time whose code a run executes.
func (r run) codeOf() int64 {
	if r.live != nil && r.live.code != 0 && !r.latest {
		return r.live.code
	}
	return r.created
}

// steer is what a payload may ask for, so that people can try things out:
// {"fail": true}, {"sleepMs": 5000}.
type steer struct {
	Fail    any `json:"fail"`
	SleepMS any `json:"sleepMs"`
}

func (s *steer) read(payload json.RawMessage) {
	var asked steer
	if json.Unmarshal(payload, &asked) != nil {
		return // not an object: nothing asked for
	}
	if asked.Fail != nil {
		s.Fail = asked.Fail
	}
	if asked.SleepMS != nil {
		s.SleepMS = asked.SleepMS
	}
}

// Times of the runs that callers make, in the scenario.
const (
	jobHidden   = 300 // until a job's run shows in lists
	jobDelayed  = 3 * second
	payloadRoom = 32 << 20
	liveRoom    = 1000
)

// goes decides how a caller's run goes. The sporadic failures of the scenario
// do not touch it; a cause that lasts does, unless the latest code is used.
func (w *world) goes(r *liveRun, d *dice, asked steer) {
	f := &w.functions[r.fn]
	queued, took := d.between(500, 1100), d.between(1500, 3600)
	r.outcome, r.reason = completed, reasonNone
	if ms, ok := asked.SleepMS.(float64); ok && ms >= 0 {
		took = int64(math.Min(ms, float64(f.timeout)*2))
	}
	c, lasts := w.causeAt(int(r.fn), w.pace.scenario(r.created)+queued)
	switch {
	case asked.Fail == true && !r.latest:
		r.outcome, r.reason = failure, reasonPayload
	case lasts && !r.latest:
		r.outcome, r.reason = failure, reasonCause+reason(c)
	case took > f.timeout:
		r.outcome, r.reason, took = timeout, reasonSlow, f.timeout
	}
	r.queued, r.took = int32(w.pace.span(queued)), int32(w.pace.span(took))
}

// invoke makes a run of a trigger and returns its job's id. The run shows a
// moment later, or after a further delay.
func (s *stage) invoke(trigger int, payload json.RawMessage, now int64, delay time.Duration) string {
	s.mu.Lock()
	defer s.mu.Unlock()
	t := &s.w.triggers[trigger]
	l := &liveRun{input: payload}
	l.fn, l.trigger, l.source = uint16(t.fn), uint16(trigger), t.kind.source()
	var asked steer
	asked.read(payload)
	return s.add(l, asked, now+delay.Milliseconds())
}

// rerun makes a run that repeats another one.
func (s *stage) rerun(of run, latest bool, why string, override json.RawMessage, now int64) string {
	s.mu.Lock()
	defer s.mu.Unlock()
	l := &liveRun{original: s.w.originalOf(of), by: uuid(s.w.seed, idUser, 1), why: why}
	l.fn, l.trigger, l.source, l.rerun, l.latest = of.fn, of.trigger, sourceRerun, 1, latest
	l.code = of.codeOf()
	var asked steer
	if of.live != nil {
		l.input = of.live.input
		asked.read(l.input)
		asked.SleepMS = nil // what made it slow is not repeated
		if of.outcome == timeout && !latest {
			asked.SleepMS = float64(s.w.functions[l.fn].timeout) + 1
		}
	}
	if len(override) > 0 {
		l.input = override // "replaces only the named params"; the run shows what was named
		asked.read(override)
	}
	return s.add(l, asked, now)
}

// add lets a caller's run begin, and forgets the oldest ones when there are
// too many or they hold too much.
func (s *stage) add(l *liveRun, asked steer, now int64) string {
	s.jobs++
	l.key = uint64(now)<<12 | s.jobs&0xfff
	l.id = uuid(s.w.seed, idLive, l.key&(1<<keyBits-1))
	d := newDice(s.w.seed, diceLive, l.key)
	l.jobID = "job_" + d.word(20)
	l.created = now + s.w.pace.span(jobHidden)
	s.w.goes(l, &d, asked)
	s.live = append(s.live, l)
	s.byID[l.id] = l
	s.held += len(l.input)
	s.announce()
	for len(s.live) > liveRoom || s.held > payloadRoom && len(s.live) > 1 {
		s.held -= len(s.live[0].input)
		delete(s.byID, s.live[0].id)
		s.live = s.live[1:]
	}
	return l.jobID
}
