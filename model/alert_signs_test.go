package model

import (
	"slices"
	"strings"
	"testing"
	"time"
)

func TestFailureRateFiresFromItsLimitOn(t *testing.T) {
	rule := DefaultAlert(AlertFailureRate)
	for _, c := range []struct {
		failed, completed, running int
		want                       bool
	}{
		{2, 8, 0, true}, {2, 9, 0, false}, {1, 4, 0, false}, {4, 0, 0, false}, {4, 0, 10, false}, {5, 0, 0, true}, {0, 100, 0, false},
	} {
		s := newStage(t, rule)
		s.scene.Runs = slices.Concat(some(c.failed, StatusFailure), some(c.completed, StatusCompleted), some(c.running, StatusRunning))
		if got := len(s.after(time.Second)) == 1; got != c.want {
			t.Errorf("%+v: told %t", c, got)
		}
	}
}

func TestFailureRateEndsWhenTheFailuresAreOld(t *testing.T) {
	s := newStage(t, DefaultAlert(AlertFailureRate))
	s.scene.Runs = some(6, StatusFailure)
	s.tells(time.Second, "failure_rate")
	if text := s.alerts.All()[0].Text; text != "charge: 6 of 6 runs failed in the last 15m (100 %)." {
		t.Errorf("it says %q", text)
	}
	s.tells(16 * time.Minute)
	s.tells(time.Minute)
	s.tells(2 * time.Minute)
	s.state("over")
}

func TestRuleWithAQuerySpeaksOfNothingElse(t *testing.T) {
	rule := DefaultAlert(AlertFailureRate)
	var err error
	if rule.Query, err = ParseQuery("fn:other", time.UTC); err != nil {
		t.Fatal(err)
	}
	s := newStage(t, rule)
	s.scene.Runs = some(6, StatusFailure)
	s.tells(time.Second)
	if !strings.Contains(rule.String(), "fn:other") {
		t.Errorf("%q does not say of which runs", rule.String())
	}
}

func TestBacklogFiresWhenManyRunsWaitForLong(t *testing.T) {
	s := newStage(t, DefaultAlert(AlertBacklog))
	s.scene.Runs = some(49, StatusPending)
	s.tells(time.Second)
	s.scene.Runs = some(50, StatusPending)
	s.tells(time.Second)
	s.tells(time.Minute, "backlog")
	s.tells(time.Minute)
	s.scene.Runs = some(3, StatusPending)
	s.tells(time.Minute)
	s.tells(2 * time.Minute)
	s.state("over")
}

func TestSilenceOfATriggerThatUsuallyFires(t *testing.T) {
	trigger := Trigger{Profile: "prod", ID: "t", Name: "order-hook", Type: HTTPTrigger, Enabled: true}
	for name, c := range map[string]struct {
		change func(*Trigger)
		runs   int
		want   []string
	}{
		"an http trigger":    {func(*Trigger) {}, 12, []string{"silence"}},
		"too few runs":       {func(*Trigger) {}, 9, nil},
		"paused":             {func(t *Trigger) { t.Enabled = false }, 12, nil},
		"scheduled":          {func(t *Trigger) { t.Schedule = "every 1m" }, 12, nil},
		"only fired by hand": {func(t *Trigger) { t.Type = OnDemand }, 12, nil},
	} {
		x := trigger
		c.change(&x)
		s := newStage(t, DefaultAlert(AlertSilence))
		s.scene.Triggers, s.scene.Runs = []Trigger{x}, some(c.runs, StatusCompleted)
		s.tells(4 * time.Minute)
		s.tells(2*time.Minute, c.want...)
		if len(c.want) == 0 {
			continue
		}
		fresh := ago(-6*time.Minute, StatusCompleted, time.Second)
		fresh.ID, fresh.Trigger, fresh.Function = RunID{"prod", "new"}, Ref{"t", "order-hook"}, Ref{"f", "charge"}
		s.scene.Runs = append([]*Run{fresh}, s.scene.Runs...)
		s.tells(time.Minute)
		s.tells(2 * time.Minute)
		s.state("over")
		if t.Failed() {
			t.Fatal(name)
		}
	}
}

func TestLinkAndBudgetAreKnownWhileNothingIsRead(t *testing.T) {
	s := newStage(t, linkRule(0), AlertRule{Name: "budget", Kind: AlertBudget})
	s.scene.Unread = "nothing has been read yet"
	s.scene.Links = []LinkState{{Profile: "prod", Down: midday, Why: "Refused."}, {Profile: "test", Spent: midday, Budget: 300}}
	s.tells(time.Second, "budget", "link")
	s.scene.Links = nil
	s.tells(3 * time.Minute)
	for _, a := range s.alerts.All() {
		if a.Over.IsZero() {
			t.Errorf("%s is not over", a.Rule)
		}
	}
}

func TestWrongRulesSayWhy(t *testing.T) {
	for _, c := range []struct {
		rule AlertRule
		want string
	}{
		{AlertRule{Kind: "failure"}, `“failure” is no kind of alert; it is one of new_failure`},
		{AlertRule{Kind: AlertFailureRate, Above: 1.2, Window: time.Hour}, "at most 1"},
		{AlertRule{Kind: AlertFailureRate, Above: .2, Window: time.Second}, "from 1m"},
		{AlertRule{Kind: AlertBacklog}, "1 or more"},
		{AlertRule{Kind: AlertLink, For: -1}, "from 0s"},
	} {
		if got := c.rule.Wrong(); !strings.Contains(got, c.want) {
			t.Errorf("%+v: %q, want %q in it", c.rule, got, c.want)
		}
	}
	for _, kind := range AlertKinds {
		rule := DefaultAlert(kind)
		if why := rule.Wrong(); why != "" || rule.String() == string(kind) {
			t.Errorf("the usual rule of %s: %s %s", kind, why, rule.String())
		}
	}
}

// A run that hangs fires once for its function, and is over with the run.
func TestRunThatTakesFarLongerThanOthersIsTold(t *testing.T) {
	s := newStage(t, DefaultAlert(AlertStuck))
	hangs := ago(20*time.Second, StatusRunning, 0)
	hangs.ID, hangs.Function = RunID{"prod", "hangs"}, Ref{"f", "charge"}
	s.scene.Runs = append([]*Run{hangs}, some(40, StatusCompleted)...)
	s.tells(time.Second)
	s.tells(30*time.Second, "stuck")
	if a := s.alerts.All()[0]; !slices.Equal(a.Runs, []RunID{hangs.ID}) || a.Text != "charge: 1 run is under way for up to 51s; it should be over within 30s." {
		t.Errorf("%q about %v", a.Text, a.Runs)
	}
	s.restart()
	for range 20 {
		s.tells(time.Minute)
	}
	ended := *hangs
	ended.Status, ended.Ended = StatusTimeout, s.scene.Now
	s.scene.Runs[0] = &ended
	s.tells(time.Second)
	s.tells(2 * time.Minute)
	s.state("over")
}

func TestTimeoutOfAFunctionIsALimitForItsRuns(t *testing.T) {
	s := newStage(t, DefaultAlert(AlertStuck))
	s.scene.Functions = []Function{{Profile: "prod", ID: "f", Timeout: Some(5 * time.Minute)}}
	s.scene.Runs = some(1, StatusRunning)
	s.tells(4 * time.Minute)
	s.tells(time.Minute, "stuck")
}

func TestMissedScheduleIsToldOnceUntilItRuns(t *testing.T) {
	s := newStage(t, DefaultAlert(AlertMissed))
	s.scene.Triggers = []Trigger{{Profile: "prod", ID: "t", Name: "nightly", Type: Scheduled, Enabled: true, Schedule: "0 12 * * *"}}
	s.tells(time.Minute)
	if why := s.alerts.Unknown("missed"); why == "" {
		t.Error("it does not say that nothing tells what was seen")
	}
	s.scene.Seen = func(Subject) Coverage { return Coverage{{midday.Add(-48 * time.Hour), s.scene.Now}} }
	before := ago(24*time.Hour, StatusCompleted, time.Second)
	before.ID, before.Trigger, before.Function = RunID{"prod", "before"}, Ref{"t", "nightly"}, Ref{"f", "report"}
	s.scene.Runs = []*Run{before}
	s.tells(time.Minute)
	s.tells(4*time.Minute, "missed")
	if text := s.alerts.All()[0].Text; !strings.HasPrefix(text, "nightly was due at 12:00 UTC, ") || !strings.HasSuffix(text, " and nothing ran.") {
		t.Errorf("it says %q", text)
	}
	s.restart()
	s.tells(time.Hour)
	s.state("open")
	late := *before
	late.ID.ID, late.Created = "late", s.scene.Now
	s.scene.Runs = append([]*Run{&late}, s.scene.Runs...)
	s.tells(time.Minute)
	s.tells(2 * time.Minute)
	s.state("over")
}

func TestScheduleThatCannotBeUnderstoodIsSaidAndHidesNoOther(t *testing.T) {
	s := newStage(t, DefaultAlert(AlertMissed))
	s.scene.Seen = func(Subject) Coverage { return Coverage{{midday.Add(-48 * time.Hour), s.scene.Now}} }
	s.scene.Triggers = []Trigger{
		{Profile: "prod", ID: "odd", Name: "odd", Type: Scheduled, Enabled: true, Schedule: "99 99 * * *"},
		{Profile: "prod", ID: "t", Name: "nightly", Type: Scheduled, Enabled: true, Schedule: "0 11 * * *"},
	}
	s.tells(time.Minute, "missed")
	if why := s.alerts.Unknown("missed"); !strings.Contains(why, "odd") || !strings.Contains(why, "99 99") {
		t.Errorf("it says %q", why)
	}
}

func TestFailureThatWasNotKnownIsToldOnce(t *testing.T) {
	s := newStage(t, DefaultAlert(AlertNewFailure))
	known := ago(5*time.Hour, StatusFailure, time.Second)
	known.ID, known.Function, known.ErrorMessage = RunID{"prod", "old"}, Ref{"f", "charge"}, "connection refused by 10.0.0.1:5432"
	same := ago(time.Minute, StatusFailure, time.Second)
	same.ID, same.Function, same.ErrorMessage = RunID{"prod", "same"}, known.Function, "connection refused by 10.0.0.9:5433"
	failures := NewFailures()
	show := func(runs ...*Run) {
		var changes []Change
		for _, r := range runs {
			changes = append(changes, Change{New: r})
		}
		failures.Take(changes)
		s.scene.Groups = failures.Groups()
	}
	show(known, same)
	s.tells(time.Minute) // nothing says how far back the view reaches
	s.scene.Known = midday.Add(-6 * time.Hour)
	s.tells(time.Minute)
	other := ago(time.Second, StatusFailure, time.Second)
	other.ID, other.Function, other.ErrorMessage = RunID{"prod", "new"}, known.Function, "card 4242 was declined"
	show(other)
	s.tells(time.Minute, "new_failure")
	again := *other
	again.ID.ID, again.ErrorMessage = "again", "card 1717 was declined"
	show(&again)
	s.restart()
	for range 50 {
		s.tells(time.Minute)
	}
	s.state("open")
	s.tells(20 * time.Minute) // it is known by now
	s.tells(5 * time.Minute)
	s.state("over")
}
