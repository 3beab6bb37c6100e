package ui_test

import (
	"strings"
	"testing"
)

func TestJQAndFoldsWorkOnAnOpenRun(t *testing.T) {
	r := start(t, 120, 36, withFaults("big-run=300KB")).ready()
	r.Press("3", "g", "enter", "]")
	r.awaitText("Großhandel")
	r.Press("J", ".rows[0]|{sku,ean}", "enter")
	r.await("the answer", func(s string) bool { return strings.Contains(s, "one result") })
	if _, line := r.row(`"ean"`); !strings.Contains(line, "12345678901234500000") {
		t.Errorf("the number is %q", line)
	}
	r.Press("J", "|.x.y.z.w|error", "enter")
	r.awaitText("error: null")
	r.Press("esc", "esc")
	r.awaitText("Großhandel")
	r.Press("G", "k", "enter")
	r.awaitText(`"rows": […] `)
	r.Press("J", "up")
	if _, line := r.row("jq "); !strings.Contains(line, ".rows[0]|{sku,ean}") {
		t.Errorf("the line begins with %q", line)
	}
	r.Press("esc", "esc")
	if _, line := r.row("Overview"); line != "" {
		t.Errorf("the run is still open:\n%s", r.Screen())
	}
}

func TestAnExpressionEndsWithItsRun(t *testing.T) {
	r := start(t, 120, 36, withFaults("big-run=3KB")).ready()
	r.Press("3", "g", "enter", "]")
	r.awaitText("Großhandel")
	r.Press("J", "last(repeat(1))", "enter", "esc", "esc")
	r.settle()
	r.Press("enter", "]")
	r.awaitText("Großhandel")
	if strings.Contains(r.Screen(), "repeat") {
		t.Error("the answer came to the run that was opened after it")
	}
}

func TestKeysForJSONActWhereItIsTextOrNothing(t *testing.T) {
	r := start(t, 120, 36, withFaults("big-run=3KB")).ready()
	r.Press("3", "g", "enter", "]")
	r.awaitText("Großhandel")
	r.Press("v")
	r.await("the text", func(s string) bool { return !strings.Contains(s, "▸ {") })
	r.Press("enter")
	r.awaitText("There is nothing to fold while it is shown as text. v shows the tree.")
	r.Press("v")
	r.awaitText("▸ {")
	r.Press("v", "J", "empty", "enter")
	r.awaitText("The expression gives nothing.")
	r.Press("J", "ctrl+u", ".rows[0].sku", "enter")
	r.awaitText("one result")
}

func TestWhereThereIsNoOutputTheKeysForJSONSayWhy(t *testing.T) {
	r := start(t, 120, 36).ready()
	r.Press("F")
	r.settle()
	r.Press("enter")
	r.settle()
	r.Press("]", "J")
	r.awaitText("There is no JSON to run jq on in Output. None: the backend sent no output for this run.")
}

func TestFooterHasTheKeysOfTheLineThatIsTyped(t *testing.T) {
	r := start(t, 120, 36, withFaults("big-run=3KB")).ready()
	r.Press("3", "g", "enter", "]")
	r.awaitText("Großhandel")
	for key, want := range map[string]string{"/": "enter keep  esc undo", "J": "enter run  esc leave  ↑ earlier expressions"} {
		r.Press(key)
		if line := r.last(); !strings.HasPrefix(strings.TrimSpace(line), want) {
			t.Errorf("while one types behind %s the footer says %q", key, line)
		}
		r.Press("esc")
	}
}

// last is the last line of the screen.
func (r *rig) last() string {
	lines := strings.Split(r.Screen(), "\n")
	return lines[len(lines)-1]
}
