package model

import (
	"cmp"
	"strings"
	"time"
)

// Column is something runs can be sorted by.
type Column uint8

// The columns that sort, in the order in which the table shows them.
const (
	ByStatus Column = iota
	ByFunction
	ByTrigger
	BySource
	ByCreated
	ByTook
	ByError
)

// Columns are all that sort.
var Columns = [...]Column{ByCreated, ByStatus, ByFunction, ByTrigger, BySource, ByTook, ByError}

// String is the column's name in titles and pickers.
func (c Column) String() string {
	return [...]string{
		ByStatus: "status", ByFunction: "function", ByTrigger: "trigger", BySource: "source",
		ByCreated: "created", ByTook: "took", ByError: "error",
	}[c]
}

// Sort is an order of runs. The zero value is by status; NewestFirst is what
// a table starts with.
type Sort struct {
	Column     Column
	Descending bool
}

// NewestFirst is the order in which backends answer.
var NewestFirst = Sort{Column: ByCreated, Descending: true}

// FirstWay is the order a column starts with: what one most wants on top.
func FirstWay(c Column) Sort {
	return Sort{Column: c, Descending: c == ByCreated || c == ByTook}
}

// longest stands for a run that is not over: its duration still grows, so by
// that order it is the longest, and stays in its place as time goes by.
const longest = time.Duration(1<<63 - 1)

// Compare returns the order's comparison: total, so that every run has
// exactly one place, and made of the runs' own fields alone, so that the
// place does not change with time.
func (s Sort) Compare() func(a, b *Run) int {
	if s.Column == ByCreated {
		if s.Descending {
			return Newer
		}
		return func(a, b *Run) int { return Newer(b, a) }
	}
	by := s.Column.compare()
	if s.Descending {
		ascending := by
		by = func(a, b *Run) int { return ascending(b, a) }
	}
	return func(a, b *Run) int {
		if c := by(a, b); c != 0 {
			return c
		}
		return Newer(a, b)
	}
}

func (c Column) compare() func(a, b *Run) int {
	switch c {
	case ByStatus:
		return func(a, b *Run) int { return cmp.Compare(worst(a.Status), worst(b.Status)) }
	case ByFunction:
		return byText(func(r *Run) string { return r.Function.Label() })
	case ByTrigger:
		return byText(func(r *Run) string { return r.Trigger.Label() })
	case BySource:
		return byText(func(r *Run) string { return r.Source })
	case ByTook:
		return func(a, b *Run) int {
			if c := cmp.Compare(tookOrLongest(a), tookOrLongest(b)); c != 0 {
				return c
			}
			return b.Started.Compare(a.Started) // of two under way the earlier is the longer
		}
	case ByError:
		return byText(func(r *Run) string { return r.ErrorCode + " " + r.ErrorMessage })
	}
	return func(a, b *Run) int { return a.When().Compare(b.When()) }
}

// byText puts runs without a text last.
func byText(text func(*Run) string) func(a, b *Run) int {
	return func(a, b *Run) int {
		x, y := text(a), text(b)
		if (x == "") != (y == "") {
			return cmp.Compare(y, x)
		}
		return strings.Compare(x, y)
	}
}

func tookOrLongest(r *Run) time.Duration {
	switch d, ok := r.Took(); {
	case ok:
		return d
	case r.Status.Over() || r.Status == StatusPending:
		return -1
	}
	return longest
}

// worst orders statuses by how much they want attention.
func worst(s Status) int {
	return [...]int{
		StatusFailure: 0, StatusTimeout: 1, StatusCancelled: 2, StatusUnknown: 3, StatusWaiting: 4,
		StatusRunning: 5, StatusPending: 6, StatusCompleted: 7, StatusRecorded: 8,
	}[s]
}
