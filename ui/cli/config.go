package cli

import (
	"bytes"

	"github.com/spf13/cobra"

	"fntop/api/connect"
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
	var write bool
	initial := &cobra.Command{
		Use:   "init",
		Short: "Print a commented example with every key",
		Args:  noArguments,
		RunE: func(*cobra.Command, []string) error {
			if !write {
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
	return group("config", "Where the configuration is and what it says", path, show, initial)
}
