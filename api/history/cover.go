package history

import (
	"context"
	"slices"
	"time"

	"fntop/model"
)

// listOf is a list of runs that was read: of one function or one trigger, or
// one of the lists of functions and triggers themselves.
type listOf struct {
	at   *place
	kind string
	id   string
}

// The kinds of lists, as the table covered has them.
const (
	ofFunction = "function"
	ofTrigger  = "trigger"
)

// span is a time of which everything was seen that a list then held, in
// microseconds. It is of when runs were created.
type span struct{ since, until int64 }

// spans do not touch one another and are in order.
type spans []span

// with takes another span in.
func (s spans) with(one span) spans {
	out := make(spans, 0, len(s)+1)
	for _, t := range s {
		if t.until < one.since || one.until < t.since {
			out = append(out, t)
			continue
		}
		one = span{min(one.since, t.since), max(one.until, t.until)}
	}
	out = append(out, one)
	slices.SortFunc(out, func(a, b span) int { return int(min(max(a.since-b.since, -1), 1)) })
	return out
}

// reading is how far a list has been read, page by page.
type reading struct {
	page   int
	oldest int64 // on that page
}

// spanEvery is how often it is written that nothing but time has passed.
const spanEvery = time.Minute

// sawPage notes the runs of a page, and of which time they are all there were.
func (h *History) sawPage(ctx context.Context, at *place, ask model.Ask, page model.Page, asked time.Time) {
	h.sawRuns(ctx, at, page.Runs)
	list := listOf{at, ofFunction, ask.Function}
	switch {
	case ask.Status.Known || ask.Function != "" && ask.Trigger != "":
		return // of such a list nothing follows for the whole one
	case ask.Function == "":
		list.kind, list.id = ofTrigger, ask.Trigger
	}
	oldest := int64(0)
	for i := range page.Runs {
		if when := micro(page.Runs[i].When()); when != 0 && (oldest == 0 || when < oldest) {
			oldest = when
		}
	}
	one := span{oldest, micro(asked)}
	p := h.pending
	p.mu.Lock()
	defer p.mu.Unlock()
	before := p.reading[list]
	switch {
	case ask.Page > 1 && before.page != ask.Page-1:
		return // what lies between the newest runs and these was not seen
	case ask.Page > 1:
		one.until = before.oldest
	}
	if !page.More {
		one.since = 0 // there is nothing older
	} else if oldest == 0 {
		return
	}
	p.reading[list] = reading{ask.Page, oldest}
	if one.since > one.until {
		return // a clock that is behind the back end's
	}
	p.spans[list] = p.spans[list].with(one)
	if now := h.o.Clock.Now(); now.Sub(p.spanned) >= spanEvery {
		p.spanned = now
		ring(p.news)
	}
}
