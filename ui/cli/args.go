package cli

import (
	"errors"
	"strings"

	"github.com/spf13/cobra"
	"github.com/spf13/pflag"

	"fntop/model"
)

func init() {
	// fntop may be opened from the Windows Explorer; it then shows its UI,
	// not cobra's advice to use a shell.
	cobra.MousetrapHelpText = ""
}

// group is a command that only holds others. Alone, or with a word that is
// none of them, it is a mistake: cobra would print help and report success.
func group(name, short string, commands ...*cobra.Command) *cobra.Command {
	g := &cobra.Command{
		Use:   name,
		Short: short,
		Args:  noSuchCommand,
		RunE: func(cmd *cobra.Command, _ []string) error {
			return usage("\"%s\" needs one of %s.", cmd.CommandPath(), listOf(commandNames(cmd), "and"))
		},
	}
	g.AddCommand(commands...)
	return g
}

func commandNames(cmd *cobra.Command) []string {
	var names []string
	for _, c := range cmd.Commands() {
		if c.IsAvailableCommand() {
			names = append(names, c.Name())
		}
	}
	return names
}

// noSuchCommand takes any argument for a mistyped command.
func noSuchCommand(cmd *cobra.Command, args []string) error {
	if len(args) == 0 {
		return nil
	}
	if near, ok := model.Nearest(args[0], commandNames(cmd)); ok {
		return usage(`there is no command %s. Did you mean "%s %s"?`, quoted(args[0]), cmd.CommandPath(), near)
	}
	return usage(`there is no command %s. "%s --help" lists them.`, quoted(args[0]), cmd.CommandPath())
}

// helpCommand is cobra's, but for a word that is no command: cobra would
// print the general help and report success.
func helpCommand(root *cobra.Command) *cobra.Command {
	return &cobra.Command{
		Use:   "help [command]",
		Short: "Help about any command",
		RunE: func(_ *cobra.Command, args []string) error {
			cmd, rest, err := root.Find(args)
			if err != nil { // its own words say no next step
				return noSuchCommand(root, args)
			}
			if len(rest) > 0 {
				return noSuchCommand(cmd, rest)
			}
			cmd.InitDefaultHelpFlag()
			cmd.InitDefaultVersionFlag()
			return cmd.Help()
		},
	}
}

// exactly wants n arguments, none of them empty.
func exactly(n int, what string) cobra.PositionalArgs {
	return func(cmd *cobra.Command, args []string) error {
		for _, arg := range args {
			if arg == "" {
				args = nil
			}
		}
		if len(args) != n {
			return usage("\"%s\" wants %s. \"%s --help\" says more.", cmd.CommandPath(), what, cmd.CommandPath())
		}
		return nil
	}
}

// noArguments is for commands that take flags alone.
func noArguments(cmd *cobra.Command, args []string) error {
	if len(args) == 0 {
		return nil
	}
	return usage(`"%s" takes no arguments, and %s is one. "%s --help" lists its flags.`, cmd.CommandPath(), quoted(args[0]), cmd.CommandPath())
}

// badFlag says what is wrong with a flag, and what may have been meant.
func badFlag(cmd *cobra.Command, err error) error {
	var unknown *pflag.NotExistError
	var wrong *pflag.InvalidValueError
	var bare *pflag.ValueRequiredError
	switch {
	case errors.As(err, &wrong):
		return usage(`--%s %s: %s "%s --help" says more.`, wrong.GetFlag().Name, quoted(wrong.GetValue()), sentence(wanting(wrong)), cmd.CommandPath())
	case errors.As(err, &bare):
		return usage(`--%s needs a value. "%s --help" says which.`, bare.GetFlag().Name, cmd.CommandPath())
	case !errors.As(err, &unknown):
		return usage(`%s "%s --help" lists the flags.`, sentence(err.Error()), cmd.CommandPath())
	}
	name := unknown.GetSpecifiedName()
	if unknown.GetSpecifiedShortnames() != "" {
		return usage("there is no flag -%s. \"%s --help\" lists them.", name, cmd.CommandPath())
	}
	var known []string
	cmd.Flags().VisitAll(func(f *pflag.Flag) {
		if !f.Hidden {
			known = append(known, f.Name)
		}
	})
	if near, ok := model.Nearest(name, known); ok {
		return usage("there is no flag --%s. Did you mean --%s?", name, near)
	}
	return usage("there is no flag --%s. \"%s --help\" lists them.", name, cmd.CommandPath())
}

// wanting is what a flag would have taken. The words of the standard library
// are about Go.
func wanting(e *pflag.InvalidValueError) string {
	switch e.GetFlag().Value.Type() {
	case "int":
		return "want a whole number"
	case "uint64":
		return "want a whole number from 0"
	case "float64":
		return "want a number"
	case "bool":
		return "want true or false"
	}
	return e.Unwrap().Error()
}

// sentence ends text as one.
func sentence(text string) string {
	if text = strings.TrimSpace(text); text == "" || strings.HasSuffix(text, ".") || strings.HasSuffix(text, "?") {
		return text
	}
	return text + "."
}
