package demo

// function is one compute function of the workspace. Times are those of the
// scenario, in milliseconds.
type function struct {
	name, description string
	code              string
	timeout           int64
	middle            float64 // half of its runs take no longer
	spread            float64 // the deviation of the logarithm: how far p95 lies above the middle
	queue             int64   // how long its runs typically wait
	flaky             float64 // share of its runs that fail for no lasting reason
	like              int     // place of the function whose output its own is like; set by newCast
}

// Places in the table of functions.
const (
	processOrder = iota
	syncStock
	chargeCard
	sendMail
	createInvoice
	resizeImage
	importFeed
	nightlyReport
	cafeSearch
	scoreFraud
	cleanSessions
	translateText
)

// functions never changes. Names and descriptions hold several scripts, a
// combining mark, an emoji and, in one description, text that would take over
// a terminal that shows it as it came.
var functions = [...]function{
	processOrder: {
		name: "process-order", description: "Checks an order, reserves its stock and hands it on",
		code:    "async function run() {\n  const order = executionParams.payload;\n  const stock = await api.queryRecords('stock', { sku: order.items.map(i => i.sku) });\n  api.log(`order ${order.id}: ${stock.length} lines reserved`);\n  return { orderId: order.id, status: 'reserved', lines: stock.length };\n}\n",
		timeout: 60 * second, middle: 2500, spread: 1.1, queue: 500, flaky: 0.012,
	},
	syncStock: {
		name: "sync-stock", description: "Compares stock levels with the ERP and writes back the differences",
		code:    "async function run() {\n  const since = triggerParams.since ?? 'last';\n  const levels = await api.httpGet(`${triggerParams.erpUrl}/levels?since=${since}`);\n  return await api.bulkUpdate('stock', levels.rows);\n}\n",
		timeout: 120 * second, middle: 26000, spread: 0.7, queue: 30000, flaky: 0.015,
	},
	chargeCard: {
		name: "charge-card", description: "Charges the card of an order once",
		code:    "async function run() {\n  const { orderId, amount, currency, card } = executionParams.payload;\n  const charge = await api.httpPost(triggerParams.gateway, { amount, currency, card });\n  return { orderId, chargeId: charge.id, state: charge.state };\n}\n",
		timeout: 30 * second, middle: 1100, spread: 0.9, queue: 300, flaky: 0.012,
	},
	sendMail: {
		name: "send-mail", description: "Sends one mail ✉️ and records the provider's answer",
		code:    "async function run() {\n  const mail = executionParams.payload;\n  return await api.httpPost(triggerParams.provider.value, mail);\n}\n",
		timeout: 30 * second, middle: 420, spread: 1.2, queue: 400, flaky: 0.03,
	},
	createInvoice: {
		name: "create-invoice", description: "Renders an invoice and files it",
		code:    "async function run() {\n  const order = await api.fetchRecord(executionParams.payload.orderId);\n  const html = render('invoice-v7', order);\n  return await api.upload('invoices', html);\n}\n",
		timeout: 90 * second, middle: 9000, spread: 0.8, queue: 2500, flaky: 0.015,
	},
	resizeImage: {
		name: "resize-image", description: "Makes the three sizes of a product picture 📷",
		code:    "async function run() {\n  const sizes = [160, 640, 1600];\n  return Promise.all(sizes.map(w => api.resize(executionParams.payload.key, w)));\n}\n",
		timeout: 120 * second, middle: 30000, spread: 0.6, queue: 40000, flaky: 0.018,
	},
	importFeed: {
		name: "import-feed", description: "Takes in suppliers' feeds, as they come: Ελληνικά, 日本語, עברית, العربية, e\u0301te\u0301",
		code:    "async function run() {\n  const feed = parse(executionParams.payload);\n  return { supplier: feed.supplier, rows: feed.rows };\n}\n",
		timeout: 300 * second, middle: 41000, spread: 0.9, queue: 6000, flaky: 0,
	},
	nightlyReport: {
		name: "nightly-report", description: "Sums up a day of sales",
		code:    "async function run() {\n  const day = triggerParams.day ?? yesterday();\n  const sales = await api.aggregateRecords('orders', { groupBy: 'country', where: { day } });\n  return { day, sales };\n}\n",
		timeout: 60 * second, middle: 15000, spread: 0.6, queue: 1500, flaky: 0.01,
	},
	cafeSearch: {
		name: "cafe\u0301-search", description: "Keeps the search index of the café menu \x1b[31mred\x1b[0m fresh",
		code:    "async function run() {\n  return await api.reindex('menu', executionParams.payload.recordId);\n}\n",
		timeout: 15 * second, middle: 310, spread: 0.95, queue: 250, flaky: 0.008,
	},
	scoreFraud: {
		name: "score-fraud", description: "Scores an order's risk from 0 to 100",
		code:    "async function run() {\n  const features = await collect(executionParams.payload);\n  return { score: model.score(features), reasons: model.reasons(features) };\n}\n",
		timeout: 20 * second, middle: 160, spread: 0.9, queue: 120, flaky: 0.006,
	},
	cleanSessions: {
		name: "clean-sessions", description: "Removes sessions nobody came back to",
		code:    "async function run() {\n  return await api.bulkDelete('sessions', { olderThan: '30d' });\n}\n",
		timeout: 60 * second, middle: 6500, spread: 0.7, queue: 800, flaky: 0.01,
	},
	translateText: {
		name: "translate-商品", description: "商品説明を翻訳する · translates product texts",
		code:    "async function run() {\n  const { text, to } = executionParams.payload;\n  return { to, text: await api.translate(text, to) };\n}\n",
		timeout: 120 * second, middle: 30000, spread: 0.6, queue: 30000, flaky: 0.014,
	},
}

// tablesMade is when the workspace was set up, 2026-01-05 08:00 UTC; functions
// and triggers were created in the weeks after it.
const tablesMade int64 = 1767600000000

func (w *world) functionID(i int) string { return uuid(w.seed, idFunction, uint64(i)) }

// functionAt finds the function that an id names.
func (w *world) functionAt(id string) (int, bool) {
	kind, key, ok := keyOf(w.seed, id)
	if !ok || kind != idFunction || key >= uint64(len(w.functions)) {
		return 0, false
	}
	return int(key), true
}
