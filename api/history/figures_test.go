package history

import (
	"bytes"
	"fmt"
	"math/rand/v2"
	"reflect"
	"slices"
	"testing"
	"time"

	"fntop/model"
)

// scattered are runs of a few functions over two days, some of them odd.
func scattered(n int) []model.RunDetail {
	random := rand.New(rand.NewPCG(1, 2))
	all := make([]model.RunDetail, n)
	for i := range all {
		created := noon.Add(-time.Duration(random.IntN(48*3600*1000)) * time.Millisecond)
		status := model.Statuses[random.IntN(len(model.Statuses))]
		r := model.Run{ID: model.RunID{Profile: "prod", ID: fmt.Sprintf("r%04d", i)}, Backend: "centrali", Status: status, Created: created,
			Function: model.Ref{ID: fmt.Sprint("f", random.IntN(4))}, Trigger: model.Ref{ID: fmt.Sprint("t", random.IntN(3))}}
		if status != model.StatusPending {
			r.Started = created.Add(time.Duration(random.IntN(2000)) * time.Millisecond)
		}
		if status.Over() || status == model.StatusUnknown && random.IntN(2) == 0 {
			r.Ended = r.Started.Add(time.Duration(random.IntN(90_000_000)) * time.Microsecond)
		}
		if status.Over() && random.IntN(10) == 0 {
			r.Started = time.Time{}
		}
		all[i].Run = r
	}
	return all
}

func TestFiguresAreThoseOfTheRunsThemselves(t *testing.T) {
	s := newStand(t, t.TempDir())
	runs := scattered(600)
	s.read(t, runs...)
	var listed []*model.Run
	for i := range runs {
		listed = append(listed, runs[i].Listed())
	}
	slices.SortFunc(listed, model.Newer)
	check := func(how string) {
		t.Helper()
		for _, kind := range []model.SubjectKind{model.OfFunction, model.OfTrigger, model.OfProfile} {
			for _, w := range []model.Window{{Last: 15 * time.Minute}, {Last: 3 * time.Hour}, {Last: 24 * time.Hour}, {Since: noon.Add(-30 * time.Hour), Until: noon.Add(-5 * time.Hour)}, {}} {
				got, err := s.Figures(t.Context(), kind, prod, w, noon, 24)
				if err != nil {
					t.Fatal(err)
				}
				for of, want := range model.FiguresOf(kind, listed, w, noon, 24) {
					f := got[of]
					if f == nil {
						if want.Runs > 0 {
							t.Errorf("%s: %v in %v: no figures of %d runs", how, of, w, want.Runs)
						}
						continue
					}
					if f.Runs != want.Runs || f.Status != want.Status || f.P50 != want.P50 || f.P95 != want.P95 || f.P99 != want.P99 || f.Timed != want.Timed ||
						!slices.Equal(f.Buckets, want.Buckets) || f.Unfinished() != want.Unfinished() || !f.From.Equal(want.From) || !f.To.Equal(want.To) {
						t.Errorf("%s: %v in %v:\n got %+v\nwant %+v", how, of, w, f.Stats, want.Stats)
					}
					if !slices.Equal(f.Recent, want.Recent) || f.Newest != want.Newest || f.LastFailure != want.LastFailure || f.Longest != want.Longest {
						t.Errorf("%s: %v in %v:\n got %v %v %v %v\nwant %v %v %v %v", how, of, w, f.Recent, f.Newest, f.LastFailure, f.Longest, want.Recent, want.Newest, want.LastFailure, want.Longest)
					}
				}
			}
		}
	}
	check("as they are")
	s.pack(t.Context())
	if n := s.count(t, `SELECT count(*) FROM hour`); n < 40 {
		t.Errorf("%d hours are packed", n)
	}
	check("packed")

	again := runs[17]
	again.Status, again.Ended = model.StatusFailure, again.Created.Add(time.Hour)
	again.Updated = noon
	s.read(t, again)
	r := again.Listed()
	at := slices.IndexFunc(listed, func(x *model.Run) bool { return x.ID == r.ID })
	listed[at] = model.Merge(listed[at], r)
	check("after one changed")
}

func TestFiguresSayWhatWasSeen(t *testing.T) {
	s := newStand(t, t.TempDir())
	s.back.functions = []model.Function{{ID: "f1"}, {ID: "f2"}}
	s.p.Functions(t.Context())
	s.read(t, ran("a", 5, model.StatusCompleted))
	figures, err := s.Figures(t.Context(), model.OfFunction, prod, model.Window{Last: time.Hour}, noon, 10)
	if f := figures[model.Subject{Kind: model.OfFunction, Profile: "prod", ID: "f1"}]; err != nil || f == nil || !f.Covered() {
		t.Errorf("f1 is %+v, %v", f, err)
	}
	figures, err = s.Figures(t.Context(), model.OfProfile, prod, model.Window{Last: time.Hour}, noon, 10)
	if f := figures[model.Subject{Kind: model.OfProfile, Profile: "prod"}]; err != nil || f == nil || f.Covered() {
		t.Errorf("of f2 nothing was read, and of the profile it is said: %+v, %v", f, err)
	}
}

func TestHistogramCountsRunsAndFailures(t *testing.T) {
	s := newStand(t, t.TempDir())
	s.read(t, ran("a", 59, model.StatusFailure), ran("b", 31, model.StatusCompleted), ran("c", 31, model.StatusTimeout), ran("d", 1, model.StatusRunning), ran("e", 61, model.StatusFailure))
	for range 2 {
		got, err := s.Histogram(t.Context(), prod, noon.Add(-time.Hour), noon, 4)
		if want := []model.Bucket{{Runs: 1, Failed: 1}, {Runs: 2, Failed: 1}, {}, {Runs: 1}}; err != nil || !slices.Equal(got, want) {
			t.Errorf("got %v, %v; want %v", got, err, want)
		}
		s.pack(t.Context())
	}
}

func TestHourIsPackedAndUnpacked(t *testing.T) {
	hour := noon.Unix() / 3600
	want := []sample{
		{function: 3, trigger: 0, at: hour * hourMicros, status: model.StatusCompleted, took: 0},
		{function: 3, trigger: 9, at: hour*hourMicros + 5, status: model.StatusRunning, took: -1, started: 77},
		{function: 1, trigger: 9, at: hour*hourMicros + 3, status: model.StatusUnknown, took: -1, ended: true},
	}
	var u unpacker
	var got []sample
	packed := pack(hour, want)
	if err := u.unpack(hour, packed, func(s *sample, _, _ int) { got = append(got, *s) }); err != nil || !reflect.DeepEqual(got, want) {
		t.Errorf("got %+v, %v", got, err)
	}
	for n := range packed { // one that is cut off, or worse, is no crash
		for _, broken := range [][]byte{packed[:n], slices.Concat(packed[:n], []byte{0xff}, packed[n:]), slices.Concat(packed[:n], bytes.Repeat([]byte{0xff}, 10), packed[n:])} {
			seen := 0
			if err := u.unpack(hour, broken, func(*sample, int, int) { seen++ }); err != nil && seen > 0 {
				t.Errorf("%d samples of an hour that makes no sense, broken at %d", seen, n)
			}
		}
	}
}

func TestPackedHourThatBreaksInItsMiddleIsCountedOnceFromItsRuns(t *testing.T) {
	s := newStand(t, t.TempDir())
	s.read(t, ran("a", 59, model.StatusFailure), ran("b", 58, model.StatusCompleted), ran("c", 57, model.StatusCompleted))
	count := func(how string) {
		t.Helper()
		figures, err := s.Figures(t.Context(), model.OfProfile, prod, model.Window{Last: 2 * time.Hour}, noon, 4)
		if f := figures[model.Subject{Kind: model.OfProfile, Profile: "prod"}]; err != nil || f == nil || f.Runs != 3 || f.Status[model.StatusFailure] != 1 {
			t.Errorf("%s: %+v, %v", how, f, err)
		}
	}
	count("as they are")
	s.pack(t.Context())
	whole := s.count(t, `SELECT sum(length(samples)) FROM hour`)
	b, err := s.open(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	if _, err := b.w.ExecContext(t.Context(), `UPDATE hour SET samples = substr(samples, 1, length(samples) - 1)`); err != nil {
		t.Fatal(err)
	}
	count("broken")
	s.pack(t.Context())
	count("packed anew")
	if n := s.count(t, `SELECT sum(length(samples)) FROM hour`); n != whole {
		t.Errorf("what is packed has %d bytes, and had %d", n, whole)
	}
}

func TestOldRunsGoAndAreNotCoveredAnyMore(t *testing.T) {
	s := newStand(t, t.TempDir())
	s.o.Keep = time.Hour
	s.read(t, ran("old", 90, model.StatusFailure), ran("new", 30, model.StatusFailure))
	s.cleanUp(t.Context())
	if got, err := s.Search(t.Context(), prod, "coupon", time.Time{}, 10); err != nil || ids(got) != "new" {
		t.Errorf("left are %q, %v", ids(got), err)
	}
	for _, table := range []string{"run", "fault", "payload"} {
		if n := s.count(t, `SELECT count(*) FROM `+table); n != 1 {
			t.Errorf("%s has %d rows", table, n)
		}
	}
	c, err := s.Covered(t.Context(), model.Subject{Profile: "prod", ID: "f1"})
	if err != nil || len(c) != 1 || c[0].From.Before(noon.Add(-90*time.Minute)) || !c[0].To.Equal(noon) {
		t.Errorf("covered is %v, %v", c, err)
	}
}

func TestLargeFileLosesTheOldestRunsAndShrinks(t *testing.T) {
	s := newStand(t, t.TempDir())
	var runs []model.RunDetail
	for i := range 1500 {
		r := ran(fmt.Sprintf("r%04d", i), 1500-i, model.StatusCompleted)
		r.RunData = fmt.Appendf(nil, `"%0700d"`, i)
		runs = append(runs, r)
	}
	s.read(t, runs...)
	pages := s.count(t, `PRAGMA page_count`)
	s.o.MaxSize = int64(pages) * 4096 * 2 / 3
	s.cleanUp(t.Context())
	left, now := s.count(t, `SELECT count(*) FROM run`), s.count(t, `PRAGMA page_count`)
	if left == 0 || left > 1000 || int64(now)*4096 > s.o.MaxSize {
		t.Errorf("%d runs are left in %d pages, which were %d", left, now, pages)
	}
	if k := s.last(t); len(k.Runs) == 0 || k.Runs[0].ID.ID != "r1499" {
		t.Error("the newest run is gone")
	}
}
