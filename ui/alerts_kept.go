package ui

import (
	"context"

	tea "github.com/charmbracelet/bubbletea"

	"fntop/model"
	"fntop/ui/alarm"
)

type (
	alertsKeptMsg struct {
		memory *alarm.Memory
		all    []model.Alert
		err    error
	}
	alertsSavedMsg struct{ err error }
)

// recallAlerts asks what people were told of when fntop was last open. It is
// done once there is a profile: asking opens the history, after which it is too
// late for the demo to keep none.
func (a *App) recallAlerts() tea.Cmd {
	if len(a.o.Alerting.Rules) == 0 {
		return nil
	}
	a.alerts.limit = alarm.NewLimit(max(a.o.Alerting.Ways.AtMost, 1))
	if a.o.Notes == nil {
		a.alerts.judge = model.NewAlerts(a.o.Alerting.Rules, nil)
		return nil
	}
	return rememberAlerts(a.ctx, a.o.Notes)
}

func rememberAlerts(ctx context.Context, notes Notes) tea.Cmd {
	return func() tea.Msg {
		memory, all, err := alarm.Remember(ctx, notes, "alert")
		return alertsKeptMsg{memory, all, err}
	}
}

func (a *App) gotAlertsKept(msg alertsKeptMsg) tea.Cmd {
	if msg.err != nil {
		a.say(capital(model.Visible(msg.err.Error())) + "; alerts that were told before may be told again.")
	}
	a.alerts.memory, a.alerts.judge = msg.memory, model.NewAlerts(a.o.Alerting.Rules, msg.all)
	return nil
}

// keepAlerts has them outlive fntop, one writing at a time.
func (a *App) keepAlerts() tea.Cmd {
	l := &a.alerts
	if l.memory == nil || l.saving {
		l.unkept = l.memory != nil
		return nil
	}
	l.saving, l.unkept = true, false
	return saveAlerts(a.ctx, l.memory, l.judge.All())
}

func saveAlerts(ctx context.Context, m *alarm.Memory, all []model.Alert) tea.Cmd {
	return func() tea.Msg { return alertsSavedMsg{m.Keep(ctx, all)} }
}

func (a *App) savedAlerts(msg alertsSavedMsg) tea.Cmd {
	l := &a.alerts
	l.saving = false
	if msg.err != nil && !l.failed && a.ctx.Err() == nil {
		a.say(capital(model.Visible(msg.err.Error())) + "; alerts may be told again after a restart.")
	}
	if l.failed = msg.err != nil; l.unkept {
		return a.keepAlerts()
	}
	return nil
}
