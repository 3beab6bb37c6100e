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

// How a check came out.
const (
	checkOK   = "ok"
	checkWarn = "warn"
	checkFail = "fail"
)

// finding is one line of doctor. It holds no secret.
type finding struct {
	profile, result, what, detail, next string
	took                                model.Opt[time.Duration]
}

func findingFields(f *finding) []field {
	var took any
	if f.took.Known {
		took = f.took.Value.Milliseconds()
	}
	return []field{
		{"profile", text(f.profile)}, {"result", f.result}, {"check", f.what}, {"detail", text(f.detail)},
		{"next", text(f.next)}, {"tookMs", took},
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
func (d *doctor) add(f finding) {
	f.profile = d.profile
	f.detail, f.next = model.Visible(f.detail), model.Visible(f.next)
	d.found = append(d.found, f)
	if d.a.global.output != asTable || d.unsaid != nil {
		return
	}
	line := fmt.Sprintf("%-4s  %-14s", f.result, f.what)
	if f.profile != "" {
		line += "  " + quoted(f.profile)
	}
	line += "  " + f.detail
	if f.took.Known {
		line += fmt.Sprintf(" (%s)", f.took.Value.Round(time.Millisecond))
	}
	line = strings.TrimRight(line, " ") + "\n"
	if f.next != "" {
		line += "      " + f.next + "\n"
	}
	d.unsaid = d.a.write([]byte(line))
}

func (d *doctor) ok(what, format string, args ...any) {
	d.add(finding{result: checkOK, what: what, detail: fmt.Sprintf(format, args...)})
}

func (d *doctor) warn(what, next, format string, args ...any) {
	d.add(finding{result: checkWarn, what: what, next: next, detail: fmt.Sprintf(format, args...)})
}

// timed is a check that went well and took so long.
func (d *doctor) timed(what string, took time.Duration, format string, args ...any) {
	d.add(finding{result: checkOK, what: what, detail: fmt.Sprintf(format, args...), took: model.Some(took)})
}

// fail notes what an error says: what came back, and below it what to do.
func (d *doctor) fail(what string, err error) {
	f := finding{result: checkFail, what: what}
	var e *api.Error
	var c *connect.ConfigError
	switch {
	case errors.As(err, &e):
		f.detail, f.next = e.What(), e.NextStep()
	case errors.As(err, &c):
		where := *c
		where.Next = ""
		f.detail, f.next = strings.TrimSuffix(where.Error(), "."), c.Next
	default:
		f.detail = err.Error()
	}
	d.failed(f, code(err))
}

func (d *doctor) failed(f finding, exit int) {
	if d.code == exitDone {
		d.code = exit
	}
	f.result = checkFail
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
			d.warn("configuration", "", "%s", w)
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
		d.warn("configuration", "", "%s", w)
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
