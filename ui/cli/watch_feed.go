package cli

import (
	"context"
	"time"

	"fntop/api"
	"fntop/model"
)

// watchFeed is something that watch reads again and again.
type watchFeed struct {
	need     model.Need
	sent     time.Time // the last request
	failures int
	err      error // why it could not be read last
	fetch    func(ctx context.Context, page int) watchAnswer
	got      func(watchAnswer) error

	// Of the runs of one function or trigger.
	ask   model.Ask
	story story
	page  int // read last of the reading under way
	rows  []model.RunDetail
	// older are the statuses of which there may be runs, from before the
	// start, that the newest page does not reach. Each is asked for once.
	older  []*watchFeed
	strays map[model.RunID]*watchFeed
	calm   int  // readings in a row at which nothing watched was unfinished
	away   bool // its function is not listed any more
}

// watchAnswer is what one request brought.
type watchAnswer struct {
	feed      *watchFeed
	page      model.Page
	run       model.RunDetail
	functions []model.Function
	triggers  []model.Trigger
	err       error
}

const (
	watchPages = 100 // of one reading, so that it ends
	// watchLists is how often it is asked which functions and triggers there are.
	watchLists = time.Minute
	// watchCalm is how long a list counts as fresh while endings are pushed.
	watchCalm = 30 * time.Second
	// watchMargin is by how much a run must be younger than the start to be
	// new at the first reading: how far the backend's clock is ahead is known
	// to a second and the time that an answer takes.
	watchMargin = 2 * time.Second
	watchAtOnce = 4 // requests under way
)

// addFeed begins to read the runs that ask names.
func (w *watcher) addFeed(ask model.Ask) {
	ask.Limit = model.MaxLimit
	f := &watchFeed{ask: ask, story: newStory(), strays: make(map[model.RunID]*watchFeed)}
	f.fetch = func(ctx context.Context, page int) (a watchAnswer) {
		ask := ask
		ask.Page = page
		a.page, a.err = w.m.p.Runs(ctx, ask)
		return a
	}
	f.got = func(a watchAnswer) error { return w.gotRuns(f, a.page) }
	w.feeds = append(w.feeds, f)
}

// gotRuns takes in one page. Where it brings nothing but news the next one
// may bring more, and is asked for at once.
func (w *watcher) gotRuns(f *watchFeed, p model.Page) error {
	f.page++
	f.rows = append(f.rows, p.Runs...)
	if f.story.begun && p.More && len(p.Runs) > 0 && !f.story.meets(f.rows) {
		if f.page < watchPages {
			f.need.InFlight, f.need.Fetched = true, time.Time{}
			w.start(f)
			return nil
		}
		w.say("warning: more than %d runs since the last look at one list; the oldest of them are not printed.", len(f.rows))
	}
	rows, first := f.rows, !f.story.begun
	f.page, f.rows = 0, nil
	if w.out.alerts != nil {
		w.out.alerts.took(w, f, rows, p.More)
	}
	changes := f.story.read(rows, p.More, w.since())
	if first && p.More {
		w.askOlder(f)
	}
	w.takeStrays(f, rows)
	return w.tell(changes)
}

// since is the time, by the backend's clock, after which a run was not there
// when watch began; zero where its clock is not known.
func (w *watcher) since() time.Time {
	c, ok := w.m.p.(api.Clocked)
	if !ok {
		return time.Time{}
	}
	ahead, known := c.Offset()
	if !known {
		return time.Time{}
	}
	return w.a.begun.Add(ahead + w.slowest + watchMargin)
}

// askOlder looks for unfinished runs behind the first page, once: they are
// watched, too, though none of them is new.
func (w *watcher) askOlder(f *watchFeed) {
	for _, status := range []model.Status{model.StatusPending, model.StatusRunning, model.StatusWaiting} {
		if set := w.m.info.Statuses; set != 0 && !set.Has(status) {
			continue
		}
		ask := f.ask
		ask.Page, ask.Status = 1, model.Some(status)
		o := &watchFeed{}
		o.fetch = func(ctx context.Context, _ int) (a watchAnswer) {
			a.page, a.err = w.m.p.Runs(ctx, ask)
			switch api.KindOf(a.err) {
			case api.Refused, api.Unsupported, api.NotFound:
				a.err = nil // it cannot be asked for: what is seen is watched
			}
			return a
		}
		o.got = func(a watchAnswer) error {
			f.older = without(f.older, o)
			var open []model.RunDetail
			for _, r := range a.page.Runs {
				if r.Unfinished() && f.story.reachedBefore(&r.Run) {
					open = append(open, r)
				}
			}
			changes := f.story.look(open...)
			for _, r := range open {
				w.stray(f, r.ID)
			}
			return w.tell(changes)
		}
		f.older = append(f.older, o)
	}
}

// takeStrays finds the unfinished runs that the newest ones no longer reach.
func (w *watcher) takeStrays(f *watchFeed, rows []model.RunDetail) {
	strays := f.story.strays(rows)
	for id := range f.strays {
		if !f.story.open[id] {
			delete(f.strays, id)
		}
	}
	for _, id := range strays {
		w.stray(f, id)
	}
}

// stray reads one run by itself until it is over.
func (w *watcher) stray(f *watchFeed, id model.RunID) {
	if f.strays[id] != nil || !f.story.open[id] {
		return
	}
	s := &watchFeed{need: model.Need{Fetched: w.a.Clock.Now()}}
	s.fetch = func(ctx context.Context, _ int) (a watchAnswer) {
		a.run, a.err = w.m.p.Run(ctx, id)
		if api.KindOf(a.err) == api.NotFound {
			a.run, a.err = model.RunDetail{}, nil
		}
		return a
	}
	s.got = func(a watchAnswer) error {
		if a.run.ID.IsZero() { // it was removed, which is no way to end
			f.story.gone(id)
			delete(f.strays, id)
			return nil
		}
		changes := f.story.look(a.run)
		if !f.story.open[id] {
			delete(f.strays, id)
		}
		return w.tell(changes)
	}
	f.strays[id] = s
}

// answered keeps the books of one feed, as the terminal UI does of its own.
func (w *watcher) answered(f *watchFeed, err error) error {
	now := w.a.Clock.Now()
	if err == nil {
		f.need.Answer(now)
		f.failures, f.err = 0, nil
		w.link = watchLink{}
		return nil
	}
	f.need.Fail()
	if api.KindOf(err) == api.Canceled {
		return nil
	}
	f.err, f.page, f.rows = err, 0, nil
	f.failures++
	if api.ConcernsAll(err) {
		f.need.RetryAt = time.Time{}
		if !w.link.down || f.sent.After(w.link.failed) {
			w.link.down = true
			w.link.failures++
			w.link.failed, w.link.why = now, err.Error()
			w.link.next = now.Add(max(model.Backoff(w.refresh, w.link.failures), api.WaitOf(err)))
		}
		return err
	}
	f.need.RetryAt = now.Add(max(model.Backoff(w.refresh, f.failures), api.WaitOf(err)))
	return err
}
