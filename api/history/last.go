package history

import (
	"context"
	"database/sql"
	"encoding/json"
	"errors"
	"fmt"
	"slices"
	"time"

	"fntop/api"
	"fntop/model"
)

// Last is what was known last of a profile: its functions and triggers, and
// at most so many of its newest runs, newest first. What its back end has no
// more is not among them.
func (h *History) Last(ctx context.Context, info api.Info, limit int) (k model.Known, err error) {
	b, err := h.open(ctx)
	if err != nil {
		return k, err
	}
	profile, there, err := b.profile(ctx, info)
	if err != nil || !there {
		return k, wrap("read what was known last", err)
	}
	err = b.reading(ctx, func(tx *sql.Tx) error {
		if k.Runs, err = runsOf(ctx, tx, selectRuns+` WHERE +r.profile = ? AND r.gone IS NULL ORDER BY r.n DESC LIMIT ?`, profile, limit); err != nil {
			return err
		}
		if k.Functions, err = listedOf[model.Function](ctx, tx, "functions", profile); err != nil {
			return err
		}
		if k.Triggers, err = listedOf[model.Trigger](ctx, tx, "triggers", profile); err != nil {
			return err
		}
		k.As, err = asOf(ctx, tx, profile)
		return err
	})
	return k, wrap("read what was known last", err)
}

// asOf is when anything was last heard of a profile.
func asOf(ctx context.Context, tx *sql.Tx, profile int64) (time.Time, error) {
	var covered, changed sql.NullInt64
	err := tx.QueryRowContext(ctx, `SELECT (SELECT max(until) FROM covered WHERE profile = ?1),
		(SELECT max(changed) FROM (SELECT changed FROM run WHERE +profile = ?1 ORDER BY n DESC LIMIT 100))`, profile).Scan(&covered, &changed)
	return instant(max(covered.Int64, changed.Int64)), err
}

// profile is the number of a profile, as far as it was ever recorded.
func (b *base) profile(ctx context.Context, i api.Info) (n int64, there bool, err error) {
	err = b.reads.QueryRowContext(ctx, `SELECT n FROM profiles WHERE name = ? AND backend = ? AND host = ? AND workspace = ?`, i.Profile, i.Backend, i.Host, i.Workspace).Scan(&n)
	if errors.Is(err, sql.ErrNoRows) {
		return 0, false, nil
	}
	return n, err == nil, err
}

// reading answers several questions from one moment of the file.
func (b *base) reading(ctx context.Context, ask func(*sql.Tx) error) error {
	tx, err := b.reads.BeginTx(ctx, &sql.TxOptions{ReadOnly: true})
	if err != nil {
		return err
	}
	defer func() { _ = tx.Rollback() }() // nothing was changed
	return ask(tx)
}

func listedOf[T any](ctx context.Context, tx *sql.Tx, table string, profile int64) ([]T, error) {
	rows, err := tx.QueryContext(ctx, `SELECT about FROM `+table+` WHERE profile = ? AND listed = 1 AND about IS NOT NULL ORDER BY name, id`, profile)
	if err != nil {
		return nil, err
	}
	defer func() { _ = rows.Close() }()
	var all []T
	for rows.Next() {
		var text []byte
		if err := rows.Scan(&text); err != nil {
			return nil, err
		}
		var one T
		if json.Unmarshal(text, &one) == nil { // what somebody else wrote is left out
			all = append(all, one)
		}
	}
	return all, rows.Err()
}

// selectRuns reads whole runs but for their payloads, in runsOf's order.
const selectRuns = `SELECT r.n, p.name, p.backend, r.id, r.status, r.created, r.started, r.ended, r.updated, r.more,
	f.id, f.name, t.id, t.name, e.code, substr(e.message, 1, 4097)
	FROM run r JOIN profiles p ON p.n = r.profile LEFT JOIN functions f ON f.n = r.function
	LEFT JOIN triggers t ON t.n = r."trigger" LEFT JOIN fault e ON e.n = r.n`

// querier is what a question is put to.
type querier interface {
	QueryContext(ctx context.Context, text string, args ...any) (*sql.Rows, error)
}

// runsOf reads runs as lists show them, newest first.
func runsOf(ctx context.Context, q querier, text string, args ...any) ([]*model.Run, error) {
	rows, err := q.QueryContext(ctx, text, args...)
	if err != nil {
		return nil, err
	}
	defer func() { _ = rows.Close() }()
	var all []*model.Run
	for rows.Next() {
		_, r, err := scanRun(rows)
		if err != nil {
			return nil, err
		}
		all = append(all, r)
	}
	slices.SortFunc(all, model.Newer)
	return all, rows.Err()
}

// scanRun reads one row of selectRuns, and its number.
func scanRun(rows *sql.Rows) (int64, *model.Run, error) {
	var w row
	var profile, backend, id, status string
	var created, started, ended, updated sql.NullInt64
	var function, functionName, trigger, triggerName, code, message sql.NullString
	err := rows.Scan(&w.n, &profile, &backend, &id, &status, &created, &started, &ended, &updated, &w.more,
		&function, &functionName, &trigger, &triggerName, &code, &message)
	if err != nil {
		return 0, nil, err
	}
	w.created, w.started, w.ended, w.updated = created.Int64, started.Int64, ended.Int64, updated.Int64
	w.status, _ = model.ParseStatus(status)
	r := w.run()
	r.ID, r.Backend = model.RunID{Profile: profile, ID: id}, backend
	r.Function, r.Trigger = model.Ref{ID: function.String, Name: functionName.String}, model.Ref{ID: trigger.String, Name: triggerName.String}
	r.ErrorCode = code.String
	var cut bool
	if r.ErrorMessage, cut = model.CutError(message.String); cut {
		r.ErrorCut = true
	}
	return w.n, &r, nil
}

func wrap(what string, err error) error {
	if err == nil {
		return nil
	}
	return fmt.Errorf("%s of the history: %w", what, err)
}
