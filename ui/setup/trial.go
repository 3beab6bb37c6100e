package setup

import (
	"slices"
	"strings"

	tea "github.com/charmbracelet/bubbletea"

	"fntop/api"
	"fntop/keymap"
	"fntop/model"
	"fntop/ui/pane"
)

// try asks for the draft to be tried.
func (m *Model) try() pane.Intent {
	m.stage, m.draft = trying, m.form.draft()
	m.findings, m.refused = nil, ""
	return pane.TryDraft{Draft: m.draft}
}

// Found takes what a try found so far, one step after the other.
func (m *Model) Found(more []api.Finding) {
	for _, f := range more {
		f.What, f.Detail, f.Next = model.Visible(f.What), model.Visible(f.Detail), model.Visible(f.Next)
		m.findings = append(m.findings, f)
	}
}

// Tried says that the try is over.
func (m *Model) Tried() {
	m.stage, m.at = tried, 0
	save := answer{"save it", m.save}
	if m.o.Opens {
		save.text = "save it and open it"
	}
	if m.works() {
		m.menu = []answer{save, {"change something", m.change}}
		return
	}
	// What does not work is not saved by accident: that answer is the last.
	save.text = "save it although it fails"
	m.menu = []answer{{"change it", m.change}, {"try again", m.try}, save}
}

// NotSaved says why the draft could not be saved.
func (m *Model) NotSaved(why string) {
	m.stage, m.at, m.refused = tried, 0, model.Visible(why)
	m.menu = []answer{{"change it", m.change}, {"save it again", m.save}}
}

// works reports whether every step went well.
func (m *Model) works() bool { return len(m.findings) > 0 && m.failed() == nil }

// failed is the first step that failed, nil where none did.
func (m *Model) failed() *api.Finding {
	i := slices.IndexFunc(m.findings, func(f api.Finding) bool { return f.Result == api.Failed })
	if i < 0 {
		return nil
	}
	return &m.findings[i]
}

// Saving reports whether an answer to SaveDraft is waited for.
func (m *Model) Saving() bool { return m.stage == saving }

func (m *Model) save() pane.Intent {
	m.stage, m.refused = saving, ""
	return pane.SaveDraft{Draft: m.draft}
}

// change goes back to the questions, to where the failure probably is.
func (m *Model) change() pane.Intent {
	m.stage = asking
	f := m.failed()
	if f == nil || m.refused != "" {
		return nil
	}
	switch f.What {
	case "name", "connection", "TLS":
		m.form.goTo(wherePage, true)
	case "functions":
		if api.KindOf(f.Err) == api.NotFound {
			m.form.goTo(wherePage, false)
			return nil
		}
		m.form.goTo(signInPage, false)
	default:
		m.form.goTo(signInPage, false)
	}
	return nil
}

// decide moves in the menu and chooses from it.
func (m *Model) decide(msg tea.KeyMsg, action keymap.Action) pane.Intent {
	switch {
	case msg.Paste || len(msg.Runes) > 1:
	case msg.Type == tea.KeyEsc:
		return m.change()
	case msg.Type == tea.KeyEnter:
		return m.menu[m.at].do()
	case msg.Type == tea.KeyUp, action == keymap.Up:
		m.at = max(0, m.at-1)
	case msg.Type == tea.KeyDown, msg.Type == tea.KeyTab, action == keymap.Down:
		m.at = min(len(m.menu)-1, m.at+1)
	}
	return nil
}

// where is what is tried, for the heading.
func (m *Model) where() string {
	host := m.draft.URL
	if host == "" {
		host = hosted
	}
	_, after, found := strings.Cut(host, "://")
	if found {
		host = after
	}
	return model.Visible(m.draft.Workspace + " at " + strings.TrimSuffix(host, "/"))
}
