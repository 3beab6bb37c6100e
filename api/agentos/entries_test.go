package agentos

import (
	"context"
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"slices"
	"strconv"
	"strings"
	"sync"
	"testing"
	"time"

	"fntop/api"
	"fntop/api/clock"
	"fntop/model"
)

// hasty is a clock for which waiting takes no time, but that the silence of a
// stream is never over, unless the test says so.
type hasty struct {
	mu    sync.Mutex
	now   time.Time
	quiet []*hastyTimer // of silence
}

func newHasty() *hasty { return &hasty{now: time.Date(2026, 3, 27, 10, 0, 0, 0, time.UTC)} }

func (h *hasty) Now() time.Time {
	h.mu.Lock()
	defer h.mu.Unlock()
	return h.now
}

func (h *hasty) NewTimer(d time.Duration) clock.Timer {
	h.mu.Lock()
	defer h.mu.Unlock()
	t := &hastyTimer{c: make(chan time.Time, 1)}
	if d > lookMost && d <= silence {
		h.quiet = append(h.quiet, t)
		return t
	}
	h.now = h.now.Add(d)
	t.c <- h.now
	return t
}

// hush lets the silence of every stream be over that waits for it.
func (h *hasty) hush() {
	h.mu.Lock()
	defer h.mu.Unlock()
	if len(h.quiet) == 0 {
		return
	}
	h.now = h.now.Add(silence)
	for _, t := range h.quiet {
		t.c <- h.now
	}
	h.quiet = nil
}

type hastyTimer struct{ c chan time.Time }

func (t *hastyTimer) C() <-chan time.Time { return t.c }
func (t *hastyTimer) Stop() bool          { return true }

// attemptServer serves one attempt of a run: events 1 to n, the last of which
// ends it. How each connection of its stream goes is the test's to say.
type attemptServer struct {
	t       *testing.T
	n       int64
	skips   map[int64]bool // numbers that no event has
	over    bool           // what the run itself says
	current string         // the run's attempt
	stream  func(c *conversation)
	page    int // events of a page; 0: all
	refuse  func(path string) int

	mu       sync.Mutex
	streams  int
	requests []string
	*httptest.Server
}

func serveAttempt(t *testing.T, n int64, stream func(c *conversation)) *attemptServer {
	t.Helper()
	s := &attemptServer{t: t, n: n, stream: stream, current: "att_1"}
	s.Server = httptest.NewServer(s)
	t.Cleanup(s.Close)
	return s
}

// conversation is one connection of a stream.
type conversation struct {
	http.ResponseWriter
	*attemptServer
	number int // from 1
	after  int64
	done   <-chan struct{}
}

func (s *attemptServer) kind(seq int64) string {
	if seq == s.n {
		return "run_finished" // types are compared in capitals
	}
	return "NODE_STARTED"
}

func (s *attemptServer) json(seq int64) string {
	return fmt.Sprintf(`{"id":"ev_%d","seq":%d,"type":%q,"timestamp":"2026-03-27T10:00:00Z","attempt_id":"att_1","payload":{"node":"n%d"}}`, seq, seq, s.kind(seq), seq)
}

// say sends events of the stream.
func (c *conversation) say(seqs ...int64) {
	for _, seq := range seqs {
		c.raw(fmt.Sprintf("id: %d\nevent: run_event\ndata: %s\n\n", seq, c.json(seq)))
	}
}

func (c *conversation) raw(text string) {
	_, _ = io.WriteString(c, text)
	_ = http.NewResponseController(c.ResponseWriter).Flush()
}

// rest sends what follows after a number, to the end.
func (c *conversation) rest(after int64) {
	for seq := after + 1; seq <= c.n; seq++ {
		if !c.skips[seq] {
			c.say(seq)
		}
	}
}

func (s *attemptServer) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	path := strings.TrimPrefix(r.URL.Path, base+"runs/run_01")
	s.mu.Lock()
	s.requests = append(s.requests, strings.TrimPrefix(r.URL.RequestURI(), base+"runs/run_01")+" "+r.Header.Get("Last-Event-ID"))
	if path == "/events/stream" {
		s.streams++
	}
	number := s.streams
	s.mu.Unlock()
	if s.refuse != nil {
		if status := s.refuse(path); status != 0 {
			w.WriteHeader(status)
			_, _ = io.WriteString(w, `{"message":"no"}`)
			return
		}
	}
	after, _ := strconv.ParseInt(r.URL.Query().Get("afterSeq"), 10, 64)
	switch path {
	case "":
		status := "running"
		if s.over {
			status = "completed"
		}
		_, _ = fmt.Fprintf(w, `{"run_id":"run_01","status":%q,"current_attempt_id":%q,"current_attempt_no":1}`, status, s.current)
	case "/events":
		s.events(w, after)
	case "/events/stream":
		if r.URL.Query().Get("attemptId") != "att_1" {
			s.t.Errorf("asked for attempt %q", r.URL.Query().Get("attemptId"))
		}
		w.Header().Set("Content-Type", "text/event-stream")
		s.stream(&conversation{w, s, number, after, r.Context().Done()})
	}
}

func (s *attemptServer) events(w io.Writer, after int64) {
	var rows []string
	last, more := after, false
	for seq := after + 1; seq <= s.n; seq++ {
		if s.page > 0 && len(rows) == s.page {
			more = true
			break
		}
		if last = seq; !s.skips[seq] {
			rows = append(rows, s.json(seq))
		}
	}
	next := "null"
	if more {
		next = strconv.FormatInt(last, 10)
	}
	_, _ = fmt.Fprintf(w, `{"events":[%s],"latest_seq":%d,"next_after_seq":%s,"has_more":%t}`, strings.Join(rows, ","), s.n, next, more)
}

// told is what Entries told, and what the observer heard of the stream.
type told struct {
	seqs  []int64
	err   error
	links []api.LinkChanged
	asked int // requests but those of streams
}

// follow follows the attempt to its end.
func (s *attemptServer) follow(after int64, change ...func(*Config)) told {
	s.t.Helper()
	var got told
	config := Config{Profile: "p", URL: s.URL, Token: "token-1", Clock: newHasty(), Observe: func(e api.Event) {
		switch e := e.(type) {
		case api.LinkChanged:
			got.links = append(got.links, e)
		case api.Requested:
			if !strings.HasSuffix(strings.Split(e.Path, "?")[0], "stream") {
				got.asked++
			}
		}
	}}
	for _, f := range change {
		f(&config)
	}
	c, err := New(config)
	if err != nil {
		s.t.Fatal(err)
	}
	defer c.CloseIdle()
	got.err = c.Entries(s.t.Context(), model.RunRef{ID: run("run_01"), Attempt: "att_1"}, after, func(e model.Entry) {
		if e.Attempt != "att_1" || e.Kind != s.kind(e.Seq) || e.Node != "n"+strconv.FormatInt(e.Seq, 10) || e.At.IsZero() {
			s.t.Errorf("got %+v", e)
		}
		got.seqs = append(got.seqs, e.Seq)
	})
	return got
}

// whole checks that everything was told, in order and once, and that each
// change of the link is about the run.
func (g *told) whole(t *testing.T, name string, s *attemptServer, after int64) {
	t.Helper()
	var want []int64
	for seq := after + 1; seq <= s.n; seq++ {
		if !s.skips[seq] {
			want = append(want, seq)
		}
	}
	if g.err != nil || !slices.Equal(g.seqs, want) {
		t.Errorf("%s: told %v, want %v; %v", name, g.seqs, want, g.err)
	}
	up := false
	for _, l := range g.links {
		if l.Run != run("run_01") || l.Profile != "p" || l.Up == up || !l.Up && l.Err == nil {
			t.Errorf("%s: link %+v", name, g.links)
			return
		}
		up = l.Up
	}
}

func TestAnAttemptIsToldFromItsStream(t *testing.T) {
	s := serveAttempt(t, 4, func(c *conversation) {
		c.raw(": hello\n\nevent: heartbeat\ndata: {}\n\nevent: strange\ndata: {\"seq\":2}\n\n")
		c.say(1, 2)
		c.raw("data: " + c.json(3) + "\n\n") // without a name
		c.raw("id: 4\nevent: run_event\ndata: " + strings.Replace(c.json(4), `"seq":4,`, "", 1) + "\n\n")
		<-c.done // the stream need not end by itself
	})
	got := s.follow(0)
	got.whole(t, "all", s, 0)
	if len(got.links) != 1 || got.asked != 0 || s.requests[0] != "/events/stream?afterSeq=0&attemptId=att_1 " {
		t.Errorf("links %+v, %d asked, %q", got.links, got.asked, s.requests)
	}
	got = s.follow(2)
	got.whole(t, "from the middle", s, 2)
	if last := s.requests[len(s.requests)-1]; last != "/events/stream?afterSeq=2&attemptId=att_1 2" {
		t.Errorf("asked %q", last)
	}
}

// Whatever breaks, and wherever: nothing is lost and nothing told twice.
func TestNothingIsLostAndNothingToldTwice(t *testing.T) {
	const n = 6
	for k := int64(0); k <= n; k++ {
		upTo := func(c *conversation, last int64) {
			for seq := c.after + 1; seq <= last; seq++ {
				c.say(seq)
			}
		}
		for name, stream := range map[string]func(c *conversation){
			"cut within the frame after": func(c *conversation) {
				if c.number > 1 {
					c.rest(c.after)
					return
				}
				upTo(c, k)
				c.raw("id: 99\nevent: run_event\ndata: {\"seq\":" + strconv.FormatInt(k+1, 10))
				panic(http.ErrAbortHandler)
			},
			"ends after": func(c *conversation) {
				if upTo(c, k); c.number > 1 {
					c.rest(c.after)
				}
			},
			"ends after, with a close frame": func(c *conversation) {
				if upTo(c, k); c.number > 1 {
					c.rest(c.after)
					return
				}
				c.raw("event: close\ndata: {\"reason\":\"max_duration\"}\n\n")
			},
			"an error frame after": func(c *conversation) {
				upTo(c, k)
				c.raw("event: error\ndata: {\"message\":\"replica lost\"}\n\n")
				if c.number > 1 {
					c.rest(max(c.after, k))
				}
			},
			"twice after": func(c *conversation) {
				upTo(c, k)
				c.say(max(k, 1), max(k, 1))
				c.rest(max(c.after, k))
			},
			"a hole after": func(c *conversation) {
				upTo(c, k)
				c.rest(k + 1)
				<-c.done
			},
			"reordered after": func(c *conversation) {
				if upTo(c, k); k+2 <= n {
					c.say(k+2, k+1)
					c.rest(k + 2)
				} else {
					c.rest(max(c.after, k))
				}
				<-c.done
			},
			"begins one early": func(c *conversation) { // a server for which afterSeq is inclusive
				if c.number == 1 {
					upTo(c, k)
					return
				}
				c.rest(max(c.after-1, 0))
			},
			"events of another attempt after": func(c *conversation) {
				upTo(c, k)
				c.raw("event: run_event\ndata: " + strings.Replace(c.json(k+1), "att_1", "att_2", 1) + "\n\n")
				c.rest(max(c.after, k))
			},
		} {
			s := serveAttempt(t, n, stream)
			if strings.Contains(name, "hole") && k+1 >= n {
				continue // nothing shows that the last one is missing but the run's own end
			}
			got := s.follow(0)
			got.whole(t, fmt.Sprintf("%s %d", name, k), s, 0)
		}
	}
}

func TestAStreamThatStallsIsOpenedAgain(t *testing.T) {
	clk := newHasty()
	s := serveAttempt(t, 3, func(c *conversation) {
		if c.number > 1 {
			c.rest(c.after)
			return
		}
		c.say(1)
		for {
			select {
			case <-c.done: // the client has had enough
				return
			default:
				clk.hush()
			}
		}
	})
	got := s.follow(0, func(c *Config) { c.Clock = clk })
	got.whole(t, "stall", s, 0)
	if len(got.links) != 3 || api.KindOf(got.links[1].Err) != api.TimedOut {
		t.Errorf("links %+v", got.links)
	}
}

// A run may end without an event that says so, and a stream may be silent
// about an attempt that another has replaced.
func TestAnAttemptIsOverWhenItsRunSaysSo(t *testing.T) {
	for name, change := range map[string]func(*attemptServer){
		"over":     func(s *attemptServer) { s.over = true },
		"replaced": func(s *attemptServer) { s.current = "att_2" },
	} {
		s := serveAttempt(t, 9, func(c *conversation) { c.say(1, 2) })
		s.skips = map[int64]bool{9: true}
		change(s)
		got := s.follow(0)
		got.whole(t, name, s, 0)
		if s.streams != 1 {
			t.Errorf("%s: %d streams", name, s.streams)
		}
	}
}

func TestWithoutAStreamTheEventsAreAskedFor(t *testing.T) {
	for _, status := range []int{404, 405, 501} {
		s := serveAttempt(t, 7, nil)
		s.page = 3
		s.refuse = func(path string) int {
			if path == "/events/stream" {
				return status
			}
			return 0
		}
		got := s.follow(0)
		if s.streams != 1 || got.asked != 3 {
			t.Errorf("%d: %d streams and %d other requests", status, s.streams, got.asked)
		}
		if got.err != nil || len(got.seqs) != 7 || len(got.links) != 1 || got.links[0].Up || api.KindOf(got.links[0].Err) != api.Unsupported {
			t.Errorf("%d: told %v, links %+v, %v", status, got.seqs, got.links, got.err)
		}
	}
}

func TestARunThatEndsWithoutAnEventIsSeenToWhileAsking(t *testing.T) {
	s := serveAttempt(t, 5, nil)
	s.skips = map[int64]bool{5: true}
	looks := 0
	s.refuse = func(path string) int {
		switch path {
		case "/events/stream":
			return 404
		case "":
			if looks++; looks == 2 {
				s.over = true
			}
		}
		return 0
	}
	got := s.follow(0)
	if got.err != nil || len(got.seqs) != 4 || looks != 2 {
		t.Errorf("told %v after %d looks, %v", got.seqs, looks, got.err)
	}
}

func TestARefusalThatLastsEndsTheTelling(t *testing.T) {
	for status, kind := range map[int]api.Kind{401: api.Unauthorized, 403: api.Forbidden, 400: api.Refused, 409: api.Refused} {
		s := serveAttempt(t, 5, func(c *conversation) { c.say(1, 2) })
		s.refuse = func(path string) int {
			if path == "/events/stream" && s.streams > 1 { // the token ended meanwhile
				return status
			}
			return 0
		}
		got := s.follow(0)
		if !slices.Equal(got.seqs, []int64{1, 2}) || api.KindOf(got.err) != kind || s.streams != 2 {
			t.Errorf("%d: told %v, %v, %d streams", status, got.seqs, got.err, s.streams)
		}
		if last := got.links[len(got.links)-1]; last.Up || !last.Next.IsZero() || api.KindOf(last.Err) != kind {
			t.Errorf("%d: link %+v", status, last)
		}
	}
	s := serveAttempt(t, 5, nil)
	s.refuse = func(string) int { return 404 }
	if got := s.follow(0); api.KindOf(got.err) != api.NotFound {
		t.Errorf("no such run: %v", got.err)
	}
}

func TestFailuresThatPassAreOutlived(t *testing.T) {
	for _, status := range []int{429, 500, 503} {
		tries := 0
		s := serveAttempt(t, 3, func(c *conversation) { c.rest(c.after) })
		s.refuse = func(string) int {
			if tries++; tries <= 3 {
				return status
			}
			return 0
		}
		got := s.follow(0)
		if got.err != nil || len(got.seqs) != 3 || tries != 4 {
			t.Errorf("%d: told %v after %d tries, %v", status, got.seqs, tries, got.err)
		}
	}
}

// An event that comes after a hole which cannot be looked into is not told:
// it would hide the hole.
func TestAHoleThatCannotBeAskedForIsAskedForAgain(t *testing.T) {
	failures := 0
	s := serveAttempt(t, 4, func(c *conversation) {
		if c.after == 0 {
			c.say(1)
		}
		c.say(3, 4)
		<-c.done
	})
	s.refuse = func(path string) int {
		if path == "/events" && failures < 6 {
			failures++
			return 503
		}
		return 0
	}
	got := s.follow(0)
	got.whole(t, "hole", s, 0)
	if failures != 6 {
		t.Errorf("%d failures", failures)
	}
}

func TestNumbersThatAreLeftOutCostNoRequestEach(t *testing.T) {
	s := serveAttempt(t, 100, func(c *conversation) { c.rest(c.after); <-c.done })
	s.skips = map[int64]bool{}
	for seq := int64(1); seq < 100; seq++ {
		s.skips[seq] = seq%2 == 1
	}
	got := s.follow(0)
	got.whole(t, "even numbers", s, 0)
	if got.asked != sparse {
		t.Errorf("%d requests for holes", got.asked)
	}
}

func TestTheAttemptIsWaitedFor(t *testing.T) {
	s := serveAttempt(t, 2, func(c *conversation) { c.rest(c.after) })
	looks := 0
	s.current = ""
	s.refuse = func(path string) int {
		if path == "" {
			if looks++; looks == 3 {
				s.current = "att_1"
			}
		}
		return 0
	}
	c, err := New(Config{Profile: "p", URL: s.URL, Token: "t", Clock: newHasty()})
	if err != nil {
		t.Fatal(err)
	}
	defer c.CloseIdle()
	var seqs []int64
	err = c.Entries(t.Context(), model.RunRef{ID: run("run_01")}, 0, func(e model.Entry) { seqs = append(seqs, e.Seq) })
	if err != nil || len(seqs) != 2 || looks != 3 {
		t.Errorf("told %v after %d looks, %v", seqs, looks, err)
	}
	s.current, looks = "", 9
	if err := c.Entries(t.Context(), model.RunRef{ID: run("run_01")}, 0, nil); fault(t, err).Kind != api.NotFound {
		t.Errorf("got %v", err)
	}
}

func TestTheTellingEndsWithItsContext(t *testing.T) {
	ctx, stop := context.WithCancel(t.Context())
	s := serveAttempt(t, 5, func(c *conversation) { c.say(1); <-c.done })
	c, err := New(Config{Profile: "p", URL: s.URL, Token: "t", Clock: newHasty()})
	if err != nil {
		t.Fatal(err)
	}
	defer c.CloseIdle()
	err = c.Entries(ctx, model.RunRef{ID: run("run_01"), Attempt: "att_1"}, 0, func(model.Entry) { stop() })
	if fault(t, err).Kind != api.Canceled {
		t.Errorf("got %v", err)
	}
}

func TestAnEventThatIsTooLargeEndsTheTelling(t *testing.T) {
	s := serveAttempt(t, 3, func(c *conversation) {
		c.raw("event: run_event\ndata: " + strings.Repeat("x", 1<<10) + "\n\n")
	})
	if got := s.follow(0, func(c *Config) { c.MaxBody = 1 << 9 }); api.KindOf(got.err) != api.TooLarge || s.streams != 1 {
		t.Errorf("got %v after %d streams", got.err, s.streams)
	}
}
