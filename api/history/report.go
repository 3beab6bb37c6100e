package history

import (
	"context"
	"time"

	"fntop/model"
)

// Again are the runs of these profiles that repeat another one and were
// created in a window, newest first, at most so many.
func (h *History) Again(ctx context.Context, profiles []string, w model.Window, now time.Time, limit int) ([]*model.Run, error) {
	return h.some(ctx, "read the reruns", profiles, `r.n >= ? AND r.n < ? AND r.more LIKE `+again+` ORDER BY r.n DESC LIMIT ?`,
		from(w.From(now)), to(w.Until), limit)
}

// again is how what else was told of a run begins to say which one it repeats.
const again = `'%"originalRunId":"%'`

// Succeeded are the newest runs of these profiles that were created in a window
// and succeeded: one of each trigger, and of each function of what had none. Those
// that repeat another run are left out, for they may have had other input.
func (h *History) Succeeded(ctx context.Context, profiles []string, w model.Window, now time.Time) ([]*model.Run, error) {
	return h.some(ctx, "read what succeeded", profiles, `r.n IN (SELECT max(n) FROM run
		WHERE n >= ? AND n < ? AND status = 'completed' AND (more IS NULL OR more NOT LIKE `+again+`)
		GROUP BY profile, "trigger", CASE WHEN "trigger" IS NULL THEN function END)`, from(w.From(now)), to(w.Until))
}

// Slowest are the runs of these profiles that were created in a window and took
// longest, newest first, at most so many.
func (h *History) Slowest(ctx context.Context, profiles []string, w model.Window, now time.Time, limit int) ([]*model.Run, error) {
	return h.some(ctx, "read the slowest runs", profiles, `r.n >= ? AND r.n < ? AND r.ended >= r.started
		AND r.status IN ('completed', 'failure', 'timeout', 'cancelled') ORDER BY r.ended - r.started DESC LIMIT ?`,
		from(w.From(now)), to(w.Until), limit)
}

// UnderWay are the runs of these profiles that had begun and were not over when
// they were seen last, newest first, at most so many.
func (h *History) UnderWay(ctx context.Context, profiles []string, limit int) ([]*model.Run, error) {
	return h.some(ctx, "read the runs under way", profiles, `r.n IN (SELECT n FROM run INDEXED BY run_unfinished
		WHERE status IN ('pending', 'running', 'waiting', 'unknown') AND status = 'running' AND gone IS NULL) ORDER BY r.n DESC LIMIT ?`, limit)
}

// OfTrigger are the runs of a trigger that were created in a window, newest
// first, at most so many.
func (h *History) OfTrigger(ctx context.Context, of model.Subject, w model.Window, now time.Time, limit int) ([]*model.Run, error) {
	return h.some(ctx, "read the runs of a trigger", []string{of.Profile}, `r."trigger" IN (SELECT n FROM triggers WHERE id = ?)
		AND r.n >= ? AND r.n < ? ORDER BY r.n DESC LIMIT ?`, of.ID, from(w.From(now)), to(w.Until), limit)
}

// some are runs of these profiles for which a condition holds.
func (h *History) some(ctx context.Context, what string, profiles []string, where string, args ...any) ([]*model.Run, error) {
	b, in, err := h.among(ctx, profiles)
	if err != nil || in == "" {
		return nil, wrap(what, err)
	}
	runs, err := runsOf(ctx, b.reads, selectRuns+` WHERE r.profile IN (`+in+`) AND `+where, args...)
	return runs, wrap(what, err)
}
