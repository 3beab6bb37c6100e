package cli

import (
	"context"
	"sync"

	"fntop/api"
	"fntop/model"
)

// news is what following a job in one profile brought: a sighting, or at its
// end the run or the error.
type news struct {
	m     *member
	sight api.Sighting
	over  bool
	run   model.RunDetail
	err   error
}

// followAnywhere follows a job in every profile until one has its run, and
// there to its end. Once each profile was looked through, a job that is in
// two of them is refused.
func (s *session) followAnywhere(ctx context.Context, job string) error {
	reports := make(chan news)
	var running sync.WaitGroup
	stops := make(map[*member]context.CancelFunc)
	for _, m := range s.members {
		ctx, stop := context.WithCancel(ctx)
		stops[m] = stop
		running.Go(func() {
			defer stop()
			run, err := api.Follow(ctx, s.a.Clock, m.p, api.Target{JobID: job}, func(sight api.Sighting) {
				reports <- news{m: m, sight: sight}
			})
			reports <- news{m: m, over: true, run: run, err: err}
		})
	}
	go func() {
		running.Wait()
		close(reports)
	}()

	p := progress{a: s.a, job: job}
	looked, has := make(map[*member]bool), make(map[*member]bool)
	var last news // of the profile that has the run
	for n := range reports {
		looked[n.m] = true
		if n.sight.Run != nil || !n.run.ID.IsZero() {
			has[n.m] = true
		}
		if len(looked) == len(s.members) && len(has) > 0 {
			for m, stop := range stops {
				if !has[m] || len(has) > 1 {
					stop()
				}
			}
		}
		switch {
		case !n.over && (has[n.m] || n.sight.Run == nil && n.sight.Err == nil || len(s.members) == 1):
			p.saw(n.sight)
		case n.over && has[n.m]:
			last = n
		case n.over && n.err != nil && api.KindOf(n.err) != api.Canceled:
			s.fail(n.m.info.Profile, n.err)
		}
	}
	if len(has) > 1 {
		var at []*member
		for _, m := range s.members {
			if has[m] {
				at = append(at, m)
			}
		}
		return usage("job %s is in %s. Choose one with --profile.", quoted(job), profilesOf(at))
	}
	if last.m == nil {
		if err := ended(ctx, "follow job "+quoted(job), "It has become no run so far."); err != nil {
			s.toldFailures()
			return err
		}
		return s.failed.or()
	}
	s.toldFailures()
	return s.outcome(ctx, last.m, last.run, last.err, api.Target{JobID: job}, model.Receipt{})
}
