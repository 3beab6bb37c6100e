package history

import (
	"context"
	"database/sql"
	"errors"
	"time"

	"fntop/model"
)

// RunAt is one run in full as it was known at a moment. What it returned is
// told only where it was over by then.
func (h *History) RunAt(ctx context.Context, id model.RunID, moment time.Time) (d model.RunDetail, err error) {
	const what = "read the run of then"
	b, in, err := h.among(ctx, []string{id.Profile})
	if err == nil && in == "" {
		err = sql.ErrNoRows
	}
	if err != nil {
		return d, wrap(what, missing(err))
	}
	err = b.reading(ctx, func(tx *sql.Tx) error {
		runs, numbers, err := numbered(ctx, tx, selectRuns+` WHERE r.profile = `+in+` AND r.id = ?`, id.ID)
		if err == nil && len(runs) == 0 {
			err = sql.ErrNoRows
		}
		if err != nil {
			return err
		}
		changes, err := changesOf(ctx, tx, numbers[0], numbers[0])
		if err != nil {
			return err
		}
		d.Run = *asOfThen(runs[0], changes[numbers[0]], moment)
		var code, message, output, input sql.NullString
		err = tx.QueryRowContext(ctx, `SELECT e.code, e.message, p.output, p.input FROM run r
			LEFT JOIN fault e ON e.n = r.n LEFT JOIN payload p ON p.n = r.n WHERE r.n = ?`, numbers[0]).Scan(&code, &message, &output, &input)
		if err != nil {
			return err
		}
		if d.ErrorMessage != "" {
			d.ErrorMessage, d.ErrorCut = message.String, false
		}
		if output.Valid && d.Status.Over() && d.Status == runs[0].Status {
			d.RunData = []byte(output.String)
		}
		if input.Valid {
			d.Input = []byte(input.String)
		}
		return nil
	})
	return d, wrap(what, missing(err))
}

// ErrNotSeen is the error of a run that was never seen.
var ErrNotSeen = errors.New("it was not seen, or is not kept any more")

func missing(err error) error {
	if errors.Is(err, sql.ErrNoRows) {
		return ErrNotSeen
	}
	return err
}

// Seen is of which time all runs were seen, of each function and trigger of
// these profiles.
func (h *History) Seen(ctx context.Context, profiles []string) (map[model.Subject]model.Coverage, error) {
	const what = "read what was covered"
	all := map[model.Subject]model.Coverage{}
	b, err := h.open(ctx)
	if err != nil {
		return nil, wrap(what, err)
	}
	for _, name := range profiles {
		n, there, err := h.number(ctx, b, name)
		if err != nil {
			return nil, wrap(what, err)
		}
		if !there {
			continue
		}
		for _, kind := range [...]model.SubjectKind{model.OfFunction, model.OfTrigger} {
			of, err := coveredOf(ctx, b.reads, n, kindOf(kind))
			if err != nil {
				return nil, wrap(what, err)
			}
			for id, c := range of {
				all[model.Subject{Kind: kind, Profile: name, ID: id}] = c
			}
		}
	}
	return all, nil
}

// Earliest is when the oldest run of these profiles was created; zero where
// none is kept.
func (h *History) Earliest(ctx context.Context, profiles []string) (time.Time, error) {
	const what = "look for the oldest run"
	b, in, err := h.among(ctx, profiles)
	if err != nil || in == "" {
		return time.Time{}, wrap(what, err)
	}
	var at sql.NullInt64
	err = b.reads.QueryRowContext(ctx, `SELECT coalesce(created, started, seen) FROM run NOT INDEXED WHERE profile IN (`+in+`) ORDER BY n LIMIT 1`).Scan(&at)
	if errors.Is(err, sql.ErrNoRows) {
		err = nil
	}
	return instant(at.Int64), wrap(what, err)
}
