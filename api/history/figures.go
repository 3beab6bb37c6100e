package history

import (
	"context"
	"database/sql"
	"time"

	"fntop/model"
)

// Figures are those of every subject of a kind of these profiles of which a
// run lies in the window, in so many equal parts; and of what was seen at all,
// what came last.
func (h *History) Figures(ctx context.Context, kind model.SubjectKind, profiles []string, w model.Window, now time.Time, buckets int) (map[model.Subject]*model.Figures, error) {
	const what = "reckon figures"
	b, err := h.open(ctx)
	if err != nil {
		return nil, wrap(what, err)
	}
	all := map[model.Subject]*model.Figures{}
	for _, name := range profiles {
		n, there, err := h.number(ctx, b, name)
		if err != nil {
			return nil, wrap(what, err)
		}
		if !there {
			continue
		}
		err = b.reading(ctx, func(tx *sql.Tx) error {
			r := reckoning{h: h, tx: tx, kind: kind, profile: n, name: name, into: all}
			return r.reckon(ctx, w, now, buckets)
		})
		if err != nil {
			return nil, wrap(what, err)
		}
	}
	return all, nil
}

// reckoning is the work on the figures of one profile.
type reckoning struct {
	h       *History
	tx      *sql.Tx
	kind    model.SubjectKind
	profile int64
	name    string
	into    map[model.Subject]*model.Figures

	from, to time.Time
	buckets  int
	since    int64            // from in nanoseconds
	width    float64          // of all buckets, in nanoseconds; 0 for none
	ids      map[int64]string // of functions or triggers
	of       map[int64]*counted
	pairs    []*counted // those of the hour at hand, by the place of its pair
}

// counted are the figures of one subject while runs are counted: as many in a
// row as fall into one bucket make a tally.
type counted struct {
	*model.Figures
	tally model.Tally
	some  bool
	in    int
}

func (r *reckoning) reckon(ctx context.Context, w model.Window, now time.Time, buckets int) (err error) {
	r.from, r.to, r.buckets, r.of = w.From(now), now, buckets, map[int64]*counted{}
	if !w.Until.IsZero() {
		r.to = w.Until
	}
	if r.from.IsZero() {
		if r.from, err = r.oldest(ctx); err != nil || r.from.IsZero() {
			return err
		}
	}
	if r.ids, err = r.names(ctx); err != nil {
		return err
	}
	r.measure()
	since, until := r.from.UnixMicro(), r.to.UnixMicro()
	err = r.h.hours(ctx, r.tx, r.profile, r.from, r.to, func() { r.pairs = r.pairs[:0] }, func(s *sample, at, pairs int) {
		if s.at < since || s.at > until || s.at == until && !w.Until.IsZero() {
			return
		}
		if c := r.counted(s, at, pairs); c != nil {
			r.count(c, s)
		}
	})
	if err != nil {
		return err
	}
	covered, err := r.covered(ctx)
	if err != nil {
		return err
	}
	for n, id := range r.ids {
		if covered[id] != nil {
			r.subject(n) // that it did not run is known
		}
	}
	for n, c := range r.of {
		c.flush()
		c.Done()
		c.Seen = covered[c.Of.ID]
		if err := r.last(ctx, n, c); err != nil {
			return err
		}
		r.into[c.Of] = c.Figures
	}
	return r.longest(ctx)
}

// measure works out what every sample is held against.
func (r *reckoning) measure() {
	r.since = r.from.UnixNano()
	if width := r.to.Sub(r.from); r.buckets > 0 && width > 0 {
		r.width = float64(width)
	}
}

// counted are the figures that a sample belongs to, nil for none. In a packed
// hour they are looked up once for each pair of function and trigger.
func (r *reckoning) counted(s *sample, at, pairs int) *counted {
	if at >= 0 {
		for len(r.pairs) < pairs {
			r.pairs = append(r.pairs, nil)
		}
		if c := r.pairs[at]; c != nil {
			return c
		}
	}
	n := int64(0)
	switch r.kind {
	case model.OfFunction:
		n = s.function
	case model.OfTrigger:
		n = s.trigger
	}
	if n == 0 && r.kind != model.OfProfile {
		return nil
	}
	c := r.subject(n)
	if at >= 0 {
		r.pairs[at] = c
	}
	return c
}

func (r *reckoning) subject(n int64) *counted {
	c := r.of[n]
	if c == nil {
		c = &counted{Figures: &model.Figures{Of: model.Subject{Kind: r.kind, Profile: r.name, ID: r.ids[n]}}}
		c.Begin(r.from, r.to, r.buckets)
		r.of[n] = c
	}
	return c
}

// count takes a sample in.
func (r *reckoning) count(c *counted, s *sample) {
	if !s.status.Over() {
		run := model.Run{Status: s.status, Created: instant(s.at), Started: instant(s.started)}
		if s.ended {
			run.Ended = run.Created
		}
		c.Add(&run)
		return
	}
	in := 0
	if r.width > 0 {
		in = int(float64(s.at*1000-r.since) / r.width * float64(r.buckets)) // as model.Stats does
	}
	if c.some && in != c.in {
		c.flush()
	}
	if !c.some {
		c.some, c.in, c.tally.At = true, in, instant(s.at)
	}
	c.tally.Status[s.status]++
	if s.took >= 0 {
		c.tally.Took = append(c.tally.Took, time.Duration(s.took)*time.Microsecond)
	}
}

// flush gives what was gathered to the figures.
func (c *counted) flush() {
	if c.some {
		c.AddTally(&c.tally)
		c.tally = model.Tally{Took: c.tally.Took[:0]}
		c.some = false
	}
}

func (r *reckoning) oldest(ctx context.Context) (time.Time, error) {
	var n sql.NullInt64
	err := r.tx.QueryRowContext(ctx, `SELECT min(created) FROM (SELECT created FROM run WHERE +profile = ? AND created IS NOT NULL ORDER BY n LIMIT 1)`, r.profile).Scan(&n)
	return instant(n.Int64), err
}

func (r *reckoning) names(ctx context.Context) (map[int64]string, error) {
	table := "functions"
	switch r.kind {
	case model.OfProfile:
		return nil, nil
	case model.OfTrigger:
		table = "triggers"
	}
	rows, err := r.tx.QueryContext(ctx, `SELECT n, id FROM `+table+` WHERE profile = ?`, r.profile)
	if err != nil {
		return nil, err
	}
	defer func() { _ = rows.Close() }()
	all := map[int64]string{}
	for rows.Next() {
		var n int64
		var id string
		if err := rows.Scan(&n, &id); err != nil {
			return nil, err
		}
		all[n] = id
	}
	return all, rows.Err()
}
