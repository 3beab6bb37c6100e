package api_test

import (
	"context"
	"testing"
	"time"

	"fntop/api"
	"fntop/api/clock"
	"fntop/model"
)

// clocked is a plant whose clock is known to be ahead by so much.
type clocked struct {
	*plant
	ahead time.Duration
}

func (c clocked) Offset() (time.Duration, bool) { return c.ahead, true }

// seen is that run, created at that time by the backend's clock.
func seen(id string, at time.Duration) model.RunDetail {
	r := job(id, "job-"+id, model.StatusPending)
	r.Created = noon.Add(at)
	return r
}

// lookFor looks for what came of an invoke at noon, as often as it takes.
func lookFor(t *testing.T, p api.Provider, clk *clock.Driven, known map[model.RunID]bool) string {
	t.Helper()
	var found []model.RunDetail
	var err error
	done := make(chan struct{})
	go func() {
		found, err = api.LookFor(t.Context(), clk, p, model.Action{Kind: model.Invoke, Trigger: model.Ref{ID: "t"}}, noon, known)
		close(done)
		clk.NewTimer(time.Hour) // wakes the driver for the last time
	}()
	for {
		clk.AwaitTimers(1)
		select {
		case <-done:
			if err != nil {
				t.Fatal(err)
			}
			return ids(found)
		default:
		}
		clk.Next()
	}
}

// Runs that name neither their trigger nor what they repeat are looked for in
// the function, by their time alone.
func TestLookForAsksTheFunctionWhereRunsNameNoTriggerAndNoOriginal(t *testing.T) {
	clk := clock.NewDriven(noon)
	p := &plant{clk: clk, caps: api.Caps{NoTriggerRuns: "no", RerunsAnew: "a new run"}}
	p.triggers = []model.Trigger{{ID: "s", Function: model.Ref{ID: "g"}}, {ID: "t", Function: model.Ref{ID: "f"}}}
	p.rows = func() []model.RunDetail {
		rows := []model.RunDetail{seen("came", time.Second), seen("before", -time.Minute)}
		for i := range rows {
			rows[i].Trigger = model.Ref{}
		}
		return rows
	}
	if got := lookFor(t, p, clk, nil); got != "[came]" {
		t.Errorf("of an invoke: %s", got)
	}
	if ask := p.asked[0]; ask.Function != "f" || ask.Trigger != "" {
		t.Errorf("asked %+v", ask)
	}
	_, err := api.LookFor(t.Context(), hasty{clk}, p, model.Action{Kind: model.Invoke, Function: model.Ref{ID: "g"}}, noon, nil)
	if ask := p.asked[len(p.asked)-1]; err != nil || ask.Function != "g" || ask.Trigger != "" {
		t.Errorf("of a function invoked by itself asked %+v, %v", ask, err)
	}
	found, err := api.LookFor(t.Context(), hasty{clk}, p, model.Action{Kind: model.Rerun, Run: model.RunID{Profile: "p", ID: "before"}}, noon, nil)
	if err != nil || ids(found) != "[came]" {
		t.Errorf("of a rerun: %s, %v", ids(found), err)
	}
}

// hasty is a clock whose timers fire at once.
type hasty struct{ *clock.Driven }

func (h hasty) NewTimer(time.Duration) clock.Timer { return h.Driven.NewTimer(0) }

func idsOf(ids ...string) map[model.RunID]bool {
	set := map[model.RunID]bool{}
	for _, id := range ids {
		set[model.RunID{Profile: "p", ID: id}] = true
	}
	return set
}

func TestLookForTellsByWhatWasKnownWhateverTheClocks(t *testing.T) {
	for _, behind := range []time.Duration{0, -time.Minute, -90 * time.Minute, time.Minute, 90 * time.Minute} {
		clk := clock.NewDriven(noon)
		p := &plant{clk: clk, rows: func() []model.RunDetail {
			return []model.RunDetail{seen("mine", behind+time.Second), seen("before", behind-30*time.Second), seen("unread", behind-10*time.Minute)}
		}}
		if got := lookFor(t, p, clk, idsOf("before")); got != "[mine]" {
			t.Errorf("clock %v: found %v", behind, got)
		}
	}
}

func TestLookForNamesARunThatTurnsUpAfterAStrangers(t *testing.T) {
	clk := clock.NewDriven(noon)
	p := &plant{clk: clk, rows: func() []model.RunDetail {
		if clk.Now().Before(noon.Add(2 * time.Second)) {
			return []model.RunDetail{seen("strangers", time.Second)}
		}
		return []model.RunDetail{seen("mine", 2*time.Second), seen("strangers", time.Second)}
	}}
	if got := lookFor(t, p, clk, idsOf()); got != "[mine strangers]" {
		t.Errorf("found %v", got)
	}
}

func TestLookForReturnsWhatItSawWhenItsTimeEnds(t *testing.T) {
	clk := clock.NewDriven(noon)
	p := &plant{clk: clk, rows: func() []model.RunDetail { return []model.RunDetail{seen("mine", 0)} }}
	ctx, cancel := context.WithCancel(t.Context())
	go func() {
		clk.AwaitTimers(1)
		cancel()
	}()
	found, err := api.LookFor(ctx, clk, p, model.Action{Kind: model.Invoke, Trigger: model.Ref{ID: "t"}}, noon, nil)
	if ids(found) != "[mine]" || api.KindOf(err) != api.Canceled {
		t.Errorf("found %v, %v", ids(found), err)
	}
}

func TestLookForLeavesOutWhatIsOfAnotherDay(t *testing.T) {
	clk := clock.NewDriven(noon)
	p := &plant{clk: clk, rows: func() []model.RunDetail { return []model.RunDetail{seen("old", -3*time.Hour)} }}
	if got := lookFor(t, p, clk, idsOf()); got != "[]" {
		t.Errorf("nothing was known: found %v", got)
	}
	if got := lookFor(t, p, clock.NewDriven(noon), idsOf("old")); got != "[]" {
		t.Errorf("it was known: found %v", got)
	}
}

func TestLookForTellsByTheTimeWhereNothingIsKnown(t *testing.T) {
	const behind = -20 * time.Minute
	clk := clock.NewDriven(noon)
	p := &plant{clk: clk, rows: func() []model.RunDetail {
		return []model.RunDetail{seen("mine", behind+time.Second), seen("before", behind-30*time.Second)}
	}}
	if got := lookFor(t, clocked{p, behind}, clk, nil); got != "[mine]" {
		t.Errorf("the backend's clock is known: found %v", got)
	}
	if got := lookFor(t, p, clock.NewDriven(noon), nil); got != "[]" {
		t.Errorf("the backend's clock is not known: found %v", got)
	}
}

func TestLookForTellsAKnownRerunFromANewOne(t *testing.T) {
	old := job("old", "a", model.StatusFailure)
	again, mine := seen("again", -time.Minute), seen("mine", -90*time.Minute)
	again.OriginalRunID, mine.OriginalRunID = "old", "old"
	p := &plant{clk: clock.NewDriven(noon), rows: func() []model.RunDetail { return []model.RunDetail{mine, old} }}
	found, err := api.LookFor(t.Context(), p.clk, p, model.Action{Kind: model.Rerun, Run: old.ID}, noon, idsOf("again"))
	if err != nil || ids(found) != "[mine]" {
		t.Errorf("found %v, %v", ids(found), err)
	}
}
