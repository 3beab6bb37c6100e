package model

import (
	"regexp"
	"strings"
	"time"
)

// Query is what the filter line, saved views and --query narrow runs to, in
// the language of TUI.md. Make one with ParseQuery; the zero Query matches
// every run. A Query is never changed and may be used from several goroutines.
type Query struct {
	terms []term
	text  string
}

// term is one condition: any of its values must hold, or with negated none.
type term struct {
	negated bool
	field   *field // nil for a bare word
	op      string
	values  []value
}

// value is one value of a term, read as its field's kind and operator want it.
type value struct {
	text   string
	needle needle
	re     *regexp.Regexp
	status Status
	yes    bool
	span   time.Duration // of dur, and of a time given as an age
	age    bool
	at     time.Time
	bytes  int64
}

// Empty reports whether the query matches every run.
func (q Query) Empty() bool { return len(q.terms) == 0 }

// String is the query as typed, but for spacing and needless quotes.
// ParseQuery reads it as the same query.
func (q Query) String() string { return q.text }

// Match reports whether every term holds for r. What the backend did not say
// matches no term, and so it matches every negated one. It does not allocate.
func (q Query) Match(r *Run, now time.Time) bool {
	for i := range q.terms {
		if t := &q.terms[i]; t.holds(r, now) == t.negated {
			return false
		}
	}
	return true
}

// Moves reports whether a run can begin or cease to match by the passing of
// time alone: ages grow, and so do the durations of unfinished runs.
func (q Query) Moves() bool {
	for _, t := range q.terms {
		for _, v := range t.values {
			if t.field != nil && (t.field.kind == spanKind || v.age) {
				return true
			}
		}
	}
	return false
}

func (t *term) holds(r *Run, now time.Time) bool {
	for i := range t.values {
		v := &t.values[i]
		if t.field == nil && v.word(r) || t.field != nil && t.field.holds(t.op, v, r, now) {
			return true
		}
	}
	return false
}

// word reports whether any name, id, code or error of the run contains v. The
// long error comes last.
func (v *value) word(r *Run) bool {
	n := &v.needle
	return n.in(r.Function.Name) || n.in(r.Trigger.Name) || n.in(r.ErrorCode) ||
		n.in(r.ID.ID) || n.in(r.JobID) || n.in(r.Function.ID) || n.in(r.Trigger.ID) ||
		n.in(r.ExecutionID) || n.in(r.OriginalRunID) || n.in(r.ErrorMessage)
}

// holds reports whether the field of r stands to v as op says.
func (f *field) holds(op string, v *value, r *Run, now time.Time) bool {
	switch f.kind {
	case statusKind:
		return v.isStatus(op, r)
	case yesNoKind:
		return r.IsRerun.Known && r.IsRerun.Value == v.yes
	case spanKind:
		d, known := r.Elapsed(now)
		return known && compares(op, int64(d), int64(v.span))
	case sizeKind:
		return r.MemoryBytes.Known && compares(op, r.MemoryBytes.Value, v.bytes)
	case timeKind:
		t := f.time(r)
		switch {
		case t.IsZero():
			return false
		case v.age:
			return compares(op, int64(now.Sub(t)), int64(v.span))
		}
		return compares(op, int64(t.Compare(v.at)), 0)
	}
	a, b := f.texts(r)
	return v.isText(f.kind, op, a) || v.isText(f.kind, op, b)
}

// isStatus compares with fntop's own word, and but for ":" with the backend's
// too, ignoring case: AgentOS writes its words in capitals.
func (v *value) isStatus(op string, r *Run) bool {
	switch op {
	case ":":
		return r.Status == v.status
	case "=":
		return strings.EqualFold(r.Status.String(), v.text) || strings.EqualFold(r.StatusText, v.text)
	}
	return v.re.MatchString(r.Status.String()) || r.StatusText != "" && v.re.MatchString(r.StatusText)
}

func (v *value) isText(k kind, op, s string) bool {
	switch {
	case s == "":
		return false
	case op == "=":
		return s == v.text
	case op == "~":
		return v.re.MatchString(s)
	case k == idKind:
		return strings.HasPrefix(s, v.text)
	}
	return v.needle.in(s)
}

func compares(op string, a, b int64) bool {
	switch op {
	case ">":
		return a > b
	case ">=":
		return a >= b
	case "<":
		return a < b
	}
	return a <= b
}
