package demo

import (
	"net/http"
	"slices"
	"strings"
	"sync"
)

// flowRestart is a restart that a caller asked for. Nothing is known of how
// long one takes and of the words of its status but "pending": the others are
// those of the commands that it becomes (github.com/flowcore-io/flowcore-pathways;
// CONFIRMED of these).
type flowRestart struct {
	id       string
	at       int64
	pathways []int
	from     int64 // what was stored since then is delivered again
	bucket   string
	mode     string
	by       string
	reason   *string
	ends     string // its last status
	serial   uint64
}

// flowRestarts are all of them.
type flowRestarts struct {
	mu     sync.Mutex
	all    []flowRestart
	serial uint64
}

// How a restart goes on, in time of the scenario.
const (
	restartSeen    = 800
	restartBegins  = 1600
	restartOver    = 4000
	restartBatch   = 25 // events
	restartBetween = 500
	restartMost    = 80 // batches
	restartRoom    = 200
	restartRuns    = "running" // the pump runs again
)

// status is where it stands, and since when.
func (r *flowRestart) status(p pace, now int64) (word string, since int64) {
	seen, begins, over := r.at+p.span(restartSeen), r.at+p.span(restartBegins), r.at+p.span(restartOver)
	switch {
	case now < seen:
		return "pending", r.at
	case now < begins:
		return "acknowledged", seen
	case now < over:
		return "restarting", begins
	}
	return r.ends, over
}

// again are the deliveries of a pathway that restarts led to.
func (f *flowRestarts) again(s *flowService, pathway int, now int64) []flowDelivery {
	f.mu.Lock()
	asked := slices.Clone(f.all)
	f.mu.Unlock()
	var all []flowDelivery
	for i := range asked {
		r := &asked[i]
		if word, _ := r.status(s.stage.pace, now); word == restartRuns && slices.Contains(r.pathways, pathway) {
			all = append(all, r.deliveries(s, pathway)...)
		}
	}
	return all
}

func (r *flowRestart) deliveries(s *flowService, pathway int) []flowDelivery {
	var all []flowDelivery
	live, _ := s.stage.since(r.from-1, r.at)
	at := r.at + s.stage.pace.span(restartOver)
	for _, kind := range flowPathways[pathway].kinds {
		events := len(s.stage.between(kind, max(r.from, s.stage.retained(r.at)), r.at))
		for _, e := range live {
			if e.kind == kind {
				events++
			}
		}
		for ; events > 0 && len(all) < restartMost; events -= restartBatch {
			d := newDice(s.stage.seed, diceDelivery, r.serial, uint64(len(all)), uint64(pathway), 1)
			at += max(1, s.stage.pace.span(restartBetween))
			all = append(all, s.try(pathway, kind, min(events, restartBatch), at, d))
		}
	}
	return all
}

func (q *request) restarts(rest string) answer {
	switch {
	case rest == "request" && q.http.Method == http.MethodPost:
		return q.requestRestart()
	case rest == "" || strings.Contains(rest, "/") || q.http.Method != http.MethodGet:
		return q.flowFail(404, "NOT_FOUND", "Route not found")
	}
	f := &q.server.flow.restarts
	f.mu.Lock()
	defer f.mu.Unlock()
	for i := range f.all {
		if r := &f.all[i]; r.id == rest {
			word, since := r.status(q.server.flow.stage.pace, q.now)
			ids := []string{}
			for _, p := range r.pathways {
				ids = append(ids, q.server.flow.ids.pathways[p])
			}
			return q.json(200, object{
				"id": r.id, "targets": object{"pathwayIds": ids}, "mode": r.mode, "position": object{"timeBucket": r.bucket}, "status": word,
				"requestedBy": r.by, "reason": r.reason, "createdAt": stamp(r.at), "updatedAt": stamp(since),
			})
		}
	}
	return q.flowMissing("DataPathwayRestartRequest", "id", rest)
}

func (q *request) requestRestart() answer {
	var asked struct {
		Targets struct {
			PathwayIDs []string `json:"pathwayIds"`
			FlowTypes  []string `json:"flowTypes"`
		} `json:"targets"`
		Mode     string `json:"mode"`
		Position *struct {
			TimeBucket string `json:"timeBucket"`
		} `json:"position"`
		RequestedBy string  `json:"requestedBy"`
		Reason      *string `json:"reason"`
	}
	if bad := q.read(&asked); bad != nil {
		return *bad
	}
	wrong := func(what string) answer {
		return q.json(422, object{"status": 422, "code": "UNPROCESSABLE_CONTENT", "message": "Validation failed", "on": "body", "errors": object{what: "Required"}})
	}
	s := q.server.flow
	r := flowRestart{at: q.now, mode: asked.Mode, by: asked.RequestedBy, reason: asked.Reason, ends: restartRuns}
	if word := q.form("restart-ends"); word != "" {
		r.ends = word
	}
	switch {
	case asked.RequestedBy == "":
		return wrong("requestedBy")
	case asked.Position == nil:
		return wrong("position")
	case r.mode == "":
		r.mode = "datapumpRestart"
	case r.mode != "datapumpRestart" && r.mode != "hardReset":
		return wrong("mode")
	}
	var ok bool
	if r.from, ok = hourOf(asked.Position.TimeBucket); !ok {
		return wrong("position.timeBucket")
	}
	r.bucket = asked.Position.TimeBucket
	taken, skipped := []string{}, []string{}
	for i, id := range s.ids.pathways {
		reads := func(name string) bool {
			return slices.ContainsFunc(flowPathways[i].kinds, func(k int) bool { return flowTypes[eventKinds[k].flow].name == name })
		}
		if slices.Contains(asked.Targets.PathwayIDs, id) || slices.ContainsFunc(asked.Targets.FlowTypes, reads) {
			r.pathways, taken = append(r.pathways, i), append(taken, id)
		}
	}
	for _, id := range asked.Targets.PathwayIDs {
		if s.pathwayNumber(id) < 0 {
			skipped = append(skipped, id)
		}
	}
	f := &s.restarts
	f.mu.Lock()
	defer f.mu.Unlock()
	f.serial++
	r.serial = f.serial
	r.id = uuid(s.stage.seed, idRestart, r.serial)
	if f.all = append(f.all, r); len(f.all) > restartRoom {
		f.all = f.all[1:]
	}
	q.job = r.id
	return q.json(200, object{"restartRequestId": r.id, "acceptedTargets": taken, "skippedTargets": skipped})
}
