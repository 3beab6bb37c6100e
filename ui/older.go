package ui

import (
	"time"

	tea "github.com/charmbracelet/bubbletea"

	"fntop/model"
)

// How far reading on goes by itself.
const (
	fillAtOnce  = 3  // requests for older runs under way
	catchAtMost = 10 // pages to close a gap
)

// readFirst notes how far back a list's newest page reaches. It reports a
// gap: more runs came since the last time than one page holds.
func (a *App) readFirst(l list, page model.Page) (gap bool) {
	p := a.live.lists[l]
	reaches := oldestOf(page.Runs)
	if p == nil {
		a.live.lists[l] = &pages{next: 2, whole: !page.More, oldest: reaches, firstTo: reaches}
		return false
	}
	p.firstTo = reaches
	if !page.More {
		p.whole = true
	}
	if p.oldest.IsZero() || (!reaches.IsZero() && reaches.Before(p.oldest)) {
		p.oldest = reaches
	}
	if len(page.Runs) == 0 || !page.More || p.catching {
		return false
	}
	for i := range page.Runs {
		if a.store.Run(page.Runs[i].ID) != nil {
			return false
		}
	}
	p.catching, p.next = true, 2
	return true
}

// older reads on at the end of the table: the lists that reach back least.
func (a *App) older() tea.Cmd {
	cmd := a.readOn(time.Time{})
	if cmd == nil && a.wholeIsLoaded() {
		a.say("These are all the runs there are.")
	}
	return cmd
}

// fill reads on by itself where a filter leaves room on screen, or where the
// time window reaches further back than what is loaded.
func (a *App) fill() tea.Cmd {
	if a.live.paused || a.live.link.down || a.filled() {
		return nil
	}
	left := a.o.Traffic.Left(a.budget(), a.now())
	if left < a.budget()/4 {
		return nil // what is watched comes first; scrolling on asks again
	}
	return a.readOn(a.filter.Window.From(a.now()))
}

// filled reports whether nothing more need be read by itself.
func (a *App) filled() bool {
	if from := a.filter.Window.From(a.now()); !from.IsZero() {
		return a.wholeIsLoaded()
	}
	if a.filter.Empty() || !a.filter.Query.Empty() {
		// A query may match nothing at all: reading everything there is for
		// it is the person's to ask for, by going to the end.
		return true
	}
	return len(a.view.Rows()) >= a.layout().runs.h || a.wholeIsLoaded()
}

// readOn asks for the next page of the lists that reach back least, as long
// as they do not reach back to from.
func (a *App) readOn(from time.Time) tea.Cmd {
	underWay := 0
	for _, p := range a.live.lists {
		if p.inFlight {
			underWay++
		}
	}
	var cmds []tea.Cmd
	for underWay < fillAtOnce {
		best, found := list{}, false
		for _, l := range a.wantedLists() {
			if a.reaches(l, from) || a.pagesOf(l).inFlight {
				continue
			}
			if !found || a.pagesOf(l).oldest.After(a.pagesOf(best).oldest) {
				best, found = l, true
			}
		}
		if !found {
			break
		}
		cmds = append(cmds, a.readOlder(best))
		underWay++
	}
	return tea.Batch(cmds...)
}

// wantedLists are the lists that hold the runs the filter lets through.
func (a *App) wantedLists() []list {
	sources := a.live.sources
	if s, ok := a.narrowSource(); ok {
		sources = []source{s}
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

// reaches reports whether a list has been read to its end or back to from.
// The list of every status, read to its end, holds all others.
func (a *App) reaches(l list, from time.Time) bool {
	p, all := a.pagesOf(l), a.pagesOf(list{source: l.source})
	if p.whole || all.whole {
		return true
	}
	return !from.IsZero() && ((!p.oldest.IsZero() && p.oldest.Before(from)) || (!all.oldest.IsZero() && all.oldest.Before(from)))
}

func (a *App) pagesOf(l list) *pages {
	p := a.live.lists[l]
	if p == nil {
		p = &pages{next: 1}
		if l.status.Known {
			a.live.lists[l] = p
		} else {
			p.next = 2 // its newest page is under way
		}
	}
	return p
}

// wholeIsLoaded reports whether every run that the filter could let through
// is loaded.
func (a *App) wholeIsLoaded() bool {
	from := a.filter.Window.From(a.now())
	lists := a.wantedLists()
	for _, l := range lists {
		if !a.reaches(l, from) {
			return false
		}
	}
	return len(lists) > 0
}

func (a *App) readOlder(l list) tea.Cmd {
	p := a.pagesOf(l)
	a.live.lists[l] = p
	p.inFlight = true
	return fetchOlder(a.ctx, a.o.Provider, 0, l, p.next)
}

// gotOlder takes in a further page. It is as good late as it is in time: the
// store keeps what it knows of each run, whatever comes when.
func (a *App) gotOlder(msg olderMsg) tea.Cmd {
	p := a.live.lists[msg.list]
	if p == nil || !p.inFlight || p.next != msg.number {
		return nil
	}
	p.inFlight, p.err = false, msg.err
	if msg.err != nil {
		p.catching = false
		a.say(sentence(msg.err))
		return nil
	}
	known := false
	for i := range msg.page.Runs {
		known = known || a.store.Run(msg.page.Runs[i].ID) != nil
	}
	p.next++
	p.whole = !msg.page.More
	if reaches := oldestOf(msg.page.Runs); !reaches.IsZero() {
		p.oldest = reaches
	}
	a.merge(msg.page.Runs)
	if p.catching {
		if p.catching = !known && msg.page.More && p.next <= catchAtMost; p.catching {
			return a.readOlder(msg.list)
		}
	}
	return a.fill()
}

// readingOlder reports whether older runs are under way.
func (a *App) readingOlder() bool {
	for _, p := range a.live.lists {
		if p.inFlight {
			return true
		}
	}
	return false
}

func oldestOf(runs []model.RunDetail) time.Time {
	var oldest time.Time
	for i := range runs {
		if at := runs[i].When(); !at.IsZero() && (oldest.IsZero() || at.Before(oldest)) {
			oldest = at
		}
	}
	return oldest
}
