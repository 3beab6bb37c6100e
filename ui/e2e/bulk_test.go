//go:build unix

package e2e

import (
	"bytes"
	"encoding/json"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"fntop/api/bulk"
	"fntop/api/connect"
	"fntop/api/demo"
	"fntop/model"
)

// workplace is a folder with a profile for the server and a state folder, as a
// person has: what one fntop leaves there another one finds.
type workplace struct {
	t      *testing.T
	server *demo.Server
	env    []string
	state  string
}

func work(t *testing.T, o demo.Options, also ...string) *workplace {
	t.Helper()
	s, _ := server(t, o)
	env, dir := home(t), t.TempDir()
	c := s.Ready().Centrali
	config := filepath.Join(dir, "config.toml")
	text := fmt.Sprintf("[profiles.prod]\nurl = %q\nworkspace = %q\nclient_id = %q\nclient_secret = %q\nrequests_per_minute = 6000\n%s\n",
		s.URL(), c.Workspace, c.ClientID, c.ClientSecret, strings.Join(also, "\n"))
	if err := os.WriteFile(config, []byte(text), 0o600); err != nil {
		t.Fatal(err)
	}
	return &workplace{t, s, append(env, "FNTOP_CONFIG="+config, "XDG_STATE_HOME="+dir), filepath.Join(dir, "fntop")}
}

func (w *workplace) fntop(args ...string) *exec.Cmd {
	w.t.Helper()
	cmd := exec.Command(binary(w.t), args...)
	cmd.Env = w.env
	return cmd
}

// reruns is how often each run was carried out again, by the server's log.
func (w *workplace) reruns() map[string]int {
	n := map[string]int{}
	for _, r := range w.server.Requests() {
		if run, ok := strings.CutSuffix(r.Path, "/rerun"); ok && r.Method == "POST" {
			n[run[strings.LastIndexByte(run, '/')+1:]]++
		}
	}
	return n
}

// listed are the ids that a dry run prints.
func (w *workplace) listed(args ...string) []string {
	w.t.Helper()
	cmd := w.fntop(append(args, "--dry-run", "-o", "jsonl")...)
	var told bytes.Buffer
	cmd.Stderr = &told
	out, err := cmd.Output()
	if err != nil {
		w.t.Fatalf("%v: %s", err, told.String())
	}
	var ids []string
	for lines := json.NewDecoder(bytes.NewReader(out)); lines.More(); { // a line may be as long as a payload
		var run struct{ ID string }
		if err := lines.Decode(&run); err != nil {
			w.t.Fatal(err)
		}
		ids = append(ids, run.ID)
	}
	return ids
}

// settled is a time before which every run of this server is over, so that
// every list of those before it is the same one.
func settled() string { return time.Now().Add(-time.Minute).UTC().Format(time.RFC3339) }

// journal is the only one there is.
func (w *workplace) journal() *bulk.Record {
	w.t.Helper()
	all := bulk.List(w.state)
	if len(all) != 1 {
		w.t.Fatalf("there are %d journals", len(all))
	}
	return all[0]
}

// becomes waits until something is so, looking again and again.
func (w *workplace) becomes(what string, so func() bool) {
	w.t.Helper()
	for end := time.Now().Add(time.Minute); !so(); time.Sleep(2 * time.Millisecond) {
		if time.Now().After(end) {
			w.t.Fatalf("waited a minute for %s", what)
		}
	}
}

func TestBulkRerunOfFiveHundredKilledInTheMiddleAndContinuedSendsEachRunOnce(t *testing.T) {
	t.Parallel()
	w := work(t, demo.Options{Plan: demo.Pro, Speed: 100})
	which := []string{"rerun", "--status", "completed,failure,timeout", "--until", settled(), "--limit", "500"}
	ids := w.listed(which...)
	if len(ids) != 500 {
		t.Fatalf("%d runs match", len(ids))
	}
	// The answer to one in the middle never comes, although it happens: there
	// the program is killed.
	const middle = 200
	if err := w.server.SetFaults("hang=after@" + ids[middle] + "/rerun"); err != nil {
		t.Fatal(err)
	}
	first := w.fntop(append(which, "--rate", "100/s", "--yes")...)
	if err := first.Start(); err != nil {
		t.Fatal(err)
	}
	w.becomes("the run of which no answer comes", func() bool { return w.happened(ids[middle]) })
	if err := first.Process.Kill(); err != nil {
		t.Fatal(err)
	}
	_ = first.Wait()
	if r := w.journal(); r.Results[middle].State != bulk.Sending || r.Left() != 500-middle-1 || !r.Offered() {
		t.Fatalf("run %d is %v, and %d are left", middle, r.Results[middle].State, r.Left())
	}
	then := w.fntop("rerun", "--continue", "-o", "jsonl")
	var told bytes.Buffer
	then.Stderr = &told
	out, err := then.Output()
	if err != nil {
		t.Fatalf("%v: %s", err, told.String())
	}
	sent := w.reruns()
	for _, id := range ids {
		if sent[id] != 1 {
			t.Errorf("run %s was sent %d times", id, sent[id])
		}
	}
	if len(sent) != 500 {
		t.Errorf("%d runs were sent", len(sent))
	}
	lines := strings.Split(strings.TrimSpace(string(out)), "\n")
	if len(lines) != 500 || !strings.Contains(lines[middle], `"maybe":true`) || strings.Count(string(out), `"result":"sent"`) != 500 {
		t.Errorf("%d results, %d of them sent; of the one in the middle it says %s", len(lines), strings.Count(string(out), `"result":"sent"`), lines[middle])
	}
}

// happened reports whether a run has been run again.
func (w *workplace) happened(id string) bool {
	w.t.Helper()
	c := w.server.Ready().Centrali
	p, err := connect.Open(connect.Profile{Name: "look", Backend: connect.Centrali, URL: w.server.URL(), Workspace: c.Workspace,
		ClientID: c.ClientID, ClientSecret: connect.Literal(c.ClientSecret)}, connect.Options{Context: w.t.Context()})
	if err != nil {
		w.t.Fatal(err)
	}
	defer p.CloseIdle()
	run, err := p.Run(w.t.Context(), model.RunID{ID: id})
	if err != nil {
		w.t.Fatal(err)
	}
	page, err := p.Runs(w.t.Context(), model.Ask{Function: run.Function.ID, Page: 1, Limit: model.MaxLimit})
	if err != nil {
		w.t.Fatal(err)
	}
	for _, r := range page.Runs {
		if r.OriginalRunID == id {
			return true
		}
	}
	return false
}

func TestBulkRerunKilledAgainAndAgainSendsNoRunTwice(t *testing.T) {
	t.Parallel()
	w := work(t, demo.Options{Plan: demo.Pro, Speed: 100})
	const n = 150
	which := []string{"rerun", "--status", "completed", "--until", settled(), "--limit", fmt.Sprint(n)}
	ids := w.listed(which...)
	args := append(which, "--rate", "100/s", "--yes")
	for _, kill := range []int{30, 60, 61, 100} {
		cmd := w.fntop(args...)
		if err := cmd.Start(); err != nil {
			t.Fatal(err)
		}
		w.becomes(fmt.Sprintf("%d requests", kill), func() bool { return len(w.reruns()) >= kill })
		_ = cmd.Process.Kill()
		_ = cmd.Wait()
		args = []string{"rerun", "--continue"}
	}
	out, err := w.fntop(args...).CombinedOutput()
	r := w.journal()
	sent, doubt := w.reruns(), 0
	for i, id := range ids {
		switch in := r.Results[i].State == bulk.Doubt; {
		case in && sent[id] <= 1:
			doubt++
		case sent[id] != 1:
			t.Errorf("run %s was sent %d times, and it says %v", id, sent[id], r.Results[i].State)
		}
	}
	if doubt > 4 || r.Left() > 0 || (err == nil) != (doubt == 0) {
		t.Errorf("%d are in doubt, %d left, %v: %s", doubt, r.Left(), err, out)
	}
}

func TestTwoProgramsDoNotContinueOneBulkRerun(t *testing.T) {
	t.Parallel()
	w := work(t, demo.Options{Plan: demo.Pro, Speed: 100})
	first := w.fntop("rerun", "--status", "completed", "--limit", "20", "--rate", "1/h", "--yes")
	if err := first.Start(); err != nil {
		t.Fatal(err)
	}
	w.becomes("the first request", func() bool { return len(w.reruns()) == 1 })
	out, err := w.fntop("rerun", "--continue").CombinedOutput()
	if err == nil || !strings.Contains(string(out), "another fntop works on") {
		t.Errorf("%v: %s", err, out)
	}
	_ = first.Process.Signal(os.Interrupt)
	if err := first.Wait(); err == nil || first.ProcessState.ExitCode() != 130 {
		t.Errorf("interrupted it ends with %v", err)
	}
	if n := len(w.reruns()); n != 1 {
		t.Errorf("%d were sent", n)
	}
}
