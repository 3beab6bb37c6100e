package follow

import (
	"slices"
	"time"

	"fntop/model"
)

// Step is something that happened to a run, or to the action that it came of.
type Step struct {
	Kind    Kind
	Status  model.Status // of a run
	Word    string       // the backend's own, where Status is unknown
	Attempt int64        // 0 where the backend counts none
	At      time.Time
	// Here: At is when it was seen from here, on this machine's clock. Else
	// the backend said it, on its own.
	Here bool
}

// Kind is what a step is about.
type Kind uint8

// An action is sent, and then queued, refused or lost on the way. What comes
// after that is of its run.
const (
	OfRun Kind = iota
	WasSent
	WasQueued
	WasRefused
	WasLost
)

// stepsKept bounds a history: a run may wait and go on for weeks. A line of
// the screen shows the last few.
const stepsKept = 16

// History is what became of a run, the first step first.
type History struct {
	steps []Step
	cut   bool // the oldest were let go
}

// Steps are those that are kept.
func (h *History) Steps() []Step { return h.steps }

// Copy is the history as it is now, for a row.
func (h *History) Copy() History { return History{slices.Clone(h.steps), h.cut} }

// Did notes what became of an action. That it was queued says that it was
// sent, and was so between the sending and the answer; the earlier time is
// told, since the run may have begun by the later one.
func (h *History) Did(kind Kind, at time.Time) {
	if n := len(h.steps); n > 0 && kind == WasQueued && h.steps[n-1].Kind == WasSent {
		at = h.steps[n-1].At
		h.steps = h.steps[:n-1]
	}
	h.add(Step{Kind: kind, At: at, Here: true})
}

// Saw takes in a copy of the run that was seen at that time and reports
// whether it was news. Times are the backend's where it says them. What lies
// between two sightings is filled in as far as the run's times tell of it: a
// look comes every few seconds, and a run may be over in one.
func (h *History) Saw(r *model.Run, at time.Time) bool {
	now := stepOf(r)
	last, known := h.last()
	if known && now.same(last) {
		return h.learn(r)
	}
	if !known && now.Status != model.StatusPending && r.Created.Before(r.Started) {
		h.fill(now, model.StatusPending, r.Created)
	}
	if now.Status != model.StatusPending && now.Status != model.StatusRunning && now.Status != model.StatusRecorded {
		h.fill(now, model.StatusRunning, r.Started)
	}
	now.At = beganAt(r)
	if now.At.IsZero() || h.has(now) {
		now.At, now.Here = at, true
	}
	h.add(now)
	return true
}

// learn takes the backend's time of the last step where that was not known
// before.
func (h *History) learn(r *model.Run) bool {
	last := &h.steps[len(h.steps)-1]
	said := *last
	said.At, said.Here = beganAt(r), false
	if !last.Here || said.At.IsZero() || h.has(said) {
		return false
	}
	*last = said
	return true
}

// fill notes a status that the run must have had, at a time that the backend
// says, where it is not noted yet.
func (h *History) fill(like Step, status model.Status, at time.Time) {
	if at.IsZero() {
		return
	}
	step := Step{Status: status, Attempt: like.Attempt, At: at}
	if h.has(step) {
		return
	}
	for i, s := range slices.Backward(h.steps) {
		if s.Kind != OfRun || s.Attempt != like.Attempt {
			break
		}
		if s.Status == status {
			if s.Here {
				h.steps[i] = step
			}
			return
		}
	}
	h.add(step)
}

// has reports whether the backend has said that time of that status before: a
// run that waits and goes on has begun once, as far as its times say.
func (h *History) has(step Step) bool {
	return slices.ContainsFunc(h.steps, func(s Step) bool {
		return s.Kind == OfRun && !s.Here && s.Status == step.Status && s.At.Equal(step.At)
	})
}

func (h *History) last() (Step, bool) {
	if n := len(h.steps); n > 0 && h.steps[n-1].Kind == OfRun {
		return h.steps[n-1], true
	}
	return Step{}, false
}

func (h *History) add(s Step) {
	if len(h.steps) == stepsKept {
		h.steps, h.cut = slices.Delete(h.steps, 0, 1), true
	}
	h.steps = append(h.steps, s)
}

func stepOf(r *model.Run) Step {
	s := Step{Status: r.Status}
	if r.Status == model.StatusUnknown {
		s.Word = r.StatusText
	}
	if r.Attempt.Known {
		s.Attempt = r.Attempt.Value.Number
	}
	return s
}

// same reports whether nothing has happened between two steps of a run.
func (s Step) same(other Step) bool {
	return s.Status == other.Status && s.Word == other.Word && s.Attempt == other.Attempt
}

// beganAt is when the run's present status began, where the backend says it.
func beganAt(r *model.Run) time.Time {
	switch {
	case r.Status == model.StatusPending:
		return r.Created
	case r.Status == model.StatusRunning:
		return r.Started
	case r.Status.Over():
		return r.Ended
	}
	return time.Time{}
}
