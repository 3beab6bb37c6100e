package flowcore

import (
	"context"
	"errors"
	"net/http"
	"strings"
	"testing"
	"time"

	"github.com/gorilla/websocket"

	"fntop/api"
)

// told is what a Watch emitted, and what it ended with.
type told struct {
	t      *testing.T
	events chan api.Event
	ended  chan error
	stop   context.CancelFunc
}

func watch(t *testing.T, c *Client) *told {
	t.Helper()
	ctx, cancel := context.WithCancel(t.Context())
	w := &told{t: t, events: make(chan api.Event, 10000), ended: make(chan error, 1), stop: cancel}
	go func() { w.ended <- c.Watch(ctx, func(e api.Event) { w.events <- e }) }()
	t.Cleanup(func() {
		cancel()
		for range w.ended {
			break
		}
	})
	return w
}

func (w *told) link() api.LinkChanged {
	w.t.Helper()
	for e := range w.events {
		if l, ok := e.(api.LinkChanged); ok {
			return l
		}
	}
	return api.LinkChanged{}
}

func (w *told) up() {
	w.t.Helper()
	if l := w.link(); !l.Up {
		w.t.Fatalf("the link is down: %v", l.Err)
	}
}

func (w *told) hint() api.RunEnded {
	w.t.Helper()
	e := <-w.events
	h, ok := e.(api.RunEnded)
	if !ok {
		w.t.Fatalf("%+v is no hint", e)
	}
	return h
}

func (w *told) end() *api.Error {
	w.t.Helper()
	err := <-w.ended
	w.ended <- err // for the cleaning up
	return fault(w.t, err)
}

// says sends frames and goes on listening, so that pings are answered.
func talking(frames ...string) func(*websocket.Conn) {
	return func(conn *websocket.Conn) {
		for _, f := range frames {
			_ = conn.WriteMessage(websocket.TextMessage, []byte(f))
		}
		for {
			if _, _, err := conn.ReadMessage(); err != nil {
				return
			}
		}
	}
}

func closing(code int, text string) func(*websocket.Conn) {
	return func(conn *websocket.Conn) {
		_ = conn.WriteControl(websocket.CloseMessage, websocket.FormatCloseMessage(code, text), time.Time{})
		_, _, _ = conn.ReadMessage() // the other side's farewell
	}
}

func TestNotificationsAreHintsWithTheIdsThatNamesStandFor(t *testing.T) {
	s := newStand(t)
	c := s.client(t)
	if _, err := c.Triggers(t.Context()); err != nil {
		t.Fatal(err)
	}
	e := s.store(placed, noon)
	binary := notification(s.store(sent, noon))
	other := strings.ReplaceAll(notification(e), coreID, orderID) // of another data core
	s.talk = func(conn *websocket.Conn) {
		_ = conn.WriteMessage(websocket.TextMessage, []byte(notification(e)))
		_ = conn.WriteMessage(websocket.TextMessage, []byte(other))
		_ = conn.WriteMessage(websocket.BinaryMessage, []byte(binary))
		talking()(conn)
	}
	w := watch(t, c)
	w.up()
	if h := w.hint(); h.RunID != e.id || h.JobID != e.id || h.Function != orderID || h.Trigger != placed || h.Profile != "prod" || !h.At.Equal(noon) {
		t.Errorf("got %+v", h)
	}
	if h := w.hint(); h.Function != mailID || h.Trigger != sent {
		t.Errorf("got %+v", h)
	}
	if want := `{"tenant":"acme","dataCoreId":"` + coreID + `"}`; <-s.frames != want {
		t.Errorf("want %s to subscribe", want)
	}
	for i, r := range s.requests() {
		if strings.HasPrefix(r, "GET /notifications") && (!strings.Contains(r, "api_key="+apiKey) || s.heads[i].Get("Authorization") != "") {
			t.Errorf("sent %s", r)
		}
	}
}

func TestWhatIsNoNotificationMayHaveBeenOne(t *testing.T) {
	s := newStand(t)
	c := s.client(t)
	e := s.store(placed, noon)
	junk := []string{"not json", "{}", "[]", `{"message":"not json"}`, `{"message":7}`, `{"message":"{\"pattern\":\"x\"}"}`, "\xff\xfe", `{"type":"hello"}`}
	s.talk = talking(append(junk, notification(e))...)
	w := watch(t, c)
	w.up()
	for _, frame := range junk {
		if h := w.hint(); h.RunID != "" || h.Function != "" {
			t.Errorf("%s: got %+v", frame, h)
		}
	}
	if h := w.hint(); h.RunID != e.id {
		t.Errorf("got %+v", h)
	}
}

func TestACloseWith1000IsForGoodAndNoOtherIs(t *testing.T) {
	s := newStand(t)
	c := s.client(t)
	s.talk = closing(1000, "bye")
	w := watch(t, c)
	w.up()
	if l := w.link(); l.Up || !l.Next.IsZero() || l.Err == nil {
		t.Errorf("got %+v", l)
	}
	if e := w.end(); !errors.Is(e, api.ErrEnded) || !strings.Contains(e.Error(), "1000: bye") {
		t.Error(e)
	}
	for name, talk := range map[string]func(*websocket.Conn){
		"1001": closing(1001, ""), "1011": closing(1011, "oops"), "1012": closing(1012, ""), "4401": closing(4401, "token expired"),
		"1005": func(conn *websocket.Conn) {
			_ = conn.WriteControl(websocket.CloseMessage, nil, time.Time{})
			_, _, _ = conn.ReadMessage()
		},
		"1006": func(conn *websocket.Conn) { _ = conn.NetConn().Close() },
	} {
		s := newStand(t)
		s.talk = talk
		w := watch(t, s.client(t))
		w.up()
		l := w.link()
		if l.Up || l.Next.IsZero() || l.Err == nil {
			t.Fatalf("%s: got %+v", name, l)
		}
		s.mu.Lock()
		s.talk = nil
		s.mu.Unlock()
		s.clock.AwaitTimers(1)
		s.clock.Advance(l.Next.Sub(l.At))
		w.up()
		<-s.frames
		<-s.frames
	}
}

func TestItComesBackAfterOneTwoFourSeconds(t *testing.T) {
	s := newStand(t)
	w := watch(t, s.client(t))
	w.up()
	<-s.frames
	s.mu.Lock()
	for range 8 {
		s.first = append(s.first, says(503, `{"message":"busy"}`))
	}
	_ = s.sockets[0].NetConn().Close()
	s.mu.Unlock()
	for _, least := range []time.Duration{1, 2, 4, 8, 16, 20, 20, 20} {
		least *= time.Second
		l := w.link()
		wait := l.Next.Sub(l.At)
		if wait < least || wait > least*3/2 {
			t.Errorf("waits %v, want from %v to %v", wait, least, least*3/2)
		}
		s.clock.AwaitTimers(1)
		s.clock.Advance(wait)
	}
}

// A refused subscription leaves the socket open, and nothing would ever come.
func TestASubscriptionThatIsNotUnderstoodHasFailed(t *testing.T) {
	s := newStand(t)
	s.talk = talking(`{"type":"validation","on":"message","summary":"Expected dataCoreId","message":"Invalid subscription","property":"/dataCoreId","expected":{},"found":{"tenant":"acme"},"errors":[]}`)
	w := watch(t, s.client(t))
	w.up()
	if l := w.link(); l.Up || !l.Next.IsZero() {
		t.Errorf("got %+v", l)
	}
	if e := w.end(); e.Kind != api.Refused || !strings.Contains(e.Error(), "Expected dataCoreId; Invalid subscription") {
		t.Error(e)
	}
}

func TestARefusedHandshakeIsToldFromADroppedOne(t *testing.T) {
	for status, want := range map[int]api.Kind{401: api.Unauthorized, 403: api.Forbidden, 404: api.Unsupported} {
		s := newStand(t)
		c := s.client(t)
		if _, err := c.coreID(t.Context()); err != nil {
			t.Fatal(err)
		}
		s.next(says(status, `{"message":"no: `+apiKey+`"}`))
		e := watch(t, c).end()
		if e.Kind != want || strings.Contains(e.Error(), "s3cret") {
			t.Errorf("%d: %v", status, e)
		}
	}
	for status, want := range map[int]api.Kind{429: api.RateLimited, 500: api.ServerError, 503: api.ServerError, 200: api.Unreadable, 302: api.Unreadable} {
		s := newStand(t)
		c := s.client(t)
		if _, err := c.coreID(t.Context()); err != nil {
			t.Fatal(err)
		}
		s.next(says(status, `{}`))
		w := watch(t, c)
		l := w.link()
		if l.Up || l.Next.IsZero() || api.KindOf(l.Err) != want {
			t.Errorf("%d: got %+v", status, l)
		}
	}
}

// Half-open sockets happen: nothing comes any more, and nothing says so.
func TestASocketThatIsHalfOpenIsGivenUp(t *testing.T) {
	s := newStand(t)
	gone := make(chan struct{})
	s.talk = func(conn *websocket.Conn) { <-gone } // reads nothing, so that no ping is answered
	t.Cleanup(func() { close(gone) })
	w := watch(t, s.client(t))
	w.up()
	for range 3 { // two pings, and the end of patience
		s.clock.AwaitTimers(2)
		s.clock.Advance(25 * time.Second)
	}
	l := w.link()
	if l.Up || api.KindOf(l.Err) != api.TimedOut {
		t.Errorf("got %+v", l)
	}
}

func TestASocketThatAnswersPingsStaysUp(t *testing.T) {
	s := newStand(t)
	pinged := make(chan struct{}, 100)
	s.talk = func(conn *websocket.Conn) {
		answer := conn.PingHandler()
		conn.SetPingHandler(func(text string) error {
			err := answer(text)
			pinged <- struct{}{}
			return err
		})
		talking()(conn)
	}
	c := s.client(t)
	alive := make(chan struct{}, 100)
	conn, err := c.subscribe(t.Context(), reading0At(c), func() { alive <- struct{}{} })
	if err != nil {
		t.Fatal(err)
	}
	go func() { _, _ = conn.Next() }()
	for range 20 {
		s.clock.AwaitTimers(1)
		s.clock.Advance(30 * time.Second)
		<-pinged
		<-alive
	}
	conn.Close()
}

func TestAMessageThatIsTooLargeCostsAConnection(t *testing.T) {
	s := newStand(t)
	s.talk = talking(`{"message":"` + strings.Repeat("x", 2<<20) + `"}`)
	w := watch(t, s.client(t))
	w.up()
	if l := w.link(); l.Up || l.Next.IsZero() || api.KindOf(l.Err) != api.TooLarge {
		t.Errorf("got %+v", l)
	}
}

func TestTheDoctorsStreamIsAPingAndItsAnswer(t *testing.T) {
	s := newStand(t)
	opened := false
	if err := s.client(t).Stream(t.Context(), func() { opened = true }); err != nil || !opened {
		t.Errorf("opened %v, %v", opened, err)
	}
	s.next(nil...)
	c := s.client(t)
	if _, err := c.coreID(t.Context()); err != nil {
		t.Fatal(err)
	}
	s.next(says(401, `{"message":"no"}`))
	if e := fault(t, c.Stream(t.Context(), func() {})); e.Kind != api.Unauthorized {
		t.Error(e)
	}
}

func TestTheSocketsSecretIsInNoEvent(t *testing.T) {
	s := newStand(t)
	var seen []api.Requested
	c := s.client(t, func(c *Config) {
		c.Observe = func(e api.Event) {
			if e, ok := e.(api.Requested); ok {
				seen = append(seen, e)
			}
		}
	})
	w := watch(t, c)
	w.up()
	w.stop()
	w.end()
	last := seen[len(seen)-1]
	if last.Path != "/notifications" || last.Status != http.StatusSwitchingProtocols || c.rest.Used() != len(seen) {
		t.Errorf("got %+v; %d counted of %d", last, c.rest.Used(), len(seen))
	}
}

// Wherever the socket breaks: what came before is told once, the link says
// that it is down and that it is up again, and what comes then is told.
func TestASocketThatBreaksAfterEveryFrameIsComeBackTo(t *testing.T) {
	const n = 6
	for k := range n + 1 {
		for name, broken := range map[string]func(*websocket.Conn){
			"dropped": func(conn *websocket.Conn) { _ = conn.NetConn().Close() },
			"within the frame after": func(conn *websocket.Conn) { // its header and half of it
				_, _ = conn.NetConn().Write([]byte{0x81, 100, '{', '"'})
				_ = conn.NetConn().Close()
			},
			"closed with 1011": closing(1011, "oops"),
		} {
			s := newStand(t)
			c := s.client(t)
			if _, err := c.Triggers(t.Context()); err != nil {
				t.Fatal(err)
			}
			var all []stored
			var frames []string
			for i := range n {
				all = append(all, s.store(placed, noon.Add(time.Duration(i)*time.Second)))
				frames = append(frames, notification(all[i]))
			}
			s.talk = func(conn *websocket.Conn) {
				s.mu.Lock()
				s.talk = talking(frames[k:]...) // the next time
				s.mu.Unlock()
				for _, f := range frames[:k] {
					_ = conn.WriteMessage(websocket.TextMessage, []byte(f))
				}
				broken(conn)
			}
			w := watch(t, c)
			w.up()
			for i := range n {
				if i == k {
					break
				}
				if h := w.hint(); h.RunID != all[i].id {
					t.Errorf("%s %d: hint %d is of %s", name, k, i, h.RunID)
				}
			}
			l := w.link()
			if l.Up || l.Next.IsZero() || l.Err == nil {
				t.Fatalf("%s %d: got %+v", name, k, l)
			}
			s.clock.AwaitTimers(1)
			s.clock.Advance(l.Next.Sub(l.At))
			w.up()
			for i := k; i < n; i++ {
				if h := w.hint(); h.RunID != all[i].id {
					t.Errorf("%s %d: hint %d is of %s", name, k, i, h.RunID)
				}
			}
			w.stop()
			if e := w.end(); e.Kind != api.Canceled || len(w.events) != 0 {
				t.Errorf("%s %d: %v, and %d events more", name, k, e, len(w.events))
			}
		}
	}
}

// A token that ends while the socket is up is noticed when it is opened again,
// and nothing that could be done with it is tried any more.
func TestATokenThatEndsMidStreamIsSaidAndEndsTheWatch(t *testing.T) {
	for status, kind := range map[int]api.Kind{401: api.Unauthorized, 403: api.Forbidden} {
		s := newStand(t)
		c := s.client(t, byToken, func(c *Config) { c.FromEnv = true })
		e := s.store(placed, noon)
		if _, err := c.Triggers(t.Context()); err != nil {
			t.Fatal(err)
		}
		s.talk = func(conn *websocket.Conn) {
			_ = conn.WriteMessage(websocket.TextMessage, []byte(notification(e)))
			s.next(says(status, `{"status":401,"message":"Token expired"}`))
			_ = conn.NetConn().Close()
		}
		w := watch(t, c)
		w.up()
		if h := w.hint(); h.RunID != e.id {
			t.Errorf("got %+v", h)
		}
		l := w.link()
		s.clock.AwaitTimers(1)
		s.clock.Advance(l.Next.Sub(l.At))
		if l = w.link(); l.Up || !l.Next.IsZero() || api.KindOf(l.Err) != kind {
			t.Errorf("%d: got %+v", status, l)
		}
		if err := w.end(); err.Kind != kind || !strings.Contains(err.Error(), "Token expired") || status == 401 && !strings.Contains(err.Error(), "FLOWCORE_TOKEN") || strings.Contains(err.Error(), bearer) {
			t.Errorf("%d: %v", status, err)
		}
	}
}
