package cli

import (
	"errors"
	"time"

	"fntop/api"
	"fntop/model"
)

// listen hands on what is pushed until the loop ends, or until the backend
// refuses for good; then the lists alone tell.
func (w *watcher) listen() {
	hand := func(e any) {
		select {
		case w.events <- e:
		case <-w.ctx.Done():
		}
	}
	err := w.m.p.Watch(w.ctx, func(e api.Event) { hand(e) })
	if errors.Is(err, api.ErrEnded) {
		hand(streamEnded{})
		return
	}
	switch api.KindOf(err) {
	case api.Canceled, api.Unsupported:
	default:
		hand(streamLost{err})
	}
}

// streamEnded says that the backend has ended the stream for good, as it does
// where there is nothing to watch any more.
type streamEnded struct{}

// streamLost says that nothing will be pushed any more.
type streamLost struct{ err error }

func (w *watcher) heard(e any) {
	switch e := e.(type) {
	case api.LinkChanged:
		w.pushed = e.Up
		if e.Up {
			// What ended while it was down is told by nobody.
			for _, f := range w.feeds {
				f.need.Doubted = true
				for _, s := range f.strays {
					s.need.Doubted = true
				}
			}
		}
	case api.RunEnded:
		w.touch(e)
	case streamEnded:
		// What was heard last is read, and whatever it did not tell of.
		w.pushed, w.ended = false, w.a.Clock.Now()
		for _, f := range w.feeds {
			f.need.Touched = true
		}
		w.say("the backend has ended the stream of events, so nothing more is watched here.")
	case streamLost:
		w.pushed = false
		w.say("endings are not pushed any more, so the lists alone are asked: %s", model.Visible(e.err.Error()))
	}
}

// touch makes due what an event is about. It is a hint: the run is read
// before anything is printed.
func (w *watcher) touch(e api.RunEnded) {
	id := model.RunID{Profile: w.m.info.Profile, ID: e.RunID}
	function := e.Function
	if t := w.m.book.Trigger(w.m.info.Profile, e.Trigger); t != nil && function == "" {
		function = t.Function.ID
	}
	for _, f := range w.feeds {
		if s := f.strays[id]; s != nil {
			s.need.Touched = true
		}
		other := f.ask.Function != "" && function != "" && f.ask.Function != function ||
			f.ask.Trigger != "" && e.Trigger != "" && f.ask.Trigger != e.Trigger
		if !other {
			f.need.Touched = true
		}
	}
}

// watchTrouble is what was last said of failures.
type watchTrouble struct {
	told  bool
	since time.Time
}

// troubled says once that the profile cannot be read, in whole or in part,
// and once that it can again.
func (w *watcher) troubled(err error) {
	t, now := &w.trouble, w.a.Clock.Now()
	switch {
	case err != nil && !t.told:
		t.told, t.since = true, now
		w.say("%s Trying again.", model.Visible(err.Error()))
	case err == nil && t.told:
		for _, f := range w.reads() {
			if f.err != nil {
				return
			}
		}
		t.told = false
		w.say("everything is read again after %s.", model.SpanText(now.Sub(t.since).Round(time.Second)))
	}
}

func (w *watcher) say(format string, args ...any) {
	if w.s.many {
		format, args = "profile %s: "+format, append([]any{quoted(w.m.info.Profile)}, args...)
	}
	w.out.say(format, args...)
}
