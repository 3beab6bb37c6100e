package model

import "maps"

// SplitBy is what a person told failures of one fingerprint apart by.
type SplitBy uint8

// The ways to split a group.
const (
	SplitNot SplitBy = iota
	SplitByFunction
	SplitByTrigger
	SplitByWords // by the message itself: what is quoted and numbered counts, too
	splits
)

var splitWords = [splits]string{SplitNot: "", SplitByFunction: "function", SplitByTrigger: "trigger", SplitByWords: "words"}

// String is the word that history keeps.
func (s SplitBy) String() string { return splitWords[min(s, splits-1)] }

// ParseSplit reads the word.
func ParseSplit(word string) (SplitBy, bool) {
	for s, w := range splitWords {
		if w == word {
			return SplitBy(s), true
		}
	}
	return SplitNot, false
}

// Hand are the merges and splits that a person made: what the fingerprint got
// wrong. It is plain data that history keeps, and never changed in place.
type Hand struct {
	Into  map[GroupKey]GroupKey // a group that is shown as part of another
	Split map[Fingerprint]SplitBy
}

// Empty reports whether nothing was done by hand.
func (h Hand) Empty() bool { return len(h.Into) == 0 && len(h.Split) == 0 }

// Merge returns a Hand by which the group from is part of the group into.
func (h Hand) Merge(from, into GroupKey) Hand {
	into = h.end(into)
	if from == into || h.end(from) == into {
		return h
	}
	n := h.clone()
	n.Into[h.end(from)] = into
	return n
}

// Divide returns a Hand by which the failures of a fingerprint are told apart
// further. Whatever was merged with the whole of it before is by itself again.
func (h Hand) Divide(print Fingerprint, by SplitBy) Hand {
	n := h.clone()
	for from, into := range n.Into {
		if from.Print == print || into.Print == print {
			delete(n.Into, from)
		}
	}
	if delete(n.Split, print); by != SplitNot {
		n.Split[print] = by
	}
	return n
}

// Undo returns a Hand in which the group is what its fingerprint says: nothing
// is merged into it, and it is not split.
func (h Hand) Undo(key GroupKey) Hand {
	n := h.clone()
	for from := range h.Into {
		if h.end(from) == h.end(key) {
			delete(n.Into, from)
		}
	}
	delete(n.Split, key.Print)
	return n
}

// Touched reports whether anything was done to a group by hand.
func (h Hand) Touched(key GroupKey) bool {
	if h.Split[key.Print] != SplitNot {
		return true
	}
	for from := range h.Into {
		if h.end(from) == key {
			return true
		}
	}
	return false
}

func (h Hand) clone() Hand {
	n := Hand{maps.Clone(h.Into), maps.Clone(h.Split)}
	if n.Into == nil {
		n.Into = map[GroupKey]GroupKey{}
	}
	if n.Split == nil {
		n.Split = map[Fingerprint]SplitBy{}
	}
	return n
}

// mergeDepth bounds the way from a group to the one it is shown in. What two
// programs kept at once may go in a circle.
const mergeDepth = 16

// end is the group that one is shown in. In a circle it is the least of it, so
// that all of the circle agree.
func (h Hand) end(key GroupKey) GroupKey {
	for range mergeDepth {
		next, merged := h.Into[key]
		if !merged {
			return key
		}
		key = next
	}
	least := key
	for range mergeDepth {
		if key = h.Into[key]; key.Compare(least) < 0 {
			least = key
		}
	}
	return least
}

// keys are the group that a failure is in by itself, and the one that it is
// shown in.
func (h Hand) keys(print Fingerprint, r *Run) (own, shown GroupKey) {
	own = GroupKey{Print: print}
	switch h.Split[print] {
	case SplitByFunction:
		own.Part = r.Function.ID
	case SplitByTrigger:
		own.Part = r.Trigger.ID
	case SplitByWords:
		own.Part = wording(r.ErrorMessage)
	}
	return own, h.end(own)
}

// InGroup is what the runs are narrowed to by a group of failures. Failures
// that come later are in it, too.
type InGroup struct {
	Key   GroupKey
	Title string // as titles have it
	Hand  Hand
}

// Has reports whether a run is a failure of the group.
func (g *InGroup) Has(r *Run) bool {
	if !r.Status.Trouble() {
		return false
	}
	_, shown := g.Hand.keys(FingerprintOf(r.ErrorCode, r.ErrorMessage), r)
	return shown == g.Key
}

// wording tells messages apart by every letter and digit of their first part.
func wording(message string) string {
	return Fingerprint(essence(fnvOffset, firstTold(message))).String()[len(fingerprintVersion):]
}

// firstTold is the first of these parts, as it was written.
func firstTold(message string) string {
	message, _ = CutError(message)
	for _, part := range toldBy(message) {
		if part != "" {
			return part
		}
	}
	return ""
}
