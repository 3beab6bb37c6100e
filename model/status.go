package model

import "strings"

// Status is where a run stands. The zero value is StatusUnknown: a word this
// version does not know, which is never taken for an end.
type Status uint8

// The statuses a run can have, over all back ends.
const (
	StatusUnknown   Status = iota
	StatusPending          // accepted, not started
	StatusRunning          // started, not over
	StatusWaiting          // started, waits for a human
	StatusCompleted        // over, as wished
	StatusFailure          // over, with an error
	StatusTimeout          // over, stopped at its time limit
	StatusCancelled        // over, stopped by somebody
	StatusRecorded         // over: an event was stored and that is all it does
)

// Statuses are all of them in the order in which a run meets them.
var Statuses = [...]Status{
	StatusPending, StatusRunning, StatusWaiting, StatusCompleted, StatusFailure,
	StatusTimeout, StatusCancelled, StatusRecorded, StatusUnknown,
}

var statusWords = [...]string{
	StatusUnknown: "unknown", StatusPending: "pending", StatusRunning: "running",
	StatusWaiting: "waiting", StatusCompleted: "completed", StatusFailure: "failure",
	StatusTimeout: "timeout", StatusCancelled: "cancelled", StatusRecorded: "recorded",
}

// String returns the word of CLI.md's Run table.
func (s Status) String() string {
	if int(s) < len(statusWords) {
		return statusWords[s]
	}
	return statusWords[StatusUnknown]
}

// ParseStatus reads one of fntop's own status words, ignoring case.
func ParseStatus(word string) (Status, bool) {
	for s, w := range statusWords {
		if strings.EqualFold(w, word) {
			return Status(s), true
		}
	}
	return StatusUnknown, false
}

// Over reports whether the run will not change any more, but for a rerun.
func (s Status) Over() bool { return s >= StatusCompleted }

// Failed reports whether the run is over and did not do what it was for.
func (s Status) Failed() bool {
	return s == StatusFailure || s == StatusTimeout || s == StatusCancelled
}

// Trouble reports whether the run failed or timed out. A cancelled one did not
// do what it was for either, but because somebody wished it so: nobody needs
// to be told.
func (s Status) Trouble() bool { return s == StatusFailure || s == StatusTimeout }

// rank orders copies of one run that carry no update time: a copy that is
// further on is the later one.
func (s Status) rank() int {
	switch {
	case s.Over():
		return 3
	case s == StatusRunning || s == StatusWaiting:
		return 2
	case s == StatusPending:
		return 1
	}
	return 0
}
