package model

import (
	"encoding/json"
	"strings"
	"time"
)

// RunID names one run: ids are unique in a backend, profiles are ours.
type RunID struct {
	Profile string
	ID      string
}

// IsZero reports whether it names no run.
func (id RunID) IsZero() bool { return id == RunID{} }

// Compare orders ids as text, profile last: the tie-break of every sort.
func (id RunID) Compare(other RunID) int {
	if c := strings.Compare(id.ID, other.ID); c != 0 {
		return c
	}
	return strings.Compare(id.Profile, other.Profile)
}

// Opt is a value that a backend may leave out.
type Opt[T any] struct {
	Value T
	Known bool
}

// Some is a known value.
func Some[T any](v T) Opt[T] { return Opt[T]{Value: v, Known: true} }

// Ref points at a function or a trigger. Name is empty until it is known.
type Ref struct {
	ID   string
	Name string
}

// Label is the name, or the id where no name is known.
func (r Ref) Label() string {
	if r.Name != "" {
		return r.Name
	}
	return r.ID
}

// ErrorLimit is how many bytes of an error message a listed run keeps. The
// whole text is in RunDetail.
const ErrorLimit = 4 << 10

// Run is one execution of a function as lists show it, without its payloads.
// Empty strings, zero times and unknown Opts mean that the backend did not
// say. A Run in the store is never changed in place.
type Run struct {
	ID      RunID
	Backend string // "centrali"
	Status  Status
	// StatusText is the backend's own word.
	StatusText string

	Function    Ref
	Trigger     Ref
	TriggerType string // the run's own, else the trigger's
	Source      string // what started it, e.g. "manual", "rerun", "scheduled"

	JobID       string // what invoke and rerun answer with
	ExecutionID string
	Workspace   string
	CreatedBy   string

	Created time.Time
	Started time.Time
	Ended   time.Time
	Updated time.Time

	ErrorCode    string
	ErrorMessage string // at most ErrorLimit bytes in the store
	ErrorCut     bool   // ErrorMessage was longer

	IsRerun       Opt[bool]
	RerunCount    Opt[int64]
	OriginalRunID string
	RerunBy       string
	RerunReason   string
	Again         *Again // nil: as the backend does with most of its runs

	FunctionVersion  string
	FunctionCodeHash string

	MemoryBytes Opt[int64]   // resident set
	CPUSeconds  Opt[float64] // user time

	OrchestrationRunID  string
	OrchestrationStepID string

	Stripped       time.Time // when retention removed the output
	Archived       time.Time
	ArchiveAddress string

	Attempt Opt[Attempt]
}

// Attempt is one try of a run, where a backend counts them.
type Attempt struct {
	ID     string
	Number int64
}

// When is the time by which runs are ordered and windows are cut: created,
// else started.
func (r *Run) When() time.Time {
	if !r.Created.IsZero() {
		return r.Created
	}
	return r.Started
}

// Unfinished reports whether the run may still change by itself. A status that
// this version does not know is no end, but a time of ending is.
func (r *Run) Unfinished() bool {
	return !r.Status.Over() && (r.Status != StatusUnknown || r.Ended.IsZero())
}

// Took is how long a run that is over was under way. It reports false while
// the run is not over or where the times do not say. To record an event takes
// no time that anybody could tell.
func (r *Run) Took() (time.Duration, bool) {
	if r.Status == StatusRecorded || r.Started.IsZero() || r.Ended.IsZero() || r.Ended.Before(r.Started) {
		return 0, false
	}
	return r.Ended.Sub(r.Started), true
}

// Elapsed is Took, or for a run under way the time from its start to now.
func (r *Run) Elapsed(now time.Time) (time.Duration, bool) {
	if d, ok := r.Took(); ok {
		return d, true
	}
	if r.Status.Over() || r.Status == StatusPending || r.Started.IsZero() || now.Before(r.Started) {
		return 0, false
	}
	return now.Sub(r.Started), true
}

// Newer orders runs newest first: by When, ties by id. It is negative when a
// comes before b.
func Newer(a, b *Run) int {
	if c := b.When().Compare(a.When()); c != 0 {
		return c
	}
	return b.ID.Compare(a.ID)
}

// CutError returns the message cut to ErrorLimit at a rune's edge, and
// whether anything was cut.
func CutError(message string) (string, bool) {
	if len(message) <= ErrorLimit {
		return message, false
	}
	end := ErrorLimit
	for end > ErrorLimit-4 && message[end]&0xC0 == 0x80 {
		end--
	}
	return strings.Clone(message[:end]), true
}

// RunDetail is one run in full. ErrorMessage is whole; payloads are JSON as
// received, nil where the backend sent none.
type RunDetail struct {
	Run
	RunData json.RawMessage // what the function returned
	Input   json.RawMessage // what it was given
	Raw     json.RawMessage // the whole object as received
	// Broken: what the backend sent for RunData is no JSON, so that it is nil.
	Broken bool
}

// Lineage is what a backend tells of the reruns of a run.
type Lineage struct {
	Original RunID // zero where it does not say
	Reruns   []RunDetail
	Skipped  int // reruns that could not be read
}

// Listed is the run as the store keeps it: no payload, the message cut.
func (d *RunDetail) Listed() *Run {
	r := d.Run
	var cut bool
	if r.ErrorMessage, cut = CutError(r.ErrorMessage); cut {
		r.ErrorCut = true
	}
	return &r
}
