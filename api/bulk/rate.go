package bulk

import (
	"errors"
	"strconv"
	"strings"
	"time"
)

// Usual is the time between two requests unless another rate is asked for: 30
// a minute, which the smallest workspace allows and leaves room beside.
const Usual = 2 * time.Second

// Rates of this and less can be asked for: what is faster than a hundred a
// second is a mistake in the unit.
const (
	fastest = 10 * time.Millisecond
	slowest = 24 * time.Hour
)

var errRate = errors.New("want a number a second, minute or hour, such as 30/m, 2/s or 100/h")

// ParseRate reads a rate, such as 30/m, as the time between two requests. A
// number alone is one a minute.
func ParseRate(text string) (time.Duration, error) {
	number, unit, _ := strings.Cut(strings.TrimSpace(text), "/")
	n, err := strconv.ParseFloat(number, 64)
	if err != nil || !(n > 0) {
		return 0, errRate
	}
	per := time.Minute
	switch unit {
	case "s", "sec", "second":
		per = time.Second
	case "", "m", "min", "minute":
	case "h", "hour":
		per = time.Hour
	default:
		return 0, errRate
	}
	every := time.Duration(float64(per) / n)
	if every < fastest || every > slowest {
		return 0, errors.New("want from 1/h to 100/s")
	}
	return every, nil
}

// RateText is the rate as a person writes it.
func RateText(every time.Duration) string {
	for _, u := range [...]struct {
		per   time.Duration
		name  string
		least time.Duration // what is faster is told in the unit after it
	}{{time.Minute, "/m", 100 * time.Millisecond}, {time.Second, "/s", 0}, {time.Hour, "/h", 0}} {
		if every > u.least && every <= u.per && u.per%every == 0 {
			return strconv.FormatInt(int64(u.per/every), 10) + u.name
		}
	}
	return strconv.FormatFloat(float64(time.Minute)/float64(max(every, 1)), 'f', 1, 64) + "/m"
}
