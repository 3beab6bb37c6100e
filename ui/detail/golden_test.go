package detail

import (
	"fmt"
	"strings"
	"testing"

	"fntop/model"
	"fntop/ui/panetest"
)

func TestFramesAreThoseThatWereReviewed(t *testing.T) {
	sizes := [][2]int{{160, 30}, {120, 30}, {100, 30}, {80, 24}, {40, 12}, {20, 5}, {1, 1}}
	for name, d := range map[string]*model.RunDetail{
		"failed": failedRun(), "running": runningRun(), "stripped": strippedRun(), "hostile": hostileRun(),
	} {
		for _, size := range sizes {
			m := opened(d)
			if name == "failed" {
				m.SetLineage(lineage())
			}
			m.Following(name == "running")
			var all strings.Builder
			for i := range tabs {
				fmt.Fprintf(&all, "%s:\n%s", tabNames[i], plainFrame(m.View(look(), size[0], size[1])))
				press(m, "]")
			}
			panetest.Compare(t, fmt.Sprintf("%s_%dx%d", name, size[0], size[1]), all.String())
		}
	}
}

func TestColoursAreThoseThatWereReviewed(t *testing.T) {
	m := opened(output(`{"id":7,"ok":true,"note":"a long note that does not fit into one row of this window","list":[1.50,null]}`))
	press(m, "]")
	searchFor(m, "not")
	panetest.Compare(t, "colours_60x16", strings.ReplaceAll(strings.Join(m.View(look(), 60, 16), "\n"), "\x1b", "␛")+"\n")
}

// A run that nobody has seen is not of an unknown status: it is waited for.
func TestARunToComeIsWaitedFor(t *testing.T) {
	m := New(model.RunID{})
	m.Following(true)
	m.SetState("queued · waiting for the run of job job-58213", false)
	for _, size := range [][2]int{{100, 8}, {40, 8}, {20, 3}} {
		frame := plainFrame(m.View(look(), size[0], size[1]))
		panetest.Compare(t, fmt.Sprintf("queued_%dx%d", size[0], size[1]), frame)
		if strings.Contains(frame, "?") || strings.Contains(frame, "unknown") {
			t.Errorf("it is told as unknown:\n%s", frame)
		}
	}
	m.SetState("Refused (400). Nothing was started.", true)
	m.Following(false)
	if frame := plainFrame(m.View(look(), 100, 8)); strings.Contains(frame, "queued") || !strings.Contains(frame, "Nothing was started.") {
		t.Errorf("an action that was refused is told as\n%s", frame)
	}
}

func TestDocumentFramesAreThoseThatWereReviewed(t *testing.T) {
	const data = `{"orderId":48213,"ean":12345678901234567890,"createdAt":1763733600123,"latencyMs":90500,"at":"2026-11-21T14:00:00+01:00",` +
		`"rows":[{"sku":"A-4711","price":0.1000},{"sku":"B-0042","price":1e400}],"name":"注文 é","payload":"{\"order\":{\"id\":7,\"note\":\"[1,2]\"}}","done":true}`
	for name, keys := range map[string][]string{
		"open": {"]", "down", "down"}, "folded": {"]", "-", "down", "down"}, "string": {"]", "G", "k", "k", "enter"}, "text": {"]", "v"},
		"searched": {"]", "-", "/", "s", "k", "u", "enter", "n"}, "asked": {"]", "J", ".", "r", "o", "w", "s", "[", "]", "|", "s"},
	} {
		for _, size := range [][2]int{{120, 36}, {60, 15}} {
			m := opened(output(data))
			m.View(look(), size[0], size[1])
			press(m, keys...)
			if name == "asked" {
				press(m, "enter")
			}
			panetest.Compare(t, fmt.Sprintf("document_%s_%dx%d", name, size[0], size[1]), plainFrame(m.View(look(), size[0], size[1])))
		}
	}
	m := opened(output(data))
	press(m, "]")
	write(t, m, ".rows[] | .sku")
	panetest.Compare(t, "document_answered_60x15", plainFrame(m.View(look(), 60, 15)))
}
