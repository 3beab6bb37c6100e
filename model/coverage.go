package model

import (
	"slices"
	"time"
)

// Span is a stretch of time. From is inside, To is not.
type Span struct{ From, To time.Time }

// Coverage says of which time everything is known: spans in order of time
// that neither touch nor overlap. Figures over a window that it does not
// cover are figures of a part, and are to be shown as such.
type Coverage []Span

// With is the coverage and one more span. The receiver is not changed.
func (c Coverage) With(s Span) Coverage {
	if !s.From.Before(s.To) {
		return c
	}
	first, _ := slices.BinarySearchFunc(c, s.From, func(x Span, at time.Time) int { return x.To.Compare(at) })
	last := first
	for last < len(c) && !c[last].From.After(s.To) {
		if c[last].From.Before(s.From) {
			s.From = c[last].From
		}
		if c[last].To.After(s.To) {
			s.To = c[last].To
		}
		last++
	}
	joined := make(Coverage, 0, len(c)-(last-first)+1)
	joined = append(append(joined, c[:first]...), s)
	return append(joined, c[last:]...)
}

// Within is how much of a span is covered.
func (c Coverage) Within(s Span) time.Duration {
	var d time.Duration
	for _, x := range c {
		from, to := x.From, x.To
		if from.Before(s.From) {
			from = s.From
		}
		if to.After(s.To) {
			to = s.To
		}
		if from.Before(to) {
			d += to.Sub(from)
		}
	}
	return d
}

// Part is which part of a span is covered, from 0 to 1. Nothing is left to
// know of a span of no length.
func (c Coverage) Part(s Span) float64 {
	length := s.To.Sub(s.From)
	if length <= 0 {
		return 1
	}
	return float64(c.Within(s)) / float64(length)
}

// after is what is covered from that moment on.
func (c Coverage) after(at time.Time) Coverage {
	var rest Coverage
	for _, s := range c {
		if s.From.Before(at) {
			s.From = at
		}
		rest = rest.With(s)
	}
	return rest
}

// Holds reports whether the whole of a span is covered.
func (c Coverage) Holds(s Span) bool { return c.Within(s) >= s.To.Sub(s.From) }

// Gaps are the parts of a span that are not covered, in order of time.
func (c Coverage) Gaps(s Span) []Span {
	var gaps []Span
	at := s.From
	for _, x := range c {
		if !x.To.After(at) {
			continue
		}
		if !x.From.Before(s.To) {
			break
		}
		if x.From.After(at) {
			gaps = append(gaps, Span{at, x.From})
		}
		at = x.To
	}
	if at.Before(s.To) {
		gaps = append(gaps, Span{at, s.To})
	}
	return gaps
}
