package demo

// Two things stand still: the trigger weekly-close, whose schedule goes on
// while its runs do not come, and the paused promo-mail. Since when has to
// be answered from the clock alone, and has to be some time ago at whatever
// moment somebody looks; so it moves on once in a block of days.
const (
	missedBlock = 28 * day
	pausedBlock = 7 * day
)

// weeklyRuns returns the last three runs of weekly-close, oldest first. The
// newest is at least two weeks old, so at least one schedule was missed since.
func (w *world) weeklyRuns(now int64) []record {
	last := (floorTo(now, missedBlock) - 14*day) / day
	var runs []record
	for slot := last; len(runs) < 3 && slot > last-28; slot-- {
		if !sunday(slot) {
			continue
		}
		if r, ok := w.firstRun(weeklyStream, slot); ok {
			runs = append([]record{r}, runs...)
		}
	}
	return runs
}

// pausedSince returns when the paused trigger was paused: between one and
// eight days of the scenario ago.
func (w *world) pausedSince(now int64) int64 {
	return w.pace.wall(floorTo(w.pace.scenario(now), pausedBlock) - day)
}
