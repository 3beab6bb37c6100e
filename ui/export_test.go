package ui

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

// Streams reports whether the backend pushes changes.
func (a *App) Streams() bool { return a.live.watch.up }

// HasEnded reports whether the run of a job is loaded and over.
func (a *App) HasEnded(job string) bool {
	for _, r := range a.store.Newest() {
		if r.JobID == job {
			return r.Status.Over()
		}
	}
	return false
}
