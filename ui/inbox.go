package ui

import (
	tea "github.com/charmbracelet/bubbletea"

	"fntop/api"
	"fntop/model"
)

// askInbox asks where a trigger's inbox is: only a read tells that.
func (a *App) askInbox(t *model.Trigger) tea.Cmd {
	p, ok := api.InboxerOf(a.of(t.Profile).p)
	if !ok {
		return nil
	}
	a.inbox = a.desk.Next()
	a.say("Finding the inbox of " + model.Visible(t.Name) + " …")
	return fetchInbox(a.ctx, p, a.inbox, t.Profile, t.ID)
}

// gotInbox opens the inbox, unless the person has gone elsewhere meanwhile.
func (a *App) gotInbox(msg inboxMsg) tea.Cmd {
	t := a.pickedTrigger()
	if msg.ticket != a.inbox || t == nil || t.Profile != msg.profile || t.ID != msg.trigger {
		return nil
	}
	a.inbox = 0
	if msg.err != nil {
		a.say(sentence(msg.err))
		return nil
	}
	return a.browseTo(msg.address, "the inbox")
}
