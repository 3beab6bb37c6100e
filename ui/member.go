package ui

import (
	"slices"
	"strings"
	"time"

	"fntop/api"
	"fntop/model"
)

// member is one profile on the screen: its provider, and how reading from it
// goes. Members know nothing of one another, so that none hides or delays
// another.
type member struct {
	p    api.Provider
	info api.Info

	functions feed
	triggers  feed
	sources   []source // whose newest runs are read, the likely busiest first
	runs      map[source]*feed
	strays    map[model.RunID]*feed // unfinished runs that no newest page holds
	olderAt   time.Time             // when older runs were asked for last
	lists     map[list]*pages

	// As they were read last.
	functionList []model.Function
	triggerList  []model.Trigger

	old      *old // what is on screen from before fntop was started; nil for nothing
	recalled bool // that was asked for

	watch watch
	link  link
	spent time.Time // since when its budget is used up; zero while it is not
	// clockTold is that a person was told that its clock is another than the
	// others'.
	clockTold bool
	truth     truth // of the frame
}

// listsEvery is how often functions and triggers are read: they change when
// somebody deploys.
const listsEvery = 30 * time.Second

func newMember(p api.Provider) *member {
	m := &member{
		p: p, info: p.Info(),
		runs:   map[source]*feed{},
		strays: map[model.RunID]*feed{},
		lists:  map[list]*pages{},
	}
	m.functions.need.Least, m.triggers.need.Least = listsEvery, listsEvery
	return m
}

// of is the member of that name on screen, nil where there is none.
func (a *App) of(profile string) *member {
	for _, m := range a.members {
		if m.info.Profile == profile {
			return m
		}
	}
	return nil
}

// whose is the member of that name, on screen or not: what was sent to a
// profile is followed to its end wherever that is. Nil for none.
func (a *App) whose(profile string) *member {
	if m := a.of(profile); m != nil {
		return m
	}
	for _, m := range a.aside {
		if m.info.Profile == profile {
			return m
		}
	}
	return nil
}

// infoOf says what the profile of that name is.
func (a *App) infoOf(profile string) api.Info {
	if m := a.of(profile); m != nil {
		return m.info
	}
	return api.Info{}
}

// anyRead reports whether any runs have been read.
func (a *App) anyRead() bool {
	for _, m := range a.members {
		if len(m.lists) > 0 {
			return true
		}
	}
	return false
}

// allListed reports whether every profile has said what functions it has.
func (a *App) allListed() bool {
	for _, m := range a.members {
		if m.functions.read.IsZero() {
			return false
		}
	}
	return true
}

// waitedFor says what each profile has not said yet, for want of which there
// are no rows.
func (a *App) waitedFor() string {
	var all []string
	for _, m := range a.members {
		what := ""
		switch {
		case m.functions.read.IsZero():
			what = "functions"
		case slices.ContainsFunc(m.sources, func(s source) bool { return m.runs[s].read.IsZero() }):
			what = "runs"
		default:
			continue
		}
		all = append(all, model.Visible(m.info.Profile)+": "+what)
	}
	if len(all) == 0 {
		return "…"
	}
	return "waiting for " + strings.Join(all, ", ") + " …"
}

// unlisted is why the functions of the first profile that fails cannot be
// listed, nil where none fails.
func (a *App) unlisted() error {
	for _, m := range a.members {
		if m.functions.err != nil {
			return m.functions.err
		}
	}
	return nil
}

// tellAlone says of one list that is missing that it is this one alone, where
// the other was read.
func (m *member) tellAlone() {
	if m.functions.good() {
		m.triggers.err = api.Alone(m.triggers.err)
	}
	if m.triggers.good() {
		m.functions.err = api.Alone(m.functions.err)
	}
}

// feeds are all that is read again and again from the profile, but for the
// open run.
func (m *member) feeds(each func(*feed)) {
	each(&m.functions)
	each(&m.triggers)
	for _, f := range m.runs {
		each(f)
	}
	for _, f := range m.strays {
		each(f)
	}
}

// idle reports whether nothing is under way.
func (m *member) idle() bool {
	for _, p := range m.lists {
		if p.reading != 0 {
			return false
		}
	}
	return !m.busySince(time.Time{})
}

// busySince reports whether anything that was asked for after that time is
// under way.
func (m *member) busySince(at time.Time) bool {
	busy := false
	m.feeds(func(f *feed) { busy = busy || f.need.InFlight && f.sent.After(at) })
	return busy
}

// budget is how many requests a minute are allowed.
func (m *member) budget() int {
	if m.info.Budget > 0 {
		return m.info.Budget
	}
	return 300
}
