package demo

import (
	"encoding/json"
	"math"
)

// liveRun is a run that a caller made, by invoking a trigger or rerunning.
type liveRun struct {
	record
	id       string
	jobID    string
	original string          // the run it repeats
	by, why  string          // of a rerun
	input    json.RawMessage // the caller's payload, as it came
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
	f := functions[r.fn]
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
