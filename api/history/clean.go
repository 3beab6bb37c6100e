package history

import (
	"context"
	"database/sql"
	"errors"
	"time"
)

const (
	// cleanEvery is how often it is looked for what is too old or too much.
	cleanEvery = 10 * time.Minute
	// cleanAtOnce is how many runs go before others may write.
	cleanAtOnce = 500
	// slack is what part of its size a file that is too large shrinks by.
	slack = 20
	// memoryMost is how large it becomes in memory.
	memoryMost = 64 << 20
)

// cleanUp keeps the file within its limits, now and then, in small steps: what
// is too old goes, and of what is too much the oldest.
func (h *History) cleanUp(ctx context.Context) {
	now := h.o.Clock.Now()
	h.writing.Lock()
	due := now.Sub(h.cleaned) >= cleanEvery
	if due {
		h.cleaned = now
	}
	h.writing.Unlock()
	for more := due; more && ctx.Err() == nil; {
		var err error
		if more, err = h.step(context.WithoutCancel(ctx), now); err != nil {
			return // the next write tells what is wrong
		}
	}
}

// step lets some runs go, and reports whether more have to.
func (h *History) step(ctx context.Context, now time.Time) (more bool, err error) {
	h.writing.Lock()
	defer h.writing.Unlock()
	b, err := h.open(ctx)
	if err != nil {
		return false, err
	}
	limit := from(now.Add(-h.o.Keep))
	if over, err := h.tooLarge(ctx, b); err != nil {
		return false, err
	} else if over {
		limit = 1<<63 - 1
	}
	var last sql.NullInt64
	err = b.w.QueryRowContext(ctx, `SELECT max(n) FROM (SELECT n FROM run WHERE n < ? ORDER BY n LIMIT ?)`, limit, cleanAtOnce).Scan(&last)
	if err != nil || !last.Valid {
		h.shrinking = false
		return false, err
	}
	err = inOne(ctx, b.w, func() error {
		for _, text := range [...]string{
			`DELETE FROM fault_words WHERE rowid IN (SELECT n FROM fault WHERE n <= ?)`, `DELETE FROM fault WHERE n <= ?`,
			`DELETE FROM payload WHERE n <= ?`, `DELETE FROM change WHERE run <= ?`, `DELETE FROM run WHERE n <= ?`,
		} {
			if err := b.put.exec(ctx, text, last.Int64); err != nil {
				return err
			}
		}
		// What was seen before is not there any more, and so is not covered.
		cut := floor(last.Int64, 1_000_000)*1000 + 1000
		return errors.Join(
			b.put.exec(ctx, `DELETE FROM hour WHERE hour <= ?`, floor(last.Int64, hourNanos)),
			b.put.exec(ctx, `DELETE FROM covered WHERE until <= ?`, cut),
			b.put.exec(ctx, `UPDATE covered SET since = ?1 WHERE since < ?1`, cut))
	})
	if err == nil {
		err = vacuum(ctx, b)
	}
	return err == nil, err
}

// vacuum gives free pages back. The statement frees one with each of its rows.
func vacuum(ctx context.Context, b *base) error {
	rows, err := b.w.QueryContext(ctx, `PRAGMA incremental_vacuum(2000)`)
	if err != nil {
		return err
	}
	defer func() { _ = rows.Close() }()
	for rows.Next() {
		continue
	}
	return rows.Err()
}

// tooLarge reports whether the file is larger than it may be: once it is,
// until there is some room again.
func (h *History) tooLarge(ctx context.Context, b *base) (bool, error) {
	pages, err := pragma(ctx, b.w, "page_count")
	if err != nil {
		return false, err
	}
	free, err := pragma(ctx, b.w, "freelist_count")
	if err != nil {
		return false, err
	}
	size, err := pragma(ctx, b.w, "page_size")
	if err != nil {
		return false, err
	}
	most := h.o.MaxSize
	if h.InMemory() {
		most = min(most, memoryMost)
	}
	if h.shrinking {
		most -= most / slack
	}
	h.shrinking = int64(pages-free)*int64(size) > most
	return h.shrinking, nil
}
