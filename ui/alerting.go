package ui

import (
	"context"
	"time"

	tea "github.com/charmbracelet/bubbletea"

	"fntop/model"
	"fntop/ui/alarm"
	"fntop/ui/log"
	"fntop/ui/sched"
)

// Alerting is of what people are told, and how.
type Alerting struct {
	Rules []model.AlertRule
	Ways  alarm.Ways
}

// alerts are what people were told of.
type alerts struct {
	judge  *model.Alerts // nil until it is known what was told before
	limit  *alarm.Limit
	asked  sched.Ticket  // of the look around under way; zero for none
	at     time.Time     // when that was begun
	memory *alarm.Memory // nil where nothing outlives fntop
	saving bool
	unkept bool // something changed since that was begun
	failed bool // to keep them failed, and it was said
}

const (
	// alertEvery is how often it is looked for what people should be told of.
	alertEvery = 10 * time.Second
	// alertLoad is how many runs are gone through in a second at the most.
	alertLoad = 10_000
)

type (
	alertsFoundMsg struct {
		ticket sched.Ticket
		found  model.Found
	}
	alarmedMsg struct{ err error }
)

// alertsDue reports whether it is time to look for what people should be told.
func (a *App) alertsDue() bool {
	l := &a.alerts
	if l.judge == nil || l.asked != 0 || len(a.members) == 0 || a.live.paused {
		return false
	}
	load := time.Duration(a.store.Len()) * time.Second / alertLoad
	return l.at.IsZero() || a.now().Sub(l.at) >= max(alertEvery, load)
}

// lookForAlerts begins to look, where it is time.
func (a *App) lookForAlerts() tea.Cmd {
	if !a.alertsDue() {
		return nil
	}
	a.alerts.asked, a.alerts.at = a.desk.Next(), a.now()
	return look(a.alerts.asked, a.alerts.judge.Rules(), a.scene())
}

func look(t sched.Ticket, rules []model.AlertRule, s *model.Scene) tea.Cmd {
	return func() tea.Msg { return alertsFoundMsg{t, model.Look(rules, s)} }
}

// scene is everything that is known, for the rules to look at.
func (a *App) scene() *model.Scene {
	q := a.surveyed()
	var seen map[model.Subject]model.Coverage
	s := &model.Scene{
		As:  func(of model.Subject) time.Time { return q.As[of] },
		Now: q.Now, Runs: q.Runs, Functions: q.Functions, Triggers: q.Triggers, Known: a.knownSince(),
		Seen: func(of model.Subject) model.Coverage {
			if of.Kind != model.OfTrigger {
				return q.Seen[of]
			}
			if seen == nil { // it goes through all runs, so it is left to who looks
				seen = q.Schedules()
			}
			return seen[of]
		},
	}
	for _, g := range a.trouble.failures.Groups() {
		if ack := a.trouble.acks[g.Key]; !ack.Holds(g, q.Now) { // whoever knows of a group need not be told
			s.Groups = append(s.Groups, g)
		}
	}
	if a.unread() {
		s.Unread = "not everything has been read yet"
	}
	for _, m := range a.members {
		l := model.LinkState{Profile: m.info.Profile, Budget: m.budget()}
		if m.link.down {
			l.Down, l.Why = a.theirs(m.link.since), sentence(m.link.err)
		}
		if m.p.Left() == 0 {
			if m.spent.IsZero() {
				m.spent = q.Now
			}
		} else {
			m.spent = time.Time{}
		}
		l.Spent = m.spent
		s.Links = append(s.Links, l)
	}
	return s
}

// unread reports whether a list that can be read never was.
func (a *App) unread() bool {
	for _, m := range a.members {
		if m.functions.read.IsZero() && m.functions.err == nil {
			return true
		}
		for _, s := range m.sources {
			if f := m.runs[s]; f.read.IsZero() && f.err == nil {
				return true
			}
		}
	}
	return false
}

// gotAlerts tells people what was found, each thing once.
func (a *App) gotAlerts(msg alertsFoundMsg) tea.Cmd {
	l := &a.alerts
	if l.asked != msg.ticket {
		return nil
	}
	l.asked = 0
	v := l.judge.Judge(msg.found)
	now := a.now()
	for i := range v.Over {
		a.o.Traffic.Note(log.Line{At: now, Kind: log.Notice, Text: "Over: " + model.Visible(alertText(&v.Over[i]))})
	}
	cmds := make([]tea.Cmd, 0, len(v.Tell)+1)
	for i := range v.Tell {
		cmds = append(cmds, a.tell(&v.Tell[i], len(v.Tell)))
	}
	if v.Changed {
		cmds = append(cmds, a.keepAlerts())
	}
	return tea.Batch(cmds...)
}

func alertText(alert *model.Alert) string {
	return alarm.Title(alert)[len("fntop "):] + ": " + alert.Text
}

// tell tells people of one of so many alerts: here, by the terminal, and with
// their own program. Too many at once are only counted there.
func (a *App) tell(alert *model.Alert, of int) tea.Cmd {
	text, now := alertText(alert), a.now()
	if of > 1 {
		text += "  (" + model.Counted(of, "new alert") + ")"
	}
	a.say("⚑ " + text)
	ok, left := a.alerts.limit.Allow(now)
	if !ok {
		return nil
	}
	body := alert.Text
	if left > 0 {
		body += " " + capital(model.Counted(left, "other alert")) + " before it."
	}
	ways := a.o.Alerting.Ways
	if seq := ways.Sequence(alarm.Title(alert), body, a.o.Env); seq != "" && a.o.Screen != nil {
		a.o.Screen.Write([]byte(seq))
	}
	if len(ways.Command) == 0 {
		return nil
	}
	message := alarm.MessageOf(alert, now)
	message.NotTold = left
	return ring(a.ctx, ways.Command, message)
}

func ring(ctx context.Context, command []string, m alarm.Message) tea.Cmd {
	return func() tea.Msg { return alarmedMsg{alarm.Run(ctx, command, m)} }
}

// rang says why a person's program did not take an alert.
func (a *App) rang(msg alarmedMsg) tea.Cmd {
	if msg.err != nil && a.ctx.Err() == nil {
		a.say(capital(model.Visible(msg.err.Error())) + ".")
	}
	return nil
}

// openAlerts is how many alerts people should look at.
func (a *App) openAlerts() int {
	if a.alerts.judge == nil {
		return 0
	}
	return a.alerts.judge.Open(a.theirNow())
}
