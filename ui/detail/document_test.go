package detail

import (
	"strings"
	"testing"

	"fntop/ui/pane"
)

func TestTheSelectedContainerFolds(t *testing.T) {
	m := opened(output(`{"rows":[{"sku":"A"},{"sku":"B"}],"note":"{\"deep\":[1]}"}`))
	press(m, "]", "down", "enter")
	mustSee(t, m, `▸   "rows": […], 2 items`)
	mustNotSee(t, m, "sku")
	press(m, " ")
	mustSee(t, m, `"sku": "A"`)
	press(m, "-")
	mustSee(t, m, `▸   "rows": […]`)
	press(m, "+", "G", "k", "enter")
	mustSee(t, m, `▸   "note": "{`, `"deep": [`)
	if path := m.SelectedPath(); path != ".note | fromjson" {
		t.Errorf("the path is %s", path)
	}
	if raw, ok := m.SelectedValue(); !ok || string(raw) != `{"deep":[1]}` {
		t.Errorf("the value is %s", raw)
	}
}

func TestWhatDoesNotFoldSaysSo(t *testing.T) {
	m := opened(output(`[1]`))
	press(m, "]", "down")
	if say, ok := press(m, "enter").(pane.Say); !ok || !strings.Contains(say.Text, "one value") {
		t.Errorf("it answers %#v", say)
	}
	press(m, "[")
	if say, ok := press(m, "enter").(pane.Say); !ok || !strings.Contains(say.Text, "Overview") {
		t.Errorf("in the overview it answers %#v", say)
	}
}

func TestNextMatchOpensWhatItIsFoldedIn(t *testing.T) {
	m := opened(output(`{"a":{"b":["needle"]},"c":"needle"}`))
	press(m, "]", "-")
	searchFor(m, "needle")
	mustSee(t, m, "1 of 2", `▸       "needle"`)
	press(m, "n")
	mustSee(t, m, "2 of 2", `▸   "c": "needle"`)
	if path := m.SelectedPath(); path != ".c" {
		t.Errorf("the path is %s", path)
	}
}

func TestTheSelectedRowStaysInSight(t *testing.T) {
	m := opened(numbered(300))
	press(m, "]")
	for range 40 {
		press(m, "down")
	}
	mustSee(t, m, `▸   "row 039"`)
	frame := plainFrame(m.View(look(), 40, 8))
	if !strings.Contains(frame, `▸   "row 039"`) {
		t.Errorf("in a small window it is not:\n%s", frame)
	}
	press(m, "g")
	mustSee(t, m, "▸ [")
}

func TestTimesAndDurationsAreSaidInOtherWords(t *testing.T) {
	m := opened(output(`{"queuedAt":1763733600000,"waitMs":90500,"count":1763733600000}`))
	press(m, "]")
	mustSee(t, m, `1763733600000,   2025-11-21 14:00:00 UTC, 1y ago`, `90500,   1m30s`)
	if frame := frameOf(m, 80, 24); strings.Count(frame, "2025-11-21") != 1 {
		t.Errorf("a count is taken for a time:\n%s", frame)
	}
}
