package history

import (
	"cmp"
	"context"
	"database/sql"
	"slices"
	"time"

	"fntop/model"
)

const (
	// hourNanos is an hour as numbers of runs have it, hourMicros as times do.
	hourNanos  = 3600 * 1_000_000_000
	hourMicros = 3600 * 1_000_000
	// hoursAtOnce is how many hours are packed before others may write.
	hoursAtOnce = 6
)

// hourOf is an hour of a profile.
type hourOf struct{ profile, hour int64 }

// hours calls see with every run of a profile that was created from since
// until then, hour by hour: those that are packed, the others as they are.
// begin is called before each hour's first. Hours that are over and were not
// packed are noted, for Run to do so.
func (h *History) hours(ctx context.Context, tx *sql.Tx, profile int64, since, until time.Time, begin func(), see func(s *sample, at, pairs int)) error {
	first, last := floor(since.UnixMicro(), hourMicros), floor(until.UnixMicro(), hourMicros)
	rows, err := tx.QueryContext(ctx, `SELECT hour, samples FROM hour WHERE profile = ? AND hour BETWEEN ? AND ? ORDER BY hour`, profile, first, last)
	if err != nil {
		return err
	}
	defer func() { _ = rows.Close() }()
	missing := first // the first hour that was not seen yet
	var gaps [][2]int64
	var packed sql.RawBytes
	var u unpacker
	for rows.Next() {
		var hour int64
		if err := rows.Scan(&hour, &packed); err != nil {
			return err
		}
		begin()
		if err := u.unpack(hour, packed, see); err != nil {
			continue // it is read from the runs, and packed anew
		}
		if missing < hour {
			gaps = append(gaps, [2]int64{missing, hour - 1})
		}
		missing = hour + 1
	}
	if err := rows.Err(); err != nil {
		return err
	}
	if missing <= last {
		gaps = append(gaps, [2]int64{missing, last})
	}
	now := floor(micro(h.o.Clock.Now()), hourMicros)
	for _, gap := range gaps {
		err := samplesOf(ctx, tx, profile, gap[0], gap[1], func(hour int64, some []sample) {
			begin()
			for i := range some {
				see(&some[i], -1, 0)
			}
			if hour < now {
				h.pending.wish(hourOf{profile, hour})
			}
		})
		if err != nil {
			return err
		}
	}
	return nil
}

// samplesOf reads the samples of whole hours from their runs, and calls each
// with those of an hour, in order of time. Only these are held: of a file that
// was never asked there may be a month to read.
func samplesOf(ctx context.Context, q querier, profile, first, last int64, each func(hour int64, some []sample)) error {
	rows, err := q.QueryContext(ctx, `SELECT n, function, "trigger", status, created, started, ended FROM run
		WHERE n >= ? AND n < ? AND +profile = ? AND (gone IS NULL OR status NOT IN ('pending', 'running', 'waiting', 'unknown')) ORDER BY n`,
		first*hourNanos, (last+1)*hourNanos, profile)
	if err != nil {
		return err
	}
	defer func() { _ = rows.Close() }()
	var at int64 // the hour that some are of
	var some []sample
	flush := func() {
		if len(some) > 0 {
			slices.SortStableFunc(some, func(a, b sample) int { return cmp.Compare(a.at, b.at) })
			each(at, some)
			some = some[:0]
		}
	}
	for rows.Next() {
		var n int64
		var status string
		var function, trigger, created, started, ended sql.NullInt64
		if err := rows.Scan(&n, &function, &trigger, &status, &created, &started, &ended); err != nil {
			return err
		}
		s := sample{function: function.Int64, trigger: trigger.Int64, took: -1}
		s.status, _ = model.ParseStatus(status)
		r := model.Run{Status: s.status, Started: instant(started.Int64), Ended: instant(ended.Int64)}
		if s.at = cmp.Or(created.Int64, started.Int64); s.at == 0 {
			continue // it lies in no window
		}
		if took, is := r.Took(); is && s.status.Over() {
			s.took = took.Microseconds()
		}
		if !s.status.Over() {
			s.started, s.ended = started.Int64, ended.Int64 != 0
		}
		if hour := floor(n, hourNanos); hour != at {
			flush()
			at = hour
		}
		some = append(some, s)
	}
	if err := rows.Err(); err != nil {
		return err
	}
	flush()
	return nil
}

// wish has an hour packed when there is time.
func (p *pending) wish(hour hourOf) {
	p.mu.Lock()
	defer p.mu.Unlock()
	p.hours[hour] = true
	ring(p.news)
}

// wishes are some of the hours that are to be packed.
func (p *pending) wishes() []hourOf {
	p.mu.Lock()
	defer p.mu.Unlock()
	var some []hourOf
	for hour := range p.hours {
		if len(some) == hoursAtOnce {
			break
		}
		some = append(some, hour)
		delete(p.hours, hour)
	}
	return some
}

// pack keeps what statistics need of hours that were asked for, until ctx ends.
// Whoever writes a run of such an hour throws that away again, so it is reckoned
// while nobody can.
func (h *History) pack(ctx context.Context) {
	for ctx.Err() == nil {
		hours := h.pending.wishes()
		if len(hours) == 0 {
			return
		}
		if h.packThese(context.WithoutCancel(ctx), hours) != nil {
			return // there will be another question
		}
	}
}

func (h *History) packThese(ctx context.Context, hours []hourOf) error {
	h.writing.Lock()
	defer h.writing.Unlock()
	b, err := h.open(ctx)
	if err != nil {
		return err
	}
	return inOne(ctx, b.w, func() error {
		for _, of := range hours {
			packed := pack(of.hour, nil)
			err := samplesOf(ctx, b.w, of.profile, of.hour, of.hour, func(hour int64, some []sample) { packed = pack(hour, some) })
			if err != nil {
				return err
			}
			if err := b.put.exec(ctx, `INSERT OR REPLACE INTO hour (hour, profile, samples) VALUES (?, ?, ?)`, of.hour, of.profile, packed); err != nil {
				return err
			}
		}
		return nil
	})
}
