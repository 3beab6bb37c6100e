package model

import (
	"maps"
	"slices"
	"time"
)

const (
	// calmAfter is how long a sign has to be gone until its alert is over: a
	// figure at its limit goes to and fro.
	calmAfter = 2 * time.Minute
	// sameAgain is how soon after its end an alert that comes back is the same
	// one, and is not told of again.
	sameAgain = 15 * time.Minute
	// keptAfter is how long an alert that is over is still shown.
	keptAfter = 24 * time.Hour
	// mostAlerts bounds what is kept. The oldest that are over go first.
	mostAlerts = 1000
)

// Alerts decides of what people are told: of each sign once, however often it
// is found, and not again because fntop was started again. It belongs to one
// goroutine; time is what it is told.
type Alerts struct {
	rules   []AlertRule
	by      map[alertID]*Alert
	unknown map[string]string // by rule: why it cannot be evaluated
}

// NewAlerts begins with what an earlier one kept.
func NewAlerts(rules []AlertRule, kept []Alert) *Alerts {
	a := &Alerts{rules: rules, by: make(map[alertID]*Alert), unknown: make(map[string]string)}
	for _, k := range kept {
		if slices.ContainsFunc(rules, func(r AlertRule) bool { return r.Name == k.Rule }) {
			a.by[k.id()] = &k
		}
	}
	return a
}

// Rules are the rules, as configured.
func (a *Alerts) Rules() []AlertRule { return a.rules }

// Unknown says why a rule cannot be evaluated now, or nothing where it can.
func (a *Alerts) Unknown(rule string) string { return a.unknown[rule] }

// Found is what rules found in a scene.
type Found struct {
	at      time.Time
	signs   map[string][]Sign // by rule
	unknown map[string]string // by rule: why it could not be evaluated, or not whole
	blind   map[string]bool   // by rule: it could not be evaluated at all
}

// Look evaluates the rules. It may take long, and needs nothing of what people
// were told.
func Look(rules []AlertRule, s *Scene) Found {
	f := Found{s.Now, make(map[string][]Sign, len(rules)), make(map[string]string), make(map[string]bool)}
	for i := range rules {
		name, unknown := rules[i].Name, rules[i].Blind(s)
		if f.blind[name] = unknown != ""; !f.blind[name] {
			f.signs[name], unknown = rules[i].Signs(s)
		}
		if unknown != "" {
			f.unknown[name] = unknown
		}
	}
	return f
}

// Judge says of what people have to be told, what is over since the last
// time, and whether anything changed that is to be kept. A rule that could not
// be evaluated leaves its alerts as they are.
func (a *Alerts) Judge(f Found) (tell, over []Alert, changed bool) {
	changed = !maps.Equal(a.unknown, f.unknown)
	a.unknown = f.unknown
	for i := range a.rules {
		rule := &a.rules[i]
		found := make(map[alertID]bool)
		for _, sign := range f.signs[rule.Name] {
			found[sign.id()] = true
			told, new := a.found(rule, sign, f.at)
			if told != nil {
				tell = append(tell, *told)
			}
			changed = changed || new
		}
		if !f.blind[rule.Name] {
			ended, gone := a.missed(rule, found, f.at)
			over, changed = append(over, ended...), changed || gone
		}
	}
	if a.forget(f.at) {
		changed = true
	}
	slices.SortFunc(tell, byNewest)
	slices.SortFunc(over, byNewest)
	return tell, over, changed
}

// found takes in a sign. It returns the alert where people have to be told.
func (a *Alerts) found(rule *AlertRule, sign Sign, now time.Time) (tell *Alert, changed bool) {
	alert := a.by[sign.id()]
	switch {
	case alert == nil || !alert.Over.IsZero() && now.Sub(alert.Over) > sameAgain:
		alert = &Alert{Since: now}
		a.by[sign.id()], changed = alert, true
	case !alert.Over.IsZero():
		alert.Over, changed = time.Time{}, true
		alert.Again++
	}
	alert.Sign, alert.Last = sign, now
	if k := alert.Ack; k != nil && !k.Holds(now) {
		alert.Ack, alert.Told, changed = nil, time.Time{}, true // its time is up: it is news again
	}
	if alert.Told.IsZero() && now.Sub(alert.Since) >= rule.For {
		alert.Told, changed = now, true
		return alert, changed
	}
	return nil, changed
}

// missed ends the rule's alerts that were not found for long enough. One that
// nobody was told of is dropped at once.
func (a *Alerts) missed(rule *AlertRule, found map[alertID]bool, now time.Time) (over []Alert, changed bool) {
	for id, alert := range a.by {
		if id.rule != rule.Name || found[id] || !alert.Over.IsZero() {
			continue
		}
		switch {
		case alert.Told.IsZero():
			delete(a.by, id)
			changed = true
		case now.Sub(alert.Last) >= calmAfter:
			alert.Over, changed = now, true
			over = append(over, *alert)
		}
	}
	return over, changed
}

// forget drops what was over long ago, and of too many the oldest.
func (a *Alerts) forget(now time.Time) (changed bool) {
	for id, alert := range a.by {
		if !alert.Over.IsZero() && now.Sub(alert.Over) > keptAfter {
			delete(a.by, id)
			changed = true
		}
	}
	if over := len(a.by) - mostAlerts; over > 0 {
		all := a.All()
		for _, alert := range all[len(all)-over:] {
			delete(a.by, alert.id())
		}
		changed = true
	}
	return changed
}

// Acknowledge notes who takes care of an alert; nil: nobody any more. It
// reports whether there is such an alert.
func (a *Alerts) Acknowledge(rule, key string, k *Ack) bool {
	alert := a.by[alertID{rule, key}]
	if alert != nil {
		alert.Ack = k
	}
	return alert != nil
}

// All are the alerts people were told of: those that last before those that
// are over, the newest first. It is what has to be kept.
func (a *Alerts) All() []Alert {
	all := make([]Alert, 0, len(a.by))
	for _, alert := range a.by {
		all = append(all, *alert)
	}
	slices.SortFunc(all, byNewest)
	return all
}

// Open is how many alerts people should look at.
func (a *Alerts) Open(now time.Time) int {
	n := 0
	for _, alert := range a.by {
		if alert.Open(now) {
			n++
		}
	}
	return n
}

// Next is when time alone may change an alert: where no answer comes, it has to
// be judged then. Zero: never.
func (a *Alerts) Next(now time.Time) time.Time {
	var next time.Time
	sooner := func(at time.Time) {
		if at.After(now) && (next.IsZero() || at.Before(next)) {
			next = at
		}
	}
	for _, alert := range a.by {
		if alert.Ack != nil && !alert.Ack.Until.IsZero() {
			sooner(alert.Ack.Until)
		}
		if alert.Over.IsZero() {
			sooner(alert.Last.Add(calmAfter))
		}
	}
	return next
}
