package connect

import (
	"slices"
	"strconv"
	"time"

	"fntop/model"
)

// Alerts is the [alerts] section: of what people are told, and how.
type Alerts struct {
	NewFailure  bool
	FailureRate float64 // 0: no such rule
	Window      span
	MinRuns     int
	Stuck       bool
	Missed      bool
	Backlog     int     // 0: no such rule
	Silence     float64 // 0: no such rule
	Link        span
	Budget      bool

	Ways
	more []model.AlertRule // those of [alerts.rules]
}

// Ways are how people are told.
type Ways struct {
	Bell    bool     // the terminal's bell
	Notify  bool     // the terminal's notifications, OSC 9 and OSC 777
	Command []string // a program that takes the alert as JSON
	AtMost  int      // how often in a minute; the rest is counted
}

// span is a duration as people write it: "15m", "7d".
type span time.Duration

func defaultAlerts() Alerts {
	rate, backlog := model.DefaultAlert(model.AlertFailureRate), model.DefaultAlert(model.AlertBacklog)
	return Alerts{
		NewFailure: true, FailureRate: rate.Above, Window: span(rate.Window), MinRuns: rate.Min, Stuck: true, Missed: true,
		Backlog: int(backlog.Above), Silence: model.DefaultAlert(model.AlertSilence).Above,
		Link: span(model.DefaultAlert(model.AlertLink).For), Budget: true,
		Ways: Ways{Bell: true, Notify: true, AtMost: 6},
	}
}

// Alerts returns the [alerts] section.
func (c *Config) Alerts() Alerts { return c.alerts }

// Rules are the rules that hold: the usual ones as far as they are not
// switched off, and those with a section of their own, in the file's order.
func (a Alerts) Rules() []model.AlertRule {
	var rules []model.AlertRule
	for _, kind := range model.AlertKinds {
		rule, on := model.DefaultAlert(kind), true
		switch kind {
		case model.AlertNewFailure:
			on = a.NewFailure
		case model.AlertFailureRate:
			on, rule.Above, rule.Window, rule.Min = a.FailureRate > 0, a.FailureRate, time.Duration(a.Window), a.MinRuns
		case model.AlertStuck:
			on = a.Stuck
		case model.AlertMissed:
			on = a.Missed
		case model.AlertBacklog:
			on, rule.Above = a.Backlog > 0, float64(a.Backlog)
		case model.AlertSilence:
			on, rule.Above = a.Silence > 0, a.Silence
		case model.AlertLink:
			on, rule.For = a.Link > 0, time.Duration(a.Link)
		case model.AlertBudget:
			on = a.Budget
		}
		if on {
			rules = append(rules, rule)
		}
	}
	return append(rules, a.more...)
}

var alertKeys = []key[Alerts]{
	{name: "new_failure", at: func(a *Alerts) any { return &a.NewFailure },
		example: "true", preset: true, note: "tell when runs fail in a way that was not known"},
	{name: "failure_rate", at: func(a *Alerts) any { return &a.FailureRate }, check: func(a *Alerts) string {
		if !(a.FailureRate >= 0 && a.FailureRate <= 1) {
			return "must be from 0 to 1"
		}
		return ""
	}, example: "0.2", preset: true, note: "the part of a function's runs that may fail within the window, from 0 to 1; 0: never tell"},
	{name: "window", at: func(a *Alerts) any { return &a.Window }, check: func(a *Alerts) string { return wrongWindow(a.Window) },
		example: `"15m"`, preset: true, note: "how far back failure_rate looks, from \"1m\" to \"24h\""},
	{name: "min_runs", at: func(a *Alerts) any { return &a.MinRuns }, check: func(a *Alerts) string { return below(a.MinRuns, 1) },
		example: "5", preset: true, note: "of fewer runs in the window there is no rate"},
	{name: "stuck", at: func(a *Alerts) any { return &a.Stuck },
		example: "true", preset: true, note: "tell when a run takes longer than its function allows, or far longer than its runs do"},
	{name: "missed", at: func(a *Alerts) any { return &a.Missed },
		example: "true", preset: true, note: "tell when a schedule was due and nothing ran"},
	{name: "backlog", at: func(a *Alerts) any { return &a.Backlog }, check: func(a *Alerts) string { return below(a.Backlog, 0) },
		example: "50", preset: true, note: "how many runs of a function may wait for a minute; 0: never tell"},
	{name: "silence", at: func(a *Alerts) any { return &a.Silence }, check: func(a *Alerts) string {
		if a.Silence != 0 && !(a.Silence >= 1) {
			return "must be 0, or 1 and more"
		}
		return ""
	}, example: "4", preset: true, note: "how many times its longest pause a trigger that usually fires may be silent; 0: never tell"},
	{name: "link", at: func(a *Alerts) any { return &a.Link }, check: func(a *Alerts) string {
		if a.Link < 0 || time.Duration(a.Link) > 24*time.Hour {
			return "must be from 0s to 24h"
		}
		return ""
	}, example: `"2m"`, preset: true, note: "how long a profile may be out of reach; \"0s\": never tell"},
	{name: "budget", at: func(a *Alerts) any { return &a.Budget },
		example: "true", preset: true, note: "tell when a profile's requests are used up for a minute"},
	{name: "bell", at: func(a *Alerts) any { return &a.Bell },
		example: "true", preset: true, note: "ring the terminal's bell"},
	{name: "notify", at: func(a *Alerts) any { return &a.Notify },
		example: "true", preset: true, note: "have the terminal notify (OSC 9 and OSC 777), over SSH too"},
	{name: "command", at: func(a *Alerts) any { return &a.Command },
		example: `["notify-send", "fntop"]`, note: "a program to run for each alert; it gets the alert as JSON on its standard input"},
	{name: "at_most", at: func(a *Alerts) any { return &a.AtMost }, check: func(a *Alerts) string { return below(a.AtMost, 1) },
		example: "6", preset: true, note: "how many alerts a minute are told one by one; of the others only the number"},
}

// ruleKeys are those of [alerts.rules.NAME].
var ruleKeys = []key[ownRule]{
	{name: "kind", at: func(r *ownRule) any { return &r.Kind },
		example: `"failure_rate"`, note: "what the rule looks for: one of the rules above"},
	{name: "query", at: func(r *ownRule) any { return &r.Query }, check: func(r *ownRule) string {
		if _, err := model.ParseQuery(r.Query, time.Local); err != nil {
			return "is no query: " + err.Error()
		}
		return ""
	}, example: `"fn:checkout"`, note: "of which runs, in the query language"},
	{name: "above", at: func(r *ownRule) any { return &r.Above }, example: "0.05", note: "in place of failure_rate, backlog or silence"},
	{name: "window", at: func(r *ownRule) any { return &r.Window }, example: `"5m"`, note: "in place of window"},
	{name: "min_runs", at: func(r *ownRule) any { return &r.MinRuns }, example: "20", note: "in place of min_runs"},
	{name: "for", at: func(r *ownRule) any { return &r.For }, example: `"1m"`, note: "how long it has to hold until anybody is told"},
}

// ownRule is one section of [alerts.rules].
type ownRule struct {
	Kind, Query string
	Above       float64
	Window, For span
	MinRuns     int
}

func (c *Config) decodeAlerts(raw any) error {
	table, err := c.table(raw, "alerts")
	if err != nil {
		return err
	}
	rules := table["rules"]
	delete(table, "rules")
	if err := decodeSection(c, alertKeys, &c.alerts, raw, "alerts"); err != nil {
		return err
	}
	if table, err = c.table(rules, "alerts", "rules"); err != nil {
		return err
	}
	for _, name := range c.inOrder(table, "alerts", "rules") {
		own := ownRule{Above: -1, Window: -1, For: -1, MinRuns: -1}
		if err := decodeSection(c, ruleKeys, &own, table[name], "alerts", "rules", name); err != nil {
			return err
		}
		rule, why := c.alerts.rule(name, own)
		if why != "" {
			return c.wrong(why, "alerts", "rules", name)
		}
		c.alerts.more = append(c.alerts.more, rule)
	}
	return nil
}

// rule is a section's rule: what it does not say is as for the others of its
// kind.
func (a Alerts) rule(name string, own ownRule) (model.AlertRule, string) {
	kind := model.AlertKind(own.Kind)
	if slices.Contains(model.AlertKinds[:], model.AlertKind(name)) {
		return model.AlertRule{}, "has the name of a rule that is there already"
	}
	rule := model.DefaultAlert(kind)
	if i := slices.IndexFunc(a.Rules(), func(r model.AlertRule) bool { return r.Name == own.Kind }); i >= 0 {
		rule = a.Rules()[i]
	}
	rule.Name = name
	rule.Query, _ = model.ParseQuery(own.Query, time.Local)
	if own.Above >= 0 {
		rule.Above = own.Above
	}
	if own.Window >= 0 {
		rule.Window = time.Duration(own.Window)
	}
	if own.For >= 0 {
		rule.For = time.Duration(own.For)
	}
	if own.MinRuns >= 0 {
		rule.Min = own.MinRuns
	}
	return rule, rule.Wrong()
}

func wrongWindow(w span) string {
	if d := time.Duration(w); d < time.Minute || d > 24*time.Hour {
		return "must be from 1m to 24h"
	}
	return ""
}

func below(n, least int) string {
	if n < least {
		return "must be " + strconv.Itoa(least) + " or more"
	}
	return ""
}
