package history

import (
	"cmp"
	"context"
	"database/sql"
	"errors"
	"slices"
	"time"
)

const (
	// gather is how long what is seen is gathered into one batch.
	gather = 250 * time.Millisecond
	// atOnce is how many runs are written in one step.
	atOnce = 1000
)

// batch is what is written in one step.
type batch struct {
	seen  []sight
	lists map[*place]*lists
	spans map[listOf]spans
}

func (b *batch) empty() bool { return len(b.seen)+len(b.lists)+len(b.spans) == 0 }

// Run writes what is seen until ctx ends, and keeps the file within its limits.
// One at a time may run it or Write.
func (h *History) Run(ctx context.Context) {
	h.each(ctx, func() {
		h.cleanUp(ctx)
		h.pack(ctx)
	})
}

// Write only writes what is seen until ctx ends. It is for who looks at that
// at once: of what is older than is kept nothing goes meanwhile.
func (h *History) Write(ctx context.Context) { h.each(ctx, func() {}) }

// each writes what is seen until ctx ends, and calls then after each time.
func (h *History) each(ctx context.Context, then func()) {
	for {
		select {
		case <-h.pending.news:
		case <-ctx.Done():
			return
		}
		timer := h.o.Clock.NewTimer(gather)
		select {
		case <-timer.C():
		case <-ctx.Done():
			timer.Stop()
			return
		}
		_ = h.Flush(ctx) // what went wrong was told
		then()
	}
}

// Flush writes what is not written yet.
func (h *History) Flush(ctx context.Context) error { return h.flush(ctx, time.Time{}) }

// flush is Flush until some time; the zero time is no limit.
func (h *History) flush(ctx context.Context, until time.Time) error {
	for {
		b := h.pending.take(atOnce)
		if b.empty() {
			return nil
		}
		if err := h.write(ctx, b); err != nil {
			return err
		}
		if !until.IsZero() && h.o.Clock.Now().After(until) {
			return errors.New("not all that was seen could be kept in time")
		}
	}
}

// write writes a batch, whole or not at all. What could not be written is
// offered again when it is read next.
func (h *History) write(ctx context.Context, b batch) error {
	ctx = context.WithoutCancel(ctx) // it takes a moment, and is over then
	h.writing.Lock()
	defer h.writing.Unlock()
	base, err := h.open(ctx)
	if err == nil {
		if err = inOne(ctx, base.w, func() error { return base.put.batch(ctx, b) }); err != nil {
			base.put.unlearn(b)
		}
	}
	if err != nil {
		h.pending.forget(b)
		err = h.failed(ctx, err)
	} else {
		h.plight.better()
	}
	return err
}

// batch writes its parts in an order that suits the index of words: it begins
// anew at each run that is older than the one before.
func (p *puts) batch(ctx context.Context, b batch) error {
	clear(p.hours)
	for at, l := range b.lists {
		if err := p.list(ctx, at, l); err != nil {
			return err
		}
	}
	for i := range b.seen {
		b.seen[i].row.n = b.seen[i].row.place(b.seen[i].detail.ID.ID, b.seen[i].when)
	}
	slices.SortStableFunc(b.seen, func(a, b sight) int { return cmp.Compare(a.row.n, b.row.n) })
	for i := range b.seen {
		if err := p.run(ctx, &b.seen[i]); err != nil {
			return err
		}
	}
	if err := p.dropStale(ctx); err != nil {
		return err
	}
	for list, all := range b.spans {
		for _, one := range all {
			if err := p.span(ctx, list, one); err != nil {
				return err
			}
		}
	}
	return nil
}

// puts are the statements that write, on one connection.
type puts struct {
	c     *sql.Conn
	hours map[int64]bool   // of the runs that were written
	known map[string]int64 // numbers of functions and triggers, by table, profile and id
	st    map[string]*sql.Stmt
}

func prepare(_ context.Context, c *sql.Conn) (*puts, error) {
	return &puts{c: c, hours: map[int64]bool{}, known: map[string]int64{}, st: map[string]*sql.Stmt{}}, nil
}

func (p *puts) close() error {
	var err error
	for _, st := range p.st {
		err = errors.Join(err, st.Close())
	}
	return err
}

// stmt is the prepared statement of a text.
func (p *puts) stmt(ctx context.Context, text string) (*sql.Stmt, error) {
	st := p.st[text]
	if st == nil {
		var err error
		if st, err = p.c.PrepareContext(ctx, text); err != nil {
			return nil, err
		}
		p.st[text] = st
	}
	return st, nil
}

func (p *puts) exec(ctx context.Context, text string, args ...any) error {
	st, err := p.stmt(ctx, text)
	if err == nil {
		_, err = st.ExecContext(ctx, args...)
	}
	return err
}

// number reads a number; false where there is none.
func (p *puts) number(ctx context.Context, text string, args ...any) (n int64, there bool, err error) {
	st, err := p.stmt(ctx, text)
	if err == nil {
		err = st.QueryRowContext(ctx, args...).Scan(&n)
	}
	if errors.Is(err, sql.ErrNoRows) {
		return 0, false, nil
	}
	return n, err == nil, err
}
