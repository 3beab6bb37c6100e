package draw

import (
	"strconv"
	"time"
)

// Times is how points in time are shown.
type Times uint8

// As ages, in the local zone, or in UTC.
const (
	Ages Times = iota
	Local
	UTC
)

// String is the word in the header.
func (t Times) String() string { return [...]string{Ages: "ages", Local: "local", UTC: "UTC"}[t] }

// Next is the one that follows, round and round.
func (t Times) Next() Times { return (t + 1) % 3 }

// Zone is where times are shown in.
func (t Times) Zone(local *time.Location) *time.Location {
	if t == UTC {
		return time.UTC
	}
	return local
}

// AppendWhen writes a time for a narrow column: an age, or the clock's time
// of today, or the day and the time.
func (t Times) AppendWhen(to []byte, at, now time.Time, local *time.Location) []byte {
	if at.IsZero() {
		return append(to, "-"...)
	}
	if t == Ages {
		return AppendAge(to, now.Sub(at))
	}
	at, now = at.In(t.Zone(local)), now.In(t.Zone(local))
	if at.YearDay() == now.YearDay() && at.Year() == now.Year() {
		return at.AppendFormat(to, "15:04:05")
	}
	return at.AppendFormat(to, "01-02 15:04")
}

// AppendAge writes how long ago something was: "12s ago", "in 5s".
func AppendAge(to []byte, d time.Duration) []byte {
	if d <= -time.Second {
		return appendCoarse(append(to, "in "...), -d)
	}
	if d < time.Second {
		return append(to, "now"...)
	}
	return append(appendCoarse(to, d), " ago"...)
}

// Whole is a time in full, for where there is room.
func (t Times) Whole(at time.Time, local *time.Location) string {
	if at.IsZero() {
		return "–"
	}
	return at.In(t.Zone(local)).Format("2006-01-02 15:04:05.000 MST")
}

func appendCoarse(to []byte, d time.Duration) []byte {
	switch {
	case d < time.Minute:
		return append(strconv.AppendInt(to, int64(d/time.Second), 10), 's')
	case d < time.Hour:
		return append(strconv.AppendInt(to, int64(d/time.Minute), 10), 'm')
	case d < 48*time.Hour:
		return append(strconv.AppendInt(to, int64(d/time.Hour), 10), 'h')
	}
	if days := int64(d / (24 * time.Hour)); days < 365 {
		return append(strconv.AppendInt(to, days, 10), 'd')
	}
	return append(strconv.AppendInt(to, int64(d/(365*24*time.Hour)), 10), 'y')
}

// AppendTook writes how long something lasted in about four signs: "840ms",
// "1.4s", "3m02s", "2h05m", "4d04h".
func AppendTook(to []byte, d time.Duration) []byte {
	switch {
	case d < 0:
		return append(to, "-"...)
	case d < time.Second:
		return append(strconv.AppendInt(to, d.Milliseconds(), 10), "ms"...)
	case d < 10*time.Second:
		return append(strconv.AppendFloat(to, d.Truncate(100*time.Millisecond).Seconds(), 'f', 1, 64), 's')
	case d < time.Minute:
		return append(strconv.AppendInt(to, int64(d/time.Second), 10), 's')
	case d < time.Hour:
		return appendTwo(append(strconv.AppendInt(to, int64(d/time.Minute), 10), 'm'), int64(d%time.Minute/time.Second), 's')
	case d < 100*time.Hour:
		return appendTwo(append(strconv.AppendInt(to, int64(d/time.Hour), 10), 'h'), int64(d%time.Hour/time.Minute), 'm')
	}
	const day = 24 * time.Hour
	to = append(strconv.AppendInt(to, int64(d/day), 10), 'd')
	if d >= 100*day {
		return to
	}
	return appendTwo(to, int64(d%day/time.Hour), 'h')
}

// Rounded is a duration rounded to what AppendTook shows of it, which cuts the
// rest off: right for a time that still runs, and up to a tenth short for what
// lies between two moments.
func Rounded(d time.Duration) time.Duration {
	switch {
	case d < time.Second:
		return d.Round(time.Millisecond)
	case d < 10*time.Second:
		return d.Round(100 * time.Millisecond)
	case d < time.Hour:
		return d.Round(time.Second)
	case d < 100*time.Hour:
		return d.Round(time.Minute)
	}
	return d.Round(time.Hour)
}

func appendTwo(to []byte, n int64, unit byte) []byte {
	if n < 10 {
		to = append(to, '0')
	}
	return append(strconv.AppendInt(to, n, 10), unit)
}

// Took is AppendTook as a string.
func Took(d time.Duration) string { return string(AppendTook(nil, d)) }

// Age is AppendAge as a string.
func Age(d time.Duration) string { return string(AppendAge(nil, d)) }
