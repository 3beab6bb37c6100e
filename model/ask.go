package model

import "encoding/json"

// Ask says which page of which runs is wanted. Trigger and Function are ids;
// at least one is named. With both, both hold.
type Ask struct {
	Function string
	Trigger  string
	Status   Opt[Status] // only runs of this status, where the backend can tell
	Page     int         // 1 is the newest
	Limit    int         // runs a page, at most MaxLimit
}

// MaxLimit is the largest page that is asked for. Centrali's own starter
// clamps to 100 (github.com/blueinit/create-centrali-app; STRONG).
const MaxLimit = 100

// Page is one page of runs, newest first, with their payloads.
type Page struct {
	Runs    []RunDetail
	Skipped int  // rows that could not be read, and are not among Runs
	More    bool // another page may hold more
	Ahead   bool // and what that holds is known: asked for at once it takes no request
}

// ActionKind is something that changes a backend.
type ActionKind uint8

// The actions there are.
const (
	Invoke ActionKind = iota + 1
	Rerun
	Pause
	Resume
	CancelRun
	ResumeRun
)

// String is the verb, as in "invoke trigger".
func (k ActionKind) String() string {
	switch k {
	case Invoke:
		return "invoke"
	case Rerun:
		return "rerun"
	case Pause:
		return "pause"
	case Resume, ResumeRun:
		return "resume"
	case CancelRun:
		return "cancel"
	}
	return "do nothing"
}

// Action is one change asked of a backend, sent at most once.
type Action struct {
	Kind     ActionKind
	Profile  string // whose trigger or run it is
	Trigger  Ref    // what is invoked, paused or resumed
	Function Ref    // what is invoked where no trigger is
	Run      RunID  // what is rerun, cancelled or resumed

	Payload    json.RawMessage // of an invoke; nil sends none
	Reason     string          // of a rerun
	LatestCode bool            // of a rerun: the function's code of now
	Override   json.RawMessage // of a rerun: the parameters it replaces; nil for none
}

// OfRun reports whether the action is about a run that is there, and makes no
// other.
func (a *Action) OfRun() bool { return a.Kind == CancelRun || a.Kind == ResumeRun }

// Invoked is what an invoke is of: a trigger, or a function by itself.
func (a *Action) Invoked() Ref {
	if a.Trigger.ID == "" {
		return a.Function
	}
	return a.Trigger
}

// Receipt is a backend's answer to an action. The run turns up later and is
// matched by JobID, never by being the newest.
type Receipt struct {
	JobID string
	RunID string // where the backend names the run at once
}
