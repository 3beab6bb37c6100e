package detail

import (
	"strings"
	"testing"

	"fntop/ui/pane"
)

func TestAKeyShowsTheTextAsItWasReceived(t *testing.T) {
	m := opened(output("{\"a\" :\t1.50,\n   \"b\":\"\\u00e4\" , \"c\":[ ] }"))
	press(m, "]", "v")
	mustSee(t, m, `{"a" :  1.50,`, `   "b":"\u00e4" , "c":[ ] }`)
	searchFor(m, `" ,`)
	mustSee(t, m, "1 of 1")
	press(m, "v")
	mustSee(t, m, `▸ {`, `"b": "ä",`, "no match")
	press(m, "esc", "[")
	if say, ok := press(m, "v").(pane.Say); !ok || !strings.Contains(say.Text, "Overview") {
		t.Errorf("it answers %#v", say)
	}
}

func TestTextBeginsWhereOneIsInTheTree(t *testing.T) {
	m := opened(numbered(3000))
	press(m, "]")
	searchFor(m, "row 2500")
	press(m, "esc", "v")
	mustSee(t, m, "row 2501")
	press(m, "v")
	if d := m.document(); !strings.Contains(d.Line(m.cursor[outputTab].line).Text, "row 24") && !strings.Contains(d.Line(m.cursor[outputTab].line).Text, "row 2500") {
		t.Errorf("in the tree again one is at %q", d.Line(m.cursor[outputTab].line).Text)
	}
}

func TestJQWorksOnTheTextToo(t *testing.T) {
	m := opened(output(`{"a": {"b":1.50 }}`))
	press(m, "]", "v")
	write(t, m, ".a")
	mustSee(t, m, "jq .a · one result", `{"b":1.50 }`)
	press(m, "v")
	mustSee(t, m, `▸ {`, `"b": 1.50`)
	press(m, "esc")
	mustSee(t, m, `"a": {`)
}
