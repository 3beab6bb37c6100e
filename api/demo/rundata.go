package demo

import (
	"encoding/json"
	"fmt"
	"strings"
)

// runData returns what a completed run gave back, as JSON: something that
// such a function would say. A caller's run also echoes its input.
func (w *world) runData(r *run) json.RawMessage {
	if r.reason >= reasonExhibit {
		return json.RawMessage(exhibits[r.reason-reasonExhibit].data)
	}
	d := newDice(w.seed, diceData, r.key)
	body := outputs[w.functions[r.fn].like](&d, r.created)
	if r.live == nil || r.live.input == nil {
		return body
	}
	echoed := append(json.RawMessage(`{"input":`), r.live.input...)
	if len(body) > 2 {
		echoed = append(echoed, ',')
	}
	return append(echoed, body[1:]...)
}

// output writes what one function gives back: always an object.
type output func(d *dice, created int64) json.RawMessage

// outputs never changes.
var outputs = [...]output{
	processOrder:  orderOutput,
	syncStock:     stockOutput,
	chargeCard:    chargeOutput,
	sendMail:      mailOutput,
	createInvoice: invoiceOutput,
	resizeImage:   imageOutput,
	importFeed:    feedOutput,
	nightlyReport: reportOutput,
	cafeSearch:    searchOutput,
	scoreFraud:    fraudOutput,
	cleanSessions: sessionsOutput,
	translateText: translateOutput,
}

// customers and products never change; they are JSON strings already.
var customers = [...]string{
	`"Anna Schmidt"`, `"José Álvarez"`, `"王小明"`, `"佐藤 花子"`, `"Zoe\u0308 Müller"`, `"فاطمة الزهراء"`, `"דוד לוי"`, `"Олена Коваль"`,
	`"Nguyễn Thị Hà"`, `"Ωmega Παπαδοπούλου"`, `"김민준"`, `"Priya प्रिया"`, `"O'Neill & Søn"`, `"สมชาย ใจดี"`, `"Ana 🌻 Luz"`,
}

var products = [...]string{
	`"Espresso cup"`, `"Teekanne"`, `"フィルター"`, `"Café crème 250 g"`, `"حقيبة"`, `"Kettle 1.7 l"`, `"Löffel \"Paul\""`, `"茶叶 100 g"`, `"Mug ☕"`, `"Tray"`,
}

// Formats of an article's number and of cents, and what fills them. Money has
// both digits: numbers must be passed on as they are spelled.
const (
	skuForm   = "%c-%04d"
	moneyForm = "%d.%02d"
)

func money(cents int64) string { return fmt.Sprintf(moneyForm, cents/100, cents%100) }

func quoted(s string) string {
	b, err := json.Marshal(s)
	if err != nil {
		panic("demo: a string does not marshal: " + err.Error())
	}
	return string(b)
}

func orderOutput(d *dice, created int64) json.RawMessage {
	var b strings.Builder
	fmt.Fprintf(&b, `{"orderId":%d,"status":"reserved","customer":{"id":"cus_%s","name":%s,"vip":%t},"currency":"EUR","items":[`,
		d.between(40000, 99999), d.word(10), pick(d, customers[:]), d.below(9) == 0)
	total, n := int64(0), d.between(1, 10)
	for i := range n {
		if i > 0 {
			b.WriteByte(',')
		}
		price, quantity := d.between(190, 24900), d.between(1, 5)
		total += price * quantity
		fmt.Fprintf(&b, `{"sku":"`+skuForm+`","name":%s,"quantity":%d,"price":`+moneyForm+`,"warehouse":"eu-%d","reservation":"%016x"}`,
			'A'+rune(d.below(6)), d.below(10000), pick(d, products[:]), quantity, price/100, price%100, d.between(1, 5), d.next())
	}
	fmt.Fprintf(&b, `],"total":%s,"reservedAt":%q,"next":"charge-card"}`, money(total), stamp(created))
	return json.RawMessage(b.String())
}

func stockOutput(d *dice, _ int64) json.RawMessage {
	var b strings.Builder
	checked, n := d.between(800, 12000), d.below(16)
	fmt.Fprintf(&b, `{"checked":%d,"changed":%d,"warehouse":"eu-%d","differences":[`, checked, n, d.between(1, 5))
	for i := range n {
		if i > 0 {
			b.WriteByte(',')
		}
		ours := d.below(200)
		fmt.Fprintf(&b, `{"sku":"`+skuForm+`","ours":%d,"erp":%d,"reason":%q}`, 'A'+rune(d.below(6)), d.below(10000), ours, max(ours+d.between(-9, 10), 0),
			pick(d, []string{"sold in store", "returned", "counted", "damaged"}))
	}
	fmt.Fprintf(&b, `],"cursor":"%s"}`, d.hex(24))
	return json.RawMessage(b.String())
}

func chargeOutput(d *dice, created int64) json.RawMessage {
	return fmt.Appendf(nil, `{"orderId":%d,"chargeId":"ch_%s","state":"captured","amount":%s,"currency":"EUR","card":{"brand":%q,"last4":"%04d"},"gateway":{"id":%d,"latencyMs":%d},"at":%q,"attempts":%d,"receiptUrl":"https://pay.example.com/r/%s"}`,
		d.between(40000, 99999), d.word(16), money(d.between(190, 90000)), pick(d, []string{"visa", "mastercard", "amex"}), d.below(10000),
		d.next()>>2, d.between(90, 900), stamp(created), 1+d.below(2), d.hex(20))
}

func mailOutput(d *dice, created int64) json.RawMessage {
	subject := pick(d, []string{"Your order is on its way", "Ihre Rechnung", "ご注文ありがとうございます", "تم تأكيد طلبك", "ההזמנה שלך", "Votre commande n° 48 213", "🎉 −20 % bis Sonntag"})
	return fmt.Appendf(nil, `{"messageId":"<%s@mail.example.com>","to":%s,"subject":%s,"template":"shop-%d","accepted":true,"provider":{"status":250,"text":"2.0.0 OK %s"},"queuedAt":%q}`,
		d.hex(20), pick(d, customers[:]), quoted(subject), d.between(1, 9), d.word(12), stamp(created))
}

func invoiceOutput(d *dice, created int64) json.RawMessage {
	net := d.between(900, 250000)
	return fmt.Appendf(nil, `{"invoice":"RE-2026-%06d","orderId":%d,"customer":%s,"net":%s,"vat":{"rate":0.19,"amount":%s},"gross":%s,"currency":"EUR","pages":%d,"file":{"bucket":"invoices","key":"2026/%s.pdf","bytes":%d,"sha256":%q},"issuedAt":%q}`,
		d.below(1000000), d.between(40000, 99999), pick(d, customers[:]), money(net), money(net*19/100), money(net+net*19/100), 1+d.below(4),
		d.hex(16), d.between(30000, 900000), d.hex(64), stamp(created))
}

func imageOutput(d *dice, _ int64) json.RawMessage {
	key := d.hex(12)
	return fmt.Appendf(nil, `{"picture":%q,"sizes":[%s,%s,%s]}`, key, size(d, key, 160), size(d, key, 640), size(d, key, 1600))
}

func size(d *dice, key string, width int64) string {
	return fmt.Sprintf(`{"key":"media/%s-%d.webp","width":%d,"height":%d,"bytes":%d,"blurhash":"L%s"}`,
		key, width, width, width*3/4, width*d.between(40, 190), d.word(20))
}

func feedOutput(d *dice, created int64) json.RawMessage {
	return fmt.Appendf(nil, `{"supplier":"manual","rows":%d,"rejected":[],"importedAt":%q}`, d.below(4000), stamp(created))
}

func reportOutput(d *dice, created int64) json.RawMessage {
	var b strings.Builder
	fmt.Fprintf(&b, `{"day":%q,"sales":{`, stamp(created)[:10])
	for i, country := range []string{"DE", "AT", "FR", "JP", "EG", "IL", "US", "BR"} {
		if i > 0 {
			b.WriteByte(',')
		}
		fmt.Fprintf(&b, `%q:{"orders":%d,"revenue":%s,"returns":%d}`, country, d.below(900), money(d.below(9000000)), d.below(40))
	}
	b.WriteString(`},"currency":"EUR","complete":true}`)
	return json.RawMessage(b.String())
}

func searchOutput(d *dice, _ int64) json.RawMessage {
	return fmt.Appendf(nil, `{"index":"menu-v%d","recordId":%q,"tokens":%d,"took":%d,"title":"Café Cre\u0301me","shards":{"total":3,"successful":3,"failed":0},"refresh":true,"terms":["café","crème","%s","%s","%s"],"score":%s}`,
		d.between(3, 6), uuidLike(d), d.between(12, 400), d.between(4, 90), d.word(6), d.word(7), d.word(5), money(d.below(10000)))
}

func fraudOutput(d *dice, _ int64) json.RawMessage {
	score := d.below(101)
	return fmt.Appendf(nil, `{"orderId":%d,"score":%d,"decision":%q,"model":"2026-10-0%d","features":{"ipCountry":%q,"cardCountry":"DE","velocity1h":%d,"emailAgeDays":%d,"basketSimilarity":0.%04d},"reasons":[%q,%q],"latencyMs":%d}`,
		d.between(40000, 99999), score, map[bool]string{true: "review", false: "pass"}[score > 85], d.between(1, 9),
		pick(d, []string{"DE", "FR", "US", "JP"}), d.below(6), d.below(4000), d.below(10000),
		pick(d, []string{"known device", "new device"}), pick(d, []string{"address matches", "address differs"}), d.between(20, 200))
}

func sessionsOutput(d *dice, _ int64) json.RawMessage {
	removed := d.below(900)
	return fmt.Appendf(nil, `{"removed":%d,"kept":%d,"olderThan":"30d","batches":[{"n":1,"removed":%d},{"n":2,"removed":%d}],"oldest":"2026-0%d-%02dT00:00:00Z","بقي":%d}`,
		removed, d.between(2000, 90000), removed/2, removed-removed/2, d.between(1, 9), d.between(1, 28), d.below(100))
}

func translateOutput(d *dice, _ int64) json.RawMessage {
	texts := []string{
		`"to":"ja","text":"軽くて丈夫なステンレス製のケトルです。容量は1.7リットル、約3分で沸騰します。"`,
		`"to":"ar","text":"غلاية خفيفة ومتينة من الفولاذ المقاوم للصدأ، سعتها ١٫٧ لتر."`,
		`"to":"he","text":"קומקום קל וחזק מפלדת אל־חלד, 1.7 ליטר, רותח תוך שלוש דקות."`,
		`"to":"de","text":"Leichter, robuster Wasserkocher aus Edelstahl; 1,7 l in drei Minuten."`,
		`"to":"zh","text":"轻便耐用的不锈钢水壶，容量1.7升，约三分钟烧开。"`,
		`"to":"th","text":"กาต้มน้ำสเตนเลสน้ำหนักเบาและทนทาน ความจุ 1.7 ลิตร"`,
	}
	return fmt.Appendf(nil, `{%s,"from":"en","characters":%d,"glossary":"shop","confidence":0.%02d,"source":"A light and sturdy kettle made of stainless steel: 1.7 litres, boiling in about three minutes.","engine":"nmt-%d"}`,
		pick(d, texts), d.between(40, 400), d.between(60, 100), d.between(3, 6))
}
