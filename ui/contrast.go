package ui

import (
	"context"

	tea "github.com/charmbracelet/bubbletea"

	"fntop/api"
	"fntop/keymap"
	"fntop/model"
	"fntop/ui/difference"
	"fntop/ui/sched"
)

// contrast is the difference that is on the screen: one run against another.
type contrast struct {
	pane   *difference.Model
	ctx    context.Context
	cancel context.CancelFunc
	id     model.RunID // what is held against the others
	others []counterpart
	at     int          // in others
	asked  sched.Ticket // of what is being read; zero while nothing is
	moved  bool         // one of the two has moved on since it was read
}

// differenceKey opens the difference of the run that is meant; on that screen
// it goes on to what else the run can be held against.
func (a *App) differenceKey() tea.Cmd {
	if c := a.contrast; c != nil {
		return a.holdAgainst(c.id, c.others, (c.at+1)%len(c.others))
	}
	r := a.target()
	others := a.counterparts(r)
	if len(others) == 0 {
		a.say("Nothing to compare it with is loaded: no original, no rerun, no earlier success of its trigger. " +
			a.o.Keys.Key(keymap.Mark) + " in the table marks a run to compare it with.")
		return nil
	}
	return a.holdAgainst(r.ID, others, 0)
}

func (a *App) closeContrast() {
	if a.contrast != nil {
		a.contrast.cancel()
		a.contrast = nil
	}
}

// holdAgainst opens the difference between a run and one of its counterparts.
func (a *App) holdAgainst(id model.RunID, others []counterpart, at int) tea.Cmd {
	a.closeContrast()
	c := &contrast{id: id, others: others, at: at}
	c.ctx, c.cancel = context.WithCancel(a.ctx)
	this, other := difference.Side{Name: "this run", Run: a.store.Run(id)}, difference.Side{Name: others[at].name, Run: a.store.Run(others[at].id)}
	if a.laterThan(others[at], this.Run) {
		c.pane = difference.New(this, other)
	} else {
		c.pane = difference.New(other, this)
	}
	a.log, a.contrast = nil, c
	a.summarize()
	return a.readContrast()
}

// laterThan reports whether a counterpart came after the run: it stands at the
// right then.
func (a *App) laterThan(other counterpart, r *model.Run) bool {
	if x := a.store.Run(other.id); x != nil && r != nil {
		return x.When().After(r.When())
	}
	return other.name == rerunName
}

// summarize says in a line how the two compare, where one is the other's
// rerun.
func (a *App) summarize() {
	was, is := a.contrast.pane.Sides()
	if was.Run != nil && is.Run != nil && a.originalOf(is.Run) == was.Run.ID {
		a.contrast.pane.SetSummary(compared(was.Run, is.Run))
	}
}

// readContrast reads both runs in full and compares them, in a command: two
// payloads can be megabytes.
func (a *App) readContrast() tea.Cmd {
	c := a.contrast
	was, is := a.sideIDs()
	x, y := a.of(was.Profile), a.of(is.Profile)
	if x == nil || y == nil {
		c.pane.SetState("The profile of one of the two is not on screen, so its run cannot be read.", true)
		return nil
	}
	c.pane.SetState("reading …", false)
	c.asked, c.moved = a.desk.Next(), false
	return fetchContrast(c.ctx, c.asked, half{x.p, was, a.inFull(was)}, half{y.p, is, a.inFull(is)})
}

// contrasting reports whether two runs are being read to be compared.
func (a *App) contrasting() bool { return a.contrast != nil && a.contrast.asked != 0 }

// sideIDs are the two runs of the difference, the left one first.
func (a *App) sideIDs() (was, is model.RunID) {
	c := a.contrast
	was, is = c.others[c.at].id, c.id
	if l, _ := c.pane.Sides(); l.Name == "this run" {
		was, is = is, was
	}
	return was, is
}

// inFull is a run as it was read in full and will not change any more, nil
// where that is to be read.
func (a *App) inFull(id model.RunID) *model.RunDetail {
	if d := a.detail; d != nil && d.full != nil && d.full.ID == id && !d.moved && !d.full.Unfinished() {
		return d.full
	}
	return nil
}

// gotContrast shows where two runs differ.
func (a *App) gotContrast(msg contrastMsg) tea.Cmd {
	c := a.contrast
	if c == nil || msg.ticket != c.asked {
		return nil
	}
	c.asked = 0
	var read []model.RunDetail
	for _, d := range []*model.RunDetail{msg.was, msg.is} {
		if d != nil {
			read = append(read, *d)
		}
	}
	a.merge(read)
	c.moved = false // what moved it on is what was read
	was, is := a.sideIDs()
	c.pane.SetRuns(a.store.Run(was), a.store.Run(is))
	a.summarize()
	if msg.err != nil {
		c.pane.SetState(sentence(msg.err), true)
		return a.goOn()
	}
	c.pane.SetState("", false)
	c.pane.SetResult(msg.result)
	return a.goOn()
}

// contrastMoved tells the difference that one of its runs went on. It is read
// anew where the run is not how it was.
func (a *App) contrastMoved(c model.Change) {
	if a.contrast == nil || c.New == nil {
		return
	}
	was, is := a.sideIDs()
	if c.New.ID != was && c.New.ID != is {
		return
	}
	a.contrast.pane.SetRuns(a.store.Run(was), a.store.Run(is))
	a.summarize()
	if c.Old != nil && c.Old.Status != c.New.Status {
		a.contrast.moved = true
	}
}

// contrastAgain reads the two runs anew where one of them has moved on.
func (a *App) contrastAgain() tea.Cmd {
	if a.contrast == nil || !a.contrast.moved || a.contrasting() {
		return nil
	}
	return a.readContrast()
}

// whyNotDifference says why there is nothing to compare.
func (a *App) whyNotDifference() string {
	if c := a.contrast; c != nil {
		if len(c.others) < 2 {
			return "There is no other run to hold this one against."
		}
		return ""
	}
	if a.target() == nil {
		return "There is no run to compare. Select one first."
	}
	return ""
}

// differenceWord is what the footer says of the key for the difference.
func (a *App) differenceWord() string {
	if c := a.contrast; c != nil && len(c.others) > 1 {
		return "against " + c.others[(c.at+1)%len(c.others)].name
	}
	return keymap.Difference.Short()
}

// half is one of two runs that are compared, and where to read it.
type half struct {
	p    api.Provider
	id   model.RunID
	full *model.RunDetail
}

func (h half) read(ctx context.Context) (*model.RunDetail, error) {
	if h.full != nil {
		return h.full, nil
	}
	d, err := h.p.Run(ctx, h.id)
	return &d, err
}
