package cli_test

import (
	"encoding/json"
	"slices"
	"strings"
	"testing"
	"time"

	"fntop/api/clock"
	"fntop/api/demo"
	"fntop/ui/cli"
)

// onFlowcore is a shell whose environment leads to a demo's Flowcore side.
func onFlowcore(t *testing.T, o demo.Options) (*shell, *demo.Server) {
	t.Helper()
	server, err := demo.Start(t.Context(), o)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = server.Close() })
	r := server.Ready()
	return &shell{t: t, env: map[string]string{
		"HOME": "/nowhere", "FLOWCORE_URL": r.URL, "FLOWCORE_TENANT": r.Flowcore.Tenant, "FLOWCORE_DATA_CORE": r.Flowcore.DataCore,
		"FLOWCORE_API_KEY": r.Flowcore.APIKey,
	}}, server
}

// recorded is an event as a run.
type recorded struct {
	ID, Backend, Profile, Status, StatusText, JobID string
	Function                                        struct{ ID, Name string }
	Trigger                                         struct{ ID, Name, Type string }
	CreatedAt, EndedAt                              *time.Time
	DurationMS                                      *int64
	RunData                                         json.RawMessage
	ErrorMessage                                    *string
}

func TestFlowcoreIsReadByTheSameCommands(t *testing.T) {
	t.Parallel()
	s, server := onFlowcore(t, demo.Options{})
	functions := decode[[]struct{ ID, Name, Backend, Profile string }](t, s.run("functions", "-o", "json").want(t, 0).out)
	triggers := decode[[]struct {
		ID, Name, Type string
		Enabled        bool
		Function       struct{ ID, Name string }
	}](t, s.run("triggers", "-o", "json").want(t, 0).out)
	if len(functions) != 7 || functions[0].Backend != "flowcore" || functions[0].Profile != "flowcore" || len(triggers) != 13 || triggers[0].Function.Name != "order.0" || !triggers[0].Enabled {
		t.Fatalf("got %+v\n%+v", functions, triggers)
	}
	for _, args := range [][]string{
		nil, {"--function", "order.0"}, {"--function", functions[0].ID, "--trigger", "order.placed.0"}, {"--trigger", "mail.sent.0", "--limit", "250"},
		{"--status", "recorded"}, {"--since", "2h", "--until", "1h"}, {"--query", "order.placed.0"},
	} {
		runs := decode[[]recorded](t, s.run(append([]string{"runs", "-o", "json"}, args...)...).want(t, 0).out)
		if len(runs) == 0 {
			t.Errorf("%q: no runs", args)
			continue
		}
		for i, r := range runs {
			if r.Status != "recorded" || r.JobID != r.ID || r.EndedAt == nil || !r.EndedAt.Equal(*r.CreatedAt) || r.DurationMS != nil || r.ErrorMessage != nil ||
				r.Function.ID == "" || r.Trigger.ID == "" || r.Trigger.Type != "event-type" || len(r.RunData) < 2 {
				t.Fatalf("%q: got %+v", args, r)
			}
			if i > 0 && r.CreatedAt.After(*runs[i-1].CreatedAt) {
				t.Errorf("%q: run %d is newer than the one before", args, i)
			}
		}
		if slices.Contains(args, "250") && len(runs) != 250 {
			t.Errorf("%q: %d runs", args, len(runs))
		}
	}
	for _, status := range []string{"failure", "running"} {
		if out := s.run("runs", "-o", "json", "--status", status).want(t, 0).out; strings.TrimSpace(out) != "[]" {
			t.Errorf("%s: %s", status, out)
		}
	}
	id := decode[[]recorded](t, s.run("runs", "-o", "json", "--limit", "1").want(t, 0).out)[0].ID
	if r := decode[recorded](t, s.run("run", id, "-o", "json").want(t, 0).out); r.ID != id {
		t.Errorf("got %+v", r)
	}
	s.run("follow", id).want(t, 0, "recorded (run "+id+")")
	s.run("run", "00000000-0000-1000-8000-000000000000").want(t, 5)
	s.run("run", "no-id").want(t, 5, "time UUID")
	s.run("runs", "--trigger", "order.plced.0").want(t, 5, "order.placed.0")
	r := s.run("doctor").want(t, 0)
	for _, text := range []string{"by an API key", "7 listed", "13 listed", "open, and it spoke"} {
		if !strings.Contains(r.out, text) {
			t.Errorf("doctor does not say %q:\n%s", text, r.out)
		}
	}
	for _, q := range server.Requests() {
		if q.Method != "GET" {
			t.Errorf("sent %s %s", q.Method, q.Path)
		}
	}
}

func TestFlowcoreRecordsOnceAndIsFollowedUntilItIsStored(t *testing.T) {
	t.Parallel()
	s, server := onFlowcore(t, demo.Options{})
	r := s.run("invoke", "order.placed.0", "--payload", `{"n": 1.50}`, "--follow", "-o", "json").want(t, 0, "pending (run ", "recorded (run ")
	first := decode[recorded](t, r.out)
	if first.Status != "recorded" || string(first.RunData) != `{
    "n": 1.50
  }` {
		t.Errorf("got %+v: %s", first, first.RunData)
	}
	again := decode[recorded](t, s.run("rerun", first.ID, "--follow", "-o", "json").want(t, 0).out)
	if again.ID == first.ID || string(again.RunData) != string(first.RunData) {
		t.Errorf("got %+v", again)
	}
	receipt := decode[struct{ JobID, RunID string }](t, s.run("invoke", "mail.sent.0", "-o", "json").want(t, 0).out)
	if receipt.JobID == "" || receipt.JobID != receipt.RunID {
		t.Errorf("got %+v", receipt)
	}
	s.run("follow", "job:"+receipt.JobID).want(t, 0, "recorded")
	s.run("invoke", "order.0", "--payload", "{}").want(t, 2, "one of the flow type's event types", "Nothing was sent")
	s.run("invoke", "order.placed.0", "--payload", "[1]").want(t, 4, "JSON object")
	s.run("rerun", first.ID, "--reason", "x").want(t, 2, "keeps no reason", "Nothing was sent")
	s.env["FNTOP_READ_ONLY"] = "1"
	s.run("invoke", "order.placed.0").want(t, 2, "read-only")
	delete(s.env, "FNTOP_READ_ONLY")
	s.env["FLOWCORE_TOKEN"] = server.Ready().Flowcore.Token
	s.run("invoke", "order.placed.0", "-o", "json").want(t, 0)
	delete(s.env, "FLOWCORE_API_KEY")
	s.run("invoke", "order.placed.0").want(t, 2, "takes an API key", "Nothing was sent")
	s.run("runs").want(t, 0)
	posts := 0
	for _, q := range server.Requests() {
		if q.Method == "POST" {
			posts++
		}
	}
	if posts != 4 {
		t.Errorf("%d events were sent, want 4", posts)
	}
}

func TestFlowcoresMistakesHaveTheContractsExitCodes(t *testing.T) {
	cli.OneByOne(t)
	t.Parallel()
	for _, x := range []struct {
		change map[string]string
		faults string
		args   []string
		code   int
		says   string
	}{
		{map[string]string{"FLOWCORE_TENANT": "acne"}, "", []string{"runs"}, 2, "FLOWCORE_TENANT"},
		{map[string]string{"FLOWCORE_DATA_CORE": "shpo"}, "", []string{"functions"}, 2, `did you mean data core "shop"?`},
		{map[string]string{"FLOWCORE_DATA_CORE": "shpo"}, "", []string{"watch", "-o", "jsonl"}, 2, "FLOWCORE_DATA_CORE"},
		{map[string]string{"FLOWCORE_API_KEY": "fc_a_b"}, "", []string{"runs"}, 3, "Check FLOWCORE_API_KEY"},
		{map[string]string{"FLOWCORE_API_KEY": "word"}, "", []string{"runs"}, 2, "FLOWCORE_API_KEY_ID"},
		{map[string]string{"FLOWCORE_URL": "http://127.0.0.1:1"}, "", []string{"runs"}, 4, "FLOWCORE_URL"},
		{nil, "403@/events", []string{"runs"}, 3, "fetch events"},
		{nil, "503@/events", []string{"runs"}, 4, "503"},
		{nil, "garbage@/events", []string{"runs"}, 6, "could not be understood"},
		{nil, "409@/event/", []string{"invoke", "order.placed.0"}, 4, "conflict"},
		{nil, "413@/event/", []string{"invoke", "order.placed.0"}, 4, "smaller"},
		{nil, "401@/event/", []string{"invoke", "order.placed.0"}, 3, "check FLOWCORE_API_KEY"},
		{nil, "hang@/event/", []string{"invoke", "order.placed.0", "--timeout", "1s"}, 124, "not sent again"},
		{nil, "drop=after@/event/", []string{"invoke", "order.placed.0"}, 4, "may have come of it"},
		{nil, "store-delay=10m", []string{"invoke", "order.placed.0", "--follow", "--timeout", "2s"}, 124, "not over"},
	} {
		s, server := onFlowcore(t, demo.Options{Faults: x.faults})
		for name, value := range x.change {
			s.env[name] = value
		}
		if r := s.run(x.args...).want(t, x.code, x.says); strings.Contains(r.err, server.Ready().Flowcore.APIKey) {
			t.Errorf("it shows the key: %s", r.err)
		}
	}
}

// Whatever happens to the socket: every event that is stored is told once.
func TestWatchOfFlowcoreLosesNothingAndTellsNothingTwice(t *testing.T) {
	t.Parallel()
	cases := []string{
		"", "ws-dup", "ws-reorder", "ws-hole", "ws-junk", "ws-cut=1", "ws-cut=2", "ws-cut=3", "ws-cut=5", "ws-silent=20s", "ws-validation",
		"ws-close=1006:40s then 401@/notifications", "ws-cut=3 then 403@/notifications",
		"ws-close=1001:20s", "ws-close=1011:20s", "ws-close=1006:7s", "ws-flood=5/s", "page-size=40",
		"401*1@/notifications", "503*3@/notifications", "500*4@/events", "drop*3@/events", "409*2@/events",
	}
	for _, faults := range cases {
		t.Run(faults, func(t *testing.T) {
			t.Parallel()
			start := time.Date(2026, 11, 21, 13, 58, 0, 0, time.UTC) // an hour turns on the way
			clk := clock.NewDriven(start)
			first, later, changes := strings.Cut(faults, " then ")
			s, server := onFlowcore(t, demo.Options{Clock: clk, Faults: first})
			w := s.watch(clk)
			asked := 0
			w.until("four minutes", func() bool {
				clk.Advance(200 * time.Millisecond) // in larger steps than the others
				if n := len(server.Requests()); n != asked {
					asked = n
					time.Sleep(time.Millisecond) // else the clock runs away from a busy machine
				}
				if changes && clk.Now().Sub(start) > 20*time.Second { // the socket is up
					changes = false
					if err := server.SetFaults(later); err != nil {
						t.Error(err)
					}
				}
				return clk.Now().Sub(start) > 4*time.Minute
			})
			if code := w.interrupt(); code != 130 {
				t.Fatalf("exit %d: %s", code, w.err.String())
			}
			stop := clk.Now()
			told := map[string]int{}
			for line := range strings.Lines(w.out.String()) {
				l := decode[struct {
					Change string
					Run    recorded
				}](t, line)
				told[l.Run.ID]++
				if l.Change != "new" || l.Run.Status != "recorded" || l.Run.CreatedAt.Before(start) {
					t.Errorf("told %s of %+v", l.Change, l.Run)
				}
			}
			if err := server.SetFaults(""); err != nil {
				t.Fatal(err)
			}
			s.clock = clk
			n := 0
			for line := range strings.Lines(s.run("runs", "--limit", "1000", "--since", "6m", "-o", "jsonl").want(t, 0).out) {
				r := decode[recorded](t, line)
				if r.CreatedAt.Before(start.Add(time.Minute)) || r.CreatedAt.After(stop.Add(-40*time.Second)) {
					continue
				}
				if n++; told[r.ID] != 1 {
					t.Errorf("%s of %v was told %d times", r.Trigger.Name, r.CreatedAt, told[r.ID])
				}
			}
			if n < 30 {
				t.Errorf("only %d events were stored", n)
			}
			withinBudget(t, server, 300)
		})
	}
}

func TestAFlowcoreSocketThatIsClosedWith1000EndsTheWatch(t *testing.T) {
	t.Parallel()
	start := time.Date(2026, 11, 21, 12, 0, 0, 0, time.UTC)
	clk := clock.NewDriven(start)
	s, _ := onFlowcore(t, demo.Options{Clock: clk, Faults: "ws-close=1000:30s"})
	w := s.watch(clk)
	w.until("its end", func() bool { return false })
	if w.ended != 0 || !strings.Contains(w.err.String(), "ended the stream") {
		t.Errorf("exit %d: %s", w.ended, w.err.String())
	}
	if gone := clk.Now().Sub(start); gone < 30*time.Second || gone > 2*time.Minute {
		t.Errorf("it took %v", gone)
	}
	if n := len(w.lines()); n < 5 {
		t.Errorf("%d events were told", n)
	}
}
