package model

import "slices"

// StoreLimit is how many runs a store keeps before it lets the oldest go:
// five days of one run every four seconds, in some 100 MB.
const StoreLimit = 120_000

// Store holds every run seen, newest first, each once. Its runs are never
// changed in place: a changed run is a new value, so that whoever holds the
// old one can find it in an order made by the old one's fields.
type Store struct {
	byID  map[RunID]*Run
	order ordered
	book  *Book
	limit int
}

// Change is one run that is not what it was. Old is nil for a run seen for
// the first time, New for one that was let go.
type Change struct{ Old, New *Run }

// NewStore returns an empty store that keeps at most limit runs.
func NewStore(limit int) *Store {
	return &Store{
		byID:  make(map[RunID]*Run),
		order: ordered{cmp: Newer},
		limit: limit,
	}
}

// Len is how many runs it holds.
func (s *Store) Len() int { return len(s.order.rows) }

// Newest are all its runs, newest first. The slice is the store's own and
// good until the next Merge.
func (s *Store) Newest() []*Run { return s.order.rows }

// Run returns the run with that id, or nil.
func (s *Store) Run(id RunID) *Run { return s.byID[id] }

// Book knows the names of its functions and triggers; it may be nil.
func (s *Store) Book() *Book { return s.book }

// Merge takes in what was read and says what that changed. The runs become
// the store's.
func (s *Store) Merge(runs []*Run) []Change {
	changes := make([]Change, 0, len(runs))
	for _, r := range runs {
		if s.book != nil {
			s.book.Name(r)
		}
		old := s.byID[r.ID]
		if old != nil {
			if r = Merge(old, r); r == old {
				continue
			}
		}
		s.byID[r.ID] = r
		changes = append(changes, Change{Old: old, New: r})
	}
	changes = foldTwice(changes)
	s.replace(changes)
	return s.letGo(changes)
}

// SetBook renames every run by what the book knows. A book that says the same
// as the one before costs what is in it, not what is in the store.
func (s *Store) SetBook(b *Book) []Change {
	before := s.book
	s.book = b
	if b.says(before) {
		return nil
	}
	var changes []Change
	for _, r := range s.order.rows {
		if !b.Renames(r) {
			continue
		}
		named := *r
		b.Name(&named)
		s.byID[r.ID] = &named
		changes = append(changes, Change{Old: r, New: &named})
	}
	if len(changes) == 0 {
		return nil
	}
	s.replace(changes)
	return changes
}

// replace puts changed runs where their old copies stood; only runs that are
// new or that moved cost a move of the rest.
func (s *Store) replace(changes []Change) {
	var out, in []*Run
	for _, c := range changes {
		if c.Old != nil {
			at, there := s.order.find(c.Old)
			if there && Newer(c.Old, c.New) == 0 {
				s.order.rows[at] = c.New
				continue
			}
			out = append(out, c.Old)
		}
		in = append(in, c.New)
	}
	s.order.change(out, in)
}

// Remove lets go of one run, and says so.
func (s *Store) Remove(id RunID) []Change {
	r := s.byID[id]
	if r == nil {
		return nil
	}
	delete(s.byID, id)
	s.order.change([]*Run{r}, nil)
	return []Change{{Old: r}}
}

// Forget lets go of every run of a profile, and says so.
func (s *Store) Forget(profile string) []Change {
	var changes []Change
	for _, r := range s.order.rows {
		if r.ID.Profile == profile {
			changes = append(changes, Change{Old: r})
			delete(s.byID, r.ID)
		}
	}
	s.order.rows = slices.DeleteFunc(s.order.rows, func(r *Run) bool { return r.ID.Profile == profile })
	return changes
}

// letGo drops the oldest runs over the limit and says so in changes.
func (s *Store) letGo(changes []Change) []Change {
	if s.limit <= 0 || len(s.order.rows) <= s.limit {
		return changes
	}
	gone := s.order.rows[s.limit:]
	dropped := make(map[*Run]bool, len(gone))
	for _, r := range gone {
		delete(s.byID, r.ID)
		dropped[r] = true
	}
	clear(gone)
	s.order.rows = s.order.rows[:s.limit]

	// A run that came in this very batch and did not stay has never been.
	kept := changes[:0]
	for _, c := range changes {
		if dropped[c.New] {
			delete(dropped, c.New)
			if c.New = nil; c.Old == nil {
				continue
			}
		}
		kept = append(kept, c)
	}
	for r := range dropped {
		kept = append(kept, Change{Old: r})
	}
	return kept
}

// foldTwice makes one change of two to the same run in one batch.
func foldTwice(changes []Change) []Change {
	last := make(map[RunID]int, len(changes))
	kept := changes[:0]
	for _, c := range changes {
		if at, ok := last[c.New.ID]; ok {
			kept[at].New = c.New
			continue
		}
		last[c.New.ID] = len(kept)
		kept = append(kept, c)
	}
	return kept
}
