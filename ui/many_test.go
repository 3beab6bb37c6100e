package ui_test

import (
	"context"
	"strings"
	"testing"
	"time"

	tea "github.com/charmbracelet/bubbletea"

	"fntop/api"
	"fntop/api/bulk"
	"fntop/api/connect"
	"fntop/api/demo"
	"fntop/keymap"
	"fntop/model"
	"fntop/theme"
	"fntop/ui"
	"fntop/ui/drive"
	"fntop/ui/pane"
)

// withJournals gives the UI a state folder, and the demo a workspace that may
// act often.
func withJournals(dir string) option {
	return func(_ *connect.Profile, o *ui.Options, d *demo.Options) { o.StateDir, d.Plan = dir, demo.Pro }
}

// reruns is how often each run was run again, by the server's log.
func (r *rig) reruns() map[string]int {
	n := map[string]int{}
	for _, q := range r.server.Requests() {
		if run, ok := strings.CutSuffix(q.Path, "/rerun"); ok && q.Method == "POST" {
			n[run[strings.LastIndexByte(run, '/')+1:]]++
		}
	}
	return n
}

// marks marks the first n failed runs and pauses, so that they stand still.
func (r *rig) marks(n int) *rig {
	r.t.Helper()
	r.Press("p", "F")
	r.settle()
	for range n {
		r.Press(" ")
	}
	return r
}

func TestMarkedRunsAreRunAgainOnceEachAndFollowed(t *testing.T) {
	dir := t.TempDir()
	r := start(t, 120, 36, withJournals(dir)).ready().marks(12)
	r.Press("r")
	r.awaitText("Rerun 12 runs?")
	for _, want := range []string{"prod · acme-shop", "30/m", "after 5 failures", "and 2 more", "as in the table"} {
		if !strings.Contains(r.Screen(), want) {
			t.Errorf("the question does not say %q:\n%s", want, r.Screen())
		}
	}
	r.Press("+", "+", "+", "o", "s", "y")
	r.awaitText("Bulk rerun ─")
	r.untilText("12 of 12 sent")
	r.untilText("─ done ─")
	r.untilText("Bulk rerun: 12 of 12 sent") // the notice comes when its runner is gone
	sent := r.reruns()
	for _, id := range r.app.Marked() {
		if sent[id.ID] != 1 {
			t.Errorf("run %s was sent %d times", id.ID, sent[id.ID])
		}
	}
	if len(sent) != 12 {
		t.Errorf("%d runs were sent", len(sent))
	}
	all := bulk.List(dir)
	if len(all) != 1 || all[0].End != bulk.Done || all[0].Plan.Every != 200*time.Millisecond || all[0].Plan.StopAfter != 10 {
		t.Errorf("the journals are %+v", all)
	}
	r.Press("esc", "r")
	r.awaitText("12 runs already run again")
}

func TestGroupOfRunsThatAScreenNamesIsRunAgain(t *testing.T) {
	r := start(t, 120, 36, withJournals(t.TempDir())).ready().marks(0)
	group := pane.RerunMany{Title: "Coupon expired"}
	for _, run := range r.app.Runs() {
		if run.Status.Failed() && len(group.Runs) < 3 {
			group.Runs = append(group.Runs, run.ID)
		}
	}
	group.Runs = append(group.Runs, model.RunID{Profile: "prod", ID: "gone"})
	r.Press("/", "status:completed", "enter") // the filter of the table is no matter
	r.app.Do(group)
	r.Press("j")
	r.awaitText("Rerun 3 runs?")
	for _, want := range []string{"group       Coupon expired", "1 run: not loaded any more"} {
		if !strings.Contains(r.Screen(), want) {
			t.Errorf("the question does not say %q:\n%s", want, r.Screen())
		}
	}
	r.Press("tab", "the coupon is back", "enter", "y")
	r.untilText("3 of 3 sent")
	r.awaitText("the coupon is back")
	for _, id := range group.Runs[:3] {
		if n := r.reruns()[id.ID]; n != 1 {
			t.Errorf("run %s was sent %d times", id.ID, n)
		}
	}
	r.app.Do(group)
	r.Press("j")
	r.awaitText("under way")
}

func TestBulkRerunIsNotSentByEnterNorByWhatWasPasted(t *testing.T) {
	r := start(t, 120, 36, withJournals(t.TempDir())).ready().marks(3)
	r.Press("r", "enter")
	r.Send(tea.KeyMsg{Type: tea.KeyRunes, Runes: []rune("y"), Paste: true})
	r.Send(tea.KeyMsg{Type: tea.KeyRunes, Runes: []rune("yy")})
	r.awaitText("Rerun 3 runs?")
	r.Press("n")
	r.settle()
	if len(r.reruns()) > 0 {
		t.Errorf("sent %v", r.reruns())
	}
}

func TestBulkRerunTouchesHiddenRunsOnlyWhereOneSaysSo(t *testing.T) {
	r := start(t, 120, 36, withJournals(t.TempDir())).ready().marks(3)
	r.Press("0", "/", "status:completed", "enter")
	r.settle()
	r.Press(" ", "r")
	r.awaitText("Rerun 1 run?")
	r.awaitText("3 runs hidden by the filter; h takes them along")
	r.Press("h")
	r.awaitText("Rerun 4 runs?")
	r.Press("h")
	r.awaitText("Rerun 1 run?")
}

func TestCarefulProfileWantsItsNameTypedForManyRuns(t *testing.T) {
	r := start(t, 120, 36, withJournals(t.TempDir()), typeName()).ready().marks(2)
	r.Press("r", "y")
	r.awaitText("type the name to send them: prod")
	r.Press("y", "enter")
	r.awaitText("that is not the name")
	r.Press("backspace", "prod", "enter")
	r.untilText("2 of 2 sent")
}

func TestReadOnlyProfileRunsNothingAgain(t *testing.T) {
	r := start(t, 120, 36, withJournals(t.TempDir()), readOnly()).ready().marks(2)
	r.Press("r")
	r.awaitText("Read-only")
	if strings.Contains(r.Screen(), "Rerun 2 runs?") {
		t.Error("it asks all the same")
	}
}

func TestBulkRerunPausesGoesOnAndAborts(t *testing.T) {
	dir := t.TempDir()
	r := start(t, 120, 36, withJournals(dir)).ready().marks(20)
	r.Press("r", "y")
	r.untilText("3 of 20")
	r.Press("M")
	r.awaitText("pause")
	r.Press("enter")
	r.untilText("─ ‖ paused ─")
	n := len(r.reruns())
	r.pass(time.Minute)
	if got := len(r.reruns()); got != n {
		t.Errorf("%d were sent while it was paused", got-n)
	}
	r.Press("q")
	r.awaitText("Runs ─")
	r.Press("q")
	r.awaitText("A bulk rerun is under way")
	r.Press("M")
	r.awaitText("Bulk rerun ─")
	r.Press("M", "enter")
	r.until("more of them", func(string) bool { return len(r.reruns()) > n+1 })
	r.Press("M", "down", "enter")
	r.untilText("─ aborted ─")
	n = len(r.reruns())
	r.pass(time.Minute)
	if got := len(r.reruns()); got != n || got == 20 {
		t.Errorf("%d were sent, %d when it was aborted", got, n)
	}
	if all := bulk.List(dir); all[0].End != bulk.Aborted {
		t.Errorf("the journal ended as %d", all[0].End)
	}
	r.awaitText("(aborted). M can send the rest")
	next := again(r, dir)
	next.ready()
	if s := next.Screen(); strings.Contains(s, "was interrupted") {
		t.Errorf("it speaks of what a person ended:\n%s", s)
	}
	next.Press("M")
	next.awaitText("─ aborted ─")
	next.Press("M")
	next.awaitText("send the rest")
	next.Press("down", "enter")
	next.awaitText("is given up")
	if all := bulk.List(dir); all[0].End != bulk.Abandoned {
		t.Errorf("the journal ended as %d", all[0].End)
	}
}

func TestInterruptedBulkRerunIsOfferedAndContinued(t *testing.T) {
	dir := t.TempDir()
	program, end := context.WithCancel(t.Context())
	defer end()
	r := start(t, 120, 36, withJournals(dir), func(_ *connect.Profile, o *ui.Options, _ *demo.Options) { o.Context = program }).ready().marks(10)
	r.Press("r", "y")
	r.untilText("4 of 10")
	// The program ends; another one starts on the same server.
	before := r.reruns()
	end()
	r.until("the end of the sending", func(string) bool { return !bulk.Held(bulk.List(dir)[0].Path) })
	next := again(r, dir)
	next.awaitText("was interrupted")
	if s := next.Screen(); strings.Contains(s, "Continue") {
		t.Errorf("it asks by itself:\n%s", s)
	}
	next.Press("M")
	next.awaitText("interrupted")
	next.Press("M", "enter")
	next.awaitText("Continue the bulk rerun?")
	next.Press("y")
	next.untilText("10 of 10")
	sent := next.reruns()
	if len(sent) != 10 || len(before) < 4 {
		t.Errorf("%d were sent, %d of them before", len(sent), len(before))
	}
	for id, n := range sent {
		if n != 1 {
			t.Errorf("run %s was sent %d times", id, n)
		}
	}
}

// again starts the UI anew on the server of a rig.
func again(r *rig, dir string) *rig {
	r.t.Helper()
	ctx, cancel := context.WithCancel(r.t.Context())
	r.t.Cleanup(cancel)
	app := ui.New(ui.Options{
		Context: ctx, Clock: r.clk, Keys: keymap.Default(), Theme: theme.New("dark", theme.TrueColor, theme.Dark), Zone: time.UTC,
		Refresh: 5 * time.Second, Traffic: r.traffic, Env: func(string) (string, bool) { return "", false },
		StateDir: dir, Providers: []api.Provider{r.provider},
	})
	return &rig{drive.New(ctx, app, 120, 36), r.t, app, r.clk, r.server, r.provider, r.traffic, cancel, map[uint64]bool{}}
}
