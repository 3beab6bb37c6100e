package ui_test

import (
	"context"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"fntop/api"
	"fntop/api/clock"
	"fntop/api/connect"
	"fntop/api/demo"
	"fntop/keymap"
	"fntop/model"
	"fntop/theme"
	"fntop/ui"
	"fntop/ui/drive"
)

// noon is when every test begins: a working day, with a week of history.
var noon = time.Date(2026, 11, 20, 12, 0, 0, 0, time.UTC)

// rig is fntop on the demo server, over a real socket, on a clock that only
// the test moves.
type rig struct {
	*drive.Driver
	t      *testing.T
	app    *ui.App
	clk    *clock.Driven
	server *demo.Server
	// provider is what the UI was given; some tests give it to another one.
	provider api.Provider
	traffic  *ui.Traffic
	cancel   context.CancelFunc
	late     map[uint64]bool // what is under way and is not waited for
}

// placed are the tests of which it is settled whether they run beside others.
var placed sync.Map

// beside has a test run beside others: a server and a clock are all that it
// shares with none. What is timed runs alone, and a part of a test as the whole.
func beside(t *testing.T) {
	if strings.HasPrefix(t.Name(), "TestMeasure") || strings.Contains(t.Name(), "/") || alone(t) {
		return
	}
	defer func() { _ = recover() }() // it refuses where the folder or the environment was changed before
	t.Parallel()
}

// alone keeps a test that weighs the whole program from running beside others,
// where it is called before the first start. It reports whether that is settled.
func alone(t *testing.T) (settled bool) {
	if _, settled = placed.LoadOrStore(t, true); !settled {
		t.Cleanup(func() { placed.Delete(t) })
	}
	return settled
}

// usual is a server whose history every other's begins with: to work out a week
// of it takes longer than most of what is tried with it.
var usual = sync.OnceValue(func() *demo.Server { return ended(demo.Options{}) })

// ended is a server that does not run.
func ended(o demo.Options) *demo.Server {
	o.Clock = clock.NewDriven(noon)
	server, err := demo.Start(context.Background(), o)
	if err != nil {
		panic(err)
	}
	_ = server.Close()
	return server
}

type option func(*connect.Profile, *ui.Options, *demo.Options)

func start(t *testing.T, w, h int, options ...option) *rig {
	t.Helper()
	return startWith(t, connect.Options{}, w, h, options...)
}

// startWithin is start with a limit of its own for one request. It is measured
// in real time, as the socket's is.
func startWithin(t *testing.T, limit time.Duration, w, h int, options ...option) *rig {
	t.Helper()
	return startWith(t, connect.Options{Timeout: limit}, w, h, options...)
}

// startWith is start with a provider that is opened in a way of its own.
func startWith(t *testing.T, open connect.Options, w, h int, options ...option) *rig {
	t.Helper()
	beside(t)
	ctx, cancel := context.WithCancel(t.Context())
	t.Cleanup(cancel)
	clk := clock.NewDriven(noon)
	profile := connect.Profile{Name: "prod", Backend: connect.Centrali}
	traffic := &ui.Traffic{}
	o := ui.Options{
		Context: ctx, Clock: clk, Keys: keymap.Default(), Theme: theme.New("dark", theme.TrueColor, theme.Dark),
		Zone: time.UTC, Refresh: 5 * time.Second, Traffic: traffic,
		Env: func(string) (string, bool) { return "", false },
	}
	demoOptions := demo.Options{Clock: clk}
	for _, set := range options {
		set(&profile, &o, &demoOptions)
	}
	if d := &demoOptions; d.Like == nil && d.Size == (demo.Size{}) && d.Speed == 0 {
		d.Like = usual()
	}
	server, err := demo.Start(ctx, demoOptions)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = server.Close() })
	if open.HTTP != nil && open.HTTP.TLSClientConfig != nil {
		if open.HTTP.TLSClientConfig.RootCAs, err = server.Roots(); err != nil {
			t.Fatal(err)
		}
	}
	signIn(&profile, server)
	open.Patience = ui.Patience
	open.Clock, open.Observe, open.Version, open.Context = clk, traffic.Observe, "test", ctx
	provider, err := connect.Open(profile, open)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(provider.CloseIdle)
	var given api.Provider = provider
	for _, p := range o.Providers {
		given = p.(between).around(provider)
	}
	o.Providers = []api.Provider{given}
	app := ui.New(o)
	r := &rig{drive.New(ctx, app, w, h), t, app, clk, server, provider, traffic, cancel, map[uint64]bool{}}
	return r
}

// signIn fills in what the demo tells of its back end of that name.
func signIn(p *connect.Profile, server *demo.Server) {
	ready := server.Ready()
	p.URL = server.URL()
	switch c, f, g := ready.Centrali, ready.Flowcore, ready.AgentOS; p.Backend {
	case connect.AgentOS:
		p.Token, p.Headers = connect.Literal(g.Token), connect.Headers(g.Headers)
	case connect.Flowcore:
		p.Tenant, p.DataCore, p.APIKey, p.APIKeyID = f.Tenant, f.DataCore, connect.Literal(f.APIKey), f.APIKeyID
	default:
		p.Workspace, p.ClientID, p.ClientSecret = c.Workspace, c.ClientID, connect.Literal(c.ClientSecret)
	}
}

// between is a provider that an option puts between the UI and the one that
// was opened.
type between interface {
	api.Provider
	around(api.Provider) api.Provider
}

// on has the profile be of another back end than Centrali.
func on(backend string) option {
	return func(p *connect.Profile, _ *ui.Options, _ *demo.Options) { p.Name, p.Backend = backend, backend }
}

// ready waits until every list has been read once.
func (r *rig) ready() *rig {
	r.t.Helper()
	r.await("the first data", func(s string) bool { return strings.Contains(s, "live") && r.app.Settled() })
	return r
}

func (r *rig) await(what string, wanted func(screen string) bool) {
	r.t.Helper()
	if !r.Await(wanted) {
		r.t.Fatalf("waited for %s; the screen is\n%s", what, r.Screen())
	}
}

func (r *rig) awaitText(text string) {
	r.t.Helper()
	r.await(text, func(s string) bool { return strings.Contains(s, text) })
}

// settle waits until nothing is under way. What waits for the clock gets the
// time that it waits for.
func (r *rig) settle() {
	r.t.Helper()
	r.quietly(r.app.Settled)
}

// onTheWay is how long an answer is on its way where nothing holds it back: a
// busy machine, and the race detector, take this much.
const onTheWay = 200 * time.Millisecond

// Quiet delivers what comes, and waits for answers on their way: the clock must
// not run away from a slow machine. What has not come for a while waits for the
// clock or for nothing, and is not waited for again.
func (r *rig) Quiet() {
	for limit := time.Now().Add(onTheWay); ; {
		r.Driver.Quiet()
		awaited := slices.DeleteFunc(r.app.UnderWay(), func(u uint64) bool { return r.late[u] })
		if len(awaited) == 0 {
			return
		}
		if time.Now().After(limit) {
			for _, u := range awaited {
				r.late[u] = true
			}
			return
		}
	}
}

// pass lets the clock go on for d, in small steps, delivering what comes.
func (r *rig) pass(d time.Duration) {
	r.t.Helper()
	step := max(250*time.Millisecond, d/300)
	for end := r.clk.Now().Add(d); r.clk.Now().Before(end); {
		r.clk.Advance(step)
		r.Quiet()
	}
}

// still is settle where lists that are not watched count, too.
func (r *rig) still() {
	r.t.Helper()
	r.quietly(r.app.Idle)
}

// quietly delivers messages until that holds. The clock goes on only where
// nothing else brings it about: where no answer is on its way, or one has been
// for so long that it must be waiting for the clock.
func (r *rig) quietly(holds func() bool) {
	r.t.Helper()
	begun := time.Now()
	for looks := 0; ; looks++ {
		r.Quiet()
		switch {
		case holds():
			return
		case looks > 5000 && time.Since(begun) > time.Minute:
			r.t.Fatalf("not all answers came; the screen is\n%s", r.Screen())
		case looks > 500 && (len(r.app.UnderWay()) == 0 || time.Since(begun) > 5*onTheWay):
			r.clk.Advance(250 * time.Millisecond)
		}
	}
}

// until lets the clock go on until the screen is as wanted, for five minutes
// at the most.
func (r *rig) until(what string, wanted func(screen string) bool) {
	r.t.Helper()
	for range 1200 {
		if wanted(r.Screen()) {
			return
		}
		r.pass(250 * time.Millisecond)
	}
	r.t.Fatalf("five minutes passed without %s; the screen is\n%s", what, r.Screen())
}

func (r *rig) untilText(text string) {
	r.t.Helper()
	r.until(text, func(s string) bool { return strings.Contains(s, text) })
}

// row is the line of the screen that holds text.
func (r *rig) row(text string) (int, string) {
	for i, line := range strings.Split(r.Screen(), "\n") {
		if strings.Contains(line, text) {
			return i, line
		}
	}
	return -1, ""
}

func withFaults(spec string) option {
	return func(_ *connect.Profile, _ *ui.Options, d *demo.Options) { d.Faults = spec }
}

// withItsOwnHistory is for tests that weigh what is in memory.
func withItsOwnHistory(_ *connect.Profile, _ *ui.Options, d *demo.Options) { d.Speed = 1 }

func readOnly() option {
	return func(p *connect.Profile, _ *ui.Options, _ *demo.Options) { p.ReadOnly = true }
}

func typeName() option {
	return func(p *connect.Profile, _ *ui.Options, _ *demo.Options) { p.Confirm = "name" }
}

func withKeys(keys *keymap.Map) option {
	return func(_ *connect.Profile, o *ui.Options, _ *demo.Options) { o.Keys = keys }
}

func ask(function string, page int) model.Ask {
	return model.Ask{Function: function, Page: page, Limit: model.MaxLimit}
}

// drivenLong is for tests that drive minutes of time through one goroutine. The
// race detector makes all of it ten times slower and finds nothing there that
// it does not find in shorter ones: they run without it.
func drivenLong(t *testing.T) {
	t.Helper()
	if racing {
		t.Skip("minutes of driven time; what they run at once, other tests run under the race detector")
	}
}
