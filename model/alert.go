package model

import (
	"cmp"
	"time"
)

// Sign is something that an alert rule found to be so now.
type Sign struct {
	Rule    string // the rule's name
	Key     string // what it is about, the same however often it is found
	Profile string
	// Function and Trigger are what it is about, where it is about one.
	Function, Trigger Ref
	Text              string // one sentence, without the rule's name
	Runs              []RunID
}

// Alert is a sign that was told of, from when it was first found until it has
// not been for a while.
type Alert struct {
	Sign
	Since time.Time // when it was first found
	Last  time.Time // when it was last found
	Told  time.Time // when people were told; zero while it has to hold longer first
	Over  time.Time // when it was found to be over; zero until then
	Again int       // how often it came back, untold
	Ack   *Ack      // who takes care of it
}

// Ack says that somebody knows of it.
type Ack struct {
	By   string
	At   time.Time
	Note string
	// Until is when it counts as unknown again; zero for as long as it lasts.
	Until time.Time
}

// Holds reports whether it still counts.
func (k *Ack) Holds(now time.Time) bool {
	return k != nil && (k.Until.IsZero() || now.Before(k.Until))
}

// Open reports whether people should look at it: it was told of, and is
// neither over nor taken care of.
func (a *Alert) Open(now time.Time) bool {
	return !a.Told.IsZero() && a.Over.IsZero() && !a.Ack.Holds(now)
}

// alertID is what alerts are told apart by.
type alertID struct{ rule, key string }

func (s *Sign) id() alertID { return alertID{s.Rule, s.Key} }

// byNewest orders alerts: those that are not over first, then the newest.
func byNewest(a, b Alert) int {
	if open := a.Over.IsZero(); open != b.Over.IsZero() {
		if open {
			return -1
		}
		return 1
	}
	return cmp.Or(b.Since.Compare(a.Since), cmp.Compare(a.Rule, b.Rule), cmp.Compare(a.Key, b.Key))
}
