package ui

import (
	"slices"
	"strings"

	tea "github.com/charmbracelet/bubbletea"

	"fntop/model"
	"fntop/ui/board"
	"fntop/ui/log"
	"fntop/ui/state"
)

// focusNames are the panes as the state file has them.
var focusNames = [...]string{onTriggers: "triggers", onFunctions: "functions", onRuns: "runs", onPreview: "preview"}

// The screens as the state file has them. An open run is none: it is gone to
// from the table, where it stays selected.
const (
	boardScreen  = "board"
	inboxScreen  = "inbox"
	followScreen = "follow"
	logScreen    = "log"
)

// inSight is what the person looks at.
func (a *App) inSight() state.Place {
	p := state.Place{
		Screen: state.Runs, Focus: focusNames[a.focus], Query: a.query, Statuses: a.filter.Statuses, Window: a.filter.Window,
		Profile: a.filter.Profile, Function: a.filter.Function, Trigger: a.filter.Trigger,
		Sort: a.order, Run: a.runsPane.Held(), BoardLast: a.board.Window(), BoardOrder: board.Orders[a.board.Order()],
	}
	if g := a.filter.Group; g != nil {
		p.Group, p.GroupTitle = g.Key, g.Title
	}
	switch {
	case a.log != nil:
		p.Screen = logScreen
	case a.onFollow:
		p.Screen = followScreen
	case a.onBoard:
		p.Screen = boardScreen
	case a.trouble.open:
		p.Screen = inboxScreen
	}
	if p.Run.IsZero() {
		p.Run = a.sought
	}
	return p
}

// lookAt shows a place, as far as there still is what it names. What could not
// be shown is told.
func (a *App) lookAt(p state.Place) (cmd tea.Cmd, missing []string) {
	a.toLists()
	a.overlay, a.under, a.barOpen, a.zoomed = nil, nil, false, false
	a.query, a.filter.Query, a.filter.Group, a.trouble.before = "", model.Query{}, nil, nil
	if p.Group != (model.GroupKey{}) {
		a.filter.Group = &model.InGroup{Key: p.Group, Title: p.GroupTitle, Hand: a.trouble.hand}
	}
	if p.Query != "" {
		q, err := model.ParseQuery(p.Query, a.o.Zone)
		if err != nil {
			missing = append(missing, "its query is not understood: "+err.Error())
		} else {
			a.query, a.filter.Query = p.Query, q
		}
		a.wished(byQuery)
	}
	a.filter.Statuses, a.filter.Window, a.order = p.Statuses, p.Window, p.Sort
	if p.Statuses != 0 {
		a.wished(byStatus)
	}
	if !p.Window.Empty() {
		a.wished(byWindow)
	}
	profile, function, trigger := p.Profile, p.Function, p.Trigger
	switch {
	case profile == "":
	case !a.comes(profile):
		missing = append(missing, "profile "+profile+" is not on screen")
		profile, function, trigger = "", model.Ref{}, model.Ref{}
	case trigger.ID != "" && a.infoOf(profile).Caps.NoTriggerRuns != "":
		missing = append(missing, a.infoOf(profile).Caps.NoTriggerRuns)
		profile, trigger = "", model.Ref{}
	}
	cmd = a.narrow(profile, function, trigger)
	a.focus = onRuns
	if f := focus(slices.Index(focusNames[:], p.Focus)); f < focus(len(focusNames)) {
		a.focus = f
	}
	if slices.Contains(board.Windows[:], p.BoardLast) {
		a.board.SetWindow(p.BoardLast)
	}
	if o := slices.Index(board.Orders[:], p.BoardOrder); o >= 0 {
		a.board.SetOrder(board.Order(o))
	}
	switch p.Screen {
	case boardScreen:
		cmd = tea.Batch(cmd, a.boardKey())
	case inboxScreen:
		cmd = tea.Batch(cmd, a.inboxKey())
	case logScreen:
		a.log = log.New()
	case followScreen:
		a.onFollow = a.jobs.any()
	}
	return cmd, missing
}

// comes reports whether a profile is on screen or on its way there.
func (a *App) comes(profile string) bool {
	return a.of(profile) != nil || slices.Contains(a.coming, profile)
}

// showProfiles puts those profiles on screen that there are, and returns those
// that are gone.
func (a *App) showProfiles(names []string) (cmd tea.Cmd, gone []string) {
	var there []string
	choices := a.choices()
	for _, name := range names {
		known := false
		for i := range choices {
			known = known || choices[i].Name == name
		}
		if known {
			there = append(there, name)
		} else {
			gone = append(gone, name)
		}
	}
	a.coming = there
	if len(there) == 0 || a.onScreen(there) {
		return nil, gone
	}
	return a.setProfiles(there), gone
}

// onScreen reports whether these profiles are on screen, and no others.
func (a *App) onScreen(names []string) bool {
	for _, m := range a.members {
		if !slices.Contains(names, m.info.Profile) {
			return false
		}
	}
	return len(names) == len(a.members)
}

// profileNames are those of the profiles on screen.
func (a *App) profileNames() []string {
	names := make([]string, len(a.members))
	for i, m := range a.members {
		names[i] = m.info.Profile
	}
	return names
}

// reselect selects the run that is sought as soon as it is read, unless the
// person has selected another by then.
func (a *App) reselect() {
	if a.sought.IsZero() {
		return
	}
	if !a.runsPane.Held().IsZero() {
		a.sought = model.RunID{}
		return
	}
	if _, shown := a.findRun(a.sought); shown && a.store.Run(a.sought) != nil {
		id := a.sought
		a.sought = model.RunID{}
		a.runsPane.Pick(id)
	}
}

// sentences are these parts, each as one.
func sentences(parts []string) string {
	for i, p := range parts {
		parts[i] = capital(model.Visible(strings.TrimSuffix(p, "."))) + "."
	}
	return strings.Join(parts, " ")
}
