package history

import (
	"context"
	"database/sql"
	"time"

	"fntop/model"
)

// last fills in what came last of a subject, whenever that was.
func (r *reckoning) last(ctx context.Context, n int64, c *counted) error {
	which := `function = ?`
	switch r.kind {
	case model.OfTrigger:
		which = `"trigger" = ?`
	case model.OfProfile:
		which, n = `+profile = ?`, r.profile
	}
	if err := r.recent(ctx, c, which, n); err != nil {
		return err
	}
	return r.one(ctx, &c.LastFailure, `SELECT id, coalesce(ended, created, started) FROM run
		WHERE `+which+` AND status IN ('failure', 'timeout', 'cancelled') ORDER BY n DESC LIMIT 1`, n)
}

// recent are the statuses of the last runs.
func (r *reckoning) recent(ctx context.Context, c *counted, which string, of int64) error {
	rows, err := r.tx.QueryContext(ctx, `SELECT id, status, coalesce(created, started) FROM run WHERE `+which+` AND gone IS NULL ORDER BY n DESC LIMIT ?`, of, model.RecentRuns)
	if err != nil {
		return err
	}
	defer func() { _ = rows.Close() }()
	for rows.Next() {
		var id, status string
		var at sql.NullInt64
		if err := rows.Scan(&id, &status, &at); err != nil {
			return err
		}
		if len(c.Recent) == 0 {
			c.Newest = model.RunAt{ID: model.RunID{Profile: r.name, ID: id}, At: instant(at.Int64)}
		}
		s, _ := model.ParseStatus(status)
		c.Recent = append(c.Recent, s)
	}
	return rows.Err()
}

// one reads a run and a time of it, where there is one.
func (r *reckoning) one(ctx context.Context, into *model.RunAt, text string, args ...any) error {
	rows, err := r.tx.QueryContext(ctx, text, args...)
	if err != nil {
		return err
	}
	defer func() { _ = rows.Close() }()
	if rows.Next() {
		var id string
		var at sql.NullInt64
		if err := rows.Scan(&id, &at); err != nil {
			return err
		}
		*into = model.RunAt{ID: model.RunID{Profile: r.name, ID: id}, At: instant(at.Int64)}
	}
	return rows.Err()
}

// longest goes through the runs under way: there are few.
func (r *reckoning) longest(ctx context.Context) error {
	rows, err := r.tx.QueryContext(ctx, `SELECT id, function, "trigger", started FROM run INDEXED BY run_unfinished
		WHERE status IN ('pending', 'running', 'waiting', 'unknown') AND status = 'running' AND +profile = ? AND gone IS NULL AND started IS NOT NULL`, r.profile)
	if err != nil {
		return err
	}
	defer func() { _ = rows.Close() }()
	for rows.Next() {
		var id string
		var function, trigger, started sql.NullInt64
		if err := rows.Scan(&id, &function, &trigger, &started); err != nil {
			return err
		}
		n := int64(0)
		switch r.kind {
		case model.OfFunction:
			n = function.Int64
		case model.OfTrigger:
			n = trigger.Int64
		}
		c := r.of[n]
		if at := instant(started.Int64); c != nil && (c.Longest.ID.IsZero() || at.Before(c.Longest.At)) {
			c.Longest = model.RunAt{ID: model.RunID{Profile: r.name, ID: id}, At: at}
		}
	}
	return rows.Err()
}

// covered is what was seen of each subject. Of a profile it is what was seen
// of all the functions that it has.
func (r *reckoning) covered(ctx context.Context) (map[string]model.Coverage, error) {
	all, err := coveredOf(ctx, r.tx, r.profile, kindOf(r.kind))
	if err != nil || r.kind != model.OfProfile {
		return all, err
	}
	functions, err := listedOf[model.Function](ctx, r.tx, "functions", r.profile)
	if err != nil {
		return nil, err
	}
	var whole model.Coverage
	for i, f := range functions {
		if i == 0 {
			whole = all[f.ID]
			continue
		}
		whole = common(whole, all[f.ID])
	}
	return map[string]model.Coverage{"": whole}, nil
}

// common is what both cover.
func common(a, b model.Coverage) model.Coverage {
	var both model.Coverage
	for _, x := range a {
		for _, y := range b {
			s := model.Span{From: latest(x.From, y.From), To: earliest(x.To, y.To)}
			both = both.With(s)
		}
	}
	return both
}

func latest(a, b time.Time) time.Time {
	if a.After(b) {
		return a
	}
	return b
}

func earliest(a, b time.Time) time.Time {
	if a.Before(b) {
		return a
	}
	return b
}

// Histogram is how many runs of these profiles were created in each of so many
// equal parts of a stretch of time, and how many of them failed.
func (h *History) Histogram(ctx context.Context, profiles []string, from, to time.Time, buckets int) ([]model.Bucket, error) {
	const what = "count the runs"
	all := make([]model.Bucket, buckets)
	b, err := h.open(ctx)
	if err != nil || buckets <= 0 || !from.Before(to) {
		return all, wrap(what, err)
	}
	since, width := from.UnixMicro(), to.Sub(from).Microseconds()
	for _, name := range profiles {
		n, there, err := h.number(ctx, b, name)
		if err != nil {
			return nil, wrap(what, err)
		}
		if !there {
			continue
		}
		err = b.reading(ctx, func(tx *sql.Tx) error {
			return h.hours(ctx, tx, n, from, to, func() {}, func(s *sample, _, _ int) {
				if s.at < since || s.at >= since+width {
					return
				}
				one := &all[int(float64(s.at-since)/float64(width)*float64(buckets))]
				one.Runs++
				if s.status.Failed() {
					one.Failed++
				}
			})
		})
		if err != nil {
			return nil, wrap(what, err)
		}
	}
	return all, nil
}
