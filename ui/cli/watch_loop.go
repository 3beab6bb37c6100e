package cli

import (
	"context"
	"slices"
	"sync"
	"time"

	"fntop/model"
)

// watcher watches one profile. Its fields are its loop's own; requests and
// the stream are made beside it and answer to it.
type watcher struct {
	a       *app
	s       *session
	m       *member
	out     *watchOut
	spent   *spending
	refresh time.Duration
	all     bool // every function, also those that are made later
	patient bool // nobody waits for the end: what is pushed is not polled

	ctx     context.Context
	answers chan watchAnswer
	events  chan any // api.Event, or why there will be no more
	beside  sync.WaitGroup

	functions, triggers watchFeed
	feeds               []*watchFeed
	link                watchLink
	pushed              bool          // the stream is up
	ended               time.Time     // when the backend ended it for good; zero while it has not
	busy                time.Time     // when something watched was last seen unfinished
	slowest             time.Duration // answer so far
	trouble             watchTrouble
}

// watchLink is whether the backend can be talked to at all.
type watchLink struct {
	down         bool
	failures     int
	failed, next time.Time
	why          string
}

// run reads until ctx ends or a line cannot be written.
func (w *watcher) run(ctx context.Context) error {
	ctx, cancel := context.WithCancel(ctx)
	w.ctx = ctx
	w.answers = make(chan watchAnswer, watchAtOnce) // nobody waits to give one
	w.events = make(chan any, 64)
	defer w.beside.Wait()
	defer cancel()
	w.lists()
	w.slowest = w.a.Clock.Now().Sub(w.a.begun)
	if w.m.info.Caps.NoWatch == "" {
		w.beside.Go(w.listen)
	}
	for {
		timer, due := w.plan()
		var err error
		select {
		case <-ctx.Done():
		case a := <-w.answers:
			err = w.take(a)
		case e := <-w.events:
			w.heard(e)
		case <-due:
		}
		if timer != nil {
			timer.Stop()
		}
		if err == nil && w.out.alerts != nil {
			err = w.out.alerts.look(w)
		}
		if err != nil || ctx.Err() != nil {
			return err
		}
		if !w.ended.IsZero() && w.through() {
			w.out.calm(w, true)
			return nil
		}
		w.out.calm(w, w.calm())
	}
}

// through reports whether everything was read, or could not be, since the
// stream was ended.
func (w *watcher) through() bool {
	for _, f := range w.feeds {
		if !f.away && (f.need.InFlight || f.sent.Before(w.ended)) {
			return false
		}
	}
	return true
}

// lists are the feeds of what there is: new functions are watched, too, and
// new triggers have names.
func (w *watcher) lists() {
	now := w.a.Clock.Now()
	w.functions.need = model.Need{Urgency: model.Rest, Fetched: now, Least: watchLists}
	w.triggers.need = w.functions.need
	w.functions.fetch = func(ctx context.Context, _ int) (a watchAnswer) {
		a.functions, a.err = w.m.p.Functions(ctx)
		return a
	}
	w.functions.got = func(a watchAnswer) error {
		w.m.functions, w.m.functionErr = a.functions, nil
		w.listed()
		return nil
	}
	w.triggers.fetch = func(ctx context.Context, _ int) (a watchAnswer) {
		a.triggers, a.err = w.m.p.Triggers(ctx)
		return a
	}
	w.triggers.got = func(a watchAnswer) error {
		w.m.triggers, w.m.triggerErr = a.triggers, nil
		w.m.book = model.NewBook(w.m.functions, w.m.triggers)
		return nil
	}
}

// listed begins with functions that are new and lets go of those that are
// not there any more. What was seen of these is kept: they may come back.
func (w *watcher) listed() {
	w.m.book = model.NewBook(w.m.functions, w.m.triggers)
	if !w.all {
		return
	}
	for _, f := range w.feeds {
		f.away = !slices.ContainsFunc(w.m.functions, func(fn model.Function) bool { return fn.ID == f.ask.Function })
		if f.away {
			f.err = nil
		}
	}
	for _, fn := range w.m.functions {
		if !slices.ContainsFunc(w.feeds, func(f *watchFeed) bool { return f.ask.Function == fn.ID }) {
			w.addFeed(model.Ask{Function: fn.ID})
		}
	}
}

// reads is everything there is to read, with how urgent it is.
func (w *watcher) reads() []*watchFeed {
	all := []*watchFeed{&w.functions, &w.triggers}
	for _, f := range w.feeds {
		if f.away {
			continue
		}
		f.need.Urgency = model.Shown
		if len(f.story.open) > len(f.strays) {
			f.need.Urgency = model.Hot
		}
		all = append(append(all, f), f.older...)
		for _, s := range f.strays {
			s.need.Urgency = model.Shown
			all = append(all, s)
		}
	}
	return all
}

// plan asks for what is due, within the budget, and says when to look again:
// the channel is nil where only an answer or an event can bring more.
func (w *watcher) plan() (timer interface{ Stop() bool }, due <-chan time.Time) {
	now, reads, left := w.a.Clock.Now(), w.reads(), w.m.p.Left()
	means := model.Means{
		Refresh: w.refresh, Left: left, MostAtOnce: watchAtOnce, Slower: 1,
		Budget: min(w.m.info.Budget, left+w.spent.used(w.m.info.Profile, now)),
	}
	if w.pushed && w.patient {
		means.Calm = watchCalm
	}
	needs := make([]model.Need, len(reads))
	for i, f := range reads {
		needs[i] = f.need
		if f.need.InFlight {
			means.UnderWay++
		}
		if w.link.down {
			// One request at the appointed time finds out; the rest waits for it.
			needs[i].RetryAt = w.link.next
			means.MostAtOnce = 1
		}
	}
	fetch, wake := model.Plan(needs, means, now)
	for _, i := range fetch {
		reads[i].need.Ask()
		w.start(reads[i])
	}
	if wake.IsZero() {
		return nil, nil
	}
	t := w.a.Clock.NewTimer(max(wake.Sub(now), time.Millisecond))
	return t, t.C()
}

// start sends one request. What it asks for is settled here, not there.
func (w *watcher) start(f *watchFeed) {
	f.sent = w.a.Clock.Now()
	fetch, page, ctx, answers := f.fetch, f.page+1, w.ctx, w.answers
	w.beside.Go(func() {
		a := fetch(ctx, page)
		a.feed = f
		select {
		case answers <- a:
		case <-ctx.Done():
		}
	})
}

func (w *watcher) take(a watchAnswer) error {
	f := a.feed
	w.slowest = max(w.slowest, w.a.Clock.Now().Sub(f.sent))
	err := w.answered(f, a.err)
	var out error
	if err == nil && a.err == nil {
		out = f.got(a)
		w.note(f)
	}
	w.troubled(err)
	return out
}

// note counts the readings at which nothing was unfinished.
func (w *watcher) note(read *watchFeed) {
	open := 0
	for _, f := range w.feeds {
		if !f.away {
			open += len(f.story.open) + len(f.older)
		}
	}
	if open > 0 {
		w.busy = w.a.Clock.Now()
		for _, f := range w.feeds {
			f.calm = 0
		}
		return
	}
	if read.story.begun && !read.need.InFlight && !read.sent.Before(w.busy) {
		read.calm++
	}
}

// calm reports whether nothing watched was unfinished for two refreshes.
func (w *watcher) calm() bool {
	if w.link.down {
		return false
	}
	for _, f := range w.feeds {
		if !f.away && (f.calm < 2 || f.err != nil) {
			return false
		}
	}
	return true
}

func without(all []*watchFeed, one *watchFeed) []*watchFeed {
	return slices.DeleteFunc(all, func(f *watchFeed) bool { return f == one })
}
