package cli_test

import (
	"strings"
	"testing"
	"time"

	"fntop/api/clock"
	"fntop/api/demo"
	"fntop/ui/cli"
)

// onPathways is a shell that signs in by a token, on a demo that goes fast.
func onPathways(t *testing.T, faults string) (*shell, *demo.Server) {
	t.Helper()
	s, server := onFlowcore(t, demo.Options{Speed: 20, Faults: faults})
	delete(s.env, "FLOWCORE_API_KEY")
	s.env["FLOWCORE_TOKEN"] = server.Ready().Flowcore.Token
	return s, server
}

// delivered is a delivery as a run.
type delivered struct {
	ID, Backend, Status, StatusText, Source string
	Function                                struct{ ID, Name string }
	Trigger                                 *struct{ ID string }
	CreatedAt, StartedAt, EndedAt           *time.Time
	DurationMS                              *int64
	RunData                                 any
	ErrorCode, ErrorMessage                 *string
	JobID, OriginalRunID, RerunReason       *string
	IsRerun                                 *bool
}

func failedDelivery(t *testing.T, s *shell, pathway string) delivered {
	t.Helper()
	all := decode[[]delivered](t, s.run("runs", "--function", pathway, "--status", "failure", "--limit", "1", "-o", "json").want(t, 0).out)
	if len(all) != 1 {
		t.Fatalf("%d failed deliveries of %s", len(all), pathway)
	}
	return all[0]
}

func TestPathwaysAreReadByTheSameCommands(t *testing.T) {
	t.Parallel()
	s, server := onPathways(t, "")
	functions := decode[[]struct{ ID, Name, Description string }](t, s.run("functions", "-o", "json").want(t, 0).out)
	if len(functions) != 10 || functions[7].Name != "erp-orders" || !strings.HasPrefix(functions[7].Description, "Data Pathway: order.0 to erp.example.com") {
		t.Fatalf("got %+v", functions)
	}
	for pathway, text := range map[string]string{"erp-orders": "deadlock", "fraud-check": "timed out after 8000 ms", "stock-mirror": "HTTP 422"} {
		all := decode[[]delivered](t, s.run("runs", "--function", pathway, "--status", "failure", "--limit", "150", "-o", "json").want(t, 0).out)
		found := false
		for i, r := range all {
			if r.Status != "failure" || r.Function.Name != pathway || r.Trigger != nil || r.ErrorMessage == nil || r.EndedAt == nil || !r.EndedAt.Equal(*r.CreatedAt) ||
				r.DurationMS == nil || r.StartedAt.Add(time.Duration(*r.DurationMS)*time.Millisecond).Compare(*r.EndedAt) != 0 || !strings.HasSuffix(r.ID, "@"+r.Function.ID) {
				t.Fatalf("%s: got %+v", pathway, r)
			}
			if i > 0 && r.CreatedAt.After(*all[i-1].CreatedAt) {
				t.Errorf("%s: run %d is newer than the one before", pathway, i)
			}
			found = found || strings.Contains(*r.ErrorMessage, text)
		}
		if !found {
			t.Errorf("%s: none of %d failed with %q", pathway, len(all), text)
		}
	}
	r := failedDelivery(t, s, "erp-orders")
	one := decode[delivered](t, s.run("run", r.ID, "-o", "json").want(t, 0).out)
	if one.ID != r.ID || *one.ErrorMessage != *r.ErrorMessage || *one.ErrorCode != "500" && *one.ErrorCode != "502" {
		t.Errorf("got %+v", one)
	}
	s.run("follow", r.ID).want(t, 1, "failure (run "+r.ID+")")
	s.run("run", strings.Replace(r.ID, "@", "x@", 1)).want(t, 5)
	s.run("run", "00000000-0000-4000-8000-000000000000").want(t, 5, "ends in @ and its pathway")
	if both := s.run("runs", "--limit", "200", "-o", "json").want(t, 0).out; !strings.Contains(both, `"recorded"`) || !strings.Contains(both, `"delivered"`) {
		t.Error("events and deliveries are not in one list")
	}
	s.run("doctor").want(t, 0)
	s.env["FLOWCORE_API_KEY"] = server.Ready().Flowcore.APIKey
	s.run("invoke", "erp-orders").want(t, 2, "a data pathway delivers by itself what is stored", "Nothing was sent")
	for _, q := range server.Requests() {
		if q.Method != "GET" {
			t.Errorf("sent %s %s", q.Method, q.Path)
		}
	}
}

func TestAKeyAloneSeesNoPathwaysAndAsksForNone(t *testing.T) {
	t.Parallel()
	s, server := onFlowcore(t, demo.Options{})
	if out := s.run("functions").want(t, 0).out; strings.Contains(out, "erp-orders") {
		t.Errorf("it lists %s", out)
	}
	s.run("runs", "--function", "erp-orders").want(t, 5)
	s.run("doctor").want(t, 0)
	for _, q := range server.Requests() {
		if strings.Contains(q.Path, "pathways") || strings.Contains(q.Path, "delivery-log") || strings.Contains(q.Path, "restarts") {
			t.Errorf("sent %s", q.Path)
		}
	}
}

func TestRerunningADeliveryRestartsItsPathwayAndFollowsThat(t *testing.T) {
	t.Parallel()
	for _, x := range []struct {
		faults string
		code   int
		status string
	}{
		{"", 0, "completed"}, {"restart-ends=failed", 1, "failure"}, {"restart-ends=timedOut", 1, "timeout"}, {"restart-ends=limbo", 124, "unknown"},
	} {
		s, server := onPathways(t, x.faults)
		r := failedDelivery(t, s, "erp-orders")
		args := []string{"rerun", r.ID, "--follow", "--reason", "it is back", "-o", "json", "--timeout", "20s"}
		if x.code == 124 {
			args[len(args)-1] = "2s"
		}
		got := s.run(args...).want(t, x.code, "asked to start again from 20")
		run := decode[delivered](t, got.out)
		if run.Status != x.status || run.Function.Name != "erp-orders" || run.JobID == nil || *run.JobID != run.ID || *run.OriginalRunID != r.ID || *run.RerunReason != "it is back" || !*run.IsRerun {
			t.Errorf("%s: %+v", x.faults, run)
		}
		if x.code != 124 { // another fntop knows it by its job
			s.run("follow", "job:"+run.ID).want(t, x.code)
			s.run("follow", run.ID).want(t, x.code)
		}
		posts := 0
		for _, q := range server.Requests() {
			if q.Method == "POST" {
				posts++
			}
		}
		if posts != 1 {
			t.Errorf("%s: %d restarts were asked for", x.faults, posts)
		}
	}
	s, _ := onPathways(t, "")
	r := failedDelivery(t, s, "erp-orders")
	receipt := decode[struct{ JobID, RunID string }](t, s.run("rerun", r.ID, "-o", "json").want(t, 0).out)
	if receipt.JobID == "" || receipt.JobID != receipt.RunID {
		t.Errorf("got %+v", receipt)
	}
	s.run("rerun", receipt.RunID).want(t, 2, "is not asked for again", "Nothing was sent")
	s.run("rerun", r.ID, "--override", `{"a":1}`).want(t, 2, "takes no input", "Nothing was sent")
	s.run("rerun", r.ID, "--latest-code").want(t, 2, "no code")
	for _, more := range []string{"--yes", "--dry-run"} {
		s.run("rerun", "--function", "erp-orders", "--status", "failure", "--limit", "20", more).want(t, 2, "run the oldest of them again and no other", "Nothing was sent")
	}
	event := decode[[]recorded](t, s.run("runs", "--function", "order.0", "--limit", "1", "-o", "json").want(t, 0).out)[0]
	s.run("rerun", event.ID).want(t, 2, "takes an API key", "Nothing was sent")
	s.env["FNTOP_READ_ONLY"] = "1"
	s.run("rerun", r.ID).want(t, 2, "read-only")
}

func TestMistakesWithPathwaysHaveTheContractsExitCodes(t *testing.T) {
	cli.OneByOne(t)
	t.Parallel()
	for _, x := range []struct {
		faults string
		args   []string // "ID" is a failed delivery's
		code   int
		says   string
	}{
		{"403@/pathways", []string{"functions"}, 0, "warning: list functions of data pathways of tenant"},
		{"404@/pathways", []string{"runs"}, 0, "may have no Data Pathways"},
		{"401@/pathways", []string{"runs", "--function", "order.0"}, 0, "Renew FLOWCORE_TOKEN"},
		{"503@/pathways", []string{"runs", "--function", "erp-orders"}, 5, "warning: list functions of data pathways"},
		{"garbage@/pathways", []string{"runs"}, 0, "could not be understood"},
		{"403@/delivery-log", []string{"runs", "--limit", "5"}, 3, "Ask for permission to read Data Pathways"},
		{"401@/delivery-log", []string{"runs", "--function", "erp-orders"}, 3, "Token expired"},
		{"503@/delivery-log", []string{"runs", "--function", "erp-orders"}, 4, "503"},
		{"wrongtypes@/delivery-log", []string{"runs", "--function", "erp-orders"}, 0, ""},
		{"garbage@/delivery-log", []string{"runs", "--function", "erp-orders"}, 6, "no list of entries"},
		{"409@/restarts/request", []string{"rerun", "ID"}, 4, "conflict"},
		{"403@/restarts/request", []string{"rerun", "ID"}, 3, "Nothing was started"},
		{"401@/restarts/request", []string{"rerun", "ID"}, 3, "renew FLOWCORE_TOKEN"},
		{"drop=after@/restarts/request", []string{"rerun", "ID"}, 4, "the answer was lost"},
		{"500=after@/restarts/request", []string{"rerun", "ID", "--follow"}, 4, "is not sent again"},
		{"empty=after@/restarts/request", []string{"rerun", "ID"}, 6, "is not sent again"},
		{"hang=after@/restarts/request", []string{"rerun", "ID", "--timeout", "1s"}, 124, "not sent again"},
		{"503*2@/restarts/", []string{"rerun", "ID"}, 4, "503"},
	} {
		s, server := onPathways(t, "")
		for i, a := range x.args {
			if a == "ID" {
				x.args[i] = failedDelivery(t, s, "erp-orders").ID
			}
		}
		if err := server.SetFaults(x.faults); err != nil {
			t.Fatal(err)
		}
		r := s.run(x.args...).want(t, x.code, x.says)
		if strings.Contains(r.err, server.Ready().Flowcore.Token) {
			t.Errorf("%s: it shows the token: %s", x.faults, r.err)
		}
		if strings.Contains(r.err, "may have come of it") {
			t.Errorf("%s: a delivery is taken for what came of it: %s", x.faults, r.err)
		}
		posts := 0
		for _, q := range server.Requests() {
			if q.Method == "POST" {
				posts++
			}
		}
		if posts > 1 {
			t.Errorf("%s: sent %d times", x.faults, posts)
		}
	}
}

// What pathways deliver is told by watch, each once, whatever comes between.
func TestWatchTellsEachDeliveryOnce(t *testing.T) {
	t.Parallel()
	for _, faults := range []string{"", "page-size=15", "503*3@/delivery-log", "403*2@/pathways", "drop*2@/delivery-log"} {
		t.Run(faults, func(t *testing.T) {
			t.Parallel()
			start := time.Date(2026, 11, 21, 13, 10, 0, 0, time.UTC)
			clk := clock.NewDriven(start)
			s, server := onFlowcore(t, demo.Options{Clock: clk})
			s.env["FLOWCORE_TOKEN"] = server.Ready().Flowcore.Token
			w := s.watch(clk, "--function", "erp-orders", "--function", "fraud-check")
			faulty, asked := false, 0
			w.until("ten minutes", func() bool {
				clk.Advance(200 * time.Millisecond)
				if n := len(server.Requests()); n != asked {
					asked = n
					time.Sleep(time.Millisecond) // else the clock runs away from a busy machine
				}
				if !faulty && clk.Now().Sub(start) > 2*time.Minute {
					faulty = true
					if err := server.SetFaults(faults); err != nil {
						t.Error(err)
					}
				}
				return clk.Now().Sub(start) > 10*time.Minute
			})
			if code := w.interrupt(); code != 130 {
				t.Fatalf("exit %d: %s", code, w.err.String())
			}
			stop := clk.Now()
			told := map[string]int{}
			for line := range strings.Lines(w.out.String()) {
				l := decode[struct {
					Change string
					Run    delivered
				}](t, line)
				if told[l.Run.ID]++; l.Change != "new" || l.Run.CreatedAt.Before(start) {
					t.Errorf("told %s of %+v", l.Change, l.Run)
				}
			}
			if err := server.SetFaults(""); err != nil {
				t.Fatal(err)
			}
			s.clock = clk
			n := 0
			for line := range strings.Lines(s.run("runs", "--function", "erp-orders", "--function", "fraud-check", "--limit", "1000", "--since", "15m", "-o", "jsonl").want(t, 0).out) {
				r := decode[delivered](t, line)
				if r.CreatedAt.Before(start.Add(time.Minute)) || r.CreatedAt.After(stop.Add(-3*time.Minute)) {
					continue
				}
				if n++; told[r.ID] != 1 {
					t.Errorf("%s of %v was told %d times", r.ID, r.CreatedAt, told[r.ID])
				}
			}
			if n < 20 {
				t.Errorf("only %d deliveries", n)
			}
			withinBudget(t, server, 300)
		})
	}
}
