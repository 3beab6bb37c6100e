package ui

import (
	"context"

	tea "github.com/charmbracelet/bubbletea"

	"fntop/model"
	"fntop/ui/detail"
	"fntop/ui/sched"
)

// open opens a run: at once with what the list knows, then in full.
func (a *App) open(id model.RunID) tea.Cmd {
	a.closeRun()
	a.runsPane.Hold()
	a.show(detail.New(id))
	a.detail.pane.SetRun(a.store.Run(id))
	a.detail.pane.SetInput(a.inputOf(a.store.Run(id)))
	a.showLineage()
	a.showSince()
	a.detail.pane.SetState("reading …", false)
	if j := a.jobs.of(a.store.Run(id)); j != nil && j.follows() {
		a.detail.job = j
		a.detail.pane.Following(true)
	}
	return tea.Batch(a.readOpen(), a.hear())
}

// show puts a run's pane on the screen, with a context that ends with it.
func (a *App) show(p *detail.Model) {
	ctx, cancel := context.WithCancel(a.ctx)
	a.closeContrast()
	a.log = nil
	p.SetHistory(&a.asked)
	a.detail = &opened{pane: p, ctx: ctx, cancel: cancel, stale: true}
	a.live.open = feed{} // what was asked for the run before is late
}

// readOpen asks for the open run, whatever the plan says: a person waits.
func (a *App) readOpen() tea.Cmd {
	ctx, id := a.detail.ctx, a.detail.pane.ID()
	m := a.of(id.Profile)
	if m == nil {
		return nil
	}
	p := m.p
	return a.ask(wanted{&a.live.open, func(t sched.Ticket) tea.Cmd { return fetchRun(ctx, p, t, id) }})
}

func (a *App) closeRun() {
	if a.detail != nil {
		a.detail.cancel()
		a.detail = nil
	}
}

// gotRun takes in one run in full: the open one, or one that is unfinished
// and on no newest page.
func (a *App) gotRun(msg runMsg) tea.Cmd {
	m := a.of(msg.id.Profile)
	if m == nil {
		return nil
	}
	stray := m.strays[msg.id]
	switch {
	case stray.waits(msg.ticket):
		a.wasRead(m, stray, msg)
	case a.detail != nil && a.live.open.waits(msg.ticket):
		a.answered(m, &a.live.open, msg.err)
		if msg.err != nil {
			a.detail.then = noReader
			a.detail.pane.SetState(sentence(msg.err), true)
			return a.goOn()
		}
		a.showDetail(&msg.run)
	default:
		return nil
	}
	if msg.err == nil {
		a.merge([]model.RunDetail{msg.run})
	}
	cmds := []tea.Cmd{a.goOn(), a.readInNow(), a.readShape()}
	if a.detail != nil && a.detail.pane.OnLineage() {
		cmds = append(cmds, a.readLineage()) // it may only now be known whose rerun it is
	}
	return tea.Batch(cmds...)
}

// showDetail shows a run in full in the pane that is open for it.
func (a *App) showDetail(d *model.RunDetail) {
	if b := a.store.Book(); b != nil {
		b.Name(&d.Run)
	}
	p := a.detail.pane
	a.detail.full, a.detail.read = d, true
	p.SetDetail(d)
	p.SetState("", false)
	p.SetInput(a.inputOf(&d.Run))
	a.showLineage()
	a.showSince()
}

// openChanged reads the open run anew when the list says that it moved on.
func (a *App) openChanged(c model.Change) {
	if a.detail == nil || c.New == nil {
		return
	}
	id := a.detail.pane.ID()
	a.detail.stale = a.detail.stale || c.New.ID == id || c.New.ID.Profile == id.Profile && c.New.OriginalRunID == id.ID
	if c.New.ID != id {
		return
	}
	a.detail.pane.SetRun(c.New)
	if c.Old == nil || c.Old.Status != c.New.Status {
		a.live.open.need.Fetched = a.now().Add(-a.o.Refresh)
		a.detail.moved = true
	}
}

// openUnfinished is the open run while it has to be read again.
func (a *App) openUnfinished() (model.RunID, bool) {
	if a.detail == nil || a.detail.job != nil && a.detail.job.follows() {
		return model.RunID{}, false // whoever follows it reads it
	}
	id := a.detail.pane.ID()
	r := a.store.Run(id)
	if id.IsZero() || (a.detail.read && !a.detail.moved && (r == nil || !r.Unfinished())) {
		return model.RunID{}, false
	}
	a.detail.moved = r != nil && r.Unfinished() || !a.detail.read
	return id, true
}

// inputOf is what a run was given: as the backend tells it, else as it was
// sent from here.
func (a *App) inputOf(r *model.Run) []byte {
	switch {
	case r == nil:
		return nil
	case a.detail != nil && a.detail.full != nil && a.detail.full.ID == r.ID && a.detail.full.Input != nil:
		return a.detail.full.Input
	}
	return a.jobs.input(r.JobID)
}
