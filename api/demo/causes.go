package demo

import "fmt"

// cause is something that breaks one function for a while, again and again:
// while it lasts every run of the function fails the same way, before and
// after it none does.
type cause struct {
	fn     int
	code   string
	every  int64 // it comes once in each stretch of this length
	lasts  int64
	jitter int64 // its beginning moves within the stretch by less than this
	takes  int64 // how long a failing run takes, about
	text   func(d *dice) string
}

// causes never changes. At any moment the last seven days hold all three, and
// the first has failures within the last hour: it begins at most ten minutes
// later in its hour than before, and twelve minutes go by before it ends.
var causes = [...]cause{
	{
		fn: chargeCard, code: "GATEWAY_TIMEOUT", every: hour, lasts: 12 * minute, jitter: 10 * minute, takes: 10 * second,
		text: func(d *dice) string {
			return fmt.Sprintf("POST https://pay.example.com/v2/charges: 504 after %d ms (charge ch_%s, order %d)",
				d.between(10000, 10900), d.word(16), d.between(40000, 99999))
		},
	},
	{
		fn: syncStock, code: "ERP_UNAVAILABLE", every: 3 * day, lasts: 7 * hour, jitter: 20 * hour, takes: 4 * second,
		text: func(d *dice) string {
			return fmt.Sprintf("ERP stock-eu-%d answered 503: maintenance until further notice (request %s, %d SKUs left)",
				d.between(1, 6), d.hex(12), d.between(200, 9000))
		},
	},
	{
		fn: createInvoice, code: "TEMPLATE_FIELD_MISSING", every: 60 * hour, lasts: 4 * hour, jitter: 24 * hour, takes: 2 * second,
		text: func(d *dice) string {
			return fmt.Sprintf("TypeError: Cannot read properties of undefined (reading 'vatId')\n    at render (invoice-v7.js:%d:%d)\n    at run (create-invoice.js:3:16)\n  customer %s, order %d",
				d.between(110, 126), d.between(3, 60), uuidLike(d), d.between(40000, 99999))
		},
	},
}

// causeAt returns the place in the table of what breaks a function at a
// moment of the scenario.
func (w *world) causeAt(fn int, scenario int64) (int, bool) {
	for i, c := range causes {
		if c.fn != fn {
			continue
		}
		from, to := w.causeTimes(i, floorTo(scenario, c.every)/c.every)
		return i, scenario >= from && scenario < to
	}
	return 0, false
}

// causeTimes returns from when to when a cause lasts in one of its stretches.
func (w *world) causeTimes(i int, stretch int64) (from, to int64) {
	c := causes[i]
	d := newDice(w.seed, diceCause, uint64(i), uint64(stretch))
	from = stretch*c.every + d.below(c.jitter)
	return from, from + c.lasts
}

// uuidLike returns an id of something outside the workspace.
func uuidLike(d *dice) string {
	return d.hex(8) + "-" + d.hex(4) + "-4" + d.hex(3) + "-a" + d.hex(3) + "-" + d.hex(12)
}

// mishap is a failure with no lasting reason.
type mishap struct {
	code string
	text func(d *dice) string
}

// mishaps never changes. Several are in other scripts, since errors quote
// what users wrote.
var mishaps = [...]mishap{
	{"NETWORK_ERROR", func(d *dice) string {
		return fmt.Sprintf("read tcp 10.4.%d.%d:%d->172.20.0.9:443: connection reset by peer", d.below(255), d.below(255), d.between(32000, 61000))
	}},
	{"VALIDATION_ERROR", func(d *dice) string {
		return fmt.Sprintf("order %d: items[%d].quantity must be at least 1, got %d", d.between(40000, 99999), d.below(9), -d.below(5))
	}},
	{"RECORD_NOT_FOUND", func(d *dice) string { return "Record " + uuidLike(d) + " not found in collection \"orders\"" }},
	{"RATE_LIMITED", func(d *dice) string {
		return fmt.Sprintf("provider answered 429, retry after %d s", d.between(5, 90))
	}},
	{"EXECUTION_ERROR", func(d *dice) string {
		return fmt.Sprintf("ReferenceError: sku is not defined\n    at run (index.js:%d:%d)\n    at process.processTicksAndRejections (node:internal/process/task_queues:105:5)", d.between(2, 80), d.between(1, 60))
	}},
	{"OUT_OF_MEMORY", func(d *dice) string {
		return fmt.Sprintf("JavaScript heap out of memory (%d MB of 256 MB)", d.between(257, 300))
	}},
	{"住所エラー", func(d *dice) string {
		return fmt.Sprintf("注文 %d: 郵便番号「%03d-%04d」が見つかりません", d.between(40000, 99999), d.below(1000), d.below(10000))
	}},
	{"ADDRESS_ERROR", func(d *dice) string {
		return fmt.Sprintf("الطلب %d: العنوان غير مكتمل", d.between(40000, 99999))
	}},
	{"ADDRESS_ERROR", func(d *dice) string {
		return fmt.Sprintf("הזמנה %d: הכתובת חסרה (שורה %d)", d.between(40000, 99999), d.between(1, 4))
	}},
	{"EXECUTION_ERROR", func(d *dice) string {
		return fmt.Sprintf("Kund*in „Zoe\u0308 👩🏽‍🚀“ hat %d offene Posten 💥", d.between(2, 40))
	}},
}

// The platform's own failures.
const (
	codeTimeout = "EXECUTION_TIMEOUT"
	codeLost    = "WORKER_LOST"
)

func timeoutText(timeout int64) string {
	return fmt.Sprintf("Function execution timed out after %d ms", timeout)
}
