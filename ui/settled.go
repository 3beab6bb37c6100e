package ui

// Settled reports whether every list that is watched has been read and nothing
// is under way: the state in which a test or a picture may go on.
func (a *App) Settled() bool {
	l := &a.live
	ready := func(f *feed) bool { return !f.need.InFlight && (!f.need.Fetched.IsZero() || f.err != nil) }
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

// Followed says how the run of a job ended that was followed, and whose it
// was: "completed job_1". Empty while it is under way.
func (a *App) Followed(job string) string {
	for _, j := range a.jobs.list {
		if j.id != job || j.state != done {
			continue
		}
		if r := a.store.Run(j.run); r != nil {
			return r.Status.String() + " " + r.JobID
		}
	}
	return ""
}

// Following is how many runs are followed.
func (a *App) Following() int {
	n := 0
	for _, j := range a.jobs.list {
		if j.follows() {
			n++
		}
	}
	return n
}

// Shown is how many runs the filter lets through.
func (a *App) Shown() int { return len(a.view.Rows()) }
