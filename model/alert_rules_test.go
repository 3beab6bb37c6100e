package model

import (
	"fmt"
	"testing"
	"time"
)

// scenario is what a rule is about: it comes and goes.
type scenario struct {
	rule AlertRule
	// comes changes the scene so that the rule holds from now on, once its For
	// is over; goes so that it holds no longer.
	comes, goes func(*Scene)
}

func scenarios() map[AlertKind]scenario {
	failing := func(s *Scene, n int, status Status) {
		s.Runs = nil
		for i := range n {
			at := s.Now.Add(-time.Duration(i+1) * time.Second)
			s.Runs = append(s.Runs, &Run{ID: RunID{"prod", fmt.Sprint(status, i, at.Unix())}, Status: status, Created: at, Started: at, Ended: at.Add(time.Millisecond),
				Function: Ref{"f", "charge"}, Trigger: Ref{"t", "order-hook"}, ErrorMessage: "boom"})
		}
	}
	groups := func(s *Scene) {
		f := NewFailures()
		for _, r := range s.Runs {
			f.Take([]Change{{New: r}})
		}
		s.Groups, s.Known = f.Groups(), s.Now.Add(-10*time.Hour)
	}
	link := func(change func(*LinkState)) func(*Scene) {
		return func(s *Scene) {
			s.Links = []LinkState{{Profile: "prod", Why: "Refused.", Budget: 300}}
			change(&s.Links[0])
		}
	}
	clear := func(s *Scene) { s.Runs, s.Groups, s.Links = nil, nil, nil }
	hook := []Trigger{{Profile: "prod", ID: "t", Name: "order-hook", Type: HTTPTrigger, Enabled: true}}
	nightly := []Trigger{{Profile: "prod", ID: "t", Name: "nightly", Type: Scheduled, Enabled: true, Schedule: "every 10m"}}
	all := map[AlertKind]scenario{
		AlertNewFailure:  {comes: func(s *Scene) { failing(s, 3, StatusFailure); groups(s) }, goes: clear},
		AlertFailureRate: {comes: func(s *Scene) { failing(s, 6, StatusFailure) }, goes: func(s *Scene) { failing(s, 60, StatusCompleted) }},
		AlertBacklog:     {comes: func(s *Scene) { failing(s, 60, StatusPending) }, goes: clear},
		AlertStuck: {comes: func(s *Scene) {
			s.Functions = []Function{{Profile: "prod", ID: "f", Timeout: Some(time.Second)}}
			failing(s, 1, StatusRunning)
			s.Runs[0].Started = s.Now.Add(-time.Minute)
		}, goes: clear},
		AlertMissed: {comes: func(s *Scene) {
			s.Triggers, s.Seen = nightly, func(Subject) Coverage { return Coverage{{midday.Add(-100 * time.Hour), midday.Add(100 * time.Hour)}} }
			failing(s, 1, StatusCompleted)
			s.Runs[0].Created, s.Runs[0].Trigger = s.Now.Add(-time.Hour), Ref{"t", "nightly"}
		}, goes: func(s *Scene) { s.Runs[0].Created = s.Now }},
		AlertSilence: {comes: func(s *Scene) {
			s.Triggers = hook
			failing(s, 20, StatusCompleted)
			for _, r := range s.Runs {
				r.Created = r.Created.Add(-time.Hour)
			}
		}, goes: func(s *Scene) { failing(s, 20, StatusCompleted) }},
		AlertLink:   {comes: func(s *Scene) { link(func(l *LinkState) { l.Down = s.Now })(s) }, goes: clear},
		AlertBudget: {comes: func(s *Scene) { link(func(l *LinkState) { l.Spent = s.Now })(s) }, goes: clear},
	}
	for kind, c := range all {
		c.rule = DefaultAlert(kind)
		all[kind] = c
	}
	return all
}

func TestEveryRuleFiresOnceEndsAndIsNotToldAgainByARestart(t *testing.T) {
	all := scenarios()
	for _, kind := range AlertKinds {
		t.Run(string(kind), func(t *testing.T) {
			c, told := all[kind], 0
			s := newStage(t, c.rule)
			pass := func(d time.Duration) {
				for range 6 {
					told += len(s.after(d / 6))
				}
			}
			pass(time.Minute)
			if told != 0 {
				t.Fatal("told of nothing")
			}
			c.comes(&s.scene)
			pass(c.rule.For + time.Minute)
			if told != 1 {
				t.Fatalf("told %d times when it came", told)
			}
			s.state("open")
			s.restart()
			pass(time.Minute)
			for i := range 10 { // to and fro, and now and then gone for long enough to be over
				c.goes(&s.scene)
				pass(time.Duration(1+i%3*5) * 30 * time.Second)
				c.comes(&s.scene)
				pass(30 * time.Second)
				s.restart()
			}
			if told != 1 {
				t.Errorf("told %d times of one thing", told)
			}
			c.goes(&s.scene)
			pass(3 * time.Minute)
			s.state("over")
			s.restart()
			pass(time.Minute)
			if told != 1 {
				t.Errorf("told %d times in all", told)
			}
			s.scene.Now = s.scene.Now.Add(time.Hour)
			c.goes(&s.scene)
			told = 0
			c.comes(&s.scene)
			pass(c.rule.For + time.Minute)
			if told != 1 {
				t.Errorf("told %d times when it came back much later", told)
			}
		})
	}
}
