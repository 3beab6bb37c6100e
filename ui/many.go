package ui

import (
	"slices"
	"time"

	tea "github.com/charmbracelet/bubbletea"

	"fntop/api"
	"fntop/api/bulk"
	"fntop/keymap"
	"fntop/model"
	"fntop/ui/batch"
	"fntop/ui/sched"
)

// bulkRerun is many runs run again: the one under way, or the last one. There is one at a
// time, for all of them share one budget of requests.
type bulkRerun struct {
	path    string
	plan    *bulk.Plan
	results []bulk.Result // a copy: the runner's own are its own
	pane    *batch.Model
	runner  *bulk.Runner // nil while nobody works on it
	stream  *sched.Stream[bulk.News]
	ticket  sched.Ticket // of the runner
}

// newMany shows a bulk rerun that nobody works on yet.
func newMany(r *bulk.Record, status batch.Status) *bulkRerun {
	results := slices.Clone(r.Results)
	m := &bulkRerun{path: r.Path, plan: &r.Plan, results: results, pane: batch.New(&r.Plan, results)}
	status.Tally = bulk.TallyOf(results)
	m.pane.SetStatus(status)
	return m
}

// meansMany reports whether the key for running again means the marked runs.
func (a *App) meansMany() bool { return a.onLists() && a.focus == onRuns && len(a.marks.set) > 0 }

// whyNotMany says why the marked runs cannot be run again, or nothing when
// some of them may be. It is asked for each frame and looks at no run.
func (a *App) whyNotMany() string {
	switch {
	case a.many != nil && a.many.runner != nil || a.manyAsked != 0:
		return "A bulk rerun is under way. " + a.o.Keys.Key(keymap.Bulk) + " shows it."
	case a.o.StateDir == "":
		return "Without a journal nothing is sent: " + api.ErrNoFolder.Error() + "."
	}
	return a.whyNotAny("", func(c api.Caps) string { return c.NoRerun })
}

// clockTime is a point in time as notices say it, with its day where that is
// another.
func (a *App) clockTime(at time.Time) string {
	zone := a.times.Zone(a.o.Zone)
	at, now := at.In(zone), a.now().In(zone)
	if at.Format(time.DateOnly) == now.Format(time.DateOnly) {
		return at.Format("15:04")
	}
	return at.Format("Jan 2, 15:04")
}

// pastPhases are how a bulk rerun of the past ended.
var pastPhases = [...]bulk.Phase{bulk.Interrupted: bulk.Left, bulk.Done: bulk.Ended, bulk.Stopped: bulk.GaveUp, bulk.Aborted: bulk.Cancelled}

// rejoined takes in a bulk rerun of the past that has something left. Of one
// that ended against a person's will it says so; any other can be looked up
// and continued, as on the command line.
func (a *App) rejoined(msg pastMsg) tea.Cmd {
	if a.many != nil || a.manyAsked != 0 {
		return nil
	}
	here := slices.DeleteFunc(msg.records, func(r *bulk.Record) bool {
		return !slices.ContainsFunc(a.members, func(m *member) bool { return r.Plan.Fits(m.info) })
	})
	if len(here) == 0 {
		return nil
	}
	r := here[max(0, slices.IndexFunc(here, (*bulk.Record).Offered))]
	a.many = newMany(r, batch.Status{Phase: pastPhases[r.End], Idle: true})
	if !r.Offered() {
		return nil
	}
	t := a.many.pane.Status().Tally
	a.say("The bulk rerun of " + a.clockTime(r.Plan.Made) + " was interrupted, with " + model.Counted(t.Waiting, "run") + " not sent. " +
		a.o.Keys.Key(keymap.Bulk) + " shows it and can go on with it.")
	return nil
}

// manyTarget is the run that a key means on the screen of a bulk rerun: the
// new one, else the one that was run again.
func (a *App) manyTarget() *model.Run {
	item, result, ok := a.many.pane.Selected()
	if !ok {
		return nil
	}
	if r := a.store.Run(result.Run); r != nil {
		return r
	}
	return a.store.Run(item.Run)
}
