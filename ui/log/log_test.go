package log_test

import (
	"fmt"
	"strings"
	"testing"
	"time"

	tea "github.com/charmbracelet/bubbletea"

	"fntop/keymap"
	"fntop/ui/log"
	"fntop/ui/pane"
	"fntop/ui/panetest"
)

func lines(n int) []log.Line {
	all := make([]log.Line, 0, n)
	for i := range n {
		at := panetest.Now.Add(time.Duration(i-n) * time.Second)
		switch i % 5 {
		case 3:
			all = append(all, log.Line{At: at, Kind: log.Request, Bad: true, Method: "GET", Path: "/data/workspace/acme/api/v1/function-triggers", Status: 503,
				Took: 1400 * time.Millisecond, Used: 20 + i, Budget: 300, Text: "server error (try 2)"})
		case 4:
			all = append(all, log.Line{At: at, Kind: log.Notice, Text: fmt.Sprintf("Invoke of trigger \"retry-mail\": queued (job_%d).", i)})
		default:
			all = append(all, log.Line{At: at, Kind: log.Request, Method: "GET", Path: fmt.Sprintf("/data/workspace/acme/api/v1/function-runs/function/10e53377-e754-43bb-b61c-e95c3361d0db?limit=100&page=%d", i), Status: 200,
				Took: 12 * time.Millisecond, Used: 20 + i, Budget: 300})
		}
	}
	return all
}

func open(all []log.Line, h int) *log.Model {
	m := log.New()
	m.Resize(h)
	m.SetLines(all)
	return m
}

func TestFramesOfTheLog(t *testing.T) {
	panetest.Frames(t, "log", open(lines(60), 36))
	panetest.Exact(t, open(lines(60), 36))
	panetest.Frames(t, "empty", open(nil, 36))
}

func TestNewestLineStaysInSightUntilOneScrollsUp(t *testing.T) {
	m := open(lines(50), 12)
	text := func() string { return panetest.Text(m, 120, 12) }
	m.SetLines(lines(55))
	if !strings.Contains(text(), "46–55 of 55") {
		t.Errorf("the newest line is not in sight\n%s", text())
	}
	m.Key(tea.KeyMsg{}, keymap.PageUp)
	before := text()
	m.SetLines(append(lines(55), log.Line{At: panetest.Now, Kind: log.Notice, Text: "new"}))
	if got := text(); strings.Split(got, "\n")[1] != strings.Split(before, "\n")[1] {
		t.Errorf("the lines moved\n%s\nwant\n%s", got, before)
	}
	m.Key(tea.KeyMsg{}, keymap.Bottom)
	if !strings.Contains(text(), "new") {
		t.Errorf("the bottom is not the newest line\n%s", text())
	}
}

func TestBackClosesTheLog(t *testing.T) {
	if got := open(nil, 10).Key(tea.KeyMsg{}, keymap.Back); got != (pane.Close{}) {
		t.Errorf("back answers %v", got)
	}
}
