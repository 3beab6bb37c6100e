package api

import (
	"context"
	"slices"
	"sync"
	"sync/atomic"

	"fntop/model"
)

const (
	searchRows  = 50 // of a list that are looked through each time
	searchPages = 20 // that are looked through once, for a job of long ago
)

// search looks for the run that carries a job. Every look reads the newest
// rows of each list; while there are older ones it reads one page more, so
// that a job that has long become a run is found too.
type search struct {
	lists    []searched
	known    bool // lists are the ones to look through
	requests int  // made by the last look
	worked   bool // the last look could read something
}

type searched struct {
	ask  model.Ask
	page int  // the last older page that was read
	done bool // there is none left to read
}

// look returns the run with the target's job, nil when none is to be seen.
func (s *search) look(ctx context.Context, p Provider, t Target) (*model.RunDetail, error) {
	s.requests = 1
	if p.Info().Caps.JobsAreRuns {
		switch run, err := p.Run(ctx, model.RunID{Profile: p.Info().Profile, ID: t.JobID}); {
		case err == nil:
			s.worked = true
			return &run, nil
		case KindOf(err) != NotFound:
			return nil, err
		}
	}
	if err := s.places(ctx, p, t); err != nil {
		return nil, err
	}
	type read struct {
		list *searched
		page int
	}
	var reads []read
	for i := range s.lists {
		l := &s.lists[i]
		reads = append(reads, read{l, 1})
		if l.page > 0 && !l.done {
			reads = append(reads, read{l, l.page + 1})
		}
	}
	s.requests = len(reads)

	pages, failed := make([]model.Page, len(reads)), make([]error, len(reads))
	inTurns(len(reads), newestAtOnce, func(i int) {
		ask := reads[i].list.ask
		ask.Page = reads[i].page
		pages[i], failed[i] = p.Runs(ctx, ask)
	})
	var found *model.RunDetail
	for i, r := range reads {
		if failed[i] != nil {
			continue
		}
		s.worked = true
		if r.page == r.list.page+1 {
			r.list.page = r.page
			r.list.done = !pages[i].More || r.page >= searchPages
		}
		for j := range pages[i].Runs {
			if pages[i].Runs[j].JobID == t.JobID {
				found = &pages[i].Runs[j]
			}
		}
	}
	if found != nil {
		return found, nil
	}
	return nil, s.failure(failed)
}

// failure is what to say of a look that found nothing. One function among
// many that is gone or closed to us says nothing about the job.
func (s *search) failure(failed []error) error {
	for _, err := range failed {
		kind := KindOf(err)
		if err != nil && !(s.worked && len(s.lists) > 1 && (kind == NotFound || kind == Forbidden)) {
			return err
		}
	}
	return nil
}

// places finds out which lists to look through.
func (s *search) places(ctx context.Context, p Provider, t Target) error {
	if s.known {
		return nil
	}
	var asks []model.Ask
	switch {
	case t.Trigger != "":
		asks = []model.Ask{{Trigger: t.Trigger}}
	case t.Function != "":
		asks = []model.Ask{{Function: t.Function}}
	default:
		functions, err := p.Functions(ctx)
		if err != nil {
			return err
		}
		for _, f := range functions {
			asks = append(asks, model.Ask{Function: f.ID})
		}
	}
	s.known = len(asks) > 0
	for _, ask := range asks {
		ask.Limit = searchRows
		s.lists = append(s.lists, searched{ask: ask})
	}
	return nil
}

// inTurns calls do(0) … do(n-1), at most atOnce at a time, and returns when
// all have returned. When one panics no more are begun, and the caller panics
// when those that were have returned.
func inTurns(n, atOnce int, do func(int)) {
	var wg sync.WaitGroup
	var first atomic.Pointer[Panic]
	turns := make(chan struct{}, atOnce)
	for i := range n {
		turns <- struct{}{}
		if first.Load() != nil {
			break
		}
		wg.Go(func() {
			if p := Guarded(func() { do(i) }); p != nil {
				first.CompareAndSwap(nil, p)
			}
			<-turns
		})
	}
	wg.Wait()
	if p := first.Load(); p != nil {
		panic(p)
	}
}

// newestFirst sorts runs as every list shows them.
func newestFirst(runs []model.RunDetail) {
	slices.SortFunc(runs, func(a, b model.RunDetail) int { return model.Newer(&a.Run, &b.Run) })
}
