package demo

import "strings"

// exhibit is a run of import-feed whose texts are what feeds of the whole
// world, and people who mean harm, put into them. Whoever shows runs must
// cope with all of it. One comes every quarter of an hour, in turn.
type exhibit struct {
	name string // what it shows
	code string // error code; empty for a run that completes
	text string // error message
	data string // run data of a completed run, JSON
}

// longLine is the length of the longest text on show.
const longLine = 100_000

// exhibits never changes.
var exhibits = [...]exhibit{
	{name: "plain", data: `{"supplier":"Nordwind GmbH","format":"csv","rows":1840,"rejected":[],"sha256":"9f2c1e"}`},
	{name: "escape sequences", code: "PARSE_ERROR", text: "row 7: \x1b[31mRED\x1b[0m \x1b[2J\x1b[H\x1b[?1049h\x1b[6n cleared your screen"},
	{name: "Japanese", data: `{"supplier":"東京商店","rows":312,"note":"全角ＡＢＣ、半角ｱｲｳ、が・か゛、葛󠄀城市","rejected":[{"row":3,"理由":"価格が空です"}]}`},
	{name: "OSC sequences", code: "PARSE_ERROR", text: "row 12: \x1b]0;owned\x07\x1b]52;c;cGxhbnRlZA==\x07\x1b]8;;https://evil.example\x1b\\click\x1b]8;;\x1b\\ \x1bP+q544e\x1b\\"},
	{name: "big numbers", data: `{"supplier":"Nummernwerk","ean":12345678901234567890,"price":0.1000,"tiny":1E-400,"huge":1e400,"minusZero":-0.0,"exact":9007199254740993,"rows":1}`},
	{name: "C1 controls", code: "ENCODING_ERROR", text: "row 2: \u009b31mC1\u009b0m \u0090payload\u009c \u009d0;title\u009c \u0085next\u008d \u007fdel"},
	{name: "bidi overrides", code: "PARSE_ERROR", text: "file \u202egpj.exe\u202c, user \u2066admin\u2069 \u200f(עברית)\u200e invoice\u202e3202\u202c"},
	{name: "Arabic and Hebrew", data: `{"supplier":"متجر القاهرة","rows":98,"note":"السعر ١٢٫٥٠ ج.م","contact":"יוסי כהן","rejected":[]}`},
	{name: "zero width", code: "VALIDATION_ERROR", text: "sku \"AB\u200bC\u200c-\u200d1\ufeff2\u2060\" is not \"ABC-12\" \u00ad(soft\u00adhyphen) \u2028line\u2029paragraph"},
	{name: "combining marks", data: `{"supplier":"Cafe\u0301 Zoe\u0308","rows":4,"zalgo":"Z\u0351\u036b\u0343\u036a\u0302\u036b\u033d\u034f\u0334\u0319\u0324\u031e\u0349\u035a\u032f\u031e\u0320\u034da\u036b\u0357\u0334\u0362\u0335\u031c\u0330\u0354l\u0368\u0367\u0369\u0358\u0320go","thai":"น้ำ","hindi":"क्षत्रिय","rejected":[]}`},
	{name: "line breaks and tabs", code: "PARSE_ERROR", text: "row 1:\r\n\tname\tprice\r\n\tKäse\t\"3,50\n\n\n\x0b\x0cend\r"},
	{name: "emoji", data: `{"supplier":"🧀 Käse & Co","rows":12,"note":"👩🏽‍🚀👨‍👩‍👧‍👦🏳️‍🌈🇯🇵🇩🇪1️⃣❤️☺︎","rejected":[]}`},
	{name: "a long line in an error", code: "PAYLOAD_DUMP", text: "unexpected token at offset 0: " + strings.Repeat("{\"sku\":\"A-4711\",\"qty\":3},", longLine/25)},
	{name: "a long line in data", data: `{"supplier":"Langzeile AG","rows":1,"raw":"` + strings.Repeat("0123456789abcdef", longLine/16) + `"}`},
	{name: "JSON inside strings", data: `{"supplier":"Matrjoschka","payload":"{\"order\":{\"id\":7,\"note\":\"{\\\"deep\\\":\\\"\\\\u001b[31m\\\"}\"}}","rows":1,"html":"<script>alert('&')</script>"}`},
	{name: "deep data", data: strings.Repeat(`{"in":[`, 100) + `"bottom"` + strings.Repeat(`]}`, 100)},
	{name: "a string as data", data: `"import skipped: nothing new ✓"`},
	{name: "null as data", data: `null`},
	{name: "Greek and Cyrillic error", code: "ΣΦΑΛΜΑ", text: "Γραμμή 9: η τιμή «δώδεκα» δεν είναι αριθμός · строка 10: цена «двенадцать» не число"},
	{name: "repeated keys", data: `{"row":1,"row":2,"":"empty key","a.b":1,"a":{"b":2},"__proto__":{"x":1},"escaped\u001b[31mkey":"\u001b]0;x\u0007","nul":"\u0000","lone":"\ud800"}`},
	{name: "an empty message", code: "UNKNOWN", text: ""},
	{name: "formulas", code: "=CMD", text: "=HYPERLINK(\"https://evil.example\",\"refund\"),+1,-1,@SUM(A1)"},
}
