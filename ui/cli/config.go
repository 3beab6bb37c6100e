package cli

import (
	"bytes"
	"context"

	"github.com/spf13/cobra"

	"fntop/api/connect"
	"fntop/model"
)

func (a *app) configCommand() *cobra.Command {
	path := &cobra.Command{
		Use:   "path",
		Short: "Print where the configuration file is looked for",
		Args:  noArguments,
		RunE: func(*cobra.Command, []string) error {
			// Not loaded: the place is asked for most when the file is wrong.
			place, _, err := connect.Locate(a.global.config, a.Env)
			if err != nil {
				return err
			}
			return a.write([]byte(place + "\n"))
		},
	}
	show := &cobra.Command{
		Use:   "show",
		Short: "Print the effective configuration, secrets masked",
		Args:  noArguments,
		RunE: func(*cobra.Command, []string) error {
			c, err := a.config()
			if err != nil {
				return err
			}
			var b bytes.Buffer
			if err := c.Show(&b); err != nil {
				return err
			}
			a.warn(c)
			return a.write(b.Bytes())
		},
	}
	var write, ask bool
	initial := &cobra.Command{
		Use:   "init",
		Short: "Print a commented example with every key, or ask for a connection",
		Args:  noArguments,
		RunE: func(cmd *cobra.Command, _ []string) error {
			switch {
			case ask && write:
				return usage("--ask and --write do not go together: --ask writes what was answered.")
			case ask:
				return a.ask(cmd.Context())
			case !write:
				return a.write([]byte(connect.Example()))
			}
			place, _, err := connect.Locate(a.global.config, a.Env)
			if err != nil {
				return err
			}
			if err := connect.WriteExample(place); err != nil {
				return err
			}
			return a.write([]byte(place + "\n"))
		},
	}
	initial.Flags().BoolVar(&write, "write", false, "write it to where the configuration file is looked for, unless there is one")
	initial.Flags().BoolVar(&ask, "ask", false, "ask for a connection step by step, try it, and add it to the configuration file")
	return group("config", "Where the configuration is and what it says", path, show, initial)
}

// ask has a person set up a connection.
func (a *app) ask(ctx context.Context) error {
	if !a.InTTY || !a.OutTTY {
		return usage("--ask needs a terminal to ask in. Use \"fntop config init --write\" for a file to fill in.")
	}
	if _, _, err := connect.Locate(a.global.config, a.Env); err != nil {
		return err
	}
	c, err := checked(connect.LoadOrNew(a.global.config, a.Env))
	if err != nil {
		return err
	}
	start, err := a.start(c)
	if err != nil {
		return err
	}
	kept, err := a.Ask(ctx, start)
	if stop := ended(ctx, "fntop", ""); stop != nil {
		return quiet(code(stop))
	}
	if err != nil {
		return err
	}
	with := ""
	if a.global.config != "" {
		with = "--config " + model.Visible(a.global.config) + " "
	}
	a.say("saved as profile %s; open it with \"fntop %s--profile %s\"", quoted(kept.Name), with, model.Visible(kept.Name))
	return a.write([]byte(kept.Path + "\n"))
}
