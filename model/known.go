package model

import (
	"encoding/json"
	"time"
)

// Known is what was known of a profile when it was last read, which may be
// long ago.
type Known struct {
	As        time.Time // as of when; zero where nothing is known
	Runs      []*Run    // newest first
	Functions []Function
	Triggers  []Trigger
}

// Note is something that is kept by its key: an acknowledgement, what was
// merged by hand, the state of the alerts.
type Note struct {
	Key   string
	Value json.RawMessage
	At    time.Time
	Who   string // whose program wrote it
}
