package ui

import "fntop/model"

// counterpart is a run that another may be held against.
type counterpart struct {
	name string // "original"
	id   model.RunID
}

// What a counterpart is called.
const (
	rerunName    = "rerun"
	originalName = "original"
)

// counterparts are the runs that a run can be held against, the one first that
// is likeliest meant: a marked one, its original, its newest rerun, the last
// success of the same trigger.
func (a *App) counterparts(r *model.Run) []counterpart {
	var all []counterpart
	add := func(name string, id model.RunID) {
		for _, c := range all {
			if c.id == id {
				return
			}
		}
		if id != r.ID {
			all = append(all, counterpart{name, id})
		}
	}
	if id, ok := a.markedBeside(r.ID); ok {
		add("marked run", id)
	}
	if original := a.originalOf(r); !original.IsZero() {
		add(originalName, original)
	}
	if x := a.newestRerun(r.ID); x != nil {
		add(rerunName, x.ID)
	}
	if x := a.lastSuccess(r); x != nil {
		add("last success", x.ID)
	}
	return all
}

// newestRerun is the newest run that was a rerun of another, nil where none is
// loaded.
func (a *App) newestRerun(of model.RunID) *model.Run {
	var newest *model.Run
	for _, j := range a.jobs.list { // not every backend says whose rerun a run is
		if r := a.store.Run(j.run); r != nil && j.action.Kind == model.Rerun && j.action.Run == of && !j.maybe {
			newest = r
		}
	}
	for _, r := range a.store.Newest() {
		if r.OriginalRunID == of.ID && r.ID.Profile == of.Profile {
			if newest == nil || model.Newer(r, newest) < 0 {
				newest = r
			}
			break
		}
	}
	return newest
}

// markedBeside is the one run that is marked beside another: who marks two
// runs means them, who marks more means something else.
func (a *App) markedBeside(id model.RunID) (other model.RunID, ok bool) {
	n := 0
	for marked := range a.marks.set {
		if marked != id {
			other, n = marked, n+1
		}
	}
	return other, n == 1
}

// lastSuccess is the newest completed run before r that the same trigger
// started, or the same function ran where it has none; nil where none is
// loaded.
func (a *App) lastSuccess(r *model.Run) *model.Run {
	for _, x := range a.store.Newest() {
		if x.Status != model.StatusCompleted || x.ID == r.ID || x.ID.Profile != r.ID.Profile || !x.When().Before(r.When()) {
			continue
		}
		if x.Function.ID == r.Function.ID && x.Trigger.ID == r.Trigger.ID && x.OriginalRunID == "" {
			return x
		}
	}
	return nil
}
