package cli

import (
	"github.com/spf13/cobra"

	"fntop/model"
)

func (a *app) functionsCommand() *cobra.Command {
	return &cobra.Command{
		Use:   "functions",
		Short: "List functions",
		Args:  noArguments,
		RunE: func(cmd *cobra.Command, _ []string) error {
			ctx, cancel := a.limited(cmd.Context())
			defer cancel()
			s, err := a.open(ctx)
			if err != nil {
				return err
			}
			s.learn(ctx, wantFunctions)
			if err := ended(ctx, "list functions", "Try again in a moment."); err != nil {
				return err
			}
			var all []model.Function
			for _, m := range s.members {
				if m.functionErr != nil {
					s.fail(m.info.Profile, m.functionErr)
					continue
				}
				s.answered = true
				all = append(all, m.functions...)
			}
			return s.printAnd(func() error {
				return printAll(a, among(s, a.functions(), func(f *model.Function) string { return f.Profile }), all)
			})
		},
	}
}

func (a *app) triggersCommand() *cobra.Command {
	return &cobra.Command{
		Use:   "triggers",
		Short: "List triggers",
		Args:  noArguments,
		RunE: func(cmd *cobra.Command, _ []string) error {
			ctx, cancel := a.limited(cmd.Context())
			defer cancel()
			s, err := a.open(ctx)
			if err != nil {
				return err
			}
			s.learn(ctx, wantFunctions|wantTriggers)
			if err := ended(ctx, "list triggers", "Try again in a moment."); err != nil {
				return err
			}
			var all []model.Trigger
			for _, m := range s.members {
				if m.triggerErr != nil {
					s.fail(m.info.Profile, m.triggerErr)
					continue
				}
				s.unnamed(m, m.functionErr)
				s.answered = true
				all = append(all, m.triggers...)
			}
			return s.printAnd(func() error {
				return printAll(a, among(s, a.triggers(), func(t *model.Trigger) string { return t.Profile }), all)
			})
		},
	}
}

// printAnd prints what came and then reports what did not. Where no profile
// answered nothing is printed, not even a header: an empty list would say
// that there is nothing there.
func (s *session) printAnd(print func() error) error {
	s.skips.tell(s)
	if s.answered {
		if err := print(); err != nil {
			return err
		}
	}
	return s.failed.or()
}
