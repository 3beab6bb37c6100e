package demo

import (
	"bytes"
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"strconv"
	"time"
)

// beatEvery is how often a stream of a run says that it is there; how often a
// real one does is UNKNOWN.
const beatEvery = 15 * time.Second

// agentStream answers with the stream of an attempt's events (frames
// CONFIRMED, DIFF). Where the header Last-Event-ID and afterSeq differ, which
// holds is UNKNOWN; here the header does.
func agentStream(q *request) answer {
	f, refused := q.followedAttempt()
	if refused != nil {
		return *refused
	}
	after, bad := q.agentNumber("afterSeq", 0, 0)
	if bad != nil {
		return *bad
	}
	if q.form("run-inclusive") != "" {
		after = max(after-1, 0)
	} else if last, err := strconv.ParseInt(q.http.Header.Get("Last-Event-ID"), 10, 64); err == nil {
		after = last
	}
	if _, met := q.counted("run-401"); met > 1 {
		return q.agentError(401, "UNAUTHORIZED", "The access token has expired")
	}
	return answer{
		status: 200,
		header: http.Header{"Content-Type": {"text/event-stream"}, "Cache-Control": {"no-cache"}},
		stream: func(w io.Writer) { newAgentFeed(q, f, int(after), w).run() },
	}
}

// agentFeed is one open stream of an attempt.
type agentFeed struct {
	q     *request
	of    followed
	out   io.Writer
	told  int // the number of the last event that was written, or held back
	count int // events written on this connection
	held  []byte
	beat  int64
	err   error // of writing: nobody reads any more

	cut, end, stall, hole, fault int // after so many events; 0: never
}

func newAgentFeed(q *request, of followed, after int, out io.Writer) *agentFeed {
	f := &agentFeed{q: q, of: of, out: out, told: after, beat: q.now + beatEvery.Milliseconds()}
	for name, to := range map[string]*int{
		"run-cut": &f.cut, "run-close": &f.end, "run-401": &f.end, "run-stall": &f.stall, "run-hole": &f.hole, "run-error": &f.fault,
	} {
		if n, met := q.counted(name); met > 0 {
			*to = n
		}
	}
	return f
}

// run writes events as they come, until the attempt is over or nobody reads.
func (f *agentFeed) run() {
	s := f.q.server
	f.write([]byte(": connected\n\n"))
	for f.err == nil {
		now := s.clock.Now().UnixMilli()
		f.renew(now)
		if !f.tell(now) {
			return
		}
		f.pulse(now)
		next := f.beat
		if f.told < len(f.of.attempt.events) {
			next = min(next, f.of.attempt.events[f.told].at)
		}
		timer := s.clock.NewTimer(time.Duration(next-now) * time.Millisecond)
		if s.clock.Now().UnixMilli() != now { // a clock that is driven moves at any time
			timer.Stop()
			continue
		}
		select {
		case <-timer.C():
		case <-f.q.http.Context().Done(): // the client went away, or the server closes
			f.err = io.ErrClosedPipe
		}
		timer.Stop()
	}
}

// renew takes the attempt as it is by now: a caller may have cancelled or
// resumed the run.
func (f *agentFeed) renew(now int64) {
	r, ok := f.q.server.agents.find(f.q.id, now)
	if !ok {
		return
	}
	for n := range r.attempts {
		if f.q.world().attemptID(r, n+1) == f.of.id {
			f.of.attempt = &r.attempts[n]
		}
	}
}

// tell writes what has happened by a moment, and reports whether the stream
// goes on.
func (f *agentFeed) tell(now int64) bool {
	for seq := f.told + 1; seq <= f.of.attempt.seqAt(now); seq++ {
		f.told = seq
		if f.stall > 0 && f.count >= f.stall {
			continue
		}
		if f.hole == seq {
			continue
		}
		f.event(seq)
		f.count++
		switch {
		case f.fault > 0 && f.count == f.fault:
			f.write([]byte("event: error\ndata: {\"message\":\"the replica was lost\",\"code\":\"UPSTREAM\"}\n\n"))
		case f.cut > 0 && f.count == f.cut:
			f.write([]byte("id: 99999\nevent: run_event\ndata: {\"id\":\"cut"))
			panic(http.ErrAbortHandler) // net/http's way to close a connection
		case f.end > 0 && f.count == f.end:
			f.letGo()
			f.write([]byte("event: close\ndata: {\"reason\":\"max_duration\"}\n\n"))
			return false
		}
	}
	if f.told == len(f.of.attempt.events) && (f.stall == 0 || f.count < f.stall) {
		f.letGo()
		return false // after the last event the body ends
	}
	return true
}

// event writes one event, twice or after the next one where a fault wants it.
func (f *agentFeed) event(seq int) {
	data, err := json.Marshal(f.of.wire(seq))
	if err != nil {
		panic("demo: an event does not marshal: " + err.Error())
	}
	frame := fmt.Appendf(nil, "id: %d\nevent: run_event\ndata: %s\n\n", seq, data)
	if f.q.form("run-reorder") != "" && f.held == nil && seq < len(f.of.attempt.events) {
		f.held = frame
		return
	}
	if f.q.form("run-dup") != "" {
		frame = bytes.Repeat(frame, 2)
	}
	f.write(frame)
	f.letGo()
}

// letGo writes the event that was held back.
func (f *agentFeed) letGo() {
	if f.held != nil {
		f.write(f.held)
		f.held = nil
	}
}

// pulse says that the stream is there, as a comment or as a frame: in which of
// the two forms a real one does is UNKNOWN.
func (f *agentFeed) pulse(now int64) {
	if now < f.beat {
		return
	}
	f.beat = now + beatEvery.Milliseconds()
	switch {
	case f.stall > 0 && f.count >= f.stall:
	case f.q.form("run-heartbeat") == "event":
		f.write([]byte("event: heartbeat\ndata: {}\n\n"))
	default:
		f.write([]byte(": heartbeat\n\n"))
	}
}

func (f *agentFeed) write(frame []byte) {
	if f.err == nil {
		_, f.err = f.out.Write(frame)
	}
	if w, ok := f.out.(http.ResponseWriter); ok && f.err == nil {
		f.err = http.NewResponseController(w).Flush()
	}
}
