package alarm

import (
	"strings"
	"testing"
	"time"

	"fntop/model"
)

func term(name string) func(string) (string, bool) {
	return func(v string) (string, bool) {
		if v != "TERM" {
			return "", false
		}
		return name, true
	}
}

func TestTerminalIsSentBellAndNotifications(t *testing.T) {
	const nine, seven = "\x1b]9;fntop prod: stuck: a;b\a", "\x1b]777;notify;fntop prod: stuck;a;b\a"
	for _, c := range []struct {
		ways Ways
		term string
		want string
	}{
		{Ways{Bell: true}, "xterm", "\a"},
		{Ways{Notify: true}, "xterm", nine + seven},
		{Ways{Bell: true, Notify: true}, "xterm-kitty", seven + "\a"},
		{Ways{}, "xterm", ""},
	} {
		if got := c.ways.Sequence("fntop prod: stuck", "a;b", term(c.term)); got != c.want {
			t.Errorf("%+v in %s: %q, want %q", c.ways, c.term, got, c.want)
		}
	}
}

// What a backend wrote is part of a sequence here, which it must not end.
func TestTextEndsNoSequence(t *testing.T) {
	evil := "x\a\x1b]52;c;eA==\a\x1b\\\u009c\n" + strings.Repeat("é", 500)
	got := Ways{Notify: true}.Sequence("t;t", evil, term("xterm"))
	if n := strings.Count(got, "\x1b"); n != 2 || strings.Count(got, "\a") != 2 || strings.ContainsAny(got, "\u009c\n") {
		t.Errorf("%d sequences in %q", n, got)
	}
	if len(got) > 3*most || !strings.Contains(got, "notify;t,t;") {
		t.Errorf("%d bytes: %q", len(got), got)
	}
}

func TestAlertsBeyondTheLimitAreCounted(t *testing.T) {
	l, now := NewLimit(3), time.Unix(0, 0)
	for i := range 10 {
		if ok, _ := l.Allow(now); ok != (i < 3) {
			t.Errorf("alert %d: %t", i, ok)
		}
	}
	if ok, left := l.Allow(now.Add(time.Minute)); !ok || left != 7 {
		t.Errorf("a minute later: %t, %d left out", ok, left)
	}
	if ok, left := l.Allow(now.Add(time.Minute)); !ok || left != 0 {
		t.Errorf("and once more: %t, %d left out", ok, left)
	}
}

func TestTitleNamesTheProfileAndTheRule(t *testing.T) {
	if got := Title(&model.Alert{Sign: model.Sign{Rule: "failure_rate", Profile: "prod"}}); got != "fntop prod: failure rate" {
		t.Error(got)
	}
}
