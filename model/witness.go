package model

import "time"

// Seen is a status of a run as it was noticed here, which may be later than it
// began.
type Seen struct {
	At      time.Time
	Status  Status
	Word    string // the backend's own, where Status is unknown
	Attempt Opt[Attempt]
}

// Bounds of what a witness remembers: a screen stays open for weeks.
const (
	witnessRuns  = 4000
	witnessTimes = 64 // of one run
)

// Sightings are what was noticed of one run, the first first.
type Sightings struct {
	All []Seen
	// Cut is how many were let go between the first, which says since when the
	// run is watched, and the rest.
	Cut int
}

// Witness remembers which runs were seen to change, and when. Of runs that
// were over when they were first seen it remembers nothing: nobody saw them
// change.
type Witness struct {
	of    map[RunID]*Sightings
	order []RunID // in which they were first seen
}

// NewWitness returns one that has seen nothing yet.
func NewWitness() *Witness { return &Witness{of: map[RunID]*Sightings{}} }

// Saw takes in a change of the store that was noticed at that time, and
// reports whether it was one of the run's status or attempt.
func (w *Witness) Saw(c Change, at time.Time) bool {
	if c.New == nil || c.Old == nil && !c.New.Unfinished() {
		return false
	}
	now := seenOf(c.New, at)
	s := w.of[c.New.ID]
	switch {
	case s == nil && c.Old != nil && seenOf(c.Old, at) == now:
		return false
	case s == nil:
		s = &Sightings{}
		w.of[c.New.ID] = s
		w.order = append(w.order, c.New.ID)
		w.letGo()
	case len(s.All) > 0:
		last := s.All[len(s.All)-1]
		if last.At = at; last == now {
			return false
		}
	}
	if len(s.All) == witnessTimes {
		s.All = append(s.All[:1], s.All[2:]...)
		s.Cut++
	}
	s.All = append(s.All, now)
	return true
}

// Of is what was noticed of a run.
func (w *Witness) Of(id RunID) Sightings {
	if s := w.of[id]; s != nil {
		return *s
	}
	return Sightings{}
}

func (w *Witness) letGo() {
	if len(w.order) <= witnessRuns {
		return
	}
	delete(w.of, w.order[0])
	w.order = w.order[1:]
}

func seenOf(r *Run, at time.Time) Seen {
	s := Seen{At: at, Status: r.Status, Attempt: r.Attempt}
	if r.Status == StatusUnknown {
		s.Word = r.StatusText
	}
	return s
}
