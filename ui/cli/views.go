package cli

import (
	"encoding/json"
	"slices"

	"github.com/spf13/cobra"

	"fntop/api/connect"
	"fntop/model"
	"fntop/ui/state"
)

// savedViews are the views that were saved in the terminal UI.
func (a *app) savedViews() state.Views {
	dir, err := a.Env.StateDir()
	if err != nil {
		return nil
	}
	s, said := state.Load(dir)
	if said != "" {
		a.say("warning: %s", said)
	}
	return s.Views()
}

// view is the saved view of that name.
func (a *app) view(name string) (*state.Named, error) {
	all := a.savedViews()
	if v, ok := all[name]; ok {
		return &state.Named{Name: name, View: v}, nil
	}
	next := "\"fntop views\" lists them."
	switch near, ok := model.Nearest(name, all.Names()); {
	case len(all) == 0:
		next = "None is saved yet: b in the terminal UI saves what is shown."
	case ok:
		next = "Did you mean " + quoted(near) + "? " + next
	}
	return nil, usage("--view: there is no view %s. %s", quoted(name), next)
}

// profilesOf are the profiles to open for a view, of those that there are. On
// the demo its own are open already, and --profile goes before the view.
func (a *app) profilesOf(v *state.Named, c *connect.Config, onDemo bool) []string {
	if v == nil || len(a.global.profiles) > 0 {
		if v != nil {
			v.View.Profiles = nil
		}
		return a.global.profiles
	}
	var there []string
	for _, name := range v.View.Profiles {
		if !onDemo && c.Has(name) || onDemo && slices.Contains(demoProfiles[:], name) {
			there = append(there, name)
		}
	}
	if onDemo {
		v.View.Profiles = there
	}
	return there
}

// demoProfiles are those that the demo opens.
var demoProfiles = [...]string{connect.Centrali, connect.AgentOS, connect.Flowcore}

// completeViews completes --view.
func (a *app) completeViews(*cobra.Command, []string, string) ([]string, cobra.ShellCompDirective) {
	return a.savedViews().Names(), cobra.ShellCompDirectiveNoFileComp
}

func viewKind() kind[state.Named] {
	return kind[state.Named]{
		fields: func(n *state.Named) []field {
			v := &n.View
			profiles, _ := json.Marshal(v.Profiles) // texts: nothing in them cannot be written
			return []field{
				{"name", n.Name}, {"profiles", raw(profiles)}, {"screen", text(v.Screen)}, {"query", text(v.Query)}, {"status", text(v.Statuses.String())},
				{"function", ref(v.Function)}, {"trigger", ref(v.Trigger)}, {"window", text(v.Window.String())}, {"sort", v.Sort.Column.String()}, {"descending", v.Sort.Descending},
			}
		},
		columns: []string{"name", "screen", "query", "status", "window", "sort", "descending"},
		titles:  []column{{title: "VIEW"}, {title: "PROFILES"}, {title: "SHOWS"}},
		row: func(n *state.Named) []string {
			return []string{n.Name, listOf(n.View.Profiles, "and"), n.View.Title()}
		},
	}
}

func (a *app) viewsCommand() *cobra.Command {
	return &cobra.Command{
		Use:   "views",
		Short: "List the views that were saved in the terminal UI",
		Args:  noArguments,
		RunE: func(*cobra.Command, []string) error {
			views := a.savedViews()
			all := make([]state.Named, 0, len(views))
			for _, name := range views.Names() {
				all = append(all, state.Named{Name: name, View: views[name]})
			}
			return printAll(a, viewKind(), all)
		},
	}
}
