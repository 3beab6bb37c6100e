package model

import "time"

// Again is how a run is run again, where its backend does not do that with
// all runs alike. Runs that are alike share one, and it is never changed.
type Again struct {
	No      string // why it cannot be; empty where it can
	Anew    string // what that is, to be said before it is asked for
	NoInput string // why it takes no other input; empty where it does
	NoBulk  string // why not many at once; empty where they can be
	// From: not this run alone is done once more, but all since then.
	From time.Time
	// Unmarked: no list tells what came of it from what would have come anyway.
	Unmarked bool
}
