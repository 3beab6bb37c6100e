package centrali

import (
	"context"
	"errors"
	"net"
	"net/http"
	"slices"
	"strings"
	"testing"
	"time"

	"fntop/api"
	"fntop/api/clock"
	"fntop/api/demo"
	"fntop/model"
)

var noon = time.Date(2026, 11, 21, 12, 0, 0, 0, time.UTC)

// vigil is a client that watches a demo over a real socket, both on one clock
// that the test drives.
type vigil struct {
	t      *testing.T
	clock  *clock.Driven
	server *demo.Server
	client *Client
	events chan api.Event
	pulse  chan struct{} // something was read from the socket
	stop   context.CancelFunc
	ended  chan error
}

func keepVigil(t *testing.T, faults string, change func(*Config, demo.CentraliReady)) *vigil {
	t.Helper()
	v := &vigil{
		t: t, clock: clock.NewDriven(noon), events: make(chan api.Event, 1<<16), pulse: make(chan struct{}, 1), ended: make(chan error, 1),
	}
	v.serve("", faults)
	dial := func(ctx context.Context, network, addr string) (net.Conn, error) {
		conn, err := new(net.Dialer).DialContext(ctx, network, addr)
		return heardConn{conn, v.pulse}, err
	}
	v.client = demoClient(t, v.server, func(c *Config, r demo.CentraliReady) {
		c.Clock, c.HTTP = v.clock, &http.Transport{DialContext: dial}
		if change == nil {
			c.Token = r.Token
		} else {
			change(c, r)
		}
	})
	ctx, stop := context.WithCancel(t.Context())
	v.stop = stop
	go func() { v.ended <- v.client.Watch(ctx, func(e api.Event) { v.events <- e; beat(v.pulse) }) }()
	t.Cleanup(func() {
		stop()
		err := <-v.ended
		if k := api.KindOf(err); k == 0 {
			t.Errorf("Watch returned %v", err)
		}
		for _, r := range v.server.Requests() {
			if r.Method != "GET" && r.Path != "/oidc/token" {
				t.Errorf("sent %s %s", r.Method, r.Path)
			}
		}
	})
	return v
}

func (v *vigil) serve(addr, faults string) {
	v.t.Helper()
	s, err := demo.Start(v.t.Context(), demo.Options{Addr: addr, Faults: faults, Clock: v.clock})
	if err != nil {
		v.t.Fatal(err)
	}
	v.t.Cleanup(func() { _ = s.Close() })
	v.server = s
}

type heardConn struct {
	net.Conn
	pulse chan struct{}
}

func (c heardConn) Read(b []byte) (int, error) {
	n, err := c.Conn.Read(b)
	beat(c.pulse)
	return n, err
}

func beat(pulse chan struct{}) {
	select {
	case pulse <- struct{}{}:
	default:
	}
}

// step lets time pass and waits until something came of it. It does neither
// while there is an event to be looked at.
func (v *vigil) step(d time.Duration) {
	select {
	case <-v.pulse:
	default:
	}
	if len(v.events) > 0 {
		return
	}
	v.clock.Advance(d)
	<-v.pulse
}

// hints takes what is there and wants the link unchanged.
func (v *vigil) hints() (all []api.RunEnded) {
	v.t.Helper()
	for len(v.events) > 0 {
		e, ok := (<-v.events).(api.RunEnded)
		if !ok {
			v.t.Fatal("the link changed")
		}
		all = append(all, e)
	}
	return all
}

// link waits for the next change of the link and returns the hints before it.
func (v *vigil) link() (api.LinkChanged, []api.RunEnded) {
	v.t.Helper()
	var hints []api.RunEnded
	for {
		switch e := (<-v.events).(type) {
		case api.RunEnded:
			hints = append(hints, e)
		case api.LinkChanged:
			return e, hints
		}
	}
}

func (v *vigil) up() {
	v.t.Helper()
	if e, _ := v.link(); !e.Up || e.Profile != "p" {
		v.t.Fatalf("got %+v, want it up", e)
	}
}

// down wants the link down for a reason, and lets the time until the next
// attempt pass.
func (v *vigil) down(kind api.Kind) api.LinkChanged {
	v.t.Helper()
	e, _ := v.link()
	if e.Up || api.KindOf(e.Err) != kind || e.Next.IsZero() {
		v.t.Fatalf("got %+v, want it down: %v", e, kind)
	}
	v.clock.Advance(e.Next.Sub(v.clock.Now()))
	return e
}

func (v *vigil) end(kind api.Kind) *api.Error {
	v.t.Helper()
	err := <-v.ended
	v.ended <- err
	e := fault(v.t, err)
	if e.Kind != kind {
		v.t.Fatalf("ended with %v", e)
	}
	return e
}

// streams are the requests for the stream that the server saw.
func (v *vigil) streams() []demo.Request {
	var all []demo.Request
	for _, r := range v.server.Requests() {
		if strings.HasPrefix(r.Path, "/realtime/") {
			all = append(all, r)
		}
	}
	return all
}

func credentials(c *Config, r demo.CentraliReady) {
	c.ClientID, c.ClientSecret = r.ClientID, r.ClientSecret
}

func TestAnEndingIsReportedAndCanBeRead(t *testing.T) {
	for _, form := range []string{
		"", "sse-payload=data", "sse-payload=output", "sse-name=event", "sse-name=both", "sse-id=id,sse-payload=data",
		"sse-name=event,sse-payload=data", "sse-dup", "sse-reorder", "sse-retry=0s",
	} {
		v := keepVigil(t, form, nil)
		v.up()
		hints := 0
		for hints < 5 {
			v.step(20 * time.Second)
			for _, e := range v.hints() {
				hints++
				run, err := v.client.Run(t.Context(), model.RunID{ID: e.RunID})
				if err != nil || run.Ended.IsZero() || run.JobID != e.JobID || run.Function.ID != e.Function || run.Trigger.ID != e.Trigger || e.Profile != "p" {
					t.Fatalf("%s: %+v is about %+v, %v", form, e, run.Run, err)
				}
			}
		}
		s := v.streams()
		if len(s) != 1 || s[0].Query != "events=function_run_completed,function_run_failed" || s[0].Auth != "bearer" {
			t.Errorf("%s: asked %+v", form, s)
		}
	}
}

func TestTheHourlyCloseIsFollowedAtOnce(t *testing.T) {
	v := keepVigil(t, "expire=50m", credentials)
	v.up()
	for round := range 3 {
		for end := v.clock.Now().Add(59 * time.Minute); v.clock.Now().Before(end); {
			v.hints()
			v.step(time.Minute)
		}
		v.clock.Advance(time.Minute)
		e := v.down(0)
		if wait := e.Next.Sub(e.At); wait > time.Second {
			t.Errorf("round %d: waits %v", round, wait)
		}
		v.up()
	}
	tokens := 0
	for _, r := range v.server.Requests() {
		if r.Auth == "client" {
			tokens++
		}
	}
	if len(v.streams()) != 4 || tokens != 4 {
		t.Errorf("%d streams with %d tokens", len(v.streams()), tokens)
	}
}

func TestNothingIsMissedHoweverTheStreamIsCut(t *testing.T) {
	for _, faults := range []string{"sse-cut=1", "sse-cut=2", "sse-cut=3", "sse-cut=5,sse-dup", "sse-cut=7,sse-reorder", "sse-close=20s", "sse-close=61s"} {
		v := keepVigil(t, faults+",sse-ping=5s", nil)
		told := map[string]bool{}
		var lastUp time.Time
		ups := 0
		for v.clock.Now().Before(noon.Add(20 * time.Minute)) {
			if len(v.events) == 0 && !lastUp.IsZero() {
				v.step(5 * time.Second)
				continue
			}
			switch e := (<-v.events).(type) {
			case api.RunEnded:
				told[e.RunID] = true
			case api.LinkChanged:
				if lastUp = (time.Time{}); e.Up {
					lastUp = e.At
					ups++
					continue
				}
				if k := api.KindOf(e.Err); k != api.Unreachable && e.Err != nil || e.Next.IsZero() {
					t.Fatalf("%s: %+v", faults, e)
				}
				v.clock.Advance(e.Next.Sub(v.clock.Now()))
			}
		}
		// What was not told ended before the stream last came up, and is read
		// then.
		for _, run := range endedSince(t, v, noon) {
			if !lastUp.IsZero() && run.Ended.After(lastUp) && run.Ended.Before(v.clock.Now().Add(-time.Minute)) && !told[run.ID.ID] {
				t.Errorf("%s: nobody told of %s", faults, run.ID.ID)
			}
		}
		if n := len(v.streams()); n < ups || n > ups+1 || n > 20*12 || n < 2 { // the last may be under way
			t.Errorf("%s: %d streams, up %d times", faults, n, ups)
		}
	}
}

// endedSince reads the server's truth with a client of its own.
func endedSince(t *testing.T, v *vigil, since time.Time) []model.Run {
	t.Helper()
	c := demoClient(t, v.server, nil)
	functions, err := c.Functions(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	var all []model.Run
	for _, f := range functions {
		page, err := c.Runs(t.Context(), model.Ask{Function: f.ID, Limit: 100})
		if err != nil {
			t.Fatal(err)
		}
		for _, r := range page.Runs {
			if r.Ended.After(since) {
				all = append(all, r.Run)
			}
		}
	}
	return all
}

func TestASilentStreamIsOpenedAnew(t *testing.T) {
	v := keepVigil(t, "sse-silent*1", nil)
	v.up()
	v.clock.Advance(90 * time.Second)
	v.down(api.TimedOut)
	v.up()
	for end := v.clock.Now().Add(10 * time.Minute); v.clock.Now().Before(end); { // comments are a sign of life
		v.hints()
		v.step(20 * time.Second)
	}
}

func TestARefusedTokenIsRenewedOnce(t *testing.T) {
	v := keepVigil(t, "sse-401*1", credentials)
	v.up()
	if n := len(v.streams()); n != 2 {
		t.Errorf("%d streams", n)
	}

	v = keepVigil(t, "sse-401", credentials)
	if e, _ := v.link(); e.Up || !e.Next.IsZero() || api.KindOf(e.Err) != api.Unauthorized {
		t.Errorf("got %+v", e)
	}
	if e := v.end(api.Unauthorized); e.Status != 401 || !strings.Contains(e.Error(), "client_id and client_secret") || len(v.streams()) != 2 {
		t.Errorf("%v after %d streams", e, len(v.streams()))
	}

	v = keepVigil(t, "sse-401=MISSING_TOKEN", credentials)
	if v.end(api.Unauthorized); len(v.streams()) != 1 {
		t.Errorf("%d streams without a token", len(v.streams()))
	}
}

func TestLastingRefusalsOfTheStreamStopIt(t *testing.T) {
	for faults, want := range map[string]struct {
		kind  api.Kind
		quiet bool
	}{
		"sse-403": {api.Forbidden, false}, "sse-403=NO_PLAN": {api.Forbidden, false}, "sse-404": {api.Unsupported, true},
		"400@/realtime/": {api.Refused, false},
	} {
		v := keepVigil(t, faults, nil)
		v.end(want.kind)
		if len(v.streams()) != 1 || (len(v.events) == 0) != want.quiet {
			t.Errorf("%s: %d streams, %d events", faults, len(v.streams()), len(v.events))
		}
	}
}

func TestWhatPassesIsWaitedFor(t *testing.T) {
	for faults, want := range map[string]api.Kind{
		"sse-429=120*1": api.RateLimited, "503@/realtime/": api.ServerError, "501@/realtime/": api.ServerError, "html@/realtime/": api.Unreadable,
		"drop@/realtime/": api.Unreachable, "garbage@/realtime/": api.Unreadable,
	} {
		v := keepVigil(t, faults, nil)
		e := v.down(want)
		if wait := e.Next.Sub(e.At); (want == api.RateLimited) != (wait == 2*time.Minute) || wait < 3*time.Second {
			t.Errorf("%s: waits %v", faults, wait)
		}
		setFaults(t, v.server, "")
		if e, _ := v.link(); !e.Up { // the attempt under way may have met the fault once more
			v.clock.Advance(e.Next.Sub(v.clock.Now()))
			v.up()
		}
		if v.client.Left() == 0 {
			t.Errorf("%s: lists would have to wait", faults)
		}
	}
}

func TestARestartedServerIsFoundAgain(t *testing.T) {
	v := keepVigil(t, "", nil)
	v.up()
	addr := strings.TrimPrefix(v.server.URL(), "http://")
	_ = v.server.Close()
	v.down(api.Unreachable)
	v.down(api.Unreachable)
	if e, _ := v.link(); e.Up || e.Next.Sub(e.At) < 12*time.Second {
		t.Errorf("got %+v", e)
	} else {
		v.serve(addr, "")
		v.clock.Advance(e.Next.Sub(v.clock.Now()))
	}
	v.up()
}

func TestAStreamCountsAsOneRequest(t *testing.T) {
	v := keepVigil(t, "", func(c *Config, r demo.CentraliReady) { c.Token, c.RequestsPerMinute = r.Token, 100 })
	v.up()
	v.step(time.Second * 20)
	v.clock.Advance(30 * time.Second)
	if left := v.client.rest.Used(); left != 1 {
		t.Errorf("%d used", left)
	}
}

func TestAFloodIsTakenInWithoutLoss(t *testing.T) {
	v := keepVigil(t, "sse-flood=5000/s", nil)
	v.up()
	got := 0
	for range 4 {
		v.clock.Advance(time.Second)
		for got++; got%5000 != 0; got++ {
			if e, ok := (<-v.events).(api.RunEnded); !ok || e.RunID == "" {
				t.Fatalf("got %+v", e)
			}
		}
		<-v.events
	}
}

func TestAKeyHearsNothingAndSaysWhy(t *testing.T) {
	s := startDemo(t, "")
	c := demoClient(t, s, func(c *Config, r demo.CentraliReady) { c.PublishableKey = r.PublishableKey })
	err := c.Watch(t.Context(), func(e api.Event) { t.Errorf("got %+v", e) })
	if e := fault(t, err); e.Kind != api.Unsupported || !strings.Contains(e.Error(), c.Info().Caps.NoWatch) || len(s.Requests()) > 0 {
		t.Errorf("%v after %v", e, s.Requests())
	}
	if why := demoClient(t, s, nil).Info().Caps.NoWatch; why != "" {
		t.Errorf("a token hears nothing: %s", why)
	}
}

func TestTheStreamIsWhereTheProfileSays(t *testing.T) {
	for _, c := range []struct{ url, api, realtime, want string }{
		{"", "", "", "https://api.centrali.io/realtime/workspace/a%2Fb/events"},
		{"http://localhost:4000", "", "", "http://localhost:4000/realtime/workspace/a%2Fb/events"},
		{"", "https://a.example", "", "https://a.example/realtime/workspace/a%2Fb/events"},
		{"", "", "https://r.example/live/", "https://r.example/live/workspace/a%2Fb/events"},
		{"", "", "http://r.example", ""},
		{"", "", "https://u:hunter2@r.example", ""},
	} {
		got, err := New(Config{URL: c.url, APIURL: c.api, RealtimeURL: c.realtime, Workspace: "a/b", Token: "t"})
		if err != nil {
			if c.want != "" || !strings.Contains(err.Error(), "realtime_url") || strings.Contains(err.Error(), "hunter2") {
				t.Errorf("%+v: %v", c, err)
			}
			continue
		}
		if at := got.routes.events().String(); at != c.want+"?events=function_run_completed,function_run_failed" {
			t.Errorf("%+v is at %s", c, at)
		}
	}
}

func TestWatchingEndsWithItsContext(t *testing.T) {
	v := keepVigil(t, "", nil)
	v.up()
	v.stop()
	if e := v.end(api.Canceled); !errors.Is(e, context.Canceled) {
		t.Errorf("got %v", e)
	}
	if slices.ContainsFunc(v.streams(), func(r demo.Request) bool { return strings.Contains(r.Query, "token") }) {
		t.Error("a token stood in the URL")
	}
}
