package model

import (
	"slices"
	"time"
)

// Failures groups the failures of a store by what went wrong, and knows which
// of them were made good since: a rerun of the run succeeded, or a later run
// of the same trigger did. It is told of every change of the store; the zero
// Failures is of no use. It belongs to one goroutine.
type Failures struct {
	hand Hand
	runs map[RunID]*failure
	// succeeded is when the latest run was created that succeeded, by trigger,
	// of functions that were called without one by function. It outlives the
	// run: that it succeeded stays true when the store lets it go.
	succeeded map[lane]time.Time
	// of says of each rerun which run it repeats, reran when those were created
	// that succeeded.
	of    map[RunID]RunID
	reran map[RunID]time.Time

	groups []*Group // nil when something changed
	names  map[Fingerprint]string
}

type failure struct {
	run   *Run
	print Fingerprint
}

// lane is what starts runs that are alike.
type lane struct{ profile, trigger, function string }

func laneOf(r *Run) (lane, bool) {
	if r.Trigger.ID != "" {
		return lane{r.ID.Profile, r.Trigger.ID, ""}, true
	}
	return lane{r.ID.Profile, "", r.Function.ID}, r.Function.ID != ""
}

// NewFailures returns an index of no runs.
func NewFailures() *Failures {
	return &Failures{
		runs:      map[RunID]*failure{},
		succeeded: map[lane]time.Time{},
		of:        map[RunID]RunID{},
		reran:     map[RunID]time.Time{},
	}
}

// SetHand says how a person merged and split groups.
func (f *Failures) SetHand(h Hand) { f.hand, f.groups = h, nil }

// Take hears of changes of the store and reports whether a group may differ.
func (f *Failures) Take(changes []Change) bool {
	before := f.groups
	for _, c := range changes {
		if c.New == nil {
			f.drop(c.Old)
			continue
		}
		f.take(c.New)
	}
	return before != nil && f.groups == nil
}

func (f *Failures) drop(r *Run) {
	if f.runs[r.ID] != nil {
		delete(f.runs, r.ID)
		f.groups = nil
	}
}

func (f *Failures) take(r *Run) {
	if original := (RunID{r.ID.Profile, r.OriginalRunID}); original.ID != "" && original != r.ID && f.of[r.ID] != original {
		f.of[r.ID] = original // it may join two chains
		f.groups = nil
	}
	was := f.runs[r.ID]
	if r.Status.Trouble() {
		now := &failure{run: r}
		if was != nil && was.run.ErrorCode == r.ErrorCode && was.run.ErrorMessage == r.ErrorMessage {
			now.print = was.print
		} else {
			now.print = FingerprintOf(r.ErrorCode, r.ErrorMessage)
		}
		f.runs[r.ID] = now
		f.groups = nil
		return
	}
	if was != nil { // a newer attempt is under way, or it succeeded
		delete(f.runs, r.ID)
		f.groups = nil
	}
	if r.Status != StatusCompleted {
		return
	}
	if _, again := f.of[r.ID]; again {
		// One rerun says nothing of other runs: it may have had other input.
		if _, known := f.reran[r.ID]; !known {
			f.reran[r.ID] = r.When()
			f.groups = nil
		}
		return
	}
	if l, ok := laneOf(r); ok && r.When().After(f.succeeded[l]) {
		f.succeeded[l] = r.When()
		f.groups = nil
	}
}

// rerunDepth is how many reruns of reruns are looked through.
const rerunDepth = 32

// root is the run that all in a chain of reruns go back to.
func (f *Failures) root(id RunID) RunID {
	for range rerunDepth {
		original, again := f.of[id]
		if !again {
			break
		}
		id = original
	}
	return id
}

// made are the runs that chains of reruns go back to of which one succeeded,
// and when the last of those was created. A chain is only known once all its
// runs were seen, so it is made when it is asked for.
func (f *Failures) made() map[RunID]time.Time {
	made := make(map[RunID]time.Time, len(f.reran))
	for id, when := range f.reran {
		if root := f.root(id); when.After(made[root]) {
			made[root] = when
		}
	}
	return made
}

// resolved reports whether a failure was made good, and whether by a rerun.
func (f *Failures) resolved(r *Run, made map[RunID]time.Time) (byRerun, ok bool) {
	if made[f.root(r.ID)].After(r.When()) {
		return true, true
	}
	l, ok := laneOf(r)
	return false, ok && f.succeeded[l].After(r.When())
}

// Groups are all there are, those with open failures first, in each part the
// one that failed last first. They are good until the next change.
func (f *Failures) Groups() []*Group {
	if f.groups != nil {
		return f.groups
	}
	all := make([]*failure, 0, len(f.runs))
	for _, one := range f.runs {
		all = append(all, one)
	}
	slices.SortFunc(all, func(a, b *failure) int { return Newer(a.run, b.run) })
	made, of := f.made(), map[GroupKey]*Group{}
	parts := map[GroupKey]map[GroupKey]bool{}
	f.groups = make([]*Group, 0, len(f.groups))
	for _, one := range all {
		own, key := f.hand.keys(one.print, one.run)
		g := of[key]
		if g == nil {
			g = &Group{Key: key, Split: f.hand.Split[key.Print], Last: one.run.When()}
			of[key], parts[key] = g, map[GroupKey]bool{}
			f.groups = append(f.groups, g)
		}
		parts[key][own] = true
		g.Merged = len(parts[key]) - 1
		g.First = one.run.When()
		switch byRerun, ok := f.resolved(one.run, made); {
		case !ok:
			g.Open = append(g.Open, one.run)
			g.OpenSince = one.run.When()
		case byRerun:
			g.ByRerun++
			fallthrough
		default:
			g.Resolved = append(g.Resolved, one.run)
		}
	}
	for _, g := range f.groups {
		f.describe(g)
	}
	slices.SortFunc(f.groups, worse)
	return f.groups
}

func (f *Failures) describe(g *Group) {
	sample := g.Sample()
	g.Code = sample.ErrorCode
	if g.Title = f.title(sample); g.Split == SplitByWords {
		g.Title = firstTold(sample.ErrorMessage)
	}
	if g.Title == "" {
		g.Title = g.Code
	}
	at := g.Open
	if g.Gone() {
		at = g.Resolved
	}
	g.Functions = shares(at, func(r *Run) Ref { return r.Function })
	g.Triggers = shares(at, func(r *Run) Ref { return r.Trigger })
	g.Profiles = shares(at, func(r *Run) Ref { return Ref{Name: r.ID.Profile} })
}

// title is the template of a run's message, made once for each fingerprint.
func (f *Failures) title(r *Run) string {
	print := f.runs[r.ID].print
	if t, known := f.names[print]; known {
		return t
	}
	if f.names == nil || len(f.names) > titlesKept {
		f.names = map[Fingerprint]string{}
	}
	f.names[print] = Template(r.ErrorMessage)
	return f.names[print]
}

// titlesKept bounds the memory of titles where every failure is another one.
const titlesKept = 4096

// Group returns the group with that key, or nil.
func (f *Failures) Group(key GroupKey) *Group {
	for _, g := range f.Groups() {
		if g.Key == key {
			return g
		}
	}
	return nil
}
