package flowcore

import (
	"encoding/hex"
	"encoding/json"
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

	"github.com/gorilla/websocket"

	"fntop/api"
	"fntop/api/clock"
	"fntop/api/internal/rest"
	"fntop/model"
)

// The stand-in is written from the wire document, section 8, and from nothing
// of the client: two of a mistake would not be seen.

const (
	coreID  = "c0000000-0000-4000-8000-000000000001"
	orderID = "f0000000-0000-4000-8000-000000000001"
	mailID  = "f0000000-0000-4000-8000-000000000002"
	placed  = "e0000000-0000-4000-8000-000000000001"
	shipped = "e0000000-0000-4000-8000-000000000002"
	sent    = "e0000000-0000-4000-8000-000000000003"
	apiKey  = "fc_k1_s3cretpart"
)

var noon = time.Date(2026, 11, 21, 12, 30, 0, 0, time.UTC)

type stored struct {
	id, bucket, kind string
	at               time.Time
	payload          string
}

type stand struct {
	*httptest.Server
	clock *clock.Driven

	mu       sync.Mutex
	serial   uint64
	events   []stored
	seen     []string // method, path and query of each request
	heads    []http.Header
	bodies   []string
	first    []func(http.ResponseWriter, *http.Request) bool // says true where it has answered
	cap      int                                             // events a page at most; 0: as asked
	later    bool                                            // what is ingested is not stored by itself
	sockets  []*websocket.Conn
	frames   chan string           // that subscribe
	talk     func(*websocket.Conn) // instead of listening
	noOrder  bool                  // time buckets always ascend
	smallest int                   // time buckets a page at most
	ways                           // Data Pathways
}

func newStand(t *testing.T) *stand {
	t.Helper()
	s := &stand{clock: clock.NewDriven(noon), frames: make(chan string, 100)}
	s.Server = httptest.NewServer(http.HandlerFunc(s.serve))
	t.Cleanup(s.Close)
	return s
}

// client is a client with a driven clock.
func (s *stand) client(t *testing.T, change ...func(*Config)) *Client {
	t.Helper()
	config := Config{
		Profile: "prod", URL: s.URL, Tenant: "acme", Core: "shop", APIKey: apiKey, Clock: s.clock, RequestsPerMinute: 10000, Retries: -1,
	}
	for _, do := range change {
		do(&config)
	}
	c, err := New(config)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(c.CloseIdle)
	return c
}

// timeID is a UUID of version 1 for a time.
func timeID(at time.Time, serial uint64) string {
	ticks := uint64(at.UnixNano()/100) + 0x01b21dd213814000
	return fmt.Sprintf("%08x-%04x-1%03x-8000-%012x", uint32(ticks), uint16(ticks>>32), ticks>>48&0xfff, serial)
}

// store puts an event there that happens at a time.
func (s *stand) store(kind string, at time.Time) stored {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.keep(kind, at, at, fmt.Sprintf(`{"n":%d}`, s.serial+1))
}

func (s *stand) keep(kind string, at, hour time.Time, payload string) stored {
	s.serial++
	e := stored{timeID(at, s.serial), hour.UTC().Format("2006010215") + "0000", kind, at, payload}
	s.events = append(s.events, e)
	return e
}

func (s *stand) serve(w http.ResponseWriter, r *http.Request) {
	body, _ := io.ReadAll(r.Body)
	s.mu.Lock()
	s.seen = append(s.seen, r.Method+" "+r.URL.RequestURI())
	s.heads, s.bodies = append(s.heads, r.Header), append(s.bodies, string(body))
	w.Header().Set("Date", s.clock.Now().UTC().Format(http.TimeFormat))
	if len(s.first) > 0 {
		do := s.first[0]
		s.first = s.first[1:]
		s.mu.Unlock()
		if do(w, r) {
			return
		}
		s.mu.Lock()
	}
	defer s.mu.Unlock()
	q := r.URL.Query()
	switch path := r.URL.Path; {
	case path == "/api/v1/data-cores":
		if q.Get("tenant") != "acme" {
			answer(w, 404, `{"status":404,"code":"NOT_FOUND","message":"Tenant not found"}`)
			return
		}
		rows := fmt.Sprintf(`{"id":%q,"tenant":"acme","name":"shop","isDeleting":false}`, coreID)
		if name := q.Get("name"); name != "" && name != "shop" {
			rows = ""
		}
		answer(w, 200, "["+rows+"]")
	case path == "/api/v1/tenants/by-name/acme":
		answer(w, 200, `{"id":"t1","name":"acme"}`)
	case path == "/api/v1/flow-types" && q.Get("dataCoreId") == coreID:
		answer(w, 200, fmt.Sprintf(`[{"id":%q,"dataCoreId":%q,"name":"order.0","description":"Orders"},{"id":%q,"name":"mail.0"}]`, orderID, coreID, mailID))
	case path == "/api/v1/event-types":
		answer(w, 200, map[string]string{
			orderID: fmt.Sprintf(`[{"id":%q,"name":"order.placed.0","flowTypeId":%q},{"id":%q,"name":"order.shipped.0","isDeleting":true}]`, placed, orderID, shipped),
			mailID:  fmt.Sprintf(`[{"id":%q,"name":"mail.sent.0"}]`, sent),
		}[q.Get("flowTypeId")])
	case path == "/api/v1/time-buckets":
		s.buckets(w, r)
	case path == "/api/v1/events":
		s.list(w, r)
	case strings.HasPrefix(path, "/event/"):
		s.ingest(w, r, string(body))
	case path == "/notifications":
		s.notify(w, r)
	case s.ways.serve(w, r, string(body)):
	default:
		answer(w, 404, `{"status":404,"code":"NOT_FOUND","message":"Route not found"}`)
	}
}

func answer(w http.ResponseWriter, status int, body string) {
	w.Header().Set("Content-Type", "application/json")
	w.WriteHeader(status)
	_, _ = io.WriteString(w, body)
}

func (s *stand) buckets(w http.ResponseWriter, r *http.Request) {
	q := r.URL.Query()
	var all []string
	for _, e := range s.events {
		if slices.Contains(q["eventTypeId"], e.kind) && !slices.Contains(all, e.bucket) {
			all = append(all, e.bucket)
		}
	}
	slices.Sort(all)
	if q.Get("order") == "desc" && !s.noOrder {
		slices.Reverse(all)
	}
	size, _ := strconv.Atoi(q.Get("pageSize"))
	if s.smallest > 0 {
		size = s.smallest
	}
	from, _ := strconv.Atoi(q.Get("cursor"))
	page := map[string]any{}
	if end := from + size; end < len(all) {
		page["nextCursor"] = end
		all = all[from:end]
	} else {
		all = all[min(from, len(all)):]
	}
	page["timeBuckets"] = append([]string{}, all...)
	body, _ := json.Marshal(page)
	answer(w, 200, string(body))
}

func (s *stand) list(w http.ResponseWriter, r *http.Request) {
	q := r.URL.Query()
	var all []stored
	for _, e := range s.events {
		if slices.Contains(q["eventTypeId"], e.kind) && e.bucket == q.Get("timeBucket") {
			all = append(all, e)
		}
	}
	slices.SortFunc(all, func(a, b stored) int {
		if c := a.at.Compare(b.at); c != 0 {
			return c
		}
		return strings.Compare(a.id, b.id)
	})
	size, _ := strconv.Atoi(q.Get("pageSize"))
	if s.cap > 0 {
		size = min(size, s.cap)
	}
	next := ""
	if q.Get("order") == "desc" {
		slices.Reverse(all)
		all = all[:min(size, len(all))]
	} else {
		from := 0
		edge := func(id string, beyond int) {
			if i := slices.IndexFunc(all, func(e stored) bool { return e.id == id }); i >= 0 {
				from = i + beyond
			}
		}
		switch {
		case q.Get("cursor") != "":
			raw, _ := hex.DecodeString(q.Get("cursor"))
			edge(string(raw), 1)
		case q.Get("fromEventId") != "":
			edge(q.Get("fromEventId"), 0)
		case q.Get("afterEventId") != "":
			edge(q.Get("afterEventId"), 1)
		}
		all = all[from:]
		if len(all) > size {
			all = all[:size]
			next = hex.EncodeToString([]byte(all[size-1].id))
		}
	}
	rows := make([]string, len(all))
	for i, e := range all {
		flow, kind := namesOf(e.kind)
		rows[i] = fmt.Sprintf(`{"eventId":%q,"timeBucket":%q,"tenant":"acme","dataCoreId":%q,"flowType":%q,"eventType":%q,"metadata":{"producer":"webhook"},"payload":%s,"validTime":%q}`,
			e.id, e.bucket, coreID, flow, kind, e.payload, e.at.Format(time.RFC3339))
	}
	body := `{"events":[` + strings.Join(rows, ",") + `]`
	if next != "" {
		body += `,"nextCursor":"` + next + `"`
	}
	answer(w, 200, body+"}")
}

func namesOf(kind string) (flow, name string) {
	switch kind {
	case placed:
		return "order.0", "order.placed.0"
	case shipped:
		return "order.0", "order.shipped.0"
	}
	return "mail.0", "mail.sent.0"
}

func (s *stand) ingest(w http.ResponseWriter, r *http.Request, body string) {
	if r.Header.Get("Authorization") != apiKey {
		answer(w, 401, `{"error":"Unauthorized","message":"invalid key"}`)
		return
	}
	kind := map[string]string{
		"/event/acme/" + coreID + "/order.0/order.placed.0": placed, "/event/acme/" + coreID + "/mail.0/mail.sent.0": sent,
	}[r.URL.Path]
	if kind == "" {
		answer(w, 404, `{"error":"Not Found","message":"no such event type"}`)
		return
	}
	e := s.keep(kind, s.clock.Now(), s.clock.Now(), body)
	if s.later {
		s.events = s.events[:len(s.events)-1]
	}
	answer(w, 200, fmt.Sprintf(`{"eventId":%q,"success":true}`, e.id))
}

func (s *stand) notify(w http.ResponseWriter, r *http.Request) {
	upgrader := websocket.Upgrader{CheckOrigin: func(*http.Request) bool { return true }}
	conn, err := upgrader.Upgrade(w, r, nil)
	if err != nil {
		return
	}
	talk := s.talk
	go func() {
		defer conn.Close()
		_, frame, err := conn.ReadMessage()
		if err != nil {
			return
		}
		s.mu.Lock()
		s.sockets = append(s.sockets, conn)
		s.mu.Unlock()
		s.frames <- string(frame)
		if talk != nil {
			talk(conn)
			return
		}
		for { // so that pings are answered
			if _, _, err := conn.ReadMessage(); err != nil {
				return
			}
		}
	}()
}

// notification is the frame for an event, as the SDK reads it.
func notification(e stored) string {
	flow, kind := namesOf(e.kind)
	inner := fmt.Sprintf(`{"pattern":"stored.event.notify.0","data":{"tenantId":"t1","eventId":%q,"dataCore":%q,"aggregator":%q,"eventType":%q,"validTime":%q}}`,
		e.id, coreID, flow, kind, e.at.Format(time.RFC3339))
	outer, _ := json.Marshal(map[string]string{"message": inner})
	return string(outer)
}

func (s *stand) requests() []string {
	s.mu.Lock()
	defer s.mu.Unlock()
	return slices.Clone(s.seen)
}

// since forgets the requests so far.
func (s *stand) since() {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.seen, s.heads, s.bodies = nil, nil, nil
}

func (s *stand) next(do ...func(http.ResponseWriter, *http.Request) bool) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.first = append(s.first, do...)
}

func says(status int, body string) func(http.ResponseWriter, *http.Request) bool {
	return func(w http.ResponseWriter, _ *http.Request) bool {
		answer(w, status, body)
		return true
	}
}

func fault(t *testing.T, err error) *api.Error {
	t.Helper()
	e, ok := err.(*api.Error)
	if !ok {
		t.Fatalf("%v is no *api.Error", err)
	}
	return e
}

func ids(p model.Page) []string {
	var all []string
	for _, r := range p.Runs {
		all = append(all, r.ID.ID)
	}
	return all
}

func reading0() rest.Request { return rest.Request{Op: api.WatchRuns} }

func reading0At(c *Client) rest.Request {
	r := reading0()
	r.URL = c.hosts.notify
	return r
}
