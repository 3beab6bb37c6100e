package ui

import (
	"cmp"
	"slices"
	"time"

	tea "github.com/charmbracelet/bubbletea"

	"fntop/api"
	"fntop/model"
)

// How far reading on goes by itself.
const (
	fillAtOnce = 3                // requests for older runs under way
	fillAgain  = 10 * time.Second // between such requests where there are none to spare
	skipAtMost = 10               // pages in a row that hold nothing older
)

// older reads on at the end of the table: the lists that reach back least.
func (a *App) older() tea.Cmd {
	cmd := a.readOn(a.wantedLists(), time.Time{})
	if cmd == nil && a.whole {
		a.say("These are all the runs there are.")
	}
	return cmd
}

// fill reads on by itself where there is a gap in what is loaded, where a filter
// leaves room on screen, or where the time window reaches further back than
// what is loaded.
func (a *App) fill() tea.Cmd {
	if a.live.paused {
		return nil
	}
	if gaps := a.gaps(); len(gaps) > 0 {
		return a.readOn(a.affordable(gaps), time.Time{})
	}
	if !a.filled() {
		return a.readOn(a.affordable(a.wantedLists()), a.filter.Window.From(a.theirNow()))
	}
	if cmd := a.fillBoard(); cmd != nil {
		return cmd
	}
	if from := a.theirNow().Add(-inboxBack); a.trouble.open && !a.isLoaded(from) {
		return a.readOn(a.affordable(a.allLists()), from)
	}
	if !a.hourIsLoaded() {
		// The pulse speaks of the whole hour.
		return a.readOn(a.affordable(a.allLists()), a.theirNow().Add(-pulseWindow))
	}
	return nil
}

// affordable are the lists of the profiles that have requests to spare: half of
// them, for what is watched comes first and what events touch is to be read at
// once. Where a large account takes nearly all for good, a few pages are read
// now and then.
func (a *App) affordable(lists []list) []list {
	now := a.now()
	return slices.DeleteFunc(lists, func(l list) bool {
		m := a.of(l.source.profile)
		if m == nil || m.link.down {
			return true
		}
		left := m.p.Left()
		return left < a.o.Traffic.Used(m.info.Profile, now) && (left < fillAtOnce || now.Sub(m.olderAt) < fillAgain)
	})
}

// filled reports whether nothing more need be read by itself.
func (a *App) filled() bool {
	if from := a.filter.Window.From(a.theirNow()); !from.IsZero() {
		return a.whole
	}
	if a.filter.Empty() || !a.filter.Query.Empty() {
		// A query may match nothing at all: reading everything there is for
		// it is the person's to ask for, by going to the end.
		return true
	}
	return len(a.view.Rows()) >= a.layout().runs.h || a.whole
}

// readOn asks for more of those lists that reach back least, as long as they
// do not reach back to from. Each profile has its own share of requests.
func (a *App) readOn(lists []list, from time.Time) tea.Cmd {
	var cmds []tea.Cmd
	for _, m := range a.members {
		underWay := 0
		for _, p := range m.lists {
			if p.reading != 0 {
				underWay++
			}
		}
		for underWay < fillAtOnce {
			next, found := a.nextOlder(m, lists, from)
			if !found {
				break
			}
			cmds = append(cmds, a.readOlder(next))
			m.olderAt = a.now()
			underWay++
		}
	}
	return tea.Batch(cmds...)
}

// nextOlder is the profile's list of these that reaches back least.
func (a *App) nextOlder(m *member, lists []list, from time.Time) (best list, found bool) {
	now := a.now()
	for _, l := range lists {
		if l.source.profile != m.info.Profile {
			continue
		}
		p := a.pagesOf(l)
		if p.reading != 0 || p.retryAt.After(now) || a.reaches(l, from) {
			continue
		}
		if !l.status.Known && m.lists[l] == nil && m.runs[l.source] != nil {
			continue // its newest page is asked for by the plan
		}
		if !found || p.oldest.After(a.pagesOf(best).oldest) {
			best, found = l, true
		}
	}
	return best, found
}

// readOlder asks for the page of a list that follows what is known of it.
func (a *App) readOlder(l list) tea.Cmd {
	m := a.of(l.source.profile)
	p := m.lists[l]
	if p == nil {
		p = &pages{}
		m.lists[l] = p
	}
	if m.info.Caps.PagesStay {
		return a.readPage(l, p, p.page+1)
	}
	// A server may cut pages shorter than was asked for.
	size := cmp.Or(p.size, a.pagesOf(list{source: l.source}).size, model.MaxLimit)
	return a.readPage(l, p, a.known(l, p)/size+1)
}

func (a *App) readPage(l list, p *pages, number int) tea.Cmd {
	p.reading, p.from = number, p.oldest
	return fetchOlder(a.ctx, a.of(l.source.profile).p, l, number)
}

// known counts the runs of a list back to where it has been read. New runs
// push what is older to later pages: so the page to read next is counted anew
// each time.
func (a *App) known(l list, p *pages) int {
	if p.oldest.IsZero() {
		return 0
	}
	n := 0
	for _, r := range a.store.Newest() {
		if r.When().Before(p.oldest) {
			break
		}
		if l.holds(r) {
			n++
		}
	}
	return n
}

// gotOlder takes in a further page. It is as good late as it is in time: the
// store keeps what it knows of each run, whatever comes when.
func (a *App) gotOlder(msg olderMsg) tea.Cmd {
	m := a.of(msg.list.source.profile)
	if m == nil || m.lists[msg.list] == nil || m.lists[msg.list].reading != msg.number {
		return nil
	}
	p := m.lists[msg.list]
	p.reading = 0
	if msg.err != nil {
		if p.failures++; p.failures == 1 {
			a.say(sentence(msg.err))
		}
		p.retryAt = a.now().Add(max(model.Backoff(a.o.Refresh, p.failures), api.WaitOf(msg.err)))
		return a.goOn()
	}
	p.failures, p.retryAt = 0, time.Time{}
	before := p.oldest
	if before.After(p.from) {
		// A gap has opened since: what lies between is not known, so this
		// page says nothing of how far back the list has been read.
		a.merge(msg.page.Runs)
		return tea.Batch(a.goOn(), a.fill())
	}
	p.page = msg.number
	p.whole = p.whole || !msg.page.More
	p.reaches(oldestOf(msg.page.Runs))
	p.closes()
	p.read = a.now()
	a.merge(msg.page.Runs)
	if msg.page.More && p.oldest.Equal(before) && p.skipped < skipAtMost {
		// Nothing older in it: runs that came meanwhile pushed it here.
		p.skipped++
		return a.readPage(msg.list, p, msg.number+1)
	}
	p.skipped = 0
	if msg.page.Ahead && p.gap != nil && !a.live.paused {
		// It uses nothing up, which is all that keeps gaps waiting.
		return tea.Batch(a.goOn(), a.readOlder(msg.list))
	}
	return tea.Batch(a.goOn(), a.fill())
}

// readingOlder reports whether older runs are under way.
func (a *App) readingOlder() bool {
	for _, m := range a.members {
		for _, p := range m.lists {
			if p.reading != 0 {
				return true
			}
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
