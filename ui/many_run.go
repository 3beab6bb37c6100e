package ui

import (
	"context"
	"time"

	tea "github.com/charmbracelet/bubbletea"

	"fntop/api"
	"fntop/api/bulk"
	"fntop/keymap"
	"fntop/model"
	"fntop/ui/batch"
	"fntop/ui/palette"
	"fntop/ui/pane"
	"fntop/ui/sched"
)

// beginMany writes the journal of a bulk rerun, and resumeMany takes one up
// again: both wait for a disk.
func beginMany(t sched.Ticket, state string, plan bulk.Plan) tea.Cmd {
	return func() tea.Msg {
		j, err := bulk.Create(state, plan)
		return journalMsg{t, j, err}
	}
}

func resumeMany(t sched.Ticket, path string) tea.Cmd {
	return func() tea.Msg {
		j, err := bulk.Open(path)
		return journalMsg{t, j, err}
	}
}

// leaveMany lets go of a journal that nobody waits for any more, so that it
// can be continued: nothing was sent of it.
func leaveMany(j *bulk.Journal) tea.Cmd {
	return func() tea.Msg {
		_ = j.Close()
		return nil
	}
}

func abandonMany(path string, at time.Time) tea.Cmd {
	return func() tea.Msg {
		j, err := bulk.Open(path)
		if err == nil {
			err = j.Abandon(at)
		}
		return abandonedMsg{path, err}
	}
}

// lookForPast reads the journals of the past for those with something left.
func lookForPast(state string) tea.Cmd {
	return func() tea.Msg {
		var left []*bulk.Record
		for _, r := range bulk.List(state) {
			if r.Unfinished() && r.Left() > 0 && !bulk.Held(r.Path) {
				left = append(left, r)
			}
		}
		return pastMsg{left}
	}
}

// sendMany begins a bulk rerun that was confirmed.
func (a *App) sendMany(plan bulk.Plan) tea.Cmd {
	plan.Made = a.now()
	for _, m := range a.members {
		plan.Places = append(plan.Places, bulk.PlaceOf(m.info))
	}
	return beginMany(a.awaitMany(), a.o.StateDir, plan)
}

// continueMany takes a bulk rerun up again, as was confirmed.
func (a *App) continueMany(path string) tea.Cmd { return resumeMany(a.awaitMany(), path) }

// awaitMany is the ticket of a journal that is waited for from now on.
func (a *App) awaitMany() sched.Ticket {
	a.manyAsked = a.desk.Next()
	return a.manyAsked
}

// gotJournal starts the work on a journal, in a goroutine of its own.
func (a *App) gotJournal(msg journalMsg) tea.Cmd {
	if msg.ticket != a.manyAsked {
		if msg.journal != nil {
			return leaveMany(msg.journal)
		}
		return nil
	}
	a.manyAsked = 0
	if msg.err != nil {
		a.say(sentence(msg.err) + ".")
		return nil
	}
	open := make(map[string]api.Provider, len(a.members))
	for _, m := range a.members {
		open[m.info.Profile] = m.p
	}
	record := msg.journal.Record
	a.many = newMany(&record, batch.Status{})
	ticket := a.desk.Next()
	a.many.ticket = ticket
	runner := bulk.New(bulk.Config{Clock: a.o.Clock, Journal: msg.journal, Provider: func(profile string) api.Provider { return open[profile] }})
	a.many.runner = runner
	a.many.stream = sched.NewStream(a.ctx, a.o.Clock, a.spawn,
		func(ctx context.Context, emit func(bulk.News)) { _, _ = runner.Run(ctx, emit) }, // the last news say how it ended
		func(news []bulk.News, over bool) tea.Msg { return newsMsg{ticket, news, over} })
	a.toLists()
	a.onMany = true
	return a.many.stream.Next()
}

// gotNews shows how a bulk rerun goes.
func (a *App) gotNews(msg newsMsg) tea.Cmd {
	m := a.many
	if m == nil || m.stream == nil || msg.ticket != m.ticket {
		return nil // the runner of another one, which is over
	}
	for _, n := range msg.news {
		if n.N >= 0 {
			m.results[n.N] = n.Result
		}
		m.pane.SetStatus(batch.Status{Phase: n.Phase, Tally: n.Tally, Note: n.Note, Until: n.Until})
	}
	if !msg.over {
		return m.stream.Next()
	}
	s := m.pane.Status()
	s.Idle = true
	m.pane.SetStatus(s)
	m.runner, m.stream = nil, nil
	if s.Phase != bulk.Left || s.Note != "interrupted" {
		a.say("Bulk rerun: " + s.Tally.String() + a.manyNext())
	}
	return a.plan()
}

// manyNext is what can be done with the rest of a bulk rerun that is over.
func (a *App) manyNext() string {
	s := a.many.pane.Status()
	note := ""
	if s.Note != "" {
		note = " (" + s.Note + ")"
	}
	if s.Tally.Waiting == 0 {
		return note + "."
	}
	return note + ". " + a.o.Keys.Key(keymap.Bulk) + " can send the rest."
}

// manyKey opens the screen of the bulk rerun, and there the list of what can
// be done with it.
func (a *App) manyKey() tea.Cmd {
	if !a.onMany || a.detail != nil || a.log != nil || a.contrast != nil {
		a.closeContrast()
		a.closeRun()
		a.log, a.onFollow, a.onMany = nil, false, true
		return nil
	}
	var items []palette.Item
	add := func(text, note string, wish pane.Wish) {
		items = append(items, palette.Item{Text: text, Note: note, Intent: pane.SteerMany{Wish: wish}})
	}
	s := a.many.pane.Status()
	switch {
	case a.many.runner != nil && s.Phase == bulk.Paused:
		add("go on", "send the next ones", pane.GoOnMany)
		add("abort", "what is not sent yet stays so", pane.AbortMany)
	case a.many.runner != nil:
		if s.Phase == bulk.Running {
			add("pause", "send nothing until you go on", pane.PauseMany)
		}
		add("abort", "what is not sent yet stays so", pane.AbortMany)
	case s.Tally.Waiting > 0:
		add("send the rest", model.Are(s.Tally.Waiting, "run")+" not sent yet", pane.RestOfMany)
		add("give the rest up", "it is not offered any more", pane.AbandonMany)
	default:
		a.say("This bulk rerun is over, and nothing of it is left.")
		return nil
	}
	a.overlay = palette.New(palette.Options{Title: "Bulk rerun", Items: items})
	return nil
}

// steer does what a person wants of the bulk rerun.
func (a *App) steer(wish pane.Wish) tea.Cmd {
	m := a.many
	switch {
	case m == nil: // it was given up while this was chosen
	case wish == pane.RestOfMany:
		return a.askRest()
	case wish == pane.AbandonMany && m.runner == nil:
		return abandonMany(m.path, a.now())
	case m.runner == nil:
	case wish == pane.PauseMany:
		m.runner.Pause(true)
	case wish == pane.GoOnMany:
		m.runner.Pause(false)
	case wish == pane.AbortMany:
		m.runner.Abort()
	}
	return nil
}

// askRest asks whether to send what a bulk rerun has left.
func (a *App) askRest() tea.Cmd {
	r := &bulk.Record{Path: a.many.path, Plan: *a.many.plan, Results: a.many.results}
	for _, profile := range r.Plan.Profiles() {
		switch info := a.infoOf(profile); {
		case a.of(profile) == nil:
			a.say("Profile " + profile + " is not on screen. " + a.o.Keys.Key(keymap.Profiles) + " puts it there.")
			return nil
		case info.ReadOnly:
			a.say(readOnly)
			return nil
		case !r.Plan.Fits(info):
			a.say("Profile " + profile + " leads to another place than when this was begun, so the rest is not sent.")
			return nil
		}
	}
	o := batch.Options{Rest: r}
	a.aboutPlaces(&o, &r.Plan)
	a.overlay = batch.NewAsk(o)
	return nil
}

func (a *App) abandoned(msg abandonedMsg) tea.Cmd {
	if msg.err != nil {
		a.say(sentence(msg.err) + ".")
		return nil
	}
	if a.many != nil && a.many.path == msg.path && a.many.runner == nil { // else another one was begun meanwhile
		a.many, a.onMany = nil, false
	}
	a.say("The rest of the bulk rerun is given up. Its journal stays where it is.")
	return nil
}

// whyNotBulk says why there is no bulk rerun to show, or nothing.
func (a *App) whyNotBulk() string {
	if a.many == nil {
		return "There was no bulk rerun so far. Mark runs with " + a.o.Keys.Key(keymap.Mark) + ", then " + a.o.Keys.Key(keymap.Rerun) + "."
	}
	return ""
}
