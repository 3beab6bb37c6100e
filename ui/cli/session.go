package cli

import (
	"context"
	"sync"

	"fntop/api"
	"fntop/api/connect"
	"fntop/api/trail"
	"fntop/model"
)

// member is one open profile and what its backend says it has.
type member struct {
	p    api.Provider
	info api.Info

	functions   []model.Function
	triggers    []model.Trigger
	functionErr error
	triggerErr  error
	book        *model.Book
	only        []string // the functions whose runs are wanted; none: all
}

// session is the open profiles of one command.
type session struct {
	a        *app
	members  []*member
	failed   troubles // profiles that could not be opened, or not read
	answered bool     // a profile had an answer, if only an empty one
	many     bool     // errors have to say whose they are
	skips    skips    // rows of lists that could not be read
	learned  func()   // returns when learning is over
}

func (a *app) warn(c *connect.Config) {
	for _, w := range c.Warnings() {
		a.say("warning: %s", model.Visible(w))
	}
}

// warnBroken warns of runs whose output could not be read.
func (a *app) warnBroken(runs ...model.RunDetail) {
	var ids []string
	for _, r := range runs {
		if r.Broken {
			ids = append(ids, r.ID.ID)
		}
	}
	switch len(ids) {
	case 0:
	case 1:
		a.say("warning: run %s: its runData is no JSON and is left out.", quoted(ids[0]))
	default:
		a.say("warning: the runData of %d runs is no JSON and is left out; the first is %s.", len(ids), quoted(ids[0]))
	}
}

// acted keeps a record of what is sent. Where there is no home for it, that is
// said with the first action.
func (a *app) acted() func(api.Acted) {
	state, _ := a.Env.StateDir()
	return trail.New(state, a.Clock, func(err error) { a.say("warning: %s", model.Visible(err.Error())) }).Acted
}

// open opens the chosen profiles. One that cannot be opened does not keep the
// others from answering, unless it is the only one.
func (a *app) open(ctx context.Context) (*session, error) {
	c, err := a.config()
	if err != nil {
		return nil, err
	}
	profiles, err := c.Select(a.global.profiles)
	a.warn(c)
	if err != nil {
		return nil, err
	}
	s := &session{a: a, many: len(profiles) > 1, learned: func() {}}
	for _, profile := range profiles {
		p, err := connect.Open(profile, connect.Options{
			Clock: a.Clock, Version: a.Version, ReadOnly: a.global.readOnly, Context: ctx, Observe: a.observed(s.skips.observe),
			Watched: a.watched(), Acted: a.acted(), Recorded: a.recorded,
		})
		if err != nil {
			if stop := ended(ctx, "open the profile", ""); stop != nil {
				return nil, stop
			}
			s.fail(profile.Name, err)
			continue
		}
		s.members = append(s.members, &member{p: p, info: p.Info()})
	}
	if len(s.members) == 0 {
		return nil, s.failed.or()
	}
	return s, nil
}

func (s *session) fail(profile string, err error) {
	if s.many {
		err = &inProfile{profile, err}
	}
	s.failed = append(s.failed, err)
}

// Which lists learn reads.
const (
	wantFunctions = 1 << iota
	wantTriggers
)

// learn reads the lists of functions and triggers of every profile at once.
// Their errors stay with the member: whether one matters is for the command
// to say.
func (s *session) learn(ctx context.Context, want int) {
	var wg sync.WaitGroup
	for _, m := range s.members {
		if want&wantFunctions != 0 {
			wg.Go(func() { m.functions, m.functionErr = m.p.Functions(ctx) })
		}
		if want&wantTriggers != 0 {
			wg.Go(func() { m.triggers, m.triggerErr = m.p.Triggers(ctx) })
		}
	}
	wg.Wait()
	for _, m := range s.members {
		switch {
		case want&wantFunctions == 0 || want&wantTriggers == 0:
		case m.functionErr == nil:
			m.triggerErr = api.Alone(m.triggerErr)
		case m.triggerErr == nil:
			m.functionErr = api.Alone(m.functionErr)
		}
		m.book = model.NewBook(m.functions, m.triggers)
	}
}

// of returns the member that a run belongs to.
func (s *session) of(profile string) *member {
	for _, m := range s.members {
		if m.info.Profile == profile {
			return m
		}
	}
	return s.members[0]
}

// unnamed warns that names are missing, where a list that was wanted only for
// them could not be read.
func (s *session) unnamed(m *member, err error) {
	if err == nil {
		return
	}
	if s.many {
		err = &inProfile{m.info.Profile, err}
	}
	s.a.say("warning: names are missing: %s", model.Visible(err.Error()))
}

// writable returns an error when no profile may be written to, before
// anything is sent.
func (s *session) writable(doing string) error {
	for _, m := range s.members {
		if !m.info.ReadOnly {
			return nil
		}
	}
	return usage("%s: read-only mode. Nothing was sent; leave out --read-only, FNTOP_READ_ONLY or the profile's read_only.", doing)
}

// mayAct says why an action is refused by fntop itself.
func (s *session) mayAct(m *member, doing, unsupported string) error {
	switch {
	case m.info.ReadOnly:
		return usage("%s: profile %s is read-only. Nothing was sent; leave out --read-only, FNTOP_READ_ONLY or the profile's read_only.", doing, quoted(m.info.Profile))
	case unsupported != "":
		return usage("%s: %s. Nothing was sent.", doing, unsupported)
	case m.info.TypeName && !s.a.global.yes:
		return usage(`%s: profile %s has confirm = "name". Nothing was sent; add --yes to confirm.`, doing, quoted(m.info.Profile))
	}
	return nil
}
