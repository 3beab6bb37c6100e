package history

import (
	"context"
	"encoding/json"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"go.uber.org/goleak"

	"fntop/api"
	"fntop/model"
)

// breakable is a history that is open, with what is done to its connection.
func breakable(t *testing.T) (*stand, func(text string)) {
	t.Helper()
	s := newStand(t, t.TempDir())
	s.read(t, ran("first", 5, model.StatusCompleted))
	b, err := s.open(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	return s, func(text string) {
		t.Helper()
		rows, err := b.w.QueryContext(t.Context(), text)
		if err != nil {
			t.Fatal(err)
		}
		for rows.Next() {
			continue
		}
		if err := rows.Close(); err != nil {
			t.Fatal(err)
		}
	}
}

// fat is a run that takes pages of its own.
func fat(id string) model.RunDetail {
	d := ran(id, 1, model.StatusFailure)
	d.ErrorMessage = strings.Repeat("too much of "+id+" ", 20_000)
	return d
}

func TestFullDiskIsToldOnceAndWhatCameMeanwhileIsOfferedAgain(t *testing.T) {
	s, do := breakable(t)
	do(`PRAGMA max_page_count = 1`) // it becomes what there is
	for _, id := range []string{"a", "b"} {
		s.sawRuns(t.Context(), s.places["prod"], []model.RunDetail{fat(id)})
		if s.Flush(t.Context()) == nil {
			t.Error("a full disk was written to")
		}
	}
	if len(s.told) != 1 || !strings.Contains(s.told[0].Error(), "no space left on the disk") {
		t.Errorf("told %v", s.told)
	}
	if err := s.Note(t.Context(), "ack", "a", json.RawMessage(`"`+strings.Repeat("x", 100_000)+`"`)); err == nil || !strings.Contains(err.Error(), "no space left") {
		t.Errorf("a note on a full disk: %v", err)
	}
	if k := s.last(t); ids(k.Runs) != "first" {
		t.Errorf("known are %q", ids(k.Runs))
	}
	do(`PRAGMA max_page_count = 100000`)
	s.read(t, fat("b"), fat("a"))
	if k := s.last(t); len(k.Runs) != 3 {
		t.Errorf("known are %q", ids(k.Runs))
	}
	do(`PRAGMA max_page_count = 1`)
	s.sawRuns(t.Context(), s.places["prod"], []model.RunDetail{fat("c")})
	if s.Flush(t.Context()) == nil || len(s.told) != 2 {
		t.Errorf("the second time it is told %v", s.told)
	}
}

func TestNumbersOfABatchThatWasUndoneAreForgotten(t *testing.T) {
	s, do := breakable(t)
	other := s.Recorded(&backend{info: api.Info{Profile: "other", Backend: "centrali", Host: "h", Workspace: "acme"}}).(*recorded).at
	both := func(name string) []model.RunDetail { // the second meets the names that the first has made
		all := []model.RunDetail{ran(name+"1", 2, model.StatusCompleted), fat(name + "2")}
		for i := range all {
			all[i].ID.Profile, all[i].Function = "other", model.Ref{ID: "new", Name: "new"}
		}
		return all
	}
	do(`PRAGMA max_page_count = 1`)
	s.sawRuns(t.Context(), other, both("a"))
	if s.Flush(t.Context()) == nil {
		t.Fatal("a full disk was written to")
	}
	do(`PRAGMA max_page_count = 100000`)
	s.sawRuns(t.Context(), other, both("b"))
	if err := s.Flush(t.Context()); err != nil {
		t.Fatal(err)
	}
	if n := s.count(t, `SELECT count(*) FROM run JOIN profiles p ON p.n = run.profile JOIN functions f ON f.n = run.function WHERE p.name = 'other' AND f.id = 'new'`); n != 2 {
		t.Errorf("%d of 2 runs have their profile and function", n)
	}
}

func TestFileThatAnotherProgramKeepsLockedIsToldAndWaitedFor(t *testing.T) {
	s, do := breakable(t)
	do(`PRAGMA busy_timeout = 1`)
	other := newStand(t, s.o.Dir)
	b, err := other.open(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	if _, err := b.w.ExecContext(t.Context(), `BEGIN IMMEDIATE`); err != nil {
		t.Fatal(err)
	}
	s.sawRuns(t.Context(), s.places["prod"], []model.RunDetail{ran("a", 1, model.StatusCompleted)})
	if s.Flush(t.Context()) == nil || len(s.told) != 1 || !strings.Contains(s.told[0].Error(), "another program keeps it locked") {
		t.Errorf("told %v", s.told)
	}
	if _, err := b.w.ExecContext(t.Context(), `ROLLBACK`); err != nil {
		t.Fatal(err)
	}
	s.read(t, ran("a", 1, model.StatusCompleted))
}

func TestFileThatTurnsOutToBeDamagedIsSetAsideAndAnotherBegun(t *testing.T) {
	dir := t.TempDir()
	s := newStand(t, dir)
	s.read(t, fat("a"), fat("b"))
	s.Close(t.Context())
	f, err := os.OpenFile(filepath.Join(dir, Name), os.O_RDWR, 0)
	if err != nil {
		t.Fatal(err)
	}
	info, err := f.Stat()
	if err != nil {
		t.Fatal(err)
	}
	for at := int64(2 * 4096); at < info.Size(); at += 4096 { // all but the first pages: opening it looks no further
		if _, err := f.WriteAt([]byte(strings.Repeat("\xff", 64)), at); err != nil {
			t.Fatal(err)
		}
	}
	f.Close()
	s = newStand(t, dir)
	s.sawRuns(t.Context(), s.places["prod"], []model.RunDetail{ran("a", 1, model.StatusCompleted)})
	_ = s.Flush(t.Context())
	s.read(t, ran("a", 1, model.StatusCompleted))
	if k := s.last(t); ids(k.Runs) != "a" {
		t.Errorf("known are %q, told %v", ids(k.Runs), s.told)
	}
	if len(s.told) == 0 || !strings.Contains(s.Said(), "set aside") {
		t.Errorf("told %v", s.told)
	}
	if s.Said() != "" {
		t.Error("it is said twice")
	}
}

func TestWritingEndsWithItsContextAndLeavesNothingRunning(t *testing.T) {
	defer goleak.VerifyNone(t, goleak.IgnoreCurrent())
	dir := t.TempDir()
	s := newShared(t, dir)
	ctx, end := context.WithCancel(t.Context())
	done := make(chan struct{})
	go func() { s.Run(ctx); close(done) }()
	s.back.page = model.Page{Runs: []model.RunDetail{ran("a", 1, model.StatusCompleted)}}
	s.p.Runs(t.Context(), model.Ask{Function: "f1", Page: 1})
	s.clk.AwaitTimers(1) // it gathers, and is ended meanwhile
	end()
	<-done
	if err := s.Close(t.Context()); err != nil {
		t.Fatal(err)
	}
	again := newShared(t, dir)
	if k := again.last(t); ids(k.Runs) != "a" {
		t.Errorf("kept are %q", ids(k.Runs))
	}
	again.Close(t.Context())
}

func TestWritingGathersAndThenWaitsForNews(t *testing.T) {
	s := newShared(t, t.TempDir())
	ctx, end := context.WithCancel(t.Context())
	done := make(chan struct{})
	go func() { s.Run(ctx); close(done) }()
	for i := range 3 {
		s.back.page = model.Page{Runs: []model.RunDetail{ran("a", 1, model.Statuses[i])}}
		s.p.Runs(t.Context(), model.Ask{Function: "f1", Page: 1})
		for s.count(t, `SELECT count(*) FROM run WHERE status = '`+model.Statuses[i].String()+`'`) == 0 {
			s.clk.Advance(gather) // it may gather once more for the same page
		}
	}
	end()
	<-done
	if n := s.clk.Timers(); n != 0 {
		t.Errorf("%d timers are left", n)
	}
}

func TestWritingAloneMakesRoomForReadingAndLetsNothingGo(t *testing.T) {
	s := newShared(t, t.TempDir())
	s.o.Keep = time.Hour
	ctx, end := context.WithCancel(t.Context())
	done := make(chan struct{})
	go func() { s.Write(ctx); close(done) }()
	s.sawRuns(t.Context(), s.places["prod"], []model.RunDetail{ran("old", 90, model.StatusCompleted)})
	s.clk.AwaitTimers(1)
	s.clk.Advance(gather)
	<-s.pending.room // where reading waits once there is too much
	s.sawRuns(t.Context(), s.places["prod"], []model.RunDetail{ran("new", 1, model.StatusCompleted)})
	s.clk.AwaitTimers(1) // it is done with the first
	end()
	<-done
	if n := s.count(t, `SELECT count(*) FROM run WHERE id = 'old'`); n != 1 {
		t.Error("what is older than is kept is gone, and was only just read")
	}
}
