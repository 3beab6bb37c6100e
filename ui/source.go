package ui

import (
	"time"

	"fntop/model"
)

// source is a function or a trigger whose runs are read.
type source struct {
	by          by
	profile, id string
}

type by uint8

const (
	byFunction by = iota
	byTrigger
)

func functionSource(r *model.Run) source {
	return source{byFunction, r.ID.Profile, r.Function.ID}
}

// list is a source's runs of one status, or of every status.
type list struct {
	source source
	status model.Opt[model.Status]
}

// ask is the question for one page of it.
func (l list) ask(page int) model.Ask {
	ask := model.Ask{Status: l.status, Page: page, Limit: model.MaxLimit}
	if l.source.by == byTrigger {
		ask.Trigger = l.source.id
	} else {
		ask.Function = l.source.id
	}
	return ask
}

// pages is how far back a list has been read. Pages are counted from the
// newest run, which moves: what is known is a time, not a number.
type pages struct {
	whole   bool          // there is nothing older
	oldest  time.Time     // of what has been read without a gap
	newest  time.Time     // likewise
	firstTo time.Time     // the oldest of the newest page
	gap     *gap          // behind it; nil is none
	read    time.Time     // when the last further page was
	page    int           // the page that ends at oldest, where pages stay
	size    int           // how many runs the server puts on a page; 0 is not known
	absent  []model.RunID // unfinished runs that the newest page should hold and does not

	reading  int       // the page under way; 0 is none
	from     time.Time // what oldest was when that was asked for
	skipped  int       // pages in a row that held nothing older
	failures int
	retryAt  time.Time // after a failure: not before
}

// note takes in what the newest page tells of the list; at is its oldest run.
func (p *pages) note(page model.Page, at time.Time) {
	p.firstTo = at
	for i := range page.Runs {
		if at := page.Runs[i].When(); at.After(p.newest) {
			p.newest = at
		}
	}
	if page.More {
		p.size = len(page.Runs)
	} else {
		p.whole = true
	}
}

// reaches notes that runs back to at have been read.
func (p *pages) reaches(at time.Time) {
	if !at.IsZero() && (p.oldest.IsZero() || at.Before(p.oldest)) {
		p.oldest = at
	}
}

// holds reports whether the run belongs to the list, as far as it says.
func (l list) holds(r *model.Run) bool {
	if l.status.Known && r.Status != l.status.Value {
		return false
	}
	if l.source.by == byTrigger {
		return r.Trigger.ID == l.source.id && r.ID.Profile == l.source.profile
	}
	return functionSource(r) == l.source
}
