package model

import (
	"fmt"
	"time"
)

// Scene is what alert rules look at: everything that is known now.
type Scene struct {
	Now time.Time
	// Unread says why the runs are not all known yet; empty when they are.
	Unread    string
	Runs      []*Run // newest first
	Functions []Function
	Triggers  []Trigger
	Groups    []*Group
	// Known is since when all runs are known here; see Group.Marks.
	Known time.Time
	// Seen is of which time the runs of a subject were seen; nil where that is
	// not known of any.
	Seen func(Subject) Coverage
	// As is as of when the runs of a function are known; nil: as of now.
	As    func(Subject) time.Time
	Links []LinkState // one for each profile that is looked at
}

// asOf is the moment at which a function's runs are to be judged: what came
// since they were read nobody knows.
func (s *Scene) asOf(profile, function string) time.Time {
	if s.As != nil {
		if as := s.As(Subject{OfFunction, profile, function}); !as.IsZero() && as.Before(s.Now) {
			return as
		}
	}
	return s.Now
}

// watches reports whether a profile is looked at, and whether it is reached:
// of one that is not, nothing new is known.
func (s *Scene) watches(profile string) (there, reached bool) {
	for i := range s.Links {
		if s.Links[i].Profile == profile {
			return true, s.Links[i].Down.IsZero()
		}
	}
	return len(s.Links) == 0, len(s.Links) == 0
}

// LinkState is how a profile can be reached.
type LinkState struct {
	Profile string
	Down    time.Time // since when nothing was answered; zero while it is reached
	Why     string    // one sentence
	Spent   time.Time // since when the budget is used up; zero while it is not
	Budget  int       // requests a minute
}

// Blind says why the rule cannot be evaluated in a scene, or nothing.
func (r *AlertRule) Blind(s *Scene) string {
	switch {
	case r.Kind == AlertLink || r.Kind == AlertBudget:
		return ""
	case s.Unread != "":
		return s.Unread
	case r.Kind == AlertMissed && s.Seen == nil:
		return "of which time the runs were seen is not known"
	}
	return ""
}

// Signs are what the rule finds in a scene to which it is not blind, and what
// of it cannot be evaluated for itself.
func (r *AlertRule) Signs(s *Scene) (signs []Sign, unknown string) {
	switch r.Kind {
	case AlertLink:
		return r.downLinks(s), ""
	case AlertBudget:
		return r.spentBudgets(s), ""
	case AlertNewFailure:
		return r.newFailures(s), ""
	case AlertFailureRate:
		return r.failing(s), ""
	case AlertBacklog:
		return r.waiting(s), ""
	case AlertSilence:
		return r.silent(s), ""
	case AlertStuck:
		return r.stuck(s), ""
	case AlertMissed:
		return r.missed(s)
	}
	return nil, ""
}

func (r *AlertRule) downLinks(s *Scene) (signs []Sign) {
	for _, l := range s.Links {
		if !l.Down.IsZero() {
			signs = append(signs, Sign{Rule: r.Name, Key: l.Profile, Profile: l.Profile,
				Text: fmt.Sprintf("%s has not been reached for %s. %s", l.Profile, SpanText(s.Now.Sub(l.Down).Truncate(time.Second)), l.Why)})
		}
	}
	return signs
}

func (r *AlertRule) spentBudgets(s *Scene) (signs []Sign) {
	for _, l := range s.Links {
		if !l.Spent.IsZero() {
			signs = append(signs, Sign{Rule: r.Name, Key: l.Profile, Profile: l.Profile,
				Text: fmt.Sprintf("%s has used up its %d requests a minute, and data grows old. Raise requests_per_minute, or narrow what is shown.", l.Profile, l.Budget)})
		}
	}
	return signs
}

// matching are the scene's runs that the rule speaks of, newest first, back to
// a time. The zero time means all.
func (r *AlertRule) matching(s *Scene, from time.Time) func(yield func(*Run) bool) {
	w := Window{Since: from}
	return func(yield func(*Run) bool) {
		for run := range within(s.Runs, w, s.Now) {
			if _, reached := s.watches(run.ID.Profile); reached && r.Query.Match(run, s.Now) && !yield(run) {
				return
			}
		}
	}
}
