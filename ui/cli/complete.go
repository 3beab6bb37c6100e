package cli

import (
	"bytes"
	"fmt"
	"io"
	"strings"

	"github.com/spf13/cobra"

	"fntop/api/connect"
)

// completionCommand prints the script that makes a shell complete fntop.
func (a *app) completionCommand(root *cobra.Command) *cobra.Command {
	scripts := map[string]func(io.Writer) error{
		"bash":       func(w io.Writer) error { return root.GenBashCompletionV2(w, true) },
		"zsh":        root.GenZshCompletion,
		"fish":       func(w io.Writer) error { return root.GenFishCompletion(w, true) },
		"powershell": root.GenPowerShellCompletionWithDesc,
	}
	return &cobra.Command{
		Use:       "completion bash|zsh|fish|powershell",
		Short:     "Print the completion script of a shell",
		Example:   "  source <(fntop completion bash)\n  fntop completion fish > ~/.config/fish/completions/fntop.fish",
		ValidArgs: []string{"bash", "zsh", "fish", "powershell"},
		Args:      exactly(1, "a shell: bash, zsh, fish or powershell"),
		RunE: func(cmd *cobra.Command, args []string) error {
			script, ok := scripts[args[0]]
			if !ok {
				return usage("there is no completion for %s. There is one for bash, zsh, fish and powershell.", quoted(args[0]))
			}
			var b bytes.Buffer
			if err := script(&b); err != nil {
				return fmt.Errorf("completion: %w", err)
			}
			return a.write(b.Bytes())
		},
	}
}

// complete makes the words the completions of a flag; without words there
// are none, since file names would be wrong. Nothing here uses the network:
// a shell waits for it.
func complete(cmd *cobra.Command, flag string, words []string) {
	err := cmd.RegisterFlagCompletionFunc(flag, func(_ *cobra.Command, _ []string, typed string) ([]string, cobra.ShellCompDirective) {
		return listed(words, typed), cobra.ShellCompDirectiveNoFileComp
	})
	if err != nil {
		panic(err) // the flag does not exist: a mistake in this package
	}
}

// listed completes the last word of a list with commas.
func listed(words []string, typed string) []string {
	before := typed[:strings.LastIndexByte(typed, ',')+1]
	var out []string
	for _, w := range words {
		if strings.HasPrefix(before+w, typed) {
			out = append(out, before+w)
		}
	}
	return out
}

// nothing completes an argument that fntop would have to ask a backend for.
func nothing(*cobra.Command, []string, string) ([]string, cobra.ShellCompDirective) {
	return nil, cobra.ShellCompDirectiveNoFileComp
}

// completeProfiles completes --profile with the names in the file.
func (a *app) completeProfiles(_ *cobra.Command, _ []string, typed string) ([]string, cobra.ShellCompDirective) {
	c, err := connect.Load(a.global.config, a.Env)
	if err != nil {
		return nil, cobra.ShellCompDirectiveNoFileComp
	}
	return listed(c.Names(), typed), cobra.ShellCompDirectiveNoFileComp
}
