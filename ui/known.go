package ui

import (
	"context"
	"time"

	tea "github.com/charmbracelet/bubbletea"

	"fntop/api"
	"fntop/model"
	"fntop/ui/functions"
)

// History is what was seen before this fntop was started, and keeps what is
// seen now.
type History interface {
	// Run keeps what is read from recorded providers, until ctx ends.
	Run(ctx context.Context)
	// Last is what was known last of a profile, with at most so many runs.
	Last(ctx context.Context, info api.Info, limit int) (model.Known, error)
	// Said is what a person should know of it and was not told, mostly nothing.
	Said() string
	Figured
}

// knownRuns is how many runs of a profile are shown from before.
const knownRuns = 500

// knownMsg is what was known of a profile before. It answers the one question
// that is put for a member, who may be gone.
type knownMsg struct {
	member *member
	known  model.Known
	said   string
	err    error
}

// recall asks what was known of a profile when fntop was last open, once.
func (a *App) recall(m *member) tea.Cmd {
	if a.o.History == nil || m.recalled {
		return nil
	}
	m.recalled = true
	return lastKnown(a.ctx, a.o.History, m)
}

func lastKnown(ctx context.Context, h History, m *member) tea.Cmd {
	info := m.info
	return func() tea.Msg {
		known, err := h.Last(ctx, info, knownRuns)
		return knownMsg{m, known, h.Said(), err}
	}
}

// gotKnown shows what was known before, where nothing newer is there yet. It
// is marked as old until the network has been read in its place.
func (a *App) gotKnown(msg knownMsg) tea.Cmd {
	m := msg.member
	if msg.said != "" {
		a.say(capital(model.Visible(msg.said)) + ".")
	}
	if a.of(m.info.Profile) != m {
		return nil
	}
	if msg.err != nil {
		a.say(capital(model.Visible(msg.err.Error())) + "; what is shown begins with what is read now.")
		return nil
	}
	k := msg.known
	if k.As.IsZero() || !m.functions.read.IsZero() {
		return nil // too late: what is shown is of now
	}
	m.functionList = k.Functions
	if m.triggers.read.IsZero() {
		m.triggerList = k.Triggers
	}
	m.old = &old{as: k.As, runs: make(map[model.RunID]bool, len(k.Runs))}
	for _, r := range k.Runs {
		m.old.runs[r.ID] = true
	}
	a.relist()
	a.changedAt(a.store.Merge(k.Runs), k.As)
	a.showStrips(k)
	return a.plan()
}

// showStrips shows each function's last runs as they were.
func (a *App) showStrips(k model.Known) {
	strips := map[functions.Key]functions.Recent{}
	for _, r := range k.Runs {
		key := functions.Key{Profile: r.ID.Profile, ID: r.Function.ID}
		s := strips[key]
		s.As = k.As
		s.Add(r.Status)
		strips[key] = s
	}
	for key, s := range strips {
		a.fnPane.SetRecent(key, s)
	}
}

// old is what is on screen of a profile from before fntop was started.
type old struct {
	as   time.Time
	runs map[model.RunID]bool // those that nothing newer is known of
}

// confirmed notes that runs were read now.
func (a *App) confirmed(runs []model.RunDetail) {
	for i := range runs {
		if m := a.of(runs[i].ID.Profile); m != nil && m.old != nil {
			delete(m.old.runs, runs[i].ID)
		}
	}
}

// replaceOld lets go of a source's runs from before, once its newest page is
// there: what its back end has no more must not stay as if it were alive, and
// older pages come when they are wanted. An unfinished run that is too old for
// the page stays until it is read by itself.
func (a *App) replaceOld(s source) {
	m := a.of(s.profile)
	if m.old == nil {
		return
	}
	first := m.lists[list{source: s}].firstTo
	a.dropOld(m, func(r *model.Run) bool {
		return functionSource(r) == s && (!r.Unfinished() || !r.When().Before(first))
	})
	m.olderGone()
}

// relistOld lets go of what was known of functions that are not there any
// more.
func (a *App) relistOld(m *member) {
	if m.old == nil {
		return
	}
	a.dropOld(m, func(r *model.Run) bool { return m.runs[functionSource(r)] == nil })
	m.olderGone()
}

func (a *App) dropOld(m *member, gone func(*model.Run) bool) {
	var changes []model.Change
	for id := range m.old.runs {
		if r := a.store.Run(id); r == nil || gone(r) {
			delete(m.old.runs, id)
			changes = append(changes, a.store.Remove(id)...)
		}
	}
	if len(changes) > 0 {
		a.changed(changes)
	}
}

// olderGone ends the mark of old data once every list was read anew.
func (m *member) olderGone() {
	if m.functions.read.IsZero() {
		return
	}
	for _, s := range m.sources {
		if m.runs[s].read.IsZero() {
			return
		}
	}
	m.old = nil
}
