package demo

import (
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/gorilla/websocket"
)

// socket is one open socket. Nothing waits in it: what a slow reader has not
// taken has not been written.
type socket struct {
	q     *request
	conn  *websocket.Conn
	stage *flowStage
	said  chan []byte   // what the other side says
	gone  chan struct{} // closes when it has gone

	kinds      []int // what it is told of; nil: nothing yet
	told, upTo int64 // what was told, and what due reaches to
	due        []flowEvent

	// What faults make of it.
	silentAt, closeAt int64
	code              int
	cut, frames       int
	held              []byte // of two notices that change places the first
	rate, began       int64
	flooded           int64
	old               []flowEvent
}

// begin reads the faults that meet the socket.
func (s *socket) begin() {
	q := s.q
	s.silentAt, s.closeAt, s.began = forever, forever, q.now
	if v := q.form("ws-silent"); v != "" {
		d, _ := time.ParseDuration(v) // none where it has no value
		s.silentAt = q.now + d.Milliseconds()
	}
	if v := q.form("ws-close"); v != "" {
		code, after, _ := strings.Cut(v, ":")
		s.code, _ = strconv.Atoi(code) // checked when the spec was read
		d, _ := time.ParseDuration(after)
		s.closeAt = q.now + d.Milliseconds()
	}
	s.cut, _ = strconv.Atoi(q.form("ws-cut"))
	s.rate = rateOf(q.form("ws-flood"))
	s.conn.SetPingHandler(func(text string) error {
		if s.silent() {
			return nil
		}
		return s.conn.WriteControl(websocket.PongMessage, []byte(text), time.Time{})
	})
}

func (s *socket) silent() bool { return s.q.server.clock.Now().UnixMilli() >= s.silentAt }

// listen reads what the other side says until it goes.
func (s *socket) listen() {
	defer close(s.gone)
	for {
		_, frame, err := s.conn.ReadMessage()
		if err != nil {
			return
		}
		select {
		case s.said <- frame:
		case <-s.q.http.Context().Done():
			return
		}
	}
}

// talk tells of events until the socket closes.
func (s *socket) talk() {
	clk := s.q.server.clock
	for {
		changed := s.stage.changes() // before looking, so that nothing is missed
		now := clk.Now().UnixMilli()
		if !s.tell(now) {
			return
		}
		next := s.next(now)
		timer := clk.NewTimer(time.Duration(next-now) * time.Millisecond)
		if clk.Now().UnixMilli() != now { // a clock that is driven moves at any time
			timer.Stop()
			continue
		}
		var frame []byte
		over := false
		select {
		case <-timer.C():
		case <-changed:
		case frame = <-s.said:
		case <-s.gone:
			over = true
		case <-s.q.http.Context().Done(): // the server closes
			over = true
		}
		timer.Stop()
		if over || frame != nil && !s.heard(frame) {
			return
		}
	}
}

// heard takes what the other side says for its subscription.
func (s *socket) heard(frame []byte) bool {
	var sub subscription
	refusal := sub.reads(frame)
	if s.q.form("ws-validation") != "" {
		refusal = refusedSubscription("Expected property 'dataCoreId' to be uuid")
	}
	if refusal != nil {
		return s.write(refusal)
	}
	s.kinds = sub.kinds(&s.q.server.flow.ids)
	s.told = s.q.server.clock.Now().UnixMilli()
	s.upTo, s.due = s.told, nil
	if s.rate > 0 {
		for _, kind := range s.kinds {
			s.old = append(s.old, s.stage.between(kind, s.told-10*minute, s.told)...)
		}
		s.began = s.told
	}
	s.q.server.flow.subscribed.Add(1)
	return true
}

// tell writes everything up to a moment, false where the socket is over.
func (s *socket) tell(now int64) bool {
	if s.kinds != nil {
		for _, e := range s.take(min(now, s.closeAt)) {
			if !s.notice(&e) {
				return false
			}
		}
		if !s.flood(now) {
			return false
		}
	}
	if now < s.closeAt {
		return true
	}
	if s.held != nil && !s.write(s.held) {
		return false
	}
	s.goodbye()
	return false
}

// goodbye closes the socket with a code; 1006 is to go without a word.
func (s *socket) goodbye() {
	switch s.code {
	case websocket.CloseAbnormalClosure:
		if l, ok := s.conn.NetConn().(*line); ok {
			l.cut()
		}
		return
	case websocket.CloseNoStatusReceived:
		_ = s.conn.WriteControl(websocket.CloseMessage, nil, time.Time{})
	default:
		_ = s.conn.WriteControl(websocket.CloseMessage, websocket.FormatCloseMessage(s.code, ""), time.Time{})
	}
	select { // until the other side has said its own
	case <-s.gone:
	case <-s.q.http.Context().Done():
	}
}

// take returns what was stored since it was last asked, oldest first.
func (s *socket) take(now int64) []flowEvent {
	if now > s.upTo {
		ahead := max(min(s.stage.pace.span(hour), minute), second)
		s.due = s.due[:0]
		for _, kind := range s.kinds {
			s.due = append(s.due, s.stage.between(kind, s.told+1, now+ahead+1)...)
		}
		slices.SortFunc(s.due, olderEvent)
		s.upTo = now + ahead
	}
	n := 0
	for n < len(s.due) && s.due[n].at <= now {
		n++
	}
	all := slices.Clone(s.due[:n])
	s.due = s.due[n:]
	live, _ := s.stage.since(s.told, now)
	for _, e := range live {
		if slices.Contains(s.kinds, e.kind) {
			all = append(all, e)
		}
	}
	s.told = max(s.told, now)
	return all
}

// next is when there is something to do.
func (s *socket) next(now int64) int64 {
	next := s.closeAt
	if s.kinds != nil {
		next = min(next, s.upTo+1)
		if len(s.due) > 0 {
			next = min(next, s.due[0].at)
		}
		_, live := s.stage.since(now, now)
		next = min(next, live)
		if len(s.old) > 0 {
			next = min(next, s.began+((s.flooded+1)*second+s.rate-1)/s.rate)
		}
	}
	const longest = hour // a timer of for ever overflows
	return min(next, now+longest)
}
