package cli

import (
	"context"

	"github.com/spf13/cobra"

	"fntop/api"
	"fntop/model"
)

func (a *app) runCommand() *cobra.Command {
	return &cobra.Command{
		Use:   "run RUN-ID",
		Short: "Show one run in full",
		Long: "Show one run in full. As a table it is a sheet for a person to read: the error, what the function returned\n" +
			"and what it was given keep their line breaks there, each line indented. Other programs read -o json.",
		Args: exactly(1, "one run id"),
		RunE: func(cmd *cobra.Command, args []string) error {
			ctx, cancel := a.limited(cmd.Context())
			defer cancel()
			s, err := a.open(ctx)
			if err != nil {
				return err
			}
			m, run, err := s.findRun(ctx, args[0])
			if err != nil {
				return err
			}
			s.answered = true
			a.warnBroken(run)
			return s.printAnd(func() error { return printOne(a, a.runs(), s.named(m, &run)) })
		},
	}
}

// named is the run with its names, or with a warning that they are missing.
func (s *session) named(m *member, r *model.RunDetail) *model.RunDetail {
	m.book.Name(&r.Run)
	if r.Function.ID != "" && r.Function.Name == "" {
		s.unnamed(m, m.functionErr)
	}
	if r.Trigger.ID != "" && r.Trigger.Name == "" {
		s.unnamed(m, m.triggerErr)
	}
	return r
}

// findRun reads a run, looking in each profile in turn. An id that fits two
// is refused; a profile that cannot be read stays in s.failed.
func (s *session) findRun(ctx context.Context, id string) (*member, model.RunDetail, error) {
	s.learning(ctx)
	var at []*member
	var found []model.RunDetail
	var missing error
	for _, m := range s.members {
		run, err := m.p.Run(ctx, model.RunID{Profile: m.info.Profile, ID: id})
		switch {
		case err == nil:
			at, found = append(at, m), append(found, run)
		case api.KindOf(err) == api.NotFound:
			missing = err
		default:
			s.fail(m.info.Profile, err)
		}
	}
	s.learned()
	for _, m := range s.members {
		if err := m.lost(); err != nil {
			s.fail(m.info.Profile, err)
		}
	}
	switch {
	case ctx.Err() != nil:
		return nil, model.RunDetail{}, ended(ctx, "read the run", "Try again in a moment.")
	case len(found) > 1:
		return nil, model.RunDetail{}, usage("run %s: the id fits in %s. Choose one with --profile.", quoted(id), profilesOf(at))
	case len(found) == 1:
		return at[0], found[0], nil
	case len(s.failed) > 0:
		return nil, model.RunDetail{}, s.failed.or()
	case s.many:
		return nil, model.RunDetail{}, notFound("run %s: no profile has a run of that id. Check the id, or look for the run with \"fntop runs\".", quoted(id))
	}
	return nil, model.RunDetail{}, missing
}

// learning begins to learn beside other work; learned waits for it.
func (s *session) learning(ctx context.Context) {
	done := make(chan struct{})
	s.learned = func() { <-done }
	go func() {
		defer close(done)
		s.learn(ctx, wantFunctions|wantTriggers)
	}()
}

// lost is the error of a backend where nothing at all is found: the workspace
// is wrong, not what was looked for in it.
func (m *member) lost() error {
	if api.KindOf(m.functionErr) == api.NotFound && api.KindOf(m.triggerErr) == api.NotFound {
		return m.functionErr
	}
	return nil
}

func profilesOf(members []*member) string {
	text := ""
	for i, m := range members {
		switch {
		case i > 0 && i == len(members)-1:
			text += " and "
		case i > 0:
			text += ", "
		}
		text += m.info.Profile
	}
	return text
}
