package ui

import (
	"errors"
	"strings"
	"unicode/utf8"

	tea "github.com/charmbracelet/bubbletea"

	"fntop/api"
	"fntop/keymap"
	"fntop/model"
	"fntop/ui/draw"
	"fntop/ui/palette"
	"fntop/ui/pane"
	"fntop/ui/state"
)

// views are the saved ones, as they were when the state file was last read, and
// the list of them, where that is open.
type views struct {
	all  state.Views
	list *palette.Model
	open string // the one that was opened last
}

// viewsMsg is what became of the views, or of a wish to change them.
type viewsMsg struct {
	all  state.Views // nil where they could not be read
	wish pane.Intent // nil: they were only read again
	err  error
}

// saveView asks for a name for what is shown.
func (a *App) saveView() tea.Cmd {
	a.askViewName("Save this view as", a.proposedName(), true, "save", func(name string) pane.Intent { return pane.SaveView{Name: name} })
	return nil
}

// askViewName asks for the name of a view, with those that are taken below it.
func (a *App) askViewName(title, text string, proposed bool, does string, wish func(string) pane.Intent) {
	var items []palette.Item
	for _, name := range a.views.all.Names() {
		items = append(items, palette.Item{Text: name, Note: a.views.all[name].Title(), Intent: wish(name)})
	}
	a.overlay = palette.New(palette.Options{
		Title: title, Items: items, Filter: true, Text: text, Proposed: proposed, Does: does, Empty: "a name",
		Free: func(name string) (pane.Intent, error) {
			if utf8.RuneCountInString(name) > longestName {
				return nil, errors.New("a name has 60 letters at most")
			}
			return wish(name), nil
		},
	})
}

const longestName = 60

// proposedName is what one might call what is shown.
func (a *App) proposedName() string {
	if a.views.open != "" {
		return a.views.open
	}
	var words []string
	add := func(word string) {
		if word != "" {
			words = append(words, word)
		}
	}
	switch f := &a.filter; f.Statuses {
	case model.FailedStatuses & model.NewStatusSet(a.statuses()...):
		add("failed")
	case model.UnfinishedStatuses & model.NewStatusSet(a.statuses()...):
		add("unfinished")
	default:
		add(f.Statuses.String())
	}
	add(a.filter.Function.Label())
	add(a.filter.Trigger.Label())
	if g := a.filter.Group; g != nil {
		add(g.Title)
	}
	add(a.query)
	if last := a.filter.Window.Last; last > 0 {
		add(model.SpanText(last))
	}
	if p := a.inSight(); p.Screen != state.Runs {
		add(p.Screen)
	}
	if len(words) == 0 {
		add("all runs")
	}
	return draw.Clip(model.Visible(strings.Join(words, " ")), longestName)
}

// openViews lists the saved views: those that are known at once, and whatever
// another fntop has made of them as soon as that is read.
func (a *App) openViews() tea.Cmd {
	a.listViews("")
	dir := a.o.StateDir
	return func() tea.Msg {
		s, said := state.Load(dir)
		if said != "" {
			return viewsMsg{err: errors.New(strings.TrimSuffix(said, "."))}
		}
		return viewsMsg{all: s.Views()}
	}
}

func (a *App) listViews(typed string) {
	names := a.views.all.Names()
	items := make([]palette.Item, len(names))
	for i, name := range names {
		v := a.views.all[name]
		note := v.Title()
		if note == "" {
			note = "every run"
		}
		items[i] = palette.Item{Text: name, Note: note, Intent: pane.OpenView{Name: name}}
		if !a.onScreen(v.Profiles) {
			items[i].Right = strings.Join(v.Profiles, ",")
		}
	}
	a.views.list = palette.New(palette.Options{
		Title: "Saved views", Items: items, Filter: true, Text: typed, Does: "open", Empty: a.noViews(),
		Keys: []palette.Key{
			{Type: tea.KeyCtrlR, Hint: draw.Hint{"ctrl+r", "rename"}, Does: func(i int) pane.Intent { return pane.AskRenameView{Name: names[i]} }},
			{Type: tea.KeyCtrlX, Hint: draw.Hint{"ctrl+x", "delete"}, Does: func(i int) pane.Intent { return pane.AskDeleteView{Name: names[i]} }},
		},
	})
	a.overlay = a.views.list
}

func (a *App) noViews() string {
	if len(a.views.all) > 0 {
		return "no such view"
	}
	if key := a.o.Keys.Key(keymap.SaveView); key != "" {
		return "none is saved yet; " + key + " saves what is shown"
	}
	return "none is saved yet"
}

// onView carries out what a person wants of the saved views.
func (a *App) onView(i pane.Intent) tea.Cmd {
	clk, dir := a.o.Clock, a.o.StateDir
	switch i := i.(type) {
	case pane.OpenView:
		v, there := a.views.all[i.Name]
		if !there {
			a.say("There is no view " + i.Name + " any more.")
			return nil
		}
		return a.openView(i.Name, v)
	case pane.SaveView:
		v := a.currentView()
		return func() tea.Msg {
			all, err := state.SaveView(clk, dir, i.Name, v, i.Over)
			return viewsMsg{all, i, err}
		}
	case pane.AskRenameView:
		a.askViewName("Rename "+i.Name+" to", i.Name, false, "rename", func(to string) pane.Intent { return pane.RenameView{From: i.Name, To: to} })
	case pane.RenameView:
		return func() tea.Msg {
			all, err := state.RenameView(clk, dir, i.From, i.To, i.Over)
			return viewsMsg{all, i, err}
		}
	case pane.AskDeleteView:
		a.overlay = palette.New(palette.Options{Title: "Delete the view " + i.Name + "?", Items: []palette.Item{
			{Text: "keep it", Note: "nothing is deleted", Intent: pane.Close{}},
			{Text: "delete it", Note: "no run is touched", Intent: pane.DeleteView(i)},
		}})
	case pane.DeleteView:
		return func() tea.Msg {
			all, err := state.DeleteView(clk, dir, i.Name)
			return viewsMsg{all, i, err}
		}
	}
	return nil
}

// currentView is what is shown, to be saved.
func (a *App) currentView() state.View {
	v := a.sightView()
	v.Columns = a.runsPane.OwnColumns()
	return v
}

// openView shows a saved view.
func (a *App) openView(name string, v state.View) tea.Cmd {
	profiles, gone := a.showProfiles(v.Profiles)
	a.runsPane.SetColumns(v.Columns)
	a.sought = model.RunID{}
	cmd, missing := a.lookAt(v.Place)
	if v.Screen == followScreen && !a.onFollow {
		missing = append(missing, "nothing is followed")
	}
	a.views.open = name
	for i := range gone {
		gone[i] = "there is no profile " + gone[i] + " any more"
	}
	if missing = append(gone, missing...); len(missing) > 0 {
		a.say("View " + name + " is open in part. " + sentences(missing))
	} else {
		a.say("View " + name + ".")
	}
	return tea.Batch(profiles, cmd)
}

// gotViews takes in what became of the views.
func (a *App) gotViews(msg viewsMsg) tea.Cmd {
	if msg.all != nil {
		a.views.all = msg.all
	}
	if msg.wish == nil {
		if msg.err != nil {
			a.say(msg.err.Error() + ".")
		}
		if list := a.views.list; list != nil && a.overlay == pane.Overlay(list) {
			a.listViews(list.Typed())
		}
		return nil
	}
	switch i := msg.wish.(type) {
	case pane.SaveView:
		i.Over = true
		if msg.err == nil {
			a.views.open = i.Name
		}
		a.viewChanged(msg.err, i.Name, i, "Saved view "+i.Name+". "+a.o.Keys.Key(keymap.Views)+" lists them.")
	case pane.RenameView:
		i.Over = true
		if msg.err == nil && a.views.open == i.From {
			a.views.open = i.To
		}
		a.viewChanged(msg.err, i.To, i, "View "+i.From+" is now "+i.To+".")
	case pane.DeleteView:
		if msg.err == nil && a.views.open == i.Name {
			a.views.open = ""
		}
		a.viewChanged(msg.err, i.Name, nil, "Deleted view "+i.Name+".")
	}
	return nil
}

// viewChanged says how it went, and asks where another view would be lost.
func (a *App) viewChanged(err error, name string, over pane.Intent, done string) {
	switch {
	case err == nil:
		a.say(done)
	case errors.Is(err, state.ErrThere) && a.overlay == nil && !a.barOpen:
		a.overlay = palette.New(palette.Options{Title: "There is a view " + name + " already", Items: []palette.Item{
			{Text: "keep it", Note: "nothing is changed", Intent: pane.Close{}},
			{Text: "replace it", Note: a.views.all[name].Title(), Intent: over},
		}})
	case errors.Is(err, state.ErrThere), errors.Is(err, state.ErrGone), errors.Is(err, api.ErrNoFolder):
		a.say("The views are as they were: " + err.Error() + ".")
	default:
		a.say("The views are as they were: " + err.Error() + ". See that it can be written, or set XDG_STATE_HOME to a folder that can.")
	}
}
