package history

import (
	"context"
	"strconv"
	"strings"
	"time"

	"fntop/model"
)

// among are the numbers of recorded profiles, apart by commas as a statement
// has them; empty where nothing was ever recorded of them.
func (h *History) among(ctx context.Context, profiles []string) (*base, string, error) {
	b, err := h.open(ctx)
	if err != nil {
		return nil, "", err
	}
	var numbers []string
	for _, name := range profiles {
		n, there, err := h.number(ctx, b, name)
		if err != nil {
			return nil, "", err
		}
		if there {
			numbers = append(numbers, strconv.FormatInt(n, 10))
		}
	}
	return b, strings.Join(numbers, ","), nil
}

// number is that of the profile which is recorded under a name.
func (h *History) number(ctx context.Context, b *base, name string) (int64, bool, error) {
	h.mu.Lock()
	at := h.places[name]
	h.mu.Unlock()
	if at == nil {
		return 0, false, nil
	}
	return b.profile(ctx, at.info)
}

// from is the first number of a run that was created at a time or later.
func from(t time.Time) int64 {
	if t.IsZero() {
		return -1 << 63
	}
	return placeAt(t.UnixMicro())
}

// to is the first number of a run that was created after a time; for the zero
// time it is beyond all.
func to(t time.Time) int64 {
	if t.IsZero() {
		return 1<<63 - 1
	}
	return placeAt(t.UnixMicro() + 1000)
}

// Failures are the runs of these profiles that failed and were created in a
// window, newest first, at most so many.
func (h *History) Failures(ctx context.Context, profiles []string, w model.Window, now time.Time, limit int) ([]*model.Run, error) {
	const what = "read the failures"
	b, in, err := h.among(ctx, profiles)
	if err != nil || in == "" {
		return nil, wrap(what, err)
	}
	runs, err := runsOf(ctx, b.reads, selectRuns+` WHERE r.n >= ? AND r.n < ? AND +r.profile IN (`+in+`)
		AND r.status IN ('failure', 'timeout', 'cancelled') ORDER BY r.n DESC LIMIT ?`, from(w.From(now)), to(w.Until), limit)
	return runs, wrap(what, err)
}

// Covered is of which time all runs of a function or trigger were seen.
func (h *History) Covered(ctx context.Context, of model.Subject) (model.Coverage, error) {
	const what = "read what was covered"
	b, err := h.open(ctx)
	if err != nil {
		return nil, wrap(what, err)
	}
	profile, there, err := h.number(ctx, b, of.Profile)
	if err != nil || !there {
		return nil, wrap(what, err)
	}
	all, err := coveredOf(ctx, b.reads, profile, kindOf(of.Kind))
	return all[of.ID], wrap(what, err)
}

func kindOf(k model.SubjectKind) string {
	if k == model.OfTrigger {
		return ofTrigger
	}
	return ofFunction
}

// coveredOf is what was covered of each list of a kind.
func coveredOf(ctx context.Context, q querier, profile int64, kind string) (map[string]model.Coverage, error) {
	rows, err := q.QueryContext(ctx, `SELECT id, since, until FROM covered WHERE profile = ? AND kind = ? ORDER BY id, since`, profile, kind)
	if err != nil {
		return nil, err
	}
	defer func() { _ = rows.Close() }()
	all := map[string]model.Coverage{}
	for rows.Next() {
		var id string
		var s span
		if err := rows.Scan(&id, &s.since, &s.until); err != nil {
			return nil, err
		}
		all[id] = append(all[id], model.Span{From: instant(s.since), To: instant(s.until)})
	}
	return all, rows.Err()
}
