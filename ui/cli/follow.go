package cli

import (
	"context"
	"fmt"
	"slices"
	"strings"

	"github.com/spf13/cobra"

	"fntop/api"
	"fntop/model"
)

// jobPrefix marks a job id where a run id may stand.
const jobPrefix = "job:"

func (a *app) followCommand() *cobra.Command {
	var timeout span
	cmd := &cobra.Command{
		Use:   "follow RUN-ID|job:JOB-ID",
		Short: "Follow a run to its end; the exit code says how it ended",
		Long: "Follow a run to its end; the exit code says how it ended. With -o jsonl, what the run does on its way is\n" +
			"printed as it comes, an event a line, where the backend tells it; the run itself is the last line.",
		Args: exactly(1, "one run id, or job: and a job id"),
		RunE: func(cmd *cobra.Command, args []string) error {
			ctx, cancel := a.within(cmd.Context(), timeout.d)
			defer cancel()
			s, err := a.open(ctx)
			if err != nil {
				return err
			}
			job, isJob := strings.CutPrefix(args[0], jobPrefix)
			if isJob && job == "" || args[0] == "" {
				return usage("want a run id, or job: and a job id.")
			}
			if isJob {
				if err := s.withJobs(job); err != nil {
					return err
				}
			}
			if isJob || len(s.members) == 1 {
				s.learning(ctx)
				defer func() { s.learned() }()
			}
			ctx, lines := a.entryLines(ctx)
			defer lines.stop()
			switch {
			case isJob && len(s.members) > 1:
				return s.followAnywhere(ctx, job)
			case isJob:
				s.toldFailures()
				return s.follow(ctx, s.members[0], api.Target{JobID: job}, model.Receipt{})
			case len(s.members) > 1:
				m, run, err := s.findRun(ctx, args[0])
				if err != nil {
					return err
				}
				s.toldFailures()
				return lines.or(s.follow(ctx, m, api.Target{Run: run.ID, Entries: lines.told()}, model.Receipt{}))
			}
			m := s.members[0]
			s.toldFailures()
			id := model.RunID{Profile: m.info.Profile, ID: args[0]}
			err = lines.or(s.follow(ctx, m, api.Target{Run: id, Entries: lines.told()}, model.Receipt{}))
			if s.learned(); api.KindOf(err) == api.NotFound && m.lost() != nil {
				return m.lost()
			}
			return err
		},
		ValidArgsFunction: nothing,
	}
	cmd.Flags().Var(&timeout, "timeout", "give up after `D`, counted from the start (exit 124)")
	return cmd
}

// withJobs leaves the profiles whose runs come of jobs.
func (s *session) withJobs(job string) error {
	why := ""
	s.members = slices.DeleteFunc(s.members, func(m *member) bool {
		why = m.info.Caps.NoJobs
		return why != ""
	})
	if len(s.members) == 0 && why != "" {
		return usage("follow job %s: %s. Follow the run by its id.", quoted(job), why)
	}
	return nil
}

// follow waits for the run's end and prints it.
func (s *session) follow(ctx context.Context, m *member, t api.Target, receipt model.Receipt) error {
	p := progress{a: s.a, job: t.JobID}
	if receipt.JobID != "" {
		// Said before the first look, which may see the run already: whoever
		// is interrupted now needs the job to go on from.
		p.queued()
	}
	run, err := api.Follow(ctx, s.a.Clock, m.p, t, p.saw)
	return s.outcome(ctx, m, run, err, t, receipt)
}

// outcome prints a followed run as last seen, also when it was given up: a
// script can go on from there. Where no run was seen it prints the receipt of
// the action that was followed. The run's status makes the exit code.
func (s *session) outcome(ctx context.Context, m *member, run model.RunDetail, err error, t api.Target, receipt model.Receipt) error {
	s.learned() // for the names
	var failed error
	switch {
	case !run.ID.IsZero():
		m.book.Name(&run.Run)
		s.a.warnBroken(run)
		failed = printOne(s.a, s.a.runs(), &run)
	case err != nil && receipt != (model.Receipt{}):
		failed = printOne(s.a, receipts(), &receipt)
	}
	if failed != nil && !goneAway(failed) {
		return failed
	}
	switch {
	case err != nil && ctx.Err() != nil:
		return givenUp(ctx, run.ID, t)
	case err != nil:
		return err
	case run.Status == model.StatusCompleted || run.Status == model.StatusRecorded:
		return nil
	}
	return quiet(exitEnded)
}

// givenUp says what was followed when the time was over, and how to go on.
func givenUp(ctx context.Context, seen model.RunID, t api.Target) error {
	switch {
	case !seen.IsZero():
		return ended(ctx, "follow run "+quoted(seen.ID), fmt.Sprintf(`It is not over; "fntop follow %s" follows it further.`, seen.ID))
	case t.Run.IsZero():
		return ended(ctx, "follow job "+quoted(t.JobID), fmt.Sprintf(`It has become no run so far; "fntop follow %s%s" looks further.`, jobPrefix, t.JobID))
	}
	return ended(ctx, "follow run "+quoted(t.Run.ID), "It could not be read; allow more with --timeout.")
}

// progress prints one line for each change.
type progress struct {
	a    *app
	job  string
	last string
}

func (p *progress) saw(s api.Sighting) {
	line := ""
	switch {
	case s.Err != nil:
		line = "fntop: " + s.Err.Error()
		if s.Again == 0 {
			return // the command ends with it
		}
		line += " Trying again."
	case s.Run != nil:
		line = fmt.Sprintf("%s (run %s)", statusText(&s.Run.Run), s.Run.ID.ID)
	default:
		p.queued()
		return
	}
	p.print(line)
}

func (p *progress) queued() { p.print(fmt.Sprintf("queued (job %s)", p.job)) }

// print writes the line unless it is the last one again.
func (p *progress) print(line string) {
	if line != p.last {
		p.last = line
		_, _ = fmt.Fprintln(p.a.Err, model.Visible(line))
	}
}
