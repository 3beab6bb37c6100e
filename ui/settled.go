package ui

// Settled reports whether every list that is watched has been read and nothing
// is under way: the state in which a test or a picture may go on.
func (a *App) Settled() bool {
	l := &a.live
	// While the backend is down one thing is asked and the rest waits.
	ready := func(f *feed) bool {
		return !f.need.InFlight && (!f.need.Fetched.IsZero() || f.err != nil || l.link.down)
	}
	if !ready(&l.functions) || !ready(&l.triggers) {
		return false
	}
	for _, s := range l.sources {
		if !ready(l.runs[s]) {
			return false
		}
	}
	return !a.readingOlder() && !l.open.need.InFlight && a.jobs.sending() == 0
}
