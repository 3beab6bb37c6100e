package ui_test

import (
	"cmp"
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"fntop/api/connect"
	"fntop/api/demo"
	"fntop/model"
	"fntop/ui"
)

func withSize(functions, triggers int) option {
	return func(_ *connect.Profile, _ *ui.Options, d *demo.Options) {
		d.Size = demo.Size{Functions: functions, Triggers: triggers}
	}
}

// ages is how old data became, by the server's own log. What turned more urgent
// counts from then on.
type ages struct {
	oldest [3]time.Duration // by urgency
	first  time.Duration    // until every function was read once
	most   int              // requests in any 60 s
	sum    [3]int           // functions, by urgency, summed over the steps
	steps  int
	sent   []time.Time
	read   map[string]time.Time
	as     map[string]model.Urgency
	since  map[string]time.Time
}

// ages lets the clock go on, and looks after each step.
func (r *rig) ages(lasts, step time.Duration) *ages {
	a := &ages{read: map[string]time.Time{}, as: map[string]model.Urgency{}, since: map[string]time.Time{}}
	begun := r.clk.Now()
	for end := begun.Add(lasts); r.clk.Now().Before(end); {
		seen := r.clk.Now()
		r.clk.Advance(step)
		r.still()
		log := r.server.Requests() // the newest few thousand
		at, _ := slices.BinarySearchFunc(log, seen, func(q demo.Request, seen time.Time) int {
			return cmp.Or(q.Time.Compare(seen), -1) // behind those of that moment
		})
		if a.sent == nil {
			at = 0
		}
		for _, q := range log[at:] {
			a.sent = append(a.sent, q.Time)
			if _, id, ok := strings.Cut(q.Path, "/function-runs/function/"); ok && q.Status == 200 {
				a.read[id] = q.Time
			}
		}
		a.look(r.app.Urgencies(), r.clk.Now(), begun)
	}
	for first, last := 0, 0; last < len(a.sent); last++ {
		for a.sent[last].Sub(a.sent[first]) >= time.Minute {
			first++
		}
		a.most = max(a.most, last-first+1)
	}
	return a
}

func (a *ages) look(urgencies map[string]model.Urgency, now, begun time.Time) {
	a.steps++
	unread := false
	for id, u := range urgencies {
		a.sum[u]++
		if was, known := a.as[id]; !known || was > u {
			a.since[id] = now // it turned more urgent
		}
		a.as[id] = u
		read, ok := a.read[id]
		if !ok {
			unread = true
			continue
		}
		from := read
		if u != model.Rest && a.since[id].After(read) {
			from = a.since[id]
		}
		if a.first > 0 || u != model.Rest {
			a.oldest[u] = max(a.oldest[u], now.Sub(from))
		}
	}
	if !unread && a.first == 0 && len(urgencies) > 0 {
		a.first = now.Sub(begun)
	}
}

func (a *ages) String() string {
	return fmt.Sprintf("at most %d requests in 60 s; every function read once after %v; oldest hot %v, on screen %v, rest %v; on average %d hot, %d on screen, %d rest",
		a.most, a.first, a.oldest[model.Hot], a.oldest[model.Shown], a.oldest[model.Rest],
		a.sum[model.Hot]/a.steps, a.sum[model.Shown]/a.steps, a.sum[model.Rest]/a.steps)
}

// TestLargeWorkspaceIsReadWithinTheBudget holds the ages of what is hot and on
// screen. The rest cannot be held to two minutes with three hundred requests
// for five hundred functions: model.TestPlanKeepsTheAges tells where it can.
func TestLargeWorkspaceIsReadWithinTheBudget(t *testing.T) {
	drivenLong(t)
	alone(t)
	const step = time.Second
	r := start(t, 120, 36, withSize(500, 2000))
	a := r.ages(6*time.Minute, step)
	t.Log(a)
	if a.most > 300 {
		t.Errorf("%d requests in 60 s, the budget is 300", a.most)
	}
	for u, limit := range []time.Duration{model.Hot: 10 * time.Second, model.Shown: time.Minute, model.Rest: 170 * time.Second} {
		if a.oldest[u] > limit+step {
			t.Errorf("urgency %d: data was %v old, want at most %v", u, a.oldest[u], limit)
		}
	}
	if a.first == 0 || a.first > 130*time.Second {
		t.Errorf("every function was read once after %v", a.first)
	}
	if strings.Contains(r.Screen(), "so far") {
		t.Errorf("the last hour has not been read in six minutes\n%s", r.Screen())
	}
}
