package cli

import (
	"context"
	"errors"
	"fmt"
	"time"

	"fntop/api/history"
	"fntop/api/trail"
	"fntop/model"
	"fntop/ui/draw"
	"fntop/ui/report"
)

// How much is read for a report at the most.
const (
	liveLimit = 20_000           // runs
	liveTime  = 20 * time.Second // of the 30 that a command has
)

// gatherer gathers the facts of a report. They come from history, also where
// they were read just now: so there is one way only.
type gatherer struct {
	a        *app
	h        *history.History
	from, to time.Time
	notes    []string
}

func (g *gatherer) window() model.Window { return model.Window{Since: g.from, Until: g.to} }

func (g *gatherer) gather(ctx context.Context, s *session, live bool) (*report.Facts, error) {
	f := &report.Facts{From: g.from, To: g.to, At: g.a.begun}
	read, err := g.read(ctx, s, live)
	if err != nil {
		return nil, err
	}
	s.answered = s.answered || len(read) < len(s.members)
	for _, m := range s.members {
		one, err := g.profile(ctx, m)
		if err != nil {
			return nil, err
		}
		one.Live = read[m]
		f.Profiles = append(f.Profiles, *one)
	}
	f.Actions = g.actions(s)
	f.Notes = g.notes
	return f, nil
}

// read reads the lists of the profiles of whose stretch of time nothing is
// kept, or of all.
func (g *gatherer) read(ctx context.Context, s *session, all bool) (map[*member]bool, error) {
	read, whole := map[*member]bool{}, s.members
	var some []*member
	for _, m := range whole {
		there, err := g.covered(ctx, m)
		if err != nil {
			return nil, err
		}
		if all || !there {
			some, read[m] = append(some, m), true
		}
	}
	if len(some) == 0 {
		return read, nil
	}
	if !all && g.a.ErrTTY {
		g.a.say("Nothing of that time is kept, so that the lists of runs are read.")
	}
	s.members = some
	reading, stop := g.a.under(ctx, liveTime, errLimit)
	written := beside(ctx, g.h.Write)
	runs, err := s.find(reading, wanted{window: g.window(), since: g.from, limit: liveLimit})
	stop()
	written() // before Flush, which does not wait for what is being written
	s.members = whole
	switch {
	case ctx.Err() != nil:
		return nil, err
	case errors.Is(err, errLimit): // what was read by then is there, and what was not is told
		g.notes = append(g.notes, fmt.Sprintf("The lists could not be read to their end in %s.", draw.Took(liveTime)))
		s.answered = true // by what was read until then
	case err != nil:
		return nil, err
	case len(runs) == liveLimit:
		g.notes = append(g.notes, fmt.Sprintf("Only the newest %s were read.", model.Counted(liveLimit, "run")))
	}
	return read, g.h.Flush(ctx)
}

// covered reports whether anything is known of that time.
func (g *gatherer) covered(ctx context.Context, m *member) (bool, error) {
	all, err := g.h.Figures(ctx, model.OfFunction, []string{m.info.Profile}, g.window(), g.to, 0)
	for _, f := range all {
		if f.Seen.Within(model.Span{From: g.from, To: g.to}) > 0 {
			return true, err
		}
	}
	return false, err
}

func (g *gatherer) profile(ctx context.Context, m *member) (*report.Seen, error) {
	name, w := []string{m.info.Profile}, g.window()
	one := &report.Seen{Name: m.info.Profile, Backend: m.info.Backend, Of: map[string]*model.Figures{}, Came: map[string][]*model.Run{}}
	known, err := g.h.Last(ctx, m.info, 0)
	if err != nil {
		return nil, err
	}
	one.Functions, one.Triggers = known.Functions, known.Triggers
	whole, err := g.h.Figures(ctx, model.OfProfile, name, w, g.to, report.Parts(g.from, g.to))
	if err != nil {
		return nil, err
	}
	one.Whole = whole[model.Subject{Kind: model.OfProfile, Profile: m.info.Profile}]
	of, err := g.h.Figures(ctx, model.OfFunction, name, w, g.to, 0)
	if err != nil {
		return nil, err
	}
	for subject, figures := range of {
		one.Of[subject.ID] = figures
	}
	for i := range one.Triggers {
		if t := &one.Triggers[i]; t.Type == model.Scheduled {
			if one.Came[t.ID], err = g.h.OfTrigger(ctx, model.Subject{Kind: model.OfTrigger, Profile: t.Profile, ID: t.ID}, w, g.to, report.CameLimit); err != nil {
				return nil, err
			}
		}
	}
	return one, g.runs(ctx, name, one)
}

func (g *gatherer) runs(ctx context.Context, name []string, one *report.Seen) (err error) {
	w := g.window()
	if one.Failures, err = g.h.Failures(ctx, name, w, g.to, report.FailuresLimit); err != nil {
		return err
	}
	if one.Reruns, err = g.h.Again(ctx, name, w, g.to, report.FailuresLimit); err != nil {
		return err
	}
	if one.Succeeded, err = g.h.Succeeded(ctx, name, w, g.to); err != nil {
		return err
	}
	if one.Slowest, err = g.h.Slowest(ctx, name, w, g.to, report.SlowestLimit); err != nil {
		return err
	}
	one.UnderWay, err = g.h.UnderWay(ctx, name, report.UnderWayLimit)
	return err
}

// actions are those that were sent to these profiles from this machine.
func (g *gatherer) actions(s *session) (all []report.Action) {
	dir, _ := g.a.Env.StateDir()
	acted, err := trail.Read(dir, g.from, g.to)
	if err != nil {
		g.notes = append(g.notes, "What was sent from this machine could not be read: "+err.Error())
	}
	for _, a := range acted {
		for _, m := range s.members {
			if m.info.Profile == a.Profile {
				all = append(all, report.Action(a))
			}
		}
	}
	return all
}
