package model

import "time"

// Subject is what figures are of.
type Subject struct {
	Kind    SubjectKind
	Profile string
	ID      string // of the function or trigger; empty for a profile
}

// SubjectKind is the kind of a Subject.
type SubjectKind uint8

// The kinds of subjects.
const (
	OfFunction SubjectKind = iota
	OfTrigger
	OfProfile
)

// SubjectOf is the subject of that kind a run belongs to. It reports false
// where the run does not say.
func SubjectOf(kind SubjectKind, r *Run) (Subject, bool) {
	s := Subject{Kind: kind, Profile: r.ID.Profile}
	switch kind {
	case OfFunction:
		s.ID = r.Function.ID
	case OfTrigger:
		s.ID = r.Trigger.ID
	case OfProfile:
		return s, true
	}
	return s, s.ID != ""
}

// RunAt is a run and a point in time that matters of it. The zero RunAt is
// none.
type RunAt struct {
	ID RunID
	At time.Time
}

// RecentRuns is how many of its last runs the figures of a subject name.
const RecentRuns = 30

// Figures are what is known of one subject: over a window, and now. They are
// the same whether they come from the runs in memory or from history.
type Figures struct {
	Of    Subject
	Stats          // of the runs that were created in the window
	Seen  Coverage // of the window: what lies outside was not seen

	// Of all that is known, however long ago.
	Recent      []Status // of its last runs, the newest first, at most RecentRuns
	Newest      RunAt    // the run created last
	LastFailure RunAt    // the newest run that failed, and when it ended
	Longest     RunAt    // the run under way that began first, and when
}

// catchUp is how old data may be that is read again and again: what came
// since is not missing from the figures for long.
const catchUp = 2 * time.Minute

// Covered reports whether all of the window was seen, but for what is so new
// that it has not been read yet.
func (f *Figures) Covered() bool { return covered(f.Seen, Span{f.From, f.To}) }

func covered(seen Coverage, s Span) bool {
	if n := len(seen); n > 0 && seen[n-1].To.Before(s.To) && seen[n-1].To.Add(catchUp).After(s.To) {
		s.To = seen[n-1].To
	}
	return seen.Holds(s)
}

// PerMinute is how many runs there were a minute in the time that was seen: of
// what was not seen nothing is said. It is unknown where nothing was.
func (f *Figures) PerMinute() Opt[float64] {
	seen := f.Seen.Within(Span{f.From, f.To})
	if seen <= 0 {
		return Opt[float64]{}
	}
	return Some(float64(f.Runs) / seen.Minutes())
}

// tell takes in what a run says beside the window. Runs come newest first.
func (f *Figures) tell(r *Run) {
	if f.Newest.ID.IsZero() {
		f.Newest = RunAt{r.ID, r.When()}
	}
	if len(f.Recent) < RecentRuns {
		f.Recent = append(f.Recent, r.Status)
	}
	if r.Status.Failed() && f.LastFailure.ID.IsZero() {
		f.LastFailure = RunAt{r.ID, r.end()}
	}
	if r.underWay() && (f.Longest.ID.IsZero() || r.Started.Before(f.Longest.At)) {
		f.Longest = RunAt{r.ID, r.Started}
	}
}

// end is when a run that is over ended, else the best that is known.
func (r *Run) end() time.Time {
	if !r.Ended.IsZero() {
		return r.Ended
	}
	return r.When()
}

// underWay reports whether the run has begun and works. One that waits for a
// person takes as long as the person does.
func (r *Run) underWay() bool { return r.Status == StatusRunning && !r.Started.IsZero() }

// FiguresOf counts the runs, newest first, by the subjects of one kind that
// they belong to. Every subject of which a run is there has its figures,
// though none may lie in the window. Coverage is for the caller to tell.
func FiguresOf(kind SubjectKind, runs []*Run, w Window, now time.Time, buckets int) map[Subject]*Figures {
	all := make(map[Subject]*Figures)
	from, to := w.From(now), now
	if !w.Until.IsZero() {
		to = w.Until
	}
	if from.IsZero() {
		from = oldest(runs)
	}
	for _, r := range runs {
		s, ok := SubjectOf(kind, r)
		if !ok {
			continue
		}
		f := all[s]
		if f == nil {
			f = &Figures{Of: s}
			f.Begin(from, to, buckets)
			all[s] = f
		}
		f.tell(r)
		if w.Has(r.When(), now) {
			f.Add(r)
		}
	}
	for _, f := range all {
		f.Done()
	}
	return all
}
