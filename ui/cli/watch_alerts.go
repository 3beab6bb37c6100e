package cli

import (
	"context"
	"encoding/json"
	"slices"
	"sync"
	"time"

	"fntop/model"
	"fntop/ui/alarm"
)

const (
	// watchLook is how often it is looked for alerts at the most.
	watchLook = 5 * time.Second
	// watchKept is how many runs are held for them.
	watchKept = 50_000
)

// watchAlerts looks for alerts in what all profiles read, and prints them.
type watchAlerts struct {
	a   *app
	out *watchOut
	ctx context.Context

	mu       sync.Mutex
	rules    *model.Alerts
	memory   *alarm.Memory // nil where nothing is kept
	store    *model.Store
	failures *model.Failures
	seen     map[model.Subject]model.Coverage
	as       map[model.Subject]time.Time // as of when a list was read
	oldest   map[*watchFeed]time.Time    // of the runs read; zero: there are no older ones
	profiles map[*watcher]watchedProfile
	at       time.Time
	failed   bool // to keep them failed, and it was said
}

// watchedProfile is what one watcher knows, for the others' goroutines to see.
type watchedProfile struct {
	functions []model.Function
	triggers  []model.Trigger
	link      model.LinkState
	unread    bool
}

// lookForAlerts makes what looks for alerts, with what was told by an earlier one.
func (o *watchOut) lookForAlerts(ctx context.Context, rules []model.AlertRule) {
	l := &watchAlerts{
		a: o.a, out: o, ctx: ctx, store: model.NewStore(watchKept), failures: model.NewFailures(),
		seen: map[model.Subject]model.Coverage{}, as: map[model.Subject]time.Time{}, oldest: map[*watchFeed]time.Time{}, profiles: map[*watcher]watchedProfile{},
	}
	var kept []model.Alert
	if o.a.past != nil {
		var err error
		if l.memory, kept, err = alarm.Remember(ctx, o.a.past, "alert of watch"); err != nil {
			o.say("warning: %v; alerts that were told before may be told again.", err)
		}
	}
	l.rules = model.NewAlerts(rules, kept)
	o.alerts = l
}

// took takes in the newest runs of a list, as far as they were read.
func (l *watchAlerts) took(w *watcher, f *watchFeed, rows []model.RunDetail, more bool) {
	runs := make([]*model.Run, len(rows))
	var oldest time.Time
	for i := range rows {
		runs[i] = rows[i].Listed()
		w.m.book.Name(runs[i])
		if when := runs[i].When(); more && (oldest.IsZero() || when.Before(oldest)) {
			oldest = when
		}
	}
	of := model.Subject{Kind: model.OfFunction, Profile: w.m.info.Profile, ID: f.ask.Function}
	if f.ask.Trigger != "" {
		of.Kind, of.ID = model.OfTrigger, f.ask.Trigger
	}
	l.mu.Lock()
	defer l.mu.Unlock()
	l.failures.Take(l.store.Merge(runs))
	l.seen[of], l.as[of] = l.seen[of].With(model.Span{From: oldest, To: f.sent}), f.sent
	if was, known := l.oldest[f]; !known || oldest.Before(was) {
		l.oldest[f] = oldest
	}
}

// look prints what people should be told now. A watcher calls it whenever it
// has learnt something.
func (l *watchAlerts) look(w *watcher) error {
	now := l.a.Clock.Now()
	l.mu.Lock()
	defer l.mu.Unlock()
	l.profiles[w] = l.profileOf(w, now)
	if !l.at.IsZero() && now.Sub(l.at) < watchLook {
		return nil
	}
	l.at = now
	v := l.rules.Judge(model.Look(l.rules.Rules(), l.scene(now)))
	var lines [][]byte
	for _, alert := range slices.Concat(v.Tell, v.Back, v.Over) { // "resolved" was printed of those that are back
		line, err := json.Marshal(alarm.MessageOf(&alert, now))
		if err != nil {
			return err
		}
		lines = append(lines, line)
	}
	if len(lines) > 0 {
		if err := l.out.print(lines); err != nil {
			return err
		}
	}
	if v.Changed && l.memory != nil {
		err := l.memory.Keep(l.ctx, l.rules.All())
		if err != nil && !l.failed && l.ctx.Err() == nil {
			l.out.say("warning: %v; alerts may be told again after a restart.", err)
		}
		l.failed = err != nil
	}
	return nil
}

func (l *watchAlerts) profileOf(w *watcher, now time.Time) watchedProfile {
	p := watchedProfile{functions: w.m.functions, triggers: w.m.triggers, link: model.LinkState{Profile: w.m.info.Profile, Budget: w.m.info.Budget}}
	was := l.profiles[w].link
	var failing error // of all that is read
	for _, f := range w.feeds {
		if f.away {
			continue
		}
		if failing = f.err; failing == nil {
			break
		}
	}
	if w.link.down || failing != nil {
		if p.link.Down = was.Down; p.link.Down.IsZero() {
			p.link.Down = now
		}
		if p.link.Why = w.link.why; failing != nil {
			p.link.Why = failing.Error()
		}
	}
	if w.m.p.Left() == 0 {
		if p.link.Spent = was.Spent; p.link.Spent.IsZero() {
			p.link.Spent = now
		}
	}
	for _, f := range w.feeds {
		if !f.away && !f.story.begun {
			p.unread = true
		}
	}
	return p
}

func (l *watchAlerts) scene(now time.Time) *model.Scene {
	q := &model.Surveyed{Runs: l.store.Newest(), Now: now, Seen: l.seen}
	s := &model.Scene{Now: now, Runs: q.Runs, Groups: l.failures.Groups(), As: func(of model.Subject) time.Time { return l.as[of] }}
	if len(l.profiles) < len(l.out.all) {
		s.Unread = "not everything has been read yet"
	}
	for _, w := range l.out.all {
		p := l.profiles[w]
		q.Functions, q.Triggers = append(q.Functions, p.functions...), append(q.Triggers, p.triggers...)
		s.Links = append(s.Links, p.link)
		if p.unread {
			s.Unread = "not everything has been read yet"
		}
	}
	s.Functions, s.Triggers = q.Functions, q.Triggers
	seen := q.Schedules()
	s.Seen = func(of model.Subject) model.Coverage {
		if of.Kind == model.OfTrigger {
			return seen[of]
		}
		return l.seen[of]
	}
	for _, oldest := range l.oldest {
		if oldest.After(s.Known) {
			s.Known = oldest
		}
	}
	if n := len(s.Runs); s.Known.IsZero() && n > 0 {
		s.Known = s.Runs[n-1].When()
	}
	return s
}
