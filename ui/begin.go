package ui

import (
	tea "github.com/charmbracelet/bubbletea"

	"fntop/model"
	"fntop/ui/pane"
)

// startDemo opens the embedded demo from the start page, once.
func (a *App) startDemo() tea.Cmd {
	switch {
	case a.o.Demo == nil:
		a.say("This build has no demo.")
		return nil
	case a.beginning:
		return nil
	}
	a.beginning = true
	a.say("Starting the demo …")
	return openDemo(a.ctx, a.o.Demo)
}

// openProfile opens a profile from the start page. said is told once it is
// open.
func (a *App) openProfile(name, said string) tea.Cmd {
	if a.beginning || a.o.Profiles == nil {
		return nil
	}
	a.beginning = true
	a.say("Opening " + name + " …")
	return openProfile(a.ctx, a.o.Profiles, name, said)
}

// opened takes the providers that were opened from the start page. Where
// there are none the page says why, and another can be chosen.
func (a *App) opened(msg openedMsg) tea.Cmd {
	a.beginning, a.notice = false, notice{}
	if msg.err != nil {
		a.start.SetProblem(sentence(msg.err))
		return nil
	}
	a.start = nil
	for _, p := range msg.providers {
		a.use(p)
	}
	a.relist()
	if msg.said != "" {
		a.say(msg.said)
	}
	return tea.Batch(a.begin(), a.recallAlerts())
}

// begin asks for everything there is to know, and listens to what is pushed.
func (a *App) begin() tea.Cmd {
	cmds := []tea.Cmd{a.plan()}
	for _, m := range a.members {
		cmds = append(cmds, a.listen(m), a.recall(m))
	}
	return tea.Batch(append(cmds, a.firstState(), loadGroups(a.ctx, a.o.Notes, a.trouble.said), lookForPast(a.o.StateDir))...)
}

// setUp opens the wizard over the start page.
func (a *App) setUp() tea.Cmd {
	switch {
	case a.o.Profiles == nil:
		a.say("This build sets up no connections.")
		return nil
	case a.beginning:
		return nil
	}
	z, cmd := newWizard(a.ctx, a.o, a.spawn, true)
	a.wizard, a.overlay = z, z.pane
	return cmd
}

// settingUp reports whether the wizard is open.
func (a *App) settingUp() bool { return a.wizard != nil && a.overlay == pane.Overlay(a.wizard.pane) }

// saved opens the profile that was just set up.
func (a *App) saved(msg savedMsg) tea.Cmd {
	if msg.err != nil {
		a.wizard.pane.NotSaved(sentence(msg.err))
		return nil
	}
	a.overlay, a.wizard = nil, nil
	a.o.Choices = append(a.o.Choices[:len(a.o.Choices):len(a.o.Choices)], msg.kept.Choice)
	a.start.SetChoices(a.o.Choices, msg.kept.Name)
	return a.openProfile(msg.kept.Name, "Saved as profile "+msg.kept.Name+" in "+model.Visible(msg.kept.Path)+".")
}
