package ui_test

import (
	"fmt"
	"net/url"
	"regexp"
	"strings"
	"testing"
	"time"

	tea "github.com/charmbracelet/bubbletea"

	"fntop/api/demo"
	"fntop/model"
	"fntop/ui/draw"
)

// followNewest shows the unfinished runs and follows the newest n of them.
func (r *rig) followNewest(n int) {
	r.t.Helper()
	r.Press("A")
	r.settle()
	r.followNext(n)
}

// followNext follows the first n runs of the table.
func (r *rig) followNext(n int) {
	r.t.Helper()
	r.Press("g")
	for i := range n {
		if i > 0 {
			r.Press("esc", "j")
		}
		r.Press("f")
	}
	if got := r.app.Following(); got != n {
		r.t.Fatalf("%d runs are followed, want %d\n%s", got, n, r.Screen())
	}
}

// followedAndLookedAt follows the newest n unfinished runs and waits until
// each has been looked at: the clock stands still, so that is once.
func (r *rig) followedAndLookedAt(n int) {
	r.t.Helper()
	r.Press("A")
	r.settle()
	before := r.app.Asked()
	r.followNext(n)
	for limit := 0; r.app.Asked() < before+n; limit++ {
		if limit == 10_000 {
			r.t.Fatalf("%d requests were answered, want %d", r.app.Asked()-before, n)
		}
		r.Quiet()
	}
	r.Send(nil) // draws
}

// history is what the Follow screen must tell of a run that is over, by what
// the server says of it.
func (r *rig) history(id model.RunID) string {
	r.t.Helper()
	run, err := r.provider.Run(r.t.Context(), id)
	if err != nil {
		r.t.Fatal(err)
	}
	took, _ := run.Took()
	at := func(t time.Time) string { return t.UTC().Format("15:04:05") }
	return fmt.Sprintf("pending %s → running %s → %s %s (%s)", at(run.Created), at(run.Started), run.Status, at(run.Ended), draw.Took(took))
}

func (r *rig) untilNoneIsFollowed() {
	r.t.Helper()
	r.until("the end of all", func(string) bool { return r.app.Following() == 0 })
}

func TestSeveralRunsAreFollowedEachToItsEnd(t *testing.T) {
	r := start(t, 120, 36).ready()
	r.followNewest(3)
	ids := r.app.Follows()
	if ids[0] == ids[1] || ids[1] == ids[2] {
		t.Fatalf("the runs are %v", ids)
	}
	if _, header := r.row("● live"); !strings.Contains(header, "3 followed") {
		t.Errorf("the header does not say how many are followed: %q", header)
	}
	r.untilNoneIsFollowed()
	r.awaitText("0 followed ─ 3 in all")
	for _, id := range ids {
		if want := r.history(id); !strings.Contains(r.Screen(), want) {
			t.Errorf("the screen does not tell %q\n%s", want, r.Screen())
		}
	}
	if _, header := r.row("● live"); strings.Contains(header, "followed") {
		t.Errorf("the header tells of runs that are over: %q", header)
	}
}

func TestLeavingTheScreenDoesNotStopFollowing(t *testing.T) {
	r := start(t, 120, 36).ready()
	r.followNewest(2)
	ids := r.app.Follows()
	r.Press("esc")
	if strings.Contains(r.Screen(), "╭ Follow") {
		t.Fatal("esc did not leave the screen")
	}
	r.untilNoneIsFollowed()
	r.Press("f") // whatever is selected: there is nothing to follow, but there are rows to see
	for _, id := range ids {
		if want := r.history(id); !strings.Contains(r.Screen(), want) {
			t.Errorf("the screen does not tell %q\n%s", want, r.Screen())
		}
	}
}

func TestThreeInvokesAreOnTheFollowScreen(t *testing.T) {
	r := start(t, 120, 36, withFaults("delay-run=2:20s")).ready()
	for range 3 {
		r.invoke(`{}`)
		r.settle() // it is answered
	}
	r.Press("esc", "f")
	r.awaitText("3 in all")
	r.until("the first and the third", func(s string) bool { return strings.Count(s, "✓ completed") == 2 })
	if !regexp.MustCompile(`job job_\w+ is accepted; no run carries it yet`).MatchString(r.Screen()) {
		t.Errorf("the delayed one is not told of\n%s", r.Screen())
	}
	r.untilNoneIsFollowed()
	ids := r.app.Follows()
	for _, id := range ids {
		if _, line := r.row(r.history(id)); !regexp.MustCompile(`queued ~12:0\d:\d\d → pending`).MatchString(line) {
			t.Errorf("its history is %q", line)
		}
	}
	if len(ids) != 3 || ids[0] == ids[1] || ids[1] == ids[2] || ids[0] == ids[2] {
		t.Errorf("the runs are %v", ids)
	}
	if got := strings.Count(r.Screen(), "retry-mail    invoke"); got != 3 {
		t.Errorf("%d rows came of an invoke, want 3\n%s", got, r.Screen())
	}
}

// stop closes the server and returns what starts it again.
func (r *rig) stop() (again func()) {
	r.t.Helper()
	address, err := url.Parse(r.server.URL())
	if err != nil {
		r.t.Fatal(err)
	}
	if err := r.server.Close(); err != nil {
		r.t.Fatal(err)
	}
	return func() {
		r.t.Helper()
		server, err := demo.Start(r.t.Context(), demo.Options{Clock: r.clk, Addr: address.Host})
		if err != nil {
			r.t.Fatal(err)
		}
		r.t.Cleanup(func() { _ = server.Close() })
		r.server = server
	}
}

func TestFollowingOutlivesALostServer(t *testing.T) {
	for name, away := range map[string]time.Duration{"for a moment": 5 * time.Second, "for minutes": 3 * time.Minute} {
		t.Run(name, func(t *testing.T) {
			r := start(t, 120, 36).ready()
			r.followNewest(2)
			ids := r.app.Follows()
			again := r.stop()
			r.until("why", func(s string) bool {
				return regexp.MustCompile(`next look 12:0\d:\d\d\. Could not be reached`).MatchString(s)
			})
			r.pass(away)
			if away > time.Minute {
				if s := r.Screen(); strings.Count(s, "until the backend answers. Could not be reached") != 2 || r.app.Following() != 0 {
					t.Errorf("%d are followed and the screen says\n%s", r.app.Following(), s)
				}
			}
			again()
			r.until("the ends", func(s string) bool {
				return r.app.Following() == 0 && !strings.Contains(s, "reached") && strings.Contains(s, "● live")
			})
			for _, id := range ids {
				if want := r.history(id); !strings.Contains(r.Screen(), want) {
					t.Errorf("the screen does not tell %q\n%s", want, r.Screen())
				}
			}
		})
	}
}

func TestFollowingGoesOnAfterALongOutage(t *testing.T) {
	r := start(t, 120, 36).ready()
	r.followStuck()
	again := r.stop()
	r.pass(3 * time.Minute)
	r.awaitText("0 followed ─ 1 in all")
	again()
	r.until("following again", func(s string) bool { return strings.Contains(s, "1 followed ─ 1 in all") })
	r.until("a look", func(s string) bool { return r.reads(r.app.Follows()[0]) > 0 && !strings.Contains(s, "given up") })
}

// followStuck follows the oldest unfinished run, which is stuck for hours.
func (r *rig) followStuck() {
	r.t.Helper()
	r.Press("A", "S", "created", "down", "enter", "g")
	r.settle()
	r.Press("f")
}

func TestEndOfARunThatIsNotFollowedAnyMoreIsTold(t *testing.T) {
	r := start(t, 120, 36).ready()
	r.followNewest(1)
	r.Press("f")
	r.awaitText("not followed since")
	id := r.app.Follows()[0]
	r.until("the end", func(s string) bool { return !strings.Contains(s, "not followed since") })
	if want := r.history(id); !strings.Contains(r.Screen(), want) {
		t.Errorf("the screen does not tell %q\n%s", want, r.Screen())
	}
}

func TestManyFollowedRunsLeaveRoomInTheBudget(t *testing.T) {
	r := start(t, 120, 36).ready()
	triggers, err := r.provider.Triggers(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	const many = 16
	for _, tr := range triggers {
		for range many {
			if tr.Name != "run-order" {
				break
			}
			action := model.Action{Kind: model.Invoke, Trigger: model.Ref{ID: tr.ID}, Payload: []byte(`{"sleepMs":170000}`)}
			if _, err := r.provider.Do(t.Context(), action); err != nil {
				t.Fatal(err)
			}
		}
	}
	r.pass(10 * time.Second)
	r.Press("/", "trigger=run-order", "enter")
	r.settle()
	r.followNewest(many)
	begun, reads := r.clk.Now(), 0
	r.pass(time.Minute)
	for _, q := range r.server.Requests() {
		if q.Time.After(begun) && strings.Contains(q.Path, "/function-runs/") && !strings.Contains(q.Path, "/function/") {
			reads++
		}
	}
	if reads < many || reads > 210 {
		t.Errorf("%d runs were read %d times in a minute, want 200 at the most", many, reads)
	}
	if !strings.Contains(r.Screen(), "● live") {
		t.Errorf("the lists are not read any more\n%s", r.Screen())
	}
}

// reads is how often a run was read by itself.
func (r *rig) reads(id model.RunID) int {
	n := 0
	for _, q := range r.server.Requests() {
		if strings.HasSuffix(q.Path, "/function-runs/"+id.ID) {
			n++
		}
	}
	return n
}

func TestStoppedIsNotLookedAtUntilFollowedAgain(t *testing.T) {
	r := start(t, 120, 36).ready()
	r.followStuck()
	id := r.app.Follows()[0]
	r.until("a look", func(string) bool { return r.reads(id) > 0 })
	r.Press("f")
	r.awaitText("not followed since 12:00:0")
	r.pass(time.Second) // what was under way
	before := r.reads(id)
	r.pass(9 * time.Second)
	if got := r.reads(id) - before; got > 1 { // the table may read it once
		t.Errorf("it was read %d times", got)
	}
	for range 5 {
		r.Press("f", "f") // what ended late must not end what began anew
	}
	r.Press("f")
	r.pass(time.Second)
	if got := r.app.Following(); got != 1 {
		t.Fatalf("%d runs are followed, want 1\n%s", got, r.Screen())
	}
	before = r.reads(id)
	r.pass(9 * time.Second)
	if got := r.reads(id) - before; got < 2 {
		t.Errorf("it was read %d times once it was followed again", got)
	}
	if got := len(r.app.Follows()); got != 1 {
		t.Errorf("there are %d rows, want 1", got)
	}
}

func TestPauseSaysWhatItStopsFollowing(t *testing.T) {
	r := start(t, 120, 36).ready()
	r.invoke(`{"sleepMs": 30000}`)
	r.untilText("● running")
	r.Press("esc", "3")
	r.followStuck()
	if got := r.app.Following(); got != 2 {
		t.Fatalf("%d runs are followed, want 2\n%s", got, r.Screen())
	}
	r.Press("p")
	r.awaitText("fntop is paused; p goes on")
	if got := r.app.Following(); got != 1 {
		t.Errorf("%d runs are followed while paused, want the one that was sent", got)
	}
	r.Press("f")
	r.awaitText("fntop is paused, so nothing more is followed. p goes on.")
	r.Press("p")
	r.until("following again", func(string) bool { return r.app.Following() == 2 })
	if strings.Contains(r.Screen(), "not followed since") {
		t.Errorf("it still says that it is paused\n%s", r.Screen())
	}
}

func TestFollowInAnOpenRunKeepsItOpen(t *testing.T) {
	r := start(t, 120, 36).ready()
	r.Press("A", "enter")
	r.settle()
	id := r.openID()
	r.Press("]", "f")
	r.awaitText("f stops.")
	if s := r.Screen(); !strings.Contains(s, "following") || strings.Contains(s, "╭ Follow") || strings.Contains(s, "created  ") {
		t.Errorf("the tab that was open is not, or it does not say that the run is followed\n%s", s)
	}
	r.Press("f")
	r.awaitText("No longer following")
	r.Press("f", "esc", "f")
	r.awaitText("1 followed ─ 1 in all")
	r.Press("enter")
	r.await("the run", func(s string) bool { return strings.Contains(s, id) && strings.Contains(s, "─ following") })
	r.Press("esc")
	r.awaitText("╭ Follow")
	r.Press("q")
	r.awaitText("╭ Runs")
}

func TestFollowSaysWhyItCannot(t *testing.T) {
	r := start(t, 120, 36).ready()
	r.Press("F")
	r.settle()
	r.Press("f")
	r.awaitText("The run is over: ")
	if strings.Contains(r.Screen(), "╭ Follow") {
		t.Error("the screen was opened with nothing to show")
	}
	r.Press("A")
	r.settle()
	r.Press("f", "esc", "F")
	r.settle()
	r.pass(2 * time.Second) // notices go with a key once they could be read
	r.Press("j")
	if _, footer := r.row("f followed runs"); footer == "" {
		t.Errorf("the footer does not say that f shows those that are followed\n%s", r.Screen())
	}
	r.Press("f")
	r.awaitText("1 followed ─ 1 in all")
	r.awaitText("The run is over: ")
	r.pass(2 * time.Second)
	r.Press("down")
	for _, hint := range []string{"esc back", "enter open", "f stop following"} {
		if _, footer := r.row(hint); footer == "" {
			t.Errorf("the footer does not say %q\n%s", hint, r.Screen())
		}
	}
}

func TestRunOfAnActionCannotBeLetGo(t *testing.T) {
	r := start(t, 120, 36).ready()
	r.invoke(`{"sleepMs": 20000}`)
	r.untilText("● running")
	r.Press("f")
	r.awaitText("The run of what you sent is followed to its end.")
	r.Press("esc", "3", "f", "f")
	r.awaitText("The run of what you sent is followed to its end.")
	if got := r.app.Following(); got != 1 {
		t.Errorf("%d runs are followed, want 1", got)
	}
}

func TestActionsThatCameToNothingAreToldOf(t *testing.T) {
	for fault, want := range map[string]string{
		"403@/execute": "✗ refused", "drop=after*1@/execute": "this run may have come of it",
	} {
		t.Run(fault, func(t *testing.T) {
			r := start(t, 120, 36, withFaults(fault)).ready()
			r.invoke(`{}`)
			r.until("the outcome", func(s string) bool {
				return strings.Contains(s, "may have come of") || strings.Contains(s, "ermitted")
			})
			r.Press("esc", "f")
			r.awaitText("╭ Follow")
			if _, row := r.row("retry-mail"); !strings.Contains(row, "send-mail") || !strings.Contains(r.Screen(), want) {
				t.Errorf("the row is %q, and nothing says %q\n%s", row, want, r.Screen())
			}
		})
	}
}

func TestRunThatTurnsUpInTheTableFirstHasOneRow(t *testing.T) {
	r := start(t, 120, 36).ready()
	r.invoke(`{"sleepMs": 60000}`)
	r.untilText("● running")
	r.Press("esc", "/", "trigger=retry-mail", "enter", "g", "f")
	if got := len(r.app.Follows()); got != 1 {
		t.Errorf("there are %d rows, want 1\n%s", got, r.Screen())
	}
}

func TestKeysOnTheFollowScreenMeanItsRow(t *testing.T) {
	r := start(t, 120, 36).ready()
	r.invoke(`{"fail": true}`)
	r.untilText("failure after")
	r.Press("esc", "/", "trigger=retry-mail", "enter", "g", "f")
	r.awaitText("1 in all")
	r.Press("r")
	r.awaitText("Rerun?")
	r.awaitText("the payload asked for a failure")
	r.Press("esc", "i")
	r.awaitText(`Invoke trigger "retry-mail"`)
}

func TestFollowScreenIsStillWhileNothingIsUnderWay(t *testing.T) {
	r := start(t, 120, 36).ready()
	r.followStuck()
	frame := r.Screen()
	r.pass(3 * time.Minute)
	if r.Screen() == frame {
		t.Error("the elapsed time stands still")
	}
	r.Press("p")
	r.settle()
	r.until("the last timer", func(string) bool { return r.clk.Timers() == 0 })
	r.pass(2 * time.Second) // what was under way
	frame = r.Screen()
	r.pass(5 * time.Minute)
	if n := r.clk.Timers(); n != 0 || r.Screen() != frame {
		t.Errorf("%d timers wait while paused, or the screen changed\n%s\nwas\n%s", n, r.Screen(), frame)
	}
}

func TestFollowFromTheLogStopsNothing(t *testing.T) {
	r := start(t, 120, 36).ready()
	r.followNewest(1)
	r.Press("ctrl+g")
	r.awaitText("Log of this fntop")
	r.Press("f")
	r.awaitText("╭ Follow")
	if got := r.app.Following(); got != 1 {
		t.Errorf("%d runs are followed, want 1", got)
	}
}

func TestMouseSelectsOnTheFollowScreen(t *testing.T) {
	r := start(t, 120, 36).ready()
	r.followNewest(3)
	marked := func() int {
		line, _ := r.row("│▸ ")
		return line
	}
	top := marked()
	r.Send(tea.MouseMsg{X: 60, Y: top + 4, Button: tea.MouseButtonLeft, Action: tea.MouseActionPress})
	if got := marked(); got != top+3 {
		t.Errorf("a click on the second row marks line %d, want %d", got, top+3)
	}
	r.Send(tea.MouseMsg{X: 60, Y: top, Button: tea.MouseButtonWheelDown})
	if got := marked(); got != top+6 {
		t.Errorf("the wheel marks line %d, want the last row on %d", got, top+6)
	}
	r.Press("esc")
	if r.selected() == "" || !strings.Contains(r.Screen(), "status:pending,running") {
		t.Errorf("the mouse did something under the screen\n%s", r.Screen())
	}
}
