// Package api is what fntop asks of a backend, whatever its wire: a Provider.
//
// What takes more than one question is beside it: Newest merges the lists of
// many functions, Follow looks at a run or a job until it is over, and LookFor
// looks for what came of an action whose answer was lost.
package api

import (
	"context"
	"time"

	"fntop/model"
)

// Provider is one profile on one backend. Calls block until they have an
// answer or ctx ends, and may be made from several goroutines. Every error is
// an *Error.
type Provider interface {
	Info() Info // names and capabilities; no I/O

	// Runs reads one page of one function's or trigger's runs with one
	// request. Newest merges several.
	Runs(ctx context.Context, ask model.Ask) (model.Page, error)
	// Run reads one run in full.
	Run(ctx context.Context, id model.RunID) (model.RunDetail, error)
	Functions(ctx context.Context) ([]model.Function, error)
	Triggers(ctx context.Context) ([]model.Trigger, error)

	// Watch reports changes until ctx ends or the backend refuses for good,
	// and returns which of the two: its error is never nil, and of the kind
	// Canceled or Unsupported where nobody need be told. It reconnects by
	// itself and says so with LinkChanged. emit is called from this goroutine
	// alone, so it brakes the stream while it has not returned.
	Watch(ctx context.Context, emit func(Event)) error

	// Entries reports what one attempt of a run did, from the entry that
	// follows number after: in order, and each once. It returns nil when the
	// attempt is over. Its error is of the kind Unsupported where
	// Caps.NoEntries says why. emit is called from this goroutine alone.
	Entries(ctx context.Context, run model.RunRef, after int64, emit func(model.Entry)) error

	// Do sends one action. It is never sent twice: where the answer was lost
	// the error says so (Error.Lost) and the caller looks for what came of it.
	Do(ctx context.Context, action model.Action) (model.Receipt, error)

	// Left is how many requests the budget still allows now; no I/O. A budget
	// that is used up comes back with time alone, which no Requested tells.
	Left() int
	// CloseIdle lets go of kept connections, which would wake a paused
	// program. The next call makes new ones.
	CloseIdle()
}

// Info says what a provider is. It holds no secret.
type Info struct {
	Profile   string // the name the user gave it
	Backend   string // "centrali"
	Host      string // for the header
	Workspace string
	ReadOnly  bool   // Do refuses everything
	TypeName  bool   // confirm by typing the target's name
	Color     string // the profile's banner colour, as the user wrote it
	RunPage   string // where people look at a run, as the user wrote it; for RunPage
	Budget    int    // requests a minute that fntop allows itself
	Caps      Caps
	// Statuses are those that a run can have beside StatusUnknown; empty
	// where that is not known.
	Statuses model.StatusSet
}

// Caps says what a backend can do. A reason is empty where it can.
type Caps struct {
	NoInvoke string
	// NoInvokeFunction: only a trigger can be invoked, no function by itself.
	NoInvokeFunction string
	NoRerun          string
	NoPause          string
	NoWatch          string // changes are not pushed; they have to be asked for
	// Cancels and Resumes: a run under way can be cancelled, and one that waits
	// for a human be resumed.
	Cancels, Resumes bool
	NoEntries        string // a run does not tell what it does
	// NoTriggerRuns: runs cannot be asked for by trigger, only by function.
	NoTriggerRuns string
	// NoJobs: an action names its run at once, so that there is no job to
	// follow.
	NoJobs string
	// RerunsAnew is what a rerun is where the backend has none of its own: to
	// be said before one is asked for, and empty where it has one.
	RerunsAnew string
	// NoReason: a rerun takes neither a reason nor a choice between the code
	// of the original and that of now.
	NoReason string
	// PagesStay: a page begins where the one before it ended when that was read
	// last, however many runs came since. Elsewhere it begins so many runs from
	// the newest.
	PagesStay bool
	// JobsAreRuns: Run reads what came of an action by the id of its job, too.
	JobsAreRuns bool
}

// AgainOf is how a run is run again: as it says itself, else as all runs of
// the backend are. The run may be nil, where it is not known.
func (c Caps) AgainOf(r *model.Run) model.Again {
	if r != nil && r.Again != nil {
		return *r.Again
	}
	return model.Again{No: c.NoRerun, Anew: c.RerunsAnew}
}

// TakesReason reports whether a rerun takes a reason and a choice of the code.
func (c Caps) TakesReason() bool { return c.NoReason == "" && c.RerunsAnew == "" }

// Event is something that happened on the way to a backend or, where Watch
// emits it, on the backend. Events reach the observer from any goroutine.
type Event interface{ event() }

// Requested says that one request was answered or given up.
type Requested struct {
	At       time.Time // when it was sent
	Method   string
	Path     string // without secrets
	Status   int    // 0 when no answer came
	Took     time.Duration
	Kind     Kind // why it failed; 0 when it did not
	Attempt  int  // 1 is the first
	Used     int  // requests in the last 60 s, this one included
	Budget   int  // requests allowed in 60 s as things stood then
	Profile  string
	Transfer int64 // bytes of the answer's body
}

func (Requested) event() {}

// Skipped says that some rows of a list could not be read and were left out,
// or with an Err that a part of it could not be read at all.
type Skipped struct {
	At       time.Time
	Profile  string
	Op       Op
	Rows, Of int
	Err      error
}

func (Skipped) event() {}

// LinkChanged says that the stream of a profile's changes came up, went down,
// or could not be brought up once more. Watch emits it. Of the stream of one
// run, which Entries follows, the observer is told in the same way.
//
// Nothing is sent again that happened while it was down. So each time it comes
// up the caller reads once what may have changed.
type LinkChanged struct {
	At      time.Time
	Profile string
	Run     model.RunID // whose stream it is; zero for the profile's own
	Up      bool
	// Err is why it is down, nil where the service closed it as it does every
	// hour. It is an *Error.
	Err error
	// Next is when it is tried again; zero while it is up, and where Watch
	// gives up and returns Err.
	Next time.Time
}

func (LinkChanged) event() {}

// RunEnded is a hint that a run has ended. It tells what to read and is not
// to be shown: the run itself is read first. Any of its ids may be missing,
// and the same ending may be told twice, late, or not at all.
type RunEnded struct {
	At       time.Time // when the hint came
	Profile  string
	Function string
	Trigger  string
	JobID    string
	RunID    string
}

func (RunEnded) event() {}
