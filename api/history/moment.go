package history

import (
	"context"
	"database/sql"
	"slices"
	"time"

	"fntop/model"
)

// At are the runs of these profiles as they were at a moment: those created
// from since on until then, newest first, at most so many. What became of them
// later is left out.
func (h *History) At(ctx context.Context, profiles []string, moment, since time.Time, limit int) ([]*model.Run, error) {
	const what = "read the runs of then"
	b, in, err := h.among(ctx, profiles)
	if err != nil || in == "" {
		return nil, wrap(what, err)
	}
	var all []*model.Run
	err = b.reading(ctx, func(tx *sql.Tx) error {
		runs, numbers, err := numbered(ctx, tx, selectRuns+` WHERE r.n >= ? AND r.n < ? AND +r.profile IN (`+in+`)
			AND (r.gone IS NULL OR r.gone > ?) ORDER BY r.n DESC LIMIT ?`, from(since), to(moment), moment.UnixMicro(), limit)
		if err != nil || len(runs) == 0 {
			return err
		}
		changes, err := changesOf(ctx, tx, numbers[len(numbers)-1], numbers[0])
		if err != nil {
			return err
		}
		for i, r := range runs {
			if !r.When().After(moment) {
				all = append(all, asOfThen(r, changes[numbers[i]], moment))
			}
		}
		return nil
	})
	slices.SortFunc(all, model.Newer)
	return all, wrap(what, err)
}

// numbered reads runs with their numbers, in the order that was asked for.
func numbered(ctx context.Context, q querier, text string, args ...any) (runs []*model.Run, numbers []int64, err error) {
	rows, err := q.QueryContext(ctx, text, args...)
	if err != nil {
		return nil, nil, err
	}
	defer func() { _ = rows.Close() }()
	for rows.Next() {
		n, r, err := scanRun(rows)
		if err != nil {
			return nil, nil, err
		}
		runs, numbers = append(runs, r), append(numbers, n)
	}
	return runs, numbers, rows.Err()
}

// change is what a run became.
type change struct {
	at     time.Time
	status model.Status
	text   string
}

// changesOf are the changes of runs with numbers from first to last, each
// run's in order of time.
func changesOf(ctx context.Context, q querier, first, last int64) (map[int64][]change, error) {
	rows, err := q.QueryContext(ctx, `SELECT run, at, status, text FROM change WHERE run BETWEEN ? AND ? ORDER BY run, at, seen`, first, last)
	if err != nil {
		return nil, err
	}
	defer func() { _ = rows.Close() }()
	all := map[int64][]change{}
	for rows.Next() {
		var n, at int64
		var status string
		var text sql.NullString
		if err := rows.Scan(&n, &at, &status, &text); err != nil {
			return nil, err
		}
		c := change{at: instant(at), text: text.String}
		c.status, _ = model.ParseStatus(status)
		all[n] = append(all[n], c)
	}
	return all, rows.Err()
}

// asOfThen is a run as it was at a moment after it was created.
func asOfThen(r *model.Run, changes []change, moment time.Time) *model.Run {
	var then *change
	for i := range changes {
		if !changes[i].at.After(moment) {
			then = &changes[i]
		}
	}
	later := len(changes) > 0 && changes[len(changes)-1].at.After(moment)
	if !later && r.Status.Over() && !r.Ended.After(moment) {
		return r
	}
	if !later && !r.Status.Over() && !r.Started.After(moment) {
		return r
	}
	was := *r
	switch {
	case then != nil:
		was.Status, was.StatusText = then.status, then.text
	case !r.Started.IsZero() && !r.Started.After(moment):
		was.Status, was.StatusText = model.StatusRunning, ""
	default:
		was.Status, was.StatusText = model.StatusPending, ""
	}
	was.ErrorCode, was.ErrorMessage, was.ErrorCut = "", "", false
	was.MemoryBytes, was.CPUSeconds = model.Opt[int64]{}, model.Opt[float64]{}
	was.Ended, was.Stripped, was.Archived, was.ArchiveAddress = time.Time{}, time.Time{}, time.Time{}, ""
	if was.Status.Over() {
		was.Ended = then.at // a later attempt has taken the place of what was told of that end
	}
	if was.Started.After(moment) {
		was.Started = time.Time{}
	}
	if was.Updated.After(moment) {
		was.Updated = time.Time{}
	}
	return &was
}
