package ui

import (
	"context"
	"time"

	tea "github.com/charmbracelet/bubbletea"

	"fntop/api"
	"fntop/api/clock"
	"fntop/model"
	"fntop/ui/board"
	"fntop/ui/difference"
	"fntop/ui/pane"
	"fntop/ui/sched"
)

// do carries out what a person wants. It is the one door from panes and keys
// to everything that has an effect.
func (a *App) do(i pane.Intent) tea.Cmd {
	switch i := i.(type) {
	case nil:
		return nil
	case pane.Act:
		return a.act(i.Action)
	case pane.Close:
		return a.closeTop()
	case pane.Say:
		a.say(i.Text)
		return nil

	case pane.OpenRun:
		return a.open(i.ID)
	case pane.OpenRelative:
		return a.open(i.ID)
	case pane.ReadLineage:
		return a.readLineage()
	case pane.Browse:
		return a.browseTo(i.Address, i.What)
	case pane.OpenFollowed:
		return a.openFollowed(i.Number)
	case pane.NarrowTrigger:
		return a.narrowTrigger(i.Profile, i.ID)
	case pane.NarrowFunction:
		return a.narrowFunction(i.Profile, i.ID)
	case pane.ShowFunction:
		return a.showFunction(i.Profile, i.ID)
	case pane.SetBoardWindow:
		return a.setBoardWindow(i.Last)
	case pane.SetBoardOrder:
		a.board.SetOrder(board.Order(i.Order))
		return nil
	case pane.GoTrigger:
		return a.goTrigger(i.Profile, i.ID)
	case pane.GoFunction:
		return a.goFunction(i.Profile, i.ID)
	case pane.GoRun:
		return a.goRun(i.ID)
	case pane.OpenAlert:
		return a.openAlert(i)
	case pane.AckAlert:
		return a.ackAlert(i)
	case pane.NarrowGroup:
		return a.narrowGroup(i.Key)
	case pane.AckGroup:
		return a.ack(i)
	case pane.MergeGroup:
		return a.mergeGroup(i)
	case pane.SplitGroup:
		return a.splitGroup(i)
	case pane.UndoGroup:
		return a.undoGroup(i)
	case pane.LoadMore:
		return a.older()

	case pane.SetStatuses:
		return a.setStatuses(i.Statuses)
	case pane.SetQuery:
		return a.setQuery(i)
	case pane.SetSort:
		return a.setSort(i.Sort)
	case pane.SetColumns:
		return a.setColumns(i.Names)
	case pane.SetWindow:
		return a.setWindow(i.Window)

	case pane.SaveView, pane.OpenView, pane.AskRenameView, pane.RenameView, pane.AskDeleteView, pane.DeleteView:
		return a.onView(i)
	case pane.SetProfiles:
		return a.setProfiles(i.Names)

	case pane.Composed:
		return a.confirm(i.Action)
	case pane.Send:
		return a.send(i.Action)
	case pane.RerunMany:
		return a.askRuns(i)
	case pane.SendMany:
		return a.sendMany(i.Plan)
	case pane.ContinueMany:
		return a.continueMany(i.Path)
	case pane.SteerMany:
		return a.steer(i.Wish)

	case pane.RunJQ:
		return a.runJQ(i)
	case pane.StopJQ:
		a.stopJQ()
		return nil
	case pane.EditText:
		return a.editPayload(i.Text)
	case pane.Copy:
		return a.copy(i)
	case pane.CopyOf:
		return a.copyOf(i)
	case pane.WriteTo:
		return a.writeTo(i)
	case pane.StartDemo:
		return a.startDemo()
	case pane.OpenProfile:
		return a.openProfile(i.Name, "")
	case pane.SetUp:
		return a.setUp()
	case pane.TryDraft, pane.StopTrying, pane.SaveDraft:
		return a.wizard.do(i)
	}
	return nil
}

// What can be asked of a backend. Each command closes over values, never
// over the app.

func fetchFunctions(ctx context.Context, p api.Provider, t sched.Ticket) tea.Cmd {
	return func() tea.Msg {
		functions, err := p.Functions(ctx)
		return functionsMsg{p.Info().Profile, t, functions, err}
	}
}

func fetchTriggers(ctx context.Context, p api.Provider, t sched.Ticket) tea.Cmd {
	return func() tea.Msg {
		triggers, err := p.Triggers(ctx)
		return triggersMsg{p.Info().Profile, t, triggers, err}
	}
}

func fetchRuns(ctx context.Context, p api.Provider, t sched.Ticket, s source) tea.Cmd {
	return func() tea.Msg {
		page, err := p.Runs(ctx, list{source: s}.ask(1))
		return runsMsg{t, s, page, err}
	}
}

func fetchOlder(ctx context.Context, p api.Provider, l list, number int) tea.Cmd {
	return func() tea.Msg {
		page, err := p.Runs(ctx, l.ask(number))
		return olderMsg{l, number, page, err}
	}
}

func fetchInbox(ctx context.Context, p api.Inboxer, t sched.Ticket, profile, trigger string) tea.Cmd {
	return func() tea.Msg {
		address, err := p.Inbox(ctx, trigger)
		return inboxMsg{t, profile, trigger, address, err}
	}
}

func fetchRun(ctx context.Context, p api.Provider, t sched.Ticket, id model.RunID) tea.Cmd {
	return func() tea.Msg {
		run, err := p.Run(ctx, id)
		return runMsg{t, id, run, err}
	}
}

// fetchLineage reads the reruns of a run, and the original: each where it is
// asked for.
func fetchLineage(ctx context.Context, p api.Provider, l api.Lineager, t sched.Ticket, root, original model.RunID) tea.Cmd {
	return func() tea.Msg {
		msg := lineageMsg{ticket: t}
		if l != nil {
			msg.lineage, msg.err = l.Lineage(ctx, root)
		}
		if !original.IsZero() {
			run, err := p.Run(ctx, original)
			if err == nil {
				msg.lineage.Reruns = append(msg.lineage.Reruns, run)
			} else if msg.err == nil {
				msg.err = err
			}
		}
		return msg
	}
}

// fetchShape reads a success and says in what its payloads had another shape
// than those of a failed run. Where it cannot be read, nothing is said of it:
// nobody asked.
func fetchShape(ctx context.Context, p api.Provider, t sched.Ticket, success model.RunID, failed *model.RunDetail) tea.Cmd {
	return func() tea.Msg {
		was, err := p.Run(ctx, success)
		if err != nil {
			return shapeMsg{t, ""}
		}
		return shapeMsg{t, shapeOf(&was, failed)}
	}
}

// fetchContrast reads two runs and finds where they differ.
func fetchContrast(ctx context.Context, t sched.Ticket, was, is half) tea.Cmd {
	return func() tea.Msg {
		msg := contrastMsg{ticket: t}
		x, err := was.read(ctx)
		if err == nil {
			msg.was = x
			if x, err = is.read(ctx); err == nil {
				msg.is = x
				msg.result = difference.Compare(msg.was, msg.is)
			}
		}
		msg.err = err
		return msg
	}
}

// watchBackend listens to what the backend pushes, in a goroutine of its own.
func watchBackend(ctx context.Context, clk clock.Clock, p api.Provider, spawn func(context.Context, func(context.Context)),
	t sched.Ticket) *sched.Stream[api.Event] {
	profile := p.Info().Profile
	return sched.NewStream(ctx, clk, spawn,
		func(ctx context.Context, emit func(api.Event)) { _ = p.Watch(ctx, emit) }, // the last LinkChanged said why
		func(events []api.Event, over bool) tea.Msg { return heardMsg{profile, t, events, over} })
}

// followRun looks at the run of a job until it is over, in a goroutine of its
// own; the stream delivers what it sees.
func followRun(ctx context.Context, clk clock.Clock, p api.Provider, spawn func(context.Context, func(context.Context)),
	job int, t sched.Ticket, target api.Target) *sched.Stream[api.Sighting] {
	return sched.NewStream(ctx, clk, spawn,
		func(ctx context.Context, emit func(api.Sighting)) { _, _ = api.Follow(ctx, clk, p, target, emit) },
		func(seen []api.Sighting, over bool) tea.Msg { return sightingsMsg{job, t, seen, over} })
}

// lookFor looks for what may have come of an action whose answer was lost.
func lookFor(ctx context.Context, clk clock.Clock, p api.Provider, job int, action model.Action, sent time.Time) tea.Cmd {
	return func() tea.Msg {
		runs, err := api.LookFor(ctx, clk, p, action, sent, nil)
		return foundMsg{job, runs, err}
	}
}

func openDemo(ctx context.Context, open func(context.Context) ([]api.Provider, error)) tea.Cmd {
	return func() tea.Msg {
		p, err := open(ctx)
		return openedMsg{p, err, ""}
	}
}

func openProfile(ctx context.Context, profiles api.Profiles, name, said string) tea.Cmd {
	return func() tea.Msg {
		p, err := profiles.Open(ctx, name)
		return openedMsg{[]api.Provider{p}, err, said}
	}
}

func openMember(ctx context.Context, profiles api.Profiles, name string) tea.Cmd {
	return func() tea.Msg {
		p, err := profiles.Open(ctx, name)
		return memberMsg{name, p, err}
	}
}

func sendAction(ctx context.Context, p api.Provider, job int, action model.Action) tea.Cmd {
	return func() tea.Msg {
		receipt, err := p.Do(ctx, action)
		return actedMsg{job, receipt, err}
	}
}
