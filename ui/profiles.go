package ui

import (
	"slices"
	"strings"

	tea "github.com/charmbracelet/bubbletea"

	"fntop/api"
	"fntop/model"
	"fntop/ui/follow"
	"fntop/ui/functions"
	"fntop/ui/palette"
	"fntop/ui/pane"
	"fntop/ui/triggers"
)

// openProfiles lists the profiles there are, those on screen ticked.
func (a *App) openProfiles() tea.Cmd {
	choices := a.choices()
	items := make([]palette.Item, len(choices))
	for i, c := range choices {
		note := strings.Trim(c.Workspace+" · "+c.Host, " ·")
		if c.Workspace == c.Host {
			note = c.Host
		}
		item := palette.Item{Text: c.Name, Note: note}
		if m := a.of(c.Name); m != nil {
			item.Checked = true
			item.Style, item.Glyph = stateSign(a.o.Theme, m.truth.state)
		}
		if c.ReadOnly {
			item.Right = "read-only"
		}
		items[i] = item
	}
	a.overlay = palette.New(palette.Options{Title: "Profiles on screen", Items: items, Multi: true,
		Apply: func(checked []int) pane.Intent {
			var names []string
			for _, i := range checked {
				names = append(names, choices[i].Name)
			}
			return pane.SetProfiles{Names: names}
		}})
	return nil
}

// choices are the profiles that can be on screen: those of the configuration
// file, and those that were opened without it.
func (a *App) choices() []api.Choice {
	choices := slices.Clone(a.o.Choices)
	add := func(i api.Info) {
		if !slices.ContainsFunc(choices, func(c api.Choice) bool { return c.Name == i.Profile }) {
			choices = append(choices, api.Choice{Name: i.Profile, Workspace: i.Workspace, Host: i.Host, ReadOnly: i.ReadOnly})
		}
	}
	for _, m := range a.members {
		add(m.info)
	}
	for _, m := range a.aside {
		add(m.info)
	}
	return choices
}

// setProfiles puts these profiles on screen and takes all others away.
func (a *App) setProfiles(names []string) tea.Cmd {
	if len(names) == 0 {
		a.say("One profile stays on screen at least. Tick it with space.")
		return nil
	}
	for _, m := range slices.Clone(a.members) {
		if !slices.Contains(names, m.info.Profile) {
			a.leave(m)
		}
	}
	var cmds []tea.Cmd
	for _, name := range names {
		if a.of(name) != nil {
			continue
		}
		if m := a.whose(name); m != nil {
			a.aside = slices.DeleteFunc(a.aside, func(x *member) bool { return x == m })
			cmds = append(cmds, a.join(m.p))
			continue
		}
		cmds = append(cmds, openMember(a.ctx, a.o.Profiles, name))
	}
	return tea.Batch(append(cmds, a.refiltered())...)
}

// gotMember puts a profile on screen that was opened beside others.
func (a *App) gotMember(msg memberMsg) tea.Cmd {
	if msg.err != nil {
		a.say(capital(model.Visible(msg.name)) + " was not opened: " + sentence(msg.err))
		return nil
	}
	if a.of(msg.name) != nil {
		return nil // asked for twice
	}
	return a.join(msg.provider)
}

// join begins to read from a profile beside those on screen.
func (a *App) join(p api.Provider) tea.Cmd {
	m := a.use(p)
	a.relist()
	return tea.Batch(a.recall(m), a.plan(), a.listen(m), a.watchAgain())
}

// leave takes a profile off the screen. Its provider is kept, so that it comes
// back without signing in anew; what was sent to it is followed to its end.
func (a *App) leave(m *member) {
	m.deafen()
	m.p.CloseIdle()
	a.aside = append(a.aside, m)
	a.members = slices.DeleteFunc(a.members, func(x *member) bool { return x == m })
	if a.detail != nil && a.detail.pane.ID().Profile == m.info.Profile && a.detail.job == nil {
		a.closeRun()
	}
	if a.contrast != nil && a.contrast.id.Profile == m.info.Profile {
		a.closeContrast()
	}
	if a.filter.Profile == m.info.Profile {
		a.filter.Profile, a.filter.Function, a.filter.Trigger = "", model.Ref{}, model.Ref{}
	}
	a.stopWatching(follow.Aside, func(profile string) bool { return profile == m.info.Profile })
	a.changed(a.store.Forget(m.info.Profile))
	a.forgetSurvey()
	a.relist()
}

// relist shows the functions and triggers of the profiles on screen, profile
// by profile.
func (a *App) relist() {
	a.functions, a.triggers = a.functions[:0], a.triggers[:0]
	var profiles []string
	for _, m := range a.members {
		a.functions = append(a.functions, m.functionList...)
		a.triggers = append(a.triggers, m.triggerList...)
		profiles = append(profiles, m.info.Profile)
	}
	a.runsPane.SetProfiles(profiles)
	a.followed.SetProfiles(profiles)
	a.fnPane.SetWhose(nil)
	a.trigPane.SetWhose(nil)
	if len(profiles) > 1 {
		a.fnPane.SetWhose(func(k functions.Key) string { return k.Profile })
		a.trigPane.SetWhose(func(k triggers.Key) string { return k.Profile })
	}
	a.fnPane.SetRows(a.functions)
	a.followSources()
	a.named()
	a.surveys.stale = true
}

// another says where profiles come from.
func (a *App) another() string {
	if a.o.ConfigPath == "" {
		return "The configuration file may have several."
	}
	return "Further ones go into " + model.Visible(a.o.ConfigPath) + "."
}
