package model

import "time"

// Statuses is what the query's terms leave of the statuses, for a server that
// can be asked for one. It reports false where they leave all: what is
// negated, or compared with the backend's own words, does not count. The
// query matches no run of another status, though not every run of these.
func (q Query) Statuses() (StatusSet, bool) {
	left, narrowed := ^StatusSet(0), false
	for i := range q.terms {
		t := &q.terms[i]
		if t.negated || t.field == nil || t.field.kind != statusKind || t.op != ":" {
			continue
		}
		var set StatusSet
		for j := range t.values {
			set |= NewStatusSet(t.values[j].status)
		}
		left, narrowed = left&set, true
	}
	if !narrowed {
		return 0, false
	}
	return left, true
}

// Since is a time before which no run that the query matches was created, as
// things stand at now; zero where it names none.
func (q Query) Since(now time.Time) time.Time {
	var since time.Time
	for i := range q.terms {
		if t := &q.terms[i]; !t.negated && t.field != nil && t.field.name == "created" {
			since = later(since, t.since(now))
		}
	}
	return since
}

// since is the earliest of what the term's values allow.
func (t *term) since(now time.Time) time.Time {
	var since time.Time
	for i := range t.values {
		v := &t.values[i]
		var from time.Time
		switch {
		case v.age && t.op[0] == '<':
			from = now.Add(-v.span)
		case !v.age && t.op[0] == '>':
			from = v.at
		default:
			return time.Time{}
		}
		if since.IsZero() || from.Before(since) {
			since = from
		}
	}
	return since
}

// MayHold reports whether the query could match a run of that function: false
// where a term wants another function or profile. So nobody reads the runs of
// functions that were not asked about. What is negated does not count: a run
// that does not say whose it is would match.
func (q Query) MayHold(profile string, function Ref) bool {
	r := Run{ID: RunID{Profile: profile}, Function: function}
	for i := range q.terms {
		t := &q.terms[i]
		if t.negated || t.field == nil || t.field.name != "fn" && t.field.name != "profile" {
			continue
		}
		if !t.holds(&r, time.Time{}) {
			return false
		}
	}
	return true
}
