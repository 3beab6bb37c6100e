package ui

import (
	"context"

	tea "github.com/charmbracelet/bubbletea"

	"fntop/api"
	"fntop/keymap"
	"fntop/ui/draw"
	"fntop/ui/pane"
)

// LeftError says that the person left the wizard.
type LeftError struct {
	// Saving: while it was being saved, which may have been done or not.
	Saving bool
}

func (e *LeftError) Error() string {
	if e.Saving {
		return "left while it was being saved. See with \"fntop config show\" whether it was."
	}
	return "left without saving: nothing was written"
}

// ExitCode is that of an interrupt.
func (*LeftError) ExitCode() int { return 130 }

// Ask asks for a connection on the terminal, has it tried and saves it. Of the
// options it takes the clock, the keys, the environment, the profiles and the
// choices there are.
func Ask(parent context.Context, o Options, t Terminal) (api.Kept, error) {
	var a *asker
	err := t.run(parent, o, func(o Options) tea.Model {
		a = newAsker(o)
		return a
	})
	switch {
	case err != nil:
		return api.Kept{}, err
	case a.kept == nil:
		return api.Kept{}, &LeftError{Saving: a.z.pane.Saving()}
	}
	return *a.kept, nil
}

// asker is the wizard with nothing around it.
type asker struct {
	o     Options
	z     *wizard
	begin tea.Cmd
	w, h  int
	frame []string
	kept  *api.Kept
}

func newAsker(o Options) *asker {
	a := &asker{o: o}
	a.z, a.begin = newWizard(o.Context, o, spawner(o.Screen), false)
	return a
}

// Init asks for the keyring.
func (a *asker) Init() tea.Cmd { return a.begin }

// Update takes one message and hands the frame that follows from it to the
// screen.
func (a *asker) Update(msg tea.Msg) (tea.Model, tea.Cmd) {
	cmd := a.update(msg)
	a.frame = a.draw()
	if a.o.Screen != nil {
		a.o.Screen.Show(a.frame)
		a.o.Screen.SetTitle("fntop")
	}
	return a, cmd
}

func (a *asker) update(msg tea.Msg) tea.Cmd {
	switch msg := msg.(type) {
	case tea.WindowSizeMsg:
		a.w, a.h = max(0, msg.Width), max(0, msg.Height)
	case tea.KeyMsg:
		return a.key(msg)
	case keyringMsg:
		return a.z.heard(msg)
	case triedMsg:
		return a.z.tried(msg)
	case savedMsg:
		if msg.err != nil {
			a.z.pane.NotSaved(sentence(msg.err))
			return nil
		}
		a.kept = &msg.kept
		return tea.Quit
	}
	return nil
}

func (a *asker) key(msg tea.KeyMsg) tea.Cmd {
	action := keymap.None
	if !msg.Paste {
		action = a.o.Keys.InLists(msg.String())
	}
	switch {
	case msg.Type == tea.KeyCtrlC && action == keymap.QuitNow:
		return tea.Quit
	case msg.Type == tea.KeyCtrlL && action == keymap.Redraw && a.o.Screen != nil:
		a.o.Screen.Redraw()
		return nil
	}
	intent := a.z.pane.Key(msg, action)
	if (intent == pane.Close{}) {
		return tea.Quit
	}
	return a.z.do(intent)
}

func (a *asker) draw() []string {
	if a.w == 0 || a.h == 0 {
		return nil
	}
	look := pane.Look{Theme: a.o.Theme, Keys: a.o.Keys, Now: a.o.Clock.Now(), Zone: a.o.Zone, Focused: true}
	w, h := a.z.pane.Size(a.w, a.h)
	var l draw.Lines
	l.Reset(a.w)
	return draw.Over(l.Take(a.h), a.z.pane.View(look, w, h), (a.w-w)/2, max(0, (a.h-h)/3), w)
}

// View is the frame for Bubble Tea's own renderer, where that draws.
func (a *asker) View() string {
	if a.o.Screen != nil && a.o.Screen.Owns() {
		return ""
	}
	return joined(a.frame)
}

// Frame is what is on the screen, line by line.
func (a *asker) Frame() []string { return a.frame }
