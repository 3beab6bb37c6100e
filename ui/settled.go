package ui

import "time"

// Settled reports whether every list that is watched has been read and nothing
// is under way: the state in which a test or a picture may go on.
func (a *App) Settled() bool {
	for _, m := range a.members {
		if !m.settled(a.now()) {
			return false
		}
	}
	return len(a.members) > 0 && !a.readingOlder() && !a.live.open.need.InFlight && a.jobs.sending() == 0 && !a.contrasting() && !a.readingLineage() && !a.surveying() && !a.lookingBack()
}

func (m *member) settled(now time.Time) bool {
	// While the backend is down one thing is asked and the rest waits.
	ready := func(f *feed) bool {
		return !f.need.InFlight && (!f.need.Fetched.IsZero() && f.need.Assured(now) || f.err != nil || m.link.down)
	}
	if !ready(&m.functions) || !ready(&m.triggers) {
		return false
	}
	for _, s := range m.sources {
		if !ready(m.runs[s]) {
			return false
		}
	}
	return true
}
