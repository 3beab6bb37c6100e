package history

import (
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"reflect"
	"strings"
	"testing"
	"time"

	"fntop/api"
	"fntop/api/clock"
	"fntop/model"
)

var noon = time.Date(2026, 11, 20, 12, 0, 0, 0, time.UTC)

// stand is a history with what it told, and a back end that it records.
type stand struct {
	*History
	clk  *clock.Driven
	told []error
	back *backend
	p    api.Provider
}

// newStand is a history in a folder of its own, or in memory for none, which
// one goroutine uses: the race detector, under which SQLite is some thirty times
// as slow, has nothing to find there.
func newStand(t *testing.T, dir string) *stand {
	t.Helper()
	if racing {
		t.Skip("one goroutine uses it; the run without the race detector tries it")
	}
	return newShared(t, dir)
}

// newShared is newStand for several goroutines.
func newShared(t *testing.T, dir string) *stand {
	t.Helper()
	s := &stand{clk: clock.NewDriven(noon), back: &backend{info: api.Info{Profile: "prod", Backend: "centrali", Host: "h", Workspace: "acme"}}}
	s.History = New(Options{Dir: dir, Clock: s.clk, Told: func(err error) { s.told = append(s.told, err) }})
	s.p = s.Recorded(s.back)
	t.Cleanup(func() { s.Close(t.Context()) })
	return s
}

// backend answers with what it was given.
type backend struct {
	api.Provider
	info      api.Info
	page      model.Page
	detail    model.RunDetail
	err       error
	functions []model.Function
	triggers  []model.Trigger
}

func (b *backend) Info() api.Info { return b.info }
func (b *backend) Runs(context.Context, model.Ask) (model.Page, error) {
	return b.page, b.err
}
func (b *backend) Run(context.Context, model.RunID) (model.RunDetail, error) {
	return b.detail, b.err
}
func (b *backend) Functions(context.Context) ([]model.Function, error) { return b.functions, b.err }
func (b *backend) Triggers(context.Context) ([]model.Trigger, error)   { return b.triggers, b.err }

// read has runs read as the newest of function f1, and written.
func (s *stand) read(t *testing.T, runs ...model.RunDetail) {
	t.Helper()
	s.back.page = model.Page{Runs: runs}
	if _, err := s.p.Runs(t.Context(), model.Ask{Function: "f1", Page: 1, Limit: 100}); err != nil {
		t.Fatal(err)
	}
	s.flush(t)
}

func (s *stand) flush(t *testing.T) {
	t.Helper()
	if err := s.Flush(t.Context()); err != nil {
		t.Fatal(err)
	}
}

func (s *stand) last(t *testing.T) model.Known {
	t.Helper()
	k, err := s.Last(t.Context(), s.back.info, 100)
	if err != nil {
		t.Fatal(err)
	}
	return k
}

// count reads one number from the file.
func (s *stand) count(t *testing.T, query string) (n int) {
	t.Helper()
	b, err := s.open(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	if err := b.reads.QueryRow(query).Scan(&n); err != nil {
		t.Fatal(err)
	}
	return n
}

// ran is a run that took a second, so many minutes ago.
func ran(id string, minutes int, status model.Status) model.RunDetail {
	created := noon.Add(-time.Duration(minutes) * time.Minute)
	d := model.RunDetail{Run: model.Run{
		ID: model.RunID{Profile: "prod", ID: id}, Backend: "centrali", Status: status, StatusText: status.String(),
		Function: model.Ref{ID: "f1"}, Trigger: model.Ref{ID: "t1"}, Created: created,
	}, RunData: []byte(`{"of":"` + id + `"}`)}
	if status != model.StatusPending {
		d.Started = created.Add(time.Second)
	}
	if status.Over() {
		d.Ended = created.Add(2 * time.Second)
	}
	if status.Failed() {
		d.ErrorCode, d.ErrorMessage = "E_COUPON", "Coupon of "+id+" expired"
	}
	return d
}

func TestRunComesBackAsItWasSeen(t *testing.T) {
	d := ran("r1", 5, model.StatusFailure)
	d.TriggerType, d.Source, d.JobID, d.ExecutionID, d.Workspace, d.CreatedBy = "scheduled", "rerun", "j", "e", "w", "u"
	d.IsRerun, d.RerunCount, d.OriginalRunID, d.RerunBy, d.RerunReason = model.Some(true), model.Some(int64(2)), "r0", "me", "why"
	d.Again = &model.Again{No: "no"}
	d.FunctionVersion, d.FunctionCodeHash = "3", "abc"
	d.MemoryBytes, d.CPUSeconds = model.Some(int64(7)), model.Some(0.25)
	d.OrchestrationRunID, d.OrchestrationStepID = "o", "s"
	d.Archived, d.ArchiveAddress = noon, "s3://x"
	d.Updated = noon.Add(-time.Minute)
	d.Attempt = model.Some(model.Attempt{ID: "a", Number: 2})
	for _, place := range []string{t.TempDir(), ""} {
		s := newStand(t, place)
		s.read(t, d)
		got := s.last(t).Runs
		if len(got) != 1 || !reflect.DeepEqual(got[0], d.Listed()) {
			t.Errorf("in %q:\n got %+v\nwant %+v", place, got, d.Listed())
		}
	}
}

func TestWhatWasKnownLastIsThereAfterARestart(t *testing.T) {
	dir := t.TempDir()
	s := newStand(t, dir)
	s.back.functions = []model.Function{{Backend: "centrali", Profile: "prod", ID: "f1", Name: "order", Timeout: model.Some(time.Minute)}}
	s.back.triggers = []model.Trigger{{Backend: "centrali", Profile: "prod", ID: "t1", Name: "hook", Type: model.OnDemand}}
	s.p.Functions(t.Context())
	s.p.Triggers(t.Context())
	s.read(t, ran("new", 1, model.StatusRunning), ran("old", 9, model.StatusFailure))
	if err := s.Close(t.Context()); err != nil {
		t.Fatal(err)
	}
	k := newStand(t, dir).last(t)
	if len(k.Runs) != 2 || k.Runs[0].ID.ID != "new" || k.Runs[1].ErrorMessage != "Coupon of old expired" || k.Runs[0].Function.Name != "order" {
		t.Errorf("the runs are %+v", k.Runs)
	}
	if !reflect.DeepEqual(k.Functions, s.back.functions) || !reflect.DeepEqual(k.Triggers, s.back.triggers) {
		t.Errorf("listed are %+v, %+v", k.Functions, k.Triggers)
	}
	if !k.As.Equal(noon) {
		t.Errorf("known as of %v", k.As)
	}
	info, err := os.Stat(filepath.Join(dir, Name))
	if err != nil || info.Mode().Perm() != 0o600 {
		t.Errorf("the file is %v, %v", info, err)
	}
	other := s.back.info
	other.Workspace = "another"
	if k, err := newStand(t, dir).Last(t.Context(), other, 100); err != nil || len(k.Runs) != 0 {
		t.Errorf("another workspace of that name has %d runs, %v", len(k.Runs), err)
	}
}

func TestWhatDidNotChangeIsNotWrittenAgain(t *testing.T) {
	s := newStand(t, t.TempDir())
	s.back.functions = []model.Function{{ID: "f1"}}
	s.p.Functions(t.Context())
	s.read(t, ran("a", 1, model.StatusRunning), ran("b", 2, model.StatusCompleted))
	s.p.Functions(t.Context())
	s.back.page = model.Page{Runs: []model.RunDetail{ran("a", 1, model.StatusRunning), ran("b", 2, model.StatusCompleted)}}
	s.p.Runs(t.Context(), model.Ask{Function: "f1", Page: 1})
	if b := s.pending.take(100); len(b.seen)+len(b.lists) != 0 {
		t.Errorf("%d runs and %d lists would be written again", len(b.seen), len(b.lists))
	}
	s.back.page.Runs[0] = ran("a", 1, model.StatusCompleted)
	s.p.Runs(t.Context(), model.Ask{Function: "f1", Page: 1})
	if b := s.pending.take(100); len(b.seen) != 1 || b.seen[0].detail.ID.ID != "a" {
		t.Errorf("of one that changed %d are written", len(b.seen))
	}
}

func TestLaterCopyAddsToWhatIsKnownAndEmptiesNothing(t *testing.T) {
	s := newStand(t, t.TempDir())
	full := ran("a", 3, model.StatusFailure)
	full.JobID = "j1"
	s.read(t, full)
	brief := ran("a", 3, model.StatusFailure)
	brief.RunData, brief.ErrorMessage, brief.Source = nil, "", "manual"
	s.read(t, brief)
	r := s.last(t).Runs[0]
	if r.JobID != "j1" || r.Source != "manual" || r.ErrorMessage == "" || s.count(t, `SELECT count(*) FROM payload`) != 1 {
		t.Errorf("it is %+v", r)
	}
}

func TestStrippedRunKeepsNoOutput(t *testing.T) {
	s := newStand(t, t.TempDir())
	s.read(t, ran("a", 3, model.StatusCompleted))
	stripped := ran("a", 3, model.StatusCompleted)
	stripped.RunData, stripped.Stripped = nil, noon
	s.read(t, stripped)
	if n := s.count(t, `SELECT count(*) FROM payload`); n != 0 {
		t.Errorf("%d outputs are left", n)
	}
}

func TestOnlyShortOutputsAreKept(t *testing.T) {
	s := newStand(t, t.TempDir())
	long := ran("a", 3, model.StatusCompleted)
	long.RunData = []byte(`"` + strings.Repeat("x", payloadLimit) + `"`)
	s.read(t, long)
	if n := s.count(t, `SELECT output_bytes FROM payload WHERE output IS NULL`); n != payloadLimit+2 {
		t.Errorf("it was %d long", n)
	}
}

func TestInMemoryNoOutputsAreKept(t *testing.T) {
	s := newStand(t, "")
	s.read(t, ran("a", 3, model.StatusFailure))
	if n := s.count(t, `SELECT count(*) FROM run`); n != 1 {
		t.Errorf("%d runs are kept", n)
	}
	if n := s.count(t, `SELECT count(*) FROM payload`); n != 0 {
		t.Errorf("%d outputs are kept", n)
	}
}

func TestErrorIsKeptInFull(t *testing.T) {
	s := newStand(t, t.TempDir())
	long := ran("a", 3, model.StatusFailure)
	long.ErrorMessage = strings.Repeat("very long ", 3000)
	s.read(t, long)
	if n := s.count(t, `SELECT length(message) FROM fault`); n != len(long.ErrorMessage) {
		t.Errorf("%d of %d letters are kept", n, len(long.ErrorMessage))
	}
	if r := s.last(t).Runs[0]; len(r.ErrorMessage) != model.ErrorLimit || !r.ErrorCut {
		t.Errorf("a list gets %d letters", len(r.ErrorMessage))
	}
}

func TestRunThatIsNotThereAnyMoreIsNotKnownLast(t *testing.T) {
	s := newStand(t, t.TempDir())
	s.read(t, ran("a", 1, model.StatusRunning), ran("b", 2, model.StatusCompleted))
	s.back.err = &api.Error{Kind: api.NotFound}
	s.p.Run(t.Context(), model.RunID{Profile: "prod", ID: "a"})
	s.flush(t)
	if k := s.last(t); len(k.Runs) != 1 || k.Runs[0].ID.ID != "b" {
		t.Errorf("known are %+v", k.Runs)
	}
	s.back.err = nil
	s.read(t, ran("a", 1, model.StatusRunning))
	if k := s.last(t); len(k.Runs) != 2 {
		t.Errorf("once it is there again %d are known", len(k.Runs))
	}
}

func TestRunOfWhichTheTimeIsLearnedLaterMovesThere(t *testing.T) {
	s := newStand(t, t.TempDir())
	early := ran("a", 30, model.StatusFailure)
	created := early.Created
	early.Created, early.Started, early.Ended = time.Time{}, time.Time{}, time.Time{}
	s.read(t, early, ran("b", 5, model.StatusCompleted))
	late := ran("a", 30, model.StatusFailure)
	s.read(t, late)
	if k := s.last(t); len(k.Runs) != 2 || k.Runs[1].ID.ID != "a" || !k.Runs[1].Created.Equal(created) {
		t.Fatalf("the order is %+v", k.Runs)
	}
	if n := s.count(t, fmt.Sprintf(`SELECT count(*) FROM run r JOIN fault USING (n) JOIN payload USING (n) JOIN fault_words w ON w.rowid = r.n AND fault_words MATCH '"coupon"' WHERE r.n / 1000000 = %d`, created.UnixMilli())); n != 1 {
		t.Errorf("%d runs stand there with all that is theirs", n)
	}
}

func TestManyRunsOfOneMomentAreAllKept(t *testing.T) {
	s := newStand(t, t.TempDir())
	var all []model.RunDetail
	for i := range 1200 {
		all = append(all, ran(fmt.Sprint("r", i), 1, model.StatusCompleted))
	}
	s.read(t, all...)
	if n := s.count(t, `SELECT count(*) FROM run`); n != 1200 {
		t.Errorf("%d of 1200 are kept", n)
	}
}

func TestFileThatMakesNoSenseIsSetAside(t *testing.T) {
	for name, make := range map[string]func(t *testing.T, path string){
		"no database": func(t *testing.T, path string) {
			if err := os.WriteFile(path, []byte(strings.Repeat("this is no database ", 1000)), 0o600); err != nil {
				t.Fatal(err)
			}
		},
		"a later version": func(t *testing.T, path string) {
			s := newStand(t, filepath.Dir(path))
			s.read(t, ran("a", 1, model.StatusCompleted))
			b, _ := s.open(t.Context())
			if _, err := b.w.ExecContext(t.Context(), `PRAGMA user_version = 99`); err != nil {
				t.Fatal(err)
			}
			s.Close(t.Context())
		},
		"damaged in the middle": func(t *testing.T, path string) {
			s := newStand(t, filepath.Dir(path))
			s.read(t, ran("a", 1, model.StatusCompleted))
			s.Close(t.Context())
			f, err := os.OpenFile(path, os.O_RDWR, 0)
			if err != nil {
				t.Fatal(err)
			}
			defer f.Close()
			if _, err := f.WriteAt([]byte(strings.Repeat("\xff", 4000)), 100); err != nil {
				t.Fatal(err)
			}
		},
	} {
		t.Run(name, func(t *testing.T) {
			dir := t.TempDir()
			make(t, filepath.Join(dir, Name))
			s := newStand(t, dir)
			s.read(t, ran("b", 1, model.StatusCompleted))
			if len(s.told) != 1 || !strings.Contains(s.told[0].Error(), "was set aside as") {
				t.Errorf("told %v", s.told)
			}
			if k := s.last(t); len(k.Runs) != 1 || k.Runs[0].ID.ID != "b" || s.InMemory() {
				t.Errorf("known are %+v, in memory: %t", k.Runs, s.InMemory())
			}
			if aside, _ := filepath.Glob(filepath.Join(dir, Name+".*-2026*")); len(aside) == 0 {
				t.Error("nothing lies aside")
			}
		})
	}
}

func TestWhereNoFileCanBeHadMemoryDoes(t *testing.T) {
	file := filepath.Join(t.TempDir(), "file")
	if err := os.WriteFile(file, nil, 0o600); err != nil {
		t.Fatal(err)
	}
	s := newStand(t, filepath.Join(file, "state"))
	s.read(t, ran("a", 1, model.StatusCompleted))
	if k := s.last(t); len(k.Runs) != 1 || !s.InMemory() {
		t.Errorf("known are %+v, in memory: %t", k.Runs, s.InMemory())
	}
	if len(s.told) != 1 || !strings.Contains(s.told[0].Error(), "kept until fntop ends") {
		t.Errorf("told %v", s.told)
	}
}

func TestSeveralProgramsWriteOneFile(t *testing.T) {
	dir := t.TempDir()
	a, b := newShared(t, dir), newShared(t, dir)
	done := make(chan error, 2)
	for i, s := range []*stand{a, b} {
		go func() {
			var err error
			for j := range 5 {
				s.sawRuns(t.Context(), s.places["prod"], []model.RunDetail{ran(fmt.Sprint(i, "-", j), j, model.StatusFailure), ran(fmt.Sprint("both-", j), j, model.StatusFailure)})
				err = errors.Join(err, s.Flush(t.Context()))
			}
			done <- err
		}()
	}
	if err := errors.Join(<-done, <-done); err != nil {
		t.Fatal(err)
	}
	if n := a.count(t, `SELECT count(*) FROM run`); n != 15 {
		t.Errorf("%d of 15 runs are kept", n)
	}
}

func TestAfterCloseNothingIsAnswered(t *testing.T) {
	s := newStand(t, t.TempDir())
	s.read(t, ran("a", 1, model.StatusCompleted))
	s.Close(t.Context())
	if _, err := s.Last(t.Context(), s.back.info, 1); !errors.Is(err, ErrClosed) {
		t.Errorf("got %v", err)
	}
}

func TestFolderOfAnyNameHoldsAHistory(t *testing.T) {
	dir := filepath.Join(t.TempDir(), "50% of it? #1 & ü ;x=y")
	s := newStand(t, dir)
	s.read(t, ran("a", 1, model.StatusCompleted))
	s.Close(t.Context())
	if _, err := os.Stat(filepath.Join(dir, Name)); err != nil || len(s.told) > 0 {
		t.Errorf("%v, told %v", err, s.told)
	}
	if k := newStand(t, dir).last(t); ids(k.Runs) != "a" {
		t.Errorf("known are %q", ids(k.Runs))
	}
}
