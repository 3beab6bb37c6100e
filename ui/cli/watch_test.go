package cli_test

import (
	"bytes"
	"context"
	"fmt"
	"net/http"
	"strings"
	"sync"
	"testing"
	"time"

	"fntop/api/clock"
	"fntop/api/demo"
	"fntop/ui/cli"
)

// buffer is what a command printed so far, and may be read while it runs.
type buffer struct {
	mu sync.Mutex
	b  bytes.Buffer
}

func (b *buffer) Write(p []byte) (int, error) {
	b.mu.Lock()
	defer b.mu.Unlock()
	return b.b.Write(p)
}

func (b *buffer) String() string {
	b.mu.Lock()
	defer b.mu.Unlock()
	return b.b.String()
}

// watching is a command that runs while the clock is driven on.
type watching struct {
	t        *testing.T
	clock    *clock.Driven
	out, err buffer
	stop     context.CancelCauseFunc
	code     chan int
	ended    int
	over     bool
}

// watch watches. What it prints does not hang on history, which the race
// detector makes dear.
func (s *shell) watch(clk *clock.Driven, args ...string) *watching {
	s.t.Helper()
	return s.begin(clk, append([]string{"watch", "-o", "jsonl", "--no-history"}, args...)...)
}

// begin starts a command.
func (s *shell) begin(clk *clock.Driven, args ...string) *watching {
	s.t.Helper()
	ctx, stop := context.WithCancelCause(s.t.Context())
	w := &watching{t: s.t, clock: clk, stop: stop, code: make(chan int, 1)}
	go func() {
		w.code <- cli.Run(ctx, cli.Options{
			Args: args, In: strings.NewReader(""), Out: &w.out, Err: &w.err,
			ErrTTY: s.tty, Zone: time.UTC, Env: s.environment(), Clock: clk, Version: "0.1.0",
		})
	}()
	return w
}

// until drives the clock on until something holds or the command has ended.
func (w *watching) until(what string, holds func() bool) {
	w.t.Helper()
	for begun := time.Now(); !w.over && !holds(); {
		if time.Since(begun) > 2*time.Minute {
			w.t.Fatalf("%s has not come about\nout: %s\nerr: %s", what, w.out.String(), w.err.String())
		}
		w.clock.Advance(50 * time.Millisecond)
		select {
		case w.ended = <-w.code:
			w.over = true
		case <-time.After(300 * time.Microsecond): // answers come over a real socket
		}
	}
}

func (w *watching) has(text string) func() bool {
	return func() bool { return strings.Contains(w.out.String(), text) }
}

func (w *watching) warned(text string) func() bool {
	return func() bool { return strings.Contains(w.err.String(), text) }
}

func (w *watching) interrupt() int {
	w.t.Helper()
	w.stop(cli.ErrInterrupted)
	w.until("the end", func() bool { return false })
	return w.ended
}

type watchLine struct {
	At     time.Time
	Change string
	Run    struct {
		ID, Status         string
		CreatedAt, EndedAt *time.Time
		Function           struct{ Name string }
	}
}

func (w *watching) lines() (all []watchLine) {
	for line := range strings.Lines(w.out.String()) {
		all = append(all, decode[watchLine](w.t, line))
	}
	return all
}

func TestWatchTellsTheDemosStoryInFull(t *testing.T) {
	t.Parallel()
	start := noon.Add(2 * time.Hour)
	clk := clock.NewDriven(start)
	server, err := demo.Start(t.Context(), demo.Options{Clock: clk})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = server.Close() })
	s := on(t, server)
	w := s.watch(clk)
	w.until("three minutes", func() bool { return clk.Now().Sub(start) > 3*time.Minute })
	if code := w.interrupt(); code != 130 {
		t.Fatalf("exit %d: %s", code, w.err.String())
	}
	stop := clk.Now()
	seen := make(map[string][]watchLine)
	for _, l := range w.lines() {
		seen[l.Run.ID] = append(seen[l.Run.ID], l)
	}
	for id, story := range seen {
		if story[0].Change == "new" && story[0].Run.CreatedAt.Before(start) {
			t.Errorf("run %s was there at the start and is new: %+v", id, story[0])
		}
		for i, l := range story {
			if i > 0 && (l.Change == "new" || l.Run.Status == story[i-1].Run.Status) {
				t.Errorf("run %s: %q after %q", id, l.Change, story[i-1].Change)
			}
		}
	}
	s.clock = clk
	told := 0
	for line := range strings.Lines(s.run("runs", "--limit", "1000", "--since", "6m", "-o", "jsonl").want(t, 0).out) {
		var r struct{ Run watchLine }
		r.Run = decode[watchLine](t, `{"run":`+line+`}`)
		run := r.Run.Run
		if run.EndedAt == nil || run.EndedAt.Before(start.Add(40*time.Second)) || run.EndedAt.After(stop.Add(-40*time.Second)) {
			continue
		}
		told++
		story := seen[run.ID]
		if len(story) == 0 {
			t.Errorf("run %s of %s, created %v, ended %v, was never told", run.ID, run.Function.Name, run.CreatedAt, run.EndedAt)
			continue
		}
		if last := story[len(story)-1]; last.Run.Status != run.Status || last.Change == "status" {
			t.Errorf("run %s: last told %q %s, is %s", run.ID, last.Change, last.Run.Status, run.Status)
		}
	}
	if told < 20 {
		t.Errorf("only %d runs ended", told)
	}
	withinBudget(t, server, 300)
}

// withinBudget fails where the server counted more requests in any minute.
func withinBudget(t *testing.T, server *demo.Server, budget int) {
	t.Helper()
	all := server.Requests()
	first := 0
	for i := range all {
		for all[i].Time.Sub(all[first].Time) >= time.Minute {
			first++
		}
		if i-first+1 > budget {
			t.Fatalf("%d requests in the minute before %v", i-first+1, all[i].Time)
		}
		if all[i].Method != http.MethodGet && all[i].Auth != "client" {
			t.Fatalf("%s %s was sent", all[i].Method, all[i].Path)
		}
	}
}

// changeable lets a test change the back end while it is asked.
func (b *wire) change(do func()) {
	b.mu.Lock()
	defer b.mu.Unlock()
	do()
}

// watched starts a watch on b and waits until it has read the list of f1.
func watched(t *testing.T, b *wire, args ...string) *watching {
	t.Helper()
	clk := clock.NewDriven(noon.Add(time.Hour))
	w := serve(t, b).watch(clk, args...)
	w.until("the first reading", func() bool { b.mu.Lock(); defer b.mu.Unlock(); return b.asked > 3 })
	return w
}

func TestWatchPrintsEachChangeAsALine(t *testing.T) {
	t.Parallel()
	b := small()
	w := watched(t, b)
	b.change(func() { b.runs = append([]object{run("r2", "pending", -1)}, b.runs...) })
	w.until("r2", w.has(`"change":"new","run":{"id":"r2"`))
	b.change(func() { b.runs[0]["status"] = "running" })
	w.until("running", w.has(`"status":"running"`))
	b.change(func() { b.runs[0]["status"] = "failure" })
	w.until("the end", w.has(`"change":"ended"`))
	if code := w.interrupt(); code != 130 || w.err.String() != "" {
		t.Errorf("exit %d: %s", code, w.err.String())
	}
	if got := len(w.lines()); got != 3 || strings.Contains(w.out.String(), `"id":"r1"`) {
		t.Errorf("%d lines: %s", got, w.out.String())
	}
}

func TestWatchPrintsWhatJQMakesOfEachLine(t *testing.T) {
	t.Parallel()
	b := small()
	w := watched(t, b, "--jq", `select(.run.id == "r2") | if .change == "new" then .run.id.x else .run.status end`)
	b.change(func() { b.runs = append([]object{run("r2", "pending", -1)}, b.runs...) })
	w.until("the mistake", func() bool { return strings.Contains(w.err.String(), "expected an object") })
	b.change(func() { b.runs[0]["status"] = "failure" })
	w.until("the end", w.has("\"failure\"\n"))
	if code := w.interrupt(); code != 130 || w.out.String() != "\"failure\"\n" {
		t.Errorf("exit %d: %q", code, w.out.String())
	}
}

func TestWatchReadsAllPagesOfABurst(t *testing.T) {
	t.Parallel()
	b := small()
	w := watched(t, b)
	b.change(func() {
		for i := range 350 {
			b.runs = append([]object{run(fmt.Sprint("n", i), "completed", -i-1)}, b.runs...)
		}
	})
	w.until("the burst", func() bool { return strings.Count(w.out.String(), "\n") >= 350 })
	w.interrupt()
	for i, l := range w.lines() {
		if l.Change != "new" || l.Run.ID != fmt.Sprint("n", i) {
			t.Fatalf("line %d is %q %s", i, l.Change, l.Run.ID)
		}
	}
}

func TestWatchFollowsARunThatTheNewestNoLongerReach(t *testing.T) {
	t.Parallel()
	b := small()
	b.runs = []object{}
	for i := range 150 {
		b.runs = append(b.runs, run(fmt.Sprint("o", i), "completed", i))
	}
	b.runs[140]["status"] = "running"
	w := watched(t, b)
	w.until("the older ones", func() bool { b.mu.Lock(); defer b.mu.Unlock(); return b.asked > 6 })
	b.change(func() { b.runs[140]["status"] = "timeout" })
	w.until("its end", w.has(`"change":"ended","run":{"id":"o140"`))
	if w.interrupt(); len(w.lines()) != 1 {
		t.Errorf("printed %s", w.out.String())
	}
}

func TestWatchUntilIdleEndsAfterTheLastRun(t *testing.T) {
	t.Parallel()
	b := small()
	b.runs = append([]object{run("r2", "running", -1)}, b.runs...)
	w := watched(t, b, "--until-idle", "--status", "completed,failure")
	begun := w.clock.Now()
	w.until("a minute", func() bool { return w.clock.Now().Sub(begun) > time.Minute })
	if w.over {
		t.Fatalf("ended while r2 was running: %d %s", w.ended, w.err.String())
	}
	b.change(func() { b.runs[0]["status"] = "completed" })
	w.until("the end", func() bool { return false })
	if w.ended != 0 || len(w.lines()) != 1 || w.lines()[0].Change != "ended" || w.err.String() != "" {
		t.Errorf("exit %d: %s%s", w.ended, w.out.String(), w.err.String())
	}
}

func TestWatchSaysOnceThatReadingFailsAndOnceThatItWorks(t *testing.T) {
	t.Parallel()
	b := small()
	var fails bool
	b.hook = func(w http.ResponseWriter, r *http.Request) bool {
		b.mu.Lock()
		defer b.mu.Unlock()
		if fails {
			w.WriteHeader(http.StatusInternalServerError)
		}
		return fails
	}
	w := watched(t, b)
	b.change(func() { fails = true })
	w.until("the failure", w.warned("Trying again."))
	begun := w.clock.Now()
	w.until("three minutes", func() bool { return w.clock.Now().Sub(begun) > 3*time.Minute })
	b.change(func() {
		fails = false
		b.runs = append([]object{run("r2", "completed", -1)}, b.runs...)
	})
	w.until("r2", w.has(`"id":"r2"`))
	w.until("the word", w.warned("is read again"))
	w.interrupt()
	if got := strings.Count(w.err.String(), "\n"); got != 2 {
		t.Errorf("%d lines on standard error:\n%s", got, w.err.String())
	}
	if len(w.lines()) != 1 {
		t.Errorf("printed %s", w.out.String())
	}
}

// On a terminal it says at once what it waits for; to anything else nothing.
func TestWatchTellsAPersonWhatItWatches(t *testing.T) {
	t.Parallel()
	for says, args := range map[string][]string{
		"fntop: watching 1 function of centrali; interrupt to end.\n":                   nil,
		"fntop: watching 1 trigger of centrali; interrupt to end.\n":                    {"--trigger", "by-hand"},
		"fntop: watching 1 function of centrali; it ends when nothing is unfinished.\n": {"--until-idle"},
	} {
		for _, tty := range []bool{true, false} {
			s := serve(t, small())
			s.tty = tty
			w := s.watch(clock.NewDriven(noon.Add(time.Hour)), args...)
			if tty {
				w.until("the line", w.warned("watching"))
			}
			w.until("an answer", func() bool { return w.over || w.clock.Now().After(noon.Add(time.Hour+time.Second)) })
			if w.interrupt(); strings.Contains(w.err.String(), says) != tty || w.out.String() != "" {
				t.Errorf("%q: on a terminal: %v; standard error is %q, output %q", args, tty, w.err.String(), w.out.String())
			}
		}
	}
}

func TestWatchTakesTwoProfilesAndFunctionsOfTomorrow(t *testing.T) {
	t.Parallel()
	one, two := small(), small()
	s1, s2 := serve(t, one), serve(t, two)
	text := ""
	for name, s := range map[string]*shell{"one": s1, "two": s2} {
		text += fmt.Sprintf("[profiles.%s]\nurl = %q\nworkspace = \"acme\"\ntoken = \"%s\"\n", name, s.env["CENTRALI_URL"], secret)
	}
	s := reading(&shell{t: t, env: map[string]string{"HOME": "/nowhere"}}, text)
	clk := clock.NewDriven(noon.Add(time.Hour))
	two.hook = func(w http.ResponseWriter, _ *http.Request) bool {
		w.Header().Set("Date", clk.Now().Format(http.TimeFormat)) // its clock is ours
		return false
	}
	w := s.watch(clk, "--profile", "one,two")
	asked := func(b *wire) bool { b.mu.Lock(); defer b.mu.Unlock(); return b.asked > 3 }
	w.until("the first readings", func() bool { return asked(one) && asked(two) })
	one.change(func() { one.runs = append([]object{run("r2", "pending", -1)}, one.runs...) })
	two.change(func() {
		two.functions = append(two.functions, object{"id": "f2", "name": "made-later"})
		late := run("r9", "pending", -7200)
		late["functionId"] = "f2"
		two.runs = append([]object{late}, two.runs...)
	})
	w.until("r2", w.has(`"id":"r2","backend":"centrali","profile":"one"`))
	two.change(func() { two.runs[0]["status"] = "completed" })
	w.until("r9", w.has(`"made-later"`))
	if code := w.interrupt(); code != 130 || w.err.String() != "" {
		t.Errorf("exit %d: %s", code, w.err.String())
	}
}

func TestWatchRefusesEveryOtherFormatAndAReaderThatLeavesEndsIt(t *testing.T) {
	t.Parallel()
	b := small()
	s := serve(t, b)
	for _, args := range [][]string{{"watch"}, {"watch", "-o", "json"}, {"watch", "-o", "csv"}} {
		s.run(args...).want(t, 2, "-o jsonl")
	}
	s.run("watch", "-o", "jsonl", "--status", "failed").want(t, 2, "failure")
	s.run("watch", "-o", "jsonl", "--function", "nope").want(t, 5, "nope")
	clk := clock.NewDriven(noon.Add(time.Hour))
	w := &watching{t: t, clock: clk, code: make(chan int, 1)}
	go func() {
		w.code <- cli.Run(t.Context(), cli.Options{Args: []string{"watch", "-o", "jsonl"}, Out: closedPipe{}, Err: &w.err, Env: s.environment(), Clock: clk})
	}()
	w.until("the first reading", func() bool { b.mu.Lock(); defer b.mu.Unlock(); return b.asked > 8 })
	b.change(func() { b.runs = append([]object{run("r2", "pending", -1)}, b.runs...) })
	w.until("the end", func() bool { return false })
	if w.ended != 0 || w.err.String() != "" {
		t.Errorf("exit %d: %s", w.ended, w.err.String())
	}
}
