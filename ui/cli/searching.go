package cli

import (
	"time"

	"fntop/model"
	"fntop/ui/draw"
)

// Reading that takes its time says how far it is, to a person alone: first
// after patience, then again and again.
const (
	searchPatience = 3 * time.Second
	searchAgain    = 5 * time.Second
)

// searching is how far the reading of runs is.
type searching struct {
	a             *app
	next          time.Time
	read, matched int
	oldest        time.Time
}

func (a *app) searching() *searching {
	return &searching{a: a, next: a.Clock.Now().Add(searchPatience)}
}

// saw counts a run, and returns whether it matched.
func (s *searching) saw(r *model.Run, matched bool) bool {
	if !s.a.ErrTTY {
		return matched
	}
	s.read++
	if matched {
		s.matched++
	}
	if at := r.When(); s.oldest.IsZero() || at.Before(s.oldest) {
		s.oldest = at
	}
	if now := s.a.Clock.Now(); !now.Before(s.next) {
		s.next = now.Add(searchAgain)
		match := " match"
		if s.matched == 1 {
			match = " matches"
		}
		s.a.say("still reading: %s runs so far, back to %s; %s%s.", draw.Count(s.read), s.a.localTime(s.oldest), draw.Count(s.matched), match)
	}
	return matched
}
