package connect

import (
	"strings"
	"testing"
	"time"

	"fntop/model"
)

func ruleOf(t *testing.T, rules []model.AlertRule, name string) model.AlertRule {
	t.Helper()
	for _, r := range rules {
		if r.Name == name {
			return r
		}
	}
	t.Fatalf("no rule %q among %v", name, rules)
	return model.AlertRule{}
}

func TestUsualAlertsHoldWithoutASection(t *testing.T) {
	c, err := Load("", environ(t, nil)) // there is no file at all
	if err != nil {
		t.Fatal(err)
	}
	a := c.Alerts()
	for _, kind := range model.AlertKinds {
		got, want := ruleOf(t, a.Rules(), string(kind)), model.DefaultAlert(kind)
		if got.String() != want.String() {
			t.Errorf("%s: %q, want %q", kind, got.String(), want.String())
		}
	}
	if !a.Bell || !a.Notify || a.Command != nil || a.AtMost < 1 {
		t.Errorf("told by %+v", a)
	}
}

func TestAlertsAreSwitchedOffAndAdded(t *testing.T) {
	a := load(t, `
[alerts]
new_failure = false
failure_rate = 0
window = "1h"
stuck = false
missed = false
backlog = 0
silence = 0
link = "0s"
budget = false
bell = false
command = ["notify-send", "fntop"]

[alerts.rules.checkout]
kind = "failure_rate"
query = "fn:checkout"
above = 0.05
for = "3m"

[alerts.rules.queue]
kind = "backlog"
`, nil).Alerts()
	rules := a.Rules()
	if len(rules) != 2 || a.Bell || !a.Notify || len(a.Command) != 2 {
		t.Fatalf("%+v", a)
	}
	r := ruleOf(t, rules, "checkout")
	if r.Kind != model.AlertFailureRate || r.Above != 0.05 || r.Min != 5 || r.For != 3*time.Minute || r.Query.String() != "fn:checkout" {
		t.Errorf("%+v", r)
	}
	if r = ruleOf(t, rules, "queue"); r.Above != 50 || r.For != time.Minute {
		t.Errorf("%+v", r)
	}
}

func TestWrongAlertsSayWhere(t *testing.T) {
	for _, c := range []struct {
		text string
		line int
		want []string
	}{
		{"[alerts]\nstuk = true\n", 2, []string{`"stuck"`}},
		{"[alerts]\nwindow = \"5\"\n", 2, []string{"duration", `"15m"`}},
		{"[alerts]\nwindow = \"48h\"\n", 2, []string{"1m to 24h"}},
		{"[alerts]\nsilence = 0.5\n", 2, []string{"0, or 1"}},
		{"[alerts]\nbacklog = -1\n", 2, []string{"0 or more"}},
		{"[alerts.rules.a]\nquery = \"fn:x\"\n", 1, []string{"no kind of alert", "failure_rate"}},
		{"[alerts.rules.a]\nkind = \"failure_rate\"\nabove = 7\n", 1, []string{"at most 1"}},
		{"[alerts.rules.a]\nkind = \"stuck\"\nquery = \"fnn:x\"\n", 3, []string{"no query"}},
		{"[alerts.rules.stuck]\nkind = \"stuck\"\n", 1, []string{"already"}},
		{"[alerts.rules.a]\nkid = \"stuck\"\n", 2, []string{"[alerts.rules.a]", `"kind"`}},
		{"[alerts]\nrules = 3\n", 2, []string{"[alerts.rules]"}},
	} {
		_, err := Load(write(t, c.text), environ(t, nil))
		e := mistake(t, err)
		if e.Line != c.line {
			t.Errorf("%q: line %d, want %d", c.text, e.Line, c.line)
		}
		for _, want := range c.want {
			if !strings.Contains(e.Error(), want) {
				t.Errorf("%q: %q does not say %q", c.text, e, want)
			}
		}
	}
}

func TestShowTellsTheAlertsInForce(t *testing.T) {
	var b strings.Builder
	c := load(t, "[alerts]\nbacklog = 7\n[alerts.rules.checkout]\nkind = \"stuck\"\nquery = \"fn:checkout\"\n", nil)
	if err := c.Show(&b); err != nil {
		t.Fatal(err)
	}
	for _, want := range []string{"backlog = 7 # file, line 2", "stuck = true # default", "[alerts.rules.checkout] # a run of fn:checkout takes"} {
		if !strings.Contains(b.String(), want) {
			t.Errorf("no %q in\n%s", want, b.String())
		}
	}
}
