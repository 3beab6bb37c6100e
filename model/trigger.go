package model

import "time"

// Trigger is what starts runs of a function. Its params are never kept:
// they hold secrets.
type Trigger struct {
	Backend     string
	Profile     string
	ID          string
	Name        string
	Description string
	Type        TriggerType
	Enabled     bool
	Since       time.Time // when it was made or changed last, where the backend says
	Function    Ref
	Schedule    string // "0 3 * * * UTC" or "every 1h"; empty when not scheduled
	Path        string // of an http-trigger or endpoint
	Event       string // of an event-driven trigger
	ByHand      bool   // it can be invoked by hand, whatever its type
	HasInbox    bool   // people answer in an inbox, and its address may be told
}

// TriggerType is a backend's word for the kind of a trigger.
type TriggerType string

// The kinds that Centrali's documents name (docs.centrali.io/platform/triggers).
const (
	OnDemand    TriggerType = "on-demand"
	EventDriven TriggerType = "event-driven"
	Scheduled   TriggerType = "scheduled"
	HTTPTrigger TriggerType = "http-trigger"
	Endpoint    TriggerType = "endpoint"
)

// WhyNotInvoke says why the trigger cannot be invoked by hand, or nothing
// when it can.
func (t *Trigger) WhyNotInvoke() string {
	switch {
	case t.Type != OnDemand && !t.ByHand:
		return "only on-demand triggers can be invoked by hand, and this one is " + string(t.Type)
	case !t.Enabled:
		return "the trigger is paused"
	}
	return ""
}

// WhyNotPause says why the trigger cannot be paused or resumed, or nothing
// when it can. Centrali's own starter never pauses on-demand triggers
// (github.com/blueinit/create-centrali-app, templates/jobs).
func (t *Trigger) WhyNotPause() string {
	if t.Type == OnDemand {
		return "an on-demand trigger runs only when it is invoked; there is nothing to pause"
	}
	return ""
}
