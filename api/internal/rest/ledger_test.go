package rest

import (
	"net/http"
	"strconv"
	"testing"
	"time"

	"fntop/api"
)

var noon = time.Date(2026, 11, 21, 12, 0, 0, 0, time.UTC)

func took(l *ledger, now time.Time) int {
	n := 0
	for {
		if wait, _ := l.take(now); wait > 0 {
			return n
		}
		n++
	}
}

func TestLedgerAllowsHalfAtOnceAfterAStart(t *testing.T) {
	l := newLedger(300, noon)
	if n := took(l, noon); n != 150 {
		t.Errorf("%d at once, want 150", n)
	}
	if n := took(l, noon.Add(30*time.Second)); n != 75 {
		t.Errorf("%d more after half a minute, want 75", n)
	}
}

func TestLedgerNeverAllowsMoreThanTheBudgetInAnyMinute(t *testing.T) {
	const perMinute = 60
	l := newLedger(perMinute, noon)
	var sent []time.Time
	for s := range 400 {
		now := noon.Add(time.Duration(s) * time.Second)
		for range took(l, now) {
			sent = append(sent, now)
		}
	}
	for i := range sent {
		in := 0
		for _, at := range sent[i:] {
			if at.Sub(sent[i]) < window {
				in++
			}
		}
		if in > perMinute {
			t.Fatalf("%d requests in the minute from %v", in, sent[i])
		}
	}
	if least := perMinute * 5; len(sent) < least {
		t.Errorf("%d requests in 400 s, want at least %d", len(sent), least)
	}
}

func TestLedgerIsLoweredByWhatTheBackendSays(t *testing.T) {
	now := noon.Add(time.Hour)
	l := newLedger(300, noon)
	h := http.Header{}
	h.Set("X-RateLimit-Remaining", "3")
	h.Set("X-RateLimit-Reset", strconv.FormatInt(now.Add(20*time.Second).Unix(), 10))
	l.learn(now, h, 0, api.RateLimited)
	if n := took(l, now); n != 3 {
		t.Errorf("%d allowed, want the 3 that remain", n)
	}
	if wait, by := l.take(now); wait != 20*time.Second || by != 0 {
		t.Errorf("waits %v, want until the reset", wait)
	}
	if n := l.left(now.Add(20 * time.Second)); n != 297 {
		t.Errorf("%d left after the reset, want 297", n)
	}
}

func TestLedgerSurvivesAResetThatMakesNoSense(t *testing.T) {
	now := noon.Add(time.Hour)
	for _, reset := range []string{"", "x", "-5", "0", "99999999999", "9223372036854775807"} {
		l := newLedger(300, noon)
		h := http.Header{}
		h.Set("X-RateLimit-Remaining", "0")
		h.Set("X-RateLimit-Reset", reset)
		l.learn(now, h, 0, api.RateLimited)
		if wait, _ := l.take(now); wait > window || wait <= 0 {
			t.Errorf("reset %q waits %v", reset, wait)
		}
	}
}

func TestLedgerForgetsAfterAMinute(t *testing.T) {
	l := newLedger(10, noon.Add(-time.Hour))
	took(l, noon)
	if l.used(noon) != 10 || l.left(noon) != 0 || l.budget(noon) != 10 {
		t.Errorf("%d used, %d left", l.used(noon), l.left(noon))
	}
	if now := noon.Add(window); l.used(now) != 0 || l.left(now) != 10 {
		t.Errorf("%d used, %d left after a minute", l.used(now), l.left(now))
	}
}

func TestRetryAfterReadsSecondsAndDates(t *testing.T) {
	for text, want := range map[string]time.Duration{
		"": 0, "30": 30 * time.Second, "0": 0, "-1": 0, "x": 0, "NaN": 0, "1e300": 24 * time.Hour,
		noon.Add(time.Minute).Format(http.TimeFormat):  time.Minute,
		noon.Add(-time.Minute).Format(http.TimeFormat): 0,
	} {
		if got, _ := retryAfter(http.Header{"Retry-After": {text}}, noon); got != want {
			t.Errorf("%q is %v, want %v", text, got, want)
		}
	}
}
