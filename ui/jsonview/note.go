package jsonview

import (
	"strconv"
	"strings"
	"time"
)

// Note is what a value means in other words: a point in time or a duration.
type Note struct {
	At   time.Time
	Took time.Duration
}

// The least of a duration that is not read at a glance.
const (
	fewMillis  = 1000
	fewSeconds = 60
)

// Numbers of seconds since 1970 are taken for times from 2001 to 2286, and
// so, with as many more digits, are milliseconds, microseconds and
// nanoseconds.
const (
	firstSecond = 1e9
	lastSecond  = 1e10
)

// noteOn reads a value of the field called key, both as they are spelled. A
// number means nothing without a name that says so.
func noteOn(key, raw []byte) Note {
	if raw[0] == '"' {
		return Note{At: isoTime(raw[1 : len(raw)-1])}
	}
	if len(key) < 4 || raw[0] < '0' || raw[0] > '9' || len(raw) > 19 {
		return Note{}
	}
	name := string(key[1 : len(key)-1])
	switch {
	case ends(name, "At", "_at", "Time", "_time", "time", "imestamp", "Date", "_date", "_ts"):
		return Note{At: epoch(raw)}
	case ends(name, "Ms", "_ms", "Millis", "_millis", "illiseconds"):
		return Note{Took: span(raw, time.Millisecond, fewMillis)}
	case ends(name, "Seconds", "_seconds", "seconds", "Secs", "_secs", "Sec", "_sec"):
		return Note{Took: span(raw, time.Second, fewSeconds)}
	}
	return Note{}
}

func ends(name string, words ...string) bool {
	for _, w := range words {
		if strings.HasSuffix(name, w) {
			return true
		}
	}
	return false
}

// isoTime is a date and a time with a zone, as RFC 3339 writes them.
func isoTime(inside []byte) time.Time {
	if len(inside) < len("2006-01-02T15:04:05Z") || len(inside) > len("2006-01-02T15:04:05.000000000+00:00") ||
		inside[4] != '-' || inside[7] != '-' || inside[10] != 'T' {
		return time.Time{}
	}
	at, err := time.Parse(time.RFC3339Nano, string(inside))
	if err != nil {
		return time.Time{}
	}
	return at
}

func epoch(raw []byte) time.Time {
	n, err := strconv.ParseFloat(string(raw), 64)
	if err != nil {
		return time.Time{}
	}
	for unit := time.Second; unit >= time.Nanosecond; unit /= 1000 {
		if n < firstSecond {
			return time.Time{}
		}
		if n < lastSecond {
			// In whole nanoseconds a float is not exact; this is for reading.
			return time.Unix(int64(n), int64((n-float64(int64(n)))*1e9)).UTC()
		}
		n /= 1000
	}
	return time.Time{}
}

func span(raw []byte, unit time.Duration, few float64) time.Duration {
	n, err := strconv.ParseFloat(string(raw), 64)
	if err != nil || n < few || n*float64(unit) > float64(1<<62) {
		return 0
	}
	return time.Duration(n * float64(unit))
}
