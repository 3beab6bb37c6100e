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
	if len(a.members) == 0 || (a.live.paused && !a.live.once) {
		return nil
	}
	now, waiting := a.now(), false
	hot, shown := a.interest()
	var cmds []tea.Cmd
	var wake time.Time
	for _, m := range a.members {
		cmds = append(cmds, a.relisten(m))
		wants := a.wants(m, hot, shown)
		needs, means := a.needs(m, wants, now)
		due, at := model.Plan(needs, means, now)
		for _, i := range due {
			cmds = append(cmds, a.ask(wants[i]))
		}
		if !at.IsZero() && (wake.IsZero() || at.Before(wake)) {
			wake = at
		}
		waiting = waiting || len(due)+means.UnderWay > 0
	}
	if a.live.paused {
		// One round was asked for: it is over when nothing is left of it.
		a.live.once = waiting
		return tea.Batch(cmds...)
	}
	return tea.Batch(append(cmds, a.seekAgain(), a.hear(), a.setWake(wake, now))...)
}

// needs are the wants of a profile as the plan sees them, and what there is
// to fetch them with.
func (a *App) needs(m *member, wants []wanted, now time.Time) ([]model.Need, model.Means) {
	needs := make([]model.Need, len(wants))
	left := m.p.Left()
	means := model.Means{
		// The budget in force may be less than the one that was set: the
		// service itself may have said so.
		Refresh: a.o.Refresh, Budget: min(m.budget(), left+a.o.Traffic.Used(m.info.Profile, now)), Left: left, MostAtOnce: atOnce, Slower: 1,
	}
	for i, w := range wants {
		needs[i] = w.feed.need
		// What was under way when the backend went down does not hold up the
		// question whether it is back.
		if w.feed.need.InFlight && (!m.link.down || w.feed.sent.After(m.link.failed)) {
			means.UnderWay++
		}
	}
	if m.link.down {
		m.probe(needs, wants)
		means.MostAtOnce = 1
	}
	if a.live.blurred {
		means.Slower = 6
	}
	if m.watch.up {
		means.Calm = calm
	}
	return needs, means
}

// goOn is what follows every answer: what is due next, and silence where
// nothing is.
func (a *App) goOn() tea.Cmd {
	cmd := tea.Batch(a.plan(), a.contrastAgain())
	a.quiet()
	return cmd
}

// ask asks for one thing, and notes that the answer is waited for.
func (a *App) ask(w wanted) tea.Cmd {
	w.feed.asked, w.feed.sent = a.desk.Next(), a.now()
	w.feed.need.Ask()
	return w.fetch(w.feed.asked)
}

// wants lists everything there is to read of a profile, with how urgent it is.
func (a *App) wants(m *member, hot, shown map[source]bool) []wanted {
	ctx, p := a.ctx, m.p
	wants := make([]wanted, 0, len(m.sources)+len(m.strays)+3)
	m.functions.need.Urgency, m.triggers.need.Urgency = model.Rest, model.Rest
	wants = append(wants,
		wanted{&m.functions, func(t sched.Ticket) tea.Cmd { return fetchFunctions(ctx, p, t) }},
		wanted{&m.triggers, func(t sched.Ticket) tea.Cmd { return fetchTriggers(ctx, p, t) }})
	for _, s := range m.sources {
		f := m.runs[s]
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
	for id, f := range a.stray(m) {
		f.need.Urgency = model.Shown
		wants = append(wants, wanted{f, func(t sched.Ticket) tea.Cmd { return fetchRun(ctx, p, t, id) }})
	}
	if id, ok := a.openUnfinished(); ok && id.Profile == m.info.Profile {
		a.live.open.need.Urgency = model.Hot
		octx := a.detail.ctx
		wants = append(wants, wanted{&a.live.open, func(t sched.Ticket) tea.Cmd { return fetchRun(octx, p, t, id) }})
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
	if a.boardOnTop() {
		for _, k := range a.board.Visible() {
			shown[source{byFunction, k.Profile, k.ID}] = true
		}
	}
	for _, k := range a.fnPane.Visible() {
		shown[source{byFunction, k.Profile, k.ID}] = true
	}
	return hot, shown
}

// stray are the unfinished runs that their function's newest page does not
// hold: a stuck run of hours ago. Each is read by itself. Where there are
// more than can be, the one read longest ago gives its place to another.
func (a *App) stray(m *member) map[model.RunID]*feed {
	for id, f := range m.strays {
		if r := a.live.unfinished[id]; r == nil || !m.astray(r) && !f.need.InFlight {
			delete(m.strays, id)
		}
	}
	var waiting []model.RunID
	for id, r := range a.live.unfinished {
		if m.strays[id] == nil && m.astray(r) {
			waiting = append(waiting, id)
		}
	}
	if over := len(m.strays) + len(waiting) - straysAtMost; over > 0 {
		m.retire(over)
	}
	for _, id := range waiting[:max(0, min(len(waiting), straysAtMost-len(m.strays)))] {
		m.strays[id] = &feed{need: model.Need{Fetched: a.now()}}
	}
	return m.strays
}

// retire drops up to n strays that have been read since they were taken on.
func (m *member) retire(n int) {
	var read []model.RunID
	for id, f := range m.strays {
		if !f.sent.IsZero() && !f.need.InFlight {
			read = append(read, id)
		}
	}
	slices.SortFunc(read, func(x, y model.RunID) int {
		return cmp.Or(m.strays[x].sent.Compare(m.strays[y].sent), x.Compare(y))
	})
	for _, id := range read[:min(n, len(read))] {
		delete(m.strays, id)
	}
}

// refresh reads what is on screen now, also while paused and while a failure
// is being waited out.
func (a *App) refresh() tea.Cmd {
	if len(a.members) == 0 {
		return nil
	}
	a.live.once = true
	a.rehear()
	hot, shown := a.interest()
	var cmds []tea.Cmd
	for _, m := range a.members {
		m.link.retry(a.now())
		if m.link.down && m.link.next.After(a.now()) {
			a.say("The backend asked to wait. It is read again at " + m.link.next.In(a.times.Zone(a.o.Zone)).Format("15:04:05") + ".")
		}
		for _, w := range a.wants(m, hot, shown) {
			if w.feed.need.Urgency != model.Rest || w.feed.need.Least > 0 {
				w.feed.need.Fetched, w.feed.need.RetryAt = time.Time{}, time.Time{}
			}
		}
		if m.watch.stream == nil && !a.live.paused {
			cmds = append(cmds, a.listen(m)) // a stream that was refused is tried once more
		}
	}
	return tea.Batch(append(cmds, a.plan())...)
}
