package demo

import "github.com/gorilla/websocket"

// junk are frames that are no notification.
var junk = [...]string{
	"hello", `{"message":"no JSON"}`, `{"message":"{}"}`, `[]`, `{"message":{"pattern":"stored.event.notify.0"}}`, `{"type":"pong"}`, "{",
}

// notice writes the frame of an event, as faults want it. It reports false
// where the socket is over.
func (s *socket) notice(e *flowEvent) bool {
	q := s.q
	s.frames++
	if q.form("ws-hole") != "" && s.frames%3 == 0 {
		return true
	}
	if q.form("ws-junk") != "" && !s.write([]byte(junk[s.frames%len(junk)])) {
		return false
	}
	frame := q.server.flow.notice(e)
	if q.form("ws-reorder") != "" && s.held == nil {
		s.held = frame
		return true
	}
	if !s.write(frame) || q.form("ws-dup") != "" && !s.write(frame) {
		return false
	}
	if held := s.held; held != nil {
		s.held = nil
		if !s.write(held) {
			return false
		}
	}
	if s.cut > 0 && s.frames >= s.cut {
		s.code = websocket.CloseAbnormalClosure
		s.goodbye()
		return false
	}
	return true
}

// flood tells old events again and again. A server that was stopped does not
// make up for more than a second.
func (s *socket) flood(now int64) bool {
	if len(s.old) == 0 {
		return true
	}
	due := (now - s.began) * s.rate / second
	s.flooded = max(s.flooded, due-s.rate)
	for ; s.flooded < due; s.flooded++ {
		if !s.write(s.q.server.flow.notice(&s.old[s.flooded%int64(len(s.old))])) {
			return false
		}
	}
	return true
}

// write sends one frame, unless the socket has fallen silent.
func (s *socket) write(frame []byte) bool {
	return s.silent() || s.conn.WriteMessage(websocket.TextMessage, frame) == nil
}
