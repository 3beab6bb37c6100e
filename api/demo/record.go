package demo

// record is what the scenario knows of a run; everything else is worked out
// from it when it is asked for. There are over a hundred thousand, so it is
// small: 40 bytes.
type record struct {
	key     uint64 // stream, slot and which rerun; unique
	created int64  // wall milliseconds
	queued  int32  // from creation to start, wall milliseconds
	took    int32  // from start to end, wall milliseconds
	fn      uint16
	trigger uint16
	source  source
	outcome status
	reason  reason
	rerun   uint8 // 0 for a first run
	latest  bool  // a rerun with the latest code
}

// status is a run's state on the wire (CONFIRMED, SDK 4.4.4 FunctionRun).
// There is no word for a cancelled run.
type status uint8

const (
	pending status = iota
	running
	completed
	failure
	timeout
)

var statusWords = [...]string{"pending", "running", "completed", "failure", "timeout"}

func (s status) String() string { return statusWords[s] }

func statusOf(word string) (status, bool) {
	for i, w := range statusWords {
		if w == word {
			return status(i), true
		}
	}
	return 0, false
}

// source is the wire's executionSource (CONFIRMED, SDK 4.4.4 FunctionRun).
type source uint8

const (
	sourceTrigger source = iota
	sourceRerun
	sourceManual
	sourceScheduled
	sourceHTTP
	sourceOrchestration
	sourceEndpoint
)

var sourceWords = [...]string{"trigger", "rerun", "manual", "scheduled", "http-trigger", "orchestration", "endpoint"}

func (s source) String() string { return sourceWords[s] }

// reason says why a run ends as it does: a number that falls into one of
// these ranges.
type reason uint8

const (
	reasonNone    reason = 0
	reasonCause   reason = 1   // + place in causes
	reasonMishap  reason = 20  // + place in mishaps
	reasonSlow    reason = 60  // over its time-out
	reasonLost    reason = 61  // stuck until it was given up
	reasonPayload reason = 62  // the caller's payload asked for it
	reasonExhibit reason = 100 // + place in exhibits
)

// at returns the run's state at a moment: nothing needs to move it along.
func (r *record) at(now int64) status {
	switch {
	case now < r.started():
		return pending
	case now < r.ended():
		return running
	default:
		return r.outcome
	}
}

func (r *record) started() int64 { return r.created + int64(r.queued) }
func (r *record) ended() int64   { return r.created + int64(r.queued) + int64(r.took) }

// first returns the key of the run that a rerun repeats, or its own.
func (r *record) first() uint64 { return r.key &^ (1<<rerunBits - 1) }
