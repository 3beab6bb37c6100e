package ui

import (
	tea "github.com/charmbracelet/bubbletea"

	"fntop/keymap"
	"fntop/model"
)

// wish is one of the things that the runs are filtered by.
type wish uint8

const (
	byQuery wish = iota
	byStatus
	byWindow
	wishKinds
)

// wished notes that a wish is the latest: it is the first to be undone.
func (a *App) wished(w wish) {
	a.wishes++
	a.wishedAt[w] = a.wishes
}

// latestWish is the one that was made last of those in force, false where
// there is none.
func (a *App) latestWish() (latest wish, found bool) {
	f := &a.filter
	for w, in := range [wishKinds]bool{byQuery: !f.Query.Empty(), byStatus: f.Statuses != 0, byWindow: !f.Window.Empty()} {
		if w := wish(w); in && (!found || a.wishedAt[w] > a.wishedAt[latest]) {
			latest, found = w, true
		}
	}
	return latest, found
}

// undo takes one wish back.
func (a *App) undo(w wish) tea.Cmd {
	switch w {
	case byQuery:
		a.query, a.filter.Query = "", model.Query{}
	case byStatus:
		a.filter.Statuses = 0
	case byWindow:
		a.filter.Window = model.Window{}
	}
	return a.refiltered()
}

// undoes says what the key back takes away of the filter next.
func (a *App) undoes() string {
	does := "widens"
	if a.filter.Group != nil && !a.narrowed() {
		does = "goes back to the inbox"
	}
	if w, found := a.latestWish(); found {
		does = [wishKinds]string{byQuery: "clears the query", byStatus: "shows every status", byWindow: "takes the time window away"}[w]
	}
	return a.o.Keys.Key(keymap.Back) + " " + does
}
