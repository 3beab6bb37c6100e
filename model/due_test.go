package model

import (
	"slices"
	"strings"
	"testing"
	"time"
)

// clock is a time of midday's day: "07:30" or "07:30:15".
func clock(t *testing.T, s string) time.Time {
	t.Helper()
	layout := "15:04:05"[:len(s)]
	at, err := time.Parse(layout, s)
	if err != nil {
		t.Fatal(err)
	}
	return midday.Truncate(24 * time.Hour).Add(time.Duration(at.Hour())*time.Hour + time.Duration(at.Minute())*time.Minute + time.Duration(at.Second())*time.Second)
}

// came are runs of trigger t, newest first, of times that are written oldest
// first.
func cameAt(t *testing.T, times ...string) []*Run {
	t.Helper()
	var runs []*Run
	for _, s := range slices.Backward(times) {
		runs = append(runs, &Run{ID: RunID{"p", s}, Trigger: Ref{ID: "t"}, Source: "scheduled", Created: clock(t, s)})
	}
	return runs
}

func TestMissedTimesAreToldWhereSomebodyLooked(t *testing.T) {
	hourly := []string{"07:00:04", "08:00:04", "09:00:04", "10:00:04", "11:00:04", "12:00:00"}
	without := func(gone ...string) []string {
		return slices.DeleteFunc(slices.Clone(hourly), func(s string) bool { return slices.Contains(gone, s) })
	}
	day := Coverage{{midday.Add(-12 * time.Hour), midday}}
	for _, c := range []struct {
		name, schedule string
		changed        string
		came           []string
		seen           Coverage
		next           string
		missed         []string
	}{
		{"cron, all came", "0 7-23 * * *", "", hourly, day, "13:00", nil},
		{"cron, one did not", "0 7-23 * * *", "", without("09:00:04"), day, "13:00", []string{"09:00"}},
		{"cron, two did not", "0 7-23 * * *", "", without("07:00:04", "09:00:04"), day, "13:00", []string{"07:00", "09:00"}},
		{"cron, the last may still come", "0 7-23 * * *", "", without("12:00:00"), day, "13:00", nil},
		{"cron, slightly early and late", "0 7-23 * * *", "", []string{"06:59:50", "08:04:59", "09:00", "10:00", "11:00"}, day, "13:00", nil},
		{"cron, too late", "0 7-23 * * *", "", []string{"07:00", "08:06", "09:00", "10:00", "11:00"}, day, "13:00", []string{"08:00"}},
		{"cron, nobody looked", "0 7-23 * * *", "", without("09:00:04"), Coverage{{clock(t, "00:00"), clock(t, "09:00")}, {clock(t, "09:02"), midday}}, "13:00", nil},
		{"cron, nothing is known", "0 7-23 * * *", "", nil, nil, "13:00", nil},
		{"cron, changed since", "0 7-23 * * *", "10:30", []string{"11:00"}, day, "13:00", nil},
		{"cron, four a minute", "*/15 * * * * *", "11:57", []string{"11:58:00", "11:58:15"}, day, "12:00:15", []string{"11:57", "11:59"}},
		{"two close to one another, once a day", "0,20 0 9 * * *", "", []string{"09:00:20"}, day, "09:00 tomorrow", nil},
		{"interval, all came", "every 1h", "", hourly, day, "13:00", nil},
		{"interval, one did not", "every 1h", "", without("09:00:04"), day, "13:00", []string{"09:00:04"}},
		{"interval, two did not", "every 1h", "", without("09:00:04", "10:00:04"), day, "13:00", []string{"09:00:04", "10:00:04"}},
		{"interval, silent since", "every 1h", "", []string{"07:00", "08:00", "09:30"}, day, "12:30", []string{"10:30", "11:30"}},
		{"interval, nobody looked", "every 1h", "", without("09:00:04"), Coverage{{clock(t, "00:00"), clock(t, "09:00")}, {clock(t, "09:02"), midday}}, "13:00", nil},
		{"interval, data from then", "every 1h", "", []string{"07:00", "08:00", "09:00"}, Coverage{{clock(t, "00:00"), clock(t, "10:03")}}, "13:00", nil},
		{"interval, never came", "every 4h", "", nil, Coverage{{clock(t, "07:00"), midday}}, "", []string{"11:00"}},
		{"interval, resumed", "every 1h", "10:40", without("10:00:04", "11:00:04", "12:00:00"), day, "12:40", []string{"11:40"}},
		{"interval, resumed just now", "every 1h", "11:40", without("10:00:04", "11:00:04", "12:00:00"), day, "12:40", nil},
		{"once, came", "once at 2026-11-21T09:00:00Z", "", hourly, day, "", nil},
		{"once, did not", "once at 2026-11-21T06:30:00Z", "", hourly, day, "", []string{"06:30"}},
	} {
		t.Run(c.name, func(t *testing.T) {
			trigger := &Trigger{Profile: "p", ID: "t", Type: Scheduled, Enabled: true, Schedule: c.schedule}
			if c.changed != "" {
				trigger.Since = clock(t, c.changed)
			}
			d := DueOf(trigger, Comings(cameAt(t, c.came...))[Subject{OfTrigger, "p", "t"}], midday.Add(-6*time.Hour), c.seen, midday)
			if d.Why != "" {
				t.Fatal(d.Why)
			}
			var next time.Time
			if c.next != "" {
				at, tomorrow := strings.CutSuffix(c.next, " tomorrow")
				if next = clock(t, at); tomorrow {
					next = next.AddDate(0, 0, 1)
				}
			}
			if !d.Next.Equal(next) {
				t.Errorf("next is %v, want %v", d.Next, next)
			}
			if n := len(c.missed); d.Behind() != (n > 0 && (len(c.came) == 0 || c.missed[n-1] > c.came[len(c.came)-1])) {
				t.Errorf("behind is %v", d.Behind())
			}
			var missed []time.Time
			for _, s := range c.missed {
				missed = append(missed, clock(t, s))
			}
			if !slices.EqualFunc(d.Missed, missed, time.Time.Equal) {
				t.Errorf("missed %v, want %v", d.Missed, missed)
			}
		})
	}
}

func TestRunsThatPeopleStartedKeepNoSchedule(t *testing.T) {
	runs := cameAt(t, "09:00", "10:00", "11:00")
	runs[1].Source = "rerun"
	runs[2].Source = "manual"
	trigger := &Trigger{Profile: "p", ID: "t", Type: Scheduled, Enabled: true, Schedule: "0 9-23 * * *"}
	seen := Coverage{{midday.Add(-12 * time.Hour), midday}}
	came := Comings(runs)[Subject{OfTrigger, "p", "t"}]
	if d := DueOf(trigger, came, midday.Add(-12*time.Hour), seen, midday); len(d.Missed) != 2 {
		t.Errorf("missed %v, want 09:00 and 10:00", d.Missed)
	}
	if len(came) != 1 || !came[0].Equal(clock(t, "11:00")) {
		t.Errorf("came %v", came)
	}
}

func TestWhatIsNotScheduledIsNeverDue(t *testing.T) {
	for _, trigger := range []Trigger{
		{Type: Scheduled, Schedule: "every 1h"},
		{Type: OnDemand, Enabled: true, Schedule: "every 1h"},
	} {
		if d := DueOf(&trigger, nil, midday.Add(-time.Hour), nil, midday); !d.Next.IsZero() || d.Missed != nil || d.Why != "" {
			t.Errorf("%+v is due: %+v", trigger, d)
		}
	}
	for _, schedule := range []string{"cron", "0 0 30 2 *", "0 3 * * * Mars/Phobos"} {
		if d := DueOf(&Trigger{Type: Scheduled, Enabled: true, Schedule: schedule}, nil, midday, nil, midday); d.Why == "" {
			t.Errorf("nobody says why %q is never due", schedule)
		}
	}
}

func TestRunsOverTheTimeOutOrFarSlowerThanMostAreStuck(t *testing.T) {
	var usual, few Stats
	usual.Begin(midday, midday, 0)
	for range stuckSamples {
		usual.Add(ago(0, StatusCompleted, 20*time.Second))
	}
	usual.Done()
	few.Begin(midday, midday, 0)
	few.Add(ago(0, StatusCompleted, time.Second))
	few.Done()
	for _, c := range []struct {
		name    string
		run     *Run
		timeout Opt[time.Duration]
		usual   *Stats
		want    bool
	}{
		{"within the time-out", ago(50*time.Second, StatusRunning, 0), Some(time.Minute), nil, false},
		{"over the time-out", ago(61*time.Second, StatusRunning, 0), Some(time.Minute), nil, true},
		{"over three times the p95", ago(61*time.Second, StatusRunning, 0), Opt[time.Duration]{}, &usual, true},
		{"at three times the p95", ago(60*time.Second, StatusRunning, 0), Some(time.Hour), &usual, false},
		{"too few to know", ago(time.Hour, StatusRunning, 0), Opt[time.Duration]{}, &few, false},
		{"waits for a person", ago(time.Hour, StatusWaiting, 0), Some(time.Minute), &usual, false},
		{"not begun", ago(time.Hour, StatusPending, 0), Some(time.Minute), &usual, false},
		{"over", ago(time.Hour, StatusCompleted, 30*time.Minute), Some(time.Minute), &usual, false},
	} {
		if got := c.run.Stuck(StuckAfter(c.timeout, c.usual), midday); got != c.want {
			t.Errorf("%s: stuck is %v", c.name, got)
		}
	}
	var quick Stats
	quick.Begin(midday, midday, 0)
	for range stuckSamples {
		quick.Add(ago(0, StatusCompleted, time.Millisecond))
	}
	quick.Done()
	if got := StuckAfter(Opt[time.Duration]{}, &quick); got != Some(stuckLeast) {
		t.Errorf("a function of milliseconds is stuck after %v", got)
	}
}
