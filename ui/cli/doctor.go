package cli

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"time"

	"github.com/spf13/cobra"

	"fntop/api"
	"fntop/api/connect"
	"fntop/model"
)

// results are the words for how a check came out.
var results = map[api.Result]string{api.Passed: "ok", api.Doubtful: "warn", api.Failed: "fail"}

// finding is one line of doctor.
type finding struct {
	profile string // empty where there is one only
	api.Finding
}

func findingFields(f *finding) []field {
	var took any
	if f.Took.Known {
		took = f.Took.Value.Milliseconds()
	}
	return []field{
		{"profile", text(f.profile)}, {"result", results[f.Result]}, {"check", f.What}, {"detail", text(f.Detail)},
		{"next", text(f.Next)}, {"tookMs", took},
	}
}

var findingColumns = []string{"profile", "result", "check", "detail", "next", "tookMs"}

func (a *app) doctorCommand() *cobra.Command {
	return &cobra.Command{
		Use:   "doctor",
		Short: "Try each step of a connection and say what does not work and what to do about it",
		Long: "Try each step of a connection: configuration, names, TLS, sign-in, clock, each list, the stream and the budget.\n" +
			"A line says ok, warn or fail, what was tried and what came of it; what to do about it stands below. Nothing is\n" +
			"changed and nothing is sent but reads and the request for a token. The exit code is that of the first failure.",
		Args: noArguments,
		RunE: func(cmd *cobra.Command, _ []string) error {
			d := &doctor{a: a}
			ctx, cancel := a.limited(cmd.Context())
			defer cancel()
			d.examine(ctx)
			if err := d.print(); err != nil {
				return err
			}
			return d.outcome(ctx)
		},
	}
}

// doctor is one examination.
type doctor struct {
	a       *app
	profile string // the one that is examined; empty where there is one only
	found   []finding
	code    int   // of the first failure
	unsaid  error // why a line could not be written
}

// add notes a finding. People see it at once: what follows may take its time.
func (d *doctor) add(found api.Finding) {
	f := finding{d.profile, found}
	if f.Result == api.Failed && d.code == exitDone {
		d.code = code(f.Err)
	}
	f.Detail, f.Next = model.Visible(f.Detail), model.Visible(f.Next)
	d.found = append(d.found, f)
	if d.a.global.output != asTable || d.unsaid != nil {
		return
	}
	line := fmt.Sprintf("%-4s  %-14s", results[f.Result], f.What)
	if f.profile != "" {
		line += "  " + quoted(f.profile)
	}
	line += "  " + f.Detail
	if f.Took.Known {
		line += fmt.Sprintf(" (%s)", f.Took.Value.Round(time.Millisecond))
	}
	line = strings.TrimRight(line, " ") + "\n"
	if f.Next != "" {
		line += "      " + f.Next + "\n"
	}
	d.unsaid = d.a.write([]byte(line))
}

func (d *doctor) ok(what, format string, args ...any) {
	d.add(api.Finding{Result: api.Passed, What: what, Detail: fmt.Sprintf(format, args...)})
}

func (d *doctor) warn(what, detail string) {
	d.add(api.Finding{Result: api.Doubtful, What: what, Detail: detail})
}

// fail notes a mistake in the configuration: what is wrong, and below it what
// to do.
func (d *doctor) fail(what string, err error) {
	f := api.Finding{Result: api.Failed, What: what, Detail: err.Error(), Err: err}
	var c *connect.ConfigError
	if errors.As(err, &c) {
		where := *c
		where.Next = ""
		f.Detail, f.Next = strings.TrimSuffix(where.Error(), "."), c.Next
	}
	d.add(f)
}

// print writes what was not written line by line.
func (d *doctor) print() error {
	if d.a.global.output == asTable {
		return d.unsaid
	}
	return printAll(d.a, kind[finding]{fields: findingFields, columns: findingColumns}, d.found)
}

func (d *doctor) outcome(ctx context.Context) error {
	if err := ended(ctx, "doctor", ""); err != nil && (d.code == exitDone || !errors.Is(err, errLimit)) {
		return err
	}
	if d.code != exitDone {
		return quiet(d.code)
	}
	return nil
}

// examine looks at the configuration and then at each profile.
func (d *doctor) examine(ctx context.Context) {
	c, err := d.a.config()
	if err != nil {
		d.fail("configuration", err)
		return
	}
	profiles, err := c.Select(d.a.global.profiles)
	if err != nil {
		for _, w := range c.Warnings() {
			d.warn("configuration", w)
		}
		d.fail("configuration", err)
		return
	}
	if profiles[0].FromEnv {
		d.ok("configuration", "profile %s from environment variables", namesOf(profiles))
	} else {
		d.ok("configuration", "%s; profile %s, chosen by %s", c.Path(), namesOf(profiles), d.chosenBy(c))
	}
	for _, w := range c.Warnings() {
		d.warn("configuration", w)
	}
	for _, p := range profiles {
		if len(profiles) > 1 {
			d.profile = p.Name
		}
		d.examineProfile(ctx, p)
	}
}

func namesOf(profiles []connect.Profile) string {
	names := make([]string, len(profiles))
	for i, p := range profiles {
		names[i] = quoted(p.Name)
	}
	return listOf(names, "and")
}

// chosenBy is why these profiles are looked at and no others.
func (d *doctor) chosenBy(c *connect.Config) string {
	variable, _ := d.a.Env.Lookup("FNTOP_PROFILE")
	switch {
	case len(d.a.global.profiles) > 0:
		return "--profile"
	case strings.TrimSpace(variable) != "":
		return "FNTOP_PROFILE"
	case c.Line("default_profile") > 0:
		return "default_profile"
	}
	return "being the only one"
}

// examineProfile takes one profile's connection step by step.
func (d *doctor) examineProfile(ctx context.Context, p connect.Profile) {
	used := &spending{}
	provider, err := connect.Open(p, connect.Options{
		Clock: d.a.Clock, Version: d.a.Version, ReadOnly: d.a.global.readOnly, Context: ctx, Observe: d.a.observed(used.observe),
	})
	if err != nil {
		d.fail("secrets", err)
		return
	}
	defer provider.CloseIdle()
	api.Examination{
		Clock: d.a.Clock, Tell: d.add,
		Used: func(now time.Time) int { return used.used(provider.Info().Profile, now) },
	}.Examine(ctx, provider)
}
