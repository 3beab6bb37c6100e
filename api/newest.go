package api

import (
	"context"
	"errors"
	"slices"
	"strings"
	"time"

	"fntop/model"
)

// Source is one list of runs to merge: what to ask of whom. Page is ignored;
// a Limit of zero lets Newest choose.
type Source struct {
	Provider Provider
	Ask      model.Ask
	// Since is the time before which nothing is wanted from here; zero for
	// no such time. It only ends the reading: keep still decides about runs.
	Since time.Time
}

// SourceError says which source could not be read to the end, and why.
type SourceError struct {
	Source Source
	Err    error
}

func (e *SourceError) Error() string { return e.Err.Error() }

// Unwrap gives errors.As the *Error beneath.
func (e *SourceError) Unwrap() error { return e.Err }

// SourceErrors are all that failed, in the order of the sources.
type SourceErrors []*SourceError

func (e SourceErrors) Error() string {
	lines := make([]string, len(e))
	for i, f := range e {
		lines[i] = f.Error()
	}
	return strings.Join(lines, "; ")
}

// Unwrap gives errors.Is and errors.As every failure, the first one first.
func (e SourceErrors) Unwrap() []error {
	all := make([]error, len(e))
	for i, f := range e {
		all[i] = f
	}
	return all
}

// newestAtOnce is how many requests are under way at a time.
const newestAtOnce = 4

// Newest returns the newest limit runs of all sources that keep accepts (nil
// accepts all), newest first and each once. A source's next page is read only
// while it may hold a run that belongs to the answer. What a server was asked
// to leave out is left out here too, since some ignore it. keep is called by
// the calling goroutine alone and may complete the run it is shown.
//
// When sources fail the runs of the others are returned with SourceErrors.
func Newest(ctx context.Context, sources []Source, keep func(*model.Run) bool, limit int) ([]model.RunDetail, error) {
	if limit <= 0 || len(sources) == 0 {
		return nil, nil
	}
	m := &merge{keep: keep, limit: limit, seen: make(map[model.RunID]bool)}
	for _, s := range sources {
		m.lists = append(m.lists, newList(s, keep, limit))
	}
	m.read(ctx)
	return m.runs, m.failed()
}

// merge is one call of Newest. Only its own goroutine touches it.
type merge struct {
	lists []*list
	keep  func(*model.Run) bool
	limit int
	runs  []model.RunDetail // the best so far, newest first, at most limit
	seen  map[model.RunID]bool
}

type answer struct {
	list  *list
	page  model.Page
	err   error
	panic *Panic
}

// read asks until no page that is still unread can change the answer.
func (m *merge) read(ctx context.Context) {
	answers := make(chan answer, newestAtOnce) // nobody waits to give one
	underWay := 0
	for {
		for underWay < newestAtOnce {
			l := m.next()
			if l == nil {
				break
			}
			l.asked = true
			underWay++
			go func(ask model.Ask) {
				a := answer{list: l}
				a.panic = Guarded(func() { a.page, a.err = l.source.Provider.Runs(ctx, ask) })
				answers <- a
			}(l.ask())
		}
		if underWay == 0 {
			return
		}
		a := <-answers
		if a.panic != nil {
			panic(a.panic)
		}
		underWay--
		a.list.asked = false
		m.got(a)
	}
}

// next is the list to read on with: first those of which nothing is known,
// then the one that may hold the newest unseen run. Nil when none has to be,
// or when an answer under way may make it needless.
func (m *merge) next() *list {
	var best *list
	firstPages := false
	for _, l := range m.lists {
		firstPages = firstPages || l.asked && l.page == 0
		if l.done || l.asked {
			continue
		}
		if l.page == 0 {
			return l
		}
		if m.mayHold(l) && (best == nil || l.reach.After(best.reach)) {
			best = l
		}
	}
	if firstPages {
		return nil
	}
	return best
}

// mayHold reports whether an unread page of l may hold a run of the answer.
// A run as old as the oldest wanted counts: ties go by id.
func (m *merge) mayHold(l *list) bool {
	return len(m.runs) < m.limit || l.reach.IsZero() || !l.reach.Before(m.runs[m.limit-1].When())
}

func (m *merge) got(a answer) {
	if a.err != nil {
		m.fail(a.list, a.err)
		return
	}
	a.list.advance(a.page)
	for i := range a.page.Runs {
		r := &a.page.Runs[i]
		if !a.list.wants(&r.Run) || m.keep != nil && !m.keep(&r.Run) {
			continue
		}
		m.add(r)
	}
	newestFirst(m.runs)
	if len(m.runs) > m.limit {
		clear(m.runs[m.limit:])
		m.runs = m.runs[:m.limit]
	}
}

// add takes a run, or the later of two copies of it: one run may turn up
// under two statuses when it moves on between two requests.
func (m *merge) add(r *model.RunDetail) {
	if !m.seen[r.ID] {
		m.seen[r.ID] = true
		m.runs = append(m.runs, *r)
		return
	}
	for i := range m.runs {
		if old := &m.runs[i]; old.ID == r.ID {
			if c := r.Updated.Compare(old.Updated); c > 0 || c == 0 && r.Status.Over() && !old.Status.Over() {
				*old = *r
			}
			return
		}
	}
}

// fail ends a list. What is wrong with the whole backend ends the lists that
// would only meet it again, so that a hundred functions behind a dead host do
// not take a hundred time-outs.
func (m *merge) fail(l *list, err error) {
	l.done, l.err = true, err
	switch KindOf(err) {
	case Unauthorized, Unreachable, TimedOut, Canceled:
	default:
		return
	}
	for _, other := range m.lists {
		if !other.done && !other.asked && other.source.Provider == l.source.Provider {
			other.done, other.err = true, err
		}
	}
}

// failed gathers what went wrong; an error met by several lists of one
// backend counts once.
func (m *merge) failed() error {
	var failed SourceErrors
	for _, l := range m.lists {
		known := slices.ContainsFunc(failed, func(f *SourceError) bool { return errors.Is(f.Err, l.err) })
		if l.err != nil && !known {
			failed = append(failed, &SourceError{l.source, l.err})
		}
	}
	if failed == nil {
		return nil
	}
	return failed
}
