package ui

import (
	"context"
	"errors"
	"fmt"
	"slices"

	tea "github.com/charmbracelet/bubbletea"

	"fntop/api"
	"fntop/model"
	"fntop/ui/bundle"
	"fntop/ui/draw"
	"fntop/ui/file"
	"fntop/ui/mask"
	"fntop/ui/pane"
)

// seenMost is how many of the loaded runs a bundle is made with at most.
const seenMost = 2000

// askBundle asks where the bundle of the run is to be written. It is read only
// then.
func (a *App) askBundle() tea.Cmd {
	id := a.target().ID
	a.askPath("Write an incident bundle to", file.Name(".md", "incident", short(id)), pane.WriteTo{Run: id, Bundle: true})
	return nil
}

// incident is what a bundle is made of, but for what has to be read.
type incident struct {
	id      model.RunID
	seen    []*model.Run // of its function, newest first
	book    *model.Book
	input   []byte // as it was sent from here
	command string
	version string
}

// writeBundle gathers what there is to know about the run and writes it.
func (a *App) writeBundle(to pane.WriteTo) tea.Cmd {
	m := a.of(to.Run.Profile)
	if m == nil {
		return nil
	}
	r := a.store.Run(to.Run)
	i := incident{id: to.Run, book: a.store.Book(), input: a.inputOf(r), version: a.o.Version}
	i.command, _ = draw.RunCommand(to.Run)
	for _, x := range a.store.Newest() {
		if r != nil && x.ID.Profile == r.ID.Profile && x.Function.ID == r.Function.ID && len(i.seen) < seenMost {
			i.seen = append(i.seen, x)
		}
	}
	a.say("Gathering what there is to know about the run …")
	facts := bundle.Facts{Now: a.theirNow(), Zone: a.o.Zone}
	return gatherBundle(a.ctx, m.p, i, facts, to)
}

// gatherBundle reads, masks and writes. What is there already is told before
// anything is read for it.
func gatherBundle(ctx context.Context, p api.Provider, i incident, about bundle.Facts, to pane.WriteTo) tea.Cmd {
	return func() tea.Msg {
		if !to.Over && file.There(to.Path) {
			return wroteMsg{to: to, err: file.ErrThere}
		}
		f, err := bundle.Gather(ctx, p, i.id, i.seen, i.book)
		if err != nil {
			return wroteMsg{to: to, err: &unread{err}}
		}
		f.Now, f.Zone, f.Version, f.Command = about.Now, about.Zone, i.version, i.command
		if len(f.Input) == 0 {
			f.Input = slices.Clone(i.input)
		}
		m := mask.New()
		text, err := bundle.Write(ctx, &f, m)
		if err != nil {
			return wroteMsg{to: to, err: err}
		}
		said := " Nothing in it had to be masked."
		if n := len(m.Found()); n > 0 {
			said = fmt.Sprintf(" %s masked and listed at its end.", model.Are(n, "place"))
		}
		return wroteMsg{to, len(text), said, file.Write(to.Path, text, to.Over)}
	}
}

// unread is a run that could not be read, so that there is nothing to write.
type unread struct{ error }

func (e *unread) Unwrap() error { return e.error }

// unwritten is what is said of a file that was not written.
func (a *App) unwritten(msg wroteMsg, again string) string {
	var u *unread
	if errors.As(msg.err, &u) {
		return sentence(u.error)
	}
	return a.told(msg.to.Path) + " was not written: " + msg.err.Error() + ". " + again + " asks for another place."
}
