package follow_test

import (
	"fmt"
	"time"

	"fntop/model"
	"fntop/ui/follow"
	"fntop/ui/panetest"
)

func ago(d time.Duration) time.Time { return panetest.Now.Add(-d) }

// run is a run created d before now, started a second later and over after
// took unless that is zero.
func run(id, function, trigger string, d time.Duration, status model.Status, took time.Duration) *model.Run {
	r := &model.Run{
		ID: model.RunID{Profile: "prod", ID: id}, Status: status, StatusText: status.String(),
		Function: model.Ref{ID: "f", Name: function}, Created: ago(d),
	}
	if trigger != "" {
		r.Trigger = model.Ref{ID: "t", Name: trigger}
	}
	if status != model.StatusPending {
		r.Started = r.Created.Add(time.Second)
	}
	if took > 0 {
		r.Ended = r.Started.Add(took)
	}
	return r
}

// told is a history that saw the run as it is, after those steps.
func told(r *model.Run, steps ...follow.Step) follow.History {
	var h follow.History
	for _, s := range steps {
		h.Did(s.Kind, s.At)
	}
	if r != nil {
		h.Saw(r, panetest.Now)
	}
	return h
}

func queued(d time.Duration) follow.Step { return follow.Step{Kind: follow.WasQueued, At: ago(d)} }
func sent(d time.Duration) follow.Step   { return follow.Step{Kind: follow.WasSent, At: ago(d)} }

// some is a row of every kind there is, the newest first.
func some() []*follow.Row {
	invoked := run("0192f3ab-77aa-7bbb-8ccc-000000000001", "send-mail", "retry-mail", 7*time.Second, model.StatusRunning, 0)
	failed := run("5c48e591-77aa-7bbb-8ccc-000000000002", "process-order", "order-created", 62*time.Second, model.StatusFailure, 1400*time.Millisecond)
	failed.ErrorMessage = "Coupon SUMMER-10 expired at checkout step 3\nat applyCoupon"
	ended := run("7d0c2b9e-77aa-7bbb-8ccc-000000000003", "sync-stock", "stock-1m", 5*time.Minute, model.StatusCompleted, 182*time.Second)
	unread := run("e826cf87-77aa-7bbb-8ccc-000000000004", "resize-image", "📷-upload", 95*time.Second, model.StatusRunning, 0)
	stopped := run("f40614bb-77aa-7bbb-8ccc-000000000005", "translate-商品", "", 11*time.Minute, model.StatusPending, 0)
	waiting := run("af622188-77aa-7bbb-8ccc-000000000006", "approve", "order-hook", 26*time.Hour, model.StatusRunning, 0)
	waits := told(waiting)
	waiting.Status = model.StatusWaiting
	waits.Saw(waiting, ago(25*time.Hour))
	waiting.Status = model.StatusRunning
	waits.Saw(waiting, ago(time.Hour))
	waiting.Attempt = model.Some(model.Attempt{Number: 2})
	waits.Saw(waiting, ago(30*time.Minute))

	perhaps := run("b2c1d0e9-77aa-7bbb-8ccc-000000000007", "send-mail", "retry-mail", 20*time.Minute, model.StatusCompleted, 2*time.Second)

	rows := []*follow.Row{
		{State: follow.Sending, Action: model.Rerun, Function: "charge-card", Trigger: "card-charge", Since: ago(time.Second), History: told(nil, sent(time.Second))},
		{State: follow.Queued, Action: model.Invoke, Job: "job_teb8qc9o6hstace7hq1t", Function: "process-order", Trigger: "run-order", Since: ago(4 * time.Second), History: told(nil, queued(3*time.Second))},
		{State: follow.Looking, Action: model.Invoke, Run: invoked, History: told(invoked, queued(8*time.Second))},
		{State: follow.Looking, Run: unread, History: told(unread), Said: "Unreachable (connection refused).", Again: panetest.Now.Add(2 * time.Second)},
		{State: follow.Over, Action: model.Rerun, Run: failed, History: told(failed, queued(63*time.Second))},
		{State: follow.Looking, Run: waiting, History: waits},
		{State: follow.Over, Run: ended, History: told(ended)},
		{State: follow.Stopped, Run: stopped, History: told(stopped), Left: ago(10 * time.Minute)},
		{State: follow.Paused, Run: unread, History: told(unread), Left: ago(time.Minute)},
		{State: follow.GaveUp, Run: unread, History: told(unread), Left: ago(time.Minute), Said: "Unreachable.", Again: panetest.Now.Add(time.Second)},
		{State: follow.Aside, Run: unread, History: told(unread), Left: ago(time.Minute)},
		{State: follow.GaveUp, Run: unread, History: told(unread), Left: ago(time.Minute), Said: "No such run. Check the id."},
		{State: follow.Refused, Action: model.Invoke, Function: "send-mail", Trigger: "retry-mail", Said: "Invoke trigger \"retry-mail\": not permitted (403). Nothing was started.", History: told(nil, sent(time.Hour), follow.Step{Kind: follow.WasRefused, At: ago(time.Hour)})},
		{State: follow.Over, Action: model.Invoke, Run: perhaps, Maybe: true, History: told(perhaps, sent(20*time.Minute), follow.Step{Kind: follow.WasLost, At: ago(20 * time.Minute)})},
		{State: follow.Lost, Action: model.Invoke, Function: "send-mail", Trigger: "retry-mail", Said: "The answer was lost, so it may have happened.", History: told(nil, sent(time.Hour), follow.Step{Kind: follow.WasLost, At: ago(time.Hour)})},
	}
	return numbered(rows)
}

// numbered gives rows their numbers: the first is the newest.
func numbered(rows []*follow.Row) []*follow.Row {
	for i, r := range rows {
		r.Number = len(rows) - i
	}
	return rows
}

// many are n rows of runs that are looked at.
func many(n int) []*follow.Row {
	rows := make([]*follow.Row, n)
	for i := range rows {
		r := run(fmt.Sprintf("m%06d", i), "send-mail", "retry-mail", time.Duration(i)*time.Second, model.StatusRunning, 0)
		rows[i] = &follow.Row{State: follow.Looking, Run: r, History: told(r)}
	}
	return numbered(rows)
}

func opened(rows []*follow.Row) *follow.Model {
	m := follow.New()
	m.SetNames([]model.Function{{Name: "process-order"}, {Name: "translate-商品"}}, []model.Trigger{{Name: "order-created"}})
	m.SetRows(rows)
	return m
}
