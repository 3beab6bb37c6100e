package model

import (
	"slices"
	"time"
)

// Groups are all there are, those with open failures first, in each part the
// one that failed last first. They are good until the next change.
func (f *Failures) Groups() []*Group {
	if f.groups != nil {
		return f.groups
	}
	f.order()
	made := f.made()
	var all []*building
	begin := func(key GroupKey, one *failure) *building {
		b := &building{Group: &Group{Key: key, Split: f.hand.Split[key.Print], Last: one.run.When()}}
		all = append(all, b)
		return b
	}
	if f.hand.Empty() {
		of := map[Fingerprint]*building{}
		for _, one := range f.sorted {
			b := of[one.print]
			if b == nil {
				b = begin(GroupKey{Print: one.print}, one)
				of[one.print] = b
			}
			b.add(f, one, made)
		}
	} else {
		of := map[GroupKey]*building{}
		for _, one := range f.sorted {
			own, key := f.hand.keys(one.print, one.run)
			b := of[key]
			if b == nil {
				b = begin(key, one)
				of[key] = b
			}
			b.merged(own)
			b.add(f, one, made)
		}
	}
	f.groups = make([]*Group, 0, len(all))
	for _, b := range all {
		f.groups = append(f.groups, f.finish(b))
	}
	slices.SortFunc(f.groups, worse)
	return f.groups
}

// Group returns the group with that key, or nil.
func (f *Failures) Group(key GroupKey) *Group {
	for _, g := range f.Groups() {
		if g.Key == key {
			return g
		}
	}
	return nil
}

// order puts in their place those that came, and lets go of those that are
// gone.
func (f *Failures) order() {
	if f.gone > 0 {
		isGone := func(one *failure) bool { return one.gone }
		f.sorted, f.late = slices.DeleteFunc(f.sorted, isGone), slices.DeleteFunc(f.late, isGone)
		f.gone = 0
	}
	if len(f.late) == 0 {
		return
	}
	newer := func(a, b *failure) int { return Newer(a.run, b.run) }
	slices.SortFunc(f.late, newer)
	// From the last on, each moves what is behind it once, as far as it must.
	end := len(f.sorted)
	f.sorted = append(f.sorted, f.late...)
	for k := len(f.late) - 1; k >= 0; k-- {
		at, _ := slices.BinarySearchFunc(f.sorted[:end], f.late[k], newer)
		copy(f.sorted[at+k+1:], f.sorted[at:end])
		f.sorted[at+k] = f.late[k]
		end = at
	}
	f.late = f.late[:0]
}

// building is a group that is being made.
type building struct {
	*Group
	owns []GroupKey // what was merged into it, and its own
	// By number, of the open ones and of those that were made good.
	functions, triggers, profiles [2][]int
}

// merged notes that failures of that group are part of it.
func (b *building) merged(own GroupKey) {
	if !slices.Contains(b.owns, own) {
		b.owns = append(b.owns, own)
		b.Merged = len(b.owns) - 1
	}
}

// add takes in the next failure, which is older than all before it.
func (b *building) add(f *Failures, one *failure, made map[RunID]time.Time) {
	when := one.run.When()
	b.First = when
	byRerun := len(made) > 0 && made[f.root(one.run.ID)].After(when)
	good := byRerun || one.lane != nil && one.lane.After(when)
	part := 0
	switch {
	case !good:
		b.Open = append(b.Open, one.run)
		b.OpenSince = when
	case byRerun:
		b.ByRerun++
		fallthrough
	default:
		b.Resolved = append(b.Resolved, one.run)
		part = 1
	}
	countIn(&b.functions[part], one.function)
	countIn(&b.triggers[part], one.trigger)
	countIn(&b.profiles[part], one.profile)
}

func countIn(counts *[]int, i int) {
	for len(*counts) <= i {
		*counts = append(*counts, 0)
	}
	(*counts)[i]++
}

func (f *Failures) finish(b *building) *Group {
	sample, part := b.Sample(), 0
	if b.Gone() {
		part = 1
	}
	b.Code = sample.ErrorCode
	if b.Title = f.title(sample); b.Split == SplitByWords {
		b.Title = firstTold(sample.ErrorMessage)
	}
	if b.Title == "" {
		b.Title = b.Code
	}
	b.Functions = f.functions.shares(b.functions[part])
	b.Triggers = f.triggers.shares(b.triggers[part])
	b.Profiles = f.profiles.shares(b.profiles[part])
	return b.Group
}

// title is the template of a run's message, made once for each fingerprint.
func (f *Failures) title(r *Run) string {
	print := f.runs[r.ID].print
	if t, known := f.titles[print]; known {
		return t
	}
	if f.titles == nil || len(f.titles) > titlesKept {
		f.titles = map[Fingerprint]string{}
	}
	f.titles[print] = Template(r.ErrorMessage)
	return f.titles[print]
}

// titlesKept bounds the memory of titles where every failure is another one.
const titlesKept = 4096
