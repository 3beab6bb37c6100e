package ui

import (
	"context"
	"slices"
	"time"

	tea "github.com/charmbracelet/bubbletea"

	"fntop/model"
	"fntop/ui/draw"
	"fntop/ui/runs"
	"fntop/ui/sched"
)

// Past is what was seen before, and when it was so.
type Past interface {
	// At are runs as they were at a moment, newest first: those created from
	// since on until then, at most so many.
	At(ctx context.Context, profiles []string, moment, since time.Time, limit int) ([]*model.Run, error)
	// RunAt is one of them in full.
	RunAt(ctx context.Context, id model.RunID, moment time.Time) (model.RunDetail, error)
	// Histogram counts runs by when they were created.
	Histogram(ctx context.Context, profiles []string, from, to time.Time, buckets int) ([]model.Bucket, error)
	// Seen is of which time all runs of functions and triggers were seen.
	Seen(ctx context.Context, profiles []string) (map[model.Subject]model.Coverage, error)
	// UnderWay are the runs that are not over, as far as is known now.
	UnderWay(ctx context.Context, profiles []string, limit int) ([]*model.Run, error)
	// Earliest is when the oldest run was created; zero for none.
	Earliest(ctx context.Context, profiles []string) (time.Time, error)
}

type (
	momentMsg struct { // the past at a moment
		ticket sched.Ticket
		at     time.Time
		runs   []*model.Run
		survey *model.Survey
		unseen int // functions of which not all of the hour before was seen
		of     int
		err    error
	}
	stretchMsg struct { // the failures of a stretch of the past
		ticket sched.Ticket
		bars   []model.Bucket
		seen   []bool
		err    error
	}
	runThenMsg struct {
		ticket sched.Ticket
		run    model.RunDetail
		err    error
	}
	earliestMsg struct {
		ticket sched.Ticket
		at     time.Time
		err    error
	}
)

// readMoment reads the moment that the line stands on. What was asked for
// before it is given up: a person goes faster than a disk.
func (a *App) readMoment() tea.Cmd {
	t := a.travel
	if t.stop != nil {
		t.stop()
	}
	var ctx context.Context
	ctx, t.stop = context.WithCancel(t.ctx)
	t.moment = a.desk.Next()
	q := &model.Surveyed{
		Functions: slices.Clone(a.functions), Triggers: slices.Clone(a.triggers), Now: t.line.At(),
		Window: model.Window{Last: t.board.Window()}, Buckets: surveyParts,
	}
	t.line.Say("reading …", false)
	return readMoment(ctx, a.o.Past, t.moment, a.profileNames(), q)
}

func readMoment(ctx context.Context, p Past, ticket sched.Ticket, profiles []string, q *model.Surveyed) tea.Cmd {
	return func() tea.Msg {
		msg := momentMsg{ticket: ticket, at: q.Now, of: len(q.Functions)}
		if msg.runs, msg.err = p.At(ctx, profiles, q.Now, time.Time{}, travelRuns); msg.err != nil {
			return msg
		}
		seen, err := p.Seen(ctx, profiles)
		if err != nil {
			msg.err = err
			return msg
		}
		var full time.Time // what is older was left out
		if n := len(msg.runs); n == travelRuns {
			full = msg.runs[n-1].When()
			// What is under way since before that matters most of all.
			old, err := p.UnderWay(ctx, profiles, travelRuns)
			if err != nil {
				msg.err = err
				return msg
			}
			for _, r := range old {
				if r.When().Before(full) {
					msg.runs = append(msg.runs, r)
				}
			}
		}
		q.Runs, q.Seen, q.As = msg.runs, map[model.Subject]model.Coverage{}, map[model.Subject]time.Time{}
		for of, c := range seen {
			c = until(c, full, q.Now)
			if q.Seen[of] = c; len(c) > 0 {
				q.As[of] = c[len(c)-1].To
			}
		}
		for i := range q.Functions {
			of := model.Subject{Kind: model.OfFunction, Profile: q.Functions[i].Profile, ID: q.Functions[i].ID}
			if !seen[of].Holds(model.Span{From: q.Now.Add(-lookedBack), To: q.Now}) {
				msg.unseen++
			}
		}
		msg.survey = q.Survey()
		return msg
	}
}

// lookedBack is how much of the time before a moment is to have been seen, so
// that nothing is said of what may be missing.
const lookedBack = 10 * time.Minute

// until is what a coverage says of the time from one moment to another.
func until(c model.Coverage, from, to time.Time) model.Coverage {
	var cut model.Coverage
	for _, s := range c {
		if s.From.Before(from) {
			s.From = from
		}
		if s.To.After(to) {
			s.To = to
		}
		cut = cut.With(s)
	}
	return cut
}

// gotPast takes in what was read of the past.
func (a *App) gotPast(msg tea.Msg) tea.Cmd {
	switch msg := msg.(type) {
	case momentMsg:
		return a.gotMoment(msg)
	case stretchMsg:
		return a.gotStretch(msg)
	case runThenMsg:
		return a.gotRunThen(msg)
	case earliestMsg:
		return a.gotEarliest(msg)
	}
	return nil
}

// gotMoment shows the past at a moment.
func (a *App) gotMoment(msg momentMsg) tea.Cmd {
	t := a.travel
	if t == nil || t.moment != msg.ticket {
		return nil
	}
	t.moment = 0
	if msg.err != nil {
		t.line.Say(capital(model.Visible(msg.err.Error()))+".", true)
		return nil
	}
	if b := a.store.Book(); b != nil {
		for _, r := range msg.runs {
			b.Name(r)
		}
	}
	t.all, t.shown, t.cut = msg.runs, msg.at, len(msg.runs) == travelRuns
	clear(t.of)
	for _, r := range msg.runs {
		t.of[r.ID] = r
	}
	t.board.SetSurvey(msg.survey)
	a.arrangeThen()
	failed, unfinished := 0, 0
	for _, r := range msg.runs {
		if r.Unfinished() {
			unfinished++
		} else if r.Status.Failed() && msg.at.Sub(r.When()) <= time.Hour {
			failed++
		}
	}
	words := draw.Count(unfinished) + " under way, " + draw.Count(failed) + " failed in the hour before"
	switch {
	case len(msg.runs) == 0:
		words = "nothing was seen of that time"
	case msg.unseen > 0:
		words = draw.Count(msg.unseen) + " of " + model.Counted(msg.of, "function") + " not all seen · " + words
	}
	t.line.Say(words, msg.unseen > 0)
	if t.open != nil { // the run as it was then
		t.run = a.desk.Next()
		return readRunThen(t.ctx, a.o.Past, t.run, t.open.ID(), t.shown)
	}
	return nil
}

// arrangeThen shows the runs of the moment that the filter lets through.
func (a *App) arrangeThen() {
	t := a.travel
	if t == nil {
		return
	}
	t.view.Reset(t.all, func(r *model.Run) bool {
		of, _ := model.SubjectOf(model.OfFunction, r)
		return (t.only == model.Subject{} || t.only == of) && a.filter.Match(r, t.shown)
	}, a.order)
	t.runs.SetRows(t.view.Rows(), func(id model.RunID) (int, bool) {
		if r := t.of[id]; r != nil {
			return t.view.Place(r)
		}
		return -1, false
	}, 0)
	t.runs.Settle()
}

// titleThen is what the border of the runs says in the past.
func (a *App) titleThen() runs.Title {
	t, filter := a.travel, a.filter
	if len(a.members) < 2 {
		filter.Profile = ""
	}
	title := runs.Title{Filter: filter.Title(), Loaded: len(t.all), Whole: !t.cut, Sort: a.order, Unread: t.shown.IsZero(), Empty: "nothing was seen of that time"}
	if t.only != (model.Subject{}) {
		if f := a.store.Book().Function(t.only.Profile, t.only.ID); f != nil {
			title.Filter += " fn=" + f.Name
		}
	}
	switch {
	case t.shown.IsZero():
		title.Empty = "reading …"
	case len(t.all) > 0:
		title.Empty = "no such run then. " + a.undoes()
	}
	if !t.shown.IsZero() {
		title.Note = "as of " + pointInTime(t.shown, a.look())
	}
	return title
}
