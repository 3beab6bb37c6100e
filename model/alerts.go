package model

import (
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
	// mostAlerts bounds what is kept: of more, nothing new is told.
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
	watches func(profile string) (there, reached bool)
}

// Look evaluates the rules. It may take long, and needs nothing of what people
// were told.
func Look(rules []AlertRule, s *Scene) Found {
	f := Found{s.Now, make(map[string][]Sign, len(rules)), make(map[string]string), make(map[string]bool), s.watches}
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

// Verdict is what comes of what was found.
type Verdict struct {
	Tell    []Alert // of which people have to be told
	Back    []Alert // that had been over for a short while only, and are not
	Over    []Alert // that are over
	Changed bool    // something is another that is to be kept
}

// Judge says what comes of what was found. What could not be evaluated, and
// what is of profiles that are not looked at or not reached, stays as it is.
func (a *Alerts) Judge(f Found) (v Verdict) {
	a.unknown = f.unknown
	for i := range a.rules {
		rule := &a.rules[i]
		found := make(map[alertID]bool)
		for _, sign := range f.signs[rule.Name] {
			found[sign.id()] = true
			a.found(rule, sign, f.at, &v)
		}
		if !f.blind[rule.Name] {
			a.end(rule, found, &f, &v)
		}
	}
	if a.forget(f.at) {
		v.Changed = true
	}
	for _, alerts := range [...][]Alert{v.Tell, v.Back, v.Over} {
		slices.SortFunc(alerts, byNewest)
	}
	return v
}

// found takes in a sign.
func (a *Alerts) found(rule *AlertRule, sign Sign, now time.Time, v *Verdict) {
	alert, back := a.by[sign.id()], false
	switch {
	case alert == nil && len(a.by) >= mostAlerts:
		return // people have enough to look at
	case alert == nil || !alert.Over.IsZero() && now.Sub(alert.Over) > sameAgain:
		alert = &Alert{Since: now}
		a.by[sign.id()], v.Changed = alert, true
	case !alert.Over.IsZero():
		alert.Over, v.Changed, back = time.Time{}, true, true
		alert.Again++
	case alert.Told.IsZero() && now.Sub(alert.Last) > calmAfter:
		alert.Since = now // nobody looked meanwhile: it need not have held
	}
	alert.Sign, alert.Last = sign, now
	if k := alert.Ack; k != nil && !k.Holds(now) {
		alert.Ack, alert.Told, v.Changed = nil, time.Time{}, true // its time is up: it is news again
	}
	switch {
	case alert.Told.IsZero() && now.Sub(alert.Since) >= rule.For:
		alert.Told, v.Changed = now, true
		v.Tell = append(v.Tell, *alert)
	case back:
		v.Back = append(v.Back, *alert)
	}
}

// end ends the rule's alerts that were not found for long enough. One that
// nobody was told of is dropped at once.
func (a *Alerts) end(rule *AlertRule, found map[alertID]bool, f *Found, v *Verdict) {
	for id, alert := range a.by {
		if id.rule != rule.Name || found[id] || !alert.Over.IsZero() {
			continue
		}
		there, reached := f.watches(alert.Profile)
		if !there || !reached && rule.Kind != AlertLink && rule.Kind != AlertBudget {
			continue
		}
		switch {
		case alert.Told.IsZero():
			delete(a.by, id)
			v.Changed = true
		case f.at.Sub(alert.Last) >= calmAfter:
			alert.Over, v.Changed = f.at, true
			if k := alert.Ack; k != nil && k.Until.IsZero() {
				alert.Ack = nil // it was for as long as it lasts
			}
			v.Over = append(v.Over, *alert)
		}
	}
}

// forget drops what was over long ago.
func (a *Alerts) forget(now time.Time) (changed bool) {
	for id, alert := range a.by {
		if !alert.Over.IsZero() && now.Sub(alert.Over) > keptAfter {
			delete(a.by, id)
			changed = true
		}
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

// All are the alerts, also those that have to hold longer before anybody is
// told: those that last before those that are over, the newest first. It is
// what has to be kept.
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
