package model

import "time"

// AckEnd says what ends the acknowledgement of a group.
type AckEnd uint8

// What can.
const (
	AckTimed   AckEnd = iota // the time in Until, where there is one
	AckToNext                // the next failure of the group
	AckToClean               // when all that was open then was made good
	ackEnds
)

var ackWords = [ackEnds]string{AckTimed: "time", AckToNext: "next", AckToClean: "clean"}

// String is the word that history keeps.
func (e AckEnd) String() string { return ackWords[min(e, ackEnds-1)] }

// ParseAckEnd reads the word.
func ParseAckEnd(word string) (AckEnd, bool) {
	for e, w := range ackWords {
		if w == word {
			return AckEnd(e), true
		}
	}
	return 0, false
}

// GroupAck is a person's word that a group of failures is known and needs
// nobody's attention for now.
type GroupAck struct {
	Ack
	Key GroupKey
	End AckEnd
}

// Holds reports whether the group is still to be left alone.
func (a *GroupAck) Holds(g *Group, now time.Time) bool {
	switch {
	case a == nil || a.Key != g.Key:
		return false
	case g.Gone():
		return true
	case a.End == AckToNext:
		return !g.Open[0].When().After(a.At)
	case a.End == AckToClean:
		// Whatever was open then is made good once the oldest open failure is
		// a later one: it came back.
		return !g.OpenSince.After(a.At)
	}
	return a.Ack.Holds(now)
}
