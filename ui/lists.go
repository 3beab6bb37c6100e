package ui

import (
	"cmp"
	"maps"
	"slices"
	"strings"
	"time"

	tea "github.com/charmbracelet/bubbletea"

	"fntop/model"
	"fntop/ui/functions"
	"fntop/ui/triggers"
)

// gotFunctions takes in the list of functions, which says whose runs to read.
func (a *App) gotFunctions(msg functionsMsg) tea.Cmd {
	m := a.of(msg.profile)
	if m == nil || !m.functions.waits(msg.ticket) {
		return nil
	}
	a.answered(m, &m.functions, msg.err)
	m.tellAlone()
	if msg.err == nil {
		m.functionList = msg.functions
		slices.SortFunc(m.functionList, func(x, y model.Function) int { return strings.Compare(x.Name, y.Name) })
		a.relist()
		a.relistOld(m)
	} else if len(a.functions) == 0 {
		a.fnPane.SetEmpty("not read yet")
	}
	return a.goOn()
}

// gotTriggers takes in the list of triggers.
func (a *App) gotTriggers(msg triggersMsg) tea.Cmd {
	m := a.of(msg.profile)
	if m == nil || !m.triggers.waits(msg.ticket) {
		return nil
	}
	a.answered(m, &m.triggers, msg.err)
	m.tellAlone()
	if msg.err == nil {
		m.triggerList = msg.triggers
		slices.SortFunc(m.triggerList, func(x, y model.Trigger) int { return strings.Compare(x.Name, y.Name) })
		a.relist()
	} else if len(a.triggers) == 0 {
		a.trigPane.SetEmpty("not read yet")
	}
	return a.goOn()
}

// named gives runs the names that are known now.
func (a *App) named() {
	a.changed(a.store.SetBook(model.NewBook(a.functions, a.triggers)))
	a.runsPane.SetNames(a.functions, a.triggers)
	a.followed.SetNames(a.functions, a.triggers)
	a.trigPane.SetRows(a.triggers) // the book fills in their functions' names
}

// followSources reads the runs of the functions there are, and of the trigger
// that is narrowed to. What is equally urgent is read in their order: where
// reading all takes minutes, the newest runs are likely to be found first.
func (a *App) followSources() {
	narrow, narrowed := a.narrowSource()
	busy := model.Busy(a.triggers)
	for _, m := range a.members {
		m.sources = m.sources[:0]
		for i := range a.functions {
			if f := &a.functions[i]; f.Profile == m.info.Profile {
				m.sources = append(m.sources, source{byFunction, f.Profile, f.ID})
			}
		}
		slices.SortStableFunc(m.sources, func(x, y source) int {
			return cmp.Compare(busy(y.profile, y.id), busy(x.profile, x.id))
		})
		if narrowed && narrow.by == byTrigger && narrow.profile == m.info.Profile {
			m.sources = append(m.sources, narrow)
		}
		m.keepSources()
	}
}

// keepSources has a feed for each source, and forgets those that are none.
func (m *member) keepSources() {
	there := make(map[source]bool, len(m.sources))
	for _, s := range m.sources {
		there[s] = true
		if m.runs[s] == nil {
			m.runs[s] = &feed{}
		}
	}
	maps.DeleteFunc(m.lists, func(at list, _ *pages) bool { return !there[at.source] && !m.seldom(at.source) })
	maps.DeleteFunc(m.runs, func(s source, _ *feed) bool { return !there[s] })
}

// feedOf is what reads the newest runs of a source, nil where nothing does.
func (a *App) feedOf(s source) *feed {
	if m := a.of(s.profile); m != nil {
		return m.runs[s]
	}
	return nil
}

// gotRuns takes in the newest page of a source.
func (a *App) gotRuns(msg runsMsg) tea.Cmd {
	f := a.feedOf(msg.source)
	if !f.waits(msg.ticket) {
		return nil
	}
	a.answered(a.of(msg.source.profile), f, msg.err)
	if msg.err != nil {
		return a.goOn()
	}
	a.readFirst(list{source: msg.source}, msg.page)
	a.surveys.stale = true // as of now
	a.merge(msg.page.Runs)
	if msg.source.by == byFunction {
		a.replaceOld(msg.source)
		a.noteAbsent(msg.source, msg.page)
		a.fnPane.SetRecent(functions.Key{Profile: msg.source.profile, ID: msg.source.id}, recent(msg.page.Runs, a.theirNow()))
	}
	return tea.Batch(a.followOn(msg.source.profile), a.goOn(), a.fill())
}

// merge takes runs that were read into the store and brings everything shown
// up to date.
func (a *App) merge(runs []model.RunDetail) {
	a.confirmed(runs)
	listed := make([]*model.Run, len(runs))
	for i := range runs {
		listed[i] = runs[i].Listed()
	}
	a.changed(a.store.Merge(listed))
}

// changed brings what is shown up to date with what changed in the store.
func (a *App) changed(changes []model.Change) { a.changedAt(changes, a.theirNow()) }

// changedAt is changed for what was seen at that time.
func (a *App) changedAt(changes []model.Change, seen time.Time) {
	if len(changes) == 0 {
		a.showRows(0)
		return
	}
	now := a.theirNow()
	keep := func(r *model.Run) bool { return a.filter.Match(r, now) }
	a.view.Apply(changes, keep)
	for _, c := range changes {
		switch {
		case c.New == nil:
			delete(a.live.unfinished, c.Old.ID)
		case !c.New.Unfinished():
			delete(a.live.unfinished, c.New.ID)
		default:
			a.live.unfinished[c.New.ID] = c.New
		}
		a.witness.Saw(c, seen)
		a.openChanged(c)
		a.contrastMoved(c)
		a.jobsSaw(c)
	}
	a.trouble.failures.Take(changes)
	a.pulse.stale, a.surveys.stale = true, true
	a.showRows(a.view.Above(changes, a.runsPane.Top()+1))
}

// refilter makes the view anew: the filter or the order is another.
func (a *App) refilter() {
	now := a.theirNow()
	a.view.Reset(a.store.Newest(), func(r *model.Run) bool { return a.filter.Match(r, now) }, a.order)
	a.arrangeThen()
	a.showRows(0)
}

// refiltered is refilter for a person's wish: it reads on where the wish
// reaches further back than what is loaded.
func (a *App) refiltered() tea.Cmd {
	a.refilter()
	a.runsPane.Settle()
	a.moved()
	return tea.Batch(a.plan(), a.fill())
}

func (a *App) showRows(fresh int) {
	a.whole = a.wholeIsLoaded()
	a.runsPane.SetRows(a.view.Rows(), a.findRun, fresh)
	a.reselect()
	if len(a.marks.set) > 0 {
		a.marked()
	}
	a.moved()
}

func (a *App) findRun(id model.RunID) (int, bool) { return a.view.Place(a.store.Run(id)) }

// moved shows the selected run in the preview.
func (a *App) moved() { a.prevPane.SetRun(a.runsPane.Selected()) }

func (a *App) ageOfTrigger(k triggers.Key) time.Time {
	if f := a.feedOf(source{byTrigger, k.Profile, k.ID}); f != nil && !f.read.IsZero() {
		return a.theirs(f.read)
	}
	for i := range a.triggers {
		if t := &a.triggers[i]; t.ID == k.ID && t.Profile == k.Profile {
			if f := a.feedOf(source{byFunction, k.Profile, t.Function.ID}); f != nil {
				return a.theirs(f.read)
			}
		}
	}
	return time.Time{}
}

func recent(runs []model.RunDetail, now time.Time) functions.Recent {
	r := functions.Recent{As: now}
	for i := range runs {
		r.Add(runs[i].Status)
	}
	return r
}
