package ui

import (
	"context"
	"time"

	tea "github.com/charmbracelet/bubbletea"

	"fntop/model"
	"fntop/ui/sched"
)

// suspend gives the terminal back to the shell.
func (a *App) suspend() tea.Cmd {
	if a.o.Screen == nil {
		a.say("There is no shell to return to.")
		return nil
	}
	cmd, why := a.o.Screen.Suspend()
	if why != "" {
		a.say("Not suspended: " + why + ".")
	}
	return cmd
}

// resumed reads what happened meanwhile.
func (a *App) resumed() tea.Cmd {
	if a.live.paused {
		return nil
	}
	return a.refresh()
}

func (a *App) redraw() tea.Cmd {
	if a.o.Screen != nil {
		a.o.Screen.Redraw()
	}
	return nil
}

// spawn starts a goroutine whose panic restores the terminal.
func (a *App) spawn(ctx context.Context, f func(context.Context)) {
	if a.o.Screen == nil {
		go f(ctx)
		return
	}
	a.o.Screen.Spawn(ctx, f)
}

// tick asks to be woken in a second while something unfinished is on screen:
// only then does time alone change what is shown.
func (a *App) tick() tea.Cmd {
	if a.ticking || a.live.paused || a.quitting || !a.somethingUnfinished() {
		return nil
	}
	a.ticking = true
	return sched.After(a.ctx, a.o.Clock, time.Second, tickMsg{})
}

func (a *App) ticked() tea.Cmd {
	a.ticking = false
	return nil
}

func (a *App) somethingUnfinished() bool {
	if a.start != nil || a.w == 0 {
		return false
	}
	if a.detail != nil {
		r := a.store.Run(a.detail.pane.ID())
		return r != nil && ticks(r)
	}
	if a.layout().runs.h == 0 {
		return false
	}
	for _, r := range a.runsPane.Visible() {
		if ticks(r) {
			return true
		}
	}
	return false
}

// ticks reports whether the run's elapsed time grows on screen.
func ticks(r *model.Run) bool {
	return !r.Status.Over() && r.Status != model.StatusPending && !r.Started.IsZero()
}

// startDemo opens the embedded demo from the start page.
func (a *App) startDemo() tea.Cmd {
	if a.o.Demo == nil {
		a.say("This build has no demo.")
		return nil
	}
	a.say("Starting the demo …")
	ctx, open := a.ctx, a.o.Demo
	return func() tea.Msg {
		p, err := open(ctx)
		return openedMsg{p, err}
	}
}

func (a *App) opened(msg openedMsg) tea.Cmd {
	if msg.err != nil {
		a.say(sentence(msg.err))
		return nil
	}
	a.start, a.notice = nil, notice{}
	a.use(msg.provider)
	return a.plan()
}
