package model

import "time"

// FunctionKey names a function: ids are unique in a profile.
type FunctionKey struct{ Profile, ID string }

// Strip is what a row of the functions pane shows of a function's runs.
type Strip struct {
	Last   []Status // of the newest runs, newest first
	Failed int      // in the window
}

// FunctionStrip is the statuses of the last n runs of one function, newest
// first. It looks no further than it must.
func FunctionStrip(runs []*Run, key FunctionKey, n int) []Status {
	last := make([]Status, 0, n)
	for _, r := range runs {
		if len(last) == n {
			break
		}
		if r.Function.ID == key.ID && r.ID.Profile == key.Profile {
			last = append(last, r.Status)
		}
	}
	return last
}

// FunctionStrips reads the runs, newest first, once: the last n statuses of
// every function and how many of its runs failed in w. Runs whose function is
// not known are left out.
func FunctionStrips(runs []*Run, n int, w Window, now time.Time) map[FunctionKey]*Strip {
	strips := make(map[FunctionKey]*Strip)
	for _, r := range runs {
		if r.Function.ID == "" {
			continue
		}
		key := FunctionKey{r.ID.Profile, r.Function.ID}
		s := strips[key]
		if s == nil {
			s = &Strip{Last: make([]Status, 0, n)}
			strips[key] = s
		}
		if len(s.Last) < n {
			s.Last = append(s.Last, r.Status)
		}
		if r.Status.Failed() && w.Has(r.When(), now) {
			s.Failed++
		}
	}
	return strips
}
