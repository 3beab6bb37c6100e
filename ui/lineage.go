package ui

import (
	"slices"

	tea "github.com/charmbracelet/bubbletea"

	"fntop/api"
	"fntop/model"
	"fntop/ui/sched"
)

// kin is what is read of the open run's lineage: once, when somebody looks.
type kin struct {
	asked sched.Ticket // zero while nothing is being read
	done  bool
	// stubs are reruns of which the backend told little more than the id. They
	// are no rows of the table.
	stubs []*model.Run
}

// lineageKey shows the lineage of the run that is meant.
func (a *App) lineageKey() tea.Cmd {
	a.log = nil
	a.closeContrast()
	var cmd tea.Cmd
	if a.detail == nil {
		cmd = a.open(a.target().ID)
	}
	a.detail.pane.ShowLineage()
	return tea.Batch(cmd, a.readLineage())
}

// readLineage asks the backend for the reruns, where it can be asked, and for
// the original, where it is not loaded.
func (a *App) readLineage() tea.Cmd {
	d := a.detail
	if d == nil || d.kin.done || d.kin.asked != 0 {
		return nil
	}
	id := d.pane.ID()
	r, m := a.store.Run(id), a.of(id.Profile)
	if r == nil || m == nil {
		return nil // it is not known yet whose rerun it is
	}
	root := id
	original := a.originalOf(r)
	if !original.IsZero() {
		root = original
	}
	if a.store.Run(original) != nil {
		original = model.RunID{}
	}
	lineager, ok := api.LineagerOf(m.p)
	if !ok || root == id && r.RerunCount.Known && r.RerunCount.Value == 0 {
		lineager = nil
	}
	if lineager == nil && original.IsZero() {
		d.kin.done = true
		return nil
	}
	d.kin.asked = a.desk.Next()
	d.pane.SetLineageState("reading …")
	return fetchLineage(d.ctx, m.p, lineager, d.kin.asked, root, original)
}

// gotLineage shows what was read of the lineage. Runs of which enough is known
// are taken into the store.
func (a *App) gotLineage(msg lineageMsg) tea.Cmd {
	d := a.detail
	if d == nil || msg.ticket != d.kin.asked {
		return nil
	}
	d.kin.asked, d.kin.done = 0, msg.err == nil
	var whole []model.RunDetail
	for i := range msg.lineage.Reruns {
		if r := &msg.lineage.Reruns[i]; r.Function.ID != "" && !r.When().IsZero() {
			whole = append(whole, *r)
		} else {
			d.kin.stubs = append(d.kin.stubs, r.Listed())
		}
	}
	a.merge(whole)
	d.pane.SetLineageState(sentence(msg.err))
	a.showLineage()
	return a.goOn()
}

// readingLineage reports whether what the open run is held against is being
// read.
func (a *App) readingLineage() bool {
	return a.detail != nil && (a.detail.kin.asked != 0 || a.detail.since.reading())
}

// showLineage shows the lineage of the open run, and what came of the run
// against its original, as they are known now.
func (a *App) showLineage() {
	r := a.store.Run(a.detail.pane.ID())
	if r == nil && a.detail.full != nil {
		r = &a.detail.full.Run
	}
	a.detail.pane.SetLineage(a.lineage(r))
	a.detail.pane.SetCompared(a.comparedWithOriginal(r))
}

// lineage are the runs that are known to be reruns of one another with r, the
// oldest first; none where it is the only one.
func (a *App) lineage(r *model.Run) []*model.Run {
	if r == nil {
		return nil
	}
	root := r.ID
	for x, steps := r, 0; steps < 20; steps++ { // not every backend names the first of a row of reruns
		original := a.originalOf(x)
		if original.IsZero() || original == root {
			break
		}
		if root, x = original, a.store.Run(original); x == nil {
			x = &model.Run{ID: root}
		}
	}
	family := map[model.RunID]*model.Run{}
	for _, j := range a.jobs.list { // the oldest first, so that reruns of reruns are found
		if j.action.Kind == model.Rerun && !j.maybe && !j.run.IsZero() && (j.action.Run == root || family[j.action.Run] != nil) {
			if x := a.store.Run(j.run); x != nil {
				family[x.ID] = x
			}
		}
	}
	if r.ID != root || r.RerunCount.Value > 0 {
		for _, x := range a.store.Newest() {
			if x.ID.Profile == root.Profile && (x.ID == root || x.OriginalRunID == root.ID) {
				family[x.ID] = x
			}
		}
	}
	if a.detail != nil && a.detail.pane.ID() == r.ID {
		for _, x := range a.detail.kin.stubs {
			if family[x.ID] == nil {
				family[x.ID] = x
			}
		}
	}
	if x := a.store.Run(root); x != nil && len(family) > 0 {
		family[root] = x
	}
	runs := make([]*model.Run, 0, len(family))
	for _, x := range family {
		runs = append(runs, x)
	}
	slices.SortFunc(runs, func(x, y *model.Run) int { return model.Newer(y, x) })
	return runs
}

// whyNotLineage says why there is no lineage to show.
func (a *App) whyNotLineage() string {
	if a.target() == nil {
		return "There is no run whose lineage could be shown. Select one first."
	}
	return ""
}
