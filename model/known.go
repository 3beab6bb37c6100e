package model

import "time"

// Known is what was known of a profile when it was last read, which may be
// long ago.
type Known struct {
	As        time.Time // as of when; zero where nothing is known
	Runs      []*Run    // newest first
	Functions []Function
	Triggers  []Trigger
}
