package ui

import (
	"time"

	"fntop/api"
	"fntop/model"
	"fntop/ui/draw"
)

const (
	// clockOff is from where on the backend's clock is heeded: below, the
	// seconds that a request takes are all that is seen.
	clockOff = 10 * time.Second
	// clockWrong is from where on a person is told.
	clockWrong = time.Minute
)

// theirNow is the time by the backend's clock. What runs tell of themselves is
// by that clock, so their ages and the last hour are, too.
func (a *App) theirNow() time.Time { return a.now().Add(a.offset) }

// theirs is when something was here, by the backend's clock.
func (a *App) theirs(at time.Time) time.Time {
	if at.IsZero() {
		return at
	}
	return at.Add(a.offset)
}

// heedClock notes how far the backend's clock is ahead of this machine's.
// Where several disagree, one that is right has this machine's be right.
func (a *App) heedClock() {
	least, found := time.Duration(0), false
	for _, m := range a.members {
		c, ok := m.p.(api.Clocked)
		if !ok {
			continue
		}
		if ahead, known := c.Offset(); known && (!found || ahead.Abs() < least.Abs()) {
			least, found = ahead, true
		}
	}
	if least.Abs() < clockOff {
		least = 0
	}
	if found {
		a.tellDisagreeing(least)
	}
	if !found || (least-a.offset).Abs() < clockOff/2 {
		return
	}
	a.offset = least
	a.pulse.stale = true
	for _, j := range a.jobs.list {
		a.jobChanged(j)
	}
	a.refilter()
	if a.offset.Abs() >= clockWrong {
		side := "behind"
		if a.offset < 0 {
			side = "ahead of"
		}
		a.say("This machine's clock is " + draw.Took(a.offset.Abs().Round(time.Minute)) + " " + side +
			" the backend's. Ages are counted by the backend's; set this machine's clock.")
	}
}

// tellDisagreeing says once of each profile whose clock is another than the
// one that ages are counted by.
func (a *App) tellDisagreeing(heeded time.Duration) {
	for _, m := range a.members {
		c, ok := m.p.(api.Clocked)
		if !ok || m.clockTold {
			continue
		}
		ahead, known := c.Offset()
		if by := ahead - heeded; known && by.Abs() >= clockWrong {
			side := "ahead of"
			if by < 0 {
				side = "behind"
			}
			m.clockTold = true
			a.say("The clock of " + model.Visible(m.info.Profile) + " is " + draw.Took(by.Abs().Round(time.Minute)) + " " + side +
				" the others': the ages of its runs are wrong by as much.")
		}
	}
}
