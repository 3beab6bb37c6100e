package ui

import (
	"time"

	tea "github.com/charmbracelet/bubbletea"

	"fntop/api"
	"fntop/model"
	"fntop/ui/alarm"
	"fntop/ui/draw"
	"fntop/ui/palette"
	"fntop/ui/pane"
)

// openAlertMenu lists what people were told of: what lasts, then what somebody
// takes care of, then what is over; and which rules cannot be evaluated.
func (a *App) openAlertMenu() tea.Cmd {
	var items []palette.Item
	now := a.theirNow()
	for _, alert := range a.toldAlerts() {
		items = append(items, a.alertItem(&alert, now))
	}
	empty := "nothing that anybody had to be told of"
	switch {
	case a.alerts.judge == nil:
		empty = "all rules are switched off in [alerts]"
	default:
		for _, rule := range a.alerts.judge.Rules() {
			if why := a.alerts.judge.Unknown(rule.Name); why != "" {
				items = append(items, palette.Item{
					Text: rule.Name, Disabled: "not evaluated: " + model.Visible(why), Glyph: "?", Style: a.o.Theme.Warn,
				})
			}
		}
	}
	a.overlay = palette.New(palette.Options{Title: "Alerts", Items: items, Filter: true, Sentences: true, Empty: empty, Does: "see what can be done"})
	return nil
}

// toldAlerts are the alerts that people were told of.
func (a *App) toldAlerts() (told []model.Alert) {
	if a.alerts.judge == nil {
		return nil
	}
	for _, alert := range a.alerts.judge.All() {
		if !alert.Told.IsZero() {
			told = append(told, alert)
		}
	}
	return told
}

func (a *App) alertItem(alert *model.Alert, now time.Time) palette.Item {
	t := a.o.Theme
	item := palette.Item{
		Text: model.Visible(alarm.RuleWord(alert.Rule)), Note: model.Visible(alert.Text), Right: draw.Age(now.Sub(alert.Since)), Glyph: "⚑", Style: t.Bad,
		Intent: pane.OpenAlert{Rule: alert.Rule, Key: alert.Key},
	}
	switch {
	case !alert.Over.IsZero():
		item.Glyph, item.Style, item.Right = "✓", t.Good, "over"
	case alert.Ack.Holds(now):
		item.Glyph, item.Style = "‖", t.Faint
		item.Note = "acknowledged by " + model.Visible(alert.Ack.By) + ": " + item.Note
	}
	if len(a.members) > 1 && alert.Profile != "" {
		item.Text += " " + model.Visible(alert.Profile)
	}
	return item
}

// alertOf is an alert that people were told of, nil where it is forgotten.
func (a *App) alertOf(rule, key string) *model.Alert {
	for _, alert := range a.toldAlerts() {
		if alert.Rule == rule && alert.Key == key {
			return &alert
		}
	}
	return nil
}

// openAlert lists what can be done about an alert.
func (a *App) openAlert(i pane.OpenAlert) tea.Cmd {
	alert := a.alertOf(i.Rule, i.Key)
	if alert == nil {
		a.say("This alert was over long ago and is forgotten.")
		return nil
	}
	now := a.theirNow()
	var items []palette.Item
	if id := alert.Function.ID; id != "" {
		items = append(items, palette.Item{Text: "show the function's runs", Note: alert.Function.Label(), Intent: pane.ShowFunction{Profile: alert.Profile, ID: id}})
	}
	if id := alert.Trigger.ID; id != "" {
		items = append(items, palette.Item{Text: "show the trigger's runs", Note: alert.Trigger.Label(), Intent: pane.GoTrigger{Profile: alert.Profile, ID: id}})
	}
	if len(alert.Runs) > 0 && a.store.Run(alert.Runs[0]) != nil {
		items = append(items, palette.Item{Text: "open the newest of its runs", Note: alert.Runs[0].ID, Intent: pane.OpenRun{ID: alert.Runs[0]}})
	}
	quiet := func(text, note string, d time.Duration) {
		items = append(items, palette.Item{Text: text, Note: note, Intent: pane.AckAlert{Rule: alert.Rule, Key: alert.Key, For: d}})
	}
	switch {
	case alert.Ack.Holds(now):
		items = append(items, palette.Item{Text: "take the acknowledgement back", Intent: pane.AckAlert{Rule: alert.Rule, Key: alert.Key, Drop: true}})
	case alert.Over.IsZero():
		quiet("acknowledge until it is over", "it counts no more, and is told again only if it comes back", 0)
		quiet("for an hour", "", time.Hour)
		quiet("for 4 hours", "", 4*time.Hour)
		quiet("for a day", "", 24*time.Hour)
	}
	for i := range items {
		items[i].Note = model.Visible(items[i].Note)
	}
	a.say(alert.Text)
	a.overlay = palette.New(palette.Options{Title: model.Visible(alarm.RuleWord(alert.Rule) + " of " + aboutOf(alert)), Items: items, Empty: "it is over, and nothing is left to look at"})
	return nil
}

// aboutOf is what an alert is about, in a word.
func aboutOf(alert *model.Alert) string {
	switch {
	case alert.Trigger != model.Ref{}:
		return alert.Trigger.Label()
	case alert.Function != model.Ref{}:
		return alert.Function.Label()
	}
	return alert.Profile
}

// ackAlert leaves an alert alone, or no longer.
func (a *App) ackAlert(i pane.AckAlert) tea.Cmd {
	if a.alertOf(i.Rule, i.Key) == nil {
		return nil
	}
	if i.Drop {
		a.alerts.judge.Acknowledge(i.Rule, i.Key, nil)
		a.say("The acknowledgement is taken back.")
		return a.keepAlerts()
	}
	ack := model.Ack{At: a.theirNow(), By: api.Who()}
	said := "until it is over"
	if i.For > 0 {
		ack.Until = ack.At.Add(i.For)
		said = "for " + model.SpanText(i.For)
	}
	a.alerts.judge.Acknowledge(i.Rule, i.Key, &ack)
	a.say("Acknowledged " + said + ".")
	return a.keepAlerts()
}
