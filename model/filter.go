package model

import (
	"strings"
	"time"
)

// StatusSet is a set of statuses. As a filter, the empty set means all.
type StatusSet uint16

// The sets that have a key of their own.
const (
	FailedStatuses     = StatusSet(1<<StatusFailure | 1<<StatusTimeout | 1<<StatusCancelled)
	UnfinishedStatuses = StatusSet(1<<StatusPending | 1<<StatusRunning | 1<<StatusWaiting | 1<<StatusUnknown)
)

// NewStatusSet is the set of these.
func NewStatusSet(statuses ...Status) StatusSet {
	var set StatusSet
	for _, s := range statuses {
		set |= 1 << s
	}
	return set
}

// Has reports whether s is in the set.
func (set StatusSet) Has(s Status) bool { return set&(1<<s) != 0 }

// String is the words between commas, in the order in which a run meets them.
func (set StatusSet) String() string {
	var words []string
	for _, s := range Statuses {
		if set.Has(s) {
			words = append(words, s.String())
		}
	}
	return strings.Join(words, ",")
}

// Filter is everything that the user narrowed the runs to. All of it must
// hold; a zero field leaves nothing out, and so does the zero Filter.
type Filter struct {
	Statuses StatusSet
	Profile  string // also whose Function and Trigger are meant: ids are unique in a profile only
	Function Ref    // by id, or without one by exact name
	Trigger  Ref
	Query    Query
	Window   Window // of When
	Group    *InGroup
}

// Match reports whether the filter lets r through. It does not allocate.
func (f *Filter) Match(r *Run, now time.Time) bool {
	switch {
	case f.Statuses != 0 && !f.Statuses.Has(r.Status):
	case f.Profile != "" && f.Profile != r.ID.Profile:
	case !f.Function.means(r.Function) || !f.Trigger.means(r.Trigger):
	case !f.Window.Has(r.When(), now):
	case f.Group != nil && !f.Group.Has(r):
	default:
		return f.Query.Match(r, now)
	}
	return false
}

// means reports whether other is what r narrows to.
func (r Ref) means(other Ref) bool {
	if r.ID != "" {
		return r.ID == other.ID
	}
	return r.Name == "" || r.Name == other.Name
}

// Empty reports whether the filter lets every run through.
func (f *Filter) Empty() bool {
	return f.Statuses == 0 && f.Profile == "" && f.Function == Ref{} && f.Trigger == Ref{} &&
		f.Query.Empty() && f.Window.Empty() && f.Group == nil
}

// Moves reports whether time alone can change what the filter lets through.
func (f *Filter) Moves() bool { return f.Window.Moves() || f.Query.Moves() }

// Title is the filter in the query language, as pane titles show it: safe to
// draw, two spaces between its parts, empty where nothing is left out.
func (f *Filter) Title() string {
	var parts []string
	add := func(field, value string) {
		if value != "" {
			parts = append(parts, field+quoteValue(value))
		}
	}
	if f.Statuses != 0 {
		parts = append(parts, "status:"+f.Statuses.String())
	}
	add("profile=", f.Profile)
	add("fn=", f.Function.Label())
	add("trigger=", f.Trigger.Label())
	if f.Group != nil {
		add("group=", f.Group.Title)
	}
	if !f.Query.Empty() {
		parts = append(parts, f.Query.String())
	}
	if !f.Window.Empty() {
		parts = append(parts, f.Window.String())
	}
	return Visible(strings.Join(parts, "  "))
}
