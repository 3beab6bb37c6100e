package demo

import (
	"crypto/subtle"
	"encoding/json"
	"net/http"

	"github.com/gorilla/websocket"
)

// notifications opens the socket that tells of stored events. Its secret is in
// the query (npm @flowcore/sdk 1.79.0; CONFIRMED); that a wrong one is refused
// with the upgrade is INFERRED.
func (q *request) notifications() answer {
	if q.http.Method != http.MethodGet {
		return q.flowFail(404, "NOT_FOUND", "Route not found")
	}
	id, admitted := &q.server.identity, false
	if token := q.query.Get("token"); token != "" {
		admitted = q.server.check(token, q.at) == tokenGood
	} else if same(q.query.Get("api_key"), id.flowKey) {
		given := q.query.Get("api_key_id")
		admitted = given == "" || subtle.ConstantTimeCompare([]byte(given), []byte(id.flowKeyID)) == 1
	}
	if !admitted {
		return q.flowFail(401, "UNAUTHORIZED", "Unauthorized")
	}
	if !websocket.IsWebSocketUpgrade(q.http) {
		return q.flowFail(400, "BAD_REQUEST", "Expected a WebSocket")
	}
	return answer{status: http.StatusSwitchingProtocols, socket: q.openSocket}
}

// openSocket shakes hands and talks until the socket closes.
func (q *request) openSocket(w http.ResponseWriter) {
	upgrader := websocket.Upgrader{CheckOrigin: func(*http.Request) bool { return true }}
	conn, err := upgrader.Upgrade(w, q.http, nil)
	if err != nil {
		return // it has been answered
	}
	defer func() { _ = conn.Close() }()
	const longest = 64 << 10 // of what anybody has to say here
	conn.SetReadLimit(longest)
	s := &socket{q: q, conn: conn, said: make(chan []byte), gone: make(chan struct{}), stage: q.server.flow.stage}
	s.begin()
	done := make(chan struct{})
	go func() {
		defer close(done)
		s.listen()
	}()
	s.talk()
	_ = conn.Close() // lets the listening go
	<-done
}

// subscription is what one socket is told of. tenant and dataCoreId are
// required (npm @flowcore/sdk 1.79.0; CONFIRMED that it always sends them).
type subscription struct {
	Tenant *string `json:"tenant"`
	Core   *string `json:"dataCoreId"`
	Flow   *string `json:"flowTypeId"`
	Event  *string `json:"eventTypeId"`
}

// reads takes a frame for a subscription, or returns the frame that refuses it:
// a validation error of Elysia's (github.com/flowcore-io/flowcore-sdk logs its
// type, summary, message, found and errors; the rest is INFERRED). The socket
// stays open.
func (s *subscription) reads(frame []byte) (refusal []byte) {
	why := ""
	switch err := json.Unmarshal(frame, s); {
	case err != nil:
		why = "Expected an object of strings"
	case s.Tenant == nil || *s.Tenant == "":
		why = "Expected property 'tenant' to be string"
	case s.Core == nil || *s.Core == "":
		why = "Expected property 'dataCoreId' to be string"
	default:
		return nil
	}
	return refusedSubscription(why)
}

func refusedSubscription(why string) []byte {
	return []byte(`{"type":"validation","on":"message","summary":` + quoted(why) + `,"message":"Invalid subscription","property":"/","expected":{},"found":{},"errors":[{"path":"/","message":` + quoted(why) + `}]}`)
}

// kinds are the event types that a subscription takes in. Ids that are not
// there take in none, and nobody is told (UNKNOWN what the service does).
func (s *subscription) kinds(ids *flowIDs) []int {
	if *s.Tenant != flowTenant || *s.Core != ids.cores[0] {
		return nil
	}
	var all []int
	for i, k := range eventKinds {
		if s.Flow != nil && *s.Flow != ids.types[k.flow] || s.Event != nil && *s.Event != ids.kinds[i] {
			continue
		}
		all = append(all, i)
	}
	return all
}
