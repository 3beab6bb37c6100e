package cli_test

import (
	"flag"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"fntop/api/clock"
	"fntop/api/demo"
)

var update = flag.Bool("update", false, "write the golden files anew")

// still is a shell on a demo server for which no time passes.
func still(t *testing.T, faults string) (*shell, *demo.Server) {
	t.Helper()
	clk := clock.NewDriven(noon.Add(2 * time.Hour))
	server, err := demo.Start(t.Context(), demo.Options{Clock: clk, Faults: faults})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = server.Close() })
	s := on(t, server)
	s.clock = clk
	return s, server
}

func TestReportReadsWhatIsNotKeptOnceAndIsMadeOfHistoryThen(t *testing.T) {
	s, server := still(t, "")
	first := s.run("report", "--since", "20m").want(t, 0)
	path := filepath.Join("testdata", "report.md")
	if *update {
		if err := os.WriteFile(path, []byte(first.out), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	want, err := os.ReadFile(path)
	if err != nil || string(want) != first.out {
		t.Errorf("the report is not %s (%v), but:\n%s", path, err, first.out)
	}
	before := len(server.Requests())
	if before == 0 {
		t.Fatal("nothing was read")
	}
	again := s.run("report", "--since", "20m").want(t, 0)
	if n := len(server.Requests()) - before; n != 0 {
		t.Errorf("%d requests were sent for what is kept", n)
	}
	_, one, _ := strings.Cut(first.out, "## What was not seen") // before it stands from where it is
	_, other, _ := strings.Cut(again.out, "## What was not seen")
	if one != other || !strings.Contains(again.out, "| history |") {
		t.Errorf("the second report is another:\n%s", again.out)
	}
	s.run("report", "--since", "20m", "--live").want(t, 0)
	if len(server.Requests()) == before {
		t.Error("--live read nothing")
	}
}

func TestReportAsJSONHasEveryFieldAndPassesThroughJQ(t *testing.T) {
	s, _ := still(t, "")
	doc := decode[object](t, s.run("report", "--since", "5m", "-o", "json").want(t, 0).out)
	for _, name := range []string{"at", "from", "to", "profiles", "runs", "failed", "cancelled", "unfinished", "failureRate", "groups", "functions",
		"slowest", "missed", "stuck", "reruns", "actions", "throughput", "notes", "masked"} {
		if _, there := doc[name]; !there {
			t.Errorf("there is no %s", name)
		}
	}
	if got := s.run("report", "--since", "5m", "--jq", ".profiles[].name").want(t, 0).out; got != "\"centrali\"\n" {
		t.Errorf("jq made %q", got)
	}
	s.run("report", "--jq", ".", "-o", "html").want(t, 2, "--jq works on JSON, not on html")
}

func TestReportMasksAndEscapesWhatBackEndsTell(t *testing.T) {
	s, _ := still(t, "leak")
	for _, form := range []string{"md", "html", "json"} {
		out := s.run("report", "--since", "5m", "-o", form).want(t, 0).out
		for _, secret := range demo.Planted() {
			if strings.Contains(out, secret) {
				t.Errorf("%s has %q", form, secret)
			}
		}
	}
}

func TestReportNamesItsMistakes(t *testing.T) {
	s, _ := still(t, "")
	s.run("report", "--since", "1h", "--until", "2h").want(t, 2, "no run can lie between them")
	s.run("report", "--since", "soon").want(t, 2, "--since")
	s.run("report", "-o", "csv").want(t, 2, "want md, json or html")
	s.run("report", "extra").want(t, 2, "takes no arguments")
}

func TestReportOfABackEndThatIsDownIsItsErrorWhereNothingIsKept(t *testing.T) {
	s, server := still(t, "")
	_ = server.Close()
	if r := s.run("report", "--no-history").want(t, 4); r.out != "" {
		t.Errorf("it prints %q", r.out)
	}
}

func TestReportThatRunsOutOfTimeTellsWhatWasReadUntilThen(t *testing.T) {
	clk := clock.NewDriven(noon.Add(2 * time.Hour))
	server, err := demo.Start(t.Context(), demo.Options{Clock: clk, Faults: "slow=4s@function-runs"})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = server.Close() })
	w := on(t, server).begin(clk, "report", "--since", "24h", "--no-history")
	w.until("the end", func() bool { return false })
	if out := w.out.String(); w.ended != 0 || !strings.Contains(out, "could not be read to their end in 20s") {
		t.Errorf("exit %d: %s\n%s", w.ended, w.err.String(), out)
	}
}
