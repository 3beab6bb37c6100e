package model

import (
	"fmt"
	"math"
	"strconv"
	"strings"
	"time"
)

// Window is a stretch of time in which runs were created. The zero Window is
// all of time. With Last it ends now and begins that long ago; with Since and
// Until, either of which may be zero, it stands still. Since is inside, Until
// is not.
type Window struct {
	Last  time.Duration
	Since time.Time
	Until time.Time
}

// Empty reports whether the window leaves nothing out.
func (w Window) Empty() bool { return w.Last <= 0 && w.Since.IsZero() && w.Until.IsZero() }

// Moves reports whether the window moves with time.
func (w Window) Moves() bool { return w.Last > 0 }

// From is where the window begins; the zero time when it has no beginning.
func (w Window) From(now time.Time) time.Time {
	if w.Last <= 0 {
		return w.Since
	}
	if from := now.Add(-w.Last); from.After(w.Since) {
		return from
	}
	return w.Since
}

// Has reports whether t lies in the window. An unknown time lies in none but
// the zero Window.
func (w Window) Has(t, now time.Time) bool {
	if w.Empty() {
		return true
	}
	return !t.IsZero() && !t.Before(w.From(now)) && (w.Until.IsZero() || t.Before(w.Until))
}

// String is the window in the query language; empty for all of time.
func (w Window) String() string {
	var terms []string
	if w.Last > 0 {
		terms = append(terms, "created<="+SpanText(w.Last))
	}
	if !w.Since.IsZero() {
		terms = append(terms, "created>="+timeText(w.Since))
	}
	if !w.Until.IsZero() {
		terms = append(terms, "created<"+timeText(w.Until))
	}
	return strings.Join(terms, " ")
}

// ParseWhen reads a point in time as --since and --until take it: a duration
// before now ("90m", "24h", "7d", "1d12h") or an RFC 3339 time, of which the
// zone, the seconds or the whole time of day may be left out. Without a zone
// it is a time in loc.
func ParseWhen(s string, now time.Time, loc *time.Location) (time.Time, error) {
	s = strings.TrimSpace(s)
	if d, err := ParseSpan(s); err == nil {
		return now.Add(-d), nil
	}
	if t, ok := parseTime(s, loc); ok {
		return t, nil
	}
	return time.Time{}, fmt.Errorf("%s is neither a duration such as 90m, 24h or 7d nor a time such as 2026-11-21T14:00:00Z", quoted(s))
}

// spanUnits are the units of a duration, with the two that time.ParseDuration
// lacks. A day is 24 hours: an age does not know of daylight saving.
var spanUnits = [...]struct {
	name string
	unit time.Duration
}{
	{"ns", time.Nanosecond}, {"us", time.Microsecond}, {"µs", time.Microsecond}, {"ms", time.Millisecond},
	{"s", time.Second}, {"m", time.Minute}, {"h", time.Hour}, {"d", 24 * time.Hour}, {"w", 7 * 24 * time.Hour},
}

// ParseSpan reads a duration such as "5s", "1m30s", "1.5h", "7d" or "1d12h".
// Its error is half a sentence, fit to be shown.
func ParseSpan(s string) (time.Duration, error) {
	d, ok := span(s)
	if !ok {
		return 0, fmt.Errorf("%s is no duration such as 5s or 1m30s", quoted(s))
	}
	return d, nil
}

func span(s string) (time.Duration, bool) {
	if s == "" {
		return 0, false
	}
	total := 0.0
	for s != "" {
		n := strings.IndexFunc(s, func(r rune) bool { return r != '.' && (r < '0' || r > '9') })
		if n <= 0 {
			return 0, false
		}
		number, err := strconv.ParseFloat(s[:n], 64)
		if err != nil {
			return 0, false
		}
		s = s[n:]
		if n = strings.IndexFunc(s, func(r rune) bool { return r == '.' || r >= '0' && r <= '9' }); n < 0 {
			n = len(s)
		}
		unit := time.Duration(0)
		for _, u := range spanUnits {
			if s[:n] == u.name {
				unit = u.unit
			}
		}
		if unit == 0 {
			return 0, false
		}
		s = s[n:]
		total += number * float64(unit)
	}
	if total >= math.MaxInt64 {
		return 0, false
	}
	return time.Duration(math.Round(total)), true
}

// SpanText writes a duration so that ParseSpan reads it, without zeros at its
// end, in days from two on.
func SpanText(d time.Duration) string {
	const day = 24 * time.Hour
	if d >= 2*day && d%day == 0 {
		return strconv.Itoa(int(d/day)) + "d"
	}
	s := d.String()
	if strings.HasSuffix(s, "m0s") {
		s = strings.TrimSuffix(s, "0s")
	}
	if strings.HasSuffix(s, "h0m") {
		s = strings.TrimSuffix(s, "0m")
	}
	return s
}

var timeLayouts = [...]string{
	time.RFC3339, "2006-01-02T15:04Z07:00", "2006-01-02T15:04:05", "2006-01-02T15:04", "2006-01-02T15",
	"2006-01-02 15:04:05", "2006-01-02 15:04", "2006-01-02",
}

func parseTime(s string, loc *time.Location) (time.Time, bool) {
	if loc == nil {
		loc = time.UTC
	}
	s = strings.ToUpper(s)
	for _, layout := range timeLayouts {
		if t, err := time.ParseInLocation(layout, s, loc); err == nil {
			return t, true
		}
	}
	return time.Time{}, false
}

// timeText writes a time so that parseTime reads it in any zone.
func timeText(t time.Time) string { return t.Format(time.RFC3339Nano) }
