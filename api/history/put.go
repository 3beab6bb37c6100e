package history

import (
	"context"

	"fntop/model"
)

// run writes one run: merged with what is known of it, and not at all where
// that says nothing new.
func (p *puts) run(ctx context.Context, s *sight) error {
	profile, err := p.place(ctx, s.at)
	if err != nil {
		return err
	}
	old, err := p.old(ctx, profile, s.detail.ID.ID)
	if err != nil {
		return err
	}
	switch {
	case s.gone && old == nil:
		return nil
	case s.gone:
		p.stale(old.n)
		return p.exec(ctx, `UPDATE run SET gone = ? WHERE n = ?`, s.when, old.n)
	}
	fresh, w := &s.detail.Run, s.row
	if old != nil {
		merged := model.Merge(&old.run, fresh)
		fresh = merged
		if w, err = rowOf(merged); err != nil {
			return err
		}
		w.n = old.n
		if micro(merged.When()) != micro(old.run.When()) {
			if w.n, err = p.move(ctx, old.n, w.place(s.detail.ID.ID, s.when)); err != nil {
				return err
			}
		}
	} else if w.n, err = p.free(ctx, w.place(s.detail.ID.ID, s.when)); err != nil {
		return err
	}
	if err := p.core(ctx, s, profile, w, fresh, old); err != nil {
		return err
	}
	if err := p.fault(ctx, w.n, fresh, old); err != nil {
		return err
	}
	return p.payload(ctx, w.n, s, fresh)
}

// core writes the row itself, what the run became, and that its hour is to be
// reckoned anew.
func (p *puts) core(ctx context.Context, s *sight, profile int64, w row, fresh *model.Run, old *kept) error {
	function, err := p.named(ctx, "functions", profile, fresh.Function)
	if err != nil {
		return err
	}
	trigger, err := p.named(ctx, "triggers", profile, fresh.Trigger)
	if err != nil {
		return err
	}
	if old != nil && old.row.same(&w) && !old.gone && old.run.Function.ID == fresh.Function.ID && old.run.Trigger.ID == fresh.Trigger.ID {
		return nil
	}
	p.stale(w.n)
	if old == nil {
		err = p.exec(ctx, `INSERT INTO run (n, profile, id, function, "trigger", status, created, started, ended, updated, seen, changed, more)
			VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`, w.n, profile, s.detail.ID.ID, function, trigger, w.status.String(),
			null(w.created), null(w.started), null(w.ended), null(w.updated), s.when, s.when, string(w.more))
	} else {
		err = p.exec(ctx, `UPDATE run SET function = ?, "trigger" = ?, status = ?, created = ?, started = ?, ended = ?, updated = ?, changed = ?, gone = NULL, more = ? WHERE n = ?`,
			function, trigger, w.status.String(), null(w.created), null(w.started), null(w.ended), null(w.updated), s.when, string(w.more), w.n)
	}
	if err != nil {
		return err
	}
	if old == nil && w.status.Over() || old != nil && old.row.status == w.status {
		return nil
	}
	return p.exec(ctx, `INSERT OR REPLACE INTO change (run, at, status, text, seen) VALUES (?, ?, ?, ?, ?)`,
		w.n, became(&w, s.when), w.status.String(), fresh.StatusText, s.when)
}

// became is when a run came to its status by its own word, else when it was
// seen there.
func became(w *row, seen int64) int64 {
	at := int64(0)
	switch {
	case w.status.Over():
		at = w.ended
	case w.status == model.StatusPending:
		at = w.created
	case w.status == model.StatusRunning:
		at = w.started
	}
	if at == 0 {
		at = seen
	}
	return at
}

// stale notes that what was reckoned of the hour of a run is to go.
func (p *puts) stale(n int64) { p.hours[floor(n, hourNanos)] = true }

// dropStale lets go of it.
func (p *puts) dropStale(ctx context.Context) error {
	for hour := range p.hours {
		if err := p.exec(ctx, `DELETE FROM hour WHERE hour = ?`, hour); err != nil {
			return err
		}
	}
	return nil
}

// free is the first number from n on that no run has.
func (p *puts) free(ctx context.Context, n int64) (int64, error) {
	for ; ; n++ {
		if _, taken, err := p.number(ctx, `SELECT 1 FROM run WHERE n = ?`, n); err != nil || !taken {
			return n, err
		}
	}
}

// move gives a run another number: it turned out to be of another time.
func (p *puts) move(ctx context.Context, from, to int64) (int64, error) {
	to, err := p.free(ctx, to)
	if err != nil {
		return 0, err
	}
	p.stale(from)
	for _, text := range [...]string{
		`UPDATE run SET n = ?2 WHERE n = ?1`, `UPDATE fault SET n = ?2 WHERE n = ?1`, `UPDATE payload SET n = ?2 WHERE n = ?1`, `UPDATE change SET run = ?2 WHERE run = ?1`,
		`DELETE FROM fault_words WHERE rowid = ?1`,
		`INSERT INTO fault_words (rowid, text) SELECT n, substr(coalesce(code, '') || ' ' || coalesce(message, ''), 1, 8192) FROM fault WHERE n = ?2`,
	} {
		if err := p.exec(ctx, text, from, to); err != nil {
			return 0, err
		}
	}
	return to, nil
}
