package model

import "time"

// Failures groups the failures of a store by what went wrong, and knows which
// of them were made good since: a rerun of the run succeeded, or a later run
// of the same trigger did. It is told of every change of the store; the zero
// Failures is of no use. It belongs to one goroutine.
//
// A change costs what changed; the groups are made anew when they are asked
// for, in one pass over all failures.
type Failures struct {
	hand   Hand
	runs   map[RunID]*failure
	sorted []*failure // newest first, but for those in late
	late   []*failure // not put in their place yet
	gone   int        // of sorted, that are no failures any more

	// lanes are when the latest run was created that succeeded, by trigger, of
	// functions that were called without one by function. It outlives the run:
	// that it succeeded stays true when the store lets it go.
	lanes map[lane]*time.Time
	// of says of each rerun which run it repeats, reran when those were created
	// that succeeded.
	of    map[RunID]RunID
	reran map[RunID]time.Time

	functions, triggers, profiles interned

	groups []*Group // nil when something changed
	titles map[Fingerprint]string
}

// failure is a run that failed, with what grouping it takes.
type failure struct {
	run                        *Run
	print                      Fingerprint
	lane                       *time.Time // nil where nothing tells what starts it
	function, trigger, profile int        // interned
	gone                       bool
}

// lane is what starts runs that are alike.
type lane struct{ profile, trigger, function string }

// NewFailures returns an index of no runs.
func NewFailures() *Failures {
	return &Failures{
		runs:  map[RunID]*failure{},
		lanes: map[lane]*time.Time{},
		of:    map[RunID]RunID{},
		reran: map[RunID]time.Time{},
	}
}

// laneOf is where the latest success of what started a run is noted, nil where
// nothing tells what did.
func (f *Failures) laneOf(r *Run) *time.Time {
	l := lane{r.ID.Profile, r.Trigger.ID, ""}
	if l.trigger == "" {
		if l.function = r.Function.ID; l.function == "" {
			return nil
		}
	}
	at := f.lanes[l]
	if at == nil {
		at = new(time.Time)
		f.lanes[l] = at
	}
	return at
}

// SetHand says how a person merged and split groups.
func (f *Failures) SetHand(h Hand) { f.hand, f.groups = h, nil }

// Take hears of changes of the store and reports whether a group may differ.
func (f *Failures) Take(changes []Change) bool {
	before := f.groups
	for _, c := range changes {
		if c.New == nil {
			f.drop(c.Old.ID)
			continue
		}
		f.take(c.New)
	}
	if f.gone > len(f.runs) {
		f.order() // nobody may ask for the groups, for weeks
	}
	return before != nil && f.groups == nil
}

func (f *Failures) drop(id RunID) {
	if was := f.runs[id]; was != nil {
		was.gone = true
		f.gone++
		delete(f.runs, id)
		f.groups = nil
	}
}

func (f *Failures) take(r *Run) {
	if original := (RunID{r.ID.Profile, r.OriginalRunID}); original.ID != "" && original != r.ID && f.of[r.ID] != original {
		f.of[r.ID] = original // it may join two chains
		f.groups = nil
	}
	was := f.runs[r.ID]
	f.drop(r.ID) // a newer attempt may be under way, or it succeeded
	switch {
	case r.Status.Trouble():
		f.failed(r, was)
	case r.Status == StatusCompleted:
		f.succeeded(r)
	}
}

func (f *Failures) failed(r *Run, was *failure) {
	now := &failure{
		run: r, lane: f.laneOf(r),
		function: f.functions.put(r.ID.Profile, r.Function), trigger: f.triggers.put(r.ID.Profile, r.Trigger),
		profile: f.profiles.put("", Ref{Name: r.ID.Profile}),
	}
	if was != nil && was.run.ErrorCode == r.ErrorCode && was.run.ErrorMessage == r.ErrorMessage {
		now.print = was.print
	} else {
		now.print = FingerprintOf(r.ErrorCode, r.ErrorMessage)
	}
	f.runs[r.ID] = now
	f.late = append(f.late, now)
	f.groups = nil
}

func (f *Failures) succeeded(r *Run) {
	if _, again := f.of[r.ID]; again {
		// One rerun says nothing of other runs: it may have had other input.
		if _, known := f.reran[r.ID]; !known {
			f.reran[r.ID] = r.When()
			f.groups = nil
		}
		return
	}
	if at := f.laneOf(r); at != nil && r.When().After(*at) {
		*at = r.When()
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

// interned are functions, triggers or profiles by number, so that counting
// failures by them is quick.
type interned struct {
	refs []Ref
	at   map[Ref]int
}

// put returns the number of what a profile has; its name may have become known
// since.
func (n *interned) put(profile string, r Ref) int {
	key := Ref{profile, r.ID}
	if r.ID == "" {
		key = Ref{profile + "\x00", r.Name}
	}
	i, known := n.at[key]
	if !known {
		if n.at == nil {
			n.at = map[Ref]int{}
		}
		i = len(n.refs)
		n.at[key], n.refs = i, append(n.refs, r)
	}
	if r.Name != "" {
		n.refs[i].Name = r.Name
	}
	return i
}

// shares are how many failures each of them has, the most first.
func (n *interned) shares(counts []int) []Share {
	var all []Share
	for i, runs := range counts {
		if runs > 0 && n.refs[i] != (Ref{}) {
			all = append(all, Share{n.refs[i], runs})
		}
	}
	sortShares(all)
	return all
}
