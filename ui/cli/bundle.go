package cli

import (
	"context"

	"github.com/spf13/cobra"

	"fntop/model"
	"fntop/ui/bundle"
	"fntop/ui/draw"
	"fntop/ui/file"
	"fntop/ui/mask"
)

// bundleFlags are the flags of bundle. Its -o names a file: there is one form
// only, and it is for people.
type bundleFlags struct {
	to   string
	keep []string
	bare bool
}

func (a *app) bundleCommand() *cobra.Command {
	var f bundleFlags
	cmd := &cobra.Command{
		Use:   "bundle RUN-ID",
		Short: "Write all there is to know about one run as Markdown, without its secrets",
		Long: "Write an incident bundle: the run, its error, output and input, what has changed since the last success, the\n" +
			"original and its reruns, the runs before and after, and how long they took. It is Markdown, to be handed to others.\n\n" +
			"What looks like a secret is masked, and so are e-mail addresses and card numbers: by the names that values stand\n" +
			"under, by the forms of tokens and keys, and by how random a text is. Each place is listed at the end with its path;\n" +
			"--keep PATH leaves it, and what is below it, as it is. Not everything can be recognised: read it before you hand it on.",
		Example: "  fntop bundle RUN-ID -o incident.md\n  fntop bundle RUN-ID --keep output.customer.email",
		Args:    exactly(1, "one run id"),
		RunE: func(cmd *cobra.Command, args []string) error {
			ctx, cancel := a.limited(cmd.Context())
			defer cancel()
			return a.bundle(ctx, f, args[0])
		},
	}
	flags := cmd.Flags()
	flags.StringVarP(&f.to, "output", "o", "-", "where it is written: `FILE`, or - for standard output; nothing is overwritten")
	flags.StringArrayVar(&f.keep, "keep", nil, "leave `PATH` as it is, as listed at the end of a bundle; may repeat")
	flags.BoolVar(&f.bare, "no-redact", false, "mask nothing")
	complete(cmd, "keep", nil)
	return cmd
}

func (a *app) bundle(ctx context.Context, f bundleFlags, id string) error {
	if a.jq != nil {
		return usage("--jq works on JSON, and a bundle is Markdown. \"fntop run %s --jq …\" takes one apart.", model.Visible(id))
	}
	if f.bare && len(f.keep) > 0 {
		return usage("--keep and --no-redact do not go together: the one leaves some places as they are, the other all.")
	}
	path := ""
	if f.to != "-" {
		var err error
		if path, err = file.Expand(f.to, file.Home(a.Env.Lookup)); err != nil {
			return usage("-o %s: %s.", quoted(f.to), err)
		}
	}
	s, err := a.open(ctx)
	if err != nil {
		return err
	}
	m, run, err := s.findRun(ctx, id)
	if err != nil {
		return err
	}
	s.answered = true
	facts, err := bundle.Gather(ctx, m.p, run.ID, nil, m.book)
	if stop := ended(ctx, "gather the bundle", "Try again in a moment."); stop != nil {
		return stop
	}
	if err != nil {
		return err
	}
	facts.Command, _ = draw.RunCommand(run.ID)
	facts.Version, facts.Now, facts.Zone = a.Version, a.Clock.Now(), a.Zone
	masker := mask.New(f.keep...)
	if f.bare {
		masker = mask.Off()
	}
	text, err := bundle.Write(ctx, &facts, masker)
	if stop := ended(ctx, "write the bundle", "Try again in a moment."); stop != nil {
		return stop
	}
	if err != nil {
		return err
	}
	a.sayMasked(masker)
	for _, note := range facts.Notes {
		a.say("warning: left out: %s", model.Visible(note))
	}
	if path == "" {
		return s.printAnd(func() error { return a.write(text) })
	}
	if err := file.Write(path, text, false); err != nil {
		return usage("%s was not written: %s. Name another file with -o.", file.Told(path, ""), err)
	}
	a.say("wrote %s to %s, for you alone to read", draw.Bytes(int64(len(text))), file.Told(path, ""))
	return s.printAnd(func() error { return nil })
}

// sayMasked says how much was masked, and what of --keep led nowhere.
func (a *app) sayMasked(m *mask.Masker) {
	for _, path := range m.Unused() {
		a.say("warning: --keep %s: nothing is masked there. The list at the end of the bundle has the paths.", quoted(path))
	}
	switch n := len(m.Found()); {
	case m.IsOff():
		a.say("warning: --no-redact: nothing is masked. The bundle may hold secrets; look through it before anybody else does.")
	case n > 0:
		a.say("%s masked; they are listed at the end. Read the bundle before you hand it on.", model.Counted(n, "place"))
	}
}
