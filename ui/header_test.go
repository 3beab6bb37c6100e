package ui_test

import (
	"strings"
	"testing"

	tea "github.com/charmbracelet/bubbletea"
)

func TestHeaderKeepsAGapBeforeHowTrueTheDataIs(t *testing.T) {
	r := start(t, 120, 36).ready()
	r.Press("/", "fn:process-order status:completed", "enter")
	r.settle()
	for w := 30; w <= 120; w++ {
		r.Send(tea.WindowSizeMsg{Width: w, Height: 11})
		line, _, _ := strings.Cut(r.Screen(), "\n")
		if before, _, ok := strings.Cut(line, "●"); !ok || !strings.HasSuffix(before, " ") {
			t.Fatalf("at %d columns the header is %q", w, line)
		}
	}
}
