package model

import (
	"strings"
	"testing"
	"time"
)

// Times are written with their offset, so that nobody has to trust the code
// under test for them.
func TestNextTimesOfSchedules(t *testing.T) {
	for _, c := range []struct {
		name, schedule, after string
		want                  []string
	}{
		{"daily, UTC without a zone", "0 3 * * *", "2026-11-22T02:59:59Z", []string{"2026-11-22T03:00:00Z", "2026-11-23T03:00:00Z"}},
		{"strictly after", "0 3 * * *", "2026-11-22T03:00:00Z", []string{"2026-11-23T03:00:00Z"}},
		{"parts of a second", "0 3 * * *", "2026-11-22T02:59:59.9Z", []string{"2026-11-22T03:00:00Z"}},
		{"zone", "0 4 * * 1 Asia/Tokyo", "2026-11-22T00:00:00Z", []string{"2026-11-23T04:00:00+09:00", "2026-11-30T04:00:00+09:00"}},
		{"zone before it", "CRON_TZ=Asia/Tokyo 0 4 * * 1", "2026-11-22T00:00:00Z", []string{"2026-11-23T04:00:00+09:00"}},
		{"zone of half an hour", "30 6 * * * Asia/Kolkata", "2026-11-22T01:00:00Z", []string{"2026-11-23T06:30:00+05:30"}},
		{"seconds", "*/20 * * * * *", "2026-11-22T02:59:41Z", []string{"2026-11-22T03:00:00Z", "2026-11-22T03:00:20Z"}},
		{"seconds and zone", "15 0 9 * * MON-FRI Europe/Berlin", "2026-11-20T12:00:00Z", []string{"2026-11-23T09:00:15+01:00"}},
		{"days by name", "0 9 * * MON,fri", "2026-11-21T00:00:00Z", []string{"2026-11-23T09:00:00Z", "2026-11-27T09:00:00Z"}},
		{"seven is Sunday", "0 9 * * 7", "2026-11-21T00:00:00Z", []string{"2026-11-22T09:00:00Z", "2026-11-29T09:00:00Z"}},
		{"to seven", "0 9 * * 6-7", "2026-11-21T10:00:00Z", []string{"2026-11-22T09:00:00Z", "2026-11-28T09:00:00Z"}},
		{"either of the days", "0 0 13 * 5", "2026-11-12T12:00:00Z", []string{"2026-11-13T00:00:00Z", "2026-11-20T00:00:00Z", "2026-11-27T00:00:00Z", "2026-12-04T00:00:00Z", "2026-12-11T00:00:00Z", "2026-12-13T00:00:00Z"}},
		{"end of a month", "0 0 31 * *", "2026-11-01T00:00:00Z", []string{"2026-12-31T00:00:00Z", "2027-01-31T00:00:00Z", "2027-03-31T00:00:00Z"}},
		{"end of a year", "59 23 31 12 *", "2026-11-01T00:00:00Z", []string{"2026-12-31T23:59:00Z", "2027-12-31T23:59:00Z"}},
		{"leap day", "0 12 29 2 *", "2026-11-22T00:00:00Z", []string{"2028-02-29T12:00:00Z", "2032-02-29T12:00:00Z"}},
		{"leap day over a century without", "0 12 29 2 *", "2096-03-01T00:00:00Z", []string{"2104-02-29T12:00:00Z"}},
		{"never", "0 0 30 2 *", "2026-11-22T00:00:00Z", []string{""}},
		{"@daily", "@daily Europe/Berlin", "2026-11-22T12:00:00Z", []string{"2026-11-23T00:00:00+01:00"}},
		{"@hourly", "@hourly", "2026-11-22T12:00:00Z", []string{"2026-11-22T13:00:00Z"}},
		{"@weekly", "@weekly", "2026-11-23T00:00:00Z", []string{"2026-11-29T00:00:00Z"}},
		{"@every", "@every 1h30m", "2026-11-22T12:00:00Z", []string{"2026-11-22T13:30:00Z", "2026-11-22T15:00:00Z"}},
		{"interval", "every 45s", "2026-11-22T12:00:00Z", []string{"2026-11-22T12:00:45Z"}},
		{"once, to come", "once at 2026-11-22T14:00:00Z", "2026-11-22T12:00:00Z", []string{"2026-11-22T14:00:00Z", ""}},

		// The clock goes from 02:00 to 03:00 on 14 March 2027 in New York.
		{"skipped hour", "30 2 * * * America/New_York", "2027-03-13T12:00:00Z", []string{"2027-03-15T02:30:00-04:00"}},
		{"around the skipped hour", "30 1,3 * * * America/New_York", "2027-03-14T00:00:00-05:00", []string{"2027-03-14T01:30:00-05:00", "2027-03-14T03:30:00-04:00"}},
		{"hourly over the skipped hour", "0 * * * * America/New_York", "2027-03-14T01:00:00-05:00", []string{"2027-03-14T03:00:00-04:00", "2027-03-14T04:00:00-04:00"}},
		{"daily over it", "0 12 * * * America/New_York", "2027-03-13T12:00:00-05:00", []string{"2027-03-14T12:00:00-04:00"}},
		// The clock goes from 02:00 to 01:00 on 1 November 2026 in New York.
		{"hour that comes twice", "30 1 * * * America/New_York", "2026-11-01T00:00:00-04:00", []string{"2026-11-01T01:30:00-04:00", "2026-11-02T01:30:00-05:00"}},
		{"asked between the two", "30 1 * * * America/New_York", "2026-11-01T01:10:00-05:00", []string{"2026-11-02T01:30:00-05:00"}},
		{"hourly over it", "30 * * * * America/New_York", "2026-11-01T00:30:00-04:00", []string{"2026-11-01T01:30:00-04:00", "2026-11-01T01:30:00-05:00", "2026-11-01T02:30:00-05:00"}},
		{"quarters over it", "*/15 * * * * America/New_York", "2026-11-01T01:45:00-04:00", []string{"2026-11-01T01:00:00-05:00", "2026-11-01T01:15:00-05:00"}},
		{"the hour after it", "0 2 * * * America/New_York", "2026-11-01T00:00:00-04:00", []string{"2026-11-01T02:00:00-05:00"}},
		// Berlin: 02:00 to 03:00 on 28 March 2027, 03:00 to 02:00 on 25 October 2026.
		{"skipped in Berlin", "15 2 * * 0 Europe/Berlin", "2027-03-27T00:00:00Z", []string{"2027-04-04T02:15:00+02:00"}},
		{"twice in Berlin", "0 2 * * * Europe/Berlin", "2026-10-24T12:00:00Z", []string{"2026-10-25T02:00:00+02:00", "2026-10-26T02:00:00+01:00"}},
		// The south: Auckland skips 02:00 on 27 September 2026, has it twice on 4 April 2027.
		{"skipped in Auckland", "0 2 * * * Pacific/Auckland", "2026-09-26T12:00:00+12:00", []string{"2026-09-28T02:00:00+13:00"}},
		{"twice in Auckland", "30 2 * * * Pacific/Auckland", "2027-04-03T12:00:00+13:00", []string{"2027-04-04T02:30:00+13:00", "2027-04-05T02:30:00+12:00"}},
		// Lord Howe sets its clock by half an hour: 02:00 to 02:30 on 4 October
		// 2026, 02:00 to 01:30 on 4 April 2027.
		{"skipped half an hour", "15 2 * * * Australia/Lord_Howe", "2026-10-03T12:00:00+10:30", []string{"2026-10-05T02:15:00+11:00"}},
		{"after the skipped half", "45 2 * * * Australia/Lord_Howe", "2026-10-03T12:00:00+10:30", []string{"2026-10-04T02:45:00+11:00"}},
		{"half an hour twice", "45 1 * * * Australia/Lord_Howe", "2027-04-03T12:00:00+11:00", []string{"2027-04-04T01:45:00+11:00", "2027-04-05T01:45:00+10:30"}},
		{"after the second half", "15 2 * * * Australia/Lord_Howe", "2027-04-03T12:00:00+11:00", []string{"2027-04-04T02:15:00+10:30"}},
		{"quarters over the half hour", "*/15 * * * * Australia/Lord_Howe", "2027-04-04T01:45:00+11:00", []string{"2027-04-04T01:30:00+10:30", "2027-04-04T01:45:00+10:30", "2027-04-04T02:00:00+10:30"}},
		// Beirut skips midnight on 28 March 2027; Santiago on 6 September 2026.
		{"no midnight", "0 0 * * * Asia/Beirut", "2027-03-27T12:00:00Z", []string{"2027-03-29T00:00:00+03:00"}},
		{"the day without midnight", "0 1 * * * America/Santiago", "2026-09-05T12:00:00Z", []string{"2026-09-06T01:00:00-03:00"}},
		// Apia had no 30 December 2011 at all.
		{"no such day", "0 12 * * * Pacific/Apia", "2011-12-29T12:00:00-10:00", []string{"2011-12-31T12:00:00+14:00"}},
	} {
		t.Run(c.name, func(t *testing.T) {
			s, err := ParseSchedule(c.schedule)
			if err != nil {
				t.Fatal(err)
			}
			at := moment(t, c.after)
			for i, want := range c.want {
				next := s.Next(at)
				if want == "" {
					if !next.IsZero() {
						t.Errorf("%d: next is %v, want none", i, next)
					}
					return
				}
				if !next.Equal(moment(t, want)) {
					t.Errorf("%d: next after %v is %v, want %s", i, at, next, want)
				}
				at = next
			}
		})
	}
}

func moment(t *testing.T, s string) time.Time {
	t.Helper()
	at, err := time.Parse(time.RFC3339Nano, s)
	if err != nil {
		t.Fatal(err)
	}
	return at
}

func TestScheduleThatCannotBeReadSaysWhy(t *testing.T) {
	for text, want := range map[string]string{
		"":                           "not known",
		"interval":                   "not known",
		"61 * * * *":                 "is no cron expression",
		"* * * *":                    "is no cron expression",
		"* * * * * * *":              "is no cron expression",
		", * * * *":                  "one of its fields is empty",
		"0 3 L * *":                  "is no cron expression",
		"0 3 * * 5#2":                "is no cron expression",
		"@fortnightly":               "is no cron expression",
		"@reboot UTC":                "is no cron expression",
		"0 3 * * * Mars/Phobos":      "no time zone “Mars/Phobos”",
		"0 3 * * * Local":            "no time zone “Local”",
		"0 3 * * * ../../etc/passwd": "no time zone",
		"TZ=":                        "not known",
		"TZ=Nowhere 0 3 * * *":       "no time zone “Nowhere”",
		"TZ=UTC":                     "not known",
		"every now and then":         "is no duration",
		"every 0s":                   "no time to wait",
		"once upon a time":           "is no time such as",
	} {
		s, err := ParseSchedule(text)
		if err == nil {
			t.Errorf("%q was read as %+v", text, s)
			continue
		}
		if !strings.Contains(err.Error(), want) || strings.HasSuffix(err.Error(), ".") {
			t.Errorf("%q: %v", text, err)
		}
	}
}

// A year of quarters of an hour in zones with daylight saving, against the
// plain reading of a clock.
func TestNextTimesAgreeWithAClock(t *testing.T) {
	const quarter = 15 * time.Minute
	for _, zone := range []string{"America/New_York", "Australia/Lord_Howe", "Africa/Casablanca"} {
		loc, err := time.LoadLocation(zone)
		if err != nil {
			t.Fatal(err)
		}
		s, err := ParseSchedule("15,45 1,2,5 * 3,4,10,11 0,6 " + zone)
		if err != nil {
			t.Fatal(err)
		}
		from := time.Date(2026, 2, 1, 0, 0, 0, 0, time.UTC)
		next, shown := s.Next(from), map[string]bool{}
		for at := from.Add(quarter); at.Year() == 2026; at = at.Add(quarter) {
			clock := at.In(loc)
			m := clock.Month()
			due := (clock.Minute() == 15 || clock.Minute() == 45) && (clock.Hour() == 1 || clock.Hour() == 2 || clock.Hour() == 5) &&
				(m == 3 || m == 4 || m == 10 || m == 11) && (clock.Weekday() == 0 || clock.Weekday() == 6)
			text := clock.Format("01-02 15:04")
			if due && shown[text] {
				due = false // the second time
			}
			shown[text] = shown[text] || due
			if due != at.Equal(next) {
				t.Fatalf("%s: at %v due is %v, next was %v", zone, clock, due, next)
			}
			if due {
				next = s.Next(at)
			}
		}
	}
}

// Every second of some minutes, against the plain reading of a clock: from each
// of them the next time is the first that is due after it.
func TestNextSecondsAgreeWithAClock(t *testing.T) {
	for text, due := range map[string]func(minute, second int) bool{
		"*/3 * * * *":      func(minute, second int) bool { return minute%3 == 0 && second == 0 },
		"7,40 1-4 * * * *": func(minute, second int) bool { return (second == 7 || second == 40) && minute >= 1 && minute <= 4 },
		"59 * * * * *":     func(_, second int) bool { return second == 59 },
		"* */2 * * * *":    func(minute, _ int) bool { return minute%2 == 0 },
	} {
		s, err := ParseSchedule(text)
		if err != nil {
			t.Fatal(err)
		}
		from := time.Date(2026, 2, 1, 23, 58, 0, 0, time.UTC)
		next := s.Next(from)
		for at := from.Add(time.Second); at.Sub(from) < 8*time.Minute; at = at.Add(time.Second) {
			if is := due(at.Minute(), at.Second()); is != at.Equal(next) {
				t.Fatalf("%s: at %v due is %v, next was %v", text, at, is, next)
			}
			if got := s.Next(at.Add(-time.Second)); !got.Equal(next) {
				t.Fatalf("%s: just before %v next is %v, want %v", text, at, got, next)
			}
			if at.Equal(next) {
				next = s.Next(at)
			}
		}
	}
}

func BenchmarkNextOfCron(b *testing.B) {
	s, err := ParseSchedule("*/5 * * * *")
	if err != nil {
		b.Fatal(err)
	}
	at := time.Date(2026, 2, 1, 0, 0, 0, 0, time.UTC)
	for b.Loop() {
		at = s.Next(at)
	}
}
