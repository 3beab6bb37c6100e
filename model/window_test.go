package model

import (
	"testing"
	"time"
)

var (
	berlin = time.FixedZone("CET", 3600)
	midday = time.Date(2026, 11, 21, 12, 0, 0, 0, time.UTC)
)

func TestParseWhen(t *testing.T) {
	for _, c := range []struct {
		in   string
		want time.Time
	}{
		{"90m", midday.Add(-90 * time.Minute)},
		{"24h", midday.Add(-24 * time.Hour)},
		{"7d", midday.AddDate(0, 0, -7)},
		{"1w", midday.AddDate(0, 0, -7)},
		{"1d12h", midday.Add(-36 * time.Hour)},
		{"1.5h", midday.Add(-90 * time.Minute)},
		{"0s", midday},
		{" 5s ", midday.Add(-5 * time.Second)},
		{"2026-11-21T14:00:00Z", time.Date(2026, 11, 21, 14, 0, 0, 0, time.UTC)},
		{"2026-11-21t14:00:00.25z", time.Date(2026, 11, 21, 14, 0, 0, 250e6, time.UTC)},
		{"2026-11-21T14:00:00+02:00", time.Date(2026, 11, 21, 12, 0, 0, 0, time.UTC)},
		{"2026-11-21T14:00-05:00", time.Date(2026, 11, 21, 19, 0, 0, 0, time.UTC)},
		{"2026-11-21T14:00", time.Date(2026, 11, 21, 13, 0, 0, 0, time.UTC)},
		{"2026-11-21 14:00:30", time.Date(2026, 11, 21, 13, 0, 30, 0, time.UTC)},
		{"2026-11-21", time.Date(2026, 11, 20, 23, 0, 0, 0, time.UTC)},
	} {
		if got, err := ParseWhen(c.in, midday, berlin); err != nil || !got.Equal(c.want) {
			t.Errorf("ParseWhen(%q) = %v, %v, want %v", c.in, got, err, c.want)
		}
	}
}

func TestParseWhenRefusesWhatIsNoTime(t *testing.T) {
	for _, in := range []string{"", "5", "h", "-1h", "1 h", "1hh", "1.2.3h", "yesterday", "2026-13-01", "999999999w", "1e3s"} {
		if got, err := ParseWhen(in, midday, berlin); err == nil {
			t.Errorf("ParseWhen(%q) = %v, want an error", in, got)
		}
	}
}

func TestSpanTextIsReadBack(t *testing.T) {
	for _, c := range []struct {
		d    time.Duration
		want string
	}{
		{time.Hour, "1h"}, {24 * time.Hour, "24h"}, {7 * 24 * time.Hour, "7d"}, {90 * time.Minute, "1h30m"},
		{10 * time.Minute, "10m"}, {90 * time.Second, "1m30s"}, {1500 * time.Millisecond, "1.5s"}, {30 * time.Second, "30s"},
	} {
		got := SpanText(c.d)
		if back, err := ParseSpan(got); got != c.want || err != nil || back != c.d {
			t.Errorf("SpanText(%v) = %q, want %q; read back as %v, %v", c.d, got, c.want, back, err)
		}
	}
}

func TestWindowHas(t *testing.T) {
	hour := Window{Last: time.Hour}
	fixed := Window{Since: midday.Add(-time.Hour), Until: midday}
	for _, c := range []struct {
		name string
		w    Window
		t    time.Time
		want bool
	}{
		{"all of time has an unknown time", Window{}, time.Time{}, true},
		{"no other window has an unknown time", hour, time.Time{}, false},
		{"the last hour has its first moment", hour, midday.Add(-time.Hour), true},
		{"the last hour has not what came before", hour, midday.Add(-time.Hour - 1), false},
		{"the last hour has what a fast clock dated ahead", hour, midday.Add(time.Minute), true},
		{"since is inside", fixed, midday.Add(-time.Hour), true},
		{"until is outside", fixed, midday, false},
	} {
		if got := c.w.Has(c.t, midday); got != c.want {
			t.Errorf("%s: got %v", c.name, got)
		}
	}
}

func TestWindowStringIsAQuery(t *testing.T) {
	w := Window{Since: midday.In(berlin), Until: midday.Add(time.Hour)}
	if got, want := w.String(), "created>=2026-11-21T13:00:00+01:00 created<2026-11-21T13:00:00Z"; got != want {
		t.Errorf("got %q, want %q", got, want)
	}
	if got, want := (Window{Last: 7 * 24 * time.Hour}).String(), "created<=7d"; got != want {
		t.Errorf("got %q, want %q", got, want)
	}
}

func TestParseSpanSaysWhatADurationLooksLike(t *testing.T) {
	if d, err := ParseSpan("1d12h"); err != nil || d != 36*time.Hour {
		t.Errorf("got %v, %v", d, err)
	}
	_, err := ParseSpan("soon\x1b")
	if want := "“soon␛” is no duration such as 5s or 1m30s"; err == nil || err.Error() != want {
		t.Errorf("got %v, want %s", err, want)
	}
}
