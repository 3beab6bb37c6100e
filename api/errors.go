package api

import (
	"errors"
	"fmt"
	"strconv"
	"strings"
	"time"
)

// Kind is why a request failed, as far as a person or a script must tell
// causes apart.
type Kind uint8

// The kinds there are. Zero is no error.
const (
	Unauthorized Kind = iota + 1 // 401 after the one allowed renewal
	Forbidden                    // 403 likewise
	NotFound                     // 404
	RateLimited                  // 429 after the allowed retries
	ServerError                  // 5xx after the allowed retries
	Unreachable                  // no name, no route, refused, reset, TLS
	TimedOut                     // no answer in time
	Unreadable                   // an answer that cannot be understood
	TooLarge                     // an answer over the size limit
	Refused                      // 400, 409, 413, 422 and other 4xx
	ReadOnly                     // fntop itself refused: read-only mode
	Unsupported                  // fntop itself refused: the backend cannot
	Canceled                     // the caller's context ended
	kinds
)

// String is the kind in two or three words, for headers and logs.
func (k Kind) String() string {
	if k < kinds {
		return kindWords[k]
	}
	return ""
}

var kindWords = [kinds]string{
	Unauthorized: "not authorised", Forbidden: "not permitted", NotFound: "not found", RateLimited: "rate limited",
	ServerError: "server error", Unreachable: "unreachable", TimedOut: "no answer", Unreadable: "unreadable answer",
	TooLarge: "answer too large", Refused: "refused", ReadOnly: "read-only", Unsupported: "unsupported", Canceled: "stopped",
}

// Op is what was being done.
type Op uint8

// The operations there are.
const (
	SignIn Op = iota + 1
	ListRuns
	ReadRun
	ListFunctions
	ListTriggers
	InvokeTrigger
	RerunRun
	PauseTrigger
	ResumeTrigger
	CancelRun
	ResumeRun
	WatchRuns
	ReadEntries
	ReadInbox
	ops
)

// Error is a failed call. Its text is one sentence and a next step; it holds
// no secret and is made of visible characters only.
type Error struct {
	Kind   Kind
	Op     Op
	Target string        // `trigger "nightly-sync"`; made visible already
	Status int           // of the answer, 0 where there was none
	Reason string        // the backend's own words, made visible and cut
	Next   string        // what to do, where better is known than the table's
	Setup  Setup         // of the profile, for the next step's words
	Wait   time.Duration // the backend asked to wait this long
	// Lost: an action was sent and its answer did not come back, or does not
	// tell. It may have happened. It is not sent again.
	Lost bool
	// Unsent: an action was not sent, for signing in for it failed.
	Unsent bool
	// Alone: the other list of the same place was answered.
	Alone bool
	Err   error // what lies beneath, for errors.Is
}

// ErrBudget lies beneath the error of a request that was not sent, or that
// was given up while it waited, because fntop's own budget was used up.
var ErrBudget = errors.New("the budget of requests a minute is used up")

// ErrEnded lies beneath the error of a stream that the service ended for good,
// as it says of itself: nothing more will be told, and nothing went wrong.
var ErrEnded = errors.New("the service ended the stream")

// KindOf returns the kind of err, zero where it is none of ours.
func KindOf(err error) Kind {
	var e *Error
	if errors.As(err, &e) {
		return e.Kind
	}
	return 0
}

// WaitOf is how long the backend asked to wait, zero where it did not.
func WaitOf(err error) time.Duration {
	var e *Error
	if errors.As(err, &e) {
		return e.Wait
	}
	return 0
}

// ConcernsAll reports whether a failure will be met by every request. One
// function may be forbidden or slow while the others answer.
func ConcernsAll(err error) bool {
	var e *Error
	if errors.As(err, &e) && e.Kind != Canceled && (e.Op == SignIn || e.Wait > 0) {
		return true // nothing is read without a token, nor before the wait is over
	}
	switch KindOf(err) {
	case Unauthorized, RateLimited:
		return true
	case Unreachable:
		return !brokeOff(err)
	}
	return false
}

// brokeOff reports whether there was an answer, but not all of it.
func brokeOff(err error) bool {
	var e *Error
	return errors.As(err, &e) && e.Status != 0
}

// Unwrap gives errors.Is and errors.As what lies beneath.
func (e *Error) Unwrap() error { return e.Err }

// Error says what was tried, what came back and what to do next, in one line.
func (e *Error) Error() string {
	return e.with(e.NextStep())
}

func (e *Error) with(step string) string {
	return oneLine(fmt.Sprintf("%s: %s. %s", e.Tried(), e.What(), step))
}

// Tried is what was being done, such as `list runs of trigger "nightly-sync"`.
func (e *Error) Tried() string {
	v := verbs[0]
	if e.Op < ops {
		v = verbs[e.Op]
	}
	if e.Target == "" {
		return v.alone
	}
	return oneLine(v.with + e.Target)
}

// What is what came back, such as `not authorised (401: Token expired)`.
func (e *Error) What() string {
	what := e.Setup.fill(e.cell().what)
	switch {
	case e.Kind == Unreachable && e.Status != 0:
		what = "the answer broke off"
	case e.Kind == Unreachable && e.Lost:
		what = "the answer was lost"
	case e.Kind == TimedOut && e.Status != 0:
		what = "the answer did not come to its end in time"
	}
	if detail := e.Detail(); detail != "" {
		what += " (" + detail + ")"
	}
	return oneLine(what)
}

// Detail is the status and the backend's own words, as far as there are any.
func (e *Error) Detail() string {
	switch {
	case e.Status == 0:
		return oneLine(e.Reason)
	case e.Reason == "":
		return strconv.Itoa(e.Status)
	}
	return oneLine(strconv.Itoa(e.Status) + ": " + e.Reason)
}

// Word is the kind in two or three words, and more exact where the error
// knows more.
func (e *Error) Word() string {
	switch {
	case e.Kind == Unreachable && e.Status != 0:
		return "answer broke off"
	case e.Kind == TimedOut && e.Status != 0:
		return "answer too slow"
	}
	return e.Kind.String()
}

// NextStep is what to do about it: one or two sentences.
func (e *Error) NextStep() string {
	step := e.Next
	if step == "" {
		step = e.refusal()
	}
	if step == "" {
		step = e.cell().next
	}
	step = e.Setup.fill(step)
	if e.Lost {
		step = lostSteps[0]
		if e.Op < ops {
			step = lostSteps[e.Op]
		}
	}
	if e.Unsent {
		step += " Nothing was sent."
	}
	if e.Wait > 0 {
		step += " The backend asks to wait " + e.Wait.Round(time.Second).String() + "."
	}
	return oneLine(step)
}

func (e *Error) cell() cell {
	if e.Alone {
		return aloneCells[e.Op]
	}
	if e.Kind < kinds && e.Op < ops {
		if c := sentences[e.Kind][e.Op]; c != (cell{}) {
			if next := otherwise[e.Setup.Backend][e.Kind][e.Op]; next != "" {
				c.next = next
			}
			return c
		}
	}
	return cell{"failed", "Try again."}
}

// oneLine keeps an error one line whatever its parts hold: scripts read
// standard error by lines.
func oneLine(s string) string {
	if !strings.ContainsAny(s, "\n\r") {
		return s
	}
	return strings.Join(strings.Fields(s), " ")
}
