package cli

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"
	"time"

	"github.com/spf13/cobra"

	"fntop/api/bulk"
	"fntop/model"
)

// bulkFlags say how many runs are run again.
type bulkFlags struct {
	rate      rate
	order     string
	stopAfter int
	dryRun    bool
}

func (f *bulkFlags) add(cmd *cobra.Command) {
	f.rate = rate(bulk.Usual)
	flags := cmd.Flags()
	flags.Var(&f.rate, "rate", "how many requests a second, minute or hour: `N/m`; fewer where the budget is used up")
	flags.StringVar(&f.order, "order", bulk.AsListed.String(), "which first: `ORDER`, listed (newest) or oldest")
	flags.IntVar(&f.stopAfter, "stop-after", bulk.StopAfter, "end a bulk rerun after `N` failures; 0 for never")
	flags.BoolVar(&f.dryRun, "dry-run", false, "say what would be sent, and send nothing")
	complete(cmd, "order", bulk.Orders())
	complete(cmd, "rate", nil)
}

// rate is a flag of type N/m.
type rate time.Duration

func (r *rate) String() string { return bulk.RateText(time.Duration(*r)) }
func (r *rate) Type() string   { return "N/m" }

// Set reads it.
func (r *rate) Set(text string) error {
	every, err := bulk.ParseRate(text)
	*r = rate(every)
	return err
}

// bulkRerun runs every run again that matches, or lists them.
func (a *app) bulkRerun(ctx context.Context, f *rerunFlags) error {
	const doing = "bulk rerun"
	order, known := bulk.ParseOrder(f.bulk.order)
	switch {
	case !known:
		return usage("--order %s: want listed or oldest.", quoted(f.bulk.order))
	case f.bulk.stopAfter < 0:
		return usage("--stop-after %d: want 0 for never, or more.", f.bulk.stopAfter)
	}
	w, err := a.wanted(f.which)
	if err != nil {
		return err
	}
	if w.query.Empty() && len(w.statuses) == 0 {
		return usage("%s: no --query and no --status, so that every run would be sent. Say which, as with --status failure,timeout. Nothing was sent.", doing)
	}
	s, runs, err := a.toRerun(ctx, doing, w)
	if err != nil {
		return err
	}
	for i := range runs {
		r := &runs[i].Run
		again := s.of(r.ID.Profile).info.Caps.AgainOf(r)
		if why := cmp.Or(again.No, again.NoBulk); why != "" {
			return usage("%s: run %s: %s. Nothing was sent.", doing, quoted(r.ID.ID), why)
		}
		if (f.reason != "" || f.latest) && !s.of(r.ID.Profile).info.Caps.TakesReason() {
			return usage("%s: profile %s takes neither --reason nor --latest-code. Leave it out with --profile. Nothing was sent.", doing, quoted(r.ID.Profile))
		}
	}
	if len(runs) == 0 && !f.bulk.dryRun {
		return notFound("%s: no run matches. Nothing was sent.", doing)
	}
	if f.bulk.dryRun || !a.global.yes {
		return s.previewBulk(f, order, runs)
	}
	plan := bulk.Plan{
		Made: a.Clock.Now(), Every: time.Duration(f.bulk.rate), StopAfter: f.bulk.stopAfter, Follow: f.follow,
		Reason: f.reason, LatestCode: f.latest, Items: bulk.ItemsOf(runsOf(runs), order),
	}
	if err := s.mayBulk(doing, &plan); err != nil {
		return err
	}
	for _, m := range s.members {
		plan.Places = append(plan.Places, bulk.PlaceOf(m.info))
	}
	state, err := a.Env.StateDir()
	if err != nil {
		return err
	}
	j, err := bulk.Create(state, plan)
	if err != nil {
		return usage("%s: %s. Nothing was sent.", doing, err)
	}
	return s.carryOut(ctx, j)
}

// toRerun opens the profiles and reads the runs to send: those that match and
// are over. Where a list could not be read nothing is sent: nobody would know
// which runs were left out.
func (a *app) toRerun(ctx context.Context, doing string, w wanted) (*session, []model.RunDetail, error) {
	reading, cancel := a.limited(ctx)
	defer cancel()
	s, err := a.open(ctx)
	if err == nil {
		err = s.writable(doing)
	}
	if err != nil {
		return nil, nil, err
	}
	limit := w.limit
	w.limit++ // to tell whether there are more
	runs, err := s.find(reading, w)
	if err == nil {
		err = s.failed.or()
	}
	if err != nil {
		a.say("%s: the runs could not all be read. Nothing was sent.", doing)
		return nil, nil, err
	}
	s.skips.tell(s)
	if len(runs) > limit {
		runs = runs[:limit]
		a.say("more than %d runs match; these are the newest of them. --limit takes more.", limit)
	}
	var under []string
	runs = slices.DeleteFunc(runs, func(r model.RunDetail) bool {
		if r.Unfinished() {
			under = append(under, quoted(r.ID.ID))
		}
		return r.Unfinished()
	})
	if n := len(under); n > 0 {
		const few = 5
		if n > few {
			under = append(under[:few], "…")
		}
		a.say("%s not over yet and left out: %s.", model.Are(n, "run"), strings.Join(under, ", "))
	}
	return s, runs, nil
}

// mayBulk says why a plan is refused by fntop itself: everything in it has to
// be allowed.
func (s *session) mayBulk(doing string, plan *bulk.Plan) error {
	for _, profile := range plan.Profiles() {
		i := slices.IndexFunc(s.members, func(m *member) bool { return m.info.Profile == profile })
		if i < 0 {
			continue // told of each run
		}
		m := s.members[i]
		if err := s.mayAct(m, doing, m.info.Caps.NoRerun); err != nil {
			return err
		}
		if anew := m.info.Caps.RerunsAnew; anew != "" {
			s.a.say("rerun: %s.", anew)
		}
	}
	return nil
}

// previewBulk lists what would be sent. Only a dry run is what was asked for.
func (s *session) previewBulk(f *rerunFlags, order bulk.Order, runs []model.RunDetail) error {
	if order == bulk.OldestFirst {
		slices.SortStableFunc(runs, func(x, y model.RunDetail) int { return model.Newer(&y.Run, &x.Run) })
	}
	if err := printAll(s.a, among(s, s.a.runs(), func(r *model.RunDetail) string { return r.ID.Profile }), runs); err != nil {
		return err
	}
	plan := bulk.Plan{Every: time.Duration(f.bulk.rate), Items: bulk.ItemsOf(runsOf(runs), order)}
	text := fmt.Sprintf("%s would be run again, at %s in some %s", model.Counted(len(runs), "run"), f.bulk.rate.String(), plan.Least().Round(time.Second))
	if f.bulk.dryRun {
		s.a.say("%s. Nothing was sent.", text)
		return nil
	}
	return usage("%s. Nothing was sent; add --yes to send them.", text)
}

func runsOf(runs []model.RunDetail) []*model.Run {
	all := make([]*model.Run, len(runs))
	for i := range runs {
		all[i] = &runs[i].Run
	}
	return all
}

// continueBulk sends the rest of a bulk rerun.
func (a *app) continueBulk(ctx context.Context, args []string) error {
	const doing = "continue a bulk rerun"
	r, err := a.journal(args, (*bulk.Record).Unfinished)
	if err != nil {
		return err
	}
	s, err := a.open(ctx)
	if err == nil {
		err = s.writable(doing)
	}
	if err == nil {
		err = s.mayBulk(doing, &r.Plan)
	}
	if err != nil {
		return err
	}
	s.toldFailures()
	j, err := bulk.Open(r.Path)
	if err != nil {
		return notOpened(r, err)
	}
	a.say("continuing the bulk rerun %s: %s left of %d.", r.Name(), model.Counted(j.Left(), "run"), len(j.Plan.Items))
	return s.carryOut(ctx, j)
}

// abandonJournal ends a bulk rerun for good.
func (a *app) abandonJournal(args []string) error {
	r, err := a.journal(args, (*bulk.Record).Unfinished)
	if err != nil {
		return err
	}
	j, err := bulk.Open(r.Path)
	if err != nil {
		return notOpened(r, err)
	}
	if err := j.Abandon(a.Clock.Now()); err != nil {
		return usage("%s.", err)
	}
	a.say("the bulk rerun %s is given up; %s not sent.", r.Name(), model.Are(r.Left(), "run"))
	return nil
}

func notOpened(r *bulk.Record, err error) error {
	if errors.Is(err, bulk.ErrHeld) {
		return usage("bulk rerun %s: %s.", r.Name(), err)
	}
	return usage("%s.", err)
}

// journal is the one that is named, else the newest that will do and that
// nobody works on.
func (a *app) journal(args []string, will func(*bulk.Record) bool) (*bulk.Record, error) {
	state, err := a.Env.StateDir()
	if err != nil {
		return nil, err
	}
	if len(args) > 0 {
		r, err := bulk.Find(state, args[0])
		if err != nil {
			return nil, usage("%s. \"fntop rerun --journals\" lists those there are.", err)
		}
		return r, nil
	}
	var held *bulk.Record
	for _, r := range bulk.List(state) {
		switch {
		case !will(r):
		case !bulk.Held(r.Path):
			return r, nil
		case held == nil:
			held = r
		}
	}
	if held != nil {
		return held, nil // whoever opens it is told
	}
	return nil, notFound("no bulk rerun has anything left to send. \"fntop rerun --journals\" lists those there are.")
}
