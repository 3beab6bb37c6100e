package ui

import (
	"slices"
	"time"

	"fntop/api"
	"fntop/model"
)

// noteAbsent remembers which unfinished runs of a function its newest page
// leaves out although it reaches back beyond them.
func (a *App) noteAbsent(s source, page model.Page) {
	p := a.of(s.profile).lists[list{source: s}]
	p.absent = p.absent[:0]
	for id, r := range a.live.unfinished {
		if functionSource(r) != s || r.When().Before(p.firstTo) {
			continue
		}
		if !slices.ContainsFunc(page.Runs, func(d model.RunDetail) bool { return d.ID == id }) {
			p.absent = append(p.absent, id)
		}
	}
}

// astray reports whether no newest page tells how an unfinished run goes on.
func (m *member) astray(r *model.Run) bool {
	newest := m.lists[list{source: functionSource(r)}]
	return newest != nil && (r.When().Before(newest.firstTo) || slices.Contains(newest.absent, r.ID))
}

// notThere takes a run out of the table that is said not to be there, once it
// was said again to a question asked after its function's list had been read
// without it. A backend that finds nothing at all for a while takes nothing
// away.
func (a *App) notThere(m *member, f *feed, id model.RunID) {
	r := a.store.Run(id)
	if r == nil {
		return
	}
	if f.gone.IsZero() {
		f.gone = a.now()
		return
	}
	if list := m.runs[functionSource(r)]; list == nil || list.err == nil && list.read.After(f.gone) && !f.sent.Before(list.read) {
		a.changed(a.store.Remove(id))
	}
}

// wasRead keeps the books of a run that is read by itself.
func (a *App) wasRead(m *member, f *feed, msg runMsg) {
	a.answered(m, f, msg.err)
	switch {
	case api.KindOf(msg.err) == api.NotFound:
		a.notThere(m, f, msg.id)
	case msg.err == nil:
		f.gone = time.Time{}
	}
}
