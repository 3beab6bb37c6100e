package api

import (
	"context"
	"slices"
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
	// invokeLate is how much later a run may have been created that came of an
	// invoke: a busy service queues, but what comes minutes later is most
	// likely somebody else's.
	invokeLate = 30 * time.Second
	// knownSkew is how far from the sending, either way, a run may have been
	// created that was not there before. It only has to leave out what is of
	// another day: clocks may differ by a time zone set wrong.
	knownSkew = 2 * time.Hour
)

// Clocked is a provider that knows how far its backend's clock is ahead.
type Clocked interface {
	Offset() (ahead time.Duration, known bool)
}

// lookForAt is when, after the first look, LookFor looks again.
var lookForAt = [...]time.Duration{time.Second, 2 * time.Second}

// LookFor looks for what may have come of an action whose answer was lost
// (Error.Lost). A run turns up a moment after it was asked for, so it looks
// three times within three seconds. What it returns are candidates, newest
// first: somebody else may have done the same at the same time. None means
// only that none was seen. A rerun names what it repeats, so the first sight
// of one ends the looking; of an invoke that would leave out a run that turns
// up later than a stranger's.
//
// Where ctx ends first, what was seen until then is returned.
//
// known are the runs that had been seen when the action was sent: none of
// them came of it. Where it is nil, the time alone must tell; p may be Clocked.
func LookFor(ctx context.Context, clk clock.Clock, p Provider, action model.Action, sentAt time.Time, known map[model.RunID]bool) ([]model.RunDetail, error) {
	l := looked{sentAt: sentAt, known: known}
	if c, ok := p.(Clocked); ok {
		if ahead, ok := c.Offset(); ok {
			l.sentAt = sentAt.Add(ahead)
		}
	}
	var ask model.Ask
	switch action.Kind {
	case model.Invoke:
		var err error
		if action.Trigger.ID == "" {
			ask.Function = action.Function.ID
		} else if ask, err = runsOf(ctx, p, action.Trigger.ID); err != nil {
			return nil, err
		}
		l.skew, l.late = invokeSkew, invokeLate
	case model.Rerun:
		run, err := p.Run(ctx, action.Run)
		if err != nil {
			return nil, err
		}
		ask.Function, l.skew, l.original = run.Function.ID, rerunSkew, &run.Run
		again := p.Info().Caps.AgainOf(&run.Run)
		if again.Unmarked {
			return nil, nil // whatever is seen would have come anyway
		}
		if again.Anew != "" { // a new run, which names no other
			l.skew, l.late, l.original = invokeSkew, invokeLate, nil
		}
	default:
		return nil, nil
	}
	ask.Limit = searchRows
	var found []model.RunDetail
	for look := 0; ; look++ {
		runs, err := l.since(ctx, p, ask)
		for _, r := range l.candidates(runs) {
			if i := slices.IndexFunc(found, func(f model.RunDetail) bool { return f.ID == r.ID }); i >= 0 {
				found[i] = r
				continue
			}
			found = append(found, r)
		}
		newestFirst(found)
		if look == len(lookForAt) || len(found) > 0 && l.original != nil {
			if len(found) > 0 {
				err = nil // what was seen is an answer
			}
			return found, err
		}
		timer := clk.NewTimer(lookForAt[look])
		select {
		case <-timer.C():
		case <-ctx.Done():
			timer.Stop()
			return found, &Error{Kind: Canceled, Op: ListRuns, Err: context.Cause(ctx)}
		}
	}
}

// runsOf is the list in which runs of a trigger turn up: its own, else that
// of its function, where runs do not name their trigger.
func runsOf(ctx context.Context, p Provider, trigger string) (model.Ask, error) {
	if p.Info().Caps.NoTriggerRuns == "" {
		return model.Ask{Trigger: trigger}, nil
	}
	all, err := p.Triggers(ctx)
	if err != nil {
		return model.Ask{}, err
	}
	i := slices.IndexFunc(all, func(t model.Trigger) bool { return t.ID == trigger })
	if i < 0 {
		return model.Ask{}, &Error{Kind: NotFound, Op: ListRuns}
	}
	return model.Ask{Function: all[i].Function.ID}, nil
}

// since reads a list back to the sending: it may be long ago, where the
// backend was away meanwhile.
func (l *looked) since(ctx context.Context, p Provider, ask model.Ask) ([]model.RunDetail, error) {
	var runs []model.RunDetail
	for ask.Page = 1; ask.Page <= searchPages; ask.Page++ {
		page, err := p.Runs(ctx, ask)
		if err != nil {
			return runs, err
		}
		runs = append(runs, page.Runs...)
		if n := len(page.Runs); !page.More || n == 0 || page.Runs[n-1].When().Before(l.sentAt.Add(-l.skew)) {
			break
		}
	}
	return runs, nil
}

// looked is what is looked for.
type looked struct {
	sentAt   time.Time // by the backend's clock, as far as that is known
	skew     time.Duration
	late     time.Duration // zero: however late
	known    map[model.RunID]bool
	original *model.Run // of a rerun
}

// candidates are the runs of a page that may have come of the action.
func (l *looked) candidates(page []model.RunDetail) []model.RunDetail {
	var last time.Time // of what was there before, by the same clock
	for i := range page {
		if r := &page[i].Run; l.known[r.ID] && r.When().After(last) {
			last = r.When()
		}
	}
	var found []model.RunDetail
	for i := range page {
		r := &page[i].Run
		if l.original != nil && !repeats(r, l.original) {
			continue
		}
		if l.known == nil && r.When().Before(l.sentAt.Add(-l.skew)) {
			continue
		}
		if l.known == nil && l.late > 0 && r.When().After(l.sentAt.Add(l.late)) {
			continue
		}
		if l.known != nil && (l.known[r.ID] || r.When().Before(last.Add(-l.skew)) || r.When().Sub(l.sentAt).Abs() > knownSkew) {
			continue
		}
		found = append(found, page[i])
	}
	return found
}

// repeats reports whether r is a rerun of original. Whether a rerun of a
// rerun names the first run or the one before it is not documented.
func repeats(r, original *model.Run) bool {
	if r.OriginalRunID == "" || r.ID == original.ID {
		return false
	}
	return r.OriginalRunID == original.ID.ID || r.OriginalRunID == original.OriginalRunID
}
