package model

import (
	"encoding/json"
	"time"
)

// RunRef names one attempt of a run. Attempt is empty where the backend
// counts none.
type RunRef struct {
	ID      RunID
	Attempt string
}

// Entry is one thing that an attempt of a run did, in its backend's own words.
type Entry struct {
	Seq     int64 // counts within the attempt
	At      time.Time
	Attempt string
	Kind    string // such as RUN_STARTED
	Node    string // the step that did it, empty where that is not said
	Payload json.RawMessage
}
