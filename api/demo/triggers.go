package demo

// trigger is one trigger of the workspace.
type trigger struct {
	name, description string
	kind              triggerKind
	fn                int
	metadata          string // JSON, without the schedule's scaled interval
	interval          int64  // scheduled by interval: milliseconds of the scenario
	paused            bool   // stands still when the server starts
}

// triggerKind is the wire's executionType. Four of the words are CONFIRMED
// (docs.centrali.dev/api-reference/function-triggers); "endpoint" is one of
// the five documented kinds, its literal INFERRED from executionSource.
type triggerKind string

const (
	onDemand    triggerKind = "on-demand"
	eventDriven triggerKind = "event-driven"
	scheduled   triggerKind = "scheduled"
	httpTrigger triggerKind = "http-trigger"
	endpoint    triggerKind = "endpoint"
)

// source returns the executionSource of runs that a kind of trigger starts.
// The starter app labels "trigger" as "Event" and "manual" as "Manual"
// (CONFIRMED), hence this pairing (INFERRED).
func (k triggerKind) source() source {
	switch k {
	case onDemand:
		return sourceManual
	case scheduled:
		return sourceScheduled
	case httpTrigger:
		return sourceHTTP
	case endpoint:
		return sourceEndpoint
	default:
		return sourceTrigger
	}
}

// Places in the table of triggers; the last two are not in it.
const (
	orderCreated = iota
	orderHook
	runOrder
	stockMinute
	nightlySync
	cardCharge
	mailQueue
	retryMail
	promoMail
	invoiceDue
	imageUpload
	feedHook
	weeklyClose
	halfHourReport
	menuChanged
	fraudCheck
	sessions15m
	translateNow
	deletedTrigger
	noTrigger
)

// triggers never changes. Wherever metadata has params there are planted
// secrets with the words "planted-secret" in them: a client that shows or logs one is
// found out by searching for them. A value may be {"value":…,"encrypt":true}
// (CONFIRMED, docs.centrali.io/platform/trigger-parameters).
var triggers = [...]trigger{
	orderCreated: {
		name: "order-created", kind: eventDriven, fn: processOrder, description: "Every new record in orders",
		metadata: `{"event":"record_created","recordSlug":"orders","params":{"warehouse":"eu-3","apiKey":{"value":"planted-secret-a81f","encrypt":true}}}`,
	},
	orderHook: {
		name: "order-hook", kind: httpTrigger, fn: processOrder, description: "Orders from the marketplace",
		metadata: `{"path":"orders/incoming","params":{"signingKey":{"value":"planted-secret-77c0","encrypt":true},"market":"amz"}}`,
	},
	runOrder: {
		name: "run-order", kind: onDemand, fn: processOrder, description: "Runs one order by hand. Payload: an order; {\"fail\":true} and {\"sleepMs\":5000} steer it",
		metadata: `{"params":{"dryRun":false,"token":{"value":"planted-secret-05d2","encrypt":true}}}`,
	},
	stockMinute: {
		name: "stock-1m", kind: scheduled, fn: syncStock, description: "Stock levels, every minute", interval: minute,
		metadata: `"params":{"erpUrl":"https://erp.example.com/v3","password":{"value":"planted-secret-e4b9","encrypt":true}}`,
	},
	nightlySync: {
		name: "nightly-sync", kind: scheduled, fn: syncStock, description: "The whole stock, every night",
		metadata: `{"scheduleType":"cron","cronExpression":"0 3 * * *","timezone":"UTC","params":{"since":"all"}}`,
	},
	cardCharge: {
		name: "card-charge", kind: endpoint, fn: chargeCard, description: "Called by the shop's checkout",
		metadata: `{"path":"charge","params":{"gateway":"https://pay.example.com/v2/charges","merchantKey":{"value":"planted-secret-9d13","encrypt":true}}}`,
	},
	mailQueue: {
		name: "mail-queue", kind: eventDriven, fn: sendMail, description: "Every new record in outbox",
		metadata: `{"eventType":"record_created","recordSlug":"outbox","params":{"provider":{"value":"https://planted-secret-31aa@mail.example.com/send","encrypt":true}}}`,
	},
	retryMail: {
		name: "retry-mail", kind: onDemand, fn: sendMail, description: "Sends one mail again",
		metadata: `{"params":{}}`,
	},
	promoMail: {
		name: "promo-mail", kind: scheduled, fn: sendMail, description: "Paused until the next sale", interval: hour, paused: true,
		metadata: `"params":{"campaign":"summer"}`,
	},
	invoiceDue: {
		name: "invoice-due", kind: eventDriven, fn: createInvoice, description: "An order was shipped",
		metadata: `{"event":"record_updated","recordSlug":"orders"}`,
	},
	imageUpload: {
		name: "📷-upload", kind: eventDriven, fn: resizeImage, description: "A picture came in",
		metadata: `{"event":"records_bulk_created","recordSlug":"pictures","params":{"bucket":"media"}}`,
	},
	feedHook: {
		name: "feed-hook", kind: httpTrigger, fn: importFeed, description: "Suppliers post their feeds here",
		metadata: `{"path":"feeds/in","params":{"hmac":{"value":"planted-secret-c6f5","encrypt":true}}}`,
	},
	weeklyClose: {
		name: "weekly-close", kind: scheduled, fn: nightlyReport, description: "Closes the week; has not come for a while",
		metadata: `{"scheduleType":"cron","cronExpression":"0 4 * * 1","timezone":"Asia/Tokyo","params":{}}`,
	},
	halfHourReport: {
		name: "report-30m", kind: scheduled, fn: nightlyReport, description: "Half-hourly figures", interval: 30 * minute,
		metadata: `"params":{"channel":"#sales"}`,
	},
	menuChanged: {
		name: "menu-changed", kind: eventDriven, fn: cafeSearch, description: "The menu changed",
		metadata: `{"event":"record_updated","recordSlug":"menu"}`,
	},
	fraudCheck: {
		name: "fraud-check", kind: endpoint, fn: scoreFraud, description: "Called before a charge",
		metadata: `{"path":"fraud/score"}`,
	},
	sessions15m: {
		name: "جلسات-15m", kind: scheduled, fn: cleanSessions, description: "تنظيف الجلسات القديمة", interval: 15 * minute,
		metadata: `"params":{"olderThan":"30d"}`,
	},
	translateNow: {
		name: "翻訳-now", kind: onDemand, fn: translateText, description: "Translates one text: {\"text\":\"…\",\"to\":\"ja\"}",
		metadata: `{"params":{"glossary":"shop","deepKey":{"value":"planted-secret-1b60","encrypt":true}}}`,
	},
}

func (w *world) triggerID(i int) string { return uuid(w.seed, idTrigger, uint64(i)) }

// triggerAt finds the trigger that an id names. The deleted one is not found.
func (w *world) triggerAt(id string) (int, bool) {
	kind, key, ok := keyOf(w.seed, id)
	if !ok || kind != idTrigger || !w.hasTrigger(int(key)) {
		return 0, false
	}
	return int(key), true
}
