package bulk

import (
	"context"
	"errors"
	"slices"
	"time"

	"fntop/api"
	"fntop/model"
)

const (
	// overBudget is how long is waited where fntop's own budget of requests is
	// used up, before it is looked at again.
	overBudget = time.Second
	noBudget   = "the budget of requests is used up"
	// leastWait is how long is waited at the least where the backend asks to
	// come back later and does not say when, and mostWaits how often in a row.
	leastWait = 5 * time.Second
	mostWaits = 20
)

// sendWhere sends a run, unless its profile is not open or has no request left.
func (r *Runner) sendWhere(ctx context.Context, i int) error {
	p := r.provider(r.j.Plan.Items[i].Run.Profile)
	switch {
	case p == nil:
		return r.pass(i, "its profile is not open")
	case !r.j.Plan.Fits(p.Info()):
		return r.pass(i, "its profile leads to another place than when it was planned")
	case p.Info().ReadOnly:
		return r.pass(i, "its profile is read-only")
	case p.Left() == 0:
		r.next = r.clk.Now().Add(overBudget)
		r.hold(noBudget)
		return nil
	}
	return r.send(ctx, p, i)
}

// pass leaves out a run that cannot be sent: somebody else may continue it.
func (r *Runner) pass(i int, why string) error {
	r.passed[i] = true
	return r.write(entry{What: unsent, N: i, Why: why})
}

// hold says why nothing moves.
func (r *Runner) hold(why string) {
	if why != r.note {
		r.note = why
		r.say(-1)
	}
}

// send sends a run, once: the journal says so before, and afterwards how it
// went.
func (r *Runner) send(ctx context.Context, p api.Provider, i int) error {
	r.note = ""
	if err := r.write(entry{What: sending, N: i}); err != nil {
		return err
	}
	at := r.clk.Now()
	if r.next = at.Add(r.j.Plan.Every); r.begun.IsZero() {
		r.begun = at
	}
	r.sent++
	// An answer that is not waited for is lost, so the end of ctx does not end
	// this. How long it may take is the provider's to say.
	receipt, err := p.Do(context.WithoutCancel(ctx), r.j.Plan.action(i, p.Info().Caps))
	if err == nil {
		r.waits = 0
		return r.write(entry{What: sent, N: i, Job: receipt.JobID, Run: receipt.RunID})
	}
	return r.notSent(ctx, p, i, err)
}

// notSent tells apart what happened to a run that was not accepted.
func (r *Runner) notSent(ctx context.Context, p api.Provider, i int, err error) error {
	var e *api.Error
	if !errors.As(err, &e) {
		e = &api.Error{Kind: api.Unreadable, Lost: true, Err: err}
	}
	switch {
	case e.Lost, e.Kind == api.Unreadable, e.Kind == api.TooLarge:
		if err := r.write(entry{What: lost, N: i, Why: e.Error()}); err != nil {
			return err
		}
		return r.lookFor(ctx, p, i)
	case e.Kind == api.RateLimited && r.waits < mostWaits:
		// It was turned away and did nothing: it comes first once the wait is
		// over, and is no failure.
		r.waits++
		r.next = r.clk.Now().Add(max(e.Wait, leastWait))
		r.note = "the backend asks to wait"
		return r.write(entry{What: unsent, N: i})
	case e.Unsent, e.Kind == api.RateLimited, e.Kind == api.Unreachable, e.Kind == api.TimedOut, e.Kind == api.Unauthorized,
		e.Kind == api.Canceled, e.Kind == api.ServerError:
		r.tried++
		return r.pass(i, e.Error())
	}
	return r.write(entry{What: refused, N: i, Why: e.Error()})
}

// lookFor looks for what came of a run whose answer is not known.
func (r *Runner) lookFor(ctx context.Context, p api.Provider, i int) error {
	runs, _ := api.LookFor(ctx, r.clk, p, r.j.Plan.action(i, p.Info().Caps), r.j.Results[i].At, nil) // that none is seen says nothing, whatever the reason
	runs = slices.DeleteFunc(runs, func(run model.RunDetail) bool { return r.ours(&run.Run) })
	if len(runs) != 1 {
		return nil // of several nobody knows which: it stays in doubt
	}
	return r.write(entry{What: found, N: i, Run: runs[0].ID.ID, Job: runs[0].JobID})
}

// ours reports whether a run came of another item.
func (r *Runner) ours(run *model.Run) bool {
	return slices.ContainsFunc(r.j.Results, func(x Result) bool { return came(&x, run) })
}

// takeUp begins with what another runner left: whatever was on its way when
// that one ended is in doubt from now on, and is to be looked for once more,
// like what was not found before.
func (r *Runner) takeUp() error {
	for i := range r.j.Results {
		x := &r.j.Results[i]
		if x.State == Sending {
			if err := r.write(entry{What: lost, N: i, Why: "fntop ended before the answer came"}); err != nil {
				return err
			}
		}
		if x.State == Doubt {
			r.doubts = append(r.doubts, i)
		}
	}
	return nil
}

// settle looks for the next one in doubt. It does one at a time, so that a
// pause or an abort is heard in between, and like every look it leaves some
// requests to others.
func (r *Runner) settle(ctx context.Context) error {
	i := r.doubts[0]
	p := r.provider(r.j.Plan.Items[i].Run.Profile)
	open := p != nil && r.j.Plan.Fits(p.Info())
	if open && p.Left() < lookReserve {
		r.hold(noBudget)
		r.wait(ctx, r.clk.Now().Add(overBudget))
		return nil
	}
	r.note = ""
	if open {
		if err := r.lookFor(ctx, p, i); err != nil {
			return err
		}
	}
	r.doubts = r.doubts[1:]
	r.spare()
	return nil
}

// spare lets what failed before this runner be no reason to stop it at once:
// whoever continues it has seen that. What was tried and not sent is tried
// again.
func (r *Runner) spare() { r.before = r.tally.Failures() - r.tally.Unsent }
