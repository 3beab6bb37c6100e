package cli

import (
	"context"
	"unicode/utf8"

	"github.com/spf13/cobra"

	"fntop/api"
	"fntop/model"
	"fntop/ui/draw"
)

// rerunFlags are what rerun is asked for: one run, many, or the rest of many.
type rerunFlags struct {
	actFlags
	reason, override string
	latest           bool

	which                       runsFlags
	bulk                        bulkFlags
	goOn, abandon, listJournals bool
}

func (a *app) rerunCommand() *cobra.Command {
	var f rerunFlags
	cmd := &cobra.Command{
		Use:   "rerun RUN-ID | --query EXPR [--yes] | --continue [JOURNAL]",
		Short: "Rerun a run once, or many runs one after another",
		Long: "Rerun a run once, or with --query or --status every run that matches, one after another.\n\n" +
			"The newest 100 that match are taken unless --limit says otherwise, from as far back as the backend lists\n" +
			"runs unless --since does.\n\n" +
			"Without --yes, and with --dry-run, such a bulk rerun only lists the runs it would send; of one run --dry-run\n" +
			"says what would be sent. A journal in the state folder says of each run whether it was sent, so that --continue\n" +
			"sends the rest of a bulk rerun that was interrupted, stopped, aborted or killed, and no run twice. JOURNAL is\n" +
			"its name; the newest that has something left when it is not given.\n\n" +
			"Exit codes of a bulk rerun: 0 all were sent, and with --follow completed; 1 a followed run ended\n" +
			"otherwise; 4 some were refused, not sent, or may or may not have happened.",
		Example: "  fntop rerun RUN-ID --reason \"provider is back\" --follow\n" +
			"  fntop rerun --status failure,timeout --query 'fn:send-mail error~\"rate limit\"' --since 2h --yes\n" +
			"  fntop rerun --continue",
		Args:              f.arguments,
		ValidArgsFunction: nothing,
		RunE: func(cmd *cobra.Command, args []string) error {
			if !utf8.ValidString(f.reason) {
				return usage("--reason: not valid UTF-8. Nothing was sent.")
			}
			ctx, cancel := a.within(cmd.Context(), f.timeout.d)
			defer cancel()
			switch {
			case f.listJournals:
				return a.printJournals()
			case f.abandon:
				return a.abandonJournal(args)
			case f.goOn:
				return a.continueBulk(ctx, args)
			case len(args) == 0:
				return a.bulkRerun(ctx, &f)
			}
			action := model.Action{Kind: model.Rerun, Reason: f.reason, LatestCode: f.latest}
			if cmd.Flags().Changed("override") {
				var err error
				if action.Override, err = a.payload(ctx, "--override", f.override); err != nil {
					return err
				}
				if action.Override[0] != '{' {
					return usage("--override: want an object of the parameters to replace. Nothing was sent.")
				}
			}
			return a.rerun(ctx, args[0], action, &f)
		},
	}
	flags := cmd.Flags()
	flags.StringVar(&f.reason, "reason", "", "kept with the new run: `TEXT`")
	flags.BoolVar(&f.latest, "latest-code", false, "run the function's code of now, not the run's own")
	flags.StringVar(&f.override, "override", "", "parameters to replace: `JSON|@FILE|-`")
	f.actFlags.add(a, cmd)
	flags.Lookup("yes").Usage = "confirm it: a bulk rerun, or where the profile has confirm = \"name\""
	f.which.add(cmd, 100)
	f.bulk.add(cmd)
	flags.BoolVar(&f.goOn, "continue", false, "send the rest of a bulk rerun")
	flags.BoolVar(&f.abandon, "abandon", false, "give the rest of a bulk rerun up for good")
	flags.BoolVar(&f.listJournals, "journals", false, "list the bulk reruns of the past, newest first")
	return cmd
}

// ofOne are flags of one run's rerun alone, ofMany of a bulk rerun.
var (
	ofOne  = []string{"override"}
	ofMany = []string{"query", "status", "function", "trigger", "since", "until", "limit", "rate", "order", "stop-after"}
)

// arguments wants one run id, or what a bulk rerun is about.
func (f *rerunFlags) arguments(cmd *cobra.Command, args []string) error {
	set := func(names []string) string {
		for _, name := range names {
			if cmd.Flags().Changed(name) {
				return name
			}
		}
		return ""
	}
	kept := f.goOn || f.abandon || f.listJournals
	one, many := set(ofOne), set(ofMany)
	switch {
	case kept && (f.bulk.dryRun || one != "" || many != "" || len(args) > 1 || f.listJournals && len(args) > 0):
		return usage("what a bulk rerun does was said when it was begun: --continue and --abandon take the name of its journal and no more, --journals nothing.")
	case kept:
		return nil
	case many != "" && len(args) > 0:
		return usage("--%s chooses the runs, and %s names one. Leave one of them out.", many, quoted(args[0]))
	case many != "" && one != "":
		return usage("--%s is for a single run.", one)
	case many != "":
		return nil
	}
	return exactly(1, "one run id, or --query and what the runs have in common")(cmd, args)
}

func (a *app) rerun(ctx context.Context, id string, action model.Action, f *rerunFlags) error {
	ctx, cancel := a.acting(ctx, f.actFlags)
	defer cancel()
	doing := "rerun run " + quoted(id)
	s, err := a.open(ctx)
	if err == nil {
		err = s.writable(doing)
	}
	if err != nil {
		return err
	}
	m, run, err := s.findRun(ctx, id)
	if err != nil {
		return err
	}
	again := m.info.Caps.AgainOf(&run.Run)
	why := again.No
	if len(action.Override) > 0 && why == "" {
		why = again.NoInput
	}
	if err := s.mayAct(m, doing, why); err != nil {
		return err
	}
	s.toldFailures()
	if again.Anew != "" {
		a.say("rerun: %s.", again.Anew)
	}
	action.Run = run.ID
	if f.bulk.dryRun {
		return s.previewOne(&run, action)
	}
	return s.act(ctx, m, action, api.Target{Function: run.Function.ID}, f.actFlags)
}

// previewOne says what would be sent to run one run again.
func (s *session) previewOne(run *model.RunDetail, action model.Action) error {
	with := ""
	if action.LatestCode {
		with += ", with the code of now"
	}
	if n := len(action.Override); n > 0 {
		with += ", with " + draw.Bytes(int64(n)) + " of parameters replaced"
	}
	if action.Reason != "" {
		with += ", because " + quoted(action.Reason)
	}
	s.a.say("run %s (%s of %s) would be run again%s. Nothing was sent.", quoted(run.ID.ID), run.Status, quoted(run.Function.Label()), with)
	return printAll(s.a, among(s, s.a.runs(), func(r *model.RunDetail) string { return r.ID.Profile }), []model.RunDetail{*run})
}
