package detail

import (
	"encoding/json"
	"fmt"
	"strings"
	"testing"

	"fntop/ui/panetest"
)

func TestFramesOfAStackAreRecognised(t *testing.T) {
	for text, want := range map[string]string{
		"    at applyCoupon (/srv/order.js:118:13)":                  "own /srv/order.js:118:13",
		"  at async processOrder (file:///srv/index.js:42:5)":        "own file:///srv/index.js:42:5",
		"    at /srv/order.js:12:1":                                  "own /srv/order.js:12:1",
		"    at Object.run (/srv/node_modules/got/index.js:1:1)":     "foreign",
		"    at node:internal/process/task_queues:95:5":              "foreign",
		`  File "/srv/order.py", line 12, in total`:                  `own /srv/order.py", line 12`,
		`  File "/usr/lib/python3.11/json/decoder.py", line 3, in x`: "foreign",
		"\t/srv/order/main.go:12 +0x1d":                              "own /srv/order/main.go:12",
		"\t/usr/local/go/src/runtime/panic.go:770 +0x132":            "foreign",
		"\tat com.acme.Order.total(Order.java:12)":                   "own Order.java:12",
		"\tat java.base/java.util.ArrayList.get(ArrayList.java:427)": "foreign",
		"expired at checkout step 3":                                 "",
		"at noon everything stopped":                                 "",
		"Error: no":                                                  "",
	} {
		from, to, own, ok := stackFrame(text)
		got := ""
		switch {
		case ok && own:
			got = "own " + text[from:to]
		case ok:
			got = "foreign"
		}
		if got != want {
			t.Errorf("%q is %q, want %q", text, got, want)
		}
	}
}

// roles are the parts of a line with what they are.
func roles(l line) map[string]role {
	all := map[string]role{}
	from := 0
	for _, s := range l.spans {
		if s.end > from {
			all[l.text[from:s.end]] = s.role
			from = s.end
		}
	}
	return all
}

func TestOwnFramesAndLinksStandOut(t *testing.T) {
	m := opened(failedRun())
	m.detail.ErrorMessage = "POST https://pay.example.com/v2: 504\n    at pay (/srv/pay.js:1:2)\n    at got (/srv/node_modules/got/a.js:1:2)"
	m.changed()
	m.View(look(), 100, 30)
	lines := m.told.error
	if r := roles(lines[0]); r["https://pay.example.com/v2"] != accent {
		t.Errorf("the link is %v", r)
	}
	if r := roles(lines[1]); r["/srv/pay.js:1:2"] != strong {
		t.Errorf("the own frame is %v", r)
	}
	if r := roles(lines[2]); r[lines[2].text] != faint {
		t.Errorf("the library's frame is %v", r)
	}
	if first := m.overview(look()).line(len(m.over.head)); roles(first)["POST "] != bad {
		t.Errorf("the first line is %v", roles(first))
	}
}

func explainedText(message string) string {
	var b strings.Builder
	for _, l := range explained(message) {
		b.WriteString(strings.Repeat(" ", l.indent) + l.text + "\n")
	}
	return b.String()
}

func TestJSONInAnErrorIsLaidOut(t *testing.T) {
	got := explainedText(`Request failed: {"code":"E_STOCK","missing":[{"sku":"A-1"}]} after 3 tries` + "\n  at x (/y.js:1:1)")
	want := "Request failed:\n  {\n    \"code\": \"E_STOCK\",\n    \"missing\": [\n      {\n        \"sku\": \"A-1\"\n      }\n    ]\n  }\nafter 3 tries\n  at x (/y.js:1:1)\n"
	if got != want {
		t.Errorf("it is\n%s\nwant\n%s", got, want)
	}
}

func TestWhatIsNoJSONOrShortStaysInItsLine(t *testing.T) {
	for _, message := range []string{
		`[object Object] is not {valid} or { "broken": `, `code {"a":1} is short`, `[1,2,3,4,5,6,7,8,9,10,11,12,13]`,
		strings.Repeat("[{", 40_000), strings.Repeat(`{"`, 200_000), strings.Repeat(`{"a":`, 30_000),
	} {
		if got := explainedText(message); strings.TrimSpace(got) != strings.TrimSpace(message) {
			t.Errorf("%.60q became %.200q", message, got)
		}
	}
}

func TestErrorsOfEveryKindFillAnySizeAndAreSafe(t *testing.T) {
	text, _ := json.Marshal(hostile)
	for _, message := range []string{
		`x {"k":` + string(text) + `,"u":"` + "\u202e\u200b" + `"} https://a.example/` + hostile,
		"    at " + hostile + " (/srv/" + hostile + ":1:1)", `File "` + hostile + `", line 12`, "\t" + hostile + ".go:12 +0x1",
	} {
		d := failedRun()
		d.ErrorMessage = message
		m := opened(d)
		for _, s := range [][2]int{{120, 30}, {40, 12}, {9, 3}} {
			lines := m.View(look(), s[0], s[1])
			panetest.Fills(t, lines, s[0], s[1])
			for _, line := range lines {
				if bad, found := unsafeRune(withoutOurs(line)); found {
					t.Fatalf("%U at %v: %q", bad, s, line)
				}
			}
		}
	}
}

func TestFramesOfAnErrorWithEverything(t *testing.T) {
	d := failedRun()
	d.ErrorMessage = "POST https://pay.example.com/v2/charges: 422 {\"code\":\"card_declined\",\"decline\":{\"reason\":\"insufficient_funds\",\"retry\":false}}\n" +
		"    at charge (/srv/functions/charge/pay.js:44:11)\n    at Request.done (/srv/node_modules/got/index.js:10:2)\n    at process.processTicksAndRejections (node:internal/process/task_queues:95:5)"
	m := opened(d)
	for _, s := range [][2]int{{120, 36}, {80, 24}, {60, 15}} {
		panetest.Golden(t, fmt.Sprintf("error_%dx%d", s[0], s[1]), m.View(look(), s[0], s[1]))
	}
}
