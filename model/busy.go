package model

import (
	"strconv"
	"strings"
	"time"
)

// Busy guesses how many runs an hour a function has, from what starts them:
// for the time before its runs have been read, when those of many functions
// are to be read in some order.
func Busy(triggers []Trigger) func(profile, function string) float64 {
	perHour := make(map[bookKey]float64)
	for i := range triggers {
		t := &triggers[i]
		perHour[bookKey{t.Profile, t.Function.ID}] += t.perHour()
	}
	return func(profile, function string) float64 { return perHour[bookKey{profile, function}] }
}

// Seldom reports whether a schedule comes so seldom that one page has all of
// its runs for as long as it is looked for times that were missed.
func (t *Trigger) Seldom() bool {
	n := t.perHour()
	return t.Type == Scheduled && n > 0 && n*MissedFor.Hours() <= MaxLimit
}

// perHour is how often the trigger comes. What is not known is a guess:
// records change and callers call now and then, people seldom.
func (t *Trigger) perHour() float64 {
	const now, seldom = 4, 0.1
	switch {
	case !t.Enabled:
		return 0
	case t.Type == OnDemand:
		return seldom
	case t.Type != Scheduled:
		return now
	}
	if span, ok := strings.CutPrefix(t.Schedule, "every "); ok {
		if every, err := ParseSpan(span); err == nil && every > 0 {
			return float64(time.Hour) / float64(every)
		}
		return seldom
	}
	if f := strings.Fields(t.Schedule); len(f) >= 5 {
		return times(f[0], 60) * times(f[1], 24) / 24
	}
	return 0 // once, or when is not known
}

// times is how often a field of a cron expression holds in so many units.
func times(field string, units float64) float64 {
	if field == "*" {
		return units
	}
	if _, step, ok := strings.Cut(field, "/"); ok {
		if n, err := strconv.Atoi(step); err == nil && n > 0 {
			return max(1, units/float64(n))
		}
	}
	return float64(strings.Count(field, ",") + 1)
}
