package demo

import (
	"fmt"
	"net/url"
	"slices"
	"strconv"
	"strings"
	"time"
)

// What follows says what is wrong with a fault's value, or nothing.

func oneOf(words ...string) func(string) string {
	return func(value string) string {
		if slices.Contains(words, value) {
			return ""
		}
		return fmt.Sprintf("\"%s\" is none of %s", value, strings.Join(words, ", "))
	}
}

func isSeconds(value string) string {
	if n, err := strconv.Atoi(value); err != nil || n < 0 {
		return fmt.Sprintf("\"%s\" is not a number of seconds", value)
	}
	return ""
}

func isRetryAfter(value string) string {
	if value == "date" || value == "none" {
		return ""
	}
	return isSeconds(strings.TrimPrefix(value, "date:"))
}

func isSigned(value string) string {
	if _, err := time.ParseDuration(value); err != nil {
		return fmt.Sprintf("\"%s\" is not a duration such as 500ms or 2s", value)
	}
	return ""
}

func isDuration(value string) string {
	if d, err := time.ParseDuration(value); err != nil || d < 0 {
		return fmt.Sprintf("\"%s\" is not a duration such as 500ms or 2s", value)
	}
	return ""
}

func isLong(value string) string {
	if d, err := time.ParseDuration(value); err != nil || d < time.Millisecond {
		return fmt.Sprintf("%q is not a duration of a millisecond or more", value)
	}
	return ""
}

func isURL(value string) string {
	if u, err := url.Parse(value); err != nil || u.Host == "" {
		return fmt.Sprintf("\"%s\" is not a URL with a host", value)
	}
	return ""
}

func isSize(value string) string {
	if _, ok := size64(value); !ok {
		return fmt.Sprintf("\"%s\" is not a size such as 1000000, 500KB or 20MB", value)
	}
	return ""
}

// size64 reads a size with or without KB, MB or GB.
func size64(value string) (int64, bool) {
	factor := int64(1)
	for i, unit := range []string{"KB", "MB", "GB"} {
		if number, ok := strings.CutSuffix(strings.ToUpper(value), unit); ok {
			value, factor = number, 1<<(10*(i+1))
		}
	}
	n, err := strconv.ParseInt(value, 10, 64)
	return n * factor, err == nil && n > 0 && n <= 1<<40/factor
}

func isDelay(value string) string {
	n, wait, timed := strings.Cut(value, ":")
	if number, err := strconv.Atoi(n); err != nil || number < 1 {
		return fmt.Sprintf("\"%s\" is not the number of a job from 1", n)
	}
	if timed {
		return isDuration(wait)
	}
	return ""
}

// isRate reads "500/s" or "500".
func isRate(value string) string {
	if rateOf(value) < 1 {
		return fmt.Sprintf("%q is not a rate such as 500/s", value)
	}
	return ""
}

func rateOf(value string) int64 {
	n, err := strconv.ParseInt(strings.TrimSuffix(value, "/s"), 10, 64)
	if err != nil || n > 1e6 {
		return 0
	}
	return n
}

// isClose reads "1011" and "1000:5s".
func isClose(value string) string {
	code, after, timed := strings.Cut(value, ":")
	if n, err := strconv.Atoi(code); err != nil || n < 1000 || n > 4999 {
		return fmt.Sprintf("%q is not a code from 1000 to 4999", code)
	}
	if timed {
		return isDuration(after)
	}
	return ""
}

func isNumber(value string) string {
	if n, err := strconv.Atoi(value); err != nil || n < 1 {
		return fmt.Sprintf("%q is not a number from 1", value)
	}
	return ""
}
