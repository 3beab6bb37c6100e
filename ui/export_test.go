package ui

import (
	"maps"
	"slices"
	"time"

	tea "github.com/charmbracelet/bubbletea"

	"fntop/model"
	"fntop/ui/follow"
	"fntop/ui/pane"
)

// Followed says how the run of a job ended that was followed, and whose it
// was: "completed job_1". Empty while it is under way.
func (a *App) Followed(job string) string {
	for _, j := range a.jobs.list {
		if j.id != job || j.state != follow.Over {
			continue
		}
		if r := a.store.Run(j.run); r != nil {
			return r.Status.String() + " " + r.JobID
		}
	}
	return ""
}

// Following is how many runs are followed.
func (a *App) Following() int {
	return a.jobs.following()
}

// Shown is how many runs the filter lets through.
func (a *App) Shown() int { return len(a.view.Rows()) }

// Streams reports whether the backend pushes changes.
func (a *App) Streams() bool { return a.members[0].watch.up }

// HasEnded reports whether the run of a job is loaded and over.
func (a *App) HasEnded(job string) bool {
	for _, r := range a.store.Newest() {
		if r.JobID == job {
			return r.Status.Over()
		}
	}
	return false
}

// Runs are those that are loaded, newest first.
func (a *App) Runs() []*model.Run { return a.store.Newest() }

// Target is the run that keys mean.
func (a *App) Target() *model.Run { return a.target() }

// Idle reports whether nothing at all is under way.
func (a *App) Idle() bool { return a.idle() }

// UnderWay are marks of what waits for an answer, no two of them alike.
func (a *App) UnderWay() []uint64 {
	var all []uint64
	asked := func(f *feed) {
		if f.need.InFlight {
			all = append(all, uint64(f.asked))
		}
	}
	for _, m := range slices.Concat(a.members, a.aside) {
		m.feeds(asked)
		for _, p := range m.lists {
			if p.reading != 0 {
				all = append(all, uint64(p.reading))
			}
		}
	}
	asked(&a.live.open)
	for _, j := range a.jobs.list {
		if j.state == follow.Sending {
			all = append(all, ^uint64(j.number))
		}
	}
	return all
}

// Troubled reports whether something could not be read when it was last tried.
func (a *App) Troubled() bool {
	troubled := false
	for _, m := range a.members {
		troubled = troubled || m.link.down
		m.feeds(func(f *feed) { troubled = troubled || f.err != nil })
	}
	return troubled
}

// ReadSince reports whether everything that is read again and again was read
// at that moment or later.
func (a *App) ReadSince(at time.Time) bool {
	for _, m := range a.members {
		if !a.ReadSinceOf(m.info.Profile, at) {
			return false
		}
	}
	return true
}

// ReadSinceOf is ReadSince of one profile.
func (a *App) ReadSinceOf(profile string, at time.Time) bool {
	since := true
	a.of(profile).feeds(func(f *feed) { since = since && !f.read.Before(at) })
	return since
}

// Follows are the runs that the Follow screen has rows of, the newest first.
func (a *App) Follows() []model.RunID {
	var ids []model.RunID
	for _, j := range slices.Backward(a.jobs.list) {
		if j.told() {
			ids = append(ids, j.run)
		}
	}
	return ids
}

// Asked is how many requests of the last minute have been answered.
func (a *App) Asked() int { return a.o.Traffic.Used(a.members[0].info.Profile, a.now()) }

// Urgencies is how urgent the runs of each function are, by its id.
func (a *App) Urgencies() map[string]model.Urgency {
	all := map[string]model.Urgency{}
	for _, m := range a.members {
		for s, f := range m.runs {
			if s.by == byFunction {
				all[s.id] = f.need.Urgency
			}
		}
	}
	return all
}

// Sending is how many actions wait for their answer.
func (a *App) Sending() int { return a.jobs.sending() }

// Do does what a screen wants.
func (a *App) Do(i pane.Intent) tea.Cmd { return a.do(i) }

// Marked are the runs that are marked.
func (a *App) Marked() []model.RunID { return slices.Collect(maps.Keys(a.marks.set)) }

// Ticks reports whether the screen is drawn anew every second.
func (a *App) Ticks() bool { return a.somethingUnfinished() }
