package demo

// The Flowcore side of the shop: one tenant with two data cores, of which the
// first has the story. Names follow the platform's rule: {entity}.{version}
// for a flow type, {entity}.{fact}.{version} for an event type
// (github.com/flowcore-io/flowcore-agent-plugin; CONFIRMED), but for one that
// is older than the rule.

// flowTenant and flowCore are what a profile names.
const (
	flowTenant = "acme-shop"
	flowCore   = "shop"
	quietCore  = "archive" // another data core, so that a list has two
)

// flowType groups event types.
type flowType struct{ name, about string }

// eventKind is one event type and how its events come.
type eventKind struct {
	flow    int
	name    string
	about   string
	every   int64 // a slot of scenario time, in which there is one event at most
	often   float64
	rhythm  flowRhythm
	payload func(*dice, int64) string
}

// flowRhythm is when events come.
type flowRhythm int

const (
	flowSteady  flowRhythm = iota // all day, fewer by night
	flowBurst                     // in the first minutes of some hours, and not at all between
	flowNightly                   // until morning, and then there is silence
	flowRare                      // a few a day
)

const (
	orderFlow = iota
	paymentFlow
	stockFlow
	mailFlow
	sensorFlow
	sessionFlow
	userFlow
)

// flowTypes never changes.
var flowTypes = [...]flowType{
	orderFlow:   {"order.0", "What happens to orders"},
	paymentFlow: {"payment.0", "Authorised and failed payments"},
	stockFlow:   {"stock.0", "Counts of the warehouse"},
	mailFlow:    {"mail.0", "Mails to customers"},
	sensorFlow:  {"sensor.0", "Cold store, read in bursts"},
	sessionFlow: {"session.0", "Visits to the shop"},
	userFlow:    {"event.user", "From before the naming rule"},
}

// eventKinds never changes. Together they make an event every three seconds.
var eventKinds = [...]eventKind{
	{orderFlow, "order.placed.0", "An order came in", 12 * second, 0.9, flowSteady, orderPayload},
	{orderFlow, "order.paid.0", "An order was paid", 20 * second, 0.8, flowSteady, orderPayload},
	{orderFlow, "order.shipped.0", "An order left the warehouse", 80 * second, 0.9, flowSteady, orderPayload},
	{orderFlow, "order.cancelled.0", "An order was cancelled", 15 * minute, 0.8, flowSteady, orderPayload},
	{paymentFlow, "payment.authorised.0", "A card was charged", 20 * second, 0.85, flowSteady, paymentPayload},
	{paymentFlow, "payment.failed.0", "A card was declined", 2 * second, 0.5, flowBurst, paymentPayload},
	{stockFlow, "stock.counted.0", "A shelf was counted", 5 * minute, 1, flowSteady, stockPayload},
	{stockFlow, "stock.low.0", "A shelf runs out", 5 * hour, 0.9, flowRare, stockPayload},
	{mailFlow, "mail.sent.0", "A mail was sent", 15 * second, 0.9, flowSteady, mailPayload},
	{mailFlow, "mail.bounced.0", "A mail came back", 25 * minute, 0.7, flowSteady, mailPayload},
	{sensorFlow, "sensor.read.0", "A sensor told its values", second / 2, 0.9, flowBurst, sensorPayload},
	{sessionFlow, "session.opened.0", "Somebody opened the shop", 10 * second, 0.9, flowSteady, sessionPayload},
	{userFlow, "event.user.created.0", "An account was made", 3 * minute, 0.9, flowNightly, sessionPayload},
}

// When a burst lasts, from the beginning of an hour of the scenario on, and
// until when those come that come by night.
const (
	burstFrom  = 7 * minute
	burstLasts = 3 * minute
	nightEnds  = 6 * hour
)

// comesAt reports whether a slot of an event type has its event, and when that
// is, in scenario time.
func (k *eventKind) comesAt(seed uint64, kind int, slot int64) (at int64, d dice, ok bool) {
	d = newDice(seed, diceFlow, uint64(kind), uint64(slot))
	at = slot*k.every + d.below(k.every)
	chance := k.often
	switch k.rhythm {
	case flowSteady:
		chance *= rhythm(at)
	case flowNightly:
		if at%day >= nightEnds {
			return 0, d, false
		}
	case flowBurst:
		in := at % hour
		busy := newDice(seed, diceFlow, uint64(kind), uint64(at/hour), 1)
		if in < burstFrom || in >= burstFrom+burstLasts || busy.unit() > 0.4 {
			return 0, d, false
		}
	}
	return at, d, d.unit() < chance
}
