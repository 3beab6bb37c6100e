package model

import (
	"cmp"
	"slices"
	"sort"
	"strings"
	"time"
)

// GroupKey names a group of failures: a fingerprint, and where a person split
// that, which part of it.
type GroupKey struct {
	Print Fingerprint
	Part  string // empty for the whole
}

// String is the written form, as history keeps it.
func (k GroupKey) String() string {
	if k.Part == "" {
		return k.Print.String()
	}
	return k.Print.String() + "/" + k.Part
}

// ParseGroupKey reads the written form.
func ParseGroupKey(s string) (GroupKey, bool) {
	print, part, split := strings.Cut(s, "/")
	f, ok := ParseFingerprint(print)
	return GroupKey{f, part}, ok && (!split || part != "")
}

// Compare orders keys, so that what is equal otherwise stays where it is.
func (k GroupKey) Compare(other GroupKey) int {
	if c := cmp.Compare(k.Print, other.Print); c != 0 {
		return c
	}
	return strings.Compare(k.Part, other.Part)
}

// Group are the failures of one trouble. It is made anew whenever a run
// changed, and never changed afterwards.
type Group struct {
	Key    GroupKey
	Merged int // how many other groups a person put into it
	Split  SplitBy

	Code  string
	Title string // the template of the newest, its code where it has no message

	Open     []*Run // that nothing has made good since, newest first
	Resolved []*Run // that were, newest first
	// ByRerun is how many of Resolved succeeded when they were run again; after
	// the rest the same trigger succeeded.
	ByRerun int

	First, Last time.Time // of all its failures
	OpenSince   time.Time // the oldest open one

	Functions []Share // where the open ones are, the most first; of the resolved ones where none is open
	Triggers  []Share
	Profiles  []Share
}

// Share is how many runs of a group something has.
type Share struct {
	Ref  Ref
	Runs int
}

// Gone reports whether all of it was made good.
func (g *Group) Gone() bool { return len(g.Open) == 0 }

// Worded reports whether its failures do not all say the same to the letter.
func (g *Group) Worded() bool {
	said := firstTold(g.Sample().ErrorMessage)
	for _, runs := range [...][]*Run{g.Open, g.Resolved} {
		for _, r := range runs {
			if firstTold(r.ErrorMessage) != said {
				return true
			}
		}
	}
	return false
}

// Sample is the run to look at: the newest open one, else the newest.
func (g *Group) Sample() *Run {
	if len(g.Open) > 0 {
		return g.Open[0]
	}
	return g.Resolved[0]
}

// Marks are what is worth knowing of a group at first sight.
type Marks struct {
	New       bool // it was never seen before
	Regressed bool // it had been made good and came back
	Growing   bool // it fails more and more
}

// When a group has which mark.
const (
	newFor         = time.Hour        // since its first failure
	regressedAfter = 30 * time.Minute // without a failure
	growingOver    = 15 * time.Minute // against as long before
	growingFrom    = 3                // failures at the least
)

// Marks at that time. known is since when all runs are known here: what was
// not seen before that may have been there all the same, so that nothing is
// called new that is as old as the view.
func (g *Group) Marks(now, known time.Time) Marks {
	if g.Gone() {
		return Marks{}
	}
	m := Marks{New: now.Sub(g.First) < newFor && !known.IsZero() && g.First.Sub(known) >= newFor}
	if len(g.Resolved) > 0 {
		quiet := g.OpenSince.Sub(g.Resolved[0].When())
		m.Regressed = quiet >= regressedAfter
	}
	late := g.since(now.Add(-growingOver))
	early := g.since(now.Add(-2*growingOver)) - late
	m.Growing = late >= growingFrom && late >= 2*early
	return m
}

// since is how many of its failures, open or not, are of that time or later.
func (g *Group) since(at time.Time) int { return newerThan(g.Open, at) + newerThan(g.Resolved, at) }

// newerThan is how many of the runs, newest first, are of that time or later.
func newerThan(runs []*Run, at time.Time) int {
	return sort.Search(len(runs), func(i int) bool { return runs[i].When().Before(at) })
}

// Trend shares the group's failures out over so many equal parts of the time
// before now, oldest first.
func (g *Group) Trend(now time.Time, span time.Duration, parts int) []int {
	counts := make([]int, parts)
	newer := g.since(now)
	for i := parts - 1; i >= 0; i-- {
		n := g.since(now.Add(-span * time.Duration(parts-i) / time.Duration(parts)))
		counts[i], newer = n-newer, n
	}
	return counts
}

// worse orders groups: what is open before what is gone, then the one that
// failed last first.
func worse(a, b *Group) int {
	if a.Gone() != b.Gone() {
		if a.Gone() {
			return 1
		}
		return -1
	}
	if c := b.Last.Compare(a.Last); c != 0 {
		return c
	}
	return a.Key.Compare(b.Key)
}

func sortShares(all []Share) {
	slices.SortStableFunc(all, func(a, b Share) int {
		if c := cmp.Compare(b.Runs, a.Runs); c != 0 {
			return c
		}
		return strings.Compare(a.Ref.Label(), b.Ref.Label())
	})
}
