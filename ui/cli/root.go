package cli

import (
	"context"
	"errors"
	"time"

	"github.com/spf13/cobra"

	"fntop/api/connect"
	"fntop/api/demo"
	"fntop/theme"
)

// globals are the flags of every command.
type globals struct {
	profiles          []string
	config            string
	output            format
	jq                string
	readOnly, noColor bool
	noHistory         bool
	noRestore         bool
	view              string
	theme, refresh    string
	debug             string
	yes               bool
}

func (a *app) root() *cobra.Command {
	var d demoFlags
	var withDemo bool
	root := &cobra.Command{
		Use:   "fntop",
		Short: "Watch, invoke and rerun compute functions from the terminal",
		Long: "fntop watches the runs of compute functions in the terminal. Without a command it opens the terminal UI.\n\n" +
			"Exit codes: 0 done, or a followed run completed; 1 a followed run ended otherwise; 2 usage or configuration;\n" +
			"3 not authorised; 4 backend unreachable, failing or refusing; 5 no such function, trigger or run;\n" +
			"6 answer not understood; 124 --timeout passed; 130 interrupted; 143 terminated.",
		Example:       "  fntop --demo\n  fntop runs --status failure --since 24h\n  fntop invoke resize-image --payload @order.json --follow",
		Version:       a.Version,
		SilenceErrors: true,
		SilenceUsage:  true,
		Args:          noSuchCommand,
		RunE: func(cmd *cobra.Command, _ []string) error {
			if !withDemo {
				if given := d.given(cmd); len(given) > 0 {
					return usage("%s goes with --demo or \"fntop demo serve\".", given[0])
				}
				return a.openUI(cmd.Context(), nil)
			}
			options, helped, err := d.options(a)
			if helped || err != nil {
				return err
			}
			return a.openUI(cmd.Context(), options)
		},
	}
	root.SetVersionTemplate("fntop {{.Version}}\n")
	root.SetFlagErrorFunc(badFlag)
	root.Flags().BoolVar(&withDemo, "demo", false, "open the terminal UI on an embedded demo server; no account needed")
	d.add(root)
	root.Flags().StringVar(&a.global.view, "view", "", "open the terminal UI on a saved view: `NAME`")
	root.Flags().BoolVar(&a.global.noRestore, "no-restore", false, "begin with every run, not with what was looked at last")
	if err := root.RegisterFlagCompletionFunc("view", a.completeViews); err != nil {
		panic(err) // the flag does not exist: a mistake in this package
	}

	g := &a.global
	flags := root.PersistentFlags()
	flags.StringArrayVar(&g.profiles, "profile", nil, "the profiles to use: `NAME[,NAME...]`")
	flags.StringVar(&g.config, "config", "", "the configuration file: `FILE`")
	flags.VarP(&g.output, "output", "o", "how results are printed: table, json, jsonl or csv")
	flags.StringVar(&g.jq, "jq", "", "print what `EXPR` makes of the JSON, of each line with -o jsonl; implies -o json")
	flags.BoolVar(&g.readOnly, "read-only", false, "refuse everything that changes something")
	flags.BoolVar(&g.noHistory, "no-history", false, "keep nothing of what is seen once fntop ends")
	flags.StringVar(&g.theme, "theme", "", "the colours of the terminal UI: `NAME`")
	flags.BoolVar(&g.noColor, "no-color", false, "no colours")
	flags.StringVar(&g.refresh, "refresh", "", "how old the data on screen may become: `D`")
	flags.StringVar(&g.debug, "debug", "", "write what fntop does to `FILE`, without secrets, for a report of what went wrong")
	complete(root, "output", formatNames)
	complete(root, "theme", theme.Names)
	complete(root, "jq", nil)
	complete(root, "refresh", nil)
	if err := root.RegisterFlagCompletionFunc("profile", a.completeProfiles); err != nil {
		panic(err) // the flag does not exist: a mistake in this package
	}
	root.PersistentPreRunE = func(cmd *cobra.Command, _ []string) error {
		if err := a.checkFlags(); err != nil {
			return err
		}
		if err := a.checkJQ(root.PersistentFlags().Changed("jq"), root.PersistentFlags().Changed("output")); err != nil || !root.PersistentFlags().Changed("debug") {
			return err
		}
		if err := a.openDebug(g.debug); err != nil {
			return err
		}
		a.debug.start(cmd, a.Version)
		return nil
	}

	root.AddCommand(a.functionsCommand(), a.triggersCommand(), a.runsCommand(), a.runCommand(), a.bundleCommand(), a.reportCommand(),
		a.invokeCommand(), a.rerunCommand(), a.followCommand(), a.demoCommand(), a.configCommand(),
		a.watchCommand(), a.alertsCommand(), a.viewsCommand(), a.doctorCommand(), a.completionCommand(root))
	root.CompletionOptions.DisableDefaultCmd = true
	root.SetHelpCommand(helpCommand(root))
	return root
}

// refresh is --refresh, else the other one.
func (a *app) refresh(other time.Duration) (time.Duration, error) {
	if a.global.refresh == "" {
		return other, nil
	}
	return connect.ParseRefresh(a.global.refresh)
}

// start is what everything on the screen begins with.
func (a *app) start(c *connect.Config) (s Start, err error) {
	s = Start{Watched: a.watched(), Config: c, ReadOnly: a.global.readOnly || c.ReadOnly(), NoHistory: a.global.noHistory || !c.History().Enabled, Theme: c.UI().Theme}
	if a.global.theme != "" {
		s.Theme = a.global.theme
	}
	noColor, _ := a.Env.Lookup("NO_COLOR")
	s.NoColor = a.global.noColor || noColor != ""
	s.Refresh, err = a.refresh(c.UI().Refresh)
	return s, err
}

// openUI starts the terminal UI on the chosen profiles, or on the demo.
func (a *app) openUI(ctx context.Context, d *demo.Options) error {
	if !a.InTTY || !a.OutTTY {
		return usage("the terminal UI needs a terminal. Use a command, such as \"fntop runs\"; \"fntop --help\" lists them.")
	}
	c, err := a.config()
	if err != nil {
		return err
	}
	start, err := a.start(c)
	if err != nil {
		return err
	}
	start.Restore = c.UI().Restore && !a.global.noRestore
	if a.global.view != "" {
		if start.View, err = a.view(a.global.view); err != nil {
			return err
		}
	}
	profiles := a.profilesOf(start.View, c, d != nil)
	if start.Demo = d; d == nil {
		start.Profiles, err = c.Select(profiles)
		start.ByFile = !c.ByShell(profiles)
		switch {
		case err == nil, errors.Is(err, connect.ErrNoProfile): // what the start page is for
		case start.ByFile:
			start.Problem = err.Error()
		default:
			return err
		}
	}
	start.Warnings = c.Warnings()
	if err := a.UI(ctx, start); err != nil {
		if stop := ended(ctx, "fntop", ""); stop != nil {
			return quiet(code(stop))
		}
		return err
	}
	if stop := ended(ctx, "fntop", ""); stop != nil {
		return quiet(code(stop))
	}
	return nil
}
