package ui

import (
	"time"

	tea "github.com/charmbracelet/bubbletea"

	"fntop/ui/draw"
	"fntop/ui/log"
)

// nap is how long the program may be held up without connections and data
// being taken for lost: a busy machine makes timers late, too.
const nap = time.Minute

// awake begins anew after a sleep. Connections died meanwhile without a word,
// and what is under way will hear nothing before its time-out.
func (a *App) awake() tea.Cmd {
	now := a.now()
	slept := asleep(a.seen, a.live.wakeAt, now)
	a.seen = now
	if slept == 0 || len(a.members) == 0 || a.live.paused {
		return nil
	}
	a.o.Traffic.Note(log.Line{At: now, Kind: log.Notice, Text: "slept for " + draw.Took(slept) + "; everything is read anew"})
	a.live.open.forget()
	for _, m := range a.members {
		m.p.CloseIdle()
		m.link.next = now
		m.link.since, m.link.back = now.Add(-slept), now // what is on screen is as old as the sleep
		m.feeds((*feed).forget)
	}
	return a.begin()
}

// asleep is how long the program was held up since it last saw the time, 0
// where that was no more than a nap. due is when its timer was to go off.
func asleep(seen, due, now time.Time) time.Duration {
	if seen.IsZero() {
		return 0
	}
	wall := now.Round(0)
	// Machine and timers sleep together: the wall's clock alone goes on.
	slept := wall.Sub(seen.Round(0)) - now.Sub(seen)
	if !due.IsZero() { // the program alone was stopped, and its timer is late
		slept = max(slept, wall.Sub(due.Round(0)))
	}
	if slept < nap {
		return 0
	}
	return slept
}
