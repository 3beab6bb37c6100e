package detail

import (
	"strings"
	"testing"
)

func TestBorderIsBesideTheTabsWhateverTheWidth(t *testing.T) {
	m := opened(failedRun())
	for w := 30; w <= 130; w++ {
		for y, line := range strings.Split(plainFrame(m.View(look(), w, 24)), "\n")[:4] {
			if !strings.ContainsAny(line[len(line)-3:], "│╮┤") {
				t.Errorf("%d wide, line %d: %q", w, y, line)
			}
		}
	}
}
