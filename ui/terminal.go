package ui

import (
	"context"

	tea "github.com/charmbracelet/bubbletea"

	"fntop/ui/screen"
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

// spawn starts a goroutine of the app's.
func (a *App) spawn(ctx context.Context, f func(context.Context)) { spawner(a.o.Screen)(ctx, f) }

// spawner starts goroutines. A panic in one restores the terminal, where there
// is one.
func spawner(s *screen.Screen) func(context.Context, func(context.Context)) {
	if s == nil {
		return func(ctx context.Context, f func(context.Context)) { go f(ctx) }
	}
	return s.Spawn
}
