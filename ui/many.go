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

// chosen are marked runs, sorted out.
type chosen struct {
	shown, hidden []*model.Run // that can be sent
	unloaded      int
	unfinished    int
	closed        map[string]int // by the reason why their profile takes none
}

// chosen sorts the marked runs out, in the order of the table.
func (a *App) chosen() chosen {
	c := chosen{closed: map[string]int{}}
	sort := func(r *model.Run, to *[]*model.Run) {
		info := a.infoOf(r.ID.Profile)
		again := info.Caps.AgainOf(r)
		switch {
		case r.Unfinished():
			c.unfinished++
		case a.of(r.ID.Profile) == nil:
			c.closed["profile "+r.ID.Profile+" is not on screen"]++
		case info.ReadOnly:
			c.closed["profile "+r.ID.Profile+" is read-only"]++
		case again.No != "":
			c.closed[again.No]++
		case again.NoBulk != "":
			c.closed[again.NoBulk]++
		default:
			*to = append(*to, r)
		}
	}
	seen := 0
	for _, r := range a.view.Rows() {
		if a.marks.set[r.ID] {
			seen++
			sort(r, &c.shown)
		}
	}
	if seen == len(a.marks.set) {
		return c
	}
	var hidden []*model.Run
	for id := range a.marks.set {
		r := a.store.Run(id)
		if _, shown := a.view.Place(r); r == nil {
			c.unloaded++
		} else if !shown {
			hidden = append(hidden, r)
		}
	}
	slices.SortFunc(hidden, model.Newer)
	for _, r := range hidden {
		sort(r, &c.hidden)
	}
	return c
}

// leftOut says which of the marked runs cannot be sent, and why.
func (c *chosen) leftOut() []string {
	var why []string
	add := func(n int, text string) {
		if n > 0 {
			why = append(why, model.Counted(n, "run")+": "+text)
		}
	}
	add(c.unfinished, "not over yet")
	add(c.unloaded, "not loaded any more")
	for text, n := range c.closed {
		add(n, text)
	}
	slices.Sort(why)
	return why
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

// askMany lists the marked runs and asks whether to run them again.
func (a *App) askMany() tea.Cmd {
	c := a.chosen()
	if len(c.shown)+len(c.hidden) == 0 {
		text := "None of the marked runs can be run again"
		for i, why := range c.leftOut() {
			text += map[bool]string{true: ": ", false: "; "}[i == 0] + why
		}
		a.say(text + ".")
		return nil
	}
	o := batch.Options{Shown: c.shown, Hidden: c.hidden, LeftOut: c.leftOut()}
	all := slices.Concat(c.shown, c.hidden)
	plan := bulk.Plan{Items: bulk.ItemsOf(all, bulk.AsListed)}
	o.Where, o.Warnings, o.TypeName = a.placesOf(&plan)
	well := 0
	for _, r := range all {
		if !r.Status.Failed() {
			well++
		}
	}
	if well > 0 {
		o.Warnings = append(o.Warnings, model.Counted(well, "run")+" did not fail")
	}
	if n := a.sentBefore(all); n > 0 {
		o.Warnings = append(o.Warnings, model.Counted(n, "run")+" already run again by the bulk rerun of "+a.clockTime(a.many.plan.Made))
	}
	a.overlay = batch.NewAsk(o)
	return nil
}

// placesOf is where the runs of a plan are, what their profiles say of a
// rerun, and the name to type where one of them wants that.
func (a *App) placesOf(p *bulk.Plan) (where, warnings []string, name string) {
	for _, profile := range p.Profiles() {
		info := a.infoOf(profile)
		where = append(where, profile+" · "+info.Workspace)
		if info.Caps.RerunsAnew != "" {
			warnings = append(warnings, info.Caps.RerunsAnew)
		}
		if info.TypeName && name == "" {
			name = profile
		}
	}
	return where, warnings, name
}

// sentBefore is how many of the runs were sent by the last bulk rerun: the
// marks are still there after it.
func (a *App) sentBefore(runs []*model.Run) int {
	if a.many == nil {
		return 0
	}
	sent := make(map[model.RunID]bool, len(a.many.results))
	for i := range a.many.results {
		switch a.many.results[i].State {
		case bulk.Waiting, bulk.Refused:
		default:
			sent[a.many.plan.Items[i].Run] = true
		}
	}
	n := 0
	for _, r := range runs {
		if sent[r.ID] {
			n++
		}
	}
	return n
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
