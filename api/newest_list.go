package api

import (
	"fmt"
	"slices"
	"time"

	"fntop/model"
)

const (
	newestPages = 1000 // of one source: nobody waits for more, and a loop must end
	// newestTail is how many rows at the end of a page say how far back it
	// reaches. More than one, since lists are not always in perfect order.
	newestTail = 5
	// newestSlack is how much earlier than Since the end of a page must be
	// before the reading stops, for the same reason.
	newestSlack = time.Minute
)

// list is how far one source has been read.
type list struct {
	source Source
	size   int // rows a page
	page   int // the last page read
	asked  bool
	done   bool
	deaf   bool // the server ignores the status, so it is not asked for
	err    error
	// reach is a time that no unread run is later than; zero when unknown.
	reach time.Time
	ids   map[model.RunID]bool
	stale int // pages in a row that brought nothing new
}

func newList(s Source, keep func(*model.Run) bool, limit int) *list {
	l := &list{source: s, size: s.Ask.Limit, ids: make(map[model.RunID]bool)}
	if l.size <= 0 {
		// A few more than wanted: they show that the rest is older, and save
		// the second page.
		l.size = min(limit+newestTail, model.MaxLimit)
		if keep != nil {
			l.size = model.MaxLimit
		}
	}
	return l
}

func (l *list) ask() model.Ask {
	ask := l.source.Ask
	ask.Page, ask.Limit = l.page+1, l.size
	if l.deaf {
		ask.Status = model.Opt[model.Status]{}
	}
	return ask
}

// advance notes what a page says about the pages after it. Rows that arrive
// while the pages are read push known rows onto the next page, so a page may
// bring nothing new without being the end; two in a row are taken for a
// server that does not page.
//
// A page of one status that is empty and not the last was sifted by the
// provider, for a server that ignores the status. It is read again as it is:
// only its rows tell how far back it reaches.
func (l *list) advance(p model.Page) {
	if len(p.Runs) == 0 && p.More && l.source.Ask.Status.Known && !l.deaf {
		l.deaf = true
		return
	}
	l.page++
	fresh := false
	for i := range p.Runs {
		if id := p.Runs[i].ID; !l.ids[id] {
			l.ids[id], fresh = true, true
		}
	}
	if l.stale++; fresh || len(p.Runs) == 0 {
		l.stale = 0
	}
	if len(p.Runs) > 0 {
		l.reach = time.Time{}
	}
	for i := max(0, len(p.Runs)-newestTail); i < len(p.Runs); i++ {
		// Lists may be ordered by either time, and no run starts before it
		// is created: the later one bounds both.
		r := &p.Runs[i].Run
		l.reach = slices.MaxFunc([]time.Time{l.reach, r.Created, r.Started}, time.Time.Compare)
	}
	past := !l.source.Since.IsZero() && !l.reach.IsZero() && l.reach.Before(l.source.Since.Add(-newestSlack))
	l.done = !p.More || l.stale >= 2 || past
	if !l.done && l.page >= newestPages {
		l.done = true
		l.err = &Error{Kind: Unreadable, Op: ListRuns,
			Reason: fmt.Sprintf("the list goes on after %d pages", l.page), Next: "Narrow it with --since or a status."}
	}
}

// wants applies the question to a row.
func (l *list) wants(r *model.Run) bool {
	ask := &l.source.Ask
	differs := func(asked, has string) bool { return asked != "" && has != "" && asked != has }
	return (!ask.Status.Known || r.Status == ask.Status.Value) &&
		!differs(ask.Function, r.Function.ID) && !differs(ask.Trigger, r.Trigger.ID)
}
