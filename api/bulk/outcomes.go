package bulk

import (
	"context"
	"time"

	"fntop/api"
	"fntop/model"
)

const (
	lookUsual  = 2 * time.Second // between two looks
	lookLate   = 30 * time.Second
	lookAround = 250 * time.Millisecond // for each list more to look through
	// lookReserve is how many requests are left to the sending: a look can
	// wait.
	lookReserve = 10
	lookPages   = 10
	// lookSkew is how far the clocks may differ: lists are read back to the
	// first request, by the backend's own times.
	lookSkew = 5 * time.Minute
	// lookPatience is how many looks in a row may fail once all is sent.
	lookPatience = 10
	// Once nothing has ended for lookCalm, it is looked less often, and after
	// lookEnough no more: a job that became no run by then will not.
	lookCalm   = 5 * time.Minute
	lookEnough = time.Hour
)

// look is how looking after the accepted runs goes. Each look reads the lists
// of their functions, however many of them there are: to follow each by itself
// would take more requests than there are.
type look struct {
	next   time.Time
	moved  time.Time // when something was sent or seen to end
	fails  int
	gaveUp string // why it was ended
}

// looksOn reports whether there are accepted runs to look after.
func (r *Runner) looksOn() bool {
	return r.j.Plan.Follow && r.tally.Open() > 0 && r.look.gaveUp == ""
}

// list is where the new runs of some items turn up.
type list struct{ profile, function string }

// lookAround looks once after the accepted runs that are not over.
func (r *Runner) lookAround(ctx context.Context) error {
	open := map[list][]int{}
	for i := range r.j.Results {
		if r.j.Results[i].State == Sent {
			at := list{r.j.Plan.Items[i].Run.Profile, r.j.Plan.Items[i].Function.ID}
			open[at] = append(open[at], i)
		}
	}
	wait := max(lookUsual, time.Duration(len(open))*lookAround)
	failed := error(nil)
	for at, items := range open {
		p := r.provider(at.profile)
		if p == nil || !r.j.Plan.Fits(p.Info()) || p.Left() < lookReserve {
			continue
		}
		err := r.lookIn(ctx, p, at, items)
		if ctx.Err() != nil {
			return nil
		}
		if err != nil && api.KindOf(err) == 0 {
			return err // of the journal
		}
		if err != nil {
			failed = err
			wait = max(wait, api.WaitOf(err))
		}
	}
	if failed == nil {
		r.look.fails = 0
	} else if r.look.fails++; r.look.fails >= lookPatience && r.nextItem() < 0 { // while it sends, it looks on
		r.look.gaveUp = "what was sent could not be followed to its end: " + failed.Error()
	}
	wait = min(wait<<min(r.look.fails, 4), max(wait, lookLate))
	now := r.clk.Now()
	switch calm := now.Sub(r.look.moved); {
	case r.nextItem() >= 0 || calm < lookCalm:
	case calm < lookEnough:
		wait = max(wait, lookLate)
	default:
		r.look.gaveUp = model.Counted(r.tally.Open(), "run") + " that came of it did not end, or did not turn up, within an hour"
	}
	r.look.next = now.Add(wait)
	return nil
}

// lookIn reads one list back to the first request of its items.
func (r *Runner) lookIn(ctx context.Context, p api.Provider, at list, items []int) error {
	first := r.j.Results[items[0]].At
	for _, i := range items {
		if t := r.j.Results[i].At; t.Before(first) {
			first = t
		}
	}
	if c, ok := p.(api.Clocked); ok {
		if ahead, known := c.Offset(); known {
			first = first.Add(ahead)
		}
	}
	ask := model.Ask{Function: at.function, Limit: model.MaxLimit}
	for ask.Page = 1; ask.Page <= lookPages; ask.Page++ {
		page, err := p.Runs(ctx, ask)
		if err != nil {
			return err
		}
		for k := range page.Runs {
			if err := r.saw(items, &page.Runs[k].Run); err != nil {
				return err
			}
		}
		if n := len(page.Runs); !page.More || n == 0 || page.Runs[n-1].When().Before(first.Add(-lookSkew)) {
			return nil
		}
	}
	return nil
}

// saw takes in a run of a list: it may be what came of an item.
func (r *Runner) saw(items []int, run *model.Run) error {
	if run.Unfinished() {
		return nil
	}
	for _, i := range items {
		x := &r.j.Results[i]
		if x.State != Sent || !came(x, run) {
			continue
		}
		return r.write(entry{What: over, N: i, Run: run.ID.ID, Status: run.Status.String()})
	}
	return nil
}

// came reports whether a run came of a result: it is the one that was named,
// or it carries the job.
func came(x *Result, run *model.Run) bool {
	if !x.Run.IsZero() {
		return x.Run == run.ID
	}
	return x.Job != "" && x.Job == run.JobID
}
