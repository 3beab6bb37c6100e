package ui

import (
	"slices"
	"strings"
	"time"

	tea "github.com/charmbracelet/bubbletea"

	"fntop/ui/sched"
	"fntop/ui/state"
)

// keepEvery is how often at most what is looked at is written down: a crash
// loses no more of it.
const keepEvery = 3 * time.Second

// resume is what fntop remembers of what is looked at, for the next start.
type resume struct {
	begun  state.Place // before anybody did anything
	kept   state.Place // in the file
	timer  bool        // it is written when that goes off
	failed bool        // it could not be written, which was said
	read   bool        // the state file was asked for
}

type (
	keepMsg struct{}            // time to write down what is looked at
	keptMsg struct{ err error } // it was written, or not
)

// profileSet names the set of profiles on screen. The workspaces tell the demo's
// profiles from others of their names; a host, which stands for one where there
// is none, has another port each time on this machine.
func (a *App) profileSet() string {
	names := make([]string, len(a.members))
	for i, m := range a.members {
		names[i] = m.info.Profile
		if m.info.Workspace != m.info.Host {
			names[i] += "/" + m.info.Workspace
		}
	}
	slices.Sort(names)
	return strings.Join(names, " ")
}

// firstState asks for what was set up before, once.
func (a *App) firstState() tea.Cmd {
	if a.resume.read {
		return nil
	}
	a.resume.read = true
	a.resume.begun = a.inSight()
	a.resume.kept = a.resume.begun
	var opened tea.Cmd
	if v := a.o.View; v != nil {
		opened = a.openView(v.Name, v.View)
	}
	return tea.Batch(loadState(a.o.StateDir), opened)
}

// goOnFrom shows what was looked at when fntop was left, unless a view was
// asked for or the person has gone somewhere already.
func (a *App) goOnFrom(s state.Sections) tea.Cmd {
	if !a.o.Restore || a.o.View != nil || a.inSight() != a.resume.begun {
		return nil
	}
	v, ok := s.LastScreen(a.profileSet())
	if !ok {
		return nil
	}
	cmd, missing := a.lookAt(v.Place)
	a.sought = v.Run
	a.reselect()
	a.resume.kept = a.inSight()
	if len(missing) > 0 {
		a.say("Not all is as you left it. " + sentences(missing))
	} else if a.notice.text == "" && a.onLists() && !a.filter.Empty() {
		a.say("The runs are narrowed as you left them; " + a.undoes() + ".")
	}
	return cmd
}

// keeps reports whether what is looked at is remembered.
func (a *App) keeps() bool {
	return a.o.Restore && a.o.StateDir != "" && len(a.members) > 0 && !a.resume.failed
}

// noteSight has what is looked at written down after a while, where a key has
// made it another. Data that arrives is no reason: an idle fntop writes nothing.
func (a *App) noteSight() tea.Cmd {
	if a.resume.timer || a.quitting || !a.keeps() || a.inSight() == a.resume.kept {
		return nil
	}
	a.resume.timer = true
	return sched.After(a.ctx, a.o.Clock, keepEvery, keepMsg{})
}

// keepSight writes it down.
func (a *App) keepSight() tea.Cmd {
	a.resume.timer = false
	if !a.keeps() || a.inSight() == a.resume.kept {
		return nil
	}
	a.resume.kept = a.inSight()
	clk, dir, of, at, v := a.o.Clock, a.o.StateDir, a.profileSet(), a.now(), a.sightView()
	return func() tea.Msg { return keptMsg{state.KeepScreen(clk, dir, of, at, v)} }
}

// sightKept says once where it could not be.
func (a *App) sightKept(msg keptMsg) tea.Cmd {
	if msg.err != nil {
		a.resume.failed = true
		a.say("What you look at cannot be kept for the next start: " + msg.err.Error() + ".")
	}
	return nil
}

func (a *App) sightView() state.View {
	return state.View{Place: a.inSight(), Profiles: a.profileNames()}
}

// left writes down what was looked at last, once the terminal is as it was. It
// is quiet: whether that can be written was said while fntop ran.
func (a *App) left() {
	if a.keeps() && a.inSight() != a.resume.kept {
		_ = state.KeepScreen(a.o.Clock, a.o.StateDir, a.profileSet(), a.now(), a.sightView())
	}
}
