package ui

import (
	"cmp"
	"context"
	"slices"

	tea "github.com/charmbracelet/bubbletea"

	"fntop/api"
	"fntop/api/clock"
	"fntop/keymap"
	"fntop/model"
	"fntop/ui/detail"
	"fntop/ui/follow"
	"fntop/ui/sched"
)

// tailsAtOnce is how many attempts of the open run are listened to at once:
// one that was replaced may still have something to tell.
const tailsAtOnce = 2

// tail is what is heard of one attempt of the open run.
type tail struct {
	attempt model.Attempt
	last    int64 // the number of the last entry
	ticket  sched.Ticket
	stream  *sched.Stream[heardEntry]
	stop    context.CancelFunc
	over    bool  // there is no more to hear, or it was given up
	err     error // why it was
}

// heardEntry is an entry, or the end of all entries.
type heardEntry struct {
	entry model.Entry
	over  bool
	err   error // why they ended before the attempt did
}

// tailRun listens to what an attempt of a run does, in a goroutine of its own.
func tailRun(ctx context.Context, clk clock.Clock, p api.Provider, spawn func(context.Context, func(context.Context)),
	t sched.Ticket, run model.RunRef, after int64) *sched.Stream[heardEntry] {
	return sched.NewStream(ctx, clk, spawn,
		func(ctx context.Context, emit func(heardEntry)) {
			err := p.Entries(ctx, run, after, func(e model.Entry) { emit(heardEntry{entry: e}) })
			emit(heardEntry{over: true, err: err})
		},
		func(heard []heardEntry, over bool) tea.Msg { return entriesMsg{run.ID, t, heard, over} })
}

// hear listens to those attempts of the open run that nobody listens to yet,
// where its backend tells what they do.
func (a *App) hear() tea.Cmd {
	d := a.detail
	if d == nil {
		return nil
	}
	id := d.pane.ID()
	m := a.of(id.Profile)
	if m == nil || id.IsZero() {
		return nil
	}
	if m.info.Caps.NoEntries != "" || a.live.paused {
		return nil
	}
	var cmds []tea.Cmd
	for _, attempt := range a.attempts(id) {
		y := d.tailOf(attempt)
		if y.over || y.stream != nil || d.listening() == tailsAtOnce {
			continue
		}
		ctx, stop := context.WithCancel(d.ctx)
		y.stop, y.ticket = stop, a.desk.Next()
		y.stream = tailRun(ctx, a.o.Clock, m.p, a.spawn, y.ticket, model.RunRef{ID: id, Attempt: attempt.ID}, y.last)
		d.pane.Silenced(attempt, "")
		cmds = append(cmds, y.stream.Next())
	}
	return tea.Batch(cmds...)
}

// whyNoEntries is why nothing is told of what runs of a profile do.
func (a *App) whyNoEntries(m *member) string {
	switch {
	case m.info.Caps.NoEntries != "":
		return "There is no more: " + m.info.Caps.NoEntries + "."
	case a.live.paused:
		return "fntop is paused, so nothing more is heard of the run. " + a.o.Keys.Key(keymap.PausePolling) + " goes on."
	}
	l, down := a.o.Traffic.RunDown(a.detail.pane.ID())
	if !down || a.detail.listening() == 0 {
		return ""
	}
	why := "closed"
	if l.Err != nil {
		why = brokenWord(l.Err)
	}
	return "The stream of what the run does is down: " + why + ". It is tried again at " + l.Next.In(a.times.Zone(a.o.Zone)).Format("15:04:05") + "."
}

// attempts are those of a run that are known by their ids, the first first.
// The run itself names the last one alone.
func (a *App) attempts(id model.RunID) []model.Attempt {
	var all []model.Attempt
	add := func(o model.Opt[model.Attempt]) {
		if o.Value.ID != "" && !slices.ContainsFunc(all, func(x model.Attempt) bool { return x.ID == o.Value.ID }) {
			all = append(all, o.Value)
		}
	}
	for _, s := range a.witness.Of(id).All {
		add(s.Attempt)
	}
	if r := a.store.Run(id); r != nil {
		add(r.Attempt)
	}
	if a.detail.full != nil {
		add(a.detail.full.Attempt)
	}
	slices.SortStableFunc(all, func(x, y model.Attempt) int { return cmp.Compare(x.Number, y.Number) })
	return all
}

func (d *opened) tailOf(attempt model.Attempt) *tail {
	for _, y := range d.tails {
		if y.attempt.ID == attempt.ID {
			return y
		}
	}
	y := &tail{attempt: attempt}
	d.tails = append(d.tails, y)
	return y
}

func (d *opened) listening() int {
	n := 0
	for _, y := range d.tails {
		if y.stream != nil {
			n++
		}
	}
	return n
}

// gotEntries takes in what an attempt of the open run did. What it says of the
// run is a hint: how that stands is read.
func (a *App) gotEntries(msg entriesMsg) tea.Cmd {
	d := a.detail
	if d == nil || d.pane.ID() != msg.run {
		return nil
	}
	at := slices.IndexFunc(d.tails, func(y *tail) bool { return y.stream != nil && y.ticket == msg.ticket })
	if at < 0 {
		return nil
	}
	y := d.tails[at]
	entries := make([]model.Entry, 0, len(msg.heard))
	for _, h := range msg.heard {
		if h.over {
			y.err = h.err
			continue
		}
		entries = append(entries, h.entry)
		y.last = max(y.last, h.entry.Seq)
	}
	turned := d.pane.Tell(y.attempt, entries)
	if !msg.over {
		if turned {
			a.live.open.need.Touched = true
			return tea.Batch(y.stream.Next(), a.plan())
		}
		return y.stream.Next()
	}
	y.stop()
	y.stream, y.over = nil, true
	if y.err != nil && api.KindOf(y.err) != api.Canceled {
		d.pane.Silenced(y.attempt, "What the run does is no longer heard. "+sentence(y.err))
	}
	a.live.open.need.Touched = true
	return a.plan()
}

// unhear ends the listening to the open run; hear goes on where it ended.
func (a *App) unhear() {
	if a.detail == nil {
		return
	}
	for _, y := range a.detail.tails {
		if y.stream != nil {
			y.stop()
			y.stream = nil
		}
	}
}

// rehear lets what failed be listened to once more.
func (a *App) rehear() {
	if a.detail == nil {
		return
	}
	for _, y := range a.detail.tails {
		if y.err != nil {
			y.over, y.err = false, nil
		}
	}
}

// noticed is what was seen of a run, and done about it, from here.
func (a *App) noticed(id model.RunID) []detail.Noticed {
	var all []detail.Noticed
	for _, s := range a.witness.Of(id).All {
		all = append(all, detail.Noticed{At: s.At, Status: s.Status, Word: s.Word, Attempt: s.Attempt.Value.Number})
	}
	for _, j := range a.jobs.list {
		if !j.told() || j.action.Kind == 0 || id.IsZero() || j.run != id && j.action.Run != id {
			continue
		}
		n := detail.Noticed{At: a.theirs(j.sent), Did: j.action.Kind.String() + " sent", More: "by this fntop"}
		switch {
		case j.state == follow.Refused:
			n.Bad, n.More = true, j.said
		case j.state == follow.Lost:
			n.Bad, n.More = true, "the answer was lost"
		case j.action.Run == id && !j.run.IsZero():
			n.More = "by this fntop, as run " + j.run.ID
		}
		all = append(all, n)
	}
	return all
}

// renotice tells the open run's pane what was noticed of it, where that may be
// something else, and whether more is heard of it.
func (a *App) renotice() {
	if a.detail == nil {
		return
	}
	if m := a.of(a.detail.pane.ID().Profile); m != nil {
		a.detail.pane.SetNoEntries(a.whyNoEntries(m))
	}
	if !a.detail.stale {
		return
	}
	a.detail.stale = false
	a.detail.pane.SetNoticed(a.noticed(a.detail.pane.ID()))
	a.showLineage()
}
