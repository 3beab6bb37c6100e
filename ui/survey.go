package ui

import (
	"slices"
	"time"

	tea "github.com/charmbracelet/bubbletea"

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
	at    time.Time     // when that was
}

const (
	// surveyEvery is how often the pulse, which tells little of it, asks for
	// one, while nobody looks at the board.
	surveyEvery = 20 * time.Second
	// surveyParts is how many columns the sparklines of a board have at most.
	surveyParts = 60
	// surveyLoad is how many runs are gone through in a second at the most, so
	// that a large store costs no more than a small one.
	surveyLoad = 20_000
)

type surveyMsg struct {
	ticket sched.Ticket
	survey *model.Survey
}

// surveyDue reports whether it is time for another survey.
func (a *App) surveyDue() bool {
	s := &a.surveys
	if len(a.members) == 0 || s.asked != 0 {
		return false
	}
	since, load := a.now().Sub(s.at), time.Duration(a.store.Len())*time.Second/surveyLoad
	if a.onBoard {
		if s.last == nil || s.last.Window.Last != a.board.Window() {
			return true
		}
		return s.stale && since >= max(time.Second, load)
	}
	return s.stale && (s.at.IsZero() || since >= max(surveyEvery, 2*load)) && a.allRead()
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
	return survey(s.asked, a.surveyed())
}

// surveyed is what there is to make a survey of. What belongs to the loop is
// copied; runs never change.
func (a *App) surveyed() *model.Surveyed {
	window := pulseWindow
	if a.onBoard {
		window = a.board.Window()
	}
	q := &model.Surveyed{
		Functions: slices.Clone(a.functions), Triggers: slices.Clone(a.triggers), Runs: slices.Clone(a.store.Newest()),
		Window: model.Window{Last: window}, Now: a.theirNow(), Buckets: surveyParts,
		Seen: map[model.Subject]model.Coverage{}, As: map[model.Subject]time.Time{},
	}
	var full time.Time // the store has let go of what was before
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

func survey(t sched.Ticket, q *model.Surveyed) tea.Cmd {
	return func() tea.Msg { return surveyMsg{t, q.Survey()} }
}

// gotSurvey shows how the functions are doing.
func (a *App) gotSurvey(msg surveyMsg) tea.Cmd {
	if a.surveys.asked != msg.ticket {
		return nil
	}
	a.surveys.asked, a.surveys.last = 0, msg.survey
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
