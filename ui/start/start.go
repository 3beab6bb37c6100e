// Package start is the page that is shown where no profile is open yet: what
// fntop is, the profiles there are to open, the demo, and how to connect.
package start

import (
	tea "github.com/charmbracelet/bubbletea"

	"fntop/api"
	"fntop/keymap"
	"fntop/model"
	"fntop/ui/pane"
)

// Options are what the page says and offers beside its own words.
type Options struct {
	ConfigPath string       // where the configuration file is, or would be
	Problem    string       // why no profile is open, where it is not for want of one
	Choices    []api.Choice // profiles to open
	SetsUp     bool         // a connection can be set up
}

// Model is the page.
type Model struct {
	config, problem string
	setsUp          bool
	items           []item
	profiles        int // how many of the items, the first ones, are profiles
	at              int
}

// item is something to choose: a profile, or what a letter does too.
type item struct {
	key        string // a letter; empty for a profile
	text, note string
	intent     pane.Intent
}

// New makes the page.
func New(o Options) *Model {
	m := &Model{config: model.Visible(o.ConfigPath), problem: model.Visible(o.Problem), setsUp: o.SetsUp}
	m.SetChoices(o.Choices, "")
	return m
}

// SetProblem says why a profile could not be opened.
func (m *Model) SetProblem(why string) { m.problem = model.Visible(why) }

// SetChoices says which profiles there are; the one of that name is selected.
func (m *Model) SetChoices(choices []api.Choice, name string) {
	m.items, m.profiles, m.at = nil, len(choices), 0
	for i, c := range choices {
		note := c.Workspace + " · " + c.Host
		if c.Workspace == "" {
			note = c.Host
		}
		if c.ReadOnly {
			note += " · read-only"
		}
		m.items = append(m.items, item{text: model.Visible(c.Name), note: model.Visible(note), intent: pane.OpenProfile{Name: c.Name}})
		if c.Name == name {
			m.at = i
		}
	}
	m.items = append(m.items, item{key: "d", text: "open the demo: all is there, nothing is real", intent: pane.StartDemo{}})
	if m.setsUp {
		m.items = append(m.items, item{key: "s", text: "set up a connection: fntop asks, tries it and keeps it", intent: pane.SetUp{}})
	}
}

// Key chooses, opens or quits.
func (m *Model) Key(msg tea.KeyMsg, action keymap.Action) pane.Intent {
	switch {
	case msg.Paste || len(msg.Runes) > 1:
		return nil
	case action == keymap.Quit || action == keymap.Back:
		return pane.Act{Action: keymap.Quit}
	case msg.Type == tea.KeyEnter:
		return m.items[m.at].intent
	case msg.Type == tea.KeyRunes && len(msg.Runes) == 1 && !msg.Alt:
		for i, it := range m.items {
			if it.key == string(msg.Runes) {
				m.at = i
				return it.intent
			}
		}
	}
	switch action {
	case keymap.Help:
		return pane.Act{Action: keymap.Help}
	case keymap.Up:
		m.at = max(0, m.at-1)
	case keymap.Down:
		m.at = min(len(m.items)-1, m.at+1)
	case keymap.Top:
		m.at = 0
	case keymap.Bottom:
		m.at = len(m.items) - 1
	}
	return nil
}
