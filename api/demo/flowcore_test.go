package demo

import (
	"encoding/json"
	"fmt"
	"net/url"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/gorilla/websocket"

	"fntop/api/clock"
)

func (b *bench) flow(path string, into any) reply {
	b.t.Helper()
	b.token = b.server.Ready().Flowcore.Token
	r := b.send(b.t.Context(), "GET", path, "")
	if into != nil {
		if r.status != 200 {
			b.t.Fatalf("%s: %d %s", path, r.status, r.body)
		}
		decode(b.t, r.body, into)
	}
	return r
}

type eventPage struct {
	Events []flowEventWire
	Next   string `json:"nextCursor"`
}

// kindIDs are the event types of a server, by name.
func (b *bench) kindIDs() map[string]string {
	ids := map[string]string{}
	for i, k := range eventKinds {
		ids[k.name] = b.server.flow.ids.kinds[i]
	}
	return ids
}

func TestFlowcoresStoryIsTheSameAfterARestartAndAtAnyTime(t *testing.T) {
	t.Parallel()
	first := setup(t, Options{})
	kinds := first.kindIDs()
	query := func(b *bench, bucket string) string {
		var page eventPage
		b.flow("/api/v1/events?eventTypeId="+kinds["order.placed.0"]+"&eventTypeId="+kinds["mail.sent.0"]+"&timeBucket="+bucket, &page)
		text, _ := json.Marshal(page)
		return string(text)
	}
	past := query(first, "20261121100000")
	first.clock.Advance(90 * time.Minute)
	if query(first, "20261121100000") != past {
		t.Error("a past hour changes with time")
	}
	second := setup(t, Options{})
	if second.server.Ready().Flowcore != first.server.Ready().Flowcore || query(second, "20261121100000") != past {
		t.Error("the same seed tells another story, or takes other credentials")
	}
	if other := setup(t, Options{Seed: 2}); other.server.Ready().Flowcore.APIKey == first.server.Ready().Flowcore.APIKey {
		t.Error("another seed has the same key")
	}
	if strings.Count(past, "eventId") < 50 {
		t.Errorf("the hour has %d events", strings.Count(past, "eventId"))
	}
}

func TestEveryBucketHoldsEventsOfItsHourInTheOrderOfTheirIDs(t *testing.T) {
	t.Parallel()
	b := setup(t, Options{})
	for name, id := range b.kindIDs() {
		var list struct {
			TimeBuckets []string
			NextCursor  *int
		}
		b.flow("/api/v1/time-buckets?eventTypeId="+id, &list)
		if len(list.TimeBuckets) < 2 || list.NextCursor != nil || !slices.IsSorted(list.TimeBuckets) {
			t.Errorf("%s: %d buckets", name, len(list.TimeBuckets))
			continue
		}
		for _, bucket := range []string{list.TimeBuckets[0], list.TimeBuckets[len(list.TimeBuckets)-1]} {
			var page, backwards eventPage
			b.flow("/api/v1/events?eventTypeId="+id+"&timeBucket="+bucket, &page)
			b.flow("/api/v1/events?eventTypeId="+id+"&order=desc&timeBucket="+bucket, &backwards)
			if len(page.Events) == 0 {
				t.Errorf("%s: %s is empty", name, bucket)
			}
			slices.Reverse(backwards.Events)
			for i, e := range page.Events {
				if e.EventType != name || e.TimeBucket != bucket || !json.Valid(e.Payload) || backwards.Events[i].EventID != e.EventID {
					t.Fatalf("%s: %+v", name, e)
				}
				if i > 0 && !laterID(e.EventID, page.Events[i-1].EventID) {
					t.Errorf("%s: %s is not later than the one before", name, e.EventID)
				}
			}
		}
	}
}

func TestFlowcoreLetsInWhoMayComeIn(t *testing.T) {
	t.Parallel()
	b := setup(t, Options{})
	ready := b.server.Ready().Flowcore
	b.token = ""
	for header, want := range map[string]int{
		"Bearer " + ready.Token: 200, "ApiKey " + ready.APIKeyID + ":" + ready.APIKey: 200, ready.APIKey: 401, "": 401,
		"ApiKey x:" + ready.APIKey: 401, "Bearer x": 401, "Basic x": 401,
	} {
		if r := b.with("Authorization", header, "GET", "/api/v1/tenants/list", ""); r.status != want || want == 401 && !strings.Contains(string(r.body), `"code":"UNAUTHORIZED"`) {
			t.Errorf("%q: %d %s", header, r.status, r.body)
		}
	}
	path := "/event/" + ready.Tenant + "/" + b.server.flow.ids.cores[0] + "/order.0/order.placed.0"
	for header, want := range map[string]int{ready.APIKey: 200, "ApiKey " + ready.APIKeyID + ":" + ready.APIKey: 401, "Bearer " + ready.Token: 401} {
		if r := b.with("Authorization", header, "POST", path, `{}`); r.status != want {
			t.Errorf("%q: %d %s", header, r.status, r.body)
		}
	}
	for _, bad := range []struct {
		path, body string
		want       int
	}{
		{path + "x", `{}`, 404}, {path, `[1]`, 400}, {path, `{`, 400}, {path, `{"a":"` + strings.Repeat("x", 70000) + `"}`, 413},
		{strings.Replace(path, ready.Tenant, "other", 1), `{}`, 404},
	} {
		if r := b.with("Authorization", ready.APIKey, "POST", bad.path, bad.body); r.status != bad.want {
			t.Errorf("%s: %d %s", bad.path, r.status, r.body)
		}
	}
}

// with sends a request with a header of its own and no other credential.
func (b *bench) with(name, value, method, path, body string) reply {
	b.t.Helper()
	return b.sendWith(b.t.Context(), method, path, body, map[string]string{name: value})
}

// tuned is an open socket and what it is told.
type tuned struct {
	t     *testing.T
	conn  *websocket.Conn
	heard chan string
	ended chan error
}

func (b *bench) tune(query, subscription string) *tuned {
	b.t.Helper()
	conn, res, err := websocket.DefaultDialer.Dial(strings.Replace(b.server.URL(), "http", "ws", 1)+"/notifications?"+query, nil)
	if err != nil {
		b.t.Fatalf("%v %v", err, res)
	}
	b.t.Cleanup(func() { _ = conn.Close() })
	s := &tuned{b.t, conn, make(chan string, 10000), make(chan error, 1)}
	if err := conn.WriteMessage(websocket.TextMessage, []byte(subscription)); err != nil {
		b.t.Fatal(err)
	}
	go func() {
		for {
			_, frame, err := conn.ReadMessage()
			if err != nil {
				s.ended <- err
				return
			}
			s.heard <- string(frame)
		}
	}()
	return s
}

func (b *bench) byKey() string {
	return url.Values{"api_key": {b.server.Ready().Flowcore.APIKey}}.Encode()
}

func (b *bench) everything() string {
	return fmt.Sprintf(`{"tenant":%q,"dataCoreId":%q}`, b.server.Ready().Flowcore.Tenant, b.server.flow.ids.cores[0])
}

// told is the event that a frame is about.
func told(t *testing.T, frame string) (id, kind string) {
	t.Helper()
	var outer struct{ Message string }
	var inner struct {
		Pattern string
		Data    struct{ EventID, EventType, Aggregator, DataCore string }
	}
	decode(t, []byte(frame), &outer)
	decode(t, []byte(outer.Message), &inner)
	if inner.Pattern == "" || inner.Data.Aggregator == "" || inner.Data.DataCore == "" {
		t.Errorf("got %s", frame)
	}
	return inner.Data.EventID, inner.Data.EventType
}

// awake waits until the only socket has taken its subscription and sleeps: the
// clock may be driven.
func (b *bench) awake() {
	for b.server.flow.subscribed.Load() == 0 {
		time.Sleep(time.Millisecond)
	}
	b.clock.AwaitTimers(1)
}

func TestWhatIsIngestedIsStoredALittleLaterAndToldOf(t *testing.T) {
	t.Parallel()
	b := setup(t, Options{})
	ids := &b.server.flow.ids
	only := b.tune(b.byKey(), strings.TrimSuffix(b.everything(), "}")+fmt.Sprintf(`,"flowTypeId":%q,"eventTypeId":%q}`, ids.types[stockFlow], b.kindIDs()["stock.low.0"]))
	b.awake()
	path := "/event/" + flowTenant + "/" + ids.cores[0]
	key := b.server.Ready().Flowcore.APIKey
	b.with("Authorization", key, "POST", path+"/order.0/order.placed.0", `{"other":1}`)
	var taken struct {
		EventID string
		Success bool
	}
	decode(t, b.with("Authorization", key, "POST", path+"/stock.0/stock.low.0", `{"n":1.50}`).body, &taken)
	list := func() (page eventPage) {
		b.flow("/api/v1/events?eventTypeId="+b.kindIDs()["stock.low.0"]+"&timeBucket=20261121120000", &page)
		return page
	}
	if before := len(list().Events); !taken.Success || before != 0 {
		t.Errorf("%+v, %d events are stored at once", taken, before)
	}
	b.clock.Advance(storing * time.Millisecond)
	if id, kind := told(t, <-only.heard); id != taken.EventID || kind != "stock.low.0" {
		t.Errorf("told of %s %s", kind, id)
	}
	if page := list(); len(page.Events) != 1 || page.Events[0].EventID != taken.EventID || string(page.Events[0].Payload) != `{"n":1.50}` {
		t.Errorf("stored %+v", page)
	}
}

func TestTheSocketTellsOfTheStory(t *testing.T) {
	t.Parallel()
	b := setup(t, Options{})
	s := b.tune(b.byKey(), b.everything())
	b.awake()
	for range 400 { // ten minutes, from where the bursts are to where there are none
		b.clock.Advance(1500 * time.Millisecond)
		b.awake()
	}
	want := 0
	for kind := range eventKinds {
		want += len(b.server.flow.stage.between(kind, noon.UnixMilli()+1, b.clock.Now().UnixMilli()+1))
	}
	seen := map[string]bool{}
	for len(seen) < want {
		id, _ := told(t, <-s.heard)
		if seen[id] {
			t.Fatalf("%s is told twice", id)
		}
		seen[id] = true
	}
	if want < 100 {
		t.Errorf("%d events in ten minutes", want)
	}
}

func TestASubscriptionThatIsNoneIsRefusedAndTheSocketStaysOpen(t *testing.T) {
	t.Parallel()
	b := setup(t, Options{})
	for _, frame := range []string{`{}`, `[]`, `x`, `{"tenant":"a"}`, `{"tenant":1,"dataCoreId":"x"}`, `{"dataCoreId":"x"}`} {
		s := b.tune(b.byKey(), frame)
		if got := <-s.heard; !strings.Contains(got, `"type":"validation"`) || !json.Valid([]byte(got)) {
			t.Errorf("%s: got %s", frame, got)
		}
		if err := s.conn.WriteMessage(websocket.TextMessage, []byte(b.everything())); err != nil {
			t.Error(err)
		}
	}
	for _, query := range []string{"", "api_key=x", "token=x", b.byKey() + "&api_key_id=x"} {
		_, res, err := websocket.DefaultDialer.Dial(strings.Replace(b.server.URL(), "http", "ws", 1)+"/notifications?"+query, nil)
		if err == nil || res == nil || res.StatusCode != 401 {
			t.Errorf("%q is let in", query)
		}
	}
}

func TestSocketFaultsDoWhatTheySay(t *testing.T) {
	t.Parallel()
	minutes := func(faults string) (*bench, *tuned) {
		b := setup(t, Options{Faults: faults, Clock: clock.NewDriven(noon)})
		return b, b.tune(b.byKey(), b.everything())
	}
	for faults, code := range map[string]int{"ws-close=1011:5s": 1011, "ws-close=1000:5s": 1000, "ws-close=1005:5s": 1005, "ws-close=1006:5s": 1006, "ws-cut=3": 1006} {
		b, s := minutes(faults)
		done := false
		for !done {
			b.clock.Advance(time.Second)
			select {
			case err := <-s.ended:
				done = true
				if c, ok := err.(*websocket.CloseError); code != 1006 && (!ok || c.Code != code) {
					t.Errorf("%s: %v", faults, err)
				}
			case <-time.After(time.Millisecond):
			}
		}
	}
	b, s := minutes("ws-dup")
	b.awake()
	b.clock.Advance(time.Minute)
	one, _ := told(t, <-s.heard)
	if two, _ := told(t, <-s.heard); one != two {
		t.Error("nothing is told twice")
	}
	b, s = minutes("ws-reorder")
	b.awake()
	b.clock.Advance(time.Minute)
	first, _ := told(t, <-s.heard)
	if second, _ := told(t, <-s.heard); laterID(second, first) {
		t.Error("nothing has changed places")
	}
	b, s = minutes("ws-junk")
	b.awake()
	b.clock.Advance(time.Minute)
	if frame := <-s.heard; strings.Contains(frame, "eventId") {
		t.Errorf("%s is no junk", frame)
	}
	_, s = minutes("ws-validation")
	if frame := <-s.heard; !strings.Contains(frame, "validation") {
		t.Errorf("got %s", frame)
	}
	b, s = minutes("ws-flood=100/s")
	b.awake()
	b.clock.Advance(time.Second)
	for range 90 {
		<-s.heard
	}
}
