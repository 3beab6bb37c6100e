package cli_test

import (
	"slices"
	"strings"
	"testing"
	"time"

	"fntop/api/clock"
	"fntop/api/demo"
)

// alertLine is a line of "watch --alerts".
type alertLine struct {
	At           time.Time
	Change, Rule string
	Key, Profile string
	Text         string
	Runs         []string
	Function     *struct{ ID, Name string }
	ResolvedAt   *time.Time
}

func (w *watching) alerts() (all []alertLine) {
	w.t.Helper()
	for line := range strings.Lines(w.out.String()) {
		all = append(all, decode[alertLine](w.t, line))
	}
	return all
}

func TestAlertsAreWatchedAndNotToldAgainAfterARestart(t *testing.T) {
	t.Parallel()
	clk := clock.NewDriven(noon)
	server, err := demo.Start(t.Context(), demo.Options{Clock: clk})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = server.Close() })
	s := on(t, server)
	s.files = map[string]string{"/nowhere/.config/fntop/config.toml": "[alerts]\nnew_failure = false\nstuck = false\nmissed = false\nbacklog = 0\nsilence = 0\nlink = \"30s\"\nfailure_rate = 0.01\nwindow = \"24h\"\nmin_runs = 1\n"}
	w := s.begin(clk, "watch", "-o", "jsonl", "--alerts")
	w.until("an alert", w.has(`"rule":"failure_rate"`))
	fired := w.alerts()
	for _, a := range fired {
		if a.Change != "fired" || a.Rule != "failure_rate" || a.Profile == "" || len(a.Runs) == 0 || a.Function == nil || a.Text == "" {
			t.Errorf("%+v", a)
		}
	}
	if err := server.SetFaults("503"); err != nil {
		t.Fatal(err)
	}
	w.until("the link is told", w.has(`"rule":"link"`))
	if err := server.SetFaults(""); err != nil {
		t.Fatal(err)
	}
	w.until("it is over", w.has(`"change":"resolved"`))
	if code := w.interrupt(); code != 130 {
		t.Fatalf("exit %d: %s", code, w.err.String())
	}

	w = s.begin(clk, "watch", "-o", "jsonl", "--alerts")
	begun := clk.Now()
	w.until("a minute", func() bool { return clk.Now().Sub(begun) > time.Minute })
	for _, a := range w.alerts() {
		if slices.ContainsFunc(fired, func(b alertLine) bool { return a.Rule == b.Rule && a.Key == b.Key && a.Change == b.Change }) {
			t.Errorf("told again: %+v", a)
		}
	}
	if code := w.interrupt(); code != 130 {
		t.Fatalf("exit %d: %s", code, w.err.String())
	}
	s.run("watch", "-o", "jsonl", "--alerts", "--status", "failure").want(t, 2, "do not go together")
}
