package runs

import (
	"fmt"
	"time"

	"github.com/charmbracelet/x/ansi"

	"fntop/model"
	"fntop/theme"
	"fntop/ui/panetest"
)

// ago is a run created d before now, over after took unless that is zero.
func ago(id string, d time.Duration, status model.Status, took time.Duration) *model.Run {
	r := &model.Run{
		ID: model.RunID{Profile: "prod", ID: id}, Status: status, StatusText: status.String(),
		Function: model.Ref{ID: "f1", Name: "process-order"}, Trigger: model.Ref{ID: "t1", Name: "order-hook"}, Source: "http-trigger",
		Created: panetest.Now.Add(-d), Started: panetest.Now.Add(-d),
	}
	if took > 0 {
		r.Ended = r.Started.Add(took)
	}
	return r
}

// some is a run of every kind there is.
func some() []*model.Run {
	failed := ago("r1", 12*time.Second, model.StatusFailure, 1400*time.Millisecond)
	failed.ErrorCode, failed.ErrorMessage = "E_COUPON", "Coupon SUMMER-10 expired at checkout step 3\nat applyCoupon"
	timeout := ago("r2", 2*time.Minute, model.StatusTimeout, 5*time.Minute)
	timeout.Function.Name, timeout.Source, timeout.ErrorCode = "sync-stock", "scheduled", "TIMEOUT"
	strange := ago("r3", 3*time.Minute, model.StatusUnknown, 0)
	strange.StatusText, strange.Started = "throttled", time.Time{}
	byHand := ago("r4", time.Hour, model.StatusCompleted, 840*time.Millisecond)
	byHand.Trigger, byHand.Source = model.Ref{}, "orchestration"
	unnamed := ago("r5", 30*time.Hour, model.StatusCancelled, time.Hour)
	unnamed.Function, unnamed.Source = model.Ref{ID: "7d0c2b9e"}, ""
	pending := ago("r6", 0, model.StatusPending, 0)
	pending.Started = time.Time{}
	return []*model.Run{
		pending, ago("r7", 3*time.Second, model.StatusRunning, 0), failed, timeout, strange, byHand, unnamed,
		ago("r8", 72*time.Hour, model.StatusWaiting, 0),
	}
}

// many are n runs, the newest first.
func many(n int) []*model.Run {
	rows := make([]*model.Run, n)
	for i := range rows {
		rows[i] = ago(fmt.Sprintf("m%06d", i), time.Duration(i)*time.Second, model.StatusCompleted, time.Second)
	}
	return rows
}

func show(m *Model, rows []*model.Run, fresh int) {
	at := map[model.RunID]int{}
	for i, r := range rows {
		at[r.ID] = i
	}
	m.SetRows(rows, func(id model.RunID) (int, bool) { i, ok := at[id]; return i, ok }, fresh)
}

func filled(rows []*model.Run) *Model {
	m := New()
	m.SetTitle(Title{Loaded: len(rows), Sort: model.NewestFirst, Empty: "no runs yet", Whole: true})
	m.SetNames([]model.Function{{Name: "process-order"}, {Name: "sync-stock"}}, []model.Trigger{{Name: "order-hook"}})
	show(m, rows, 0)
	return m
}

func view(m *Model, w, h int) []string { return m.View(panetest.Look(theme.NoColor), w, h) }

// text is the table without colours, line by line.
func text(m *Model, w, h int) []string {
	lines := view(m, w, h)
	plain := make([]string, len(lines))
	for i, line := range lines {
		plain[i] = ansi.Strip(line)
	}
	return plain
}
