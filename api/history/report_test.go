package history

import (
	"testing"
	"time"

	"fntop/model"
)

func TestReportAsksForRerunsSuccessesSlowestAndWhatIsUnderWay(t *testing.T) {
	s := newStand(t, "")
	run := func(id, trigger string, minute int, status model.Status, took time.Duration, original string) model.RunDetail {
		at := noon.Add(time.Duration(minute) * time.Minute)
		r := model.Run{ID: model.RunID{Profile: "prod", ID: id}, Backend: "centrali", Function: model.Ref{ID: "f1"}, Status: status, Created: at, Started: at, OriginalRunID: original}
		if trigger != "" {
			r.Trigger.ID = trigger
		}
		if status.Over() {
			r.Ended = at.Add(took)
		}
		return model.RunDetail{Run: r}
	}
	s.read(t,
		run("again", "t1", 50, model.StatusCompleted, time.Second, "bad"),
		run("works", "t2", 45, model.StatusRunning, 0, ""),
		run("good", "t1", 40, model.StatusCompleted, 2*time.Second, ""),
		run("older", "t1", 30, model.StatusCompleted, 9*time.Second, ""),
		run("bare", "", 20, model.StatusCompleted, 3*time.Second, ""),
		run("bad", "t1", 10, model.StatusFailure, 4*time.Second, ""),
		run("before", "t2", -10, model.StatusCompleted, time.Hour, ""))
	w, now := model.Window{Since: noon, Until: noon.Add(time.Hour)}, noon.Add(time.Hour)
	for what, ask := range map[string]struct {
		of   func() ([]*model.Run, error)
		want string
	}{
		"reruns":    {func() ([]*model.Run, error) { return s.Again(t.Context(), prod, w, now, 9) }, "again"},
		"succeeded": {func() ([]*model.Run, error) { return s.Succeeded(t.Context(), prod, w, now) }, "good bare"},
		"slowest":   {func() ([]*model.Run, error) { return s.Slowest(t.Context(), prod, w, now, 2) }, "older bad"},
		"under way": {func() ([]*model.Run, error) { return s.UnderWay(t.Context(), prod, 9) }, "works"},
		"of t1": {func() ([]*model.Run, error) {
			return s.OfTrigger(t.Context(), model.Subject{Kind: model.OfTrigger, Profile: "prod", ID: "t1"}, w, now, 3)
		}, "again good older"},
		"of another profile": {func() ([]*model.Run, error) { return s.UnderWay(t.Context(), []string{"other"}, 9) }, ""},
	} {
		if got, err := ask.of(); err != nil || ids(got) != ask.want {
			t.Errorf("%s: %q, %v, want %q", what, ids(got), err, ask.want)
		}
	}
}
