package bulk

import (
	"bytes"
	"context"
	"errors"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"go.uber.org/goleak"

	"fntop/api"
	"fntop/api/clock"
	"fntop/model"
)

func TestMain(m *testing.M) { goleak.VerifyTestMain(m) }

// TestNoRunIsSentTwiceWhereverTheProgramEnded ends the program at every end of
// a line of the journal, a byte before and after it, and within the lines.
func TestNoRunIsSentTwiceWhereverTheProgramEnded(t *testing.T) {
	const n = 3
	dir, clk := t.TempDir(), &leaping{now: noon}
	first := newStand(clk)
	p := planned(first, n)
	p.Follow = true
	j := create(t, dir, p)
	if phase, _ := carryOut(t, first, j); phase != Ended {
		t.Fatalf("it ended as %d", phase)
	}
	first.each(t, n, 1)
	whole, err := os.ReadFile(j.Path)
	if err != nil {
		t.Fatal(err)
	}
	plan := bytes.IndexByte(whole, '\n') + 1
	for cut := plan; cut <= len(whole); cut++ {
		if near := whole[cut-1 : min(len(whole), cut+2)]; !bytes.Contains(near, []byte{'\n'}) && cut%7 > 0 {
			continue // within a line one place is like the other
		}
		path := filepath.Join(t.TempDir(), "cut.jsonl")
		if err := os.WriteFile(path, whole[:cut], 0o600); err != nil {
			t.Fatal(err)
		}
		then := newStand(clk)
		// What was on its way when the program ended happened in half of them.
		then.runs = first.runs[:(cut%2)*n]
		carryOut(t, then, reopen(t, path))
		for i := range n {
			run := p.Items[i].Run.ID
			begun := bytes.Contains(whole[:cut], []byte(`"what":"sending","n":`+string(rune('0'+i))+"}\n"))
			if got, want := then.count(run), map[bool]int{true: 0, false: 1}[begun]; got != want {
				t.Fatalf("ended after %q: run %d was sent %d times after that, want %d", whole[plan:cut], i, got, want)
			}
		}
		r, err := Read(path)
		if err != nil {
			t.Fatal(err)
		}
		if r.Unfinished() || r.Left() > 0 {
			t.Fatalf("ended after %d bytes and continued, it is not done: %+v", cut, r.Results)
		}
	}
}

func TestPlanThatWasNotWrittenToItsEndSentNothing(t *testing.T) {
	s := newStand(&leaping{now: noon})
	j := create(t, t.TempDir(), planned(s, 3))
	_ = j.Close()
	data, _ := os.ReadFile(j.Path)
	for _, cut := range []int{0, 1, len(data) / 2, len(data) - 1} {
		_ = os.WriteFile(j.Path, data[:cut], 0o600)
		if _, err := Read(j.Path); err == nil || !strings.Contains(err.Error(), "nothing was sent") {
			t.Errorf("cut at %d: %v", cut, err)
		}
	}
}

func TestJournalDamagedInItsMiddleIsNotContinued(t *testing.T) {
	s := newStand(&leaping{now: noon})
	j := create(t, t.TempDir(), planned(s, 3))
	carryOut(t, s, j)
	data, _ := os.ReadFile(j.Path)
	lines := bytes.SplitAfter(data, []byte{'\n'})
	for name, line := range map[string]string{"no JSON": "\x00\x00\n", "a run that is none": `{"what":"sending","n":7}` + "\n", "sent twice": string(lines[1]) + string(lines[1])} {
		damaged := bytes.Join([][]byte{lines[0], []byte(line), bytes.Join(lines[2:], nil)}, nil)
		if err := os.WriteFile(j.Path, damaged, 0o600); err != nil {
			t.Fatal(err)
		}
		if _, err := Open(j.Path); err == nil || !strings.Contains(err.Error(), "line") {
			t.Errorf("%s: %v", name, err)
		}
	}
}

func TestTwoProgramsCannotContinueOneJournal(t *testing.T) {
	s := newStand(&leaping{now: noon})
	j := create(t, t.TempDir(), planned(s, 3))
	if _, err := Open(j.Path); !errors.Is(err, ErrHeld) {
		t.Fatalf("got %v", err)
	}
	if err := j.Close(); err != nil {
		t.Fatal(err)
	}
	if err := reopen(t, j.Path).Close(); err != nil {
		t.Fatal(err)
	}
}

func TestNobodyElseReadsAJournal(t *testing.T) {
	dir := filepath.Join(t.TempDir(), "state")
	j := create(t, dir, planned(newStand(&leaping{now: noon}), 3))
	defer j.Close()
	for path, want := range map[string]os.FileMode{j.Path: 0o600, filepath.Join(dir, "bulk"): 0o700} {
		if info, err := os.Stat(path); err != nil || info.Mode().Perm() != want {
			t.Errorf("%s: %v, %v", path, info.Mode(), err)
		}
	}
}

func TestNothingIsSentThatTheJournalCannotTell(t *testing.T) {
	s := newStand(&leaping{now: noon})
	j := create(t, t.TempDir(), planned(s, 3))
	_ = j.file.Close()
	phase, err := New(Config{Clock: s.clk, Journal: j, Provider: s.provider}).Run(t.Context(), func(News) {})
	if err == nil || phase != Left || len(s.order) > 0 {
		t.Errorf("phase %d, error %v, sent %v", phase, err, s.order)
	}
}

func TestRequestsKeepToTheRate(t *testing.T) {
	clk := clock.NewDriven(noon)
	s := newStand(clk)
	sent := make(chan string, 100)
	s.did = func(run string) { sent <- run }
	j := create(t, t.TempDir(), planned(s, 31))
	ended := make(chan error)
	go func() {
		_, err := New(Config{Clock: clk, Journal: j, Provider: s.provider}).Run(t.Context(), func(News) {})
		ended <- err
	}()
	<-sent
	for range 30 {
		clk.AwaitTimers(1)
		clk.Advance(1900 * time.Millisecond)
		if len(sent) > 0 {
			t.Fatal("a request left before its time")
		}
		clk.Advance(100 * time.Millisecond)
		<-sent
	}
	if err := <-ended; err != nil {
		t.Fatal(err)
	}
	if took := clk.Now().Sub(noon); took != time.Minute {
		t.Errorf("30 more took %v", took)
	}
}

func TestBulkWaitsWhileTheBudgetIsUsedUp(t *testing.T) {
	clk := clock.NewDriven(noon)
	s := newStand(clk)
	s.left = 0
	news := make(chan News, 100)
	j := create(t, t.TempDir(), planned(s, 2))
	ctx, cancel := context.WithCancel(t.Context())
	ended := make(chan Phase)
	go func() {
		phase, _ := New(Config{Clock: clk, Journal: j, Provider: s.provider}).Run(ctx, func(n News) { news <- n })
		ended <- phase
	}()
	for range 5 {
		clk.AwaitTimers(1)
		clk.Advance(time.Second)
	}
	clk.AwaitTimers(1)
	cancel()
	if phase := <-ended; phase != Left || len(s.order) > 0 {
		t.Errorf("phase %d, sent %v", phase, s.order)
	}
	<-news
	if n := <-news; !strings.Contains(n.Note, "budget") {
		t.Errorf("it says %q", n.Note)
	}
}

func refusal() error {
	return &api.Error{Kind: api.Refused, Op: api.RerunRun, Status: 409, Reason: "archived"}
}

func TestFailuresStopItAndTheRestIsSentWhenContinued(t *testing.T) {
	s := newStand(&leaping{now: noon})
	s.fails = func(string, int) (error, bool) { return refusal(), false }
	p := planned(s, 10)
	p.StopAfter = 3
	j := create(t, t.TempDir(), p)
	if phase, _ := carryOut(t, s, j); phase != GaveUp || len(s.order) != 3 {
		t.Fatalf("phase %d, sent %v", phase, s.order)
	}
	r, err := Read(j.Path)
	if err != nil || r.End != Stopped || !r.Unfinished() || r.Offered() || r.Left() != 7 {
		t.Fatalf("%+v, %v", r, err)
	}
	s.fails = nil
	if phase, _ := carryOut(t, s, reopen(t, j.Path)); phase != Ended {
		t.Errorf("phase %d", phase)
	}
	s.each(t, 10, 1)
}

func TestWhatCouldNotBeSentIsSentWhenContinued(t *testing.T) {
	s := newStand(&leaping{now: noon})
	s.fails = func(run string, nth int) (error, bool) {
		if run == "r1" && nth == 1 {
			return &api.Error{Kind: api.Unauthorized, Op: api.SignIn, Unsent: true}, false
		}
		return nil, true
	}
	j := create(t, t.TempDir(), planned(s, 3))
	if phase, _ := carryOut(t, s, j); phase != Ended {
		t.Fatalf("phase %d", phase)
	}
	if r, _ := Read(j.Path); r.Left() != 1 || !r.Unfinished() {
		t.Fatalf("%+v", r.Results)
	}
	carryOut(t, s, reopen(t, j.Path))
	if s.count("r0") != 1 || s.count("r1") != 2 || s.count("r2") != 1 {
		t.Errorf("sent %v", s.sent)
	}
}

func TestTurnedAwayByTheRateLimitItWaitsAndSendsThatRunNext(t *testing.T) {
	clk := &leaping{now: noon}
	s := newStand(clk)
	s.fails = func(run string, nth int) (error, bool) {
		if run == "r1" && nth <= 7 {
			return &api.Error{Kind: api.RateLimited, Op: api.RerunRun, Status: 429, Wait: time.Minute}, false
		}
		return nil, true
	}
	j := create(t, t.TempDir(), planned(s, 3))
	phase, all := carryOut(t, s, j)
	if last := all[len(all)-1].Tally; phase != Ended || last.Sent != 3 || last.Failures() != 0 {
		t.Errorf("phase %d, %+v", phase, last)
	}
	if got := strings.Join(s.order, " "); got != "r0 r1 r1 r1 r1 r1 r1 r1 r1 r2" {
		t.Errorf("sent %s", got)
	}
	if clk.Now().Sub(noon) < 7*time.Minute {
		t.Error("it did not wait as long as it was asked to")
	}
}

func TestLostAnswerIsLookedForAndNeverSentAgain(t *testing.T) {
	for _, happened := range []bool{true, false} {
		s := newStand(&leaping{now: noon})
		s.fails = func(run string, _ int) (error, bool) {
			if run == "r1" {
				return &api.Error{Kind: api.TimedOut, Op: api.RerunRun, Lost: true}, happened
			}
			return nil, true
		}
		j := create(t, t.TempDir(), planned(s, 3))
		carryOut(t, s, j)
		carryOut(t, s, reopen(t, j.Path))
		s.each(t, 3, 1)
		r, _ := Read(j.Path)
		got := r.Results[1]
		if happened && (got.State != Sent || !got.Maybe || got.Run.ID != "new-r1") || !happened && (got.State != Doubt || got.Why == "") {
			t.Errorf("happened %t: %+v", happened, got)
		}
	}
}

func TestOutcomesAreReadFromListsAndNotOneByOne(t *testing.T) {
	s := newStand(&leaping{now: noon})
	s.ends = model.StatusTimeout
	p := planned(s, 40)
	p.Follow, p.StopAfter = true, 0
	phase, all := carryOut(t, s, create(t, t.TempDir(), p))
	last := all[len(all)-1]
	if phase != Ended || last.Tally.Bad != 40 || last.Tally.Open() != 0 {
		t.Errorf("phase %d, %+v", phase, last.Tally)
	}
	if s.lists > 60 {
		t.Errorf("%d lists were read for 40 runs", s.lists)
	}
}

func TestRunsThatEndBadlyStopItWhereTheyAreFollowed(t *testing.T) {
	s := newStand(&leaping{now: noon})
	s.ends = model.StatusFailure
	p := planned(s, 40)
	p.Follow, p.StopAfter = true, 4
	phase, all := carryOut(t, s, create(t, t.TempDir(), p))
	if last := all[len(all)-1].Tally; phase != GaveUp || last.Waiting < 30 || last.Open() != 0 {
		t.Errorf("phase %d, %+v", phase, last)
	}
}

func TestPauseHoldsItAndAbortEndsIt(t *testing.T) {
	clk := clock.NewDriven(noon)
	s := newStand(clk)
	sent, news := make(chan string, 10), make(chan News, 100)
	s.did = func(run string) { sent <- run }
	j := create(t, t.TempDir(), planned(s, 10))
	r := New(Config{Clock: clk, Journal: j, Provider: s.provider})
	ended := make(chan Phase)
	go func() {
		phase, _ := r.Run(t.Context(), func(n News) { news <- n })
		ended <- phase
	}()
	<-sent
	clk.AwaitTimers(1)
	r.Pause(true)
	for n := range news {
		if n.Phase == Paused {
			break
		}
	}
	clk.Advance(time.Hour)
	if len(sent) > 0 {
		t.Error("it sends although it is paused")
	}
	r.Pause(false)
	<-sent
	r.Abort()
	if phase := <-ended; phase != Cancelled {
		t.Errorf("phase %d", phase)
	}
	if got, _ := Read(j.Path); got.End != Aborted || got.Left() != 8 || got.Offered() {
		t.Errorf("%+v", got)
	}
}

func TestProfileThatLeadsElsewhereIsSentNothing(t *testing.T) {
	s := newStand(&leaping{now: noon})
	j := create(t, t.TempDir(), planned(s, 10))
	s.info.Workspace = "other"
	phase, all := carryOut(t, s, j)
	if phase != Ended || len(s.order) > 0 || !strings.Contains(all[1].Result.Why, "another place") {
		t.Errorf("phase %d, sent %v, %+v", phase, s.order, all[1])
	}
	if r, _ := Read(j.Path); r.Left() != 10 {
		t.Errorf("%d are left", r.Left())
	}
}

func TestReasonGoesOnlyWhereOneIsTaken(t *testing.T) {
	for _, no := range []string{"", "it takes none"} {
		s := newStand(&leaping{now: noon})
		s.info.Caps.NoReason = no
		p := planned(s, 1)
		p.Reason, p.LatestCode = "fixed", true
		carryOut(t, s, create(t, t.TempDir(), p))
		if a := s.acted[0]; (a.Reason == "fixed") != (no == "") || a.LatestCode != (no == "") {
			t.Errorf("%q: sent %+v", no, a)
		}
	}
}

func TestItemsComeInTheOrderThatWasAskedFor(t *testing.T) {
	var runs []*model.Run
	for i, id := range []string{"c", "a", "b", "a"} {
		runs = append(runs, &model.Run{ID: model.RunID{Profile: "p", ID: id}, Created: noon.Add(-time.Duration(i) * time.Minute)})
	}
	for o, want := range map[Order]string{AsListed: "cab", OldestFirst: "abc"} {
		got := ""
		for _, it := range ItemsOf(runs, o) {
			got += it.Run.ID
		}
		if o == OldestFirst {
			want = "abc" // a twice is once, as old as its oldest copy
		}
		if got != want {
			t.Errorf("%v: %s, want %s", o, got, want)
		}
	}
}

func TestRatesAreReadAndWritten(t *testing.T) {
	for text, want := range map[string]string{"30": "30/m", "30/m": "30/m", "2/s": "120/m", "20/s": "20/s", "100/s": "100/s", "1/h": "1/h", "6000/min": "100/s", "7/m": "7.0/m"} {
		every, err := ParseRate(text)
		if err != nil || RateText(every) != want {
			t.Errorf("%q is %v, written %q, want %q (%v)", text, every, RateText(every), want, err)
		}
	}
	for _, text := range []string{"", "x", "0", "-1/m", "3/d", "101/s", "0.01/h", "NaN"} {
		if _, err := ParseRate(text); err == nil {
			t.Errorf("%q is taken", text)
		}
	}
}

func TestOldJournalsGoAndThoseWithSomethingLeftStay(t *testing.T) {
	dir, clk := t.TempDir(), &leaping{now: noon}
	s := newStand(clk)
	open := create(t, dir, planned(s, 2))
	_ = open.Close()
	for i := range kept + 5 {
		p := planned(s, 1)
		p.Made = noon.Add(time.Duration(i+1) * time.Hour)
		j := create(t, dir, p)
		carryOut(t, s, j)
	}
	all := List(dir)
	if len(all) != kept+1 || all[len(all)-1].Path != open.Path {
		t.Errorf("%d journals are left, the oldest %s", len(all), all[len(all)-1].Path)
	}
}
