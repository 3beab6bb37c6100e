package ui

import (
	"context"
	"time"

	tea "github.com/charmbracelet/bubbletea"

	"fntop/model"
	"fntop/ui/follow"
	"fntop/ui/sched"
)

// setWake sets the timer for the next plan, unless one that goes off sooner
// is set.
func (a *App) setWake(at, now time.Time) tea.Cmd {
	l := &a.live
	if at.IsZero() || (!l.wakeAt.IsZero() && !at.Before(l.wakeAt)) {
		return nil
	}
	a.dropWake()
	ctx, cancel := context.WithCancel(a.ctx)
	l.wake, l.wakeAt, l.stopWake = a.desk.Next(), at, cancel
	return sched.After(ctx, a.o.Clock, at.Sub(now), wakeMsg{l.wake})
}

func (a *App) dropWake() {
	if a.live.stopWake != nil {
		a.live.stopWake()
	}
	a.live.wake, a.live.wakeAt, a.live.stopWake = 0, time.Time{}, nil
}

func (a *App) woke(msg wakeMsg) tea.Cmd {
	if msg.ticket != a.live.wake {
		return nil
	}
	a.dropWake()
	if a.filter.Moves() {
		a.refilter()
	}
	return a.plan()
}

// looked slows down while the terminal is not looked at.
func (a *App) looked(at bool) tea.Cmd {
	a.live.blurred = !at
	a.dropWake()
	return a.plan()
}

// pausePolling stops every timer and every request of its own, or goes on.
// What a person sent is still followed to its end.
func (a *App) pausePolling() tea.Cmd {
	a.live.paused, a.live.once = !a.live.paused, false
	if !a.live.paused {
		return tea.Batch(a.begin(), a.watchAgain())
	}
	a.dropWake()
	for _, m := range a.members {
		m.deafen()
	}
	a.unhear()
	a.stopWatching(follow.Paused, func(string) bool { return true })
	a.quiet()
	return nil
}

// quiet lets go of kept connections while paused: they time out one day,
// which would wake the program up.
func (a *App) quiet() {
	if !a.live.paused || !a.idle() {
		return
	}
	for _, m := range a.members {
		m.p.CloseIdle()
	}
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
	if a.start != nil || a.log != nil || a.travel != nil || a.contrast != nil || a.w == 0 {
		return false
	}
	if a.detail != nil {
		r := a.store.Run(a.detail.pane.ID())
		return r != nil && ticks(r)
	}
	if a.onFollow {
		return a.followed.Ticks()
	}
	if a.boardOnTop() {
		return a.board.Ticks()
	}
	if a.onMany || a.trouble.open || a.layout().runs.h == 0 {
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
	return r.Status != model.StatusPending && r.Unfinished() && !r.Started.IsZero()
}
