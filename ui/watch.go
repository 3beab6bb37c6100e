package ui

import (
	"context"
	"time"

	tea "github.com/charmbracelet/bubbletea"

	"fntop/api"
	"fntop/model"
	"fntop/ui/draw"
	"fntop/ui/log"
	"fntop/ui/sched"
)

// watch is the stream of what the backend pushes.
type watch struct {
	ticket sched.Ticket // of the stream that is listened to
	stream *sched.Stream[api.Event]
	stop   context.CancelFunc
	up     bool
	silent bool // nothing is pushed now, and not because the service's hour was over
	again  bool // it was refused for good, but the backend has been away since
}

// calm is how long what is not hot counts as fresh while the stream is up:
// endings are pushed, beginnings are not.
const calm = 30 * time.Second

// listen opens the stream, where the backend has one.
func (a *App) listen(m *member) tea.Cmd {
	m.deafen()
	if m.info.Caps.NoWatch != "" {
		return nil
	}
	ctx, stop := context.WithCancel(a.ctx)
	w := &m.watch
	w.ticket, w.stop = a.desk.Next(), stop
	w.stream = watchBackend(ctx, a.o.Clock, m.p, a.spawn, w.ticket)
	return w.stream.Next()
}

// deafen closes the stream; what is still under way from it is late.
func (m *member) deafen() {
	if m.watch.stop != nil {
		m.watch.stop()
	}
	m.watch = watch{}
}

// relisten opens a stream once more that was refused for good: what refused it
// was away since, and may have been set right.
func (a *App) relisten(m *member) tea.Cmd {
	if !m.watch.again || m.watch.stream != nil || a.live.paused {
		return nil
	}
	return a.listen(m)
}

// pushes reports whether endings are pushed, or are about to be.
func (m *member) pushes() bool { return m.info.Caps.NoWatch == "" && !m.watch.silent }

// heard takes in what the stream brought. Events are hints: they say what to
// read, and nothing of them is shown.
func (a *App) heard(msg heardMsg) tea.Cmd {
	m := a.of(msg.profile)
	if m == nil || msg.ticket != m.watch.ticket {
		return nil
	}
	w := &m.watch
	for _, e := range msg.events {
		switch e := e.(type) {
		case api.LinkChanged:
			a.linkChanged(m, e)
		case api.RunEnded:
			a.touch(m, e)
		}
	}
	if msg.over {
		w.up, w.silent, w.stream = false, true, nil
		return a.plan()
	}
	return tea.Batch(a.plan(), w.stream.Next())
}

// linkChanged notes whether changes are pushed. What happened while they were
// not is read once.
func (a *App) linkChanged(m *member, e api.LinkChanged) {
	m.watch.up, m.watch.silent = e.Up, !e.Up && e.Err != nil
	line := log.Line{At: e.At, Kind: log.Link, Text: "the stream is up"}
	if e.Up {
		m.link.retry(a.now())
		for _, f := range m.runs {
			f.need.Doubted = true
		}
	} else {
		line.Text = "the stream was closed"
		if e.Err != nil {
			line.Bad, line.Text = true, "the stream is down: "+brokenWord(e.Err)
		}
		if !e.Next.IsZero() {
			line.Text += "; next try in " + draw.Took(e.Next.Sub(e.At))
		} else if e.Err != nil {
			a.say(a.refusedStream(e.Err)) // nothing more will be
		}
	}
	line.Text = a.inProfile(m) + line.Text
	a.o.Traffic.Note(line)
}

// refusedStream says why nothing is pushed, so that the next step fits on the
// screen.
func (a *App) refusedStream(err error) string {
	if whole := sentence(err); draw.Width(whole) <= a.w-2 {
		return whole
	}
	const what = "Event stream: "
	return what + a.advice(err, a.w-2-len(what))
}

// touch makes due what an event is about: the run where it is read by itself,
// the newest runs of its function else.
func (a *App) touch(m *member, e api.RunEnded) {
	profile := m.info.Profile
	if f := m.strays[model.RunID{Profile: profile, ID: e.RunID}]; f != nil {
		f.need.Touched = true
	}
	function := e.Function
	if function == "" {
		if t := a.store.Book().Trigger(profile, e.Trigger); t != nil {
			function = t.Function.ID
		}
	}
	if f := m.runs[source{byFunction, profile, function}]; f != nil {
		f.need.Touched = true
	} else if function == "" {
		for _, f := range m.runs {
			f.need.Touched = true // whose ending it is, it does not say
		}
	}
	if s, ok := a.narrowSource(); ok && s.by == byTrigger && s.profile == profile && (s.id == e.Trigger || e.Trigger == "") {
		if f := m.runs[s]; f != nil {
			f.need.Touched = true
		}
	}
}
