package history

import (
	"context"
	"hash/maphash"
	"sync"
	"time"

	"fntop/api"
	"fntop/model"
)

// Recorded returns p with whatever is read through it kept. Like p it can be a
// key of a map.
func (h *History) Recorded(p api.Provider) api.Provider {
	info := p.Info()
	h.mu.Lock()
	at := h.places[info.Profile]
	if at == nil || !at.is(info) {
		at = &place{info: info}
		h.places[info.Profile] = at
	}
	h.mu.Unlock()
	r := recorded{Provider: p, h: h, at: at}
	if c, ok := p.(api.Clocked); ok {
		return &recordedClock{r, c}
	}
	return &r
}

// place is a profile that is recorded.
type place struct {
	info api.Info
	n    int64 // in the table profiles; 0 before it is known. Guarded by writing
}

func (p *place) is(info api.Info) bool {
	return p.info.Backend == info.Backend && p.info.Host == info.Host && p.info.Workspace == info.Workspace
}

type recorded struct {
	api.Provider
	h  *History
	at *place
}

// Unwrap returns the provider that is recorded.
func (r *recorded) Unwrap() api.Provider { return r.Provider }

func (r *recorded) Runs(ctx context.Context, ask model.Ask) (model.Page, error) {
	asked := r.h.o.Clock.Now()
	page, err := r.Provider.Runs(ctx, ask)
	if err == nil {
		r.h.sawPage(ctx, r.at, ask, page, asked)
	}
	return page, err
}

func (r *recorded) Run(ctx context.Context, id model.RunID) (model.RunDetail, error) {
	d, err := r.Provider.Run(ctx, id)
	switch {
	case err == nil:
		r.h.sawRuns(ctx, r.at, []model.RunDetail{d})
	case api.KindOf(err) == api.NotFound:
		r.h.sawGone(r.at, id)
	}
	return d, err
}

func (r *recorded) Functions(ctx context.Context) ([]model.Function, error) {
	all, err := r.Provider.Functions(ctx)
	if err == nil {
		r.h.sawFunctions(r.at, all)
	}
	return all, err
}

func (r *recorded) Triggers(ctx context.Context) ([]model.Trigger, error) {
	all, err := r.Provider.Triggers(ctx)
	if err == nil {
		r.h.sawTriggers(r.at, all)
	}
	return all, err
}

type recordedClock struct {
	recorded
	clock api.Clocked
}

func (r *recordedClock) Offset() (ahead time.Duration, known bool) { return r.clock.Offset() }

// pending is what was seen and is not written yet. It remembers what was
// written, so that what did not change is not offered again.
type pending struct {
	seed maphash.Seed
	news chan struct{} // holds one when there is something to write
	room chan struct{} // likewise, when there is room again

	mu      sync.Mutex
	seen    []sight
	lists   map[*place]*lists
	listed  map[listOf]uint64 // mark of a list that was written
	spans   map[listOf]spans  // newly covered
	spanned time.Time         // when such were written last
	reading map[listOf]reading
	hours   map[hourOf]bool   // to be packed
	written map[uint64]uint64 // mark of a run by that of its id
}

const (
	// most is how many runs wait to be written before reading waits for that.
	most = 20_000
	// remembered is for how many runs it is known what was written of them.
	remembered = 250_000
)

// sight is a run as it was seen.
type sight struct {
	at     *place
	when   int64 // microseconds
	detail model.RunDetail
	row    row
	key    uint64
	gone   bool // its back end has it no more
}

func newPending() *pending {
	return &pending{
		seed: maphash.MakeSeed(), news: make(chan struct{}, 1), room: make(chan struct{}, 1),
		lists: map[*place]*lists{}, listed: map[listOf]uint64{}, spans: map[listOf]spans{}, reading: map[listOf]reading{}, hours: map[hourOf]bool{},
		written: map[uint64]uint64{},
	}
}

// sawRuns notes runs that are not what was written of them.
func (h *History) sawRuns(ctx context.Context, at *place, runs []model.RunDetail) {
	p, now := h.pending, micro(h.o.Clock.Now())
	slim := h.o.NoPayloads || h.InMemory() // which is dear, and nobody looks into it with sqlite3
	fresh := make([]sight, 0, len(runs))
	marks := make([]uint64, 0, len(runs))
	for i := range runs {
		s := sight{at: at, when: now, detail: runs[i], key: maphash.Comparable(p.seed, runs[i].ID)}
		s.detail.Raw = nil
		if slim {
			s.detail.RunData, s.detail.Input = nil, nil
		}
		var err error
		if s.row, err = rowOf(&s.detail.Run); err != nil {
			continue // a number that JSON cannot hold: such a run is not kept
		}
		fresh, marks = append(fresh, s), append(marks, mark(p.seed, &s.row, &s.detail))
	}
	p.mu.Lock()
	if len(p.written) > remembered {
		clear(p.written)
	}
	for i := range fresh {
		if p.written[fresh[i].key] != marks[i] {
			p.written[fresh[i].key] = marks[i]
			p.seen = append(p.seen, fresh[i])
		}
	}
	full := len(p.seen) > most
	if len(p.seen) > 0 {
		ring(p.news)
	}
	p.mu.Unlock()
	if full {
		select { // the reading goes no faster than the writing
		case <-p.room:
		case <-ctx.Done():
		}
	}
}

// sawGone notes that a back end does not have a run any more.
func (h *History) sawGone(at *place, id model.RunID) {
	p := h.pending
	p.mu.Lock()
	defer p.mu.Unlock()
	key := maphash.Comparable(p.seed, id)
	if p.written[key] == 0 {
		return // nothing was kept of it, as far as is known
	}
	delete(p.written, key)
	p.seen = append(p.seen, sight{at: at, when: micro(h.o.Clock.Now()), detail: model.RunDetail{Run: model.Run{ID: id}}, key: key, gone: true})
	ring(p.news)
}

// take returns what there is to write, at most so many runs of it.
func (p *pending) take(limit int) (b batch) {
	p.mu.Lock()
	defer p.mu.Unlock()
	n := min(limit, len(p.seen))
	b.seen = p.seen[:n:n]
	if p.seen = p.seen[n:]; len(p.seen) == 0 {
		p.seen = nil
	} else {
		ring(p.news)
	}
	b.lists, p.lists = p.lists, map[*place]*lists{}
	b.spans, p.spans = p.spans, map[listOf]spans{}
	ring(p.room)
	return b
}

// forget offers the runs of a batch that was not written again, when they are
// read next.
func (p *pending) forget(b batch) {
	p.mu.Lock()
	defer p.mu.Unlock()
	for i := range b.seen {
		delete(p.written, b.seen[i].key)
	}
	clear(p.listed)
}

func ring(bell chan struct{}) {
	select {
	case bell <- struct{}{}:
	default:
	}
}
