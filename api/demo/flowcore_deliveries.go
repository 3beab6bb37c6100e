package demo

import (
	"cmp"
	"fmt"
	"hash/fnv"
	"slices"
	"strings"
	"time"
)

// flowDelivery is one try of a pathway to deliver something.
type flowDelivery struct {
	id     string
	at     int64 // wall milliseconds: when it was over
	took   int64
	kind   int
	batch  int
	status int // of HTTP; zero where no answer came
	why    string
	body   string
}

func (d *flowDelivery) success() bool { return d.status >= 200 && d.status < 300 }

// A pathway tries three times, later each time, and gives up. Its log goes back
// six hours (UNKNOWN how far the service's does).
var flowTries = [...]int64{0, 15 * second, minute}

const (
	flowLog = 6 * hour
	// flowLongest is how long after its event the last try is over.
	flowLongest = 3 * minute
)

// trouble is what goes wrong at a pathway's address.
type trouble int

const (
	noTrouble  trouble = iota
	erpDown            // five minutes of every hour: HTTP 500, and a proxy's 502
	fraudSlow          // four minutes of most hours: no answer in time
	stockWrong         // now and then one is refused
)

// troubled reports whether a time of the scenario is in a pathway's bad minutes.
func troubled(seed uint64, t trouble, at int64) bool {
	from, lasts, often := int64(0), int64(0), 1.0
	switch t {
	case erpDown:
		lasts = 5 * minute
	case fraudSlow:
		lasts, often = 4*minute, 0.8
	default:
		return false
	}
	d := newDice(seed, diceTrouble, uint64(t), uint64(floorTo(at, hour)/hour))
	from = d.below(hour - lasts)
	in := at - floorTo(at, hour)
	return d.unit() < often && in >= from && in < from+lasts
}

// try is one try, which begins at a moment.
func (s *flowService) try(pathway, kind, batch int, begins int64, d dice) flowDelivery {
	p := &flowPathways[pathway]
	out := flowDelivery{
		id: uuidLike(&d), kind: kind, batch: batch, status: 200, took: d.between(40, 400) + int64(batch)*4,
		body: fmt.Sprintf(`{"accepted":%d,"ref":"%s","cost":0.%d0}`, batch, d.word(10), d.between(1, 9)),
	}
	bad := troubled(s.stage.seed, p.trouble, s.stage.pace.scenario(begins))
	switch {
	case bad && p.trouble == erpDown && d.unit() < 0.15:
		out.status, out.body = 502, "<html><head><title>502 Bad Gateway</title></head><body>nginx</body></html>"
	case bad && p.trouble == erpDown:
		out.status, out.took = 500, d.between(300, 2500)
		out.why = fmt.Sprintf("Endpoint returned 500: deadlock detected on orders_2026 (request %s)", d.hex(8))
		out.body = fmt.Sprintf(`{"error":"deadlock detected","table":"orders_2026","retryable":true,"pid":%d}`, d.between(1000, 9999))
	case bad:
		out.status, out.body, out.took = 0, "", p.timeout
		out.why = fmt.Sprintf("Request timed out after %d ms", p.timeout)
	case p.trouble == stockWrong && d.unit() < 0.06:
		out.status, out.body = 422, fmt.Sprintf(`{"message":"unknown shelf %c%d"}`, 'A'+d.below(8), d.below(80))
	}
	out.took = max(1, s.stage.pace.span(out.took))
	out.at = begins + out.took
	return out
}

// tries are those to deliver one event, the first one first.
func (s *flowService) tries(pathway int, e *flowEvent) []flowDelivery {
	var all []flowDelivery
	at := e.seen
	for n, wait := range flowTries {
		d := newDice(s.stage.seed, diceDelivery, keyOfText(e.id), uint64(n), uint64(pathway))
		at += max(1, s.stage.pace.span(wait+d.between(150, 700)))
		one := s.try(pathway, e.kind, 1, at, d)
		all = append(all, one)
		if at = one.at; one.success() {
			break
		}
	}
	return all
}

// keyOfText makes a number of an id.
func keyOfText(id string) uint64 {
	h := fnv.New64a()
	_, _ = h.Write([]byte(id)) // never fails (hash.Hash)
	return h.Sum64()
}

// deliveries are all of a pathway's that are over and still in its log, newest
// first: those of the story, those of callers' events, and what restarts
// delivered again.
func (s *flowService) deliveries(pathway int, now int64) []flowDelivery {
	st := s.stage
	from := st.pace.wall(floorTo(st.pace.scenario(now)-flowLog, hour))
	var events []flowEvent
	for _, kind := range flowPathways[pathway].kinds {
		events = append(events, st.between(kind, from-st.pace.span(flowLongest), now+1)...)
	}
	live, _ := st.since(from, now)
	for _, e := range live {
		if slices.Contains(flowPathways[pathway].kinds, e.kind) {
			events = append(events, e)
		}
	}
	var all []flowDelivery
	for i := range events {
		all = append(all, s.tries(pathway, &events[i])...)
	}
	all = append(all, s.restarts.again(s, pathway, now)...)
	all = slices.DeleteFunc(all, func(d flowDelivery) bool { return d.at < from || d.at > now })
	slices.SortFunc(all, func(a, b flowDelivery) int {
		if c := cmp.Compare(b.at, a.at); c != 0 {
			return c
		}
		return strings.Compare(b.id, a.id)
	})
	return all
}

// hourOf is when a time bucket begins, and false where it is none.
func hourOf(bucket string) (int64, bool) {
	t, err := time.Parse("20060102150405", bucket)
	return t.UnixMilli(), err == nil
}
