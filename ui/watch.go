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
}

// calm is how long what is not hot counts as fresh while the stream is up:
// endings are pushed, beginnings are not.
const calm = 30 * time.Second

// listen opens the stream, where the backend has one.
func (a *App) listen() tea.Cmd {
	a.deafen()
	if a.o.Provider == nil || a.info.Caps.NoWatch != "" {
		return nil
	}
	ctx, stop := context.WithCancel(a.ctx)
	w := &a.live.watch
	w.ticket, w.stop = a.desk.Next(), stop
	w.stream = watchBackend(ctx, a.o.Clock, a.o.Provider, a.spawn, w.ticket)
	return w.stream.Next()
}

// deafen closes the stream; what is still under way from it is late.
func (a *App) deafen() {
	if a.live.watch.stop != nil {
		a.live.watch.stop()
	}
	a.live.watch = watch{}
}

// heard takes in what the stream brought. Events are hints: they say what to
// read, and nothing of them is shown.
func (a *App) heard(msg heardMsg) tea.Cmd {
	w := &a.live.watch
	if msg.ticket != w.ticket {
		return nil
	}
	for _, e := range msg.events {
		switch e := e.(type) {
		case api.LinkChanged:
			a.linkChanged(e)
		case api.RunEnded:
			a.touch(e)
		}
	}
	if msg.over {
		w.up, w.stream = false, nil
		return a.plan()
	}
	return tea.Batch(a.plan(), w.stream.Next())
}

// linkChanged notes whether changes are pushed. What happened while they were
// not is read once.
func (a *App) linkChanged(e api.LinkChanged) {
	a.live.watch.up = e.Up
	line := log.Line{At: e.At, Kind: log.Link, Text: "the stream is up"}
	if e.Up {
		for _, f := range a.live.runs {
			f.need.Doubt()
		}
	} else {
		line.Text = "the stream was closed"
		if e.Err != nil {
			line.Bad, line.Text = true, "the stream is down: "+brokenWord(e.Err)
		}
		if !e.Next.IsZero() {
			line.Text += "; next try in " + draw.Took(e.Next.Sub(e.At))
		}
	}
	a.o.Traffic.Note(line)
}

// touch makes due what an event is about: the run where it is read by itself,
// the newest runs of its function else.
func (a *App) touch(e api.RunEnded) {
	if f := a.live.strays[model.RunID{Profile: a.info.Profile, ID: e.RunID}]; f != nil {
		f.need.Touched = true
	}
	function := e.Function
	if function == "" {
		if t := a.store.Book().Trigger(a.info.Profile, e.Trigger); t != nil {
			function = t.Function.ID
		}
	}
	if f := a.live.runs[source{byFunction, a.info.Profile, function}]; f != nil {
		f.need.Touched = true
	} else if function == "" {
		for _, f := range a.live.runs {
			f.need.Touched = true // whose ending it is, it does not say
		}
	}
	if s, ok := a.narrowSource(); ok && s.by == byTrigger && (s.id == e.Trigger || e.Trigger == "") {
		if f := a.live.runs[s]; f != nil {
			f.need.Touched = true
		}
	}
}
