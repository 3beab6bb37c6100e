package ui

import (
	"time"

	"fntop/model"
)

// gap is a stretch of a list that has not been read, between what was read
// before something kept fntop from reading, and what was read since. Until it
// is closed the list counts as read back to the gap alone.
type gap struct {
	to     time.Time // a little before the newest run from before
	oldest time.Time // how far back it had been read by then
	page   int       // likewise
	whole  bool
}

// late is how much later than it says of itself a run may turn up in a list:
// what is accepted first may be stored last. So much of what was read before a
// gap is read again behind it.
const late = 5 * time.Second

// readFirst notes how far back a source's newest page reaches, and whether
// more runs came since the last time than one page holds.
func (a *App) readFirst(l list, page model.Page) {
	m := a.of(l.source.profile)
	p := m.lists[l]
	if p == nil {
		p = &pages{oldest: oldestOf(page.Runs), page: 1}
		m.lists[l] = p
	}
	p.first(page)
}

// first takes in the newest page.
func (p *pages) first(page model.Page) {
	at, to := oldestOf(page.Runs), p.newest.Add(-late)
	if page.More && len(page.Runs) > 0 && !p.newest.IsZero() && at.After(to) {
		if p.gap == nil { // else it only becomes longer
			p.gap = &gap{to: to, oldest: p.oldest, whole: p.whole, page: p.page}
		}
		p.oldest, p.whole, p.page = at, false, 1
	}
	p.note(page, at)
	p.reaches(at)
	p.closes()
}

// closes closes the gap once the list has been read back beyond it.
func (p *pages) closes() {
	if p.gap == nil || !p.whole && p.oldest.After(p.gap.to) {
		return
	}
	p.reaches(p.gap.oldest)
	p.whole = p.whole || p.gap.whole
	p.page = max(p.page, p.gap.page) // the later of the two that end no later than that
	p.gap = nil
}

// gaps are the lists that have one. A gap behind the oldest run that the store
// can hold is none.
func (a *App) gaps() (lists []list) {
	full := time.Time{}
	if a.store.Len() >= model.StoreLimit {
		newest := a.store.Newest()
		full = newest[len(newest)-1].When()
	}
	for _, m := range a.members {
		for l, p := range m.lists {
			if p.gap != nil && p.oldest.Before(full) {
				p.gap = nil
			}
			if p.gap != nil {
				lists = append(lists, l)
			}
		}
	}
	return lists
}
