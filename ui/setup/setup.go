// Package setup is the wizard: it asks for a connection page by page, has it
// tried before it is saved, and says what to do where it does not work.
//
// The questions are a huh form: the way from one to the next, what is skipped
// and what holds a page are huh's. Their fields are ours. huh's own blink,
// read the clipboard, and are coloured by what lipgloss finds out about the
// terminal; ours keep to fntop's screen, its theme and its text field.
package setup

import (
	"slices"
	"strconv"

	tea "github.com/charmbracelet/bubbletea"

	"fntop/api"
	"fntop/keymap"
	"fntop/model"
	"fntop/ui/pane"
)

// Options are what the wizard needs to know.
type Options struct {
	Wrong func(api.Draft, api.Part) string // api.Profiles' rules
	Taken []string                         // names of profiles there are
	Opens bool                             // what was saved is opened then
}

// stage is what the wizard is at.
type stage uint8

const (
	asking stage = iota
	trying
	tried
	saving
)

// Model is one run of the wizard.
type Model struct {
	o       Options
	form    *form
	stage   stage
	leaving bool // esc was pressed once on something typed

	draft    api.Draft // that is tried, or was
	findings []api.Finding
	menu     []answer
	at       int
	refused  string // why it was not saved
}

// answer is what can be done after a try.
type answer struct {
	text string
	do   func() pane.Intent
}

// New makes a wizard with nothing filled in. Until it hears of the keyring, it
// takes it to be there.
func New(o Options) *Model {
	m := &Model{o: o}
	m.form = m.newForm()
	return m
}

// SetKeyring says why there is no keyring, or nothing where there is one.
func (m *Model) SetKeyring(why string) {
	for _, s := range m.form.secrets {
		at := slices.Index(places, api.InKeyring)
		s.keep.options[at].not = model.Visible(why)
		if why != "" && s.keep.at == at {
			s.keep.at = slices.Index(places, api.InFile)
		} else if why == "" && !s.keep.touched {
			s.keep.at = at
		}
	}
}

// Key answers the questions, and chooses what to do after a try.
func (m *Model) Key(msg tea.KeyMsg, action keymap.Action) pane.Intent {
	switch m.stage {
	case asking:
		return m.answer(msg, action)
	case trying:
		if msg.Type == tea.KeyEsc && !msg.Paste {
			m.stage = asking
			return pane.StopTrying{}
		}
	case tried:
		return m.decide(msg, action)
	}
	return nil
}

func (m *Model) answer(msg tea.KeyMsg, action keymap.Action) pane.Intent {
	leaving := m.leaving
	m.leaving = false
	if msg.Type == tea.KeyEsc && !msg.Paste {
		switch {
		case m.form.turnBack():
		case m.form.begun() && !leaving:
			m.leaving = true
		default:
			return pane.Close{}
		}
		return nil
	}
	if _, ok := m.form.at().input.(*choice); ok && len(msg.Runes) == 1 && !msg.Paste {
		switch action {
		case keymap.Up:
			msg = tea.KeyMsg{Type: tea.KeyUp}
		case keymap.Down:
			msg = tea.KeyMsg{Type: tea.KeyDown}
		}
	}
	m.form.send(msg)
	if m.form.sheet.done {
		m.form.sheet.done = false
		return m.try()
	}
	return nil
}

// wrong is the check of one part of the draft.
func (m *Model) wrong(part api.Part) func() string {
	return func() string { return model.Visible(m.o.Wrong(m.form.draft(), part)) }
}

func (m *Model) wrongName() string {
	name := m.form.name.value()
	if slices.Contains(m.o.Taken, name) {
		return `There is a profile "` + model.Visible(name) + `" already. Choose another name.`
	}
	return m.wrong(api.PartName)()
}

// freeName is the name that holds where none is typed: the workspace's, with a
// number behind it where that is taken.
func (m *Model) freeName() string {
	base := "centrali"
	if m.form != nil {
		if slug := m.form.workspace.value(); slug != "" && m.o.Wrong(api.Draft{Name: slug}, api.PartName) == "" {
			base = slug
		}
	}
	name := base
	for n := 2; slices.Contains(m.o.Taken, name); n++ {
		name = base + "-" + strconv.Itoa(n)
	}
	return name
}
