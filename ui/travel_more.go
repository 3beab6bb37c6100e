package ui

import (
	"context"
	"slices"
	"time"

	tea "github.com/charmbracelet/bubbletea"

	"fntop/model"
	"fntop/ui/sched"
)

// readStretch reads the bars of the stretch that the line shows.
func (a *App) readStretch() tea.Cmd {
	t := a.travel
	t.stretch = a.desk.Next()
	from, to, parts := t.line.Shown()
	return readStretch(t.ctx, a.o.Past, t.stretch, a.profileNames(), slices.Clone(a.functions), from, to, parts)
}

func readStretch(ctx context.Context, p Past, ticket sched.Ticket, profiles []string, functions []model.Function, from, to time.Time, parts int) tea.Cmd {
	return func() tea.Msg {
		msg := stretchMsg{ticket: ticket}
		if msg.bars, msg.err = p.Histogram(ctx, profiles, from, to, parts); msg.err != nil {
			return msg
		}
		all, err := p.Seen(ctx, profiles)
		msg.err = err
		msg.seen = make([]bool, parts)
		each := to.Sub(from) / time.Duration(max(1, parts))
		for i := range msg.seen {
			at := from.Add(time.Duration(i) * each)
			msg.seen[i] = len(functions) > 0 && !slices.ContainsFunc(functions, func(f model.Function) bool {
				of := model.Subject{Kind: model.OfFunction, Profile: f.Profile, ID: f.ID}
				return !all[of].Holds(model.Span{From: at, To: at.Add(each)})
			})
		}
		return msg
	}
}

func (a *App) gotStretch(msg stretchMsg) tea.Cmd {
	t := a.travel
	if t == nil || t.stretch != msg.ticket {
		return nil
	}
	t.stretch = 0
	if msg.err != nil {
		a.say(capital(model.Visible(msg.err.Error())) + ".")
		return nil
	}
	t.line.SetBars(msg.bars, msg.seen)
	return nil
}

func readRunThen(ctx context.Context, p Past, ticket sched.Ticket, id model.RunID, moment time.Time) tea.Cmd {
	return func() tea.Msg {
		run, err := p.RunAt(ctx, id, moment)
		return runThenMsg{ticket, run, err}
	}
}

func (a *App) gotRunThen(msg runThenMsg) tea.Cmd {
	t := a.travel
	if t == nil || t.open == nil || t.run != msg.ticket {
		return nil
	}
	t.run = 0
	if msg.err != nil {
		t.open.SetState(capital(model.Visible(msg.err.Error()))+".", true)
		return nil
	}
	if b := a.store.Book(); b != nil {
		b.Name(&msg.run.Run)
	}
	t.open.SetRun(t.of[msg.run.ID])
	t.open.SetDetail(&msg.run)
	t.open.SetInput(msg.run.Input)
	t.open.SetState("as it was known then", false)
	return nil
}

func readEarliest(ctx context.Context, p Past, ticket sched.Ticket, profiles []string) tea.Cmd {
	return func() tea.Msg {
		at, err := p.Earliest(ctx, profiles)
		return earliestMsg{ticket, at, err}
	}
}

func (a *App) gotEarliest(msg earliestMsg) tea.Cmd {
	t := a.travel
	switch {
	case t == nil || t.earliest != msg.ticket:
		return nil
	}
	switch t.earliest = 0; {
	case msg.err != nil:
		a.say(capital(model.Visible(msg.err.Error())) + ".")
		return nil
	case msg.at.IsZero():
		a.say("No run is kept at all.")
		return nil
	}
	t.line.Go(msg.at)
	return a.travelled()
}
