package ui

import (
	tea "github.com/charmbracelet/bubbletea"

	"fntop/model"
	"fntop/ui/draw"
	"fntop/ui/functions"
	"fntop/ui/pane"
	"fntop/ui/triggers"
)

// statuses are those that runs of the backends on screen can have, in the
// order in which a run meets them.
func (a *App) statuses() []model.Status {
	var set model.StatusSet
	for _, m := range a.members {
		set |= m.info.Statuses
	}
	var statuses []model.Status
	for _, s := range model.Statuses {
		if set.Has(s) {
			statuses = append(statuses, s)
		}
	}
	return statuses
}

func (a *App) narrowed() bool { return a.filter.Function.ID != "" || a.filter.Trigger.ID != "" }

// narrowSource is the list that holds exactly the runs narrowed to.
func (a *App) narrowSource() (source, bool) {
	switch {
	case a.filter.Trigger.ID != "":
		return source{byTrigger, a.filter.Profile, a.filter.Trigger.ID}, true
	case a.filter.Function.ID != "":
		return source{byFunction, a.filter.Profile, a.filter.Function.ID}, true
	}
	return source{}, false
}

// narrowTrigger narrows the runs to a trigger, or widens when they are.
func (a *App) narrowTrigger(profile, id string) tea.Cmd {
	if a.filter.Trigger.ID == id && a.filter.Profile == profile {
		return a.widen()
	}
	if why := a.infoOf(profile).Caps.NoTriggerRuns; why != "" {
		a.say(capital(why) + ". Narrow to its function instead.")
		return nil
	}
	t := a.store.Book().Trigger(profile, id)
	if t == nil {
		return nil
	}
	return a.narrow(profile, model.Ref{}, model.Ref{ID: id, Name: t.Name})
}

// narrowFunction likewise for a function.
func (a *App) narrowFunction(profile, id string) tea.Cmd {
	if a.filter.Function.ID == id && a.filter.Profile == profile {
		return a.widen()
	}
	f := a.store.Book().Function(profile, id)
	if f == nil {
		return nil
	}
	return a.narrow(profile, model.Ref{ID: id, Name: f.Name}, model.Ref{})
}

func (a *App) widen() tea.Cmd { return a.narrow("", model.Ref{}, model.Ref{}) }

func (a *App) narrow(profile string, function, trigger model.Ref) tea.Cmd {
	a.filter.Profile, a.filter.Function, a.filter.Trigger = profile, function, trigger
	a.fnPane.SetNarrowed(functions.Key{Profile: profile, ID: function.ID})
	a.trigPane.SetNarrowed(triggers.Key{Profile: profile, ID: trigger.ID})
	a.followSources()
	return a.refiltered()
}

func (a *App) setStatuses(statuses []model.Status) tea.Cmd {
	a.wished(byStatus)
	a.filter.Statuses = model.NewStatusSet(statuses...)
	if len(statuses) == len(a.statuses()) {
		a.filter.Statuses = 0
	}
	a.toLists()
	return a.refiltered()
}

// toggleStatuses shows only these, or every status where they are shown.
func (a *App) toggleStatuses(set model.StatusSet) tea.Cmd {
	set &= model.NewStatusSet(a.statuses()...) // what no run can be only makes the title longer
	if a.filter.Statuses == set {
		set = 0
	}
	a.wished(byStatus)
	a.filter.Statuses = set
	a.toLists()
	return a.refiltered()
}

func (a *App) setQuery(q pane.SetQuery) tea.Cmd {
	if q.Text != a.query {
		a.wished(byQuery)
	}
	a.query, a.filter.Query = q.Text, q.Query
	a.notice = notice{} // what was wrong with the text is no more
	if !q.Done {
		return a.refiltered()
	}
	a.barOpen = false
	cmd := a.refiltered()
	if q.Text == a.barQuery {
		// The filter is what it was: so is the place. Typing moved it.
		a.runsPane.Return(a.barFrom)
		a.moved()
	}
	return cmd
}

func (a *App) setSort(s model.Sort) tea.Cmd {
	a.order = s
	a.refilter()
	if !a.whole && s.Column != model.ByCreated {
		a.say("Sorted among the runs that are loaded.")
	}
	return nil
}

func (a *App) setWindow(w model.Window) tea.Cmd {
	a.wished(byWindow)
	a.filter.Window = w
	return a.refiltered()
}

func (a *App) turnTimes() tea.Cmd {
	a.times = a.times.Next()
	a.say("Times are shown as " + map[draw.Times]string{draw.Ages: "ages", draw.Local: "local time", draw.UTC: "UTC"}[a.times] + ".")
	return nil
}
