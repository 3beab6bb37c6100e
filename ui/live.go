package ui

import (
	"cmp"
	"slices"
	"time"

	tea "github.com/charmbracelet/bubbletea"

	"fntop/model"
	"fntop/ui/sched"
)

// straysAtMost bounds how many runs are read one by one.
const straysAtMost = 20

// atOnce is how many requests may be under way.
const atOnce = 4

// wanted is something to read, and how to ask for it.
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
	left := a.o.Provider.Left()
	means := model.Means{
		// The budget in force may be less than the one that was set: the
		// service itself may have said so.
		Refresh: a.o.Refresh, Budget: min(a.budget(), left+a.o.Traffic.Used(now)), Left: left, MostAtOnce: atOnce, Slower: 1,
	}
	for i, w := range wants {
		needs[i] = w.feed.need
		// What was under way when the backend went down does not hold up the
		// question whether it is back.
		if w.feed.need.InFlight && !(a.live.link.down && !w.feed.sent.After(a.live.link.failed)) {
			means.UnderWay++
		}
	}
	if a.live.link.down {
		a.live.probe(needs, wants)
		means.MostAtOnce = 1
	}
	if a.live.blurred {
		means.Slower = 6
	}
	if a.live.watch.up {
		means.Calm = calm
	}
	due, wake := model.Plan(needs, means, now)
	cmds := make([]tea.Cmd, 0, len(due)+1)
	for _, i := range due {
		cmds = append(cmds, a.ask(wants[i]))
	}
	if a.live.paused {
		// One round was asked for: it is over when nothing is left of it.
		a.live.once = len(due)+means.UnderWay > 0
		return tea.Batch(cmds...)
	}
	return tea.Batch(append(cmds, a.setWake(wake, now))...)
}

// goOn is what follows every answer: what is due next, and silence where
// nothing is.
func (a *App) goOn() tea.Cmd {
	cmd := a.plan()
	a.quiet()
	return cmd
}

// ask asks for one thing, and notes that the answer is waited for.
func (a *App) ask(w wanted) tea.Cmd {
	w.feed.asked, w.feed.need.InFlight, w.feed.sent = a.desk.Next(), true, a.now()
	w.feed.touched, w.feed.need.Touched = w.feed.need.Touched, false
	return w.fetch(w.feed.asked)
}

// wants lists everything there is to read, with how urgent it is.
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
// reach: a stuck run of hours ago. Each is read by itself. Where there are
// more than can be, the one read longest ago gives its place to another.
func (a *App) stray() map[model.RunID]*feed {
	l := &a.live
	for id := range l.strays {
		if l.unfinished[id] == nil {
			delete(l.strays, id)
		}
	}
	var waiting []model.RunID
	for id, r := range l.unfinished {
		newest := l.lists[list{source: functionSource(r)}]
		if l.strays[id] == nil && newest != nil && r.When().Before(newest.firstTo) {
			waiting = append(waiting, id)
		}
	}
	if over := len(l.strays) + len(waiting) - straysAtMost; over > 0 {
		a.retire(over)
	}
	for _, id := range waiting[:max(0, min(len(waiting), straysAtMost-len(l.strays)))] {
		l.strays[id] = &feed{need: model.Need{Fetched: a.now()}}
	}
	return l.strays
}

// retire drops up to n strays that have been read since they were taken on.
func (a *App) retire(n int) {
	var read []model.RunID
	for id, f := range a.live.strays {
		if !f.sent.IsZero() && !f.need.InFlight {
			read = append(read, id)
		}
	}
	slices.SortFunc(read, func(x, y model.RunID) int {
		return cmp.Or(a.live.strays[x].sent.Compare(a.live.strays[y].sent), x.Compare(y))
	})
	for _, id := range read[:min(n, len(read))] {
		delete(a.live.strays, id)
	}
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
	if a.live.watch.stream == nil && !a.live.paused {
		return a.begin() // a stream that was refused is tried once more
	}
	return a.plan()
}

func (a *App) budget() int {
	if a.info.Budget > 0 {
		return a.info.Budget
	}
	return 300
}
