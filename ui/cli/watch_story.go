package cli

import (
	"slices"
	"time"

	"fntop/model"
)

// What became of a run since it was seen last: the words of CLI.md.
const (
	changeNew    = "new"
	changeStatus = "status"
	changeEnded  = "ended"
)

// change is one line of watch.
type change struct {
	what string
	run  model.RunDetail
}

// sight is how a run was when it was seen last, as far as it takes to tell a
// change.
type sight struct {
	run   model.Run // its times, status and attempt alone
	reach time.Time
}

func sightOf(r *model.Run) sight {
	return sight{
		model.Run{
			ID: r.ID, Status: r.Status, StatusText: r.StatusText, Attempt: r.Attempt,
			Created: r.Created, Started: r.Started, Ended: r.Ended, Updated: r.Updated,
		},
		reachOf(r),
	}
}

// reachOf is the later of the times that a list may be ordered by.
func reachOf(r *model.Run) time.Time {
	if r.Started.After(r.Created) {
		return r.Started
	}
	return r.Created
}

// story is what has been seen of the runs of one function or trigger. It is
// all that watch knows: what is read goes in, and what has changed comes out,
// each change once. It does no I/O and reads no clock.
type story struct {
	seen map[model.RunID]sight
	// open are the runs that are not over.
	open map[model.RunID]bool
	// begun: the list was read, so that what turns up now is new.
	begun bool
	// floor is a time before which a run that was never seen is no news: it
	// was there when the list was read, and too far back to be read.
	floor time.Time
}

const (
	// storyTail is how many rows at the end of a reading say how far back it
	// reaches, since lists are not always in perfect order.
	storyTail = 5
	// storySlack is for how much longer than needed a run that is over is
	// remembered, for the same reason.
	storySlack = time.Minute
	// storyLate is how much later than it says of itself a run may turn up in
	// a list: what is accepted first may be stored last, and then lies behind
	// what was the newest before.
	storyLate = 5 * time.Second
)

func newStory() story {
	return story{seen: make(map[model.RunID]sight), open: make(map[model.RunID]bool)}
}

// read takes in the newest runs, newest first, and returns what has changed,
// oldest run first. more says that the list goes on after them. What the
// first reading brings was there before, but for runs created after since,
// where that is known. What lies so far back that it may have been forgotten is
// no news: a page that is short lets the next one reach behind what was read.
func (s *story) read(runs []model.RunDetail, more bool, since time.Time) []change {
	var all []change
	for i := range slices.Backward(runs) {
		r := &runs[i]
		news := s.begun && !s.reachedBefore(&r.Run) || !since.IsZero() && r.When().After(since) && !s.forgotten(reachOf(&r.Run))
		all = s.see(all, r, news)
	}
	s.begun = true
	s.forget(runs, more)
	return all
}

// look takes in single runs: those that the newest ones no longer reach.
func (s *story) look(runs ...model.RunDetail) []change {
	var all []change
	for i := range runs {
		all = s.see(all, &runs[i], !s.reachedBefore(&runs[i].Run))
	}
	return all
}

func (s *story) reachedBefore(r *model.Run) bool {
	reach := reachOf(r)
	return !reach.IsZero() && reach.Before(s.floor)
}

// see takes in one copy of a run. A copy that is older than the one before
// changes nothing: answers may overtake one another.
func (s *story) see(to []change, r *model.RunDetail, news bool) []change {
	old, known := s.seen[r.ID]
	if !known {
		s.keep(r.ID, sightOf(&r.Run))
		if news {
			to = append(to, change{changeNew, *r})
		}
		return to
	}
	merged := model.Merge(&old.run, &r.Run)
	if merged == &old.run {
		return to
	}
	now := sightOf(merged)
	s.keep(r.ID, now)
	switch was, is := old.run.Unfinished(), now.run.Unfinished(); {
	case was && !is:
		return append(to, change{changeEnded, *r})
	case now.run.Status != old.run.Status, now.run.Status == model.StatusUnknown && now.run.StatusText != old.run.StatusText:
		return append(to, change{changeStatus, *r})
	}
	return to
}

func (s *story) keep(id model.RunID, now sight) {
	s.seen[id] = now
	if now.run.Unfinished() {
		s.open[id] = true
	} else {
		delete(s.open, id)
	}
}

// meets reports whether the newest runs, read so far, meet what was read before:
// one of them has been seen, and they go on a little beyond it, or one lies
// where nothing is news, as all do that come after it in the list.
func (s *story) meets(runs []model.RunDetail) bool {
	for i := range runs {
		r := &runs[i].Run
		if s.reachedBefore(r) {
			return true
		}
		if _, ok := s.seen[r.ID]; ok {
			return !runs[len(runs)-1].When().After(r.When().Add(-storyLate))
		}
	}
	return false
}

// forget lets go of runs that are over and behind what is read.
func (s *story) forget(runs []model.RunDetail, more bool) {
	if !more || len(runs) == 0 {
		return // all that there is has been read
	}
	var floor time.Time
	for i := max(0, len(runs)-storyTail); i < len(runs); i++ {
		if reach := reachOf(&runs[i].Run); reach.After(floor) {
			floor = reach
		}
	}
	if !floor.After(s.floor) {
		return
	}
	s.floor = floor
	for id, at := range s.seen {
		if !s.open[id] && !at.reach.IsZero() && s.forgotten(at.reach) {
			delete(s.seen, id)
		}
	}
}

// forgotten reports whether a run that is over is not remembered any more.
func (s *story) forgotten(reach time.Time) bool { return reach.Before(s.floor.Add(-storySlack)) }

// gone forgets a run that the backend no longer has.
func (s *story) gone(id model.RunID) {
	delete(s.seen, id)
	delete(s.open, id)
}

// strays are the unfinished runs that are not among these.
func (s *story) strays(runs []model.RunDetail) []model.RunID {
	var ids []model.RunID
	for id := range s.open {
		if !slices.ContainsFunc(runs, func(r model.RunDetail) bool { return r.ID == id }) {
			ids = append(ids, id)
		}
	}
	slices.SortFunc(ids, model.RunID.Compare)
	return ids
}
