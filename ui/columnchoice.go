package ui

import (
	"slices"

	tea "github.com/charmbracelet/bubbletea"

	"fntop/api/clock"
	"fntop/ui/columns"
	"fntop/ui/runs"
	"fntop/ui/state"
)

// columnsSection is where the state file keeps the columns of the runs.
const columnsSection = "columns"

type (
	stateMsg struct { // what was set up before, from the state file
		sections state.Sections
		said     string // about the file
	}
	stateSavedMsg struct {
		section string
		err     error
	}
)

// openColumns lists the columns of the runs: those that are shown first, in
// their order. Where none were chosen these are what the table has by itself.
func (a *App) openColumns() tea.Cmd {
	shown := a.runsPane.Chosen()
	items := make([]columns.Item, 0, len(runs.Columns))
	for _, name := range shown {
		for _, c := range runs.Columns {
			if c.Name == name {
				items = append(items, columns.Item{Name: c.Name, Help: c.Help, On: true})
			}
		}
	}
	for _, c := range runs.Columns {
		if !slices.Contains(shown, c.Name) {
			items = append(items, columns.Item{Name: c.Name, Help: c.Help})
		}
	}
	a.overlay = columns.New(columns.Options{Items: items, Usual: a.runsPane.Usual()})
	return nil
}

// setColumns shows these columns, now and when fntop is started again. Those
// that the table has by itself are no choice: it goes on by its room.
func (a *App) setColumns(names []string) tea.Cmd {
	var value any = names
	if slices.Equal(names, a.runsPane.Usual()) {
		names, value = nil, nil
	}
	a.runsPane.SetColumns(names)
	if a.small() {
		a.say("The columns show on a screen of 60 columns and 12 rows.")
	}
	return saveState(a.o.Clock, a.o.StateDir, columnsSection, value)
}

// gotState takes in what was set up when fntop ran before.
func (a *App) gotState(msg stateMsg) tea.Cmd {
	if msg.said != "" {
		a.say(msg.said)
	}
	var names []string
	if a.views.open == "" && msg.sections.Get(columnsSection, &names) {
		a.runsPane.SetColumns(names)
	}
	a.views.all = msg.sections.Views()
	return a.goOnFrom(msg.sections)
}

// stateSaved says where what was set up could not be kept. Sections are named
// in the plural, by words that a person knows.
func (a *App) stateSaved(msg stateSavedMsg) tea.Cmd {
	if msg.err != nil {
		a.say("The " + msg.section + " hold until fntop ends; they could not be kept: " + msg.err.Error() + ".")
	}
	return nil
}

func loadState(dir string) tea.Cmd {
	return func() tea.Msg {
		sections, said := state.Load(dir)
		return stateMsg{sections, said}
	}
}

// saveState keeps a section of what was set up. A screen that remembers
// something has a section of its own, which gotState reads.
func saveState(clk clock.Clock, dir, section string, value any) tea.Cmd {
	return func() tea.Msg { return stateSavedMsg{section, state.Save(clk, dir, section, value)} }
}
