package ui_test

import (
	"strings"
	"testing"

	tea "github.com/charmbracelet/bubbletea"
)

func TestZoomGivesThePaneInFocusTheScreen(t *testing.T) {
	r := start(t, 120, 36).ready()
	panes := func() (shown []string) {
		for _, title := range []string{"Triggers", "Functions", "Runs", "process-order ·"} {
			if strings.Contains(r.Screen(), "╭ "+title) {
				shown = append(shown, title)
			}
		}
		return shown
	}
	all := len(panes())
	if all < 3 {
		t.Fatalf("%v are on the screen", panes())
	}
	r.Press("z")
	if got := panes(); len(got) != 1 || got[0] != "Runs" {
		t.Errorf("zoomed on the runs %v are on the screen", got)
	}
	r.Press("1")
	if got := panes(); len(got) != 1 || got[0] != "Triggers" {
		t.Errorf("zoomed on the triggers %v are on the screen", got)
	}
	r.Press("4")
	if got := r.Screen(); strings.Contains(got, "╭ Runs") || strings.Contains(got, "╭ Triggers") {
		t.Errorf("zoomed on the preview the screen is\n%s", got)
	}
	r.Press("esc")
	if got := len(panes()); got != all {
		t.Errorf("esc shows %d of %d panes", got, all)
	}
	r.Press("3", "z", "z")
	if got := len(panes()); got != all {
		t.Errorf("z shows %d of %d panes", got, all)
	}
}

func TestEscapeEndsTheZoomBeforeTheFilter(t *testing.T) {
	r := start(t, 120, 36).ready()
	r.Press("F")
	r.settle()
	r.Press("z", "esc")
	if s := r.Screen(); !strings.Contains(s, "╭ Triggers") || !strings.Contains(s, "status:failure") {
		t.Errorf("after one esc the screen is\n%s", s)
	}
}

func TestOpenRunFillsTheScreenZoomedOrNot(t *testing.T) {
	r := start(t, 120, 36).ready()
	r.Press("z", "j", "enter")
	r.settle()
	r.Press("z")
	r.awaitText("This fills the screen already.")
	r.Press("esc")
	if strings.Contains(r.Screen(), "╭ Triggers") {
		t.Error("leaving the run ended the zoom")
	}
}

func TestSmallScreenIsNeverZoomed(t *testing.T) {
	r := start(t, 120, 36).ready()
	r.Press("z")
	r.Send(tea.WindowSizeMsg{Width: 80, Height: 24})
	r.Press("z")
	r.awaitText("One pane fills a screen")
	r.Send(tea.WindowSizeMsg{Width: 120, Height: 36})
	if !strings.Contains(r.Screen(), "╭ Triggers") {
		t.Error("the zoom came back")
	}
}
