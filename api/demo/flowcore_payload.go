package demo

import (
	"fmt"
	"strconv"
)

// What follows is what the events of the story say. Like what functions give
// back, it is JSON with numbers that must be passed on as they are spelled.

func orderPayload(d *dice, slot int64) string {
	n := 40000 + slot%50000
	items := ""
	for i := range 1 + d.below(3) {
		if i > 0 {
			items += ","
		}
		items += fmt.Sprintf(`{"sku":"%c-%04d","name":%s,"quantity":%d,"price":%d.%02d}`, 'A'+d.below(6), d.below(10000), pick(d, products[:]), 1+d.below(4), 3+d.below(60), d.below(100))
	}
	return fmt.Sprintf(`{"orderId":"SO-%05d","customer":%s,"items":[%s],"total":%d.%02d,"currency":"EUR"}`, n, pick(d, customers[:]), items, 8+d.below(240), d.below(100))
}

func paymentPayload(d *dice, slot int64) string {
	return fmt.Sprintf(`{"paymentId":"pay_%s","orderId":"SO-%05d","amount":%d.%02d,"card":{"brand":"%s","last4":"%04d"},"code":"%s"}`,
		d.word(12), 40000+slot%50000, 8+d.below(240), d.below(100), pick(d, []string{"visa", "mastercard", "amex"}), d.below(10000),
		pick(d, []string{"00", "00", "05", "51", "91"}))
}

func stockPayload(d *dice, _ int64) string {
	return fmt.Sprintf(`{"sku":"%c-%04d","shelf":"%c%d","counted":%d,"expected":%d}`, 'A'+d.below(6), d.below(10000), 'A'+d.below(8), 1+d.below(40), d.below(80), d.below(80))
}

func mailPayload(d *dice, slot int64) string {
	return fmt.Sprintf(`{"mailId":"m-%s","template":"%s","to":"customer%d@example.com","orderId":"SO-%05d"}`,
		d.word(10), pick(d, []string{"order-confirmed", "shipped", "password-reset", "newsletter"}), d.below(9000), 40000+slot%50000)
}

func sensorPayload(d *dice, _ int64) string {
	return `{"sensor":"cold-` + strconv.FormatInt(1+d.below(12), 10) + `","celsius":-` + fmt.Sprintf("%d.%d", 15+d.below(6), d.below(10)) + `,"humidity":0.` + strconv.FormatInt(30+d.below(40), 10) + `}`
}

func sessionPayload(d *dice, _ int64) string {
	return fmt.Sprintf(`{"sessionId":"%s","country":"%s","agent":"%s","returning":%t}`,
		d.hex(16), pick(d, []string{"DE", "FR", "JP", "DK", "FO", "US", "EG"}), pick(d, []string{"phone", "tablet", "desktop"}), d.below(2) == 0)
}
