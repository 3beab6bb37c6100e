package model

import (
	"fmt"
	"slices"
	"strings"
	"time"
)

// AlertKind is what a rule looks for. The word is the one of the
// configuration.
type AlertKind string

// The kinds of alerts.
const (
	AlertNewFailure  AlertKind = "new_failure"  // runs fail in a way that was not known
	AlertFailureRate AlertKind = "failure_rate" // of a function, over a window
	AlertStuck       AlertKind = "stuck"        // a run takes far longer than its function's do
	AlertMissed      AlertKind = "missed"       // a schedule was due and nothing ran
	AlertBacklog     AlertKind = "backlog"      // runs of a function wait
	AlertSilence     AlertKind = "silence"      // a trigger that usually fires does not
	AlertLink        AlertKind = "link"         // a profile cannot be reached
	AlertBudget      AlertKind = "budget"       // a profile's requests are used up
)

// AlertKinds are all of them, in the order in which they are shown.
var AlertKinds = [...]AlertKind{
	AlertNewFailure, AlertFailureRate, AlertStuck, AlertMissed, AlertBacklog, AlertSilence, AlertLink, AlertBudget,
}

// AlertRule is one rule of the configuration.
type AlertRule struct {
	Name string // the kind, where it is the usual rule of that kind
	Kind AlertKind
	// Query is of which runs the rule speaks; the empty one means all. Rules
	// about links and budgets know only profiles.
	Query Query
	// Above is the figure from which on the rule holds: a rate from 0 to 1, how
	// many runs wait, how many times as long a silence is as the longest.
	Above float64
	// Window is how far back the rule looks.
	Window time.Duration
	// Min is how many runs that are over there must be in the window for a rate,
	// and how many a trigger must have had for a silence.
	Min int
	// For is how long it has to hold until anybody is told.
	For time.Duration
}

// DefaultAlert is the rule of a kind where nothing is configured.
func DefaultAlert(kind AlertKind) AlertRule {
	r := AlertRule{Name: string(kind), Kind: kind}
	switch kind {
	case AlertFailureRate:
		r.Above, r.Window, r.Min = 0.2, 15*time.Minute, 5
	case AlertBacklog:
		r.Above, r.For = 50, time.Minute
	case AlertSilence:
		r.Above, r.Min = 4, 10
	case AlertLink:
		r.For = 2 * time.Minute
	case AlertBudget:
		r.For = time.Minute
	}
	return r
}

// String is the rule as a person would say it.
func (r *AlertRule) String() string {
	of := ""
	if !r.Query.Empty() {
		of = " of " + r.Query.String()
	}
	switch r.Kind {
	case AlertNewFailure:
		return "runs" + of + " fail in a way that was not known"
	case AlertFailureRate:
		return fmt.Sprintf("%s of a function's runs%s fail within %s, of %d or more", Percent(r.Above), of, SpanText(r.Window), r.Min)
	case AlertStuck:
		return "a run" + of + " takes far longer than it should"
	case AlertMissed:
		return "a schedule" + of + " was due and nothing ran"
	case AlertBacklog:
		return fmt.Sprintf("%d runs of a function%s wait%s", int(r.Above), of, r.forText())
	case AlertSilence:
		return fmt.Sprintf("a trigger%s has been silent %g times as long as ever in its last %d runs", of, r.Above, silenceRuns)
	case AlertLink:
		return "a profile cannot be reached" + r.forText()
	case AlertBudget:
		return "a profile's requests are used up" + r.forText()
	}
	return string(r.Kind)
}

func (r *AlertRule) forText() string {
	if r.For <= 0 {
		return ""
	}
	return " for " + SpanText(r.For)
}

// Wrong says why the rule cannot be as it is, or nothing.
func (r *AlertRule) Wrong() string {
	switch {
	case !slices.Contains(AlertKinds[:], r.Kind):
		words := make([]string, len(AlertKinds))
		for i, k := range AlertKinds {
			words[i] = string(k)
		}
		return fmt.Sprintf("%s is no kind of alert; it is one of %s", quoted(string(r.Kind)), strings.Join(words, ", "))
	case r.Kind == AlertFailureRate && (r.Above <= 0 || r.Above > 1):
		return "a failure rate is more than 0 and at most 1"
	case r.Kind == AlertFailureRate && (r.Window < time.Minute || r.Window > 24*time.Hour):
		return "the window of a failure rate is from 1m to 24h"
	case (r.Kind == AlertBacklog || r.Kind == AlertSilence) && r.Above < 1:
		return "it has to be 1 or more"
	case r.For < 0 || r.For > 24*time.Hour:
		return "how long it has to hold is from 0s to 24h"
	}
	return ""
}
