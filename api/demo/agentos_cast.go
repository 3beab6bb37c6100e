package demo

import (
	"fmt"
	"strings"
)

// agent is one of those who work on the AgentOS wire.
type agent struct {
	name, description string
	nodes             []string // the steps of its graph
	step              int64    // how long one takes, about, in scenario milliseconds
	every             int64    // a run comes about that often
	plots             []plot   // how its runs go, each as likely as the others
	output            func(d *dice) string
}

// plot is how a run goes.
type plot uint8

const (
	goesWell plot = iota
	asksHuman
	fails
	changesAttempt // its worker is lost, and another begins anew
	isCancelled
)

// The agents, in their places.
const (
	agentSupport = iota
	agentTriage
	agentRefunds
	agentResearch
	agentScribe
	agentConcierge
	agentTranslate
	agentDigest
)

// agents never changes. Together they make a run every ten seconds or so.
var agents = [...]agent{
	agentSupport: {
		"support", "Answers customers in the shop's chat", []string{"read", "look-up", "draft", "answer"}, 2500, 45 * second,
		[]plot{goesWell, goesWell, goesWell, asksHuman, goesWell, fails}, answerOutput,
	},
	agentTriage: {
		"triage", "Sorts mails by what they are about", []string{"classify", "route"}, 900, 30 * second,
		[]plot{goesWell}, triageOutput,
	},
	agentRefunds: {
		"refunds", "Pays money back once somebody has agreed", []string{"check", "ask", "pay"}, 1800, 4 * minute,
		[]plot{asksHuman, asksHuman, asksHuman, isCancelled}, refundOutput,
	},
	agentResearch: {
		"market-research", "Reads what competitors publish, for minutes", []string{"plan", "search", "read", "compare", "verify", "write"}, 40 * second, 4 * minute,
		[]plot{goesWell, changesAttempt, goesWell, isCancelled}, reportText,
	},
	agentScribe: {
		"scribe", "Writes product texts", []string{"outline", "write", "proof-read"}, 3 * second, 80 * second,
		[]plot{goesWell, fails, goesWell, goesWell}, reportText,
	},
	agentConcierge: {
		"concierge", "Talks to guests over WhatsApp", []string{"listen", "think", "speak"}, 2 * second, 100 * second,
		[]plot{changesAttempt, goesWell, goesWell, asksHuman, goesWell}, answerOutput,
	},
	agentTranslate: {
		"übersetzer", "Translates descriptions 翻訳", []string{"detect", "translate"}, 1200, 60 * second,
		[]plot{goesWell, goesWell, goesWell, goesWell, fails}, translationOutput,
	},
	agentDigest: {
		"weekly-digest", "Sums the week up", []string{"collect", "summarise"}, 6 * second, hour,
		[]plot{goesWell}, reportText,
	},
}

// agentTrigger is what starts runs of an agent. A run does not name its own.
type agentTrigger struct {
	agent      int
	name, kind string // kinds chatwoot and evolution_whatsapp: CONFIRMED, DIFF
	active     bool
	config     string
}

// agentTriggers never changes. One agent has two, and one has none.
var agentTriggers = [...]agentTrigger{
	{agentSupport, "shop-chat", "chatwoot", true, `{"credential_id":"cred_chatwoot"}`},
	{agentSupport, "help-form", "webhook", true, `{"path":"help"}`},
	{agentTriage, "mailbox", "email", true, `{}`},
	{agentRefunds, "refund-form", "webhook", true, `{"path":"refunds"}`},
	{agentScribe, "new-product", "webhook", true, `{"path":"products"}`},
	{agentConcierge, "hotel-whatsapp", "evolution_whatsapp", true, `{"credential_id":"cred_whatsapp","chat_platform":"chatwoot"}`},
	{agentTranslate, "translate", "api", true, `{}`},
	{agentDigest, "sunday-evening", "schedule", false, `{"cron":"0 18 * * 0"}`},
}

func (w *world) agentID(i int) string        { return uuid(w.seed, idAgent, uint64(i)) }
func (w *world) agentTriggerID(i int) string { return uuid(w.seed, idAgentTrigger, uint64(i)) }

// agentAt is the place of the agent with an id.
func (w *world) agentAt(id string) (int, bool) {
	kind, key, ok := keyOf(w.seed, id)
	return int(key), ok && kind == idAgent && key < uint64(len(agents))
}

// questions are what agents ask people, and what people ask agents. They are
// JSON strings already.
var questions = [...]string{
	`"Refund order 48213? The customer says the cup came broken."`, `"Darf ich 49,90 € erstatten?"`, `"この返金を承認しますか？"`,
	`"Shall I tell the guest that late check-out is free?"`, `"هل أرسل البديل؟"`,
}

var messages = [...]string{
	`"Where is my order?"`, `"Meine Tasse ist zerbrochen 😢"`, `"注文をキャンセルしたい"`, `"Can I return the kettle after 40 days?"`,
	`"أين طلبي؟"`, `"Is the \"Paul\" spoon dishwasher safe?"`, `"Zoe\u0308 wants a receipt"`,
}

func answerOutput(d *dice) string {
	return fmt.Sprintf(`{"answer":%s,"confidence":0.%02d,"sources":[{"id":%d,"score":0.%d0}]}`,
		pick(d, []string{`"It leaves the warehouse today."`, `"Wir schicken Ihnen eine neue."`, `"キャンセルしました。"`}), d.between(40, 99), d.next()>>3, d.between(1, 9))
}

func triageOutput(d *dice) string {
	return fmt.Sprintf(`{"queue":%q,"priority":%d}`, pick(d, []string{"orders", "returns", "press", "spam"}), d.between(1, 5))
}

func refundOutput(d *dice) string {
	return fmt.Sprintf(`{"refunded":%s,"currency":"EUR","reference":"re_%s"}`, money(d.between(500, 20000)), d.word(12))
}

func reportText(d *dice) string {
	return fmt.Sprintf(`{"title":%s,"words":%d,"text":%s}`, pick(d, products[:]), d.between(90, 900),
		quoted(strings.Repeat("Light, sturdy and made to last. ", int(d.between(2, 9)))))
}

func translationOutput(d *dice) string {
	return `{` + pick(d, []string{`"to":"ja","text":"軽くて丈夫なケトル"`, `"to":"ar","text":"غلاية خفيفة"`, `"to":"de","text":"Leichter Wasserkocher"`}) + `}`
}

// agentErrors are why runs fail: any JSON, as the wire allows.
var agentErrors = [...]string{
	`{"code":"MODEL_OVERLOADED","message":"The model did not answer within 30 s","retryable":true}`,
	`"Tool look-up failed: 502 Bad Gateway"`,
	`{"code":"CONTEXT_TOO_LONG","message":"The conversation has 131,072 tokens too many 🤯"}`,
	`{"message":"翻訳できません: 未知の言語"}`,
}
