package cli

import (
	"context"
	"encoding/json"
	"fmt"
	"slices"
	"strings"

	"github.com/spf13/cobra"

	"fntop/api/connect"
	"fntop/model"
	"fntop/ui/alarm"
	"fntop/ui/outer"
)

var alertRuleColumns = []string{"rule", "kind", "query", "tells", "for"}

func alertRules() kind[model.AlertRule] {
	return kind[model.AlertRule]{
		fields: func(r *model.AlertRule) []field {
			return []field{{"rule", text(r.Name)}, {"kind", string(r.Kind)}, {"query", text(r.Query.String())}, {"tells", r.String()}, {"for", r.For.String()}}
		},
		columns: alertRuleColumns,
		titles:  []column{{title: "RULE"}, {title: "TELLS WHEN"}},
		row:     func(r *model.AlertRule) []string { return []string{r.Name, r.String()} },
	}
}

func (a *app) alertsCommand() *cobra.Command {
	test := &cobra.Command{
		Use:   "test [RULE]",
		Short: "Tell of an alert that is none, to see that it reaches you",
		Long: "Tell of an alert that is none, in every way that the [alerts] section of the configuration names: the terminal's\n" +
			"bell and notifications, and the program, which gets the alert as JSON with \"test\": true. What was done is said\n" +
			"on standard error; with -o json the alert is printed, too.",
		Args: func(cmd *cobra.Command, args []string) error {
			if len(args) > 1 {
				return usage("\"fntop alerts test\" wants one rule at most. \"fntop alerts\" lists them.")
			}
			return nil
		},
		RunE: func(cmd *cobra.Command, args []string) error {
			c, err := a.config()
			if err != nil {
				return err
			}
			a.warn(c)
			rule := string(model.AlertNewFailure)
			if len(args) > 0 {
				rule = args[0]
			}
			if err := knownRule(c.Alerts().Rules(), rule); err != nil {
				return err
			}
			return a.testAlert(cmd.Context(), c.Alerts(), rule)
		},
	}
	cmd := &cobra.Command{
		Use:   "alerts",
		Short: "List the rules by which people are told, or try how they are",
		Args:  noSuchCommand,
		RunE: func(*cobra.Command, []string) error {
			c, err := a.config()
			if err != nil {
				return err
			}
			a.warn(c)
			return printAll(a, alertRules(), c.Alerts().Rules())
		},
	}
	cmd.AddCommand(test)
	return cmd
}

func knownRule(rules []model.AlertRule, name string) error {
	names := make([]string, len(rules))
	for i := range rules {
		names[i] = rules[i].Name
	}
	if slices.Contains(names, name) {
		return nil
	}
	next := "\"fntop alerts\" lists them."
	if near, ok := model.Nearest(name, names); ok {
		next = "Did you mean " + quoted(near) + "?"
	}
	return usage("there is no alert rule %s, or it is switched off. %s", quoted(name), next)
}

// testAlert tells of an alert that is none.
func (a *app) testAlert(ctx context.Context, c connect.Alerts, rule string) error {
	now := a.Clock.Now()
	alert := model.Alert{Sign: model.Sign{Rule: rule, Key: "test", Text: "This is a test of fntop's alerts; nothing is wrong."}, Since: now, Last: now, Told: now}
	message := alarm.MessageOf(&alert, now)
	message.Test = true
	ways := alarm.Ways(c.Ways)
	var done []string
	if ways.Bell || ways.Notify {
		if a.ErrTTY {
			if _, err := a.Err.Write([]byte(ways.Sequence(alarm.Title(&alert), alert.Text, outer.Env(a.Env.Lookup)))); err != nil {
				return fmt.Errorf("write to the terminal: %w", err)
			}
			if ways.Bell {
				done = append(done, "the terminal's bell was rung")
			}
			if ways.Notify {
				done = append(done, "the terminal was asked to notify you")
			}
		} else {
			a.say("Standard error is no terminal, so that neither its bell nor its notifications were tried.")
		}
	}
	if len(ways.Command) > 0 {
		if err := alarm.Run(ctx, ways.Command, message); err != nil {
			return usage("%v. Mend it, or take the key command out of [alerts].", err)
		}
		done = append(done, model.Visible(ways.Command[0])+" ran and took it")
	}
	if len(done) > 0 {
		a.say("%s.", strings.Join(done, "; "))
	} else if !ways.Bell && !ways.Notify {
		a.say("Nobody is told: bell and notify are off in [alerts], and there is no command. fntop itself shows alerts all the same.")
	}
	if a.global.output == asTable {
		return nil
	}
	doc, err := json.Marshal(message)
	if err != nil {
		return err
	}
	return a.writeAnd(a.appendDocument(nil, doc))
}
