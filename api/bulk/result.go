package bulk

import (
	"time"

	"fntop/model"
)

// State is how far one run of a bulk rerun has got.
type State uint8

// The states there are.
const (
	Waiting State = iota // not sent
	Sending              // may have been sent: its answer is not known yet
	Sent                 // accepted
	Refused              // not accepted, for good
	Doubt                // may have happened; it is not sent again
	Over                 // accepted, and the new run is over
	states
)

var stateWords = [states]string{
	Waiting: "not sent", Sending: "sending", Sent: "sent", Refused: "refused", Doubt: "may have happened", Over: "over",
}

// String is the state in a word or two.
func (s State) String() string { return stateWords[min(s, states-1)] }

// Result is what became of one run.
type Result struct {
	State State
	At    time.Time // when it was sent
	Job   string    // of the new run, where the backend has jobs
	Run   model.RunID
	// Maybe: Run was found by looking for it, after the answer was lost.
	Maybe  bool
	Status model.Status // of the new run, once it is over
	Why    string       // it was refused, not sent, or is in doubt
}

// Failed reports whether it counts as a failure.
func (r *Result) Failed() bool {
	switch r.State {
	case Waiting:
		return r.Why != "" // it was tried
	case Refused, Doubt:
		return true
	case Over:
		return !r.Good()
	}
	return false
}

// Good reports whether the new run is over and came to what was hoped for.
func (r *Result) Good() bool {
	return r.State == Over && (r.Status == model.StatusCompleted || r.Status == model.StatusRecorded)
}

// Tally is how many are in which state.
type Tally struct {
	All     int
	Waiting int // Unsent among them
	Unsent  int // tried, and not sent: the backend could not be reached or let nobody in
	Sent    int // accepted, over or not
	Refused int
	Sending int // on its way, or it was when the program ended
	Doubt   int
	Good    int // over, as was hoped
	Bad     int // over otherwise
}

// Failures are what StopAfter counts.
func (t Tally) Failures() int { return t.Unsent + t.Refused + t.Doubt + t.Bad }

// Open is how many accepted ones are not known to be over.
func (t Tally) Open() int { return t.Sent - t.Good - t.Bad }

// String is what became of all of them, the same in the terminal UI and on the
// command line: "12 of 20 sent, 9 completed, 1 refused".
func (t Tally) String() string {
	text := model.AppendCount(nil, t.Sent)
	text = append(model.AppendCount(append(text, " of "...), t.All), " sent"...)
	for _, part := range [...]struct {
		n    int
		word string
	}{{t.Good, "completed"}, {t.Bad, "ended otherwise"}, {t.Refused, "refused"}, {t.Doubt, "may have happened"}, {t.Unsent, "could not be sent"}} {
		if part.n > 0 {
			text = append(model.AppendCount(append(text, ", "...), part.n), " "+part.word...)
		}
	}
	return string(text)
}

// TallyOf counts results.
func TallyOf(results []Result) Tally {
	t := Tally{All: len(results)}
	for i := range results {
		t.add(&results[i], 1)
	}
	return t
}

// add counts a result in, or out where by is -1.
func (t *Tally) add(r *Result, by int) {
	switch r.State {
	case Waiting:
		t.Waiting += by
		if r.Why != "" {
			t.Unsent += by
		}
	case Sending:
		t.Sending += by
	case Doubt:
		t.Doubt += by
	case Sent:
		t.Sent += by
	case Refused:
		t.Refused += by
	case Over:
		t.Sent += by
		if r.Good() {
			t.Good += by
		} else {
			t.Bad += by
		}
	}
}
