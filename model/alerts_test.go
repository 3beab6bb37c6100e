package model

import (
	"encoding/json"
	"fmt"
	"reflect"
	"testing"
	"time"
)

// stage is a scene whose time goes on by hand.
type stage struct {
	t      *testing.T
	alerts *Alerts
	scene  Scene
}

func newStage(t *testing.T, rules ...AlertRule) *stage {
	for _, r := range rules {
		if why := r.Wrong(); why != "" {
			t.Fatalf("rule %s: %s", r.Name, why)
		}
	}
	return &stage{t: t, alerts: NewAlerts(rules, nil), scene: Scene{Now: midday}}
}

// after lets time pass and returns the rules that people are told of then.
func (s *stage) after(d time.Duration) (told []string) {
	s.t.Helper()
	s.scene.Now = s.scene.Now.Add(d)
	v := s.alerts.Judge(Look(s.alerts.Rules(), &s.scene))
	if len(v.Tell) > 0 && !v.Changed {
		s.t.Error("people are told of something that is not kept")
	}
	for _, a := range v.Tell {
		told = append(told, a.Rule)
		if a.Text == "" || a.Key == "" || a.Profile == "" {
			s.t.Errorf("told without saying what: %+v", a)
		}
	}
	return told
}

func (s *stage) tells(d time.Duration, want ...string) {
	s.t.Helper()
	if got := s.after(d); !reflect.DeepEqual(got, want) {
		s.t.Errorf("after %v: told of %q, want %q", d, got, want)
	}
}

// restart keeps what is kept, through JSON as history does, and begins anew.
func (s *stage) restart() {
	s.t.Helper()
	kept, err := json.Marshal(s.alerts.All())
	if err != nil {
		s.t.Fatal(err)
	}
	var all []Alert
	if err := json.Unmarshal(kept, &all); err != nil {
		s.t.Fatal(err)
	}
	s.alerts = NewAlerts(s.alerts.Rules(), all)
}

func (s *stage) state(want string) {
	s.t.Helper()
	got := "none"
	for _, a := range s.alerts.All() {
		switch {
		case !a.Over.IsZero():
			got = "over"
		case a.Open(s.scene.Now):
			got = "open"
		default:
			got = "quiet"
		}
	}
	if got != want {
		s.t.Errorf("the alert is %s, want %s", got, want)
	}
}

// down makes a profile unreachable, or lets it be reached again.
func (s *stage) down(down bool) {
	s.scene.Links = []LinkState{{Profile: "prod", Why: "Connection refused."}}
	if down {
		s.scene.Links[0].Down = s.scene.Now
	}
}

func linkRule(holds time.Duration) AlertRule {
	r := DefaultAlert(AlertLink)
	r.For = holds
	return r
}

func TestAlertIsToldOnceEndsAndIsNewsMuchLater(t *testing.T) {
	s := newStage(t, linkRule(0))
	s.down(false)
	s.tells(time.Minute)
	s.down(true)
	s.tells(time.Minute, "link")
	for range 100 {
		s.tells(time.Minute)
	}
	s.state("open")
	s.down(false)
	s.tells(time.Minute)
	s.state("open") // not for long enough
	s.tells(time.Minute)
	s.state("over")
	s.tells(time.Hour)
	s.down(true)
	s.tells(time.Minute, "link")
}

func TestAlertDoesNotFlap(t *testing.T) {
	s := newStage(t, linkRule(0))
	s.down(true)
	s.tells(time.Second, "link")
	for i := range 200 {
		s.down(i%2 == 0)
		s.tells(time.Duration(10+i) * time.Second)
	}
	if all := s.alerts.All(); len(all) != 1 || all[0].Again == 0 {
		t.Errorf("kept %+v, want one alert that came back", all)
	}
}

func TestAlertHasToHoldAsLongAsItsRuleSays(t *testing.T) {
	s := newStage(t, linkRule(2*time.Minute))
	s.down(true)
	s.tells(time.Minute)
	s.tells(time.Minute)
	s.down(false) // gone in between: it begins anew
	s.tells(30 * time.Second)
	s.down(true)
	s.tells(30 * time.Second)
	s.tells(time.Minute)
	s.tells(time.Minute, "link")
}

func TestAlertSurvivesARestartUntold(t *testing.T) {
	s := newStage(t, linkRule(0), DefaultAlert(AlertBacklog))
	s.down(true)
	s.tells(time.Second, "link")
	s.restart()
	s.tells(time.Second)
	s.scene.Now = s.scene.Now.Add(5 * time.Hour) // nobody looked
	s.restart()
	s.tells(time.Second)
	s.state("open")
	s.down(false)
	s.restart()
	s.tells(3 * time.Minute)
	s.state("over")
}

func TestAlertOfARuleThatIsGoneIsForgotten(t *testing.T) {
	s := newStage(t, linkRule(0))
	s.down(true)
	s.tells(time.Second, "link")
	if left := NewAlerts([]AlertRule{DefaultAlert(AlertBacklog)}, s.alerts.All()).All(); len(left) != 0 {
		t.Errorf("kept %+v of a rule that is not there", left)
	}
}

func TestAcknowledgedAlertIsQuietUntilItsTimeIsUp(t *testing.T) {
	s := newStage(t, linkRule(0))
	s.down(true)
	s.tells(time.Second, "link")
	if s.alerts.Acknowledge("link", "other", &Ack{}) {
		t.Error("acknowledged what is not there")
	}
	if !s.alerts.Acknowledge("link", "prod", &Ack{By: "ana", At: s.scene.Now, Note: "on it", Until: s.scene.Now.Add(time.Hour)}) {
		t.Fatal("no such alert")
	}
	s.state("quiet")
	s.restart()
	s.tells(30 * time.Minute)
	s.state("quiet")
	s.tells(31*time.Minute, "link")
	s.state("open")
	if !s.alerts.Acknowledge("link", "prod", &Ack{By: "ana", At: s.scene.Now}) {
		t.Fatal("no such alert")
	}
	s.tells(100 * time.Hour)
	s.state("quiet")
}

func TestRuleThatCannotBeEvaluatedSaysSoAndEndsNothing(t *testing.T) {
	s := newStage(t, DefaultAlert(AlertFailureRate))
	s.scene.Runs = some(6, StatusFailure)
	s.tells(time.Second, "failure_rate")
	s.scene.Unread = "not everything has been read yet"
	s.scene.Runs = nil
	s.tells(10 * time.Minute)
	s.state("open")
	if got := s.alerts.Unknown("failure_rate"); got != s.scene.Unread {
		t.Errorf("it says %q", got)
	}
	s.scene.Unread = ""
	s.tells(10 * time.Minute)
	s.state("over")
	if got := s.alerts.Unknown("failure_rate"); got != "" {
		t.Errorf("it still says %q", got)
	}
}

func TestAlertsAreBounded(t *testing.T) {
	s := newStage(t, linkRule(0))
	for i := range 3 * mostAlerts {
		s.scene.Links = []LinkState{{Profile: fmt.Sprint("p", i), Down: s.scene.Now, Why: "Gone."}}
		s.after(time.Second)
	}
	if n := len(s.alerts.All()); n > mostAlerts {
		t.Errorf("%d alerts are kept", n)
	}
	s.scene.Links = nil
	s.after(5 * time.Minute)
	s.after(25 * time.Hour)
	if n := len(s.alerts.All()); n != 0 {
		t.Errorf("%d alerts are kept a day after", n)
	}
}

// some are runs of one function and trigger, a second apart before midday.
func some(n int, status Status) []*Run {
	runs := make([]*Run, n)
	for i := range runs {
		runs[i] = ago(time.Duration(i+1)*time.Second, status, time.Second)
		runs[i].ID = RunID{"prod", fmt.Sprint(status, i)}
		runs[i].Function, runs[i].Trigger = Ref{"f", "charge"}, Ref{"t", "order-hook"}
	}
	return runs
}

func TestAlertsOfProfilesThatAreNotLookedAtStayAsTheyAre(t *testing.T) {
	s := newStage(t, linkRule(0), DefaultAlert(AlertFailureRate))
	s.scene.Runs = some(6, StatusFailure)
	s.scene.Links = []LinkState{{Profile: "prod"}}
	s.tells(time.Second, "failure_rate")
	s.scene.Links, s.scene.Runs = []LinkState{{Profile: "test"}}, nil
	s.tells(time.Hour)
	s.state("open") // prod is not on the screen
	s.scene.Links = []LinkState{{Profile: "prod", Down: s.scene.Now, Why: "Refused."}}
	s.tells(time.Hour, "link")
	for _, a := range s.alerts.All() {
		if !a.Over.IsZero() {
			t.Errorf("%s is over though nothing new is known", a.Rule)
		}
	}
	s.scene.Links = []LinkState{{Profile: "prod"}}
	s.tells(time.Minute)
	s.tells(3 * time.Minute)
	s.state("over")
}

func TestWhatWasReadLongAgoIsJudgedAsOfThen(t *testing.T) {
	s := newStage(t, DefaultAlert(AlertStuck), DefaultAlert(AlertSilence))
	s.scene.Functions = []Function{{Profile: "prod", ID: "f", Timeout: Some(time.Minute)}}
	s.scene.Triggers = []Trigger{{Profile: "prod", ID: "t", Name: "order-hook", Type: HTTPTrigger, Enabled: true, Function: Ref{ID: "f"}}}
	s.scene.Runs = append(some(1, StatusRunning), some(20, StatusCompleted)...)
	s.scene.As = func(Subject) time.Time { return midday }
	s.tells(8 * time.Hour) // of sleep
	s.scene.As = nil
	s.tells(time.Second, "silence", "stuck")
}

func TestAcknowledgementUntilItIsOverEndsWithIt(t *testing.T) {
	s := newStage(t, linkRule(0))
	s.down(true)
	s.tells(time.Second, "link")
	s.alerts.Acknowledge("link", "prod", &Ack{By: "ana", At: s.scene.Now})
	s.state("quiet")
	s.down(false)
	s.tells(3 * time.Minute)
	s.down(true)
	s.tells(time.Minute)
	s.state("open")
}

func TestAlertThatNobodyLookedAtHasToHoldAnew(t *testing.T) {
	s := newStage(t, linkRule(2*time.Minute))
	s.down(true)
	s.tells(time.Second)
	s.restart()
	s.tells(time.Hour)
	s.tells(2*time.Minute, "link")
}
