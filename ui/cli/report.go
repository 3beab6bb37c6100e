package cli

import (
	"context"
	"fmt"
	"slices"
	"time"

	"github.com/spf13/cobra"

	"fntop/api/connect"
	"fntop/model"
	"fntop/ui/mask"
	"fntop/ui/report"
)

// reportForm is in which form a report is told. Its -o is its own: what is for
// people to read and to send on is no table.
type reportForm uint8

const (
	asMarkdown reportForm = iota
	asReportJSON
	asHTML
)

var reportForms = []string{asMarkdown: "md", asReportJSON: "json", asHTML: "html"}

func (f *reportForm) String() string { return reportForms[*f] }
func (f *reportForm) Type() string   { return "FORM" }

// Set reads the value of --output.
func (f *reportForm) Set(word string) error {
	i := slices.Index(reportForms, word)
	if i < 0 {
		return fmt.Errorf("want md, json or html")
	}
	*f = reportForm(i)
	return nil
}

type reportFlags struct {
	since, until string
	form         reportForm
	live         bool
}

func (a *app) reportCommand() *cobra.Command {
	var f reportFlags
	cmd := &cobra.Command{
		Use:   "report",
		Short: "Tell what failed, was slow, stuck or missed, and who ran what again",
		Long: "Tell what happened in a stretch of time: the failures in groups, how long functions took and the slowest runs, what was\n" +
			"scheduled and did not come, what is stuck, the reruns and by whom, the throughput, and what of all that nobody saw.\n" +
			"It is made of the history that fntop keeps, and asks no back end, unless nothing of that time is kept of a profile, or\n" +
			"--live asks for it: then the lists of all functions are read first, back to the beginning of that time.\n\n" +
			"D is a duration before now (90m, 24h, 7d) or an RFC 3339 time. What looks like a secret is masked, as in a bundle.",
		Example: "  fntop report > today.md\n  fntop report --since 7d -o html > week.html\n  fntop report --jq '.groups[] | [.runs, .title]'",
		Args:    noArguments,
		RunE: func(cmd *cobra.Command, _ []string) error {
			ctx, cancel := a.limited(cmd.Context())
			defer cancel()
			if a.jq != nil {
				if cmd.Flags().Changed("output") && f.form != asReportJSON {
					return usage("--jq works on JSON, not on %s. Leave -o out, or use -o json.", f.form.String())
				}
				f.form = asReportJSON
			}
			a.global.output = asJSON // as far as a document is JSON
			return a.tellReport(ctx, f)
		},
	}
	flags := cmd.Flags()
	flags.StringVar(&f.since, "since", "24h", "what was created at or after `D`")
	flags.StringVar(&f.until, "until", "", "what was created before `D`; now unless given")
	flags.VarP(&f.form, "output", "o", "how it is written: md, json or html")
	flags.BoolVar(&f.live, "live", false, "read the lists of runs first")
	complete(cmd, "output", reportForms)
	complete(cmd, "since", nil)
	complete(cmd, "until", nil)
	return cmd
}

// stretch is what a report is about.
func (a *app) stretch(f reportFlags) (from, to time.Time, err error) {
	if from, err = model.ParseWhen(f.since, a.begun, a.Zone); err != nil {
		return from, to, usage("--since: %s", plain(err))
	}
	to = a.begun
	if f.until != "" {
		if to, err = model.ParseWhen(f.until, a.begun, a.Zone); err != nil {
			return from, to, usage("--until: %s", plain(err))
		}
	}
	if to.After(a.begun) {
		to = a.begun // nobody knows what will be
	}
	if !from.Before(to) {
		return from, to, usage("--since %s is not before %s: no run can lie between them. Name an earlier time.", quoted(f.since), quoted(timeText(to)))
	}
	return from, to, nil
}

// tellReport makes a report and prints it.
func (a *app) tellReport(ctx context.Context, f reportFlags) error {
	from, to, err := a.stretch(f)
	if err != nil {
		return err
	}
	c, err := a.config()
	if err != nil {
		return err
	}
	g, end := a.gatherer(ctx, c, from, to)
	defer end()
	s, err := a.open(ctx)
	if err != nil {
		return err
	}
	facts, err := g.gather(ctx, s, f.live)
	if stop := ended(ctx, "make the report", "Ask for less with --since and --until."); stop != nil {
		return stop
	}
	if err != nil {
		return fmt.Errorf("make the report: %w. Try again with --no-history --live", err)
	}
	r := report.Make(facts, mask.New())
	return s.printAnd(func() error {
		switch f.form {
		case asReportJSON:
			return a.writeAnd(a.appendDocument(nil, appendObject(nil, reportFields(r))))
		case asHTML:
			return a.write(report.HTML(r, a.Version, a.Zone))
		}
		return a.write(report.Markdown(r, a.Version, a.Zone))
	})
}

// gatherer is what the facts of a report are gathered with.
func (a *app) gatherer(ctx context.Context, c *connect.Config, from, to time.Time) (g gatherer, end func()) {
	h, end := a.kept(ctx, c)
	if h == nil { // what is read now is gone through in the same way
		h = newHistory("", c, a.Clock, nil)
		end = func() { _ = h.Close(ctx) }
	}
	a.recorded = h.Recorded
	return gatherer{a: a, h: h, from: from, to: to}, end
}
