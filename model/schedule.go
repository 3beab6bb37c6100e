package model

import (
	"fmt"
	"math/bits"
	"strings"
	"time"
	_ "time/tzdata" // zones of schedules, where the machine has no database of its own

	"github.com/robfig/cron/v3"
)

// Schedule is when a trigger is to run.
//
// How a backend goes about daylight saving is documented nowhere. Here it is
// as most schedulers have it: a time of day that the clock skips does not
// come that day, and one that the clock shows twice comes the first time
// only; what comes in every hour of the day comes in every hour that passes.
type Schedule struct {
	spec  *cron.SpecSchedule // nil where it is no cron expression
	zone  *time.Location
	every time.Duration // by interval, from the time it came last
	once  time.Time
}

// ParseSchedule reads the schedule of a trigger: "0 3 * * * UTC", with or
// without seconds and zone, "@daily", "every 1h", "once at 2026-11-21T14:00:00Z".
// Without a zone it is UTC. Its error is half a sentence, fit to be shown.
func ParseSchedule(text string) (*Schedule, error) {
	fields := strings.Fields(text)
	if len(fields) == 0 {
		return nil, fmt.Errorf("when it runs is not known")
	}
	switch head, rest := fields[0], strings.Join(fields[1:], " "); head {
	case "every", "@every":
		every, err := ParseSpan(rest)
		if err != nil {
			return nil, err
		}
		if every <= 0 {
			return nil, fmt.Errorf("%s is no time to wait between two runs", quoted(rest))
		}
		return &Schedule{every: every}, nil
	case "once":
		at, ok := parseTime(strings.TrimPrefix(rest, "at "), time.UTC)
		if !ok {
			return nil, fmt.Errorf("%s is no time such as 2026-11-21T14:00:00Z", quoted(rest))
		}
		return &Schedule{once: at}, nil
	}
	if len(fields) == 1 && !strings.HasPrefix(fields[0], "@") {
		return nil, fmt.Errorf("when it runs is not known, only that it is %s", quoted(fields[0]))
	}
	return parseCron(fields)
}

// fieldsOfCron are those of an expression with seconds, which may be left out.
const fieldsOfCron = 6

func parseCron(fields []string) (*Schedule, error) {
	s := &Schedule{zone: time.UTC}
	first, name, prefixed := strings.Cut(fields[0], "TZ=")
	switch last := fields[len(fields)-1]; {
	case prefixed && (first == "" || first == "CRON_"):
		fields = fields[1:]
	case len(fields) > 1 && !isDays(last):
		name, fields = last, fields[:len(fields)-1]
	}
	if name != "" {
		// "Local" would be wherever fntop runs, which nobody can have meant.
		zone, err := time.LoadLocation(name)
		if err != nil || name == "Local" {
			return nil, fmt.Errorf("there is no time zone %s", quoted(name))
		}
		s.zone = zone
	}
	if n := len(fields); n == fieldsOfCron-1 || n == fieldsOfCron {
		fields[n-1] = sunday0(fields[n-1])
	}
	parser := cron.NewParser(cron.SecondOptional | cron.Minute | cron.Hour | cron.Dom | cron.Month | cron.Dow | cron.Descriptor)
	text := strings.Join(fields, " ")
	parsed, err := parser.Parse(text)
	if err != nil {
		return nil, fmt.Errorf("%s is no cron expression: %w", quoted(text), err)
	}
	spec, ok := parsed.(*cron.SpecSchedule)
	if !ok {
		return nil, fmt.Errorf("%s is no cron expression", quoted(text))
	}
	for _, field := range []uint64{spec.Second, spec.Minute, spec.Hour, spec.Dom, spec.Month, spec.Dow} {
		if field&^starred == 0 {
			return nil, fmt.Errorf("%s is no cron expression: one of its fields is empty", quoted(text))
		}
	}
	s.spec = spec
	return s, nil
}

// isDays reports whether a word is a field for days of the week, or any
// other, and not the name of a zone.
func isDays(word string) bool {
	for _, part := range strings.FieldsFunc(word, func(r rune) bool { return strings.ContainsRune(",-/*?#", r) }) {
		if strings.Trim(part, "0123456789LW") == "" {
			continue
		}
		if !strings.Contains(" sun mon tue wed thu fri sat ", " "+strings.ToLower(part)+" ") {
			return false
		}
	}
	return true
}

// sunday0 writes the seventh day of a week as day 0: both are Sunday, and the
// parser knows one of them.
func sunday0(field string) string {
	parts := strings.Split(field, ",")
	for i, part := range parts {
		if part == "7" {
			parts[i] = "0"
		} else if from, ok := strings.CutSuffix(part, "-7"); ok {
			parts[i] = from + "-6,0"
			if from == "7" {
				parts[i] = "0"
			}
		}
	}
	return strings.Join(parts, ",")
}

// Every is the time between two runs of a schedule by interval, 0 of others.
func (s *Schedule) Every() time.Duration { return s.every }

// Next is the first time after that moment at which the trigger is to run. It
// is zero where there is none. A schedule by interval counts from the moment
// given, which is to be the time it came last.
func (s *Schedule) Next(after time.Time) time.Time {
	switch {
	case s.every > 0:
		return after.Add(s.every)
	case s.spec != nil:
		return s.nextOfCron(after)
	case s.once.After(after):
		return s.once
	}
	return time.Time{}
}

// yearsOn is how many years are searched: there are eight between two leap
// days where a century has none.
const yearsOn = 9

// nextOfCron goes from one stretch of time in which a field holds or does not
// to the next, never over a moment at which the clock is set: so every step
// is one of the clock as well as of time.
func (s *Schedule) nextOfCron(after time.Time) time.Time {
	t := after.In(s.zone).Truncate(time.Second).Add(time.Second)
	for end := t.AddDate(yearsOn, 0, 0); t.Before(end); {
		hour, minute, second := t.Clock()
		gone := time.Duration(second) * time.Second
		var step time.Duration
		switch {
		case !s.onDay(t):
			step = 24*time.Hour - time.Duration(hour)*time.Hour - time.Duration(minute)*time.Minute - gone
		case s.spec.Hour>>hour&1 == 0:
			step = time.Hour - time.Duration(minute)*time.Minute - gone
		case s.spec.Minute>>minute&1 == 0:
			step = time.Minute - gone
		case s.spec.Second>>second&1 == 0:
			step = time.Minute - gone
			if later := s.spec.Second &^ starred >> second; later != 0 {
				step = time.Duration(bits.TrailingZeros64(later)) * time.Second
			}
		case s.again(t):
			step = time.Second
		default:
			return t
		}
		next := t.Add(step)
		if _, set := t.ZoneBounds(); !set.IsZero() && set.Before(next) {
			next = set
		}
		t = next.In(s.zone)
	}
	return time.Time{}
}

// starred is the bit by which the parser remembers that a field was "*".
const starred = 1 << 63

// onDay reports whether it runs on that day. As in every cron, either field of
// days will do where both are given.
func (s *Schedule) onDay(t time.Time) bool {
	if s.spec.Month>>int(t.Month())&1 == 0 {
		return false
	}
	ofMonth, ofWeek := s.spec.Dom>>t.Day()&1 != 0, s.spec.Dow>>int(t.Weekday())&1 != 0
	if s.spec.Dom&starred != 0 || s.spec.Dow&starred != 0 {
		return ofMonth && ofWeek
	}
	return ofMonth || ofWeek
}

// again reports whether the clock shows that time of day for the second time,
// and the schedule names hours of the day.
func (s *Schedule) again(t time.Time) bool {
	if bits.OnesCount64(s.spec.Hour&^starred) == 24 {
		return false
	}
	set, _ := t.ZoneBounds()
	if set.IsZero() {
		return false
	}
	_, now := t.Zone()
	_, before := set.Add(-time.Second).In(s.zone).Zone()
	return t.Sub(set) < time.Duration(before-now)*time.Second
}
