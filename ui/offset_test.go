package ui_test

import (
	"regexp"
	"strings"
	"testing"
	"time"
)

func TestAgesAreRightWhateverThisMachinesClockSays(t *testing.T) {
	drivenLong(t)
	for _, c := range []struct{ fault, says string }{
		{"skew=2h", "This machine's clock is 2h00m behind the backend's."},
		{"skew=-2h", "This machine's clock is 2h00m ahead of the backend's."},
	} {
		t.Run(c.fault, func(t *testing.T) {
			right := start(t, 160, 40).ready()
			right.until("the hour", func(s string) bool { return !strings.Contains(s, "so far") && right.app.Settled() })
			r := start(t, 160, 40, withFaults(c.fault)).ready()
			if !strings.Contains(r.Screen(), c.says) {
				t.Errorf("nothing says %q\n%s", c.says, r.Screen())
			}
			r.until("the hour", func(s string) bool { return !strings.Contains(s, "so far") && r.app.Settled() })
			s := r.Screen()
			if found := regexp.MustCompile(`in \d+[smh]|\dh ago|no runs in the last hour|\dh\d\dm`).FindString(strings.Replace(s, "2h00m", "", 1)); found != "" {
				t.Errorf("the screen says %q\n%s", found, s)
			}
			loaded := func(s string) string { return regexp.MustCompile(`[\d,]+ completed`).FindString(s) }
			if got, want := len(loaded(s)), len(loaded(right.Screen())); got != want {
				t.Errorf("the last hour has %s, with a right clock %s", loaded(s), loaded(right.Screen()))
			}
			r.Press("/", "created<1m", "enter")
			if n := r.app.Shown(); n < 5 || n > 40 {
				t.Errorf("%d runs were created within a minute\n%s", n, r.Screen())
			}
			r.invoke(`{}`)
			r.untilText("completed after")
			r.pass(time.Minute)
			if strings.Contains(r.header(), "stale") {
				t.Errorf("the header is %s", r.header())
			}
		})
	}
}
