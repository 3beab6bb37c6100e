package cli

import (
	"strings"

	"github.com/spf13/cobra"

	"fntop/api/connect"
)

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
