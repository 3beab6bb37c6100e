package history

import (
	"context"
	"encoding/json"
	"fmt"

	"fntop/api"
	"fntop/model"
)

// Note keeps a value under a key, in the place of what was there; nil takes it
// away. Once it has returned without an error the value outlives even a crash
// of the machine.
func (h *History) Note(ctx context.Context, kind, key string, value json.RawMessage) error {
	err := h.note(context.WithoutCancel(ctx), kind, key, value)
	if err != nil {
		return fmt.Errorf("it could not be noted in %s: %s. Mend that and do it once more", model.Visible(h.Path()), reason(err))
	}
	return nil
}

func (h *History) note(ctx context.Context, kind, key string, value json.RawMessage) error {
	h.writing.Lock()
	defer h.writing.Unlock()
	b, err := h.open(ctx)
	if err != nil {
		return err
	}
	// Runs can be read again, and need not wait for the disk; notes cannot.
	if _, err := b.w.ExecContext(ctx, "PRAGMA synchronous = FULL"); err != nil {
		return err
	}
	err = inOne(ctx, b.w, func() error {
		if value == nil {
			return b.put.exec(ctx, `DELETE FROM note WHERE kind = ? AND key = ?`, kind, key)
		}
		return b.put.exec(ctx, `INSERT INTO note (kind, key, value, at, who) VALUES (?, ?, ?, ?, ?)
			ON CONFLICT (kind, key) DO UPDATE SET value = excluded.value, at = excluded.at, who = excluded.who`,
			kind, key, string(value), micro(h.o.Clock.Now()), api.Who())
	})
	_, back := b.w.ExecContext(ctx, "PRAGMA synchronous = NORMAL")
	if err == nil {
		err = back
	}
	if isBroken(err) {
		return h.failed(ctx, err)
	}
	return err
}

// Notes are what is kept of a kind, by their keys' order.
func (h *History) Notes(ctx context.Context, kind string) ([]model.Note, error) {
	const what = "read what was noted"
	b, err := h.open(ctx)
	if err != nil {
		return nil, wrap(what, err)
	}
	rows, err := b.reads.QueryContext(ctx, `SELECT key, value, at, who FROM note WHERE kind = ? ORDER BY key`, kind)
	if err != nil {
		return nil, wrap(what, err)
	}
	defer func() { _ = rows.Close() }()
	var all []model.Note
	for rows.Next() {
		var n model.Note
		var value string
		var at int64
		if err := rows.Scan(&n.Key, &value, &at, &n.Who); err != nil {
			return nil, wrap(what, err)
		}
		n.Value, n.At = json.RawMessage(value), instant(at)
		all = append(all, n)
	}
	return all, wrap(what, rows.Err())
}
