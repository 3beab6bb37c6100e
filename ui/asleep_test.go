package ui

import (
	"testing"
	"time"
)

func TestSleepIsToldFromABusyMachine(t *testing.T) {
	seen := time.Date(2026, 11, 20, 12, 0, 0, 0, time.UTC)
	for _, c := range []struct {
		name     string
		due, now time.Time
		want     time.Duration
	}{
		{"nothing was due", time.Time{}, seen.Add(8 * time.Hour), 0},
		{"on time", seen.Add(time.Hour), seen.Add(time.Hour), 0},
		{"a little late", seen.Add(time.Second), seen.Add(31 * time.Second), 0},
		{"hours late", seen.Add(time.Second), seen.Add(time.Second + 8*time.Hour), 8 * time.Hour},
		{"the clock was set back", seen.Add(time.Second), seen.Add(-2 * time.Hour), 0},
	} {
		if got := asleep(seen, c.due, c.now); got != c.want {
			t.Errorf("%s: slept %v, want %v", c.name, got, c.want)
		}
	}
	if got := asleep(time.Time{}, time.Time{}, seen); got != 0 {
		t.Errorf("before the first message: slept %v", got)
	}
}
