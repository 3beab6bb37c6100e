package api

import (
	"context"
	"time"

	"fntop/api/clock"
	"fntop/model"
)

// How much earlier than the sending a run may have been created, by the
// backend's clock, and still come of it. A rerun names the run it repeats,
// so its time has to prove little; of an invoke the time is all there is.
const (
	rerunSkew  = 5 * time.Minute
	invokeSkew = 5 * time.Second
)

// lookForAt is when, after the first look, LookFor looks again.
var lookForAt = [...]time.Duration{time.Second, 2 * time.Second}

// LookFor looks for what may have come of an action whose answer was lost
// (Error.Lost). A run turns up a moment after it was asked for, so it looks
// three times within three seconds, until it sees something. What it returns
// are candidates, newest first: somebody else may have done the same at the
// same time. None means only that none was seen.
func LookFor(ctx context.Context, clk clock.Clock, p Provider, action model.Action, sentAt time.Time) ([]model.RunDetail, error) {
	var ask model.Ask
	var fits func(*model.Run) bool
	switch action.Kind {
	case model.Invoke:
		ask.Trigger = action.Trigger.ID
		fits = func(r *model.Run) bool { return !r.When().Before(sentAt.Add(-invokeSkew)) }
	case model.Rerun:
		run, err := p.Run(ctx, action.Run)
		if err != nil {
			return nil, err
		}
		ask.Function = run.Function.ID
		fits = func(r *model.Run) bool { return repeats(r, &run.Run) && !r.When().Before(sentAt.Add(-rerunSkew)) }
	default:
		return nil, nil
	}
	ask.Page, ask.Limit = 1, searchRows
	for look := 0; ; look++ {
		page, err := p.Runs(ctx, ask)
		var found []model.RunDetail
		for _, r := range page.Runs {
			if fits(&r.Run) {
				found = append(found, r)
			}
		}
		if len(found) > 0 || look == len(lookForAt) {
			newestFirst(found)
			return found, err
		}
		timer := clk.NewTimer(lookForAt[look])
		select {
		case <-timer.C():
		case <-ctx.Done():
			timer.Stop()
			return nil, &Error{Kind: Canceled, Op: ListRuns, Err: context.Cause(ctx)}
		}
	}
}

// repeats reports whether r is a rerun of original. Whether a rerun of a
// rerun names the first run or the one before it is not documented.
func repeats(r, original *model.Run) bool {
	if r.OriginalRunID == "" || r.ID == original.ID {
		return false
	}
	return r.OriginalRunID == original.ID.ID || r.OriginalRunID == original.OriginalRunID
}
