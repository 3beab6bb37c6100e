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
