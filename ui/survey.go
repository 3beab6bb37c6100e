package ui

import (
	"context"
	"slices"
	"time"

	tea "github.com/charmbracelet/bubbletea"

	"fntop/api/clock"
	"fntop/model"
	"fntop/ui/sched"
)

// surveys is how all functions are doing, as the pulse and the board tell it.
// It is worked out beside the loop: with as many runs as a store can hold it
// takes longer than a frame may.
type surveys struct {
	last  *model.Survey // nil before the first
	asked sched.Ticket  // of the one under way; zero for none
	stale bool          // something changed since the last one was begun
	took  time.Duration // how long it took to make the last one
	at    time.Time     // when that was

	runs    []*model.Run // the memory of the last one's copy, for the next one
	figured figured      // of history, as asked for last
	failed  bool         // and it was said that it failed
}

const (
	// surveyEvery is how often the pulse, which tells little of it, asks for
	// one, while nobody looks at the board.
	surveyEvery = 20 * time.Second
	// surveyParts is how many columns the sparklines of a board have at most.
	surveyParts = 60
	// surveyRest is for how many times as long as the last one took none is
	// made, so that a large store costs no more than a small one: a twentieth of
	// a core.
	surveyRest = 20
)

// Figured has figures of what was seen, of these profiles: a longer time back
// than what is in memory.
type Figured interface {
	Figures(ctx context.Context, kind model.SubjectKind, profiles []string, w model.Window, now time.Time, buckets int) (map[model.Subject]*model.Figures, error)
}

// figured are figures of history, good for a while: what is new is in memory.
type figured struct {
	figures map[model.Subject]*model.Figures
	window  model.Window
	at      time.Time
}

// figuredFor is how long figures of history are good.
const figuredFor = 30 * time.Second

type surveyMsg struct {
	ticket  sched.Ticket
	survey  *model.Survey
	runs    []*model.Run
	figured figured
	err     error         // of history
	took    time.Duration // to make it; history is asked before that
}

// surveyDue reports whether it is time for another survey.
func (a *App) surveyDue() bool {
	s := &a.surveys
	if len(a.members) == 0 || s.asked != 0 {
		return false
	}
	since := a.now().Sub(s.at)
	if a.onBoard {
		if s.last == nil || s.last.Window.Last != a.board.Window() {
			return true
		}
		return s.stale && since >= surveyRest*s.took
	}
	return s.stale && (s.at.IsZero() || since >= max(surveyEvery, 2*surveyRest*s.took)) && a.allRead()
}

// allRead reports whether everything that is watched has been read and nothing
// older is on its way: the pulse is not to tell of half of it.
func (a *App) allRead() bool {
	for _, m := range a.members {
		if !m.settled(a.now()) {
			return false
		}
	}
	return !a.readingOlder()
}

// surveyAgain begins a survey where one is due.
func (a *App) surveyAgain() tea.Cmd {
	if !a.surveyDue() {
		return nil
	}
	s := &a.surveys
	s.asked, s.stale, s.at = a.desk.Next(), false, a.now()
	q, f := a.surveyed(), s.figured
	if f.window != q.Window || q.Now.Sub(f.at) > figuredFor {
		f = figured{window: q.Window, at: q.Now}
	}
	var profiles []string
	for _, m := range a.members {
		profiles = append(profiles, m.info.Profile)
	}
	return survey(a.ctx, a.o.History, s.asked, q, f, profiles, a.o.Clock)
}

// surveyed is what there is to make a survey of. What belongs to the loop is
// copied; runs never change.
func (a *App) surveyed() *model.Surveyed {
	window := pulseWindow
	if a.onBoard {
		window = a.board.Window()
	}
	q := &model.Surveyed{
		Functions: slices.Clone(a.functions), Triggers: slices.Clone(a.triggers), Runs: append(a.surveys.runs[:0], a.store.Newest()...),
		Window: model.Window{Last: window}, Now: a.theirNow(), Buckets: surveyParts,
		Seen: map[model.Subject]model.Coverage{}, As: map[model.Subject]time.Time{},
	}
	a.surveys.runs = nil // another goroutine has it now
	var full time.Time   // the store has let go of what was before
	if n := len(q.Runs); n >= model.StoreLimit {
		full = q.Runs[n-1].When()
	}
	for _, m := range a.members {
		for s, f := range m.runs {
			of := model.Subject{Kind: model.OfFunction, Profile: s.profile, ID: s.id}
			if s.by == byTrigger {
				of.Kind = model.OfTrigger
			}
			p := m.lists[list{source: s}]
			if f.read.IsZero() || p == nil {
				continue
			}
			q.As[of] = a.theirs(f.read)
			q.Seen[of] = p.seen(full, q.As[of])
		}
		for l, p := range m.lists {
			if l.source.by == byTrigger && !l.status.Known && m.runs[l.source] == nil && !p.read.IsZero() {
				q.Seen[model.Subject{Kind: model.OfTrigger, Profile: l.source.profile, ID: l.source.id}] = p.seen(full, a.theirs(p.read))
			}
		}
	}
	return q
}

// seen is the time of which all runs of a list are known that has been read
// until then; before full the store has forgotten them.
func (p *pages) seen(full, until time.Time) model.Coverage {
	span := func(oldest time.Time, whole bool, to time.Time) model.Span {
		if whole {
			oldest = time.Time{}
		}
		if oldest.Before(full) {
			oldest = full
		}
		return model.Span{From: oldest, To: to}
	}
	c := model.Coverage(nil).With(span(p.oldest, p.whole, until))
	if p.gap != nil {
		c = c.With(span(p.gap.oldest, p.gap.whole, p.gap.to))
	}
	return c
}

// survey makes one, with the figures of history where what is in memory does
// not reach back to the beginning of the window.
func survey(ctx context.Context, h Figured, t sched.Ticket, q *model.Surveyed, f figured, profiles []string, clk clock.Clock) tea.Cmd {
	return func() tea.Msg {
		var err error
		if f.figures == nil && h != nil && !q.SeenWhole() {
			f.figures, err = h.Figures(ctx, model.OfFunction, profiles, q.Window, q.Now, q.Buckets)
		}
		q.History = f.figures
		begun := clk.Now()
		made := q.Survey()
		return surveyMsg{t, made, q.Runs, f, err, clk.Now().Sub(begun)}
	}
}

// gotSurvey shows how the functions are doing.
func (a *App) gotSurvey(msg surveyMsg) tea.Cmd {
	if a.surveys.asked != msg.ticket {
		return nil
	}
	s := &a.surveys
	s.asked, s.last, s.took, s.runs, s.figured = 0, msg.survey, msg.took, msg.runs, msg.figured
	if msg.err != nil && !s.failed && a.ctx.Err() == nil {
		s.failed = true
		a.say("The board has the figures of what is in memory alone: " + msg.err.Error() + ".")
	}
	if a.onBoard && msg.survey.Window.Last == a.board.Window() {
		a.board.SetSurvey(msg.survey)
	}
	return nil
}

// surveying reports whether a survey is under way.
func (a *App) surveying() bool { return a.surveys.asked != 0 }

// forgetSurvey drops what was surveyed of profiles that are on the screen no
// more.
func (a *App) forgetSurvey() { a.surveys = surveys{stale: true} }
