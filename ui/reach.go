package ui

import (
	"time"

	"fntop/model"
)

// wantedLists are the lists that hold the runs the filter lets through.
func (a *App) wantedLists() []list {
	var sources []source
	if s, ok := a.narrowSource(); ok {
		sources = []source{s}
	} else {
		for _, m := range a.members {
			sources = append(sources, m.sources...)
		}
	}
	statuses := []model.Opt[model.Status]{{}}
	if set := a.filter.Statuses; set != 0 {
		statuses = statuses[:0]
		for _, s := range a.statuses() {
			if set.Has(s) {
				statuses = append(statuses, model.Some(s))
			}
		}
	}
	lists := make([]list, 0, len(sources)*len(statuses))
	for _, s := range sources {
		for _, status := range statuses {
			lists = append(lists, list{s, status})
		}
	}
	return lists
}

// nothing is what has been read of a list that nobody has read.
var nothing pages

// pagesOf is how far back a list has been read. It is not to be written to.
func (a *App) pagesOf(l list) *pages {
	if m := a.of(l.source.profile); m != nil && m.lists[l] != nil {
		return m.lists[l]
	}
	return &nothing
}

// reaches reports whether a list has been read to its end or back to from.
// The list of every status, read to its end, holds all others.
func (a *App) reaches(l list, from time.Time) bool {
	for _, p := range [...]*pages{a.pagesOf(l), a.pagesOf(list{source: l.source})} {
		if p.whole || (!from.IsZero() && !p.oldest.IsZero() && p.oldest.Before(from)) {
			return true
		}
	}
	return false
}

// wholeIsLoaded reports whether every run that the filter could let through
// is loaded.
func (a *App) wholeIsLoaded() bool {
	from := a.filter.Window.From(a.theirNow())
	lists := a.wantedLists()
	for _, l := range lists {
		if !a.reaches(l, from) {
			return false
		}
	}
	return len(lists) > 0
}

// allLists are the runs of every function, of every status.
func (a *App) allLists() []list {
	var lists []list
	for _, m := range a.members {
		for _, s := range m.sources {
			if s.by == byFunction {
				lists = append(lists, list{source: s})
			}
		}
	}
	return lists
}
