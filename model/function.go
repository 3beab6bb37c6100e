package model

import "time"

// Function is code that a backend runs.
type Function struct {
	Backend     string
	Profile     string
	ID          string
	Name        string
	Description string
	Timeout     Opt[time.Duration] // after this a run is stopped
	Updated     time.Time
	// Delivers: it hands on what was recorded elsewhere, and runs no code.
	Delivers bool
}
