package ui

import (
	"context"
	"time"

	tea "github.com/charmbracelet/bubbletea"

	"fntop/model"
	"fntop/ui/sched"
)

// live is what is read again and again, and how that goes.
type live struct {
	functions feed
	triggers  feed
	sources   []source // whose newest runs are read, in the order of the panes
	runs      map[source]*feed
	strays    map[model.RunID]*feed // unfinished runs that no newest page holds
	open      feed                  // the open run
	lists     map[list]*pages

	hot, shown map[source]bool // interest's, used again

	// unfinished are the runs in the store that are not over.
	unfinished map[model.RunID]*model.Run

	link    link
	paused  bool
	once    bool // one round of reading was asked for, paused or not
	blurred bool

	wake     sched.Desk
	wakeAt   time.Time // when the timer set goes off; zero when none is
	stopWake context.CancelFunc
}

// feed is one thing that is read again and again.
type feed struct {
	desk     sched.Desk
	need     model.Need
	sent     time.Time
	failures int
	err      error
	since    time.Time // of the first of these failures
}

// listsEvery is how often functions and triggers are read: they change when
// somebody deploys.
const listsEvery = 30 * time.Second

// straysAtMost bounds how many runs are read one by one.
const straysAtMost = 20

// atOnce is how many requests may be under way.
const atOnce = 4

func newLive() live {
	l := live{
		runs:       map[source]*feed{},
		strays:     map[model.RunID]*feed{},
		lists:      map[list]*pages{},
		unfinished: map[model.RunID]*model.Run{},
		hot:        map[source]bool{},
		shown:      map[source]bool{},
	}
	l.functions.need.Least, l.triggers.need.Least = listsEvery, listsEvery
	return l
}

// wanted is everything to read, with how urgent it is and how to ask for it.
type wanted struct {
	feed  *feed
	fetch func(sched.Ticket) tea.Cmd
}

// plan asks for what is due and sets the timer for what is due next.
func (a *App) plan() tea.Cmd {
	if a.o.Provider == nil || (a.live.paused && !a.live.once) {
		return nil
	}
	now, wants := a.now(), a.wants()
	needs := make([]model.Need, len(wants))
	means := model.Means{
		Refresh: a.o.Refresh, Budget: a.budget(), Left: a.o.Traffic.Left(a.budget(), now),
		MostAtOnce: atOnce, Slower: 1,
	}
	for i, w := range wants {
		needs[i] = w.feed.need
		if w.feed.need.InFlight {
			means.UnderWay++
		}
		if a.live.link.down {
			// One question at the appointed time finds out; the rest waits
			// for its answer.
			needs[i].RetryAt = a.live.link.next
			means.MostAtOnce = 1
		}
	}
	if a.live.blurred {
		means.Slower = 6
	}
	due, wake := model.Plan(needs, means, now)
	cmds := make([]tea.Cmd, 0, len(due)+1)
	for _, i := range due {
		f := wants[i].feed
		f.need.InFlight, f.sent = true, now
		cmds = append(cmds, wants[i].fetch(f.desk.Next()))
	}
	if a.live.paused {
		// One round was asked for: it is over when nothing is left of it.
		a.live.once = len(due)+means.UnderWay > 0
		return tea.Batch(cmds...)
	}
	return tea.Batch(append(cmds, a.setWake(wake, now))...)
}

// wants lists everything there is to read.
func (a *App) wants() []wanted {
	ctx, p, l := a.ctx, a.o.Provider, &a.live
	wants := make([]wanted, 0, len(l.sources)+len(l.strays)+3)
	l.functions.need.Urgency, l.triggers.need.Urgency = model.Rest, model.Rest
	wants = append(wants,
		wanted{&l.functions, func(t sched.Ticket) tea.Cmd { return fetchFunctions(ctx, p, t) }},
		wanted{&l.triggers, func(t sched.Ticket) tea.Cmd { return fetchTriggers(ctx, p, t) }})
	hot, shown := a.interest()
	for _, s := range l.sources {
		f := l.runs[s]
		switch {
		case hot[s]:
			f.need.Urgency = model.Hot
		case shown[s]:
			f.need.Urgency = model.Shown
		default:
			f.need.Urgency = model.Rest
		}
		wants = append(wants, wanted{f, func(t sched.Ticket) tea.Cmd { return fetchRuns(ctx, p, t, s) }})
	}
	for id, f := range a.stray() {
		f.need.Urgency = model.Shown
		wants = append(wants, wanted{f, func(t sched.Ticket) tea.Cmd { return fetchRun(ctx, p, t, id) }})
	}
	if id, ok := a.openUnfinished(); ok {
		l.open.need.Urgency = model.Hot
		octx := a.detail.ctx
		wants = append(wants, wanted{&l.open, func(t sched.Ticket) tea.Cmd { return fetchRun(octx, p, t, id) }})
	}
	return wants
}

// interest says which sources matter most: what is narrowed to, selected or
// unfinished, and what is on screen.
func (a *App) interest() (hot, shown map[source]bool) {
	hot, shown = a.live.hot, a.live.shown
	clear(hot)
	clear(shown)
	if s, ok := a.narrowSource(); ok {
		hot[s] = true
	}
	if r := a.runsPane.Selected(); r != nil {
		hot[functionSource(r)] = true
	}
	for _, r := range a.live.unfinished {
		hot[functionSource(r)] = true
	}
	for _, r := range a.runsPane.Visible() {
		shown[functionSource(r)] = true
	}
	for _, k := range a.fnPane.Visible() {
		shown[source{byFunction, k.Profile, k.ID}] = true
	}
	return hot, shown
}

// stray are the unfinished runs that their function's newest page does not
// reach: a stuck run of hours ago. Each is read by itself.
func (a *App) stray() map[model.RunID]*feed {
	l := &a.live
	for id := range l.strays {
		if l.unfinished[id] == nil {
			delete(l.strays, id)
		}
	}
	for id, r := range l.unfinished {
		if len(l.strays) >= straysAtMost {
			break
		}
		newest := l.lists[list{source: functionSource(r)}]
		if l.strays[id] == nil && newest != nil && r.When().Before(newest.firstTo) {
			l.strays[id] = &feed{need: model.Need{Fetched: a.now()}}
		}
	}
	return l.strays
}

// setWake sets the timer, unless one that goes off sooner is set.
func (a *App) setWake(at, now time.Time) tea.Cmd {
	l := &a.live
	if at.IsZero() || (!l.wakeAt.IsZero() && !at.Before(l.wakeAt)) {
		return nil
	}
	a.dropWake()
	ctx, cancel := context.WithCancel(a.ctx)
	l.wakeAt, l.stopWake = at, cancel
	return sched.After(ctx, a.o.Clock, at.Sub(now), wakeMsg{l.wake.Next()})
}

func (a *App) dropWake() {
	if a.live.stopWake != nil {
		a.live.stopWake()
	}
	a.live.wakeAt, a.live.stopWake = time.Time{}, nil
	a.live.wake.Next()
}

func (a *App) woke(msg wakeMsg) tea.Cmd {
	if !a.live.wake.Holds(msg.ticket) {
		return nil
	}
	a.dropWake()
	if a.filter.Moves() {
		a.refilter()
	}
	return a.plan()
}

// looked slows down while the terminal is not looked at.
func (a *App) looked(at bool) tea.Cmd {
	a.live.blurred = !at
	a.dropWake()
	return a.plan()
}

// pausePolling stops every timer and every request of its own, or goes on.
func (a *App) pausePolling() tea.Cmd {
	a.live.paused, a.live.once = !a.live.paused, false
	if a.live.paused {
		a.dropWake()
		if idle, ok := a.o.Provider.(interface{ CloseIdle() }); ok {
			// Kept connections time out one day, which would wake us up.
			idle.CloseIdle()
		}
		return nil
	}
	return a.plan()
}

// refresh reads what is on screen now, also while paused and while a failure
// is being waited out.
func (a *App) refresh() tea.Cmd {
	if a.o.Provider == nil {
		return nil
	}
	a.live.link.next = a.now()
	a.live.once = true
	for _, w := range a.wants() {
		if w.feed.need.Urgency != model.Rest || w.feed.need.Least > 0 {
			w.feed.need.Fetched, w.feed.need.RetryAt = time.Time{}, time.Time{}
		}
	}
	a.say("Reading what is on screen.")
	return a.plan()
}

func (a *App) budget() int {
	if a.info.Budget > 0 {
		return a.info.Budget
	}
	return 300
}
