package history

import (
	"encoding/json"
	"errors"
	"fmt"
	"os"
	"strings"
	"testing"
	"time"

	"fntop/model"
)

var prod = []string{"prod"}

// ids are those of runs, in order.
func ids(runs []*model.Run) string {
	var all []string
	for _, r := range runs {
		all = append(all, r.ID.ID)
	}
	return strings.Join(all, " ")
}

func TestNoteOutlivesARestartAndOnlyTheLastCounts(t *testing.T) {
	dir := t.TempDir()
	s := newStand(t, dir)
	for _, n := range []struct{ kind, key, value string }{{"ack", "a", `1`}, {"ack", "b", `2`}, {"hand", "a", `3`}, {"ack", "a", `{"x":4}`}} {
		if err := s.Note(t.Context(), n.kind, n.key, json.RawMessage(n.value)); err != nil {
			t.Fatal(err)
		}
	}
	if err := s.Note(t.Context(), "ack", "b", nil); err != nil {
		t.Fatal(err)
	}
	s.Close(t.Context())
	notes, err := newStand(t, dir).Notes(t.Context(), "ack")
	if err != nil || len(notes) != 1 || notes[0].Key != "a" || string(notes[0].Value) != `{"x":4}` || !notes[0].At.Equal(noon) || notes[0].Who == "" {
		t.Errorf("noted are %+v, %v", notes, err)
	}
}

func TestNoteThatCannotBeKeptIsAnError(t *testing.T) {
	s := newStand(t, t.TempDir())
	s.Close(t.Context())
	if err := s.Note(t.Context(), "ack", "a", json.RawMessage(`1`)); err == nil || !strings.Contains(err.Error(), "could not be noted") {
		t.Errorf("got %v", err)
	}
}

func TestErrorsAreSearchedNewestFirstIgnoringCase(t *testing.T) {
	s := newStand(t, t.TempDir())
	odd := ran("odd", 2, model.StatusTimeout)
	odd.ErrorCode, odd.ErrorMessage = "ΣΦΑΛΜΑ", `100% "lost" in O'Hare_`
	s.read(t, ran("a", 9, model.StatusFailure), ran("b", 1, model.StatusFailure), ran("c", 3, model.StatusCompleted), odd)
	for text, want := range map[string]string{
		"COUPON": "b a", "of a exp": "a", "e_coupon": "b a", `"lost"`: "odd", "O'Hare": "odd", "φαλμ": "odd", "%": "odd", "_": "b odd a", "zz": "", "nowhere": "", "0%": "odd", "*": "", `coupon" OR "lost`: "",
	} {
		got, err := s.Search(t.Context(), prod, text, time.Time{}, 10)
		if err != nil || ids(got) != want {
			t.Errorf("%q finds %q, %v; want %q", text, ids(got), err, want)
		}
	}
	if got, _ := s.Search(t.Context(), prod, "coupon", noon.Add(-5*time.Minute), 10); ids(got) != "b" {
		t.Errorf("of the last five minutes it finds %q", ids(got))
	}
	if got, _ := s.Search(t.Context(), prod, "coupon", time.Time{}, 1); ids(got) != "b" {
		t.Errorf("the newest one is %q", ids(got))
	}
	if got, _ := s.Search(t.Context(), []string{"other"}, "coupon", time.Time{}, 10); ids(got) != "" {
		t.Errorf("another profile has %q", ids(got))
	}
}

func TestErrorThatIsNoMoreIsNotFound(t *testing.T) {
	s := newStand(t, t.TempDir())
	failed := ran("a", 3, model.StatusFailure)
	failed.Attempt = model.Some(model.Attempt{ID: "1", Number: 1})
	s.read(t, failed)
	again := ran("a", 3, model.StatusRunning)
	again.Attempt = model.Some(model.Attempt{ID: "2", Number: 2})
	s.read(t, again)
	if got, err := s.Search(t.Context(), prod, "coupon", time.Time{}, 10); err != nil || len(got) != 0 {
		t.Errorf("found %q, %v", ids(got), err)
	}
}

func TestFailuresAreThoseOfTheWindow(t *testing.T) {
	s := newStand(t, t.TempDir())
	s.read(t, ran("a", 90, model.StatusFailure), ran("b", 50, model.StatusTimeout), ran("c", 20, model.StatusCompleted), ran("d", 10, model.StatusCancelled))
	got, err := s.Failures(t.Context(), prod, model.Window{Last: time.Hour}, noon, 10)
	if err != nil || ids(got) != "d b" {
		t.Errorf("got %q, %v", ids(got), err)
	}
}

func TestRunsAreSeenAsTheyWereAtAMoment(t *testing.T) {
	s := newStand(t, t.TempDir())
	watched := ran("w", 30, model.StatusPending)
	s.read(t, watched, ran("done", 60, model.StatusFailure), ran("late", 1, model.StatusCompleted))
	s.clk.Advance(time.Minute)
	watched.Status, watched.StatusText, watched.Started = model.StatusRunning, "RUNNING", noon.Add(-20*time.Minute)
	s.read(t, watched)
	watched.Status, watched.StatusText = model.StatusWaiting, "WAITING"
	s.clk.Advance(noon.Add(5 * time.Minute).Sub(s.clk.Now()))
	s.read(t, watched)
	watched.Status, watched.StatusText, watched.Ended = model.StatusFailure, "FAILED", noon.Add(10*time.Minute)
	watched.ErrorMessage = "it broke"
	s.clk.Advance(noon.Add(11 * time.Minute).Sub(s.clk.Now()))
	s.read(t, watched)
	for minute, want := range map[int]string{
		-61: "", -60: "done:pending", -59: "done:failure", -31: "done:failure", -30: "w:pending done:failure", -21: "w:pending done:failure", -20: "w:running done:failure",
		0: "late:completed w:running done:failure", 4: "late:completed w:running done:failure", 5: "late:completed w:waiting done:failure", 9: "late:completed w:waiting done:failure", 10: "late:completed w:failure done:failure",
	} {
		runs, err := s.At(t.Context(), prod, noon.Add(time.Duration(minute)*time.Minute), time.Time{}, 100)
		var got []string
		for _, r := range runs {
			got = append(got, r.ID.ID+":"+r.Status.String())
			if !r.Status.Over() && (r.ErrorMessage != "" || !r.Ended.IsZero()) {
				t.Errorf("at %d it is known how %s ends: %+v", minute, r.ID.ID, r)
			}
		}
		if err != nil || strings.Join(got, " ") != want {
			t.Errorf("at minute %d: %v, %v; want %s", minute, got, err, want)
		}
	}
	if runs, _ := s.At(t.Context(), prod, noon, noon.Add(-40*time.Minute), 100); ids(runs) != "late w" {
		t.Errorf("since 40 minutes: %q", ids(runs))
	}
}

func TestRunThatBeganAgainWasOverBefore(t *testing.T) {
	s := newStand(t, t.TempDir())
	r := ran("a", 30, model.StatusRunning)
	s.read(t, r)
	r = ran("a", 30, model.StatusFailure)
	r.Ended = noon
	r.Attempt = model.Some(model.Attempt{ID: "1", Number: 1})
	s.read(t, r)
	r = ran("a", 30, model.StatusRunning)
	r.Started = noon.Add(20 * time.Minute)
	r.Attempt = model.Some(model.Attempt{ID: "2", Number: 2})
	s.clk.Advance(noon.Add(20 * time.Minute).Sub(s.clk.Now()))
	s.read(t, r)
	runs, err := s.At(t.Context(), prod, noon.Add(10*time.Minute), time.Time{}, 10)
	if err != nil || len(runs) != 1 || runs[0].Status != model.StatusFailure || !runs[0].Ended.Equal(noon) {
		t.Errorf("ten minutes on it is %+v, %v", runs, err)
	}
}

func TestCoverageHasAHoleWhereNothingWasSeen(t *testing.T) {
	s := newStand(t, t.TempDir())
	page := func(number int, more bool, runs ...model.RunDetail) {
		s.back.page = model.Page{Runs: runs, More: more}
		if _, err := s.p.Runs(t.Context(), model.Ask{Function: "f1", Page: number}); err != nil {
			t.Fatal(err)
		}
		s.flush(t)
	}
	covered := func(want string) {
		t.Helper()
		c, err := s.Covered(t.Context(), model.Subject{Kind: model.OfFunction, Profile: "prod", ID: "f1"})
		var got []string
		for _, one := range c {
			minutes := func(at time.Time) string {
				if at.IsZero() {
					return "ever"
				}
				return fmt.Sprint(at.Sub(noon).Minutes())
			}
			got = append(got, minutes(one.From)+"…"+minutes(one.To))
		}
		if err != nil || strings.Join(got, " ") != want {
			t.Errorf("covered is %v, %v; want %s", got, err, want)
		}
	}
	page(1, true, ran("b", 5, model.StatusCompleted), ran("a", 10, model.StatusCompleted))
	covered("-10…0")
	page(3, true, ran("z", 100, model.StatusCompleted)) // the second page was not read
	covered("-10…0")
	page(2, true, ran("y", 40, model.StatusCompleted))
	covered("-40…0")
	s.clk.Advance(noon.Add(time.Hour).Sub(s.clk.Now()))
	page(1, true, ran("c", -50, model.StatusCompleted)) // the newest page reaches back no further
	covered("-40…0 50…60")
	page(2, false, ran("x", 100, model.StatusCompleted))
	covered("ever…60")
}

func TestHalfAListCoversNothing(t *testing.T) {
	s := newStand(t, t.TempDir())
	s.back.page = model.Page{Runs: []model.RunDetail{ran("a", 5, model.StatusFailure)}}
	s.p.Runs(t.Context(), model.Ask{Function: "f1", Page: 1, Status: model.Some(model.StatusFailure)})
	s.back.err = errors.New("no")
	s.p.Runs(t.Context(), model.Ask{Function: "f1", Page: 1})
	s.flush(t)
	if n := s.count(t, `SELECT count(*) FROM covered`); n != 0 {
		t.Errorf("%d spans are covered", n)
	}
}

func TestNothingOfASecretIsKept(t *testing.T) {
	s := newStand(t, t.TempDir())
	s.back.triggers = []model.Trigger{{ID: "t1", Name: "hook", Schedule: "0 3 * * * UTC"}}
	s.p.Triggers(t.Context())
	s.read(t, ran("a", 1, model.StatusCompleted))
	s.Close(t.Context())
	data, err := os.ReadFile(s.Path())
	if err != nil || strings.Contains(string(data), "params") || !strings.Contains(string(data), "0 3 * * * UTC") {
		t.Errorf("%v; the file holds params or no trigger", err)
	}
}
